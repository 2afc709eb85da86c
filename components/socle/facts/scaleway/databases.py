"""Managed PostgreSQL and MySQL."""

from ..rows import Kind, Logic, Meter, Public, Quota, Silent

KINDS: tuple[Kind, ...] = (
    Kind(
        "scaleway:databases/acl:Acl", standard="PostgreSQL", product="managed-postgresql", id="{instanceId}", meters=()
    ),
    Kind(
        "scaleway:databases/database:Database",
        standard="PostgreSQL",
        holds="every table in it",
        product="managed-postgresql",
        id="{instanceId}/{name}",
        meters=(),
    ),
    Kind(
        "scaleway:databases/databaseBackup:DatabaseBackup",
        standard="PostgreSQL",
        holds="the backup",
        product="managed-postgresql",
        meters=(Meter("stored_gb", "GB-month", usage="stored_gb", by={"region": None}),),
    ),
    Kind(
        "scaleway:databases/instance:Instance",
        standard="PostgreSQL",
        holds="every database on it, with its automatic backups",
        product="managed-postgresql",
        logic=(
            Logic(
                "volumeSizeInGb",
                "fails",
                "a real preview shows an update; the host's documentation: a volume cannot be made smaller",
                when="shrinks",
            ),
            Logic(
                "encryptionAtRest",
                "fails",
                "a real preview shows an update; the host's documentation: encryption cannot be switched off",
                when="switched off",
            ),
        ),
        offers={"engine": "database engine", "nodeType": "database node"},
        meters=(
            Meter("node", "hour", by={"nodeType": None, "isHaCluster": False, "region": "fr-par"}),
            Meter("volume", "GB-month", "volumeSizeInGb", by={"volumeType": "lssd", "region": "fr-par"}),
            Meter(
                "automatic backup",
                "GB-month",
                usage="backup_gb",
                by={"region": None},
                key={"meter": "automatic backup"},
            ),
        ),
        networks=(("privateNetwork", "pnId"),),
        ports={"postgresql": 5432, "mysql": 3306},
        public=Public(opened_by=("loadBalancer",), private=("privateNetwork",)),
        quota=Quota(10, "database instances", "put several databases into one instance, or ask the host for more"),
        band="stores",
    ),
    Kind(
        "scaleway:databases/privilege:Privilege",
        standard="PostgreSQL",
        product="managed-postgresql",
        silent=Silent(("userName", "databaseName"), "rdb/privilege.go"),
        id="{instanceId}/{databaseName}/{userName}",
        meters=(),
    ),
    Kind(
        "scaleway:databases/readReplica:ReadReplica",
        standard="PostgreSQL",
        product="managed-postgresql",
        silent=Silent(("instanceId",), "rdb/read_replica.go"),
        metered_by="replica",
        networks=(("privateNetwork", "privateNetworkId"),),
        ports={"postgresql": 5432, "mysql": 3306},
        public=Public(opened_by=("directAccess",), private=("privateNetwork",)),
    ),
    Kind(
        "scaleway:databases/serverlessDatabase:ServerlessDatabase",
        standard="PostgreSQL",
        holds="every table in it",
        product="managed-postgresql",
    ),
    Kind(
        "scaleway:databases/snapshot:Snapshot",
        standard="PostgreSQL",
        holds="the copy of an instance's data",
        product="managed-postgresql",
        meters=(Meter("stored_gb", "GB-month", usage="stored_gb", by={"region": None}),),
        quota=Quota(100, "database snapshots"),
    ),
    Kind(
        "scaleway:databases/user:User",
        standard="PostgreSQL",
        product="managed-postgresql",
        id="{instanceId}/{name}",
        meters=(),
    ),
)
