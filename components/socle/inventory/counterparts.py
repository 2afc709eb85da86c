"""What takes the place of each Azure type on the platform, and how long before the switch work on it must begin.

The judgement is ours and is written to be argued with: `gone` needs nothing, since it ends with Azure; `none` needs a decision
by a person. Leads are estimates in days for one team that knows its resource; they add nothing where work is already done.
Products named here are those of Scaleway's documentation; whether health data may be on one is a matter of attestations.
"""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["move", "rebuild", "gone", "none"]
"""`move`: data is copied and proven. `rebuild`: declared anew, nothing to copy. `gone`: needless. `none`: no counterpart."""


@dataclass(frozen=True)
class Counterpart:
    """Where a type goes. `to` is a part of the estate where it is one in backticks, or says what to decide."""

    fate: Fate
    to: str
    lead_days: int = 0


_STORES = {
    "Microsoft.Storage/storageAccounts": Counterpart("move", "`buckets`, one for each use", 90),
    "Microsoft.Storage/storageAccounts/blobServices": Counterpart("rebuild", "versions and locks of `buckets`", 14),
    "Microsoft.Storage/storageAccounts/blobServices/containers": Counterpart("move", "`buckets`", 90),
    "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies": Counterpart(
        "rebuild", "`buckets.*.lock`", 30
    ),
    "Microsoft.Storage/storageAccounts/fileServices": Counterpart("gone", "ends with its shares"),
    "Microsoft.Storage/storageAccounts/fileServices/shares": Counterpart(
        "move", "a volume of `instances`, or objects in `buckets`", 60
    ),
    "Microsoft.Storage/storageAccounts/managementPolicies": Counterpart(
        "rebuild", "deletion by a job: the host's HDS conditions forbid lifecycle rules on health data", 30
    ),
    "Microsoft.Storage/storageAccounts/queueServices/queues": Counterpart(
        "none", "a queue inside the cluster, or none", 60
    ),
    "Microsoft.Storage/storageAccounts/tableServices/tables": Counterpart("none", "a table in `databases`", 90),
    "Microsoft.DBforPostgreSQL/flexibleServers": Counterpart(
        "move", "`databases`; health data needs an attestation", 90
    ),
    "Microsoft.DBforPostgreSQL/flexibleServers/databases": Counterpart("move", "`databases.*.databases`", 90),
    "Microsoft.DBforPostgreSQL/flexibleServers/configurations": Counterpart("rebuild", "settings of `databases`", 14),
    "Microsoft.DBforPostgreSQL/flexibleServers/administrators": Counterpart("rebuild", "users of `databases`", 14),
    "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules": Counterpart("rebuild", "`network.flows`", 14),
    "Microsoft.Compute/disks": Counterpart("move", "the encrypted volume of `instances`", 30),
    "Microsoft.Compute/snapshots": Counterpart("gone", "take a new one after the move"),
    "Microsoft.RecoveryServices/vaults": Counterpart("none", "backups of each store; read back what must be kept", 120),
    "Microsoft.DataProtection/backupVaults": Counterpart(
        "none", "backups of each store; read back what must be kept", 120
    ),
    "Microsoft.Sql/servers": Counterpart("none", "rewrite for PostgreSQL", 270),
    "Microsoft.Cache/redis": Counterpart(
        "rebuild", "a cache inside the cluster: it holds nothing that must be kept", 30
    ),
    "Microsoft.EventHub/namespaces": Counterpart("none", "Kafka inside the cluster", 120),
    "Microsoft.ServiceBus/namespaces": Counterpart("none", "a broker inside the cluster", 120),
}
_NETWORK = {
    "Microsoft.Network/virtualNetworks": Counterpart("rebuild", "`network.private_networks`", 30),
    "Microsoft.Network/virtualNetworks/subnets": Counterpart("rebuild", "`network.private_networks`", 30),
    "Microsoft.Network/virtualNetworks/virtualNetworkPeerings": Counterpart("gone", "one network has no peers"),
    "Microsoft.Network/networkSecurityGroups": Counterpart("rebuild", "`network.flows`, denied by default", 30),
    "Microsoft.Network/networkSecurityGroups/securityRules": Counterpart("rebuild", "`network.flows`", 30),
    "Microsoft.Network/routeTables": Counterpart("rebuild", "`network.routes`", 14),
    "Microsoft.Network/privateEndpoints": Counterpart("gone", "managed services are in the private network itself"),
    "Microsoft.Network/privateEndpoints/privateDnsZoneGroups": Counterpart("gone", "ends with its endpoint"),
    "Microsoft.Network/privateDnsZones": Counterpart("rebuild", "names of the private network", 14),
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks": Counterpart("gone", "ends with its zone"),
    "Microsoft.Network/privateDnsZones/A": Counterpart("rebuild", "`network.addresses`", 14),
    "Microsoft.Network/privateDnsZones/CNAME": Counterpart("rebuild", "names of the private network", 14),
    "Microsoft.Network/privateDnsZones/TXT": Counterpart("rebuild", "names of the private network", 14),
    "Microsoft.Network/dnsZones": Counterpart("move", "a DNS zone at the host; lower TTLs first", 30),
    "Microsoft.Network/networkInterfaces": Counterpart("gone", "ends with its machine"),
    "Microsoft.Network/publicIPAddresses": Counterpart(
        "rebuild", "the address of a load balancer: tell who has allowed the old one", 30
    ),
    "Microsoft.Network/loadBalancers": Counterpart("rebuild", "a load balancer of the cluster", 14),
    "Microsoft.Network/applicationGateways": Counterpart(
        "rebuild", "load balancer and ingress; its web firewall is a decision", 60
    ),
    "Microsoft.Network/azureFirewalls": Counterpart("rebuild", "`network.flows`; filtering by name is a decision", 60),
    "Microsoft.Network/natGateways": Counterpart("rebuild", "`network.gateway`", 14),
    "Microsoft.Network/bastionHosts": Counterpart("rebuild", "the bastion of `network.gateway`", 14),
    "Microsoft.Network/virtualNetworkGateways": Counterpart("rebuild", "the bridge between the clouds", 60),
    "Microsoft.Network/trafficManagerProfiles": Counterpart("rebuild", "weights of DNS records at the host", 30),
}
_COMPUTE = {
    "Microsoft.ContainerService/managedClusters": Counterpart("rebuild", "`clusters`, deployed from Git", 90),
    "Microsoft.ContainerService/managedClusters/agentPools": Counterpart("rebuild", "pools of `clusters`", 30),
    "Microsoft.ContainerRegistry/registries": Counterpart("move", "`registries`, images copied by digest", 30),
    "Microsoft.Compute/virtualMachines": Counterpart("rebuild", "`instances`", 45),
    "Microsoft.Compute/virtualMachines/extensions": Counterpart("gone", "ends with its machine"),
    "Microsoft.Compute/diskEncryptionSets": Counterpart("rebuild", "encryption inside the guest of `instances`", 30),
    "Microsoft.Web/serverFarms": Counterpart("gone", "ends with its sites"),
    "Microsoft.Web/sites": Counterpart("rebuild", "a workload of the cluster", 60),
    "Microsoft.Logic/workflows": Counterpart("none", "rewrite as a job of the cluster", 90),
    "Microsoft.Automation/automationAccounts": Counterpart("none", "rewrite as jobs of the cluster", 60),
    "Microsoft.Databricks/workspaces": Counterpart(
        "none", "Spark inside the cluster: notebooks, jobs and grants are rewritten", 180
    ),
    "Microsoft.Databricks/accessConnectors": Counterpart("gone", "ends with its workspace"),
    "Microsoft.DataFactory/factories": Counterpart("none", "rewrite the pipelines as jobs of the cluster", 120),
    "Microsoft.MachineLearningServices/workspaces": Counterpart(
        "none", "notebooks inside the cluster; models are exported", 120
    ),
    "Microsoft.Synapse/workspaces": Counterpart("none", "Spark and PostgreSQL: queries are rewritten", 180),
    "Microsoft.Purview/accounts": Counterpart("none", "a catalogue of the owner's choice", 120),
}
_TRUST = {
    "Microsoft.KeyVault/vaults": Counterpart(
        "rebuild", "`keys` and `secrets`; keys never leave a vault, so data is encrypted anew", 60
    ),
    "Microsoft.KeyVault/vaults/keys": Counterpart("rebuild", "`keys`", 60),
    "Microsoft.KeyVault/vaults/secrets": Counterpart("rebuild", "`secrets`, rotated at the switch", 30),
    "Microsoft.KeyVault/managedHSMs": Counterpart(
        "none", "own HSM with imported key material: the host documents no HSM", 180
    ),
    "Microsoft.ManagedIdentity/userAssignedIdentities": Counterpart("rebuild", "an application of the host's IAM", 30),
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials": Counterpart(
        "none", "keys of an application, rotated: the host exchanges no workload's token", 45
    ),
    "Microsoft.Authorization/roleAssignments": Counterpart(
        "rebuild", "grants of `buckets` and policies of the host's IAM", 30
    ),
    "Microsoft.Authorization/roleDefinitions": Counterpart("rebuild", "policies of the host's IAM", 30),
    "Microsoft.Authorization/policyAssignments": Counterpart("rebuild", "rules, checked on every preview", 30),
    "Microsoft.Authorization/policyExemptions": Counterpart("rebuild", "`exemptions`", 14),
    "Microsoft.Authorization/locks": Counterpart("gone", "the last thing to be lifted"),
}
_WATCH = {
    "Microsoft.OperationalInsights/workspaces": Counterpart(
        "move", "`observability`; the audit trail is exported and kept", 60
    ),
    "Microsoft.Insights/diagnosticSettings": Counterpart("rebuild", "`observability.sources`", 14),
    "Microsoft.Insights/components": Counterpart("rebuild", "traces of `observability`", 30),
    "Microsoft.Insights/actionGroups": Counterpart("rebuild", "`observability.contacts`", 14),
    "Microsoft.Insights/scheduledQueryRules": Counterpart("rebuild", "alerts of `observability`", 30),
    "Microsoft.Insights/metricAlerts": Counterpart("rebuild", "alerts of `observability`", 30),
    "Microsoft.Insights/activityLogAlerts": Counterpart("rebuild", "alerts on the host's audit trail", 30),
    "Microsoft.Insights/dataCollectionRules": Counterpart("rebuild", "agents that send to `observability`", 30),
    "Microsoft.AlertsManagement/smartDetectorAlertRules": Counterpart("gone", "made by Azure beside its component"),
    "Microsoft.OperationsManagement/solutions": Counterpart("none", "detection rules of the owner's SIEM", 120),
    "Microsoft.SecurityInsights/onboardingStates": Counterpart("none", "detection rules of the owner's SIEM", 120),
    "Microsoft.Consumption/budgets": Counterpart("rebuild", "a budget at the host", 7),
    "Microsoft.Resources/resourceGroups": Counterpart("gone", "a project of the host, by layer"),
}

COUNTERPARTS = {**_STORES, **_NETWORK, **_COMPUTE, **_TRUST, **_WATCH}
"""By Azure type, in its usual spelling."""

UNKNOWN = Counterpart("none", "nobody has said yet; decide who needs it", 120)
"""What is assumed of a type that is not in the table."""

_OFFERED = """
    address_standardizer address_standardizer_data_us bloom btree_gin btree_gist citext cube dblink dict_int dict_xsyn
    earthdistance fuzzystrmatch hstore intagg intarray isn ltree ogr_fdw pg_buffercache pg_cron pg_freespacemap pg_prewarm
    pg_stat_statements pg_trgm pg_visibility pgaudit pgcrypto pgrowlocks pgstattuple pgvector vector pgrouting plpgsql postgis
    postgis_raster postgis_sfcgal postgis_tiger_geocoder postgis_topology postgres_fdw sslinfo tablefunc timescaledb
    tsm_system_rows tsm_system_time unaccent uuid-ossp
"""
EXTENSIONS = frozenset(_OFFERED.split())
"""What managed PostgreSQL offers (Scaleway documentation, PostgreSQL extensions reference, page of 17 September 2025)."""


def counterpart(type_: str) -> Counterpart:
    """What takes the place of an Azure type."""
    return COUNTERPARTS.get(type_, UNKNOWN)
