"""What is under foreign law until Azure is erased: stores with their gigabytes, identities, and who else is relied on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from socle.estate import Estate, SupplierRole, SupplierSpec, WaveSpec
from socle.estate.legacy import (
    ContainerSpec,
    LegacyResource,
    LegacySpec,
    PostgresSpec,
    is_store,
    short,
)
from socle.messages import Text, said

_IDENTITIES = ("Microsoft.ManagedIdentity/", "Microsoft.Authorization/roleAssignments")


@dataclass(frozen=True)
class Stored:
    """A store on Azure.

    key: as waves name it (`storage_accounts.lake.raw`). data_class: empty where nobody has said. gigabytes: None where nobody has
    counted; `at_most` where it is the size of a disk. wave: what it moves with, empty for none. gone: the day on which nothing of
    it is left by plan, None where that is not known; `held` says why, or what the day rests on. erased: its wave is retired, by
    signed records.
    """

    key: str
    type: str
    data_class: str
    owner: str
    gigabytes: float | None = None
    at_most: bool = False
    wave: str = ""
    gone: date | None = None
    held: tuple[Text, ...] = ()
    erased: bool = False

    @property
    def health(self) -> bool:
        return self.data_class.startswith("health")


@dataclass(frozen=True)
class Supplier:
    """Somebody who is relied on; `spec` is nothing where nobody has said who it is."""

    role: SupplierRole
    name: str = ""
    spec: SupplierSpec | None = None


@dataclass(frozen=True)
class Exposure:
    """All of it on a day. `identities` are those that the legacy estate lists; those of its directory are never among them."""

    stores: tuple[Stored, ...]
    identities: tuple[str, ...]
    suppliers: tuple[Supplier, ...]

    @property
    def left(self) -> tuple[Stored, ...]:
        """Stores that are not erased."""
        return tuple(each for each in self.stores if not each.erased)


def exposure_of(estate: Estate, retired: frozenset[str]) -> Exposure:
    """What is exposed. `retired` are waves whose ledger has reached the end."""
    legacy = estate.legacy
    stores = tuple(_stores(estate, legacy, retired)) if legacy else ()
    identities = tuple(each.key for each in legacy.resources() if each.type.startswith(_IDENTITIES)) if legacy else ()
    return Exposure(stores, identities, tuple(_suppliers(estate.suppliers)))


def _suppliers(declared: Mapping[str, SupplierSpec]) -> Iterator[Supplier]:
    for role in get_args(SupplierRole):
        found = [Supplier(role, name, each) for name, each in declared.items() if each.role == role]
        yield from found or [Supplier(role)]


def _stores(estate: Estate, legacy: LegacySpec, retired: frozenset[str]) -> Iterator[Stored]:
    waves = _waves(estate)
    found = [_stored(each, estate, waves, retired) for each in legacy.resources() if is_store(each)]
    yield from _keys_last(found, legacy)


def _waves(estate: Estate) -> dict[str, tuple[str, WaveSpec]]:
    """By store, the wave that moves it."""
    found: dict[str, tuple[str, WaveSpec]] = {}
    for name, wave in (estate.cutover.waves if estate.cutover else {}).items():
        for dataset in wave.datasets.values():
            part = dataset.container or dataset.database
            key = f"{dataset.source}.{part.partition('.')[2]}" if part else dataset.source
            found[key] = (name, wave)
    return found


def _stored(
    resource: LegacyResource, estate: Estate, waves: Mapping[str, tuple[str, WaveSpec]], retired: frozenset[str]
) -> Stored:
    key, spec = short(resource.key), resource.spec
    name, wave = waves.get(key, ("", None))
    gigabytes, at_most = _gigabytes(resource, estate)
    gone, held = _gone(name, wave, key, spec, estate)
    return Stored(
        key,
        resource.type,
        str(getattr(spec, "data_class", None) or ""),
        resource.owner or _group_owner(resource, estate),
        gigabytes,
        at_most,
        name,
        gone,
        held,
        name in retired,
    )


def _group_owner(resource: LegacyResource, estate: Estate) -> str:
    groups = estate.legacy.resource_groups.values() if estate.legacy else ()
    own = resource.entry.arm.resource_group.lower()
    return next((each.owner or "" for each in groups if each.arm.resource_group.lower() == own), "")


def _gigabytes(resource: LegacyResource, estate: Estate) -> tuple[float | None, bool]:
    """What the estate declares of its size; for a database the disk of its server at the most."""
    for usage in estate.usage.values():
        if usage.of == f"legacy.{resource.key}" and usage.stored_gb is not None:
            return usage.stored_gb, False
    if isinstance(resource.entry, PostgresSpec):
        return float(resource.entry.storage_gb), True
    return None, False


def _gone(
    name: str, wave: WaveSpec | None, key: str, spec: object, estate: Estate
) -> tuple[date | None, tuple[Text, ...]]:
    """The day by plan, and why it is that or none."""
    if wave is None:
        return None, (_left_out(key, estate),)
    held: list[Text] = []
    day = wave.leave_by
    if day is None:
        held.append(said("sovereignty.held.no_leave", wave=name))
    if isinstance(spec, ContainerSpec):
        if spec.immutability and spec.immutability.until:
            until = spec.immutability.until
            held.append(said("sovereignty.held.locked", day=until.isoformat()))
            day = max(day, until) if day else None
        elif spec.immutability:
            held.append(said("sovereignty.held.locked_unmeasured", days=spec.immutability.days))
            day = None
        if spec.legal_holds:
            until = spec.holds_until
            held.append(
                said("sovereignty.held.legal", day=until.isoformat()) if until else said("sovereignty.held.legal_open")
            )
            day = max(day, until) if day and until else None
    return day, tuple(held)


def _left_out(key: str, estate: Estate) -> Text:
    left = estate.cutover.left_out.values() if estate.cutover else ()
    for each in left:
        if each.entry and (each.entry == key or key.startswith(f"{each.entry}.")):
            return said("sovereignty.held.left_out", owner=each.owner, day=each.until.isoformat())
    return said("sovereignty.held.no_wave")


def _keys_last(found: list[Stored], legacy: LegacySpec) -> Iterator[Stored]:
    """Vaults go when nothing is left that their keys may encrypt, and keep deleted keys for their retention."""
    others = [each for each in found if not each.key.startswith("vaults.")]
    days = [each.gone for each in others]
    last = max((day for day in days if day), default=None)
    for each in found:
        vault = legacy.vaults.get(each.key.partition(".")[2]) if each.key.startswith("vaults.") else None
        if vault is None or each.wave:
            yield each
            continue
        wait = vault.retention_days if vault.purge_protection else 0
        held = (
            said("sovereignty.held.vault", days=wait),
            *(() if None not in days else (said("sovereignty.held.rest"),)),
        )
        gone = last + timedelta(days=wait) if last and None not in days else None
        yield Stored(each.key, each.type, each.data_class, each.owner, gone=gone, held=held)
