"""The inventory as one page that needs nothing else: no script, no font, no image, readable on paper."""

from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from socle.inventory import Blocker, Inventory

FATES = {
    "none": "No counterpart: a person decides",
    "move": "Data to copy and prove",
    "rebuild": "Declared anew, nothing to copy",
    "gone": "Ends with Azure",
}


def headline(found: Inventory) -> str:
    """The one date, and whether something that it rests on was never measured."""
    unsure = found.end.open or found.end.unmeasured
    marked = "; it may be later, since not all is known" if unsure else ""
    return f"{found.estate}: Azure cannot end before {found.end.day}{marked}"


def page(found: Inventory) -> str:
    """The page, as HTML."""
    return _template().render(found=found, headline=headline(found), fates=FATES, when=partial(when, found))


def when(found: Inventory, blocker: Blocker) -> str:
    """When a blocker ends, or when work on it must begin, in a few words."""
    if blocker.open:
        return "no day known"
    if blocker.until:
        return f"until {blocker.until}"
    if blocker.after_days:
        return f"{blocker.after_days} days after all data"
    late = found.late_by(blocker)
    return f"{blocker.lead_days} days, start by {found.starts_by(blocker)}" + (f", late by {late} days" if late else "")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files(__package__ or "").joinpath("page.html").read_text("utf-8"))
