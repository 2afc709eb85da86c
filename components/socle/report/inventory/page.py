"""The inventory as one page that needs nothing else: no script, no font, no image, readable on paper."""

from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from socle.inventory import Blocker, Inventory

from ..words import ENGLISH, Words

FATES = ("none", "move", "rebuild", "gone")
"""What becomes of a type, what asks for most first."""


def headline(found: Inventory, words: Words = ENGLISH) -> str:
    """The one date, and whether something that it rests on was never measured."""
    unsure = found.end.open or found.end.unmeasured
    return words("inventory.unsure" if unsure else "inventory.end", estate=found.estate, day=found.end.day)


def page(found: Inventory, words: Words = ENGLISH) -> str:
    """The page, as HTML."""
    told = partial(told_when, found, words=words)
    return _template().render(found=found, headline=headline(found, words), fates=FATES, words=words, when=told)


def told_when(found: Inventory, blocker: Blocker, words: Words = ENGLISH) -> str:
    """When a blocker ends, or when work on it must begin, in a few words."""
    if blocker.open:
        return words("inventory.no_day_known")
    if blocker.until:
        return words("inventory.until", day=blocker.until)
    if blocker.after_days:
        return words("inventory.after_data", days=words.count("inventory.days", blocker.after_days))
    days, start = words.count("inventory.days", blocker.lead_days), found.starts_by(blocker)
    late = found.late_by(blocker)
    if not late:
        return words("inventory.start", days=days, start=start)
    return words("inventory.late", days=days, start=start, late=words.count("inventory.days", late))


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files(__package__ or "").joinpath("page.html").read_text("utf-8"))
