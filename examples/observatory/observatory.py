"""A regional health observatory: indicators that are published, the surveys behind them, and a portal. Internal data, no health data.

Twelve components and about eighty resources. Specs in Python, no estate files.
"""

import pulumi

from socle.estate import (
    AdminSource,
    BaselineSpec,
    BucketSpec,
    ContactSpec,
    DatabaseSpec,
    DatabaseUserSpec,
    DataClass,
    DataVolumeSpec,
    FlowSpec,
    GatewaySpec,
    InstanceFlowSpec,
    InstanceSpec,
    KeySpec,
    KubernetesSpec,
    NamespaceSpec,
    NetworkSpec,
    ObservabilitySpec,
    PodFlowSpec,
    PoolSpec,
    PrivateNetworkSpec,
    RedisSpec,
    RegistrySpec,
    SecretSpec,
    SourceSpec,
    SqlDatabaseSpec,
    TokenSpec,
)
from socle.kubernetes import ClusterBaseline
from socle.scaleway import (
    ContainerRegistry,
    KeyRing,
    KubernetesCluster,
    Network,
    Observability,
    Placements,
    PostgresDatabase,
    PrivateBucket,
    ProtectedInstance,
    RedisCluster,
    SecretEntry,
    Tenancy,
)

ZONE = "fr-par-1"
NETWORK = NetworkSpec(
    supernet="10.70.0.0/16",
    private_networks={
        "admin": PrivateNetworkSpec(purpose="admin", range="10.70.0.0/24"),
        "portal": PrivateNetworkSpec(purpose="platform", range="10.70.16.0/22"),
        "data": PrivateNetworkSpec(purpose="data", range="10.70.32.0/24"),
        "surveys": PrivateNetworkSpec(purpose="services", range="10.70.40.0/24"),
    },
    flows={
        "portal-to-indicators": FlowSpec(
            source="portal",
            destination="data",
            ports=("5432", "6379"),
            reason="the portal reads indicators and sessions",
        ),
        "surveys-to-indicators": FlowSpec(
            source="surveys",
            destination="data",
            ports=("5432",),
            reason="the survey machine writes what it has counted",
        ),
        "admin-to-surveys": FlowSpec(
            source="admin", destination="surveys", ports=("22",), reason="administrators operate the survey machine"
        ),
    },
    gateway=GatewaySpec(zone=ZONE, networks=("portal", "surveys")),
)
KEYS = {
    "internal": KeySpec(data_class=DataClass.INTERNAL, rotation_days=180),
    "open": KeySpec(data_class=DataClass.OPEN),
}
BUCKETS = {
    "surveys": BucketSpec(
        data_class=DataClass.INTERNAL, key="internal", expire_after_days=730, expire_old_versions_after_days=90
    ),
    "publications": BucketSpec(data_class=DataClass.OPEN, key="open"),
}
INDICATORS = DatabaseSpec(
    data_class=DataClass.INTERNAL,
    key="internal",
    engine="PostgreSQL-17",
    node_type="DB-POP2-2C-8G",
    network="data",
    volume_gb=50,
    databases={"indicators": SqlDatabaseSpec(description="one row an indicator, a year and a territory")},
    users={
        "portal": DatabaseUserSpec(access={"indicators": "readonly"}),
        "surveys": DatabaseUserSpec(access={"indicators": "all"}),
    },
)
SESSIONS = RedisSpec(
    data_class=DataClass.INTERNAL,
    key="internal",
    network="data",
    zone=ZONE,
    node_type="RED1-MICRO",
    version="7.2.11",
    refilled_from="sessions: whoever signs in again has a new one",
)
COUNTING = InstanceSpec(
    data_class=DataClass.INTERNAL,
    network="surveys",
    key="internal",
    zone=ZONE,
    type="POP2-4C-16G",
    volume=DataVolumeSpec(size_gb=100),
    placement="counting",
    flows={
        "administration": InstanceFlowSpec(
            direction="in", range="10.70.0.0/24", ports=("22",), reason="administrators operate the machine"
        ),
        "indicators": InstanceFlowSpec(
            direction="out", range="10.70.32.0/24", ports=("5432",), reason="it writes what it has counted"
        ),
    },
)
PORTAL = KubernetesSpec(
    data_class=DataClass.INTERNAL,
    network="portal",
    version="1.36",
    admins={"office": AdminSource(range="203.0.113.64/28", reason="the observatory's office and its runner")},
    pools={"web": PoolSpec(node_type="POP2-2C-8G", zone=ZONE, nodes=2)},
)
INSIDE = BaselineSpec(
    namespaces={
        "portal": NamespaceSpec(
            data_class=DataClass.INTERNAL,
            flows={
                "indicators": PodFlowSpec(
                    direction="out",
                    range="10.70.32.0/24",
                    ports=("5432", "6379"),
                    reason="it reads indicators and sessions",
                )
            },
        ),
        "jobs": NamespaceSpec(data_class=DataClass.INTERNAL),
    }
)
WATCH = ObservabilitySpec(
    key="internal",
    sources={"audit": SourceSpec(type="logs"), "speed": SourceSpec(type="metrics")},
    tokens={"collector": TokenSpec(scopes=("write-logs", "write-metrics"), reason="the cluster's collector")},
    contacts={"on-call": ContactSpec(email="astreinte@observatoire.example")},
)


def deploy(config: pulumi.Config) -> PostgresDatabase:
    """Register the platform, and export where indicators are."""
    tenancy = Tenancy(
        project_id=config.require("project-id"), name_prefix="ors-example", tags={"owner": "Observatoire regional"}
    )
    administrators = [
        f"application_id:{config.require('deployer-application-id')}",
        f"user_id:{config.require('break-glass-user-id')}",
    ]
    network = Network("network", NETWORK, tenancy=tenancy)
    keys = KeyRing("keys", KEYS, tenancy=tenancy)
    internal = keys.bare_id("internal")
    inside = network.private_network_ids
    for name, bucket in BUCKETS.items():
        PrivateBucket(
            name,
            bucket,
            tenancy=tenancy,
            bucket_name=tenancy.cloud_name(name),
            key_id=keys.bare_id(bucket.key),
            administrators=administrators,
        )
    indicators = PostgresDatabase(
        "indicators",
        INDICATORS,
        tenancy=tenancy,
        instance_name=tenancy.cloud_name("indicators"),
        private_network_id=inside["data"],
        key_id=internal,
    )
    RedisCluster(
        "sessions",
        SESSIONS,
        tenancy=tenancy,
        cluster_name=tenancy.cloud_name("sessions"),
        private_network_id=inside["data"],
        key_id=internal,
    )
    placements = Placements("placements", {"counting": ZONE}, tenancy=tenancy)
    ProtectedInstance(
        "counting",
        COUNTING,
        tenancy=tenancy,
        instance_name=tenancy.cloud_name("counting"),
        private_network_id=inside["surveys"],
        key_id=internal,
        egress=network.egress,
        placement_group_id=placements.ids["counting"],
    )
    cluster = KubernetesCluster(
        "portal",
        PORTAL,
        tenancy=tenancy,
        cluster_name=tenancy.cloud_name("portal"),
        private_network_id=inside["portal"],
        pod_range=NETWORK.pod_range,
        service_range=NETWORK.service_range,
        egress=network.egress,
    )
    ClusterBaseline(
        "inside",
        INSIDE,
        kubeconfig=cluster.kubeconfig,
        cluster_id=cluster.cluster_id,
        version=PORTAL.version,
        group_prefix="oidc:",
        owner="observatory",
    )
    ContainerRegistry(
        "images",
        RegistrySpec(description="images of the portal"),
        tenancy=tenancy,
        registry_name=tenancy.cloud_name("images"),
    )
    SecretEntry(
        "session-key",
        SecretSpec(data_class=DataClass.INTERNAL, key="internal"),
        tenancy=tenancy,
        secret_name=tenancy.cloud_name("session-key"),
        key_id=internal,
    )
    Observability("watch", WATCH, tenancy=tenancy, key_id=internal)
    pulumi.export("indicators", indicators.host)
    return indicators
