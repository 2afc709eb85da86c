"""Sovereignty as one page with charts, to pass on: no script, no font, no image, readable on paper."""

from collections import Counter
from functools import cache, partial

from jinja2 import Template
from markupsafe import Markup

from socle.sovereignty import KeyHolder, Sovereignty

from ..drawing import bars, on_paper, steps, template
from ..words import ENGLISH, Words
from . import sentences

_LAWS = {"european": "good", "foreign": "bad", "not-known": "unknown"}
_KEYS = {"customer": "good", "brought": "good", "customer-at-host": "", "host": "warn", "not-known": "unknown"}


def sovereignty_page(found: Sovereignty, words: Words = ENGLISH) -> str:
    """The page, as HTML."""
    return on_paper(
        _page(),
        words,
        found=found,
        down=down_chart(found, words),
        keys=keys_chart(found, words),
        laws=laws_chart(found, words),
        headline=sentences.headline(found, words),
        unclassed=sentences.unclassed(found),
        waves=list(sentences.wave_lines(found, words)),
        decision=partial(sentences.decision, words=words),
        until=partial(sentences.until, words=words),
        size=partial(sentences.gigabytes, words=words),
        planned=partial(sentences.planned, words=words),
        place=partial(sentences.place, words=words),
        standard=partial(sentences.standard, words=words),
    )


def down_chart(found: Sovereignty, words: Words) -> Markup:
    """How many stores are left on Azure after each day of the plan."""
    points = [(each.day.toordinal(), each.stores, each.health, each.day.isoformat()) for each in found.burn_down.steps]
    return Markup(steps(points, words("sovereignty.chart")))  # noqa: S704 - made of numbers and of escaped words


def keys_chart(found: Sovereignty, words: Words) -> Markup:
    """Who holds the keys of what holds data."""
    counted = Counter(each.key for each in found.holdings if each.holds)
    rows = [(words(f"keyholder.{key}"), counted[key], _KEYS[key]) for key in KeyHolder if key in _KEYS]
    return Markup(bars(rows, words("sovereignty.chart.keys")))  # noqa: S704


def laws_chart(found: Sovereignty, words: Words) -> Markup:
    """Whose law reaches the operators."""
    counted = Counter(each.law for each in found.holdings)
    rows = [(words(f"law.{law}"), counted[law], style) for law, style in _LAWS.items()]
    return Markup(bars(rows, words("sovereignty.chart.law")))  # noqa: S704


@cache
def _page() -> Template:
    return template(__package__ or "", "page.html")
