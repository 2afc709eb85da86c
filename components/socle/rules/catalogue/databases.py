"""Managed databases of every kind: public endpoints, encryption, availability, backups, and who is an administrator."""

from collections.abc import Iterator
from functools import partial

from socle.facts import kind
from socle.messages import Text, said

from ..context import Fact
from ..opened import opened
from ..ranges import is_wide
from ..rule import Severity, Topic
from ..view import Unknown, View, apart, over

INSTANCE = "scaleway:databases/instance:Instance"
ACL = "scaleway:databases/acl:Acl"
USER = "scaleway:databases/user:User"
REPLICA = "scaleway:databases/readReplica:ReadReplica"
REDIS = "scaleway:redis/cluster:Cluster"
MONGODB = "scaleway:mongodb/instance:Instance"
OPENSEARCH = "scaleway:opensearch/deployment:Deployment"
KAFKA = "scaleway:kafka/cluster:Cluster"
WAREHOUSE = "scaleway:datawarehouse/deployment:Deployment"

topic = Topic("databases")


@topic.on(
    "database-private", Severity.CRITICAL, "A database answers in a private network alone", INSTANCE,
    why="The host gives an instance a public endpoint unless a private network is given and no load balancer.",
    remedy="Set private_network and leave load_balancer out; an endpoint that is there already is removed by hand.",
    controls=("CNIL SEC-RES", "SecNumCloud 13.2", "SecNumCloud 9.7"),
)  # fmt: skip
def _private(view: View) -> Iterator[Text]:
    yield from (said("found.balancer_gives" if by else "found.database_public") for by in opened(view))


@topic.on(
    "database-replica-private", Severity.CRITICAL, "A read replica answers in a private network alone", REPLICA,
    why="direct_access gives the replica an endpoint on the Internet.",
    remedy="Give private_network and leave direct_access out.", controls=("CNIL SEC-RES", "SecNumCloud 13.2"),
)  # fmt: skip
def _replica(view: View) -> Iterator[Text]:
    yield from (said("found.public_endpoint") for _ in opened(view))


@topic.on(
    "data-service-private", Severity.CRITICAL, "Other data services answer in a private network alone",
    REDIS, MONGODB, OPENSEARCH, KAFKA, WAREHOUSE,
    why="Without a private network these services answer on the Internet (provider documentation).",
    remedy="Give a private network, and no public network.", controls=("CNIL SEC-RES", "SecNumCloud 13.2"),
)  # fmt: skip
def _service(view: View) -> Iterator[Text]:
    yield from (said("found.key_gives", entry=by) if by else said("found.service_public") for by in opened(view))


@topic.on(
    "redis-tls", Severity.HIGH, "Redis speaks TLS", REDIS,
    why="Passwords and data cross the network in the clear; the provider's default is off.",
    remedy="Set tls_enabled to true.", controls=("SecNumCloud 10.2", "SATRE 2.8"),
)  # fmt: skip
def _redis_tls(view: View) -> Iterator[Text]:
    if not view.on("tlsEnabled"):
        yield said("found.no_tls")


@topic.on(
    "database-acl-narrow", Severity.HIGH, "An access list of a database lets in few addresses", ACL, REDIS,
    why="A list that holds every address is no list.",
    remedy="List the ranges that need it, a /16 at the widest.", controls=("SecNumCloud 13.2", "ReCyF 7"),
)  # fmt: skip
def _acl(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        ip = row.text("ip")
        if is_wide(ip):
            yield said("found.list_lets", range=ip or "*")

    yield from over([*view.rows("aclRules"), *view.rows("acls")], judge)


@topic.on(
    "database-encrypted", Severity.HIGH, "A database is encrypted at rest", INSTANCE,
    why="The provider's default is off, and it can be switched on but not off.",
    remedy="Set encryption_at_rest to true.", controls=("SecNumCloud 10.1", "CNIL SEC-LOG", "SATRE 2.8"),
)  # fmt: skip
def _encrypted(view: View) -> Iterator[Text]:
    if not view.on("encryptionAtRest"):
        yield said("found.not_encrypted")


@topic.on(
    "database-available", Severity.MEDIUM, "A database has a second node", INSTANCE,
    why="One node is one failure away from an interruption.", remedy="Set is_ha_cluster to true.",
    declared="Write high_availability: true on the database.",
    controls=("SecNumCloud 12.5", "NIS2 21.2"),
)  # fmt: skip
def _available(view: View) -> Iterator[Text]:
    if not view.on("isHaCluster"):
        yield said("found.one_node")


@topic.on(
    "database-backed-up", Severity.HIGH, "A database is backed up", INSTANCE,
    why="Without backups what is lost stays lost.", remedy="Remove disable_backup.",
    controls=("SecNumCloud 12.5", "NIS2 21.2"),
)  # fmt: skip
def _backups(view: View) -> Iterator[Text]:
    if view.on("disableBackup"):
        yield said("found.no_backups")


@topic.on(
    "database-backup-kept", Severity.MEDIUM, "Backups are daily and kept two weeks", INSTANCE,
    why="A mistake that is seen after a holiday must still be repairable; the provider's default is seven days.",
    remedy="Set backup_schedule_retention to 14 or more days, backup_schedule_frequency to 24 hours or fewer.",
    declared="Write backups.keep_days: 14 or more, and every_hours: 24 or fewer.",
    controls=("SecNumCloud 12.5",),
)  # fmt: skip
def _kept(view: View) -> Iterator[Text]:
    yield from apart(partial(_days, view), partial(_hours, view))


def _days(view: View) -> Iterator[Text]:
    days = float(view.get("backupScheduleRetention", default=7))
    if days < 14:
        yield said("found.backups_days", n=f"{days:g}")


def _hours(view: View) -> Iterator[Text]:
    hours = float(view.get("backupScheduleFrequency", default=24))
    if hours > 24:
        yield said("found.backups_hours", n=f"{hours:g}")


@topic.on(
    "database-backup-in-region", Severity.HIGH, "Backups stay in the region", INSTANCE,
    why="The provider's default sends backups to another region, outside France for fr-par.",
    remedy="Set backup_same_region to true.", controls=("SecNumCloud 19.2", "HDS 28", "SNDS-2024 3"),
    when=lambda view: not view.on("disableBackup"),
)  # fmt: skip
def _in_region(view: View) -> Iterator[Text]:
    if not view.on("backupSameRegion"):
        yield said("found.backups_elsewhere")


@topic.on(
    "database-user-not-admin", Severity.MEDIUM, "Applications are no administrators of a database", USER,
    why="An administrator reads every database of the instance and gives rights.",
    remedy="Set is_admin to false and give a Privilege.", controls=("SecNumCloud 9.3", "CNIL SEC-HAB"),
)  # fmt: skip
def _admin(view: View) -> Iterator[Text]:
    if view.on("isAdmin"):
        yield said("found.database_admin")


@topic.on(
    "database-supported", Severity.MEDIUM, "A database runs an engine that is maintained", INSTANCE,
    why="PostgreSQL 13 and older get no more corrections (community's end of life, November 2025).",
    remedy="Use PostgreSQL-14 or newer; an upgrade of the engine is a second instance.",
    declared="Write a newer engine on a second database that succeeds this one.",
    controls=("SecNumCloud 12.2",),
)  # fmt: skip
def _engine(view: View) -> Iterator[Text]:
    name, _, version = view.text("engine").partition("-")
    if name == "PostgreSQL" and version.isdigit() and int(version) < 14:
        yield said("found.unmaintained", name=f"{name} {version}")


@topic.on(
    "database-volume-attestation", Severity.MEDIUM, "Health data on a database service is attested", INSTANCE, REDIS,
    MONGODB, OPENSEARCH, KAFKA, WAREHOUSE,
    why="The host publishes no HDS conditions for these services; nothing shows that its certificate covers the data.",
    remedy="Add a valid attestation (scheme hds) to the estate, or keep health data on the products that are covered.",
    controls=("HDS 12", "SREN 31"), needs=(Fact.ESTATE, Fact.DAY), when=View.holds_health,
)  # fmt: skip
def _attested(view: View) -> Iterator[Text]:
    row = kind(view.type)
    if not (row and row.product):
        yield said("found.no_attestation_can")
        return
    region = view.text("region") or view.text("zone").rpartition("-")[0]
    if not region:
        raise Unknown("region")
    if not view.graph.context.attested("hds", row.product, region):
        yield said("found.not_attested", region=region)


RULES = topic.rules
