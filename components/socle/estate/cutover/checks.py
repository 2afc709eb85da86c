"""What the cut-over contradicts in the rest of the estate: stores and names in one wave each, classes of targets, fences, dates."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from socle.messages import Refusal, each

from ..bridge import BridgeSpec
from ..data_class import DataClass
from ..legacy import LegacySpec, StorageAccountSpec
from ..platform import BucketSpec, DatabaseSpec
from .cutover import CutoverSpec, WaveSpec
from .dataset import DatasetSpec

Named = tuple[str, str]
"""A wave, and a dataset of it."""


def cutover_refusals(
    cutover: CutoverSpec,
    legacy: LegacySpec | None,
    bridge: BridgeSpec | None,
    buckets: Mapping[str, BucketSpec],
    databases: Mapping[str, DatabaseSpec],
) -> Iterator[Refusal]:
    """Everything that contradicts itself between the waves and what they move."""
    if legacy is None:
        yield Refusal(
            "a cut-over without a legacy estate",
            "there is nothing to leave",
            "write legacy.yaml, or remove cutover.yaml",
            at="cutover",
        )
        return
    yield from each(_stores(cutover, legacy), _names(cutover, bridge), _scopes(cutover), _targets(cutover))
    yield from each(_inside(cutover, databases), _classes(cutover, legacy, buckets, databases))
    yield from each(_returning(cutover, legacy), _dates(cutover, legacy), _left_out(cutover, legacy))


def may_hold_health(wave: WaveSpec, legacy: LegacySpec | None) -> bool:
    """Whether a wave may hold health data: of what nobody has classed it is not known, so it may."""
    known = _known(legacy) if legacy else {}
    classes = [known.get(_part(dataset)) for dataset in wave.datasets.values()]
    return any(each is None or each.rank >= DataClass.HEALTH.rank for each in classes)


def _datasets(cutover: CutoverSpec) -> Iterator[tuple[Named, str, DatasetSpec]]:
    """Every dataset with its dotted key."""
    for wave, spec in cutover.waves.items():
        for name, dataset in spec.datasets.items():
            yield (wave, name), f"cutover.waves.{wave}.datasets.{name}", dataset


def _part(dataset: DatasetSpec) -> str:
    """The store that a dataset is: `storage_accounts.lake.raw`, or an entry."""
    inner = (dataset.container or dataset.database or "").partition(".")[2]
    return f"{dataset.source}.{inner}" if inner else dataset.source


def _known(legacy: LegacySpec) -> dict[str, DataClass | None]:
    """Every store of the legacy estate that must move or be left out, with its class where somebody has said it."""
    found: dict[str, DataClass | None] = {}
    for name, account in legacy.storage_accounts.items():
        parts = {f"storage_accounts.{name}.{key}": each.data_class for key, each in account.containers.items()}
        found |= parts or {f"storage_accounts.{name}": None}
    for name, server in legacy.databases.items():
        parts = {f"databases.{name}.{key}": each.data_class for key, each in server.databases.items()}
        found |= parts or {f"databases.{name}": None}
    return found


def _stores(cutover: CutoverSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for (wave, name), at, dataset in _datasets(cutover):
        store, here = _part(dataset), f"{wave}.{name}"
        if store in seen:
            yield Refusal(
                f"{store} is moved as {seen[store]} and as {here}",
                "two waves would give its authority to two, and its last copy could go with the first",
                "keep one of the two",
                at=at,
            )
        seen.setdefault(store, here)
    waived = {each.entry for each in cutover.left_out.values()}
    for store in _known(legacy):
        entry = ".".join(store.split(".")[:2])
        if store not in seen and not {store, entry} & waived:
            yield Refusal(
                f"{store} of the legacy estate is in no wave",
                "it would stay behind with its data, or be deleted with what all waves stand on",
                "write it as a dataset, or under left_out with owner, reason and date; a store without parts needs its parts declared",
                at="cutover.waves",
            )


def _names(cutover: CutoverSpec, bridge: BridgeSpec | None) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    for wave, spec in cutover.waves.items():
        for index, service in enumerate(spec.services):
            if service in seen:
                yield Refusal(
                    f"the name {service} moves with {seen[service]} and with {wave}",
                    "it would lead to the platform while data of the other is still on Azure",
                    "keep it in one of them",
                    at=f"cutover.waves.{wave}.services.{index}",
                )
            seen.setdefault(service, wave)
    waived = {each.service for each in cutover.left_out.values()}
    for service in bridge.names.services if bridge and bridge.names else ():
        if service not in seen and service not in waived:
            yield Refusal(
                f"the name {service} of the bridge is in no wave",
                "it would lead to Azure for ever",
                "write it under services of a wave, or under left_out with owner, reason and date",
                at="cutover.waves",
            )


def _scopes(cutover: CutoverSpec) -> Iterator[Refusal]:
    """What is closed and let go of as a whole moves as a whole."""
    seen: dict[str, Named] = {}
    for (wave, name), at, dataset in _datasets(cutover):
        first = seen.setdefault(dataset.source, (wave, name))
        if first[0] != wave:
            yield Refusal(
                f"{name} shares {dataset.source} with {first[1]} of the wave {first[0]}",
                "the fence of the one would close the other while it is written, and its deletion would take both",
                f"move both in one wave: keys, firewalls and deletion are of {dataset.source} as a whole",
                at=at,
            )


def _targets(cutover: CutoverSpec) -> Iterator[Refusal]:
    seen: dict[str, Named] = {}
    for (wave, name), at, dataset in _datasets(cutover):
        for target in dataset.targets:
            first = seen.setdefault(target, (wave, name))
            if first[0] != wave:
                yield Refusal(
                    f"{name} goes to {target}, as does {first[1]} of the wave {first[0]}",
                    "one of them would be written before its authority has come",
                    "give each wave a target of its own, or move both in one",
                    at=at,
                )


def _inside(cutover: CutoverSpec, databases: Mapping[str, DatabaseSpec]) -> Iterator[Refusal]:
    for _, at, dataset in _datasets(cutover):
        instance = databases.get(dataset.into.instance) if dataset.into else None
        if instance and dataset.into and dataset.into.database not in instance.databases:
            yield Refusal(
                f"there is no database {dataset.into.database} in {dataset.into.instance}",
                "its data would be copied nowhere",
                f"write one of {', '.join(sorted(instance.databases))}",
                at=f"{at}.into.database",
            )


def _classes(
    cutover: CutoverSpec,
    legacy: LegacySpec,
    buckets: Mapping[str, BucketSpec],
    databases: Mapping[str, DatabaseSpec],
) -> Iterator[Refusal]:
    known = _known(legacy)
    for _, at, dataset in _datasets(cutover):
        store = _part(dataset)
        if store not in known:
            continue
        bucket = buckets.get(dataset.bucket or "")
        instance = databases.get(dataset.into.instance) if dataset.into else None
        source, target = known[store], bucket or instance
        if source is None:
            yield Refusal(
                f"nobody has said what {store} holds",
                "health data could be copied to where it may not be",
                "write its data_class in legacy.yaml",
                at=at,
            )
        elif target and target.data_class.rank < source.rank:
            yield Refusal(
                f"{store} is of class {source} and its target of class {target.data_class}",
                "the copy would be kept with less than its class demands",
                f"name a target of class {source} or stricter",
                at=at,
            )


def _returning(cutover: CutoverSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    known = _known(legacy)
    for (wave, _), at, dataset in _datasets(cutover):
        source = known.get(_part(dataset))
        plain = source is not None and source.rank < DataClass.HEALTH.rank
        switch = cutover.waves[wave].switch_by
        if dataset.reverse != "replicate" or plain:
            continue
        if dataset.decision is None:
            yield Refusal(
                f"{_part(dataset)} is replicated back and may hold health data",
                "new health data would be sent to a host under foreign law, and nobody has decided that it may",
                "write the legal decision with its day, or reverse: restore-only",
                at=f"{at}.reverse",
            )
        elif switch and dataset.decision.valid_until < switch:
            yield Refusal(
                f"the decision ends on {dataset.decision.valid_until}, before the switch on {switch}",
                "there would be no way back without loss on the day that it is needed",
                "have it prolonged, or write reverse: restore-only",
                at=f"{at}.decision.valid_until",
            )


def _dates(cutover: CutoverSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    """Days before which Azure cannot be left, held against the day on which the wave wants to have left."""
    for wave, spec in cutover.waves.items():
        if spec.leave_by:
            yield from _too_early(wave, spec, spec.leave_by, legacy)


def _too_early(wave: str, spec: WaveSpec, leave_by: date, legacy: LegacySpec) -> Iterator[Refusal]:
    for source in sorted({dataset.source for dataset in spec.datasets.values()}):
        for what, day in _earliest(source, spec, legacy):
            if leave_by < day:
                yield Refusal(
                    f"the wave leaves Azure on {leave_by}, and {what} holds {source} until {day}",
                    "the deletion would fail, or wait without anybody having planned it",
                    f"write leave_by: {day} or later",
                    at=f"cutover.waves.{wave}.leave_by",
                )


def _earliest(source: str, spec: WaveSpec, legacy: LegacySpec) -> Iterator[tuple[str, date]]:
    kind, _, name = source.partition(".")
    account = legacy.storage_accounts.get(name) if kind == "storage_accounts" else None
    yield from _immutable(account) if account else ()
    vault = legacy.vaults.get(name) if kind == "vaults" else None
    if vault and vault.purge_protection and spec.switch_by:
        yield "purge protection", spec.switch_by + timedelta(days=vault.retention_days)


def _immutable(account: StorageAccountSpec) -> Iterator[tuple[str, date]]:
    for container in account.containers.values():
        if container.immutability and container.immutability.locked and container.immutability.until:
            yield "immutability", container.immutability.until
        if container.legal_holds and container.holds_until:
            yield "a legal hold", container.holds_until


def _left_out(cutover: CutoverSpec, legacy: LegacySpec) -> Iterator[Refusal]:
    moved = {store for _, _, dataset in _datasets(cutover) for store in (_part(dataset), dataset.source)}
    services = {service for wave in cutover.waves.values() for service in wave.services}
    entries = {key for key, _ in legacy.entries()}
    for name, left in cutover.left_out.items():
        at = f"cutover.left_out.{name}"
        if left.entry in moved or left.service in services:
            yield Refusal(
                f"{left.entry or left.service} is left out and moves in a wave",
                "nobody would know whether it may be deleted",
                "remove one of the two",
                at=at,
            )
        elif left.entry and left.entry not in _known(legacy) and left.entry not in entries:
            yield Refusal(
                f"there is no {left.entry} in the legacy estate",
                "what was meant is still in no wave",
                "correct its name, or remove it",
                at=f"{at}.entry",
            )
