"""The database half of a rehearsal, on real parts by an operator's real commands: `make rehearsal-database`.

From INVENTORIED to SWITCHED, back, SWITCHED again and COMMITTED through the real gates, while applications write; the downtime of
each switch is what they saw. What a whole cut-over has beside the database is given, not seen, and is said.
"""

import argparse
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from socle.cutover import Stage
from socle.move.collect import reverse_ready
from socle.move.postgres import look

from .ledger import Cutover, begun
from .parts.driver import Operator, Ran
from .parts.postgres import Server, missing, pair, servers
from .parts.schema import filled
from .timeline import Timeline
from .writers import Writer, doubled_or_lost

WITHOUT = (
    "objects: not in this half",
    "tunnels, stacks, images, secrets, names, people: their records say what is asked for, and nobody saw it",
    "time: the thresholds in minutes, hours and days are zero",
    "two clouds: both servers are on this machine, of one version, on sockets: no TLS, no relay, no failover, no 24 hours",
    "ICU: the servers of the wheel have none",
)


@dataclass
class Rehearsal:
    """Everything that a rehearsal goes on: its timeline, ledger, operator, and the applications that write."""

    line: Timeline
    cutover: Cutover
    operator: Operator
    writers: list[Writer]
    folder: Path

    def does(self, name: str, *words: str) -> None:
        """The operator types a command that must succeed."""
        _said(self.line, self.operator.must(*words), name)

    def sees(self, name: str, *words: str) -> None:
        """A command whose sights the next step of the ledger takes."""
        sight = self.folder / "sight.json"
        self.does(name, *words, "--sight", str(sight))
        self.cutover.see(sight)

    def steps(self, *goals: Stage) -> None:
        """Steps of the ledger, each through its gate."""
        for goal in goals:
            self.line.say(f"ledger: {goal}", self.cutover.step(goal))

    def pauses(self, *, on: bool = True) -> None:
        """The applications pause, or go on."""
        for each in self.writers:
            each.pause(on=on)

    def credentials(self, side: Server) -> str:
        """The file of what is in use on a side."""
        file = self.folder / f"{side.side}.json"
        row = {"kind": "role", "conninfo": f"host={side.sockets} dbname=studies user=app", "password": "APP_PASSWORD"}
        file.write_text(json.dumps([row]), encoding="utf-8")
        return str(file)


def rehearse(rows: int, seconds: float) -> Timeline:
    """One rehearsal. rows: at the beginning. seconds: that each phase is written through.

    Raises:
        AssertionError: a command failed, or a row was lost or doubled.
        Refused: a gate did not open.
    """
    line = Timeline()
    with servers() as (source, target), tempfile.TemporaryDirectory() as name:
        filled(source, target, rows=rows)
        writers = [Writer(f"writer-{each}", (source, target)) for each in ("a", "b")]
        all_of = Rehearsal(line, begun(), Operator(source, target), writers, Path(name))
        _seeded(all_of, seconds)
        _switch(all_of, "switch")
        time.sleep(seconds)
        _back(all_of)
        time.sleep(seconds)
        all_of.steps(Stage.SYNCING)
        all_of.does("go on", "arm", "--no-copy")
        time.sleep(seconds)
        all_of.steps(Stage.REHEARSED)
        _switch(all_of, "switch again")
        time.sleep(seconds)
        _committed(all_of, source, target)
    line.say(
        "ledger",
        f"{len(all_of.cutover.book.lines)} records, signed by the keys of this run; {all_of.cutover.book.position.stage}",
    )
    for each in WITHOUT:
        line.say("not shown", each)
    return line


def _seeded(all_of: Rehearsal, seconds: float) -> None:
    all_of.does("look", "lint")
    all_of.steps(Stage.FROZEN, Stage.BRIDGED)
    all_of.does("close the target", "fence", "--side", "target")
    all_of.steps(Stage.SEEDING)
    for each in all_of.writers:
        each.start()
    all_of.does("copy", "arm")
    time.sleep(seconds)
    all_of.sees("watch", "watch", "--every", "0.5", "--for", str(seconds))
    all_of.pauses()
    all_of.sees("compare while nobody writes", "verify", "--again", "5")
    all_of.pauses(on=False)
    all_of.steps(Stage.SYNCING, Stage.REHEARSED)


def _switch(all_of: Rehearsal, name: str) -> None:
    operator, at = all_of.operator, time.monotonic()
    proof, sight = all_of.folder / "equal.json", all_of.folder / "sight.json"
    all_of.steps(Stage.FENCED)
    all_of.sees(
        f"{name}: close the source", "fence", "--side", "source", "--credentials", all_of.credentials(operator.source)
    )
    all_of.sees(f"{name}: drain", "drain")
    proof.write_text(operator.must("verify", "--json", "--sight", str(sight)).out, encoding="utf-8")
    all_of.cutover.see(sight)
    all_of.line.say(f"{name}: prove", f"{json.loads(proof.read_text('utf-8'))['rows']} rows the same")
    all_of.does(f"{name}: turn", "turn", "--direction", "forward", "--verified", str(proof))
    all_of.cutover.see(_way_back(operator, all_of.folder))
    all_of.steps(Stage.SWITCHED)
    all_of.does(f"{name}: open the target", "unfence", "--side", "target")
    _downtime(all_of.line, all_of.writers, at, name)


def _back(all_of: Rehearsal) -> None:
    at = time.monotonic()
    all_of.steps(Stage.FALLING_BACK)
    target = all_of.operator.target
    all_of.sees("way back: close the target", "fence", "--side", "target", "--credentials", all_of.credentials(target))
    all_of.sees("way back: turn", "turn", "--direction", "reverse", "--paused")
    all_of.steps(Stage.ROLLED_BACK)
    all_of.does("way back: open the source", "unfence", "--side", "source")
    _downtime(all_of.line, all_of.writers, at, "way back")


def _committed(all_of: Rehearsal, source: Server, target: Server) -> None:
    for each in all_of.writers:
        each.stop()
    _settled(all_of.line, all_of.operator, all_of.writers, source, target)
    sight = all_of.folder / "sight.json"
    all_of.does("compare", "verify", "--direction", "reverse", "--sight", str(sight))
    values = json.loads(sight.read_text("utf-8"))[0]["values"]
    all_of.cutover.see(sight, reverse_parity={"differences": values["differences"], "checks": 1}, parity=values)
    all_of.steps(Stage.STABILISED, Stage.COMMITTED)
    all_of.does("end of the way back", "disarm", "--direction", "reverse")


def _way_back(operator: Operator, folder: Path) -> Path:
    """Whether the way back carries: a row that the host writes on the target arrives at the source."""
    arrived = 0
    operator.target.administer("INSERT INTO care.codes VALUES ('probe', 'of the way back')")
    with operator.source.connect("postgres") as connection:
        for _ in range(100):
            arrived = len(connection.execute("SELECT 1 FROM care.codes WHERE code = 'probe'").fetchall())
            if arrived:
                break
            time.sleep(0.1)
    operator.target.administer("DELETE FROM care.codes WHERE code = 'probe'")
    seen = reverse_ready([look(pair(operator.source, operator.target), "reverse")], arrived)
    file = folder / "way-back.json"
    file.write_text(json.dumps([seen.as_json()]), encoding="utf-8")
    return file


def _downtime(line: Timeline, writers: list[Writer], since: float, name: str) -> None:
    time.sleep(1)
    line.say(f"{name}: downtime", f"{max(each.silence(since) for each in writers):.1f} s without a confirmed write")


def _settled(line: Timeline, operator: Operator, writers: list[Writer], source: Server, target: Server) -> None:
    """Both sides hold what the writers have in their journals, once each."""
    until = time.monotonic() + 30
    while operator.run("verify", "--direction", "reverse").code and time.monotonic() < until:
        time.sleep(0.5)
    for each in (target, source):
        odd, lost = doubled_or_lost(writers, each)
        assert not odd, f"{each.side}: {sorted(odd)[:5]} doubled, or written by nobody"
        assert not lost, f"{each.side}: {sorted(lost)[:5]} lost"
    count = sum(len(each.confirmed) for each in writers)
    unsure = sum(len(each.unsure) for each in writers)
    line.say(
        "journals", f"{count} rows confirmed, each once on both sides; {unsure} whose confirmation a fence cut off"
    )


def _said(line: Timeline, ran: Ran, name: str) -> None:
    lines = ran.out.strip().splitlines()
    said = next((each for each in reversed(lines) if "move" in each), lines[-1]) if name == "look" else lines[0]
    line.say(name, f"{said} ({ran.seconds:.1f} s)")


def main() -> None:
    """Run it, and write the timeline where it is asked for."""
    asked = argparse.ArgumentParser(description="Rehearse the move of a database on real parts.")
    asked.add_argument("--rows", type=int, default=50_000)
    asked.add_argument("--seconds", type=float, default=3.0)
    asked.add_argument("--folder", type=Path, default=Path("dist"))
    given = asked.parse_args()
    if why := missing():
        print(f"rehearsal-database: {why}, and nothing was run")
        return
    line = rehearse(given.rows, given.seconds)
    given.folder.mkdir(exist_ok=True)
    (given.folder / "rehearsal-database.txt").write_text(line.text(), encoding="utf-8")
    (given.folder / "rehearsal-database.html").write_text(line.page("Rehearsal: the database half"), encoding="utf-8")
    print(f"timeline: {given.folder}/rehearsal-database.txt, .html")


if __name__ == "__main__":
    main()
