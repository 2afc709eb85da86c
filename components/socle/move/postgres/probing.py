"""Tries to write into a closed database with the credentials that are in use: new sessions, and those that were open before.

A session that opens is counted as a write: whatever it may do now, one SET lets it do more. A wrong password proves nothing.
"""

import psycopg

from socle.move.collect import Outcome, Probe

from .connect import Endpoint

_REFUSED = ("permission denied for database", "is not permitted to log in", "does not have CONNECT privilege")
"""What a server says to a credential that is right and may not connect. Anything else proves nothing, another language either."""


def opened(where: Endpoint) -> psycopg.Connection[tuple[object, ...]] | None:
    """A session as an application has it, before the fence; nothing where it does not open."""
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
