"""Machines with their addresses, security groups, volumes and snapshots."""

from ..rows import Kind, Logic, Meter, Public

KINDS: tuple[Kind, ...] = (
    Kind(
        "scaleway:block/snapshot:Snapshot",
        standard="QCOW2",
        holds="the copy of a volume's data",
        product="block-storage",
        meters=(Meter("stored_gb", "GB-month", usage="stored_gb", by={"zone": None}),),
    ),
    Kind(
        "scaleway:block/volume:Volume",
        standard="QCOW2",
        holds="the data on the volume",
        product="block-storage",
        logic=(
            Logic(
                "sizeInGb",
                "replaces",
                "Terraform provider 2.81, internal/services/block/volume.go, CustomizeDiff",
                when="shrinks",
            ),
            Logic(
                "snapshotId", "replaces", "Terraform provider 2.81, internal/services/block/volume.go, CustomizeDiff"
            ),
        ),
        meters=(Meter("volume", "GB-month", "sizeInGb", by={"iops": None, "zone": None}),),
    ),
    Kind(
        "scaleway:autoscaling/instanceTemplate:InstanceTemplate",
        standard="cloud-init",
        public=Public(opened_by=("publicIpsV4Count", "publicIpsV6Count")),
    ),
    Kind("scaleway:elasticmetal/server:Server", standard="", holds="its local disks"),
    Kind("scaleway:index/fileFilesystem:FileFilesystem", standard="NFS", holds="every file on it"),
    Kind(
        "scaleway:instance/image:Image",
        standard="QCOW2",
        holds="the image that servers are made from",
        product="instances",
    ),
    Kind(
        "scaleway:instance/ip:Ip",
        standard="IP",
        product="instances",
        computed={"address": "{address}"},
        meters=(Meter("hour", "hour", by={"type": "routed_ipv4"}),),
    ),
    Kind("scaleway:instance/ipReverseDns:IpReverseDns", standard="DNS", product="instances"),
    Kind("scaleway:instance/placementGroup:PlacementGroup", standard="", product="instances", meters=()),
    Kind("scaleway:instance/privateNic:PrivateNic", standard="IP", product="instances", meters=()),
    Kind("scaleway:instance/securityGroup:SecurityGroup", standard="IP", product="instances", meters=()),
    Kind(
        "scaleway:instance/securityGroupRules:SecurityGroupRules",
        standard="IP",
        product="instances",
        id="{securityGroupId}",
    ),
    Kind(
        "scaleway:instance/server:Server",
        standard="cloud-init",
        holds="its local disks, and its root volume with it",
        product="instances",
        logic=(
            Logic(
                "type",
                "replaces",
                "Terraform provider 2.81, internal/services/instance/server.go, CustomizeDiff",
                when="replacing on request",
            ),
            Logic(
                "type",
                "provider decides",
                "Terraform provider 2.81, internal/services/instance/server.go: asks the API whether the server can migrate",
                when="not on request",
            ),
            Logic(
                "image",
                "may replace",
                "Terraform provider 2.81, internal/services/instance/server.go: asks the API for the server's image",
            ),
            Logic(
                "rootVolume.sizeInGb",
                "provider decides",
                "Terraform provider 2.81, internal/services/instance/server.go: replaces a server with a local root volume, asks the API",
            ),
        ),
        metered_by="server",
        offers={"image": "image", "type": "machine"},
        public=Public(opened_by=("ipId", "ipIds", "publicIps", "enableDynamicIp")),
        band="compute",
    ),
    Kind(
        "scaleway:instance/snapshot:Snapshot",
        standard="QCOW2",
        holds="the copy of a volume's data",
        product="instances",
        meters=(Meter("stored_gb", "GB-month", usage="stored_gb", by={"type": None, "zone": None}),),
    ),
    Kind(
        "scaleway:instance/userData:UserData",
        standard="cloud-init",
        product="instances",
        id="{serverId}/{key}",
        meters=(),
    ),
    Kind(
        "scaleway:instance/volume:Volume",
        standard="QCOW2",
        holds="the data on the volume",
        product="instances",
        meters=(Meter("volume", "GB-month", "sizeInGb", by={"type": None, "zone": None}),),
    ),
)
