"""Closes a database to everybody but the mover, proves it quiet, and opens it again exactly as it was.

The right to connect is taken from everybody and open sessions are ended: a read-only setting is left by one SET, and CONNECTION LIMIT 0
would keep out the mover and, before version 17, the sender of the last changes. What was taken stands in a table beside the data,
written in one transaction with the taking, so that a killed run is finished or undone by the next.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import psycopg
from psycopg import sql

from socle.messages import Refusal, Refused

from .connect import Connection, Endpoint, connected, rows, value
from .names import OWN_SCHEMA

_LIVES = ("autovacuum worker", "logical replication worker", "logical replication apply worker",
          "logical replication tablesync worker", "logical replication parallel worker", "walsender", "parallel worker")  # fmt: skip
"""Sessions that are the server's own, or carry what was committed before the fence."""


@dataclass(frozen=True)
class Fence:
    """A closed database.

    lsn: the place in the log behind which nothing may be written. written: rows and large objects changed until then, by the
    server's own counters. at: when it was closed, by the server's clock. proven: both sides were compared at it and were the same.
    sessions: those that could not be ended. outside: superusers who may log in, whom nothing keeps out.
    """

    lsn: str
    written: int
    at: datetime
    proven: bool = False
    sessions: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def close(where: Endpoint, keepers: Iterable[str], *, patience_seconds: float = 30.0) -> Fence:
    """Close a database. A database that is closed already keeps its fence, and its place in the log.

    Args:
        keepers: roles that may still connect: the mover's, and the one by which the other server reads.
        patience_seconds: how long sessions may take to end.
    """
    with connected(where) as connection:
        with connection.transaction():
            _own_schema(connection)
            _take(connection, tuple(keepers))
        sessions = _end_sessions(connection, tuple(keepers), patience_seconds)
        if (found := standing(connection)) is None:
            _mark(connection)
            found = standing(connection)
        assert found is not None  # noqa: S101 - it was written the line before
        return replace(found, sessions=sessions, outside=outside(connection))


def open_again(where: Endpoint) -> bool:
    """Open a database exactly as it was. Returns whether it was closed."""
    with connected(where) as connection, connection.transaction():
        if value(connection, "SELECT to_regclass(%s)", f"{OWN_SCHEMA}.fence") is None:
            return False
        taken = rows(connection, "SELECT grantee, grantable, given FROM socle_move.fence")
        _as_owner(connection, [_given_back(connection, *each) for each in taken])
        connection.execute("DELETE FROM socle_move.fence")
        connection.execute("DELETE FROM socle_move.fenced")
        return bool(taken)


def standing(connection: Connection) -> Fence | None:
    """The fence that stands in a database, if one does."""
    if value(connection, "SELECT to_regclass(%s)", f"{OWN_SCHEMA}.fenced") is None:
        return None
    found = rows(connection, "SELECT lsn::text, written, at, proven FROM socle_move.fenced")
    return Fence(*found[0]) if found else None


def prove(connection: Connection) -> None:
    """Note beside a fence that both sides were the same at it: what is ended afterwards can be ended by a later run."""
    connection.execute("UPDATE socle_move.fenced SET proven = true")


def written_since(connection: Connection, fence: Fence) -> int | None:
    """Rows and large objects that were written behind a fence; nothing where the server's counters began anew since."""
    connection.execute("SELECT pg_stat_clear_snapshot()")
    now = written(connection)
    return now - fence.written if now >= fence.written else None


def written(connection: Connection) -> int:
    """Rows and large objects that were ever written in this database, by the server's counters.

    What is ours is left out, and materialised views, which hold nothing of their own.
    """
    return int(
        value(
            connection,
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_all_tables s"
            " JOIN pg_class c ON c.oid = s.relid WHERE c.relkind <> 'm' AND"
            " (schemaname NOT IN ('pg_catalog', 'pg_toast', 'information_schema', 'socle_move')"
            " OR s.relname = 'pg_largeobject')",
        )
    )


def sessions(connection: Connection, keepers: tuple[str, ...]) -> list[tuple[int, str]]:
    """Sessions of others in this database: process and role."""
    return [
        (pid, role)
        for pid, role in rows(
            connection,
            "SELECT pid, coalesce(usename, backend_type) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND NOT (backend_type = ANY(%s))"
            " AND NOT (usename = ANY(%s) AND application_name LIKE 'socle%%')",
            list(_LIVES),
            list(keepers),
        )
    ]


def outside(connection: Connection) -> tuple[str, ...]:
    """Superusers who may log in, other than the mover: nothing that can be granted or taken keeps them out."""
    found = rows(connection, "SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin AND rolname <> session_user")
    return tuple(sorted(str(each[0]) for each in found))


def _own_schema(connection: Connection) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS socle_move")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS socle_move.fence (grantee text PRIMARY KEY, grantable boolean NOT NULL, given boolean NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE IF NOT EXISTS socle_move.fenced (lsn pg_lsn NOT NULL, written bigint NOT NULL, at timestamptz NOT NULL,"
        " proven boolean NOT NULL)"
    )


def _take(connection: Connection, keepers: tuple[str, ...]) -> None:
    """Take the right to connect from everybody, and keep it for the keepers; what was so before is noted once."""
    held = dict(rows(connection, _MAY_CONNECT))
    database = str(value(connection, "SELECT current_database()"))
    changes: list[sql.Composed] = []
    for keeper in keepers:
        if keeper not in held:
            _note(connection, keeper, grantable=False, given=True)
            changes.append(_grant(database, keeper))
    for grantee, grantable in held.items():
        if grantee not in keepers:
            _note(connection, grantee, grantable=grantable, given=False)
            revoke = sql.SQL("REVOKE CONNECT ON DATABASE {} FROM {} CASCADE")
            changes.append(revoke.format(sql.Identifier(database), _who(grantee)))
    _as_owner(connection, changes)


def _as_owner(connection: Connection, changes: Iterable[sql.Composed]) -> None:
    """Grant and take as the database's owner: a member of several roles would be taken for any that may grant."""
    owner = value(connection, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(owner)))
    for each in changes:
        connection.execute(each)
    connection.execute("RESET ROLE")


_MAY_CONNECT = """
SELECT coalesce(r.rolname, ''), bool_or(a.is_grantable) FROM pg_database d,
  LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE d.datname = current_database() AND a.privilege_type = 'CONNECT' GROUP BY 1
"""


def _note(connection: Connection, grantee: str, *, grantable: bool, given: bool) -> None:
    connection.execute(
        "INSERT INTO socle_move.fence VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", [grantee, grantable, given]
    )


def _given_back(connection: Connection, grantee: str, grantable: bool, given: bool) -> sql.Composed:
    database = str(value(connection, "SELECT current_database()"))
    if given:
        return sql.SQL("REVOKE CONNECT ON DATABASE {} FROM {}").format(sql.Identifier(database), _who(grantee))
    return _grant(database, grantee, grantable=grantable)


def _grant(database: str, grantee: str, *, grantable: bool = False) -> sql.Composed:
    option = sql.SQL(" WITH GRANT OPTION" if grantable and grantee else "")
    return sql.SQL("GRANT CONNECT ON DATABASE {} TO {}{}").format(sql.Identifier(database), _who(grantee), option)


def _who(grantee: str) -> sql.Composable:
    return sql.Identifier(grantee) if grantee else sql.SQL("PUBLIC")


def _end_sessions(connection: Connection, keepers: tuple[str, ...], patience_seconds: float) -> tuple[str, ...]:
    """End the sessions of others, until there are none or patience ends. Returns the roles of those that are left."""
    until = time.monotonic() + patience_seconds
    while True:
        left = sessions(connection, keepers)
        for pid, _ in left:
            _end(connection, pid)
        if not left or time.monotonic() > until:
            return tuple(role for _, role in left)
        time.sleep(0.1)


def _end(connection: Connection, pid: int) -> None:
    """End one session; that of a superuser cannot be ended by anybody else, and stays in the count."""
    try:
        connection.raw("SELECT pg_terminate_backend(%s)", [pid])
    except psycopg.errors.InsufficientPrivilege:
        return


def _mark(connection: Connection) -> None:
    """Note the place in the log, once the counters have come to rest: those of ended sessions arrive a moment later."""
    before = written(connection)
    for _ in range(50):
        time.sleep(0.2)
        connection.execute("SELECT pg_stat_clear_snapshot()")
        now = written(connection)
        if now == before:
            break
        before = now
    else:
        raise Refused([_not_quiet()])
    connection.execute(
        "SELECT pg_logical_emit_message(true, 'socle', 'fence')"
    )  # commits, and so flushes, all before it
    connection.execute("INSERT INTO socle_move.fenced SELECT pg_current_wal_insert_lsn(), %s, now(), false", [before])


def _not_quiet() -> Refusal:
    return Refusal(
        "rows are still written though the database is closed",
        "somebody writes who was not kept out, and what they write could be lost",
        "find the writer in pg_stat_activity: a job of the server, or a superuser",
    )


def refuse_open(connection: Connection, side: str) -> Iterator[Refusal]:
    """Refuse to go on where a side is not closed."""
    if standing(connection) is None:
        yield Refusal(
            f"the {side} is not closed",
            "what is written meanwhile would be on one side alone",
            f"close it first: socle move database fence --side {side}",
        )
