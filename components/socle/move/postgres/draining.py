"""Waits until everything before a fence has arrived, and watches how far behind a direction is: lag, slot, errors, and the 24 h rule."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .connect import Connection, Endpoint, connected, rows, value
from .names import Direction
from .pair import Pair

SLOT_LIFE = timedelta(hours=24)
"""How long the host keeps a slot that nobody reads (provider's documentation, logical replication as publisher)."""

SAMPLE_GAP = timedelta(minutes=5)
"""Between two looks that are further apart nobody watched."""


@dataclass(frozen=True)
class Sample:
    """One look at a direction. None: not known, which is never zero.

    lag_seconds, lag_bytes: how far the other side is behind. slot_bytes: log that the slot holds back. inactive_seconds: since
    when nobody reads from it. errors: of applying and of copying, ever. ready, tables: tables that are past their first copy, of all.
    """

    at: datetime
    direction: Direction
    slot: str
    active: bool = False
    lag_seconds: float | None = None
    lag_bytes: int | None = None
    slot_bytes: int | None = None
    inactive_seconds: int | None = None
    errors: int | None = None
    ready: int = 0
    tables: int = 0
    prepared: int = 0

    @property
    def alive(self) -> bool:
        """Whether the slot and its log are there."""
        return self.slot in ("reserved", "extended")


def look(pair: Pair, direction: Direction) -> Sample:
    """One look at a direction, at both ends."""
    with connected(pair.publisher(direction)) as publisher, connected(pair.subscriber(direction)) as subscriber:
        return looked(publisher, subscriber, direction, pair.name(direction))


def looked(publisher: Connection, subscriber: Connection, direction: Direction, name: str) -> Sample:
    """One look over connections that are open."""
    version = int(value(publisher, "SHOW server_version_num"))
    since = "extract(epoch FROM now() - inactive_since)::bigint" if version >= 170_000 else "NULL::bigint"
    slot = rows(
        publisher,
        "SELECT coalesce(s.wal_status, 'lost'), s.active, pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn)::bigint,"  # pyright: ignore[reportArgumentType]
        f" pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::bigint, {since}, extract(epoch FROM r.replay_lag)::float8"
        " FROM pg_replication_slots s LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid WHERE s.slot_name = %s",
        name,
    )
    errors = value(
        subscriber,
        "SELECT sum(apply_error_count + sync_error_count)::bigint FROM pg_stat_subscription_stats WHERE subname = %s",
        name,
    )
    tables, ready = rows(
        subscriber,
        "SELECT count(*), count(*) FILTER (WHERE srsubstate = 'r') FROM pg_subscription_rel r"
        " JOIN pg_subscription s ON s.oid = r.srsubid WHERE subname = %s",
        name,
    )[0]
    prepared = value(publisher, "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()")
    at = datetime.now(UTC)
    if not slot:
        return Sample(at, direction, "missing", errors=errors, ready=ready, tables=tables, prepared=prepared)
    status, active, lag_bytes, held, inactive, lag = slot[0]
    behind = 0.0 if active and lag_bytes == 0 else lag if active else None
    return Sample(at, direction, status, active, behind, lag_bytes, held, inactive, errors, ready, tables, prepared)


@dataclass(frozen=True)
class Drained:
    """Whether everything before a fence has arrived: the bytes and tables that are outstanding, and how long it took."""

    lsn: str
    confirmed: str
    bytes: int
    tables: int
    prepared: int
    seconds: float

    @property
    def outstanding(self) -> int:
        """Zero once nothing is left."""
        return self.bytes + self.tables + self.prepared


def drain(pair: Pair, direction: Direction, lsn: str, *, patience_seconds: float) -> Drained:
    """Wait until the receiver has confirmed everything up to a place in the log, or patience ends."""
    begun, name = time.monotonic(), pair.name(direction)
    with connected(pair.publisher(direction)) as publisher, connected(pair.subscriber(direction)) as subscriber:
        while True:
            found = _outstanding(publisher, subscriber, name, lsn)
            waited = time.monotonic() - begun
            if (found is not None and not sum(found[1:])) or waited > patience_seconds:
                confirmed, left, tables, prepared = found or ("", 1, 0, 0)
                return Drained(lsn, confirmed, left, tables, prepared, waited)
            time.sleep(0.1)


def _outstanding(
    publisher: Connection, subscriber: Connection, name: str, lsn: str
) -> tuple[str, int, int, int] | None:
    """Where the receiver is, and the bytes, tables and prepared transactions that are left; nothing where there is no slot."""
    slot = rows(
        publisher,
        "SELECT confirmed_flush_lsn::text, greatest(pg_wal_lsn_diff(%s::pg_lsn, confirmed_flush_lsn), 0)::bigint"
        " FROM pg_replication_slots WHERE slot_name = %s",
        lsn,
        name,
    )
    tables = value(
        subscriber,
        "SELECT CASE WHEN count(*) = 0 THEN 1 ELSE count(*) FILTER (WHERE srsubstate <> 'r') END FROM pg_subscription_rel r"
        " JOIN pg_subscription s ON s.oid = r.srsubid WHERE subname = %s",
        name,
    )
    prepared = value(publisher, "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()")
    return (slot[0][0], int(slot[0][1]), int(tables), int(prepared)) if slot else None


def clock_skew(where: Endpoint) -> timedelta:
    """How far the clock of a server is ahead of ours, to a second or so."""
    with connected(where) as connection:
        before = datetime.now(UTC)
        theirs: datetime = value(connection, "SELECT clock_timestamp()")
        return theirs - (before + (datetime.now(UTC) - before) / 2)


@dataclass(frozen=True)
class Watched:
    """What a row of looks says.

    hours: whole hours that were watched without a gap, back from the last look. p99_seconds: of the lag in them; None where a look
    did not know it. errors: that came in them. return_until: when the host drops the slot, if nobody reads from it until then.
    """

    hours: int
    p99_seconds: int | None
    slot_bytes: int | None
    errors: int | None
    alive: bool
    return_until: datetime | None


def watched(samples: Sequence[Sample]) -> Watched:
    """What looks say together; those before a gap, a dead slot or another direction count for nothing."""
    run = _unbroken(samples)
    if not run:
        return Watched(0, None, None, None, alive=False, return_until=None)
    last = run[-1]
    lags, held = [each.lag_seconds for each in run], [each.slot_bytes for each in run]
    known = [each for each in lags if each is not None]
    p99 = sorted(known)[min(len(known) - 1, len(known) * 99 // 100)] if len(known) == len(lags) else None
    counted = [each.errors for each in run]
    errors = None if None in counted else (counted[-1] or 0) - (counted[0] or 0)
    hours = int((last.at - run[0].at) / timedelta(hours=1))
    most = None if None in held else max(each for each in held if each is not None)
    return Watched(hours, None if p99 is None else int(-(-p99 // 1)), most, errors, last.alive, _until(run))


def _unbroken(samples: Sequence[Sample]) -> list[Sample]:
    """The looks back from the last one, as long as each is near the next and tells of a living slot of its direction."""
    found: list[Sample] = []
    for each in reversed(samples):
        if found and (found[-1].at - each.at > SAMPLE_GAP or each.direction != found[-1].direction or not each.alive):
            break
        found.append(each)
    return found[::-1]


def _until(run: Sequence[Sample]) -> datetime | None:
    """When a slot that nobody reads is dropped, counted from when somebody last did: by the server, or by our own looks."""
    last = run[-1]
    if not last.alive:
        return None
    if last.active:
        return last.at + SLOT_LIFE
    if last.inactive_seconds is not None:
        return last.at - timedelta(seconds=last.inactive_seconds) + SLOT_LIFE
    seen = [each.at for each in run if each.active]
    return seen[-1] + SLOT_LIFE if seen else None
