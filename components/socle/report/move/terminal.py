"""Moves in a terminal: one line a stage while it runs, and what a person has to know when it ended."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from socle.move.collect import Sight
from socle.move.objects import SCHEMES, Estimate

from ..text import printable
from ..words import Words

if TYPE_CHECKING:
    from socle.move.objects import Ended, Erased, Passed, Progress, Verdict  # they bring all that moves objects

_NAMED = 20
"""Objects at fault that a terminal names; the rest is counted."""


def step_line(step: "Progress", words: Words) -> str:
    """A stage at work: objects, bytes, rate, time left, and what each worker does."""
    parts = [words(f"move.stage.{step.stage}"), words.count("move.objects", step.objects), _size(step.bytes, words)]
    if step.rate:
        parts.append(words("move.rate", size=_size(step.rate, words)))
    if step.seconds_left is not None:
        parts.append(words("move.left", time=_time(step.seconds_left, words)))
    if len(step.workers) > 1 and step.seconds:
        each = (_size(done / step.seconds, words) for _, done in sorted(step.workers.items()))
        parts.append(words("move.workers", rates=" + ".join(each)))
    if step.waiting:
        parts.append(words("move.waiting"))
    return ", ".join(parts)


def show_passed(passed: "Passed", output: Console, words: Words) -> None:
    """How a pass ended, stage by stage, and what to do where it did not."""
    heading = words("move.passed", number=passed.number, kind=words(f"move.kind.{passed.kind}"))
    _lines(output, [heading + (words("move.resumed") if passed.resumed else "")])
    for ended in passed.stages:
        _lines(output, [f"  {line}" for line in _ended(ended, words)])
    for name, count in sorted(passed.hazards.items()):
        said = words("move.hazard", count=words.number(count), hazard=words(f"move.hazard.{name}"))
        _lines(output, [f"  {said}"])
    if not passed.whole:
        _lines(output, [words("move.unfinished")])
    elif passed.failures:
        _lines(output, [words.count("move.failed", passed.failures)])


def _ended(ended: "Ended", words: Words) -> Iterable[str]:
    step = ended.progress
    yield words(
        "move.stage",
        stage=words(f"move.stage.{step.stage}"),
        done=words.number(step.shards_done),
        shards=words.number(step.shards),
        objects=words.count("move.objects", step.objects),
        size=_size(step.bytes, words),
        time=_time(step.seconds, words),
    )
    for why, count in sorted(ended.broken.items()):
        yield words.count("move.broken", count, why=words.of("move.why", why))


def show_verdict(found: "Verdict", sights: Sequence[Sight], output: Console, words: Words) -> None:
    """Whether both sides are equal, what is at fault by name, and what to write into the ledger."""
    said = "move.equal" if found.equal else "move.unequal"
    _lines(output, [words(said, objects=words.count("move.objects", found.objects), size=_size(found.bytes, words))])
    counts = ((words(f"move.verdict.{name}"), count) for name, count in found.verdicts.items() if count)
    _lines(output, [f"  {words.number(count)} {name}" for name, count in counts])
    if found.erasures:
        _lines(output, [f"  {words.count('move.outstanding', found.erasures)}"])
    _lines(output, [f"    {words(f'move.verdict.{what}')}: {printable(key)}" for key, what in found.named[:_NAMED]])
    if len(found.named) > _NAMED:
        _lines(output, [f"    {words('move.more')}"])
    _lines(output, [f"  {words(f'move.gap.{gap}')}" for gap in found.gaps])
    _lines(output, [words("move.root", root=found.target_root), words("move.record")])
    _lines(output, [f"  socle cutover record WAVE {each.kind} {' '.join(each.arguments())}" for each in sights])


def show_estimate(found: Estimate, window: float | None, output: Console, words: Words) -> None:
    """What a move takes, and by which rates."""
    rates = found.rates
    _lines(
        output,
        [
            words(
                "move.plan.days", days=words.number(found.days, 2), workers=words.count("move.processes", found.workers)
            ),
            *([words("move.plan.link")] if found.link_bound else []),
            words("move.plan.source", requests=words.number(found.requests_source)),
            words("move.plan.target", requests=words.number(found.requests_target)),
            words("move.plan.egress.unknown", gb=words.number(found.egress_gb))
            if found.egress_eur is None
            else words("move.plan.egress", gb=words.number(found.egress_gb), eur=words.money(found.egress_eur)),
            *(f"  {words(f'move.scheme.{each.name}')}" for each in SCHEMES),
            words("move.plan.fence", time=_time(found.fence_seconds, words)),
            words(
                "move.plan.rates.measured" if rates.measured else "move.plan.rates.assumed",
                size=_size(rates.bytes, words),
                objects=words.number(rates.objects),
            ),
        ],
    )
    if window is not None and found.fence_seconds > window * 60:
        _lines(output, [words("move.plan.too-long", minutes=words.number(window))])


def show_erased(found: "Erased", output: Console, words: Words) -> None:
    """What became of a list of tombstones."""
    _lines(output, [words.count("move.erased", found.erased, versions=words.number(found.versions))])
    rest = (("absent", found.absent), ("held", found.held), ("returned", found.returned), ("left", found.left))
    _lines(output, [f"  {words.count(f'move.erased.{name}', count)}" for name, count in rest if count])


def _lines(output: Console, lines: Iterable[str]) -> None:
    for line in lines:
        output.print(Text(line), soft_wrap=True)


def _size(count: float, words: Words) -> str:
    """Bytes in the unit that reads best, in powers of a thousand."""
    for power, unit in ((12, "tb"), (9, "gb"), (6, "mb"), (3, "kb")):
        if count >= 10**power:
            return words(f"move.size.{unit}", n=words.number(count / 10**power, 1))
    return words("move.size.b", n=words.number(count))


def _time(seconds: float, words: Words) -> str:
    if seconds < 120:
        return words("move.time.seconds", n=words.number(seconds))
    if seconds < 2 * 3600:
        return words("move.time.minutes", n=words.number(seconds / 60))
    if seconds < 48 * 3600:
        return words("move.time.hours", n=words.number(seconds / 3600, 1))
    return words("move.time.days", n=words.number(seconds / 86_400, 1))
