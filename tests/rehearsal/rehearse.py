"""A whole cut-over on real parts, by an operator's real commands: `make rehearsal`. With `--without objects`, its database half alone.

From INVENTORIED to SWITCHED, back, SWITCHED again and COMMITTED through the real gates, while applications write; the downtime of
each switch is what they saw. What has no real part is given, not seen, and is said.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from socle.cutover import Stage

from .database import Database
from .half import Half, Sight, sight
from .ledger import Cutover, begun
from .objects import Objects
from .parts import azurite, stores
from .parts.driver import must
from .parts.postgres import missing, servers
from .timeline import Timeline

WITHOUT = (
    "tunnels, stacks, images, secrets, names, people: their records say what is asked for, and nobody saw it",
    "time: the thresholds in minutes, hours and days are zero",
)


@dataclass
class Rehearsal:
    """Everything that a rehearsal goes on: its timeline, its ledger, and the halves of its wave."""

    line: Timeline
    cutover: Cutover
    halves: Sequence[Half]
    folder: Path

    def both(self, what: Callable[[Half], Any]) -> list[Any]:
        """Something of each half, beside each other as two people would do it."""
        with ThreadPoolExecutor(len(self.halves)) as pool:
            return list(pool.map(what, self.halves))

    def see(self, what: Callable[[Half], Sequence[Sight]]) -> None:
        """What each half saw, as one sight a kind: the ledger has one record of a condition for the whole wave.

        What a half has none of is given for it, and the timeline says so at its end.
        """
        found = self.both(what)
        kinds = {each["kind"] for sights in found for each in sights}
        files = list[str]()
        for half, sights in zip(self.halves, found, strict=True):
            file = self.folder / f"{half.dataset}.sights.json"
            none = [sight(kind, datasets=1, **half.has_none[kind]) for kind in sorted(kinds & half.has_none.keys())]
            file.write_text(json.dumps([*sights, *none]), encoding="utf-8")
            files.append(str(file))
        self.cutover.see(json.loads(must(("collect", "merge", *files, "--json"), os.environ).out))

    def steps(self, *goals: Stage) -> None:
        """Steps of the ledger, each through its gate."""
        for goal in goals:
            self.line.say(f"ledger: {goal}", self.cutover.step(goal))

    def downtime(self, name: str, since: float) -> None:
        """What applications saw of a switch: of each half the longest silence of one of them."""
        said = ", ".join(f"{each.dataset} {each.silence(since):.1f} s" for each in self.halves)
        self.line.downtimes.append((name, said))
        self.line.say(f"{name}: downtime", f"without a confirmed write: {said}")


def rehearse(rows: int, objects: int, seconds: float) -> Timeline:
    """One rehearsal. rows, objects: at the beginning; no objects: the database alone. seconds: that each phase is written through.

    Raises:
        AssertionError: a command failed, or a row or an object was lost or doubled.
        Refused: a gate did not open.
    """
    line = Timeline()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        databases = stack.enter_context(servers())
        halves: list[Half] = [Database(line, *databases, folder, rows)]
        if objects:
            halves.append(Objects(line, *stack.enter_context(stores.stores()), folder, objects))
        run = Rehearsal(line, begun([each.dataset for each in halves]), halves, folder)
        _seeded(run, seconds)
        _switched(run, "switch")
        time.sleep(seconds)
        _returned(run)
        time.sleep(seconds)
        run.steps(Stage.SYNCING)
        run.both(lambda half: half.go_on())
        time.sleep(seconds)
        run.steps(Stage.REHEARSED)
        _switched(run, "switch again")
        time.sleep(seconds)
        run.see(lambda half: half.settle())
        run.steps(Stage.STABILISED, Stage.COMMITTED)
        run.both(lambda half: half.end())
    book = run.cutover.book
    line.say("ledger", f"{len(book.lines)} records, signed by the keys of this run; {book.position.stage}")
    for each in (
        *WITHOUT,
        *([] if objects else ["objects: not in this half"]),
        *(what for half in halves for what in half.without),
        *(given(half) for half in halves if len(halves) > 1),
    ):
        line.say("not shown", each)
    for name, said in line.downtimes:
        line.say(f"downtime of the {name}", said)
    return line


def given(half: Half) -> str:
    """What counts as seen of a half and was not, since a half has none of it."""
    return f"{half.dataset}: {', '.join(sorted(half.has_none))}: it has none of what they count; given, and counted as seen"


def _seeded(run: Rehearsal, seconds: float) -> None:
    run.both(lambda half: half.look())
    run.steps(Stage.FROZEN, Stage.BRIDGED)
    run.both(lambda half: half.close_target())
    run.steps(Stage.SEEDING)
    run.both(lambda half: half.begin_to_write())
    run.see(lambda half: half.copy(seconds))
    run.both(lambda half: half.pause(on=True))
    run.see(lambda half: half.compare())
    run.both(lambda half: half.pause(on=False))
    run.steps(Stage.SYNCING, Stage.REHEARSED)


def _switched(run: Rehearsal, name: str) -> None:
    since = time.monotonic()
    run.steps(Stage.FENCED)
    run.see(lambda half: half.close_source())
    run.see(lambda half: half.prove())
    run.see(lambda half: half.turn())
    run.steps(Stage.SWITCHED)
    run.both(lambda half: half.open_target())
    run.downtime(name, since)


def _returned(run: Rehearsal) -> None:
    since = time.monotonic()
    run.steps(Stage.FALLING_BACK)
    run.see(lambda half: half.fence_target())
    run.see(lambda half: half.come_back())
    run.steps(Stage.ROLLED_BACK)
    run.both(lambda half: half.open_source())
    run.downtime("way back", since)


def main() -> None:
    """Run it, and write the timeline where it is asked for."""
    asked = argparse.ArgumentParser(description="Rehearse a cut-over on real parts.")
    asked.add_argument("--rows", type=int, default=50_000)
    asked.add_argument("--objects", type=int, default=300)
    asked.add_argument("--seconds", type=float, default=3.0)
    asked.add_argument("--without", choices=["objects"])
    asked.add_argument("--folder", type=Path, default=Path("dist"))
    given = asked.parse_args()
    name, why = "rehearsal-database" if given.without else "rehearsal", missing()
    if not given.without:
        azurite.install()
        why = why or stores.missing()
    if why:
        print(f"{name}: {why}, and nothing was run")
        return
    line = rehearse(given.rows, 0 if given.without else given.objects, given.seconds)
    given.folder.mkdir(exist_ok=True)
    (given.folder / f"{name}.txt").write_text(line.text(), encoding="utf-8")
    title = "Rehearsal: the database half" if given.without else "Rehearsal of a cut-over"
    (given.folder / f"{name}.html").write_text(line.page(title), encoding="utf-8")
    print(f"timeline: {given.folder}/{name}.txt, .html")


if __name__ == "__main__":
    main()
