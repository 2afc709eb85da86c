"""The legacy Azure estate as `legacy.yaml` declares it: what there is, who writes it, what refers to what.

One map a type, keyed by the owner's own names, every entry with its Azure id; parts of an entry (subnets, containers,
databases) are maps inside it and get their ids from it. What the library has no spec for goes to `generic`: it is
counted and checked, never read or written. The types are in the files `legacy_*.py` beside this one.

    tenant_id: 00000000-0000-4000-8000-000000000002
    subscription_id: 00000000-0000-4000-8000-000000000001
    resource_groups:
      data: {id: /subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-data, mode: adopt, owner: data team}
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from socle.specs import Key, Spec, Unbound, Uuid

from .entry import LegacyChild, LegacyEntry, Location, Mode
from .ids import parse
from .network import PrivateEndpointSpec, PrivateZoneSpec, ResourceGroupSpec, SecurityGroupSpec, VirtualNetworkSpec
from .services import BudgetSpec, ClusterSpec, DiagnosticSpec, GenericSpec, LockSpec, LogWorkspaceSpec
from .stores import PostgresSpec, SettingSpec, StorageAccountSpec, VaultSpec

LEGACY_FILE = "legacy.yaml"
"""The file of an estate's folder that holds its `legacy` part."""


def short(key: str) -> str:
    """A dotted key of the legacy estate as derogations and waves name it: `storage_accounts.lake.raw`."""
    parts = key.removeprefix("legacy.").split(".")
    return ".".join(part for part in parts if part not in ("containers", "databases") or part is parts[0])


@dataclass(frozen=True)
class LegacyResource:
    """One Azure resource of the legacy estate, entry or part of one.

    `key` is dotted, from the root of `legacy.yaml` (`networks.hub.subnets.data`); `id` canonical; `mode` with what a part
    inherits filled in; `entry` the top-level entry that it belongs to (itself, for an entry).
    """

    key: str
    id: str
    mode: Mode
    spec: Spec
    entry: LegacyEntry

    @property
    def type(self) -> str:
        """Azure's type, such as `Microsoft.Network/virtualNetworks/subnets`."""
        return parse(self.id).type

    @property
    def owner(self) -> str | None:
        """The team that decides about it."""
        own = self.spec.owner if isinstance(self.spec, LegacyChild) else None
        return own or self.entry.owner


class LegacyParts(Spec):
    """What a `LegacySpec` says, before it is held to itself."""

    tenant_id: Uuid
    """The directory; a program with the credentials of another one registers nothing."""
    subscription_id: Uuid
    """The subscription that the credentials must be for. Only what is in it can be adopted or created."""
    other_subscriptions: dict[Key, Uuid] = Field(default_factory=dict[Key, Uuid])
    """Subscriptions of other teams, by name: what is in them can be observed only."""
    twin_of: Uuid | None = None
    """In a rehearsal, the subscription that this one imitates: it is never written to. Needed before anything is created."""
    location: Location = "francecentral"
    """Region of everything that does not say otherwise."""
    resource_groups: dict[Key, ResourceGroupSpec] = Field(default_factory=dict[Key, ResourceGroupSpec])
    """Resource groups by name."""
    networks: dict[Key, VirtualNetworkSpec] = Field(default_factory=dict[Key, VirtualNetworkSpec])
    """Virtual networks by name."""
    security_groups: dict[Key, SecurityGroupSpec] = Field(default_factory=dict[Key, SecurityGroupSpec])
    """Network security groups by name."""
    private_endpoints: dict[Key, PrivateEndpointSpec] = Field(default_factory=dict[Key, PrivateEndpointSpec])
    """Private endpoints by name."""
    dns_zones: dict[Key, PrivateZoneSpec] = Field(default_factory=dict[Key, PrivateZoneSpec])
    """Private DNS zones by name."""
    storage_accounts: dict[Key, StorageAccountSpec] = Field(default_factory=dict[Key, StorageAccountSpec])
    """Storage accounts by name."""
    databases: dict[Key, PostgresSpec] = Field(default_factory=dict[Key, PostgresSpec])
    """PostgreSQL flexible servers by name."""
    clusters: dict[Annotated[Key, Unbound("a cluster in Azure")], ClusterSpec] = Field(
        default_factory=dict[Key, ClusterSpec]
    )
    """AKS clusters by name."""
    vaults: dict[Key, VaultSpec] = Field(default_factory=dict[Key, VaultSpec])
    """Key Vaults by name."""
    log_workspaces: dict[Key, LogWorkspaceSpec] = Field(default_factory=dict[Key, LogWorkspaceSpec])
    """Log Analytics workspaces by name."""
    diagnostics: dict[Key, DiagnosticSpec] = Field(default_factory=dict[Key, DiagnosticSpec])
    """Diagnostic settings by name."""
    locks: dict[Key, LockSpec] = Field(default_factory=dict[Key, LockSpec])
    """Management locks by name."""
    budgets: dict[Key, BudgetSpec] = Field(default_factory=dict[Key, BudgetSpec])
    """Budgets by name."""
    generic: dict[Key, GenericSpec] = Field(default_factory=dict[Key, GenericSpec])
    """Everything of a type without a map above, by name."""

    def entries(self) -> Iterator[tuple[str, LegacyEntry]]:
        """Every top-level entry under its dotted key, in the order of the fields."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, dict):
                yield from ((f"{name}.{key}", entry) for key, entry in value.items() if isinstance(entry, LegacyEntry))  # pyright: ignore[reportUnknownVariableType]

    def resources(self) -> Iterator[LegacyResource]:
        """Every Azure resource that is declared, each entry followed by its parts."""
        for key, entry in self.entries():
            yield LegacyResource(key, entry.id, entry.mode, entry, entry)
            yield from parts(entry, key)


_PARTS: dict[str, tuple[str, ...]] = {
    "subnets": ("subnets",),
    "links": ("virtualNetworkLinks",),
    "containers": ("blobServices", "default", "containers"),
    "databases": ("databases",),
    "settings": ("configurations",),
    "keys": ("keys",),
    "pools": ("agentPools",),
}
"""Fields of an entry that hold its parts, and what stands between the entry's id and theirs."""


def parts(entry: LegacyEntry, key: str = "") -> Iterator[LegacyResource]:
    """The parts of an entry, under keys that begin with that of the entry: `networks.hub.subnets.data`, or `subnets.data`."""
    prefix = f"{key}." if key else ""
    for field, segments in _PARTS.items():
        for name, part in getattr(entry, field).items() if field in type(entry).model_fields else ():
            called = name if isinstance(part, SettingSpec) else part.called(name)
            arm_id = entry.arm.child(*segments, called)
            found = LegacyResource(f"{prefix}{field}.{name}", arm_id, part.mode or entry.mode, part, entry)
            yield found
            if getattr(part, "immutability", None):
                below = f"{found.id}/immutabilityPolicies/default"
                yield LegacyResource(f"{found.key}.immutability", below, found.mode, part.immutability, entry)
    if isinstance(entry, PrivateZoneSpec):
        for name, record in entry.records.items():
            below = entry.arm.child(record.type, record.called(name))
            yield LegacyResource(f"{prefix}records.{name}", below, record.mode or entry.mode, record, entry)
    if isinstance(entry, PrivateEndpointSpec) and entry.dns_zone:
        below = entry.arm.child("privateDnsZoneGroups", entry.dns_zone_group)
        yield LegacyResource(f"{prefix}dns_zone", below, entry.mode, entry, entry)
