"""How Azure builds the ids of the types that the estates have, and which of their properties it cannot change."""

_NET = "Microsoft.Network"
_POSTGRES = "Microsoft.DBforPostgreSQL/flexibleServers/{serverName}"
_VAULT = "Microsoft.KeyVault/vaults/{vaultName}"
_VNET = f"{_NET}/virtualNetworks/{{virtualNetworkName}}"
_AKS = "Microsoft.ContainerService/managedClusters/{resourceName}"
_ZONE = f"{_NET}/privateDnsZones/{{privateZoneName}}"
_ACCOUNT = "Microsoft.Storage/storageAccounts/{accountName}"
_AUTHORIZATION = "/{scope}/providers/Microsoft.Authorization"

IDS = {
    "resources:ResourceGroup": "/subscriptions/{s}/resourceGroups/{resourceGroupName}",
    "network:VirtualNetwork": _VNET,
    "network:Subnet": f"{_VNET}/subnets/{{subnetName}}",
    "network:VirtualNetworkPeering": f"{_VNET}/virtualNetworkPeerings/{{virtualNetworkPeeringName}}",
    "network:NetworkSecurityGroup": f"{_NET}/networkSecurityGroups/{{networkSecurityGroupName}}",
    "network:PublicIPAddress": f"{_NET}/publicIPAddresses/{{publicIpAddressName}}",
    "network:VirtualNetworkGateway": f"{_NET}/virtualNetworkGateways/{{virtualNetworkGatewayName}}",
    "network:LocalNetworkGateway": f"{_NET}/localNetworkGateways/{{localNetworkGatewayName}}",
    "network:VirtualNetworkGatewayConnection": f"{_NET}/connections/{{virtualNetworkGatewayConnectionName}}",
    "network:PrivateEndpoint": f"{_NET}/privateEndpoints/{{privateEndpointName}}",
    "network:PrivateDnsZoneGroup": f"{_NET}/privateEndpoints/{{privateEndpointName}}"
    "/privateDnsZoneGroups/{privateDnsZoneGroupName}",
    "network:RouteTable": f"{_NET}/routeTables/{{routeTableName}}",
    "privatedns:PrivateZone": _ZONE,
    "privatedns:VirtualNetworkLink": f"{_ZONE}/virtualNetworkLinks/{{virtualNetworkLinkName}}",
    "privatedns:PrivateRecordSet": f"{_ZONE}/{{recordType}}/{{relativeRecordSetName}}",
    "storage:StorageAccount": _ACCOUNT,
    "storage:BlobContainer": f"{_ACCOUNT}/blobServices/default/containers/{{containerName}}",
    "storage:BlobContainerImmutabilityPolicy": f"{_ACCOUNT}/blobServices/default/containers/{{containerName}}"
    "/immutabilityPolicies/default",
    "keyvault:Vault": _VAULT,
    "keyvault:Key": f"{_VAULT}/keys/{{keyName}}",
    "keyvault:Secret": f"{_VAULT}/secrets/{{secretName}}",
    "dbforpostgresql:Server": _POSTGRES,
    "dbforpostgresql:Database": f"{_POSTGRES}/databases/{{databaseName}}",
    "dbforpostgresql:Configuration": f"{_POSTGRES}/configurations/{{configurationName}}",
    "dbforpostgresql:FirewallRule": f"{_POSTGRES}/firewallRules/{{firewallRuleName}}",
    "containerservice:ManagedCluster": _AKS,
    "containerservice:AgentPool": f"{_AKS}/agentPools/{{agentPoolName}}",
    "operationalinsights:Workspace": "Microsoft.OperationalInsights/workspaces/{workspaceName}",
    "authorization:ManagementLockByScope": f"{_AUTHORIZATION}/locks/{{lockName}}",
    "authorization:RoleAssignment": f"{_AUTHORIZATION}/roleAssignments/{{roleAssignmentName}}",
    "monitor:DiagnosticSetting": "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    "consumption:Budget": "/{scope}/providers/Microsoft.Consumption/budgets/{budgetName}",
}
"""By module and class: the path below `providers` of a resource group, or a whole id; {names} are inputs, {s} the subscription."""

IMMUTABLE = {
    "storage:StorageAccount": ["kind", "isHnsEnabled"],
    "dbforpostgresql:Server": ["administratorLogin", "network.delegatedSubnetResourceId", "dataEncryption.type"],
    "containerservice:ManagedCluster": [
        *("networkProfile.networkPlugin", "networkProfile.podCidr", "dnsPrefix"),
        "apiServerAccessProfile.enablePrivateCluster",
    ],
    "network:VirtualNetworkGateway": ["gatewayType", "vpnType"],
    "keyvault:Vault": ["properties.tenantId"],
    "keyvault:Key": ["properties"],
}
"""Properties that make a new resource, names and location aside."""
