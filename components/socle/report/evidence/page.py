"""A bundle as one page that needs nothing else: the twenty questions first, then what is not known, then every table."""

from collections.abc import Mapping
from functools import cache, partial

from jinja2 import Template
from markupsafe import Markup

from socle.evidence import Bundle
from socle.messages import said
from socle.sovereignty import Sovereignty

from ..drawing import bars, on_paper, template
from ..sovereignty import down_chart, keys_chart
from ..words import ENGLISH, Words
from .cells import ORDER, cell, column, gaps, heading, in_column, of_all, shown, unanswered, warnings

_STANDS = {
    "against": "bad", "undecided": "warn", "unattested": "warn", "exempt": "warn", "evidence": "good", "shown": "good",
    "nothing": "unknown", "alone": "unknown",
}  # fmt: skip
_RESULTS = {"fail": "bad", "undetermined": "warn", "exempt": "warn", "pass": "good"}
_LONG = frozenset({"findings", "assets", "access", "controls", "cutover", "records", "exits", "flows", "exemptions"})
"""Documents that are folded: a reader opens what is asked for."""


def evidence_page(found: Bundle, words: Words = ENGLISH) -> str:
    """The page, as HTML."""
    return on_paper(
        _page(),
        words,
        found=found,
        order=ORDER,
        long=_LONG,
        heading=heading(found, words),
        warnings=list(warnings(found, words)),
        unanswered=unanswered(found, words),
        gaps=list(gaps(found, words)),
        tiles=_tiles(found, words),
        charts=_charts(found, found.of.sovereignty, words),
        cell=partial(cell, words=words),
        column=partial(column, words=words),
        in_column=partial(in_column, words=words),
        rest=partial(of_all, words=words),
        shown=shown,
        many=lambda value: isinstance(value, tuple) and len(value) > 1,  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    )


def _stands(found: Bundle) -> Mapping[str, int]:
    rows = found.documents["controls"].rows
    return {name: sum(row.cells["stands"] == said(f"evidence.stands.{name}") for row in rows) for name in _STANDS}


def _tiles(found: Bundle, words: Words) -> list[tuple[str, str]]:
    stands = _stands(found)
    numbers = (
        ("controls", len(found.documents["controls"].rows)),
        ("against", stands["against"]),
        ("undecided", stands["undecided"] + stands["unattested"]),
        ("alone", stands["alone"]),
        ("foreign", len(found.of.sovereignty.under)),
        ("unknown", len(unanswered(found, words))),
    )
    return [(words(f"evidence.tile.{name}"), str(number)) for name, number in numbers]


def _charts(found: Bundle, sovereignty: Sovereignty, words: Words) -> list[tuple[str, Markup]]:
    rows = found.documents["findings"].rows
    results = {name: sum(row.cells["result"] == said(f"evidence.result.{name}") for row in rows) for name in _RESULTS}
    stands = _stands(found)
    of_controls = [(words(f"evidence.stands.{name}"), stands[name], style) for name, style in _STANDS.items()]
    of_results = [(words(f"evidence.result.{name}"), results[name], style) for name, style in _RESULTS.items()]
    controls, judged = words("evidence.chart.controls"), words("evidence.chart.results")
    return [
        (controls, Markup(bars(of_controls, controls))),  # noqa: S704 - made of numbers and of escaped words
        (judged, Markup(bars(of_results, judged))),  # noqa: S704
        (words("sovereignty.chart.keys"), keys_chart(sovereignty, words)),
        (words("sovereignty.chart"), down_chart(sovereignty, words)),
    ]


@cache
def _page() -> Template:
    return template(__package__ or "", "page.html")
