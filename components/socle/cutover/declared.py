"""The waves of an estate as the machine knows them: from `cutover.yaml`, with what of the legacy estate belongs to none."""

from collections.abc import Sequence
from datetime import datetime

from socle.estate import CutoverSpec, Estate, WaveSpec

from .evidence import Head, Known
from .switches import Cutover, Wave


def declared(estate: Estate) -> Cutover:
    """What the estate cuts over; without a `cutover.yaml` nothing.

    What no wave moves and nobody has left out is what all waves stand on: it goes with the last one.
    """
    spec = estate.cutover
    if spec is None:
        return Cutover({})
    waves = {name: _wave(name, wave) for name, wave in spec.waves.items()}
    moved = frozenset[str]().union(*(wave.sources for wave in waves.values()))
    entries = frozenset(key for key, _ in estate.legacy.entries()) if estate.legacy else frozenset[str]()
    kept = _kept(spec)
    return Cutover(waves, shared=entries - moved - kept, kept=kept, movers=frozenset(spec.movers))


def known_of(
    estate: Estate, wave: str, at: datetime, *, heads: Sequence[Head] = (), epoch: int = 1, file: str = ""
) -> Known:
    """What the ledger of a wave is held against: this estate, its people and its collectors, at a time.

    Args:
        epoch: the newest that there is; whoever asks where the wave stands need not know it.
        file: the ledger's name in messages. Default: as it is called below the estates' folder.
    """
    spec = estate.cutover
    return Known(
        estate=estate.name,
        lifetime=estate.lifetime,
        wave=wave,
        epoch=epoch,
        at=at,
        approvers=spec.approvers if spec else {},
        heads=tuple(heads),
        file=file or f"{estate.name}/cutover/{wave}.jsonl",
        collectors=spec.collectors if spec else {},
    )


def _wave(name: str, spec: WaveSpec) -> Wave:
    """The datasets by `<wave>.<dataset>`, so that no two waves mean the same."""
    datasets = {f"{name}.{key}": dataset for key, dataset in spec.datasets.items()}
    return Wave(
        sources=frozenset(dataset.source for dataset in datasets.values()),
        targets=frozenset(target for dataset in datasets.values() for target in dataset.targets),
        services=frozenset(spec.services),
        datasets=frozenset(datasets),
        returning=frozenset(key for key, dataset in datasets.items() if dataset.reverse == "replicate"),
    )


def _kept(spec: CutoverSpec) -> frozenset[str]:
    """Entries of which something is left out: an entry is let go of as a whole, so it stays for the sake of its part."""
    return frozenset(".".join(each.entry.split(".")[:2]) for each in spec.left_out.values() if each.entry)
