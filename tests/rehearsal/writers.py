"""Applications that write throughout a rehearsal: each keeps a journal of what a server confirmed, and goes to whichever side is open.

The journal is the writers' own and no part of either database: what it has must be there once, and nothing else may be.
"""

import time
from dataclasses import dataclass, field

import psycopg

from .parts.postgres import Server
from .writing import Writing


@dataclass
class Writer(Writing):
    """One application. confirmed: names of its rows that were confirmed. unsure: rows whose confirmation was cut off."""

    sides: tuple[Server, Server]
    confirmed: set[str] = field(default_factory=set[str])
    unsure: set[str] = field(default_factory=set[str])
    _session: psycopg.Connection[tuple[object, ...]] | None = None

    def _write(self) -> None:
        try:
            self._rows()
        finally:
            self._leave()

    def _rows(self) -> None:
        for number in self._turns(every_seconds=0.05):
            row = f"{self.name}-{number}"
            while not self._ends.is_set():
                try:
                    self._session = self._session or self._open()
                    self._session.execute("INSERT INTO care.people (name) VALUES (%s)", [row])
                except psycopg.Error as error:
                    if self._session is not None and not isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
                        self.unsure.add(row)  # it may have been written before the session was ended
                        row = f"{row}+"
                    self._leave()
                    time.sleep(0.05)
                else:
                    self.times.append(time.monotonic())
                    self.confirmed.add(row)
                    break

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None

    def _open(self) -> psycopg.Connection[tuple[object, ...]]:
        """A session on the side that lets it in."""
        for side in self.sides[:-1]:
            try:
                return side.connect()
            except psycopg.OperationalError:
                continue
        return self.sides[-1].connect()


def doubled_or_lost(writers: list[Writer], server: Server) -> tuple[set[str], set[str]]:
    """Rows that a side holds twice or that nobody wrote, and confirmed rows that it does not hold."""
    with server.connect("postgres") as connection:
        found = [str(each[0]) for each in connection.execute("SELECT name FROM care.people WHERE name LIKE 'writer-%'")]
    confirmed = set[str]().union(*(each.confirmed for each in writers))
    unsure = set[str]().union(*(each.unsure for each in writers))
    twice = {each for each in found if found.count(each) > 1} if len(found) != len(set(found)) else set[str]()
    return twice | (set(found) - confirmed - unsure), confirmed - set(found)
