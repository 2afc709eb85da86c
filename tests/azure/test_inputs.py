"""What each field of an entry becomes: the inputs of an adopted resource, in the words of Azure's API.

Every optional field is given once and left out once. Modes and the freeze are elsewhere: `test_modes.py`, `test_freeze.py`.
"""

from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from socle.plan import Plan

from .legacy_data import ALL, GROUP, IN_GROUP, SUBSCRIPTION, TENANT, WATCHED, Data, in_mode, legacy, plan_of

NETWORK = f"{IN_GROUP}/Microsoft.Network"


def _said() -> Data:
    """The estate with what its small form leaves to defaults."""
    data = deepcopy({**ALL, **WATCHED})
    data["security_groups"]["data"]["rules"]["web"] = {
        "name": "Allow-Web", "priority": 100, "direction": "Outbound", "access": "Allow", "protocol": "Tcp", "source": "10.0.0.0/8",
        "source_ports": ["1-2", "3"], "destination": "Internet", "destination_ports": ["80", "443"],
    }  # fmt: skip
    data["dns_zones"]["services"]["links"]["data"].update(registration=True, name="Link-Data")
    data["dns_zones"]["services"]["records"]["www"] = {"type": "CNAME", "values": ["catalogue.services.interne"]}
    data["storage_accounts"]["lake"].update(shared_keys=True, public_network="Enabled", sku="Standard_LRS")
    data["databases"]["open"] = {
        "id": f"{IN_GROUP}/Microsoft.DBforPostgreSQL/flexibleServers/psql-open", "version": "15", "backup_days": 8,
        "storage_gb": 64, "administrator": "boss", "high_availability": "SameZone", "tier": "Burstable", "sku": "Standard_B1ms",
    }  # fmt: skip
    data["vaults"]["open"] = {
        "id": f"{IN_GROUP}/Microsoft.KeyVault/vaults/kv-open", "sku": "premium", "purge_protection": False,
        "retention_days": 7, "public_network": "Enabled", "keys": {"curve": {"type": "EC", "curve": "P-256"}},
    }  # fmt: skip
    data["clusters"]["apps"].update(private=False, local_accounts=True)
    data["clusters"]["apps"]["pools"]["work"] = {"size": "Standard_D8s_v5", "nodes": 0}
    data["diagnostics"]["lake"] = {
        "id": f"{IN_GROUP}/Microsoft.Storage/storageAccounts/lake/providers/Microsoft.Insights/diagnosticSettings/reads",
        "workspace": "audit", "categories": ["StorageRead"],
    }  # fmt: skip
    data["locks"]["data"]["notes"] = "asked for by the freeze"
    return data


@cache
def plan() -> Plan:
    return plan_of(legacy(in_mode("adopt", _said())))


OF_THE_SDK = {
    "privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies", "enableDdosProtection", "enableVmProtection",
    "availabilityZone", "standbyAvailabilityZone", "geoRedundantBackup", "enableSoftDelete", "enabledForDeployment",
    "enabledForDiskEncryption", "enabledForTemplateDeployment",
}  # fmt: skip
"""Defaults that the SDK writes down by itself."""


def own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: own(item) for key, item in value.items() if key not in OF_THE_SDK}
    return [own(item) for item in value] if isinstance(value, list) else value


ZONE = {"resourceGroupName": "rg-data", "privateZoneName": "services.interne"}
HERE = {"resourceGroupName": "rg-data", "location": "francecentral"}
SERVER = {"resourceGroupName": "rg-data", "serverName": "psql-catalogue"}
DIRECTORY_ONLY = {"activeDirectoryAuth": "Enabled", "passwordAuth": "Disabled", "tenantId": TENANT}
POOL = {"resourceGroupName": "rg-data", "resourceName": "aks-apps"}
WORKSPACE = f"{IN_GROUP}/Microsoft.OperationalInsights/workspaces/log-audit"
CONTAINER = {"resourceGroupName": "rg-data", "accountName": "lake"}

EXPECTED: dict[str, Data] = {
    "budgets-monthly-resource": {
        "scope": f"/subscriptions/{SUBSCRIPTION}", "budgetName": "monthly", "amount": 1000, "category": "Cost", "timeGrain": "Monthly",
        "timePeriod": {"startDate": "2026-01-01T00:00:00Z"},
    },
    "clusters-apps-resource": {
        **HERE, "resourceName": "aks-apps", "kubernetesVersion": "1.33", "dnsPrefix": "apps", "disableLocalAccounts": False,
        "apiServerAccessProfile": {"enablePrivateCluster": False},
    },
    "clusters-apps-pools-system": {
        **POOL, "agentPoolName": "system", "mode": "System", "vmSize": "Standard_D4s_v5", "count": 3,
        "vnetSubnetID": f"{NETWORK}/virtualNetworks/vnet-data/subnets/snet-stores",
    },
    "clusters-apps-pools-work": {**POOL, "agentPoolName": "work", "mode": "User", "vmSize": "Standard_D8s_v5", "count": 0},
    "diagnostics-lake-resource": {
        "resourceUri": f"{IN_GROUP}/Microsoft.Storage/storageAccounts/lake", "name": "reads", "workspaceId": WORKSPACE,
        "logs": [{"category": "StorageRead", "enabled": True}],
    },
    "diagnostics-vault-resource": {
        "resourceUri": f"{IN_GROUP}/Microsoft.KeyVault/vaults/kv-keys", "name": "audit", "workspaceId": WORKSPACE,
        "logs": [{"categoryGroup": "allLogs", "enabled": True}],
    },
    "locks-data-resource": {"scope": GROUP, "lockName": "no-delete", "level": "CanNotDelete", "notes": "asked for by the freeze"},
    "networks-data-resource": {**HERE, "virtualNetworkName": "vnet-data", "addressSpace": {"addressPrefixes": ["10.101.0.0/16"]}},
    "networks-data-subnets-stores": {
        "resourceGroupName": "rg-data", "virtualNetworkName": "vnet-data", "subnetName": "snet-stores", "addressPrefix": "10.101.0.0/24",
        "defaultOutboundAccess": False, "networkSecurityGroup": {"id": f"{NETWORK}/networkSecurityGroups/nsg-data"},
    },
    "networks-data-subnets-databases": {
        "resourceGroupName": "rg-data", "virtualNetworkName": "vnet-data", "subnetName": "databases", "addressPrefix": "10.101.1.0/24",
        "defaultOutboundAccess": False,
        "delegations": [{"name": "service", "serviceName": "Microsoft.DBforPostgreSQL/flexibleServers"}],
    },
    "databases-catalogue-resource": {
        **HERE, "serverName": "psql-catalogue", "version": "16", "administratorLogin": "socle", "authConfig": DIRECTORY_ONLY,
        "sku": {"name": "Standard_D2ds_v5", "tier": "GeneralPurpose"}, "storage": {"storageSizeGB": 128},
        "backup": {"backupRetentionDays": 7}, "highAvailability": {"mode": "Disabled"},
        "network": {
            "delegatedSubnetResourceId": f"{NETWORK}/virtualNetworks/vnet-data/subnets/databases",
            "privateDnsZoneArmResourceId": f"{NETWORK}/privateDnsZones/services.interne", "publicNetworkAccess": "Disabled",
        },
    },
    "databases-open-resource": {
        **HERE, "serverName": "psql-open", "version": "15", "administratorLogin": "boss", "authConfig": DIRECTORY_ONLY,
        "sku": {"name": "Standard_B1ms", "tier": "Burstable"}, "storage": {"storageSizeGB": 64}, "backup": {"backupRetentionDays": 8},
        "highAvailability": {"mode": "SameZone"}, "network": {"publicNetworkAccess": "Disabled"},
    },
    "databases-catalogue-databases-cohorts": {**SERVER, "databaseName": "cohorts", "charset": "UTF8", "collation": "en_US.utf8"},
    "databases-catalogue-settings-work_mem": {**SERVER, "configurationName": "work_mem", "value": "4096", "source": "user-override"},
    "private-endpoints-lake-resource": {
        **HERE, "privateEndpointName": "pe-lake", "subnet": {"id": f"{NETWORK}/virtualNetworks/vnet-data/subnets/snet-stores"},
        "privateLinkServiceConnections": [
            {"name": "lake", "groupIds": ["blob"], "privateLinkServiceId": f"{IN_GROUP}/Microsoft.Storage/storageAccounts/lake"}
        ],
    },
    "private-endpoints-lake-dns_zone": {
        "resourceGroupName": "rg-data", "privateEndpointName": "pe-lake", "privateDnsZoneGroupName": "default",
        "privateDnsZoneConfigs": [{"name": "services", "privateDnsZoneId": f"{NETWORK}/privateDnsZones/services.interne"}],
    },
    "dns-zones-services-resource": {**ZONE, "location": "Global"},
    "dns-zones-services-links-data": {
        **ZONE, "location": "Global", "virtualNetworkLinkName": "Link-Data", "registrationEnabled": True,
        "virtualNetwork": {"id": f"{NETWORK}/virtualNetworks/vnet-data"},
    },
    "dns-zones-services-records-catalogue": {
        **ZONE, "recordType": "A", "relativeRecordSetName": "catalogue", "ttl": 3600, "aRecords": [{"ipv4Address": "10.101.1.10"}],
    },
    "dns-zones-services-records-www": {
        **ZONE, "recordType": "CNAME", "relativeRecordSetName": "www", "ttl": 3600, "cnameRecord": {"cname": "catalogue.services.interne"},
    },
    "security-groups-data-resource": {
        **HERE, "networkSecurityGroupName": "nsg-data", "securityRules": [
            {"name": "deny-in", "priority": 4096, "direction": "Inbound", "access": "Deny", "protocol": "*", "sourceAddressPrefix": "*",
             "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*"},
            {"name": "Allow-Web", "priority": 100, "direction": "Outbound", "access": "Allow", "protocol": "Tcp",
             "sourceAddressPrefix": "10.0.0.0/8", "sourcePortRanges": ["1-2", "3"], "destinationAddressPrefix": "Internet",
             "destinationPortRanges": ["80", "443"]},
        ],
    },
    "storage-accounts-lake-resource": {
        **HERE, "accountName": "lake", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "isHnsEnabled": True,
        "allowSharedKeyAccess": True, "publicNetworkAccess": "Enabled", "allowBlobPublicAccess": False,
        "allowCrossTenantReplication": False, "enableHttpsTrafficOnly": True, "minimumTlsVersion": "TLS1_2",
    },
    "storage-accounts-lake-containers-audit": {**CONTAINER, "containerName": "audit", "publicAccess": "None"},
    "storage-accounts-lake-containers-audit-immutability": {
        **CONTAINER, "containerName": "audit", "immutabilityPolicyName": "default", "immutabilityPeriodSinceCreationInDays": 365,
    },
    "vaults-keys-resource": {
        **HERE, "vaultName": "kv-keys", "properties": {
            "tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "enableRbacAuthorization": True,
            "enablePurgeProtection": True, "softDeleteRetentionInDays": 90, "publicNetworkAccess": "Disabled",
        },
    },
    "vaults-open-resource": {
        **HERE, "vaultName": "kv-open", "properties": {
            "tenantId": TENANT, "sku": {"family": "A", "name": "premium"}, "enableRbacAuthorization": True,
            "softDeleteRetentionInDays": 7, "publicNetworkAccess": "Enabled",
        },
    },
    "vaults-keys-keys-lake": {
        "resourceGroupName": "rg-data", "vaultName": "kv-keys", "keyName": "cmk-lake", "properties": {"kty": "RSA", "keySize": 3072},
    },
    "vaults-open-keys-curve": {
        "resourceGroupName": "rg-data", "vaultName": "kv-open", "keyName": "curve", "properties": {"kty": "EC", "curveName": "P-256"},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_azure_is_told_what_the_entry_says_and_nothing_else(name: str) -> None:
    assert own(plan().named(f"legacy-{name}").inputs) == EXPECTED[name]
