"""The catalogue of roles: what each may do, as permission sets of the host, and which duties nobody may join.

One table. Rights that give themselves more (managers of identities and of the organisation) are in none of them: the foundation is
deployed by a person who owns the organisation, with a key of a day, and by no pipeline.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

RoleName = Literal[
    "platform-operator",
    "key-administrator",
    "data-loader",
    "data-reader",
    "mover",
    "export-approver",
    "auditor",
    "log-writer",
    "preview",
    "deployer",
    "break-glass",
]


class Duty(StrEnum):
    """What a role is trusted with, in the words of messages."""

    KEYS = "administers keys"
    READS = "reads data"
    LOADS = "loads data"
    EXPORTS = "approves exports"
    AUDITS = "audits"
    LOGS = "writes logs"
    OPERATES = "operates machines"
    PREVIEWS = "previews deployments"
    DEPLOYS = "deploys"
    EMERGENCY = "enters in an emergency"


_PAIRS: Mapping[frozenset[Duty], str] = {
    frozenset({Duty.KEYS, Duty.READS}): "whoever holds both could read everything, and make it unreadable",
    frozenset({Duty.KEYS, Duty.EXPORTS}): "whoever holds both could open what leaves the platform to anyone",
    frozenset({Duty.DEPLOYS, Duty.READS}): "a change of code would be enough to read data",
    frozenset({Duty.DEPLOYS, Duty.EXPORTS}): "whoever changes the airlock would also let things through it",
    frozenset({Duty.LOADS, Duty.EXPORTS}): "what comes in and what goes out would be judged by the same holder",
    frozenset({Duty.READS, Duty.EXPORTS}): "whoever asks for an export would approve it",
    **{
        frozenset({Duty.AUDITS, duty}): "whoever does it would judge it"
        for duty in (Duty.KEYS, Duty.LOADS, Duty.LOGS, Duty.OPERATES, Duty.DEPLOYS, Duty.EXPORTS)
    },
    **{
        frozenset(
            {Duty.EMERGENCY, duty}
        ): "an identity of emergencies would be in use every day, and its alarm would mean nothing"
        for duty in Duty
        if duty is not Duty.EMERGENCY
    },
}
"""Duties that nobody may join (SecNumCloud 6.2.a), each with what it would lead to."""

Holders = Literal["people", "machines", "both"]
Layers = Literal["platform", "cluster", "bridge"]


@dataclass(frozen=True)
class Role:
    """What whoever holds a role may do.

    `own` are permission sets in the projects that a group is for, `keys` and `audit` in the projects of these names, `everywhere`
    over the organisation. `by_layer` are further ones of the group's own projects, for each layer that it deploys or previews.
    """

    duties: frozenset[Duty]
    holders: Holders
    own: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()
    by_layer: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


_SEEING = (
    "BlockStorageReadOnly", "ContainerRegistryReadOnly", "IPAMReadOnly", "InstancesReadOnly", "KubernetesReadOnly",
    "ObjectStorageBucketsRead", "ObservabilityReadOnly", "PrivateNetworksReadOnly", "RedisReadOnly", "RelationalDatabasesReadOnly",
    "VPCGatewayReadOnly", "VPCReadOnly",
)  # fmt: skip
"""Seeing what there is, and no object, secret or key's use: AllProductsReadOnly would read objects too."""
_RULING_KEYS = (
    "KeyManagerKeyCreate",
    "KeyManagerKeyDelete",
    "KeyManagerKeyRestore",
    "KeyManagerKeyWrite",
    "KeyManagerReadOnly",
)
"""Everything but to use a key."""
_MAKING_SECRETS = (
    "SecretManagerReadOnly",
    "SecretManagerSecretCreate",
    "SecretManagerSecretDelete",
    "SecretManagerSecretWrite",
)
"""Everything but to read one."""
_TUNNELS = ("SiteToSiteVPNFullAccess",)

ROLES: Mapping[RoleName, Role] = {
    "platform-operator": Role(
        frozenset({Duty.OPERATES}), "people", own=(*_SEEING, "InstancesServerStart", "InstancesServerStop")
    ),
    "key-administrator": Role(frozenset({Duty.KEYS}), "people", own=_RULING_KEYS, keys=_RULING_KEYS),
    "data-loader": Role(
        frozenset({Duty.LOADS}),
        "both",
        own=("KeyManagerKeyEncrypt", "ObjectStorageBucketsRead", "ObjectStorageObjectsWrite"),
    ),
    "data-reader": Role(
        frozenset({Duty.READS}),
        "both",
        own=("KeyManagerKeyDecrypt", "ObjectStorageBucketsRead", "ObjectStorageObjectsRead"),
    ),
    "mover": Role(  # reads back what it has written: which buckets, their policies say
        frozenset({Duty.LOADS, Duty.READS}),
        "machines",
        own=(
            "KeyManagerKeyDecrypt",
            "KeyManagerKeyEncrypt",
            "ObjectStorageBucketsRead",
            "ObjectStorageObjectsRead",
            "ObjectStorageObjectsWrite",
        ),
    ),
    "export-approver": Role(
        frozenset({Duty.EXPORTS}),
        "people",
        own=(
            "KeyManagerKeyDecrypt",
            "KeyManagerKeyEncrypt",
            "ObjectStorageBucketsRead",
            "ObjectStorageObjectsRead",
            "ObjectStorageObjectsWrite",
        ),
    ),
    "auditor": Role(
        frozenset({Duty.AUDITS}),
        "people",
        own=_SEEING,
        keys=("KeyManagerKeyDecrypt", "KeyManagerReadOnly"),
        audit=("ObjectStorageBucketsRead", "ObjectStorageObjectsRead"),
        everywhere=(
            "AuditTrailExportRead",
            "AuditTrailReadOnly",
            "IAMReadOnly",
            "OrganizationReadOnly",
            "ProjectReadOnly",
        ),
    ),
    "log-writer": Role(
        frozenset({Duty.LOGS}), "machines", keys=("KeyManagerKeyEncrypt",), audit=("ObjectStorageObjectsWrite",)
    ),
    "preview": Role(
        frozenset({Duty.PREVIEWS}),
        "machines",
        own=(*_SEEING, "KeyManagerReadOnly", "SecretManagerReadOnly"),
        by_layer={"bridge": ("SiteToSiteVPNReadOnly",)},
    ),
    "deployer": Role(
        frozenset({Duty.DEPLOYS, Duty.KEYS}),
        "machines",
        by_layer={
            "platform": (
                "BlockStorageFullAccess",
                "ContainerRegistryFullAccess",
                "IPAMFullAccess",
                "InstancesFullAccess",
                "KubernetesFullAccess",
                "ObjectStorageBucketPolicyFullAccess",
                "ObjectStorageBucketsDelete",
                "ObjectStorageBucketsRead",
                "ObjectStorageBucketsWrite",
                "ObservabilityFullAccess",
                "PrivateNetworksFullAccess",
                "RedisFullAccess",
                "RelationalDatabasesFullAccess",
                "VPCFullAccess",
                "VPCGatewayFullAccess",
                "KeyManagerKeyCreate",
                "KeyManagerKeyDelete",
                "KeyManagerKeyWrite",
                "KeyManagerReadOnly",
                *_MAKING_SECRETS,
            ),
            "cluster": ("KubernetesReadOnly",),
            "bridge": (
                "DomainsDNSFullAccess",
                "IPAMFullAccess",
                "InstancesFullAccess",
                "PrivateNetworksReadOnly",
                "VPCFullAccess",
                *_MAKING_SECRETS,
                *_TUNNELS,
            ),
        },
    ),
    "break-glass": Role(
        frozenset({Duty.EMERGENCY}),
        "people",
        own=(
            "InstancesFullAccess",
            "KeyManagerKeyDecrypt",
            "KeyManagerKeyRestore",
            "KeyManagerReadOnly",
            "KubernetesFullAccess",
            "ObjectStorageBucketPolicyFullAccess",
            "ObjectStorageBucketsRead",
            "ObjectStorageObjectsRead",
            "ObjectStorageObjectsWrite",
            "RelationalDatabasesFullAccess",
            "SecretManagerSecretAccess",
            "VPCFullAccess",
        ),
        keys=("KeyManagerKeyRestore", "KeyManagerReadOnly"),
        everywhere=("AuditTrailReadOnly", "IAMReadOnly"),
    ),
}  # fmt: skip
"""By name. What a role may not do is left out on purpose: see the words beside the lists."""


@dataclass(frozen=True)
class Given:
    """Permission sets of one scope: over the organisation (no projects), or in projects by their names."""

    permission_sets: tuple[str, ...]
    projects: tuple[str, ...] = ()


def given(role: RoleName, projects: Collection[str], layers: Collection[str] = ()) -> tuple[Given, ...]:
    """What a group of a role is given, each scope and set of projects by itself, in a fixed order."""
    found = ROLES[role]
    own = {*found.own, *(name for layer in layers for name in found.by_layer.get(layer, ()))}
    by_set: dict[str, set[str]] = {}
    for names, where in ((own, projects), (found.keys, ("keys",)), (found.audit, ("audit",))):
        for name in names:
            by_set.setdefault(name, set()).update(where)
    by_projects: dict[tuple[str, ...], list[str]] = {}
    for name, where in sorted(by_set.items()):
        by_projects.setdefault(tuple(sorted(where)), []).append(name)
    in_projects = [Given(tuple(names), where) for where, names in sorted(by_projects.items()) if where]
    return (*in_projects, *([Given(found.everywhere)] if found.everywhere else ()))


def joined_duties(roles: Collection[RoleName]) -> Iterator[tuple[Duty, Duty, str]]:
    """Duties among these roles that nobody may join, each with what it would lead to.

    The duties of one role are joined on purpose, and held apart from those of others.
    """
    ordered = sorted(set(roles))
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            pairs = ((a, b) for a in ROLES[one].duties for b in ROLES[other].duties)
            yield from sorted((a, b, _PAIRS[frozenset({a, b})]) for a, b in pairs if frozenset({a, b}) in _PAIRS)
