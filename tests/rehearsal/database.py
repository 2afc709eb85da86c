"""The database half of a rehearsal, on real parts by an operator's real commands: `make rehearsal-database`.

Switch, way back, switch again and end of the way back, while applications write; the downtime of each switch is what they saw. What a
whole cut-over has beside it (objects, ledger, signatures, clouds) is not in it, and is said.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from .parts.driver import Operator, Ran
from .parts.postgres import Server, missing, servers
from .parts.schema import filled
from .timeline import Timeline
from .writers import Writer, doubled_or_lost

WITHOUT = (
    "objects: not in this half",
    "ledger, gates, windows and signatures: the sights are written, and no record is made of them here",
    "two clouds: both servers are on this machine, of one version, on sockets: no TLS, no relay, no failover, no 24 hours",
    "ICU: the servers of the wheel have none",
)


def rehearse(rows: int, seconds: float) -> Timeline:
    """One rehearsal. rows: at the beginning. seconds: that each phase is written through.

    Raises:
        AssertionError: a command failed, or a row was lost or doubled.
    """
    line = Timeline()
    with servers() as (source, target), tempfile.TemporaryDirectory() as name:
        filled(source, target, rows=rows)
        operator, folder = Operator(source, target), Path(name)
        writers = [Writer(f"writer-{each}", (source, target)) for each in ("a", "b")]
        _said(line, operator.must("lint"), "look")
        _said(line, operator.must("fence", "--side", "target"), "close the target")
        for each in writers:
            each.start()
        _said(line, operator.must("arm"), "copy")
        time.sleep(seconds)
        _said(line, operator.must("watch", "--every", "0.5", "--for", str(seconds)), "watch")
        _switch(line, operator, writers, folder, "switch")
        time.sleep(seconds)
        _back(line, operator, writers)
        time.sleep(seconds)
        _said(line, operator.must("arm", "--no-copy"), "go on")
        time.sleep(seconds)
        _switch(line, operator, writers, folder, "switch again")
        time.sleep(seconds)
        for each in writers:
            each.stop()
        _settled(line, operator, writers, source, target)
        _said(line, operator.must("disarm", "--direction", "reverse"), "end of the way back")
    for each in WITHOUT:
        line.say("not shown", each)
    return line


def _switch(line: Timeline, operator: Operator, writers: list[Writer], folder: Path, name: str) -> None:
    at, used, proof = time.monotonic(), folder / "in-use.json", folder / "equal.json"
    row = {
        "kind": "role",
        "conninfo": f"host={operator.source.sockets} dbname=studies user=app",
        "password": "APP_PASSWORD",
    }
    used.write_text(json.dumps([row]), encoding="utf-8")
    _said(line, operator.must("fence", "--side", "source", "--credentials", str(used)), f"{name}: close the source")
    _said(line, operator.must("drain"), f"{name}: drain")
    proof.write_text(operator.must("verify", "--json").out, encoding="utf-8")
    line.say(f"{name}: prove", f"{json.loads(proof.read_text('utf-8'))['rows']} rows the same")
    _said(line, operator.must("turn", "--direction", "forward", "--verified", str(proof)), f"{name}: turn")
    _said(line, operator.must("unfence", "--side", "target"), f"{name}: open the target")
    _downtime(line, writers, at, name)


def _back(line: Timeline, operator: Operator, writers: list[Writer]) -> None:
    at = time.monotonic()
    _said(line, operator.must("fence", "--side", "target"), "way back: close the target")
    _said(line, operator.must("turn", "--direction", "reverse", "--paused"), "way back: turn")
    _said(line, operator.must("unfence", "--side", "source"), "way back: open the source")
    _downtime(line, writers, at, "way back")


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
