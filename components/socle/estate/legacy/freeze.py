"""The freeze: what the last deployment holds of the legacy estate, compared with what the file now says.

A program sees its file, not its past; protection that is taken off in the same commit as the entry protects nothing, and
reading what was adopted lets go of it without a word. So each deployment records what it holds (`holdings`), and the next
one refuses what would let go of any of it before its time (`freeze_refusals`). Pure functions; who reads the record is not
known here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.messages import Refusal

from ..posture import AllowedChange, LegacyPosture
from .checks import LegacySpec
from .ids import parse, same
from .legacy import LegacyResource
from .network import DnsRecordSpec
from .services import LockSpec
from .stores import SettingSpec, StorageAccountSpec

REPLICATION_SETTINGS = (
    "wal_level",
    "max_replication_slots",
    "max_wal_senders",
    "max_worker_processes",
    "max_logical_replication_workers",
    "max_slot_wal_keep_size",
    "hot_standby_feedback",
    "sync_replication_slots",
)
"""Parameters that logical replication needs, some of them with a restart (Azure documentation, PostgreSQL flexible server,
logical replication and decoding). Only these may change in a frozen server."""


@dataclass(frozen=True)
class Held:
    """One Azure resource that a deployment holds: adopted, or created.

    `switches` are the few values that a posture may move, as text; `released` says that this deployment took its protection
    off, so that the next one may let go.
    """

    id: str
    mode: str
    location: str = ""
    released: bool = False
    switches: Mapping[str, str] = field(default_factory=dict[str, str])

    def recorded(self) -> dict[str, Any]:
        """As a deployment records it: plain values only."""
        return {
            "id": self.id,
            "mode": self.mode,
            "location": self.location,
            "released": self.released,
            "switches": dict(self.switches),
        }


def held_from(recorded: Mapping[str, Any]) -> Held:
    """What `Held.recorded` recorded. What is missing counts as the strictest: adopted and not released."""
    return Held(
        id=str(recorded.get("id", "")),
        mode=str(recorded.get("mode", "adopt")),
        location=str(recorded.get("location", "")),
        released=recorded.get("released") is True,
        switches={str(name): str(value) for name, value in dict(recorded.get("switches") or {}).items()},
    )


def holdings(
    legacy: LegacySpec, posture: LegacyPosture, held: Mapping[str, Held] | None = None
) -> dict[str, LegacyResource]:
    """What this deployment holds, by key: all that is adopted or created. A new lock waits for a posture that allows locks."""
    before = held or {}
    return {
        resource.key: resource
        for resource in legacy.resources()
        if resource.mode != "observe"
        and (not _waits(resource, legacy) or posture.allows("locks") or resource.key in before)
    }


def holding(resource: LegacyResource, legacy: LegacySpec, posture: LegacyPosture) -> Held:
    """One resource as this deployment holds it."""
    return Held(
        id=resource.id,
        mode=resource.mode,
        location=resource.entry.location or legacy.location,
        released=posture.releases(resource.key),
        switches=switches(resource),
    )


def switches(resource: LegacyResource) -> dict[str, str]:
    """The values of a resource that a posture may move, as text."""
    spec = resource.spec
    if isinstance(spec, LockSpec):
        return {"level": spec.level}
    if isinstance(spec, DnsRecordSpec):
        return {"ttl_seconds": str(spec.ttl_seconds)}
    if isinstance(spec, StorageAccountSpec):
        return {"public_network": spec.public_network, "shared_keys": str(spec.shared_keys).lower()}
    if isinstance(spec, SettingSpec) and setting_name(resource) in REPLICATION_SETTINGS:
        return {"value": spec.value}
    return {}


def setting_name(resource: LegacyResource) -> str:
    """The name of a server's parameter, from its id (keys may contain dots)."""
    return parse(resource.id).name


def freeze_refusals(held: Mapping[str, Held], legacy: LegacySpec, posture: LegacyPosture) -> Iterator[Refusal]:
    """Every way in which deploying `legacy` now would let go of, replace or change what the last deployment holds."""
    resources = {resource.key: resource for resource in legacy.resources()}
    yield from _unfrozen(resources, legacy, posture)
    moved = [key for key, before in held.items() if before.id and _subscription(before.id) != legacy.subscription_id]
    if moved:
        yield _other_subscription(held[moved[0]], len(moved), legacy)
    groups: dict[str, list[str]] = {}
    for key, before in sorted(held.items()):
        if key not in moved and not (before.mode == "create" and legacy.twin_of) and not _may_go(key, before, posture):
            groups.setdefault(_entry_of(key), []).append(key)
    for entry, keys in groups.items():
        whole = list(_let_go(entry, held[entry], resources, legacy)) if entry in keys else []
        yield from whole or _of_parts(keys, held, resources, legacy, posture)


def _of_parts(
    keys: list[str],
    held: Mapping[str, Held],
    resources: Mapping[str, LegacyResource],
    legacy: LegacySpec,
    posture: LegacyPosture,
) -> Iterator[Refusal]:
    """What is refused of the resources of an entry that itself stays as it was."""
    for key in keys:
        found = list(_let_go(key, held[key], resources, legacy))
        yield from found or _switched(held[key], resources[key], posture)


def _let_go(key: str, before: Held, resources: Mapping[str, LegacyResource], legacy: LegacySpec) -> Iterator[Refusal]:
    now = resources.get(key)
    yield from _gone(key, before, resources) if now is None else _replaced(before, now, legacy)


def _entry_of(key: str) -> str:
    """The entry that a resource is, or is part of: `storage_accounts.lake`."""
    return ".".join(key.split(".")[:2])


def _waits(resource: LegacyResource, legacy: LegacySpec) -> bool:
    return resource.mode == "create" and legacy.twin_of is None


def _may_go(key: str, before: Held, posture: LegacyPosture) -> bool:
    """The release must have been deployed first: protection that goes together with the entry protects nothing."""
    return before.released and posture.releases(key)


def _subscription(arm_id: str) -> str:
    return arm_id.split("/")[2].lower()


def _unfrozen(resources: Mapping[str, LegacyResource], legacy: LegacySpec, posture: LegacyPosture) -> Iterator[Refusal]:
    adopted = sum(resource.mode == "adopt" for resource in resources.values())
    if adopted and not posture.frozen and not legacy.twin_of:
        yield Refusal(
            f"the freeze is off while {adopted} resources are adopted",
            "protection, retention, ignored changes and locks would go at once, and the next mistake would reach Azure",
            "keep legacy.frozen on, and release single entries when their time comes",
            at="legacy",
        )


def _other_subscription(before: Held, count: int, legacy: LegacySpec) -> Refusal:
    return Refusal(
        f"the estate now says the subscription {legacy.subscription_id}, and {count} resources are held in {_subscription(before.id)}",
        "the engine would replace them: delete the real ones and look for others under the same names",
        f"write subscription_id: {_subscription(before.id)}; another subscription is another estate, with a stack of its own",
        at="legacy.subscription_id",
    )


def _gone(key: str, before: Held, resources: Mapping[str, LegacyResource]) -> Iterator[Refusal]:
    renamed = next((r.key for r in resources.values() if before.id and same(r.id, before.id)), None)
    if renamed:
        yield Refusal(
            f"{key} is now called {renamed}",
            "a name is identity: the engine would take it for a removal and an adoption, and could delete in between",
            f"keep the name {key.rsplit('.', maxsplit=1)[-1]}",
            at=f"legacy.{renamed}",
        )
        return
    yield Refusal(
        f"{key} is gone from the file, and the last deployment holds {before.id or 'it'}",
        "the engine would delete it on Azure, or let go of it, before its time",
        f"put {key} back; once its time has come the posture releases it, in a deployment of its own, before it leaves the file",
        at=f"legacy.{key}",
    )


def _replaced(before: Held, now: LegacyResource, legacy: LegacySpec) -> Iterator[Refusal]:
    if before.id and not same(before.id, now.id):
        yield Refusal(
            f"the id of {now.key} changed from {before.id} to {now.id}",
            "the engine would replace the one by the other: delete what it holds",
            "write the former id; declare the other resource as an entry of its own",
            at=f"legacy.{_entry_id(now)}",
        )
        return
    if before.mode != now.mode:
        yield _mode_changed(before, now)
        return
    location = now.entry.location or legacy.location
    if before.location and before.location != location:
        yield Refusal(
            f"{now.key} moves from {before.location} to {location}",
            "Azure moves nothing: the engine would replace it, and delete what it holds",
            f"write location: {before.location}",
            at=f"legacy.{now.key}.location",
        )


def _entry_id(now: LegacyResource) -> str:
    return f"{now.key}.id" if now.spec is now.entry else now.key


def _mode_changed(before: Held, now: LegacyResource) -> Refusal:
    consequence = (
        "the engine lets go of a resource that is only read, protected or not, without a word; the next deployment could then "
        "replace or forget it"
        if now.mode == "observe"
        else "the engine would make anew what exists, or take over what it made"
    )
    return Refusal(
        f"the mode of {now.key} changed from {before.mode} to {now.mode}",
        consequence,
        f"write mode: {before.mode}",
        at=f"legacy.{now.key}.mode",
    )


_KINDS: dict[str, AllowedChange] = {
    "value": "replication-settings",
    "ttl_seconds": "lower-ttl",
    "public_network": "close-stores",
    "shared_keys": "close-stores",
}


def _switched(before: Held, now: LegacyResource, posture: LegacyPosture) -> Iterator[Refusal]:
    for name, value in switches(now).items():
        old = before.switches.get(name)
        if old is None or old == value:
            continue
        at = f"legacy.{now.key}.{name}"
        if name == "level":
            yield Refusal(
                f"the lock {now.key} changes from {old} to {value}",
                "what it locks could be deleted by anyone while the lock is made anew, or the bridge would stop",
                f"write level: {old}",
                at=at,
            )
        elif not posture.allows(_KINDS[name]):
            yield Refusal(
                f"{name} of {now.key} changes from {old} to {value}",
                "the frozen estate would change while nobody may change it",
                f"write {name}: {old}, or wait for a posture that allows {_KINDS[name]}",
                at=at,
            )
        elif name == "ttl_seconds" and int(value) > int(old):
            yield Refusal(
                f"the TTL of {now.key} rises from {old} to {value} seconds",
                "resolvers would keep the old answer longer, and the switch and its way back would take as long",
                f"write {old} or less",
                at=at,
            )
