"""One small legacy estate as `legacy.yaml` says it, its deployments, and edits of it. Shared by the tests of this folder."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from socle.azure.estate import LegacyEstate
from socle.azure.tenancy import AzureTenancy
from socle.capture.run import capture
from socle.estate.legacy.checks import LegacySpec
from socle.estate.posture import LegacyPosture, Posture
from socle.plan.model import Plan
from socle.testing.plugin import Mode

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000009"
TENANT = "00000000-0000-4000-8000-000000000002"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-data"
IN_GROUP = f"{GROUP}/providers"

Data = dict[str, Any]
Edit = Callable[[Data], object]

ALL: Data = {
    "tenant_id": TENANT,
    "subscription_id": SUBSCRIPTION,
    "resource_groups": {"data": {"id": GROUP, "owner": "data team"}},
    "networks": {
        "data": {
            "id": f"{IN_GROUP}/Microsoft.Network/virtualNetworks/vnet-data",
            "address_space": ["10.101.0.0/16"],
            "subnets": {
                "stores": {"name": "snet-stores", "range": "10.101.0.0/24", "security_group": "data"},
                "databases": {
                    "range": "10.101.1.0/24",
                    "delegated_to": "Microsoft.DBforPostgreSQL/flexibleServers",
                },
            },
        }
    },
    "security_groups": {
        "data": {
            "id": f"{IN_GROUP}/Microsoft.Network/networkSecurityGroups/nsg-data",
            "rules": {"deny-in": {"priority": 4096, "direction": "Inbound", "access": "Deny"}},
        }
    },
    "dns_zones": {
        "services": {
            "id": f"{IN_GROUP}/Microsoft.Network/privateDnsZones/services.interne",
            "links": {"data": {"network": "data"}},
            "records": {"catalogue": {"ttl_seconds": 3600, "values": ["10.101.1.10"]}},
        }
    },
    "private_endpoints": {
        "lake": {
            "id": f"{IN_GROUP}/Microsoft.Network/privateEndpoints/pe-lake",
            "subnet": "data.stores",
            "target": f"{IN_GROUP}/Microsoft.Storage/storageAccounts/lake",
            "groups": ["blob"],
            "dns_zone": "services",
        }
    },
    "storage_accounts": {
        "lake": {
            "id": f"{IN_GROUP}/Microsoft.Storage/storageAccounts/lake",
            "hierarchical": True,
            "containers": {"raw": {"data_class": "health"}, "audit": {"immutability": {"days": 365}}},
        }
    },
    "databases": {
        "catalogue": {
            "id": f"{IN_GROUP}/Microsoft.DBforPostgreSQL/flexibleServers/psql-catalogue",
            "version": "16",
            "subnet": "data.databases",
            "dns_zone": "services",
            "databases": {"cohorts": {}},
            "settings": {"wal_level": {"value": "replica"}, "work_mem": {"value": "4096"}},
        }
    },
    "vaults": {
        "keys": {
            "id": f"{IN_GROUP}/Microsoft.KeyVault/vaults/kv-keys",
            "keys": {"lake": {"name": "cmk-lake", "type": "RSA", "size": 3072}},
        }
    },
    "locks": {"data": {"id": f"{IN_GROUP}/Microsoft.Authorization/locks/no-delete"}},
}
"""Everything that a rehearsal can make, in one group. Modes are left to `in_mode`."""

WATCHED: Data = {
    "clusters": {
        "apps": {
            "id": f"{IN_GROUP}/Microsoft.ContainerService/managedClusters/aks-apps",
            "version": "1.33",
            "dns_prefix": "apps",
            "pools": {"system": {"purpose": "System", "nodes": 3, "subnet": "data.stores"}},
        }
    },
    "log_workspaces": {"audit": {"id": f"{IN_GROUP}/Microsoft.OperationalInsights/workspaces/log-audit"}},
    "diagnostics": {
        "vault": {
            "id": f"{IN_GROUP}/Microsoft.KeyVault/vaults/kv-keys/providers/Microsoft.Insights/diagnosticSettings/audit",
            "workspace": "audit",
        }
    },
    "budgets": {
        "monthly": {
            "id": f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Consumption/budgets/monthly",
            "amount": 1000,
            "starts_on": "2026-01-01",
        }
    },
}
"""What is never created."""


def in_mode(mode: str, data: Data = ALL) -> Data:
    """The estate with every entry in one mode."""
    changed = deepcopy(data)
    for entries in changed.values():
        if isinstance(entries, dict):
            for entry in entries.values():
                entry["mode"] = mode
    return changed


def legacy(data: Mapping[str, Any], *edits: Edit) -> LegacySpec:
    """The spec of an estate after edits of its file."""
    changed = deepcopy(dict(data))
    for edit in edits:
        edit(changed)
    return LegacySpec.model_validate(changed)


def tenancy(*, twin: bool = False, **posture: Any) -> AzureTenancy:
    """The subscription of the estate in a posture."""
    return AzureTenancy(TENANT, SUBSCRIPTION, posture=Posture(legacy=LegacyPosture(**posture)), twin=twin)


def plan_of(spec: LegacySpec, where: AzureTenancy | None = None, mode: Mode = "preview", **more: Any) -> Plan:
    """What deploying the estate would register."""
    where = where or tenancy()
    return capture(
        lambda: LegacyEstate("legacy", spec, tenancy=where), stack="demo-legacy", project="test", mode=mode, **more
    )


def state_of(plan: Plan) -> dict[str, Any]:
    """A plan as the state that its deployment would leave."""
    rows = [
        {
            "urn": one.urn,
            "type": one.type,
            "custom": one.custom,
            "id": one.id or one.import_id,
            "inputs": one.inputs,
            "outputs": one.outputs,
            "parent": one.parent,
            "protect": one.protect,
            "retainOnDelete": one.retain_on_delete,
            "external": one.external,
        }
        for one in plan
    ]
    return {"version": 3, "deployment": {"resources": rows}}


@cache
def adopted() -> dict[str, Any]:
    """The state after everything was adopted."""
    return state_of(plan_of(legacy(in_mode("adopt")), mode="up"))


@cache
def adopted_with(**posture: Any) -> dict[str, Any]:
    """The state after everything was adopted in another posture."""
    return state_of(plan_of(legacy(in_mode("adopt")), tenancy(**posture), mode="up"))
