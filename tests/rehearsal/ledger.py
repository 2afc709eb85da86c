"""The ledger of a rehearsal: the real gates, signatures by keys of this run, and what was really seen of the data.

What has no real part here (tunnels, stacks, people) is recorded as asked for, and counted: each step says how many of its
conditions were seen, and how many were given. Thresholds of time are zero, since nobody waits fifteen minutes.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.walked_ledger import FENCES, added, asked_values

from socle.cutover import KINDS, Book, Condition, Stage, approval, deployment, observation, step_to, transition
from socle.cutover.evidence import Value
from socle.estate import Estate, load

from ..cutover.operator import WAVE, by_role, declared
from ..estate.cut_over import write_cutover

NO_TIME = {"fence_minutes": 0, "lag_hours": 0, "stabilised_days": 0, "unused_days": 0}


def estate(datasets: Sequence[str] = ("catalogue",)) -> Estate:
    """The sound estate with one wave that moves these datasets, and thresholds without time."""
    with tempfile.TemporaryDirectory() as folder:
        estates = Path(folder) / "estates"
        estates.mkdir()
        write_cutover(estates, declared())
        found = load(next(each for each in estates.iterdir() if each.is_dir())).estate
    assert found.cutover is not None
    wave = found.cutover.waves[WAVE]
    known = {name: each for every in found.cutover.waves.values() for name, each in every.datasets.items()}
    changed = wave.model_copy(
        update={
            "datasets": {name: known[name] for name in datasets},
            "thresholds": wave.thresholds.model_copy(update=NO_TIME),
        }
    )
    cutover = found.cutover.model_copy(update={"waves": {WAVE: changed}})
    return found.model_copy(update={"cutover": cutover})


@dataclass
class Cutover:
    """One wave on its way, by the real clock."""

    book: Book
    seen: dict[str, dict[str, Value]]

    def see(self, sights: Iterable[Mapping[str, Any]]) -> None:
        """Keep what commands told, for the next step; each sight is used once."""
        self.seen.update({each["kind"]: each["values"] for each in sights})

    def step(self, goal: Stage) -> str:
        """Take one step: records, approval, transition, and its hands in their turn.

        Raises:
            Refused: its gate does not open.
        """
        step = step_to(self.book, goal)
        wanted = [each for each in Condition if each in step.needs and each is not Condition.APPROVED]
        real = 0
        for condition in sorted(wanted, key=lambda each: each not in FENCES):
            kind, now = KINDS[condition], self._now()
            values = self.seen.pop(kind, None)
            real += values is not None
            self._add(observation(now, kind, asked_values(now, condition, step) if values is None else values))
        if Condition.APPROVED in step.needs:
            self._add(approval(self._now(), goal))
        self._add(transition(self._now(), goal))
        hands = self.hands()
        assert self.book.position.stage is goal, self.book.reached.refusals
        return f"{real} of {len(wanted)} conditions seen, the others given; {hands} hands"

    def hands(self) -> int:
        """Record the deployment of every hand in its turn. Returns how many."""
        count = 0
        while self._now().position.waiting:
            self._add(deployment(self.book, self.book.position.waiting[0]))
            count += 1
        return count

    def _now(self) -> Book:
        self.book = replace(self.book, at=datetime.now(UTC).replace(microsecond=0))
        return self.book

    def _add(self, draft: Any) -> None:
        self.book = added(self.book, draft, by_role)
        self._now()


def begun(datasets: Sequence[str]) -> Cutover:
    """A wave that stands where every wave begins."""
    found = Cutover(Book(estate(datasets), WAVE, (), datetime.now(UTC).replace(microsecond=0)), {})
    found.hands()
    return found
