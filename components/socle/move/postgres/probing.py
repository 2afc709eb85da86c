"""Tries to write into a closed database with the credentials that are in use: new sessions, and those that were open before.

A session that opens is counted as a write: whatever it may do now, one SET lets it do more. A wrong password proves nothing.
"""

from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager

import psycopg

from socle.move.collect import Outcome, Probe

from .connect import Endpoint

_REFUSED = ("permission denied for database", "is not permitted to log in", "does not have CONNECT privilege")
"""What a server says to a credential that is right and may not connect. Anything else proves nothing, another language either."""


@contextmanager
def opened(
    credentials: Iterable[tuple[str, Endpoint]],
) -> Generator[dict[str, psycopg.Connection[tuple[object, ...]] | None]]:
    """A session of each kind as applications have them before the fence, or nothing where it does not open; ended on leaving."""
    with ExitStack() as ended:
        found = {kind: _session(where) for kind, where in credentials}
        for each in filter(None, found.values()):
            ended.callback(each.close)
        yield found


def _session(where: Endpoint) -> psycopg.Connection[tuple[object, ...]] | None:
    try:
        return psycopg.connect(**dict(where.keywords), password=where.password(), autocommit=True)  # pyright: ignore[reportArgumentType]
    except psycopg.OperationalError:
        return None


def new_session(dataset: str, kind: str, where: Endpoint) -> Probe:
    """Try to open a session with a credential."""
    try:
        psycopg.connect(**dict(where.keywords), password=where.password(), connect_timeout=10).close()  # pyright: ignore[reportArgumentType]
    except psycopg.OperationalError as error:
        refused = any(each in str(error) for each in _REFUSED)
        return Probe(dataset, kind, Outcome.REFUSED if refused else Outcome.NOT_TRIED, type(error).__name__)
    return Probe(dataset, kind, Outcome.ACCEPTED)


def open_session(dataset: str, kind: str, session: psycopg.Connection[tuple[object, ...]] | None) -> Probe:
    """Try to go on in a session that was open before the fence."""
    if session is None:
        return Probe(dataset, kind, Outcome.NOT_TRIED, "it did not open before the fence")
    try:
        session.execute("SELECT 1")
    except psycopg.OperationalError as error:  # ended by the server, or cut
        return Probe(dataset, kind, Outcome.REFUSED, type(error).__name__)
    return Probe(dataset, kind, Outcome.ACCEPTED)
