"""Resource types of Azure that the legacy estate and the bridge have. Tokens are those of azure-native 3, without the API version."""

from .rows import Kind, Meter, Public

KINDS: tuple[Kind, ...] = (
    Kind("azure-native:authorization:ManagementLockAtResourceLevel", meters=()),
    Kind("azure-native:authorization:ManagementLockByScope", meters=()),
    Kind("azure-native:authorization:RoleAssignment", meters=()),
    Kind("azure-native:cognitiveservices:Account", holds="the models tuned in it"),
    Kind("azure-native:compute:Disk", holds="the data on the disk"),
    Kind("azure-native:compute:Gallery", holds="the images that machines are made from"),
    Kind("azure-native:compute:Snapshot", holds="the copy of a disk's data"),
    Kind(
        "azure-native:compute:VirtualMachine", holds="its temporary disk, and the disks deleted with it", band="compute"
    ),
    Kind("azure-native:consumption:Budget", meters=()),
    Kind("azure-native:containerregistry:Registry", holds="every image in it"),
    Kind(
        "azure-native:containerservice:ManagedCluster",
        holds="what its workloads declared in it, and their volumes",
        band="compute",
    ),
    Kind(
        "azure-native:databricks:Workspace",
        holds="its notebooks, and the managed group with its storage",
        band="compute",
    ),
    Kind("azure-native:dbforpostgresql:Configuration", meters=()),
    Kind("azure-native:dbforpostgresql:Database", holds="every table in it", meters=()),
    Kind(
        "azure-native:dbforpostgresql:Server", holds="every database on it, with its automatic backups", band="stores"
    ),
    Kind("azure-native:documentdb:DatabaseAccount", holds="every database in it"),
    Kind("azure-native:keyvault:Key", holds="the key, and with it everything it encrypts"),
    Kind("azure-native:keyvault:Secret", holds="the secret, with all its versions"),
    Kind(
        "azure-native:keyvault:Vault",
        holds="every key and secret in it",
        public=Public(
            closed_by=(("properties.publicNetworkAccess", "Disabled"), ("properties.networkAcls.defaultAction", "Deny"))
        ),
        band="stores",
    ),
    Kind("azure-native:machinelearningservices:Workspace", holds="its experiments and models"),
    Kind("azure-native:monitor:DiagnosticSetting", meters=()),
    Kind("azure-native:netapp:Volume", holds="every file on it"),
    Kind("azure-native:network:LocalNetworkGateway", meters=(Meter("existence", "hour", key={"meter": "existence"}),)),
    Kind("azure-native:network:NetworkSecurityGroup", meters=()),
    Kind("azure-native:network:PrivateDnsZoneGroup", meters=()),
    Kind(
        "azure-native:network:PublicIPAddress",
        meters=(Meter("hour", "hour", by={"sku.name": None, "location": "francecentral"}),),
    ),
    Kind("azure-native:network:SecurityRule", meters=()),
    Kind("azure-native:network:Subnet", meters=()),
    Kind("azure-native:network:VirtualNetwork", meters=(), band="networks"),
    Kind("azure-native:network:VirtualNetworkGateway", metered_by="azure gateway", band="bridge"),
    Kind(
        "azure-native:network:VirtualNetworkGatewayConnection",
        meters=(Meter("connection", "hour", key={"meter": "connection"}),),
    ),
    Kind("azure-native:operationalinsights:Workspace", holds="the logs kept in it"),
    Kind("azure-native:privatedns:PrivateRecordSet", meters=()),
    Kind("azure-native:privatedns:VirtualNetworkLink", meters=()),
    Kind("azure-native:recoveryservices:Vault", holds="every backup in it"),
    Kind(
        "azure-native:resources:ResourceGroup",
        holds="everything in it: deleting a group deletes its content",
        meters=(),
    ),
    Kind("azure-native:sql:Database", holds="every table in it"),
    Kind("azure-native:sql:ManagedInstance", holds="every database on it"),
    Kind("azure-native:sql:Server", holds="every database on it", band="stores"),
    Kind("azure-native:storage:Blob", holds="the object"),
    Kind("azure-native:storage:BlobContainer", holds="every object in it", meters=()),
    Kind("azure-native:storage:BlobContainerImmutabilityPolicy", meters=()),
    Kind("azure-native:storage:FileShare", holds="every file in it", meters=()),
    Kind(
        "azure-native:storage:StorageAccount",
        holds="every container, share, queue and table in it",
        metered_by="azure storage",
        public=Public(closed_by=(("publicNetworkAccess", "Disabled"), ("networkRuleSet.defaultAction", "Deny"))),
        band="stores",
    ),
    Kind("azure-native:synapse:Workspace", holds="its pipelines, notebooks and pools"),
)
