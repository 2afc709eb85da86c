"""The Azure types that have a usual spelling here, and the Pulumi token of those that Pulumi can import.

Spelling is from Azure's list of resource providers, tokens from the Pulumi provider azure-native 3.
A type that is missing here is no error: it keeps the spelling of the export and stays an observed resource.
"""

_TYPES = """
Microsoft.AlertsManagement/actionRules
Microsoft.AlertsManagement/smartDetectorAlertRules
Microsoft.Authorization/locks                                   authorization:ManagementLockByScope
Microsoft.Authorization/policyAssignments                       authorization:PolicyAssignment
Microsoft.Authorization/policyDefinitions                       authorization:PolicyDefinition
Microsoft.Authorization/policyExemptions                        authorization:PolicyExemption
Microsoft.Authorization/policySetDefinitions                    authorization:PolicySetDefinition
Microsoft.Authorization/roleAssignments                         authorization:RoleAssignment
Microsoft.Authorization/roleDefinitions                         authorization:RoleDefinition
Microsoft.Automation/automationAccounts                         automation:AutomationAccount
Microsoft.Automation/automationAccounts/runbooks                automation:Runbook
Microsoft.Cache/redis                                           redis:Redis
Microsoft.CognitiveServices/accounts                            cognitiveservices:Account
Microsoft.Compute/availabilitySets                              compute:AvailabilitySet
Microsoft.Compute/disks                                         compute:Disk
Microsoft.Compute/diskEncryptionSets                            compute:DiskEncryptionSet
Microsoft.Compute/galleries                                     compute:Gallery
Microsoft.Compute/images                                        compute:Image
Microsoft.Compute/snapshots                                     compute:Snapshot
Microsoft.Compute/sshPublicKeys                                 compute:SshPublicKey
Microsoft.Compute/virtualMachines                               compute:VirtualMachine
Microsoft.Compute/virtualMachines/extensions                    compute:VirtualMachineExtension
Microsoft.Compute/virtualMachineScaleSets                       compute:VirtualMachineScaleSet
Microsoft.Consumption/budgets                                   consumption:Budget
Microsoft.ContainerRegistry/registries                          containerregistry:Registry
Microsoft.ContainerRegistry/registries/replications             containerregistry:Replication
Microsoft.ContainerService/managedClusters                      containerservice:ManagedCluster
Microsoft.ContainerService/managedClusters/agentPools           containerservice:AgentPool
Microsoft.DataFactory/factories                                 datafactory:Factory
Microsoft.DataProtection/backupVaults                           dataprotection:BackupVault
Microsoft.Databricks/accessConnectors                           databricks:AccessConnector
Microsoft.Databricks/workspaces                                 databricks:Workspace
Microsoft.DBforPostgreSQL/flexibleServers                       dbforpostgresql:Server
Microsoft.DBforPostgreSQL/flexibleServers/administrators        dbforpostgresql:AdministratorsMicrosoftEntra
Microsoft.DBforPostgreSQL/flexibleServers/configurations        dbforpostgresql:Configuration
Microsoft.DBforPostgreSQL/flexibleServers/databases             dbforpostgresql:Database
Microsoft.DBforPostgreSQL/flexibleServers/firewallRules         dbforpostgresql:FirewallRule
Microsoft.DesktopVirtualization/applicationGroups               desktopvirtualization:ApplicationGroup
Microsoft.DesktopVirtualization/hostPools                       desktopvirtualization:HostPool
Microsoft.DesktopVirtualization/workspaces                      desktopvirtualization:Workspace
Microsoft.EventGrid/systemTopics                                eventgrid:SystemTopic
Microsoft.EventHub/namespaces                                   eventhub:Namespace
Microsoft.EventHub/namespaces/eventhubs                         eventhub:EventHub
Microsoft.Insights/actionGroups                                 monitor:ActionGroup
Microsoft.Insights/activityLogAlerts                            monitor:ActivityLogAlert
Microsoft.Insights/autoscaleSettings                            monitor:AutoscaleSetting
Microsoft.Insights/components                                   applicationinsights:Component
Microsoft.Insights/dataCollectionEndpoints                      monitor:DataCollectionEndpoint
Microsoft.Insights/dataCollectionRules                          monitor:DataCollectionRule
Microsoft.Insights/diagnosticSettings                           monitor:DiagnosticSetting
Microsoft.Insights/metricAlerts                                 monitor:MetricAlert
Microsoft.Insights/privateLinkScopes                            monitor:PrivateLinkScope
Microsoft.Insights/scheduledQueryRules                          monitor:ScheduledQueryRule
Microsoft.KeyVault/managedHSMs                                  keyvault:ManagedHsm
Microsoft.KeyVault/vaults                                       keyvault:Vault
Microsoft.KeyVault/vaults/keys                                  keyvault:Key
Microsoft.KeyVault/vaults/secrets                               keyvault:Secret
Microsoft.Logic/workflows                                       logic:Workflow
Microsoft.MachineLearningServices/workspaces                    machinelearningservices:Workspace
Microsoft.ManagedIdentity/userAssignedIdentities                managedidentity:UserAssignedIdentity
Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials  managedidentity:FederatedIdentityCredential
Microsoft.Management/managementGroups                           management:ManagementGroup
Microsoft.Network/applicationGateways                           network:ApplicationGateway
Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies  network:WebApplicationFirewallPolicy
Microsoft.Network/applicationSecurityGroups                     network:ApplicationSecurityGroup
Microsoft.Network/azureFirewalls                                network:AzureFirewall
Microsoft.Network/bastionHosts                                  network:BastionHost
Microsoft.Network/connections                                   network:VirtualNetworkGatewayConnection
Microsoft.Network/ddosProtectionPlans                           network:DdosProtectionPlan
Microsoft.Network/dnsZones                                      dns:Zone
Microsoft.Network/dnsZones/A                                    dns:RecordSet
Microsoft.Network/dnsZones/AAAA                                 dns:RecordSet
Microsoft.Network/dnsZones/CAA                                  dns:RecordSet
Microsoft.Network/dnsZones/CNAME                                dns:RecordSet
Microsoft.Network/dnsZones/MX                                   dns:RecordSet
Microsoft.Network/dnsZones/NS                                   dns:RecordSet
Microsoft.Network/dnsZones/SOA                                  dns:RecordSet
Microsoft.Network/dnsZones/TXT                                  dns:RecordSet
Microsoft.Network/expressRouteCircuits                          network:ExpressRouteCircuit
Microsoft.Network/firewallPolicies                              network:FirewallPolicy
Microsoft.Network/ipGroups                                      network:IpGroup
Microsoft.Network/loadBalancers                                 network:LoadBalancer
Microsoft.Network/localNetworkGateways                          network:LocalNetworkGateway
Microsoft.Network/natGateways                                   network:NatGateway
Microsoft.Network/networkInterfaces                             network:NetworkInterface
Microsoft.Network/networkSecurityGroups                         network:NetworkSecurityGroup
Microsoft.Network/networkSecurityGroups/securityRules           network:SecurityRule
Microsoft.Network/networkWatchers                               network:NetworkWatcher
Microsoft.Network/networkWatchers/flowLogs                      network:FlowLog
Microsoft.Network/privateDnsZones                               privatedns:PrivateZone
Microsoft.Network/privateDnsZones/A                             privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/CNAME                         privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/SOA                           privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/AAAA                          privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/MX                            privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/PTR                           privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/SRV                           privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/TXT                           privatedns:PrivateRecordSet
Microsoft.Network/privateDnsZones/virtualNetworkLinks           privatedns:VirtualNetworkLink
Microsoft.Network/privateEndpoints                              network:PrivateEndpoint
Microsoft.Network/privateEndpoints/privateDnsZoneGroups         network:PrivateDnsZoneGroup
Microsoft.Network/privateLinkServices                           network:PrivateLinkService
Microsoft.Network/publicIPAddresses                             network:PublicIPAddress
Microsoft.Network/publicIPPrefixes                              network:PublicIPPrefix
Microsoft.Network/routeTables                                   network:RouteTable
Microsoft.Network/routeTables/routes                            network:Route
Microsoft.Network/trafficManagerProfiles                        trafficmanager:Profile
Microsoft.Network/virtualNetworkGateways                        network:VirtualNetworkGateway
Microsoft.Network/virtualNetworks                               network:VirtualNetwork
Microsoft.Network/virtualNetworks/subnets                       network:Subnet
Microsoft.Network/virtualNetworks/virtualNetworkPeerings        network:VirtualNetworkPeering
Microsoft.OperationalInsights/workspaces                        operationalinsights:Workspace
Microsoft.OperationalInsights/workspaces/savedSearches          operationalinsights:SavedSearch
Microsoft.OperationalInsights/workspaces/tables                 operationalinsights:Table
Microsoft.OperationsManagement/solutions                        operationsmanagement:Solution
Microsoft.Portal/dashboards                                     portal:Dashboard
Microsoft.Purview/accounts                                      purview:Account
Microsoft.RecoveryServices/vaults                               recoveryservices:Vault
Microsoft.Resources/resourceGroups                              resources:ResourceGroup
Microsoft.Resources/subscriptions
Microsoft.Search/searchServices                                 search:Service
Microsoft.Security/pricings                                     security:Pricing
Microsoft.SecurityInsights/onboardingStates                     securityinsights:SentinelOnboardingState
Microsoft.ServiceBus/namespaces                                 servicebus:Namespace
Microsoft.Sql/servers                                           sql:Server
Microsoft.Sql/servers/databases                                 sql:Database
Microsoft.Storage/storageAccounts                               storage:StorageAccount
Microsoft.Storage/storageAccounts/blobServices                  storage:BlobServiceProperties
Microsoft.Storage/storageAccounts/blobServices/containers       storage:BlobContainer
Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies  storage:BlobContainerImmutabilityPolicy
Microsoft.Storage/storageAccounts/encryptionScopes              storage:EncryptionScope
Microsoft.Storage/storageAccounts/fileServices                  storage:FileServiceProperties
Microsoft.Storage/storageAccounts/fileServices/shares           storage:FileShare
Microsoft.Storage/storageAccounts/inventoryPolicies             storage:BlobInventoryPolicy
Microsoft.Storage/storageAccounts/managementPolicies            storage:ManagementPolicy
Microsoft.Storage/storageAccounts/queueServices                 storage:QueueServiceProperties
Microsoft.Storage/storageAccounts/queueServices/queues          storage:Queue
Microsoft.Storage/storageAccounts/tableServices                 storage:TableServiceProperties
Microsoft.Storage/storageAccounts/tableServices/tables          storage:Table
Microsoft.Synapse/workspaces                                    synapse:Workspace
Microsoft.Web/serverFarms                                       web:AppServicePlan
Microsoft.Web/sites                                             web:WebApp
"""

_ROWS = [line.split() for line in _TYPES.split("\n") if line]
_TOKENS = {row[0]: f"azure-native:{row[1]}" for row in _ROWS if len(row) > 1}

SPELLINGS = {part.lower(): part for row in _ROWS for part in row[0].split("/")}
"""Namespaces and parts of types by their lower-case form. No two types spell one part in two ways."""


def pulumi_token(type_: str) -> str | None:
    """The token of an Azure type in its usual spelling, `azure-native:storage:StorageAccount`; nothing if it has none."""
    return _TOKENS.get(type_)
