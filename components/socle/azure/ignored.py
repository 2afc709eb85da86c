"""What is ignored of a resource that is adopted: every input of its type, by name, but its identity and a few switches.

An enumerated list and not `"*"`, which would hide even a wrong name, group or region in an import. What is left out: the
inputs that say which resource it is, and what the cut-over moves (a parameter's value, a TTL, a lock's level, whether a
store can be reached). Ignored values are unknown to rules: what Azure has is not what the file says. A test compares the
lists with the SDK, so that a new release shows what it adds.
"""

_IGNORED = {
    "resources:ResourceGroup": "managedBy tags",
    "network:VirtualNetwork": (
        "addressSpace bgpCommunities ddosProtectionPlan dhcpOptions enableDdosProtection enableVmProtection "
        "encryption extendedLocation flowTimeoutInMinutes id ipAllocations privateEndpointVNetPolicies "
        "subnets tags virtualNetworkPeerings"
    ),
    "network:Subnet": (
        "addressPrefix addressPrefixes applicationGatewayIPConfigurations defaultOutboundAccess delegations "
        "id ipAllocations ipamPoolPrefixAllocations name natGateway networkSecurityGroup "
        "privateEndpointNetworkPolicies privateLinkServiceNetworkPolicies routeTable serviceEndpointPolicies "
        "serviceEndpoints sharingScope type"
    ),
    "network:NetworkSecurityGroup": "flushConnection id securityRules tags",
    "network:PrivateEndpoint": (
        "applicationSecurityGroups customDnsConfigs customNetworkInterfaceName extendedLocation id "
        "ipConfigurations manualPrivateLinkServiceConnections privateLinkServiceConnections subnet tags"
    ),
    "network:PrivateDnsZoneGroup": "id name privateDnsZoneConfigs",
    "privatedns:PrivateZone": "tags",
    "privatedns:VirtualNetworkLink": "registrationEnabled resolutionPolicy tags virtualNetwork",
    "privatedns:PrivateRecordSet": (
        "aRecords aaaaRecords cnameRecord metadata mxRecords ptrRecords soaRecord srvRecords txtRecords"
    ),
    "storage:StorageAccount": (
        "accessTier allowBlobPublicAccess allowCrossTenantReplication allowedCopyScope "
        "azureFilesIdentityBasedAuthentication customDomain defaultToOAuthAuthentication dnsEndpointType "
        "enableExtendedGroups enableHttpsTrafficOnly enableNfsV3 encryption extendedLocation identity "
        "immutableStorageWithVersioning isHnsEnabled isLocalUserEnabled isSftpEnabled keyPolicy kind "
        "largeFileSharesState minimumTlsVersion networkRuleSet routingPreference sasPolicy sku tags"
    ),
    "storage:BlobContainer": (
        "defaultEncryptionScope denyEncryptionScopeOverride enableNfsV3AllSquash enableNfsV3RootSquash "
        "immutableStorageWithVersioning metadata publicAccess"
    ),
    "storage:BlobContainerImmutabilityPolicy": (
        "allowProtectedAppendWrites allowProtectedAppendWritesAll immutabilityPeriodSinceCreationInDays"
    ),
    "dbforpostgresql:Server": (
        "administratorLogin administratorLoginPassword authConfig availabilityZone backup cluster createMode "
        "dataEncryption highAvailability identity maintenanceWindow network pointInTimeUTC replica "
        "replicationRole sku sourceServerResourceId storage tags version"
    ),
    "dbforpostgresql:Database": "charset collation",
    "dbforpostgresql:Configuration": "source",
    "containerservice:ManagedCluster": (
        "aadProfile addonProfiles agentPoolProfiles aiToolchainOperatorProfile apiServerAccessProfile "
        "autoScalerProfile autoUpgradeProfile azureMonitorProfile bootstrapProfile disableLocalAccounts "
        "diskEncryptionSetID dnsPrefix enableRBAC extendedLocation fqdnSubdomain httpProxyConfig identity "
        "identityProfile ingressProfile kind kubernetesVersion linuxProfile metricsProfile networkProfile "
        "nodeProvisioningProfile nodeResourceGroup nodeResourceGroupProfile oidcIssuerProfile "
        "podIdentityProfile privateLinkResources publicNetworkAccess securityProfile serviceMeshProfile "
        "servicePrincipalProfile sku storageProfile supportPlan tags upgradeSettings windowsProfile "
        "workloadAutoScalerProfile"
    ),
    "containerservice:AgentPool": (
        "availabilityZones capacityReservationGroupID count creationData enableAutoScaling "
        "enableEncryptionAtHost enableFIPS enableNodePublicIP enableUltraSSD gatewayProfile "
        "gpuInstanceProfile gpuProfile hostGroupID kubeletConfig kubeletDiskType linuxOSConfig "
        "localDNSProfile maxCount maxPods messageOfTheDay minCount mode networkProfile nodeLabels "
        "nodePublicIPPrefixID nodeTaints orchestratorVersion osDiskSizeGB osDiskType osSKU osType "
        "podIPAllocationMode podSubnetID powerState proximityPlacementGroupID scaleDownMode "
        "scaleSetEvictionPolicy scaleSetPriority securityProfile spotMaxPrice tags type upgradeSettings "
        "virtualMachineNodesStatus virtualMachinesProfile vmSize vnetSubnetID windowsProfile workloadRuntime"
    ),
    "keyvault:Vault": "properties tags",
    "keyvault:Key": "properties tags",
    "operationalinsights:Workspace": (
        "defaultDataCollectionRuleResourceId features forceCmkForQuery identity "
        "publicNetworkAccessForIngestion publicNetworkAccessForQuery retentionInDays sku tags "
        "workspaceCapping"
    ),
    "monitor:DiagnosticSetting": (
        "eventHubAuthorizationRuleId eventHubName logAnalyticsDestinationType logs marketplacePartnerId "
        "metrics serviceBusRuleId storageAccountId workspaceId"
    ),
    "authorization:ManagementLockByScope": "notes owners",
    "consumption:Budget": "amount category eTag filter notifications timeGrain timePeriod",
}


def ignored_changes(kind: str) -> list[str]:
    """The inputs of a type (`storage:StorageAccount`) that are ignored when it is adopted, in the provider's spelling.

    Raises:
        KeyError: the type has no list, so it cannot be adopted.
    """
    return _IGNORED[kind].split()


def adoptable() -> tuple[str, ...]:
    """Types that can be adopted."""
    return tuple(_IGNORED)
