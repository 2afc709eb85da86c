"""What a resource is billed by: which meters a type has, and how much of each a plan says.

A quantity that no plan knows (gigabytes stored, gigabytes out) comes from the estate's `usage`; without it, it is undeclared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.plan import UNKNOWN, Plan, Resource

Quantities = Mapping[str, float]
"""Quantities of one month, by the names of the estate's `usage`."""


@dataclass(frozen=True)
class Metered:
    """One meter of one resource: how many `unit` a month, and the key of the price.

    `quantity` is None when it is not known; `usage` is then the name under which the estate can declare it.
    """

    meter: str
    unit: str
    quantity: float | None
    key: Mapping[str, Any] = field(default_factory=dict[str, Any])
    usage: str = ""


Meters = Callable[[Resource, Quantities, Plan], Iterator[Metered]]


def metered(resource: Resource, usage: Quantities, plan: Plan) -> list[Metered] | None:
    """The meters of a resource; an empty list for one that has none of its own, None for a type nobody has read up on."""
    meters = METERS.get(resource.type)
    if meters is not None:
        return list(meters(resource, usage, plan))
    part = resource.type in PART_OF_ANOTHER or resource.type.startswith(NOT_BILLED)
    return [] if part else None


def _known(resource: Resource, name: str, default: Any = None) -> Any:
    value: Any = resource.inputs
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return default if value is None or value == UNKNOWN else value  # pyright: ignore[reportUnknownVariableType]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _hourly(*inputs: str, **defaults: Any) -> Meters:
    """Billed by the hour, for as long as it exists; the price depends on some inputs."""

    def meters(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
        key = {name: _known(resource, name, defaults.get(name)) for name in inputs}
        yield Metered("hour", "hour", 1.0, key)

    return meters


def _existence(unit: str, **key: str) -> Meters:
    """Billed, or free, for existing."""

    def meters(_resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
        yield Metered(key["meter"], unit, 1.0, key)

    return meters


def _all(*parts: Meters) -> Meters:
    def meters(resource: Resource, usage: Quantities, plan: Plan) -> Iterator[Metered]:
        for part in parts:
            yield from part(resource, usage, plan)

    return meters


def _used(name: str, unit: str, *inputs: str, defaults: Mapping[str, Any] | None = None, **key: Any) -> Meters:
    """Billed by a quantity that only the estate can declare."""

    def meters(resource: Resource, usage: Quantities, _plan: Plan) -> Iterator[Metered]:
        found = {each: _known(resource, each, (defaults or {}).get(each)) for each in inputs}
        yield Metered(str(key.get("meter", name)), unit, usage.get(name), {**found, **key}, usage=name)

    return meters


def _database(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    ha = _known(resource, "isHaCluster", False) is True
    region = _known(resource, "region", "fr-par")
    yield Metered("node", "hour", 1.0, {"nodeType": _known(resource, "nodeType"), "isHaCluster": ha, "region": region})
    volume = _known(resource, "volumeType", "lssd")
    size = _number(_known(resource, "volumeSizeInGb"))
    yield Metered("volume", "GB-month", size, {"volumeType": volume, "region": region})


def _replica(resource: Resource, _usage: Quantities, plan: Plan) -> Iterator[Metered]:
    primary = next(
        (plan.by_urn[u] for u in resource.property_dependencies.get("instanceId", ()) if u in plan.by_urn), None
    )
    node = _known(primary, "nodeType") if primary else None
    same = _known(resource, "sameZone", True) is True
    yield Metered(
        "node", "hour", 1.0, {"nodeType": node, "sameZone": same, "region": _known(resource, "region", "fr-par")}
    )


def _pool(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    """Nodes as they are declared; what the autoscaler adds is not in a plan."""
    nodes = _number(_known(resource, "size"))
    zone = _known(resource, "zone", "fr-par-1")
    yield Metered("nodes", "hour", nodes, {"nodeType": _known(resource, "nodeType"), "zone": zone})
    size, kind = _number(_known(resource, "rootVolumeSizeInGb")), _known(resource, "rootVolumeType")
    if size is not None and nodes is not None:
        yield Metered("root volumes", "GB-month", size * nodes, {"rootVolumeType": kind or "sbs_5k", "zone": zone})


def _server(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    zone = _known(resource, "zone", "fr-par-1")
    yield Metered("server", "hour", 1.0, {"type": _known(resource, "type"), "zone": zone})
    size = _number(_known(resource, "rootVolume.sizeInGb"))
    if size is not None:
        kind = _known(resource, "rootVolume.volumeType", "sbs_volume")
        key = {"rootVolume.volumeType": kind, "zone": zone}
        if kind == "sbs_volume":
            key["rootVolume.sbsIops"] = int(_known(resource, "rootVolume.sbsIops", 5000))
        yield Metered("root volume", "GB-month", size, key)


def _volume(*inputs: str) -> Meters:
    def meters(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
        key = {name: _known(resource, name) for name in inputs}
        yield Metered("volume", "GB-month", _number(_known(resource, "sizeInGb")), key)

    return meters


def _source(resource: Resource, usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    kind = str(_known(resource, "type", ""))
    unit, name = ("request", "samples") if kind == "metrics" else ("GB", "ingested_gb")
    meter = "ingestion, per sample, first 10 billion per month" if kind == "metrics" else "ingestion"
    yield Metered("ingestion", unit, usage.get(name), {"type": kind, "data": "custom", "meter": meter}, usage=name)
    if kind != "metrics" and (_number(_known(resource, "retentionDays")) or 0) > 7:
        key = {"type": kind, "meter": "retention beyond 7 days"}
        yield Metered("retention", "GB-month", usage.get("stored_gb"), key, usage="stored_gb")


def _edge_plan(resource: Resource, _usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    yield Metered("plan", "month", 1.0, {"name": _known(resource, "name")})


def _azure_storage(resource: Resource, usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    key = {"sku": _known(resource, "sku.name"), "accessTier": _known(resource, "accessTier", "Hot")}
    place = {"location": _known(resource, "location", "francecentral"), "tier": "first 50 TB"}
    yield Metered("stored", "GB-month", usage.get("stored_gb"), {**key, **place}, usage="stored_gb")


def _azure_gateway(resource: Resource, usage: Quantities, _plan: Plan) -> Iterator[Metered]:
    """The free first 100 GB are one allowance of the whole subscription and are not given to each gateway."""
    location = _known(resource, "location", "francecentral")
    yield Metered("gateway", "hour", 1.0, {"sku": _known(resource, "sku.name"), "location": location})
    key = {
        "meter": "internet egress",
        "routing": "MicrosoftRouting",
        "location": location,
        "tier": "100 GB to 10 TB per month",
    }
    yield Metered("internet egress", "GB", usage.get("egress_gb"), key, usage="egress_gb")


METERS: dict[str, Meters] = {
    "azure-native:network:LocalNetworkGateway": _existence("hour", meter="existence"),
    "azure-native:network:PublicIPAddress": _hourly("sku.name", "location", location="francecentral"),
    "azure-native:network:VirtualNetworkGateway": _azure_gateway,
    "azure-native:network:VirtualNetworkGatewayConnection": _existence("hour", meter="connection"),
    "azure-native:storage:StorageAccount": _azure_storage,
    "scaleway:billing/budget:Budget": _existence("month", meter="existence"),
    "scaleway:billing/budgetAlert:BudgetAlert": _existence("month", meter="existence"),
    "scaleway:billing/budgetAlertNotification:BudgetAlertNotification": _existence("month", meter="existence"),
    "scaleway:block/snapshot:Snapshot": _used("stored_gb", "GB-month", "zone"),
    "scaleway:block/volume:Volume": _volume("iops", "zone"),
    "scaleway:databases/databaseBackup:DatabaseBackup": _used("stored_gb", "GB-month", "region"),
    "scaleway:databases/instance:Instance": _all(
        _database, _used("backup_gb", "GB-month", "region", meter="automatic backup")
    ),
    "scaleway:databases/readReplica:ReadReplica": _replica,
    "scaleway:databases/snapshot:Snapshot": _used("stored_gb", "GB-month", "region"),
    "scaleway:domain/zone:Zone": _existence("hour", meter="external domain zone"),
    "scaleway:edgeservices/plan:Plan": _edge_plan,
    "scaleway:iam/apiKey:ApiKey": _existence("month", meter="existence"),
    "scaleway:iam/application:Application": _existence("month", meter="existence"),
    "scaleway:iam/group:Group": _existence("month", meter="existence"),
    "scaleway:iam/policy:Policy": _existence("month", meter="existence"),
    "scaleway:instance/ip:Ip": _hourly("type", type="routed_ipv4"),
    "scaleway:instance/server:Server": _server,
    "scaleway:instance/snapshot:Snapshot": _used("stored_gb", "GB-month", "type", "zone"),
    "scaleway:instance/volume:Volume": _volume("type", "zone"),
    "scaleway:ipam/ip:Ip": _existence("hour", meter="private IP"),
    "scaleway:keymanager/key:Key": _all(
        _existence("month", meter="key version"), _used("key_operations", "request", meter="operation")
    ),
    "scaleway:kubernetes/cluster:Cluster": _hourly("type", "region", type="kapsule", region="fr-par"),
    "scaleway:kubernetes/pool:Pool": _pool,
    "scaleway:loadbalancers/ip:Ip": _hourly("isIpv6", isIpv6=False),
    "scaleway:loadbalancers/loadBalancer:LoadBalancer": _hourly("type", "zone", zone="fr-par-1"),
    "scaleway:network/connector:Connector": _existence("hour", meter="VPC peering connector"),
    "scaleway:network/privateNetwork:PrivateNetwork": _existence("hour", meter="existence"),
    "scaleway:network/publicGateway:PublicGateway": _hourly("type", "zone", zone="fr-par-1"),
    "scaleway:network/publicGatewayIp:PublicGatewayIp": _existence("hour", meter="IPv4"),
    "scaleway:network/vpc:Vpc": _existence("hour", meter="existence"),
    "scaleway:object/bucket:Bucket": _all(
        _used("stored_gb", "GB-month", "region", storageClass="STANDARD", defaults={"region": "fr-par"}),
        _used("egress_gb", "GB", meter="internet egress", tier="over 75 GB per month"),
    ),
    "scaleway:observability/source:Source": _source,
    "scaleway:registry/namespace:Namespace": _used(
        "stored_gb", "GB-month", "isPublic", "region", defaults={"isPublic": False, "region": "fr-par"}
    ),
    "scaleway:s2svpn/connection:Connection": _existence("hour", meter="connection"),
    "scaleway:s2svpn/gateway:Gateway": _hourly("gatewayType", "zone"),
    "scaleway:secrets/version:Version": _all(
        _existence("month", meter="secret version"), _used("secret_reads", "request", meter="API access")
    ),
}
"""The meters of each type. Sources: the keys of `prices.json`, which are the host's own price pages and catalogue. The types of
the bridge (VPN, its public addresses) are metered although no price of them was read, so that they are listed as unknown."""

PART_OF_ANOTHER = frozenset(
    {
        "azure-native:authorization:ManagementLockAtResourceLevel",
        "azure-native:authorization:ManagementLockByScope",
        "azure-native:authorization:RoleAssignment",
        "azure-native:consumption:Budget",
        "azure-native:dbforpostgresql:Configuration",
        "azure-native:dbforpostgresql:Database",
        "azure-native:monitor:DiagnosticSetting",
        "azure-native:network:NetworkSecurityGroup",
        "azure-native:network:PrivateDnsZoneGroup",
        "azure-native:network:SecurityRule",
        "azure-native:network:Subnet",
        "azure-native:network:VirtualNetwork",
        "azure-native:privatedns:PrivateRecordSet",
        "azure-native:privatedns:VirtualNetworkLink",
        "azure-native:resources:ResourceGroup",
        "azure-native:storage:BlobContainer",
        "azure-native:storage:BlobContainerImmutabilityPolicy",
        "azure-native:storage:FileShare",
        "pulumi:pulumi:StackReference",
        "scaleway:account/project:Project",
        "scaleway:databases/acl:Acl",
        "scaleway:databases/database:Database",
        "scaleway:databases/privilege:Privilege",
        "scaleway:databases/user:User",
        "scaleway:domain/record:Record",
        "scaleway:iam/groupMembership:GroupMembership",
        "scaleway:iam/sshKey:SshKey",
        "scaleway:instance/placementGroup:PlacementGroup",
        "scaleway:instance/privateNic:PrivateNic",
        "scaleway:instance/securityGroup:SecurityGroup",
        "scaleway:instance/userData:UserData",
        "scaleway:keymanager/keyMaterial:KeyMaterial",
        "scaleway:kubernetes/acl:Acl",
        "scaleway:loadbalancers/acl:Acl",
        "scaleway:loadbalancers/backend:Backend",
        "scaleway:loadbalancers/certificate:Certificate",
        "scaleway:loadbalancers/frontend:Frontend",
        "scaleway:network/acl:Acl",
        "scaleway:network/gatewayNetwork:GatewayNetwork",
        "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule",
        "scaleway:network/route:Route",
        "scaleway:object/bucketAcl:BucketAcl",
        "scaleway:object/bucketLockConfiguration:BucketLockConfiguration",
        "scaleway:object/bucketPolicy:BucketPolicy",
        "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "scaleway:observability/alertManager:AlertManager",
        "scaleway:observability/token:Token",
        "scaleway:s2svpn/customerGateway:CustomerGateway",
        "scaleway:s2svpn/routingPolicy:RoutingPolicy",
        "scaleway:secrets/secret:Secret",
    }
)
"""Types that are settings of another resource, or hold others: no price page gives them a meter of their own."""

NOT_BILLED = ("kubernetes:", "random:", "pulumi:", "tls:")
"""Providers whose resources live inside something that is billed, or nowhere."""
