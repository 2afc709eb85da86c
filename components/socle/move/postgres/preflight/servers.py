"""Pre-flight checks of two servers: versions, settings, roles and rights, slots, encodings and collations, extensions."""

from collections.abc import Iterator

from ..catalogue import Catalogue
from .finding import Finding, Weight, fact, found

STOPS, WARNS, STEP = Weight

OLDEST = 13
"""The oldest major version that is read: what is older has no status of slots."""
RETURNS_FROM = 16
"""The major version from which a subscription can leave out what came from elsewhere, without which nothing goes back."""
PUBLISHES_FROM = 17
"""The major version from which the host lets a managed server publish (provider's documentation, logical replication)."""

WRITERS = {"pg_cron", "pgagent", "pg_partman", "pg_partman_bgw", "pglogical", "timescaledb", "pg_timetable"}
"""Extensions that write by themselves: a fence that ends sessions does not end their work."""

_AZURE_ALONE = {
    "azure",
    "azure_ai",
    "azure_storage",
    "azure_local_ai",
    "pgaadauth",
    "pg_azure_storage",
    "pgms_stats",
    "pgms_wait_sampling",
}


def source_findings(source: Catalogue) -> Iterator[Finding]:
    """Everything about the publishing server."""
    yield from _version(source)
    yield from _publishes(source, "source")
    yield from _room(source)
    yield from _log_held(source)
    yield from _writers(source)
    yield from _source_rights(source)


def target_findings(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    """Everything about the subscribing server, beside the publishing one."""
    yield from _way_back(source, target)
    yield from _target_rights(target)
    yield from (finding for name, side in (("source", source), ("target", target)) for finding in _closing(side, name))
    yield from _text(source, target)
    yield from _extensions(source, target)
    yield from _roles(source, target)
    yield from _workers(target)


def _version(source: Catalogue) -> Iterator[Finding]:
    if source.major < OLDEST:
        yield fact(
            "source-too-old", STOPS, f"the source is version {source.major}",
            "its slots do not say whether their log is still there",
            f"upgrade it to {OLDEST} or later",
        )  # fmt: skip
    if source.in_recovery:
        yield fact(
            "source-standby", STOPS, "the source is a standby",
            "it takes no publication, and its slots end with a failover",
            "name the primary",
        )  # fmt: skip


def _publishes(side: Catalogue, name: str) -> Iterator[Finding]:
    if side.settings.get("wal_level") != "logical":
        yield fact(
            f"{name}-wal-level", STOPS, f"wal_level of the {name} is {side.settings.get('wal_level', 'not known')}",
            "there is no logical replication from it",
            "set it to logical, and restart the server inside the freeze's allow-list",
        )  # fmt: skip


def _room(source: Catalogue) -> Iterator[Finding]:
    """Slots and senders: one for the copy, and some while tables are copied for the first time."""
    needed = 1 + 2
    for setting, used, rule in (
        ("max_replication_slots", len(source.slots), "slots-used-up"),
        ("max_wal_senders", sum(each.active for each in source.slots.values()), "senders-used-up"),
    ):
        most = source.number(setting)
        if most is None or most - used < needed:
            yield fact(
                rule, STOPS, f"{setting} of the source is {'not known' if most is None else most}, of which {used} are in use",
                "the copy cannot begin, or stops while tables are copied",
                f"leave {needed} free",
            )  # fmt: skip


def _log_held(source: Catalogue) -> Iterator[Finding]:
    yield from found(
        "slot-lost", STOPS, "slots whose log is gone",
        (each.name for each in source.slots.values() if each.status in ("lost", "unreserved")),
        "whoever reads from them has a gap that nobody sees",
        "drop them, and copy anew what hung on them",
    )  # fmt: skip
    yield from found(
        "slot-inactive", WARNS, "slots that nobody reads",
        (each.name for each in source.slots.values() if not each.active and each.status not in ("lost", "unreserved")),
        "they hold the log back until the disk is full, and then the server turns read-only",
        "drop them, or start what reads them",
    )  # fmt: skip
    if source.number("max_slot_wal_keep_size") in (-1, None):
        yield fact(
            "slot-unbounded", WARNS, "max_slot_wal_keep_size of the source sets no bound",
            "a copy that stands still fills the disk, and the host turns the server read-only",
            "watch the slot, and set a bound that is more than a night of writes",
        )  # fmt: skip
    if (source.number("idle_replication_slot_timeout") or 0) > 0:
        yield fact(
            "slot-times-out", WARNS, "idle_replication_slot_timeout of the source ends slots that stand still",
            "a subscriber that is down for longer has to be copied anew",
            "set it to 0 until the wave is committed",
        )  # fmt: skip
    if source.major >= PUBLISHES_FROM and source.settings.get("sync_replication_slots") != "on":
        yield fact(
            "slot-not-failed-over", WARNS, "slots do not follow a failover of the source",
            "after a failover everything is copied anew",
            "set sync_replication_slots and hot_standby_feedback, or pg_failover_slots before version 17",
        )  # fmt: skip


def _writers(source: Catalogue) -> Iterator[Finding]:
    yield from found(
        "writes-by-itself", STOPS, "extensions that write by themselves",
        source.extensions.keys() & WRITERS,
        "their jobs go on behind the fence, so what they write is on one side alone",
        "end their jobs, and drop them or take them out of shared_preload_libraries",
    )  # fmt: skip
    yield from found(
        "other-subscription", STOPS, "subscriptions into the source",
        source.subscriptions,
        "they write behind the fence, and what they brought is not sent on",
        "end them, and feed the target from their publisher",
    )  # fmt: skip
    yield from found(
        "event-trigger", WARNS, "event triggers",
        source.event_triggers,
        "they may refuse or change what the mover makes",
        "disable them until the switch",
    )  # fmt: skip
    if source.prepared:
        yield fact(
            "prepared-transaction", STOPS, f"{source.prepared} prepared transactions stand open",
            "they hold the log back, and one that is committed after the fence is a write",
            "commit or roll them back",
        )  # fmt: skip
    if source.long_transactions:
        yield fact(
            "long-transaction", WARNS, f"{source.long_transactions} transactions have been open for an hour",
            "a slot is made only when they have ended",
            "end them",
        )  # fmt: skip


def _source_rights(source: Catalogue) -> Iterator[Finding]:
    if not (source.user.replication or source.user.superuser):
        yield fact(
            "no-replication-right", STOPS, f"the role {source.user.name} may not replicate",
            "it can make no slot",
            "ALTER ROLE ... REPLICATION",
        )  # fmt: skip
    if not source.may_create:
        yield fact(
            "no-create-right", STOPS, f"the role {source.user.name} may not create in the source",
            "it can make no publication",
            "GRANT CREATE ON DATABASE ... TO the role",
        )  # fmt: skip


def _way_back(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    if source.major < RETURNS_FROM:
        yield fact(
            "no-way-back", STOPS, f"the source is version {source.major}, which cannot leave out what came from elsewhere",
            "after the switch nothing can be sent back, so a way back loses what was written",
            f"upgrade it to {RETURNS_FROM} or later",
        )  # fmt: skip
    if target.major < PUBLISHES_FROM:
        yield fact(
            "target-cannot-publish", STOPS, f"the target is version {target.major}, which the host does not let publish",
            "after the switch nothing can be sent back, so a way back loses what was written",
            f"make it with version {PUBLISHES_FROM} or later",
        )  # fmt: skip
    if target.major < source.major:
        yield fact(
            "target-older", WARNS, f"the target is version {target.major}, the source {source.major}",
            "types and functions that only the newer has do not exist there",
            "make the target with the version of the source, or a later one",
        )  # fmt: skip
    yield from _publishes(target, "target")
    if target.in_recovery or target.settings.get("default_transaction_read_only") == "on":
        yield fact(
            "target-read-only", STOPS, "the target is read-only",
            "nothing can be copied into it",
            "name the primary, and give it room if the host turned it read-only",
        )  # fmt: skip


def _target_rights(target: Catalogue) -> Iterator[Finding]:
    if not (target.may_subscribe or target.user.superuser):
        yield fact(
            "no-subscribe-right", STOPS, f"the role {target.user.name} may not subscribe",
            "it can make no subscription",
            "GRANT pg_create_subscription TO the role, and CREATE on the database",
        )  # fmt: skip
    if not target.may_create:
        yield fact(
            "no-target-create-right", STOPS, f"the role {target.user.name} may not create in the target",
            "it can make no subscription, and later no publication",
            "GRANT CREATE ON DATABASE ... TO the role",
        )  # fmt: skip
    if not (target.user.replication or target.user.superuser):
        yield fact(
            "no-target-replication-right", STOPS, f"the role {target.user.name} may not replicate",
            "the way back cannot be armed",
            "ALTER ROLE ... REPLICATION, or what the host gives in its place",
        )  # fmt: skip


def _closing(side: Catalogue, name: str) -> Iterator[Finding]:
    if not (side.may_close or side.user.superuser):
        yield fact(
            "no-fence-right", STOPS, f"the role {side.user.name} may not act as the owner of the {name}",
            "it can neither close the database nor open it again",
            "GRANT the owner of the database TO the role, WITH SET TRUE",
        )  # fmt: skip


def _text(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    if source.encoding != target.encoding:
        yield fact(
            "encoding-differs", STOPS, f"the source is encoded in {source.encoding}, the target in {target.encoding}",
            "text that the target cannot write stops apply",
            "make the target's database with the encoding of the source",
        )  # fmt: skip
    ours, theirs = (" ".join(filter(None, (each.provider, each.locale or each.collation))) for each in (source, target))
    if ours.lower().replace("-", "") != theirs.lower().replace("-", ""):
        yield fact(
            "collation-differs", STOPS, f"the source orders text by {ours}, the target by {theirs}",
            "unique keys, ranges and reports no longer mean the same",
            "make the target's database with the collation of the source",
        )  # fmt: skip
    for name, side in (("source", source), ("target", target)):
        made, now = side.collation_version
        if made and now and made != now:
            yield fact(
                "collation-outdated", WARNS, f"the {name} was ordered by version {made} of its collation, and has {now} now",
                "its indexes on text may miss rows, and hold one key twice",
                "REINDEX, then ALTER DATABASE ... REFRESH COLLATION VERSION",
            )  # fmt: skip
    newer, older = source.collation_version[1], target.collation_version[1]
    if newer and older and newer != older:
        yield fact(
            "collation-version-differs", WARNS, f"text is ordered by version {newer} on the source, {older} on the target",
            "ranges and reports over text may differ",
            "compare the reports that order text",
        )  # fmt: skip
    yield from found(
        "collation-missing", STOPS, "collations that the target does not have",
        set(source.collations) - set(target.collations),
        "the columns that use them cannot be made",
        "CREATE COLLATION on the target, or change the columns",
    )  # fmt: skip


def _extensions(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    missing = source.extensions.keys() - target.extensions.keys()
    yield from found(
        "extension-unavailable", STOPS, "extensions that the target's host does not have",
        missing - target.available.keys(),
        "what rests on them cannot be made there",
        "replace what uses them, or drop them",
    )  # fmt: skip
    yield from found(
        "extension-missing", STOPS, "extensions that are not installed on the target",
        missing & target.available.keys(),
        "the schema cannot be made there",
        "CREATE EXTENSION on the target",
    )  # fmt: skip
    yield from found(
        "extension-of-azure", WARNS, "extensions of the old host alone",
        source.extensions.keys() & _AZURE_ALONE,
        "nothing on the platform takes their place",
        "replace what uses them, and drop them",
    )  # fmt: skip
    shared = source.extensions.keys() & target.extensions.keys()
    yield from found(
        "extension-version-differs", WARNS, "extensions of another version on the target",
        (each for each in shared if source.extensions[each] != target.extensions[each]),
        "their functions may answer otherwise, and their types may be written otherwise",
        "update the older one, and compare contents",
    )  # fmt: skip


def _roles(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    yield from found(
        "role-missing", STOPS, "roles that own or may do something, and are not on the target",
        set(source.named_roles) - target.roles.keys(),
        "roles do not follow: what they own cannot be made, and what they may do is lost",
        "make them on the target, with new passwords",
    )  # fmt: skip
    supers = {each.name for each in source.roles.values() if each.superuser and each.login}
    yield from found(
        "superuser-outside-fence", WARNS, "superusers, whom no fence keeps out",
        supers - {source.user.name},
        "who has their password writes behind the fence",
        "ALTER ROLE ... NOLOGIN for the window, or attest that the host alone has them",
    )  # fmt: skip
    yield from found(
        "security-definer", WARNS, "functions that run with the rights of their owner",
        source.definers,
        "on the target their owner may do more, or less",
        "compare the rights of their owners on both sides",
    )  # fmt: skip


def _workers(target: Catalogue) -> Iterator[Finding]:
    for setting in ("max_logical_replication_workers", "max_worker_processes"):
        most = target.number(setting)
        if most is None or most < 4:
            yield fact(
                "workers-too-few", STOPS, f"{setting} of the target is {'not known' if most is None else most}",
                "the copy waits for a worker that never comes",
                "set it to 4 or more for each database that moves at once",
            )  # fmt: skip
    origins = target.number("max_active_replication_origins")
    if origins == 0 or (origins is None and target.number("max_replication_slots") == 0):
        yield fact(
            "origins-none", STOPS, "the target keeps no replication origins",
            "a subscription cannot remember where it was",
            "set max_active_replication_origins, before version 18 max_replication_slots",
        )  # fmt: skip
