"""Which Azure types have a spec, in which map of `legacy.yaml` they stand, and who reads their rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from socle.estate.legacy import (
    BudgetSpec,
    ClusterSpec,
    ContainerSpec,
    DiagnosticSpec,
    DnsLinkSpec,
    DnsRecordSpec,
    LockSpec,
    LogWorkspaceSpec,
    PoolSpec,
    PostgresDatabaseSpec,
    PostgresSpec,
    PrivateEndpointSpec,
    PrivateZoneSpec,
    ResourceGroupSpec,
    SecurityGroupSpec,
    SecurityRuleSpec,
    SettingSpec,
    StorageAccountSpec,
    SubnetSpec,
    VaultKeySpec,
    VaultSpec,
    VirtualNetworkSpec,
)
from socle.specs import Spec

from ..export import Row
from ..places import Places
from . import network, services, stores


@dataclass(frozen=True)
class Typed:
    """A map of `legacy.yaml` (for a part: a field of its entry), the spec of its entries, and the reader of a row."""

    field: str
    spec: type[Spec]
    read: Callable[[Row, Places], dict[str, Any]]


_POSTGRES = "Microsoft.DBforPostgreSQL/flexibleServers"
_ACCOUNT = "Microsoft.Storage/storageAccounts"
_CONTAINER = f"{_ACCOUNT}/blobServices/containers"
_ZONE = "Microsoft.Network/privateDnsZones"
_NETWORK = "Microsoft.Network/virtualNetworks"
_FILTER = "Microsoft.Network/networkSecurityGroups"
_ENDPOINT = "Microsoft.Network/privateEndpoints"
_AKS = "Microsoft.ContainerService/managedClusters"

ENTRIES: dict[str, Typed] = {
    "Microsoft.Resources/resourceGroups": Typed("resource_groups", ResourceGroupSpec, network.plain),
    _NETWORK: Typed("networks", VirtualNetworkSpec, network.virtual_network),
    _FILTER: Typed("security_groups", SecurityGroupSpec, network.plain),
    _ENDPOINT: Typed("private_endpoints", PrivateEndpointSpec, network.private_endpoint),
    _ZONE: Typed("dns_zones", PrivateZoneSpec, network.plain),
    _ACCOUNT: Typed("storage_accounts", StorageAccountSpec, stores.storage_account),
    _POSTGRES: Typed("databases", PostgresSpec, stores.postgres),
    _AKS: Typed("clusters", ClusterSpec, services.cluster),
    "Microsoft.KeyVault/vaults": Typed("vaults", VaultSpec, stores.vault),
    "Microsoft.OperationalInsights/workspaces": Typed("log_workspaces", LogWorkspaceSpec, services.workspace),
    "Microsoft.Insights/diagnosticSettings": Typed("diagnostics", DiagnosticSpec, services.diagnostic),
    "Microsoft.Authorization/locks": Typed("locks", LockSpec, services.lock),
    "Microsoft.Consumption/budgets": Typed("budgets", BudgetSpec, services.budget),
}
"""Types with a map of their own."""

PARTS: dict[str, Typed] = {
    f"{_NETWORK}/subnets": Typed("subnets", SubnetSpec, network.subnet),
    f"{_FILTER}/securityRules": Typed("rules", SecurityRuleSpec, network.security_rule),
    f"{_ZONE}/virtualNetworkLinks": Typed("links", DnsLinkSpec, network.dns_link),
    f"{_ZONE}/A": Typed("records", DnsRecordSpec, network.dns_record),
    f"{_ZONE}/CNAME": Typed("records", DnsRecordSpec, network.dns_record),
    _CONTAINER: Typed("containers", ContainerSpec, stores.container),
    f"{_POSTGRES}/databases": Typed("databases", PostgresDatabaseSpec, stores.database),
    f"{_POSTGRES}/configurations": Typed("settings", SettingSpec, stores.setting),
    f"{_AKS}/agentPools": Typed("pools", PoolSpec, services.pool),
    "Microsoft.KeyVault/vaults/keys": Typed("keys", VaultKeySpec, stores.vault_key),
}
"""Types that are a map inside the entry of the resource above them."""

FOLDED: dict[str, Typed] = {
    f"{_ENDPOINT}/privateDnsZoneGroups": Typed("", PrivateEndpointSpec, network.dns_zone_group),
    f"{_CONTAINER}/immutabilityPolicies": Typed("", ContainerSpec, stores.immutability_policy),
}
"""Types that are fields of what they belong to."""

EMBEDDED: dict[str, tuple[tuple[str, ...], str]] = {
    _NETWORK: (("properties", "subnets"), "subnets"),
    _FILTER: (("properties", "securityRules"), "securityRules"),
    _AKS: (("properties", "agentPoolProfiles"), "agentPools"),
}
"""Where rows of Resource Graph hold parts that ARM lists as resources, and the type that these parts have there."""

WHOLE = frozenset({_FILTER})
"""Entries that mean something else when a part is missing: a filter without one of its rules. They are typed whole or not."""
