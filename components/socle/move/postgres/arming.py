"""Arms and ends logical replication in one direction. Each step looks first at what is there, so that a killed run goes on.

The statement with the password never connects, so it cannot fail by the network and be logged by that: the slot is made beforehand
over our own connection, and the subscription is enabled afterwards. A server that logs every such statement is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from socle.messages import Refusal, Refused

from .catalogue import Catalogue
from .connect import Connection, connected, named, rows, value
from .fence import refuse_open, standing
from .names import Direction
from .pair import Pair
from .preflight import moved
from .reading import read

LOGS_STATEMENTS = ("ddl", "all")
"""Values of log_statement that write a CREATE SUBSCRIPTION, password included, to the log."""


@dataclass(frozen=True)
class Armed:
    """What arming made, and what was there already."""

    direction: Direction
    name: str
    tables: int
    made: tuple[str, ...]


def arm(pair: Pair, direction: Direction, *, copy: bool, enabled: bool = True) -> Armed:
    """Arm a direction: publication, slot, subscription, then start it.

    Args:
        copy: copy what the tables hold first; else both sides must be proven equal, and the publisher closed.
        enabled: False keeps the slot, so that nothing is lost, and applies nothing yet.

    Raises:
        Refused: a server refuses or would log the password, the subscriber is open to others, or the slot is dead.
    """
    name = pair.name(direction)
    with connected(pair.publisher(direction)) as publisher, connected(pair.subscriber(direction)) as subscriber:
        _refuse_logging(subscriber)
        if refusals := list(refuse_open(subscriber, pair.subscriber(direction).side)):
            raise Refused(refusals)
        published = _published(read(publisher))
        made = list(_publish(publisher, name, published))
        made += _slot(publisher, subscriber, name)
        made += _subscribe(pair, direction, subscriber, name)
        if not _knows_tables(subscriber, name):
            if not copy and standing(publisher) is None:
                raise Refused([_open_without_copy(pair.publisher(direction).side)])
            made += _tables(subscriber, name, copy=copy)
        made += _enable(subscriber, name, enabled=enabled)
    return Armed(direction, name, len(published), tuple(made))


def disarm(pair: Pair, direction: Direction) -> tuple[str, ...]:
    """End a direction: subscription, slot and publication; what is gone already is passed by. Returns what was dropped."""
    name, dropped = pair.name(direction), list[str]()
    with connected(pair.subscriber(direction)) as subscriber:
        if subscribed(subscriber, name):
            subscriber.execute(sql.SQL("ALTER SUBSCRIPTION {} DISABLE").format(sql.Identifier(name)))
            subscriber.execute(sql.SQL("ALTER SUBSCRIPTION {} SET (slot_name = NONE)").format(sql.Identifier(name)))
            subscriber.execute(sql.SQL("DROP SUBSCRIPTION {}").format(sql.Identifier(name)))
            dropped.append("subscription")
    with connected(pair.publisher(direction)) as publisher:
        dropped += drop_slot(publisher, name)
        if _has(publisher, "SELECT 1 FROM pg_publication WHERE pubname = %s", name):
            publisher.execute(sql.SQL("DROP PUBLICATION {}").format(sql.Identifier(name)))
            dropped.append("publication")
    return tuple(dropped)


def drop_slot(publisher: Connection, name: str) -> list[str]:
    """Drop a slot; who still reads from it is ended first."""
    if not _has(publisher, "SELECT 1 FROM pg_replication_slots WHERE slot_name = %s", name):
        return []
    for _ in range(50):
        publisher.execute(
            "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = %s AND active", [name]
        )
        if not value(publisher, "SELECT active FROM pg_replication_slots WHERE slot_name = %s", name):
            break
        publisher.execute("SELECT pg_sleep(0.1)")
    publisher.execute("SELECT pg_drop_replication_slot(%s)", [name])
    return ["slot"]


_HERE: LiteralString = "(SELECT oid FROM pg_database WHERE datname = current_database())"


def _published(catalogue: Catalogue) -> tuple[str, ...]:
    """The tables that are named in the publication, roots before partitions, which come with them."""
    return tuple(sorted(each.name for each in moved(catalogue) if not each.partition_of))


def _publish(publisher: Connection, name: str, tables: tuple[str, ...]) -> Iterator[str]:
    """A publication that names its tables: FOR ALL TABLES needs a superuser, whom no managed server gives."""
    if _has(publisher, "SELECT 1 FROM pg_publication WHERE pubname = %s", name):
        return
    if not tables:
        raise Refused([_nothing_to_move()])
    listed = sql.SQL(", ").join(named(each) for each in tables)
    publisher.execute(sql.SQL("CREATE PUBLICATION {} FOR TABLE {}").format(sql.Identifier(name), listed))
    yield "publication"


def _slot(publisher: Connection, subscriber: Connection, name: str) -> Iterator[str]:
    found = value(publisher, "SELECT coalesce(wal_status, 'lost') FROM pg_replication_slots WHERE slot_name = %s", name)
    if found in ("lost", "unreserved"):
        raise Refused([dead_slot(name)])
    if found:
        return
    if subscribed(subscriber, name):
        raise Refused([dead_slot(name)])  # a new slot would begin after a gap that nobody sees
    publisher.execute("SELECT pg_create_logical_replication_slot(%s, 'pgoutput')", [name])
    yield "slot"


def _subscribe(pair: Pair, direction: Direction, subscriber: Connection, name: str) -> Iterator[str]:
    if subscribed(subscriber, name):
        return
    text = sql.SQL(
        "CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {} WITH"
        " (connect = false, slot_name = {}, create_slot = false, enabled = false, origin = none)"
    ).format(
        sql.Identifier(name),
        sql.Literal(pair.publisher_as_seen(direction).secret_conninfo()),
        sql.Identifier(name),
        sql.Identifier(name),
    )
    subscriber.execute(text)
    yield "subscription"


def subscribed(subscriber: Connection, name: str) -> bool:
    """Whether this database of a server has a subscription; those of its other databases stand in the same catalogue."""
    return _has(subscriber, "SELECT 1 FROM pg_subscription WHERE subname = %s AND subdbid = " + _HERE, name)


def _knows_tables(subscriber: Connection, name: str) -> bool:
    query = "SELECT 1 FROM pg_subscription_rel r JOIN pg_subscription s ON s.oid = r.srsubid WHERE subname = %s AND subdbid = "
    return _has(subscriber, query + _HERE, name)


def _tables(subscriber: Connection, name: str, *, copy: bool) -> Iterator[str]:
    """Have the subscription know its tables, for which it must be enabled.

    What arrives for a table that it does not know yet is passed by without a word. With a copy that comes after, nothing is missed;
    without one, the publisher must be closed meanwhile, so that nothing arrives.
    """
    yield from _enable(subscriber, name, enabled=True)
    refresh = sql.SQL("ALTER SUBSCRIPTION {} REFRESH PUBLICATION WITH (copy_data = {})")
    subscriber.execute(refresh.format(sql.Identifier(name), sql.Literal(copy)))
    yield "copy" if copy else "tables"


def _enable(subscriber: Connection, name: str, *, enabled: bool) -> Iterator[str]:
    is_on = value(subscriber, "SELECT subenabled FROM pg_subscription WHERE subname = %s AND subdbid = " + _HERE, name)
    if is_on != enabled:
        word = sql.SQL("ENABLE" if enabled else "DISABLE")
        subscriber.execute(sql.SQL("ALTER SUBSCRIPTION {} {}").format(sql.Identifier(name), word))
        yield "start" if enabled else "pause"


def _refuse_logging(subscriber: Connection) -> None:
    """Refuse a server that would write the password to its log. Its own log, and only while one statement runs, may be switched off."""
    found = dict(rows(subscriber, "SELECT name, setting FROM pg_settings WHERE name LIKE 'log%'"))
    logs: dict[str, bool] = {
        "log_statement": found.get("log_statement") in LOGS_STATEMENTS,
        "log_min_duration_statement": found.get("log_min_duration_statement", "-1") != "-1",
        "log_min_duration_sample": found.get("log_min_duration_sample", "-1") != "-1",
    }
    for name in (each for each, is_on in logs.items() if is_on):
        off = "none" if name == "log_statement" else "-1"
        if not value(subscriber, "SELECT has_parameter_privilege(%s, 'SET')", name):
            raise Refused([_would_log(name)])
        subscriber.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(off)))


def _has(connection: Connection, query: Any, *values: object) -> bool:
    return bool(rows(connection, query, *values))


def dead_slot(name: str) -> Refusal:
    """That a slot is gone or has lost its log: a new one would begin after a gap."""
    return Refusal(
        f"the slot {name} is gone, or its log is",
        "what was written in between would be missing on the other side, and nothing would say so",
        "end this direction, and copy anew",
    )


def _nothing_to_move() -> Refusal:
    return Refusal(
        "there is no table that could move",
        "the copy would be empty, and would look finished",
        "name the database that holds the data",
    )


def _open_without_copy(side: str) -> Refusal:
    return Refusal(
        f"the {side} is open, and nothing is to be copied first",
        "what is written before the other side knows its tables is passed by without a word",
        "close it first, or copy anew",
    )


def _would_log(setting: str) -> Refusal:
    return Refusal(
        f"{setting} of the server would write the password of the subscription to its log",
        "whoever reads the log could read the other side's data",
        "switch it off while the direction is armed, or grant the role SET on it",
    )
