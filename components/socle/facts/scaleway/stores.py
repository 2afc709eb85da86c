"""Managed stores that are not relational: memory, documents, search, streams, analysis."""

from ..rows import Kind, Logic, Meter, Public

_PUBLIC = Public(opened_by=("publicNetwork", "publicNetworks"), private=("privateNetwork", "privateNetworks"))

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:datalab/datalab:Datalab", standard="Spark", holds="the notebooks and data on its volume"),
    Kind("scaleway:datawarehouse/database:Database", standard="ClickHouse", holds="every table in it"),
    Kind(
        "scaleway:datawarehouse/deployment:Deployment",
        standard="ClickHouse",
        holds="every database on it",
        public=_PUBLIC,
    ),
    Kind(
        "scaleway:kafka/cluster:Cluster",
        standard="Kafka",
        holds="the messages that nobody has read yet",
        public=_PUBLIC,
    ),
    Kind(
        "scaleway:mongodb/instance:Instance",
        standard="",
        holds="every database on it",
        networks=(("privateNetwork", "pnId"),),
        public=_PUBLIC,
    ),
    Kind("scaleway:mongodb/snapshot:Snapshot", standard="", holds="the copy of an instance's data"),
    Kind(
        "scaleway:opensearch/deployment:Deployment",
        standard="OpenSearch",
        holds="every index on it",
        networks=(("privateNetwork", "privateNetworkId"),),
        public=_PUBLIC,
        band="stores",
    ),
    Kind(
        "scaleway:redis/cluster:Cluster",
        standard="Redis",
        holds="what is kept in memory only",
        product="managed-redis",
        logic=(
            Logic(
                "clusterSize",
                "may replace",
                "the provider's Diff: one node more than one, or fewer, is another cluster",
            ),
        ),
        meters=(Meter("nodes", "hour", "clusterSize", by={"nodeType": None, "zone": "fr-par-1"}),),
        networks=(("privateNetworks", "id"),),
        ports={"": 6379},
        public=_PUBLIC,
        band="stores",
        offers={"version": "redis"},
        absent=(
            "fr-par-3",
            "nl-ams-3",
            "pl-waw-2",
            "pl-waw-3",
        ),  # Scaleway documentation, product availability, December 2025
        changes={
            "acls": "access list",
            "clusterSize": "size",
            "name": "words",
            "nodeType": "one way",
            "password": "interrupts",
            "passwordWoVersion": "interrupts",
            "privateNetworks": "private endpoint",
            "publicNetwork": "public endpoint",
            "settings": "unknown",
            "tags": "tags",
            "tlsEnabled": "tls",
            "userName": "interrupts",
            "version": "only up",
        },
    ),
)
