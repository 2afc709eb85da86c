"""The Azure estate that the platform replaces, as `legacy.yaml` declares it, and what its freeze refuses."""

from .checks import LegacySpec, beside_the_platform
from .entry import DECIDING, LegacyEntry, Mode, Reference
from .freeze import REPLICATION_SETTINGS, Held, freeze_refusals, held_from, holding, holdings
from .holds import is_store
from .ids import AzureId, parse
from .legacy import LEGACY_FILE, LegacyResource, parts, short
from .network import (
    DnsLinkSpec,
    DnsRecordSpec,
    PrivateEndpointSpec,
    PrivateZoneSpec,
    ResourceGroupSpec,
    SecurityGroupSpec,
    SecurityRuleSpec,
    SubnetSpec,
    VirtualNetworkSpec,
)
from .services import BudgetSpec, ClusterSpec, DiagnosticSpec, LockSpec, LogWorkspaceSpec, PoolSpec
from .stores import (
    ContainerSpec,
    Feature,
    PostgresDatabaseSpec,
    PostgresSpec,
    SettingSpec,
    StorageAccountSpec,
    VaultKeySpec,
    VaultSpec,
)

__all__ = [
    "DECIDING",
    "LEGACY_FILE",
    "REPLICATION_SETTINGS",
    "AzureId",
    "BudgetSpec",
    "ClusterSpec",
    "ContainerSpec",
    "DiagnosticSpec",
    "DnsLinkSpec",
    "DnsRecordSpec",
    "Feature",
    "Held",
    "LegacyEntry",
    "LegacyResource",
    "LegacySpec",
    "LockSpec",
    "LogWorkspaceSpec",
    "Mode",
    "PoolSpec",
    "PostgresDatabaseSpec",
    "PostgresSpec",
    "PrivateEndpointSpec",
    "PrivateZoneSpec",
    "Reference",
    "ResourceGroupSpec",
    "SecurityGroupSpec",
    "SecurityRuleSpec",
    "SettingSpec",
    "StorageAccountSpec",
    "SubnetSpec",
    "VaultKeySpec",
    "VaultSpec",
    "VirtualNetworkSpec",
    "beside_the_platform",
    "freeze_refusals",
    "held_from",
    "holding",
    "holdings",
    "is_store",
    "parse",
    "parts",
    "short",
]
