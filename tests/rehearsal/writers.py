"""Applications that write throughout a rehearsal: each keeps a journal of what a server confirmed, and goes to whichever side is open.

The journal is the writers' own and no part of either database: what it has must be there once, and nothing else may be.
"""

import threading
import time
from dataclasses import dataclass, field
from itertools import count, pairwise

import psycopg

from .parts.postgres import Server


@dataclass
class Writer:
    """One application. confirmed: when each of its rows was confirmed, by name. unsure: rows whose confirmation was cut off."""

    name: str
    sides: tuple[Server, Server]
    confirmed: dict[str, float] = field(default_factory=dict[str, float])
    unsure: set[str] = field(default_factory=set[str])
    _paused: threading.Event = field(default_factory=threading.Event)
    _ends: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _session: psycopg.Connection[tuple[object, ...]] | None = None

    def start(self) -> None:
        """Begin to write, about twenty rows a second."""
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def pause(self, *, on: bool = True) -> None:
        """Write nothing for a while, as at night: both sides can only be compared where nobody writes."""
        if on:
            self._paused.set()
            time.sleep(0.5)
        else:
            self._paused.clear()

    def stop(self) -> None:
        """End, after the row that is being written."""
        self._ends.set()
        if self._thread:
            self._thread.join(timeout=30)

    def silence(self, since: float) -> float:
        """The longest time without a confirmed row that began at or after a moment, in seconds."""
        times = sorted(each for each in self.confirmed.values() if each >= since - 1)
        return max((later - earlier for earlier, later in pairwise(times)), default=0.0)

    def _write(self) -> None:
        try:
            self._rows()
        finally:
            self._leave()

    def _rows(self) -> None:
        for number in count():
            row = f"{self.name}-{number}"
            while self._paused.is_set() and not self._ends.is_set():
                time.sleep(0.05)
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
                    self.confirmed[row] = time.monotonic()
                    break
            if self._ends.wait(0.05):
                return

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
