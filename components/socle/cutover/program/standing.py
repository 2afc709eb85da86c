"""Where the waves of an estate stand, by the ledgers beside it, and what a deployment by them must not forget.

No clock is asked: a ledger is read as of its own last record, so that the same files give the same plan for ever. Whether evidence
has expired meanwhile is for whoever opens the next gate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from socle.estate import Estate, Posture
from socle.messages import Place, Refusal

from ..arrows import HANDS, MOVERS_IN, Hand
from ..declared import declared, known_of
from ..evidence import Entry, Line, entries, ledger_file, read_ledger
from ..gates import asked_of
from ..position import Position, start
from ..reached import reached
from ..stages import Stage
from ..switches import Cutover, posture
from .supposed import supposed_of

LEDGERS = "socle:cutover:Ledgers"
"""The type of the component by whose inputs a whole deployment says which ledgers it followed."""

START = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of a ledger without a record."""


@dataclass(frozen=True)
class Noted:
    """The end of a wave's ledger as a deployment notes it: how many records, the address of the last one, epoch and stage."""

    serial: int
    digest: str
    epoch: int
    stage: str

    def as_outputs(self) -> dict[str, int | str]:
        """Plain values for a stack's outputs."""
        return {"serial": self.serial, "digest": self.digest, "epoch": self.epoch, "stage": self.stage}


@dataclass(frozen=True)
class Standing:
    """Where every wave of an estate stands.

    heads: the end of each ledger that has begun. digests: the addresses of its records in their order. refusals: why a ledger is
    not believed; with one of them nothing may be deployed.
    """

    cutover: Cutover
    positions: Mapping[str, Position] = field(default_factory=dict[str, Position])
    heads: Mapping[str, Noted] = field(default_factory=dict[str, Noted])
    digests: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    refusals: tuple[Refusal, ...] = ()

    def posture(self, base: Posture, layer: str) -> Posture:
        """What the stack of a layer is to show; `base` for a layer that carries out no step. The movers run in the layer of
        clusters, which follows their turns and nobody else's."""
        if layer == MOVERS_IN:
            return replace(base, movers=posture(base, self.cutover, self.positions, "movers").movers)
        hand = hand_of(layer)
        return posture(base, self.cutover, self.positions, hand) if hand else base

    def waiting(self, layer: str) -> dict[str, tuple[Hand, ...]]:
        """By wave, who must be proven before the layer's turn in a step that has begun; nothing where it waits for nobody."""
        hand = hand_of(layer)
        if hand is None:
            return {}
        late = {wave: each.waiting for wave, each in self.positions.items() if each.shows(hand) is not each.stage}
        return {wave: turns[: turns.index(hand)] for wave, turns in late.items() if hand in turns}


def hand_of(layer: str) -> Hand | None:
    """The hand that a layer's stack is: it carries out steps under its own name."""
    return next((hand for hand in HANDS if hand == layer and hand != "movers"), None)


def standing(estate: Estate, folder: Path) -> Standing:
    """Where the waves of an estate stand by the ledgers in its folder; of an estate without a `cutover.yaml`, nothing.

    Raises:
        ExtraMissing: there is a ledger, and the packages that read it are not installed.
    """
    if estate.cutover is None:
        return Standing(Cutover({}))
    positions, heads = dict[str, Position](), dict[str, Noted]()
    digests, refusals = dict[str, tuple[str, ...]](), list[Refusal](of_no_wave(estate, folder))
    for wave in estate.cutover.waves:
        file = ledger_file(folder, wave)
        lines = read_ledger(file)
        position, refused = _reached(estate, wave, lines, _name(folder, file))
        refusals += refused
        positions[wave] = position
        digests[wave] = tuple(each.digest for each in entries(lines))
        if digests[wave]:
            heads[wave] = Noted(len(lines), digests[wave][-1], position.epoch, position.stage)
    if scope := supposed_of(folder):
        scope.asked = True
        positions |= scope.positions
    return Standing(declared(estate), positions, heads, digests, tuple(refusals))


def _reached(estate: Estate, wave: str, lines: tuple[Line, ...], file: str) -> tuple[Position, tuple[Refusal, ...]]:
    if not lines or estate.cutover is None:
        return start(), ()
    last = max((each.record.at for each in lines if isinstance(each, Entry)), default=START)
    known = known_of(estate, wave, last, file=file)
    found = reached(lines, asked_of(estate, wave), known)
    return found.position, found.refusals


def of_no_wave(estate: Estate, folder: Path) -> Iterator[Refusal]:
    """A ledger whose wave is not declared: what it says would be forgotten."""
    waves = estate.cutover.waves if estate.cutover else {}
    for file in sorted(ledger_file(folder, "any").parent.glob("*.jsonl")):
        if file.stem not in waves:
            yield Refusal(
                f"the ledger of {file.stem}, which is no wave of cutover.yaml",
                "where that wave stands would be forgotten, and its stores opened on both clouds",
                "put the wave back; one that has retired keeps its entry for as long as its ledger is here",
                place=Place(_name(folder, file)),
            )


def _name(folder: Path, file: Path) -> str:
    return file.relative_to(folder.parent).as_posix()


def forgotten(standing: Standing, noted: Mapping[str, Any], estate: str) -> Iterator[Refusal]:
    """Refuse to deploy a stack by ledgers that do not continue those that it was deployed by last.

    Args:
        noted: what its last deployment noted, by wave, as `Noted.as_outputs` gave it. A wave that has retired may be gone.
    """
    for wave, said in noted.items():
        file = Place(f"{estate}/cutover/{wave}.jsonl")
        read = cast("Mapping[str, Any]", said if isinstance(said, Mapping) else {})
        serial, digest = read.get("serial"), read.get("digest")
        if not isinstance(serial, int | float) or isinstance(serial, bool) or not isinstance(digest, str):
            yield Refusal(
                f"what the last deployment noted of the wave {wave} cannot be read",
                "nobody would know whether this checkout is older than what is deployed",
                "compare the stack's output cutover with the ledger, and put it right by deploying from the newest checkout",
                place=file,
            )
        elif wave not in standing.positions:
            if read.get("stage") != Stage.RETIRED:
                yield Refusal(
                    f"this stack was deployed by record {int(serial)} of the wave {wave}, which is not declared here",
                    "what the wave has closed or moved would be open and back where it was",
                    "bring the checkout up to date, or put the wave back",
                    place=file,
                )
        else:
            yield from _continued(standing.digests[wave], wave, int(serial), digest, file)


def _continued(digests: tuple[str, ...], wave: str, serial: int, digest: str, file: Place) -> Iterator[Refusal]:
    if len(digests) < serial:
        yield Refusal(
            f"this stack was deployed by record {serial} of the wave {wave}, and the ledger here ends at {len(digests)}",
            "the stack would go back in silence, and two could write",
            f"bring the checkout up to date; a step back is a transition of its own: socle cutover rollback {wave}",
            place=file,
        )
    elif serial < 1 or digests[serial - 1] != digest:
        yield Refusal(
            f"record {serial} of the wave {wave} is not the one that this stack was deployed by",
            "the ledger was made anew: steps that were never shown could be taken by it",
            "restore the ledger from the base revision or the locked bucket, and find out who wrote this one",
            place=Place(file.file, serial),
        )
