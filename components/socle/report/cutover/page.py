"""Where waves stand as one page to pass on: no script, no font, no image; those that somebody waits for first, as on the screen."""

from collections.abc import Sequence
from functools import cache, partial
from itertools import groupby

from jinja2 import Template

from socle.cutover import Do, Stage, State, Status
from socle.messages import Refusal

from ..drawing import on_paper, template
from ..text import printable
from ..words import ENGLISH, Words
from .sentences import authority, countdown, doing, expected, gate_line, moment, owed_in_short, wave_line, wave_rows

_GATES = {State.OPEN: "good", State.CLOSED: "bad", State.UNDETERMINED: "unknown"}


def status_page(found: Sequence[Status], strays: Sequence[Refusal] = (), words: Words = ENGLISH) -> str:
    """The page, as HTML.

    Args:
        found: one wave at least.
        strays: ledgers of no wave: where those stand is not known.
    """
    book = found[0].book
    return on_paper(
        _page(),
        words,
        title=words("cutover.title", estate=book.estate.name, at=moment(book.at)),
        first=sorted(found, key=lambda each: not each.urgent),
        by_stage=[(stage, [each for each in found if each.book.position.stage is stage]) for stage in Stage],
        urgent=sum(each.urgent for each in found),
        strays=[words.refusal(each) for each in strays],
        line=partial(wave_line, words=words),
        rows=partial(_rows, words=words),
        authority=partial(authority, words=words),
        gate=partial(gate_line, words=words),
        style_of=_style_of,
        missing=partial(owed_in_short, words=words),
        next_=partial(doing, words=words),
        hurry=lambda each: each.next.do is Do.UNFENCE,  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType]
        expected=lambda each: expected(each.book, each.next, words),  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType, reportUnknownArgumentType]
        times=partial(_times, words=words),
        refusals=lambda each: [words.refusal(one) for one in each.book.reached.refusals],  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType, reportUnknownArgumentType, reportUnknownVariableType]
        printable=printable,
    )


def _rows(found: Status, words: Words) -> list[tuple[str, list[str]]]:
    """The lines under each name, in their order."""
    return [(name, [text for _, text in lines]) for name, lines in groupby(wave_rows(found, words), lambda row: row[0])]


def _style_of(found: Status) -> str:
    return _GATES[found.gate.state] if found.gate else "unknown"


def _times(found: Status, words: Words) -> list[str]:
    return [countdown(each, found.book.at, words) for each in found.countdowns]


@cache
def _page() -> Template:
    return template(__package__ or "", "page.html")
