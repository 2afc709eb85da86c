"""The inventory in a terminal: the date first, then what stands in its way, then what becomes of each type."""

from rich.console import Console
from rich.text import Text

from socle.inventory import Blocker, Inventory

from ..text import printable
from ..words import ENGLISH, Words
from .page import FATES, headline, told_when


def show_table(found: Inventory, to: Console, words: Words = ENGLISH) -> None:
    """Lines that wrap at any width, one resource after the other, the most pressing first."""
    _line(to, headline(found, words), style="bold")
    for day, reason in found.end.steps:
        _line(to, f"{day}  {words.sentence(reason)}", indent=2, hang=12)
    for reason in found.end.open:
        _line(to, f"{words('inventory.no_day'):<10}  {words.sentence(reason)}", indent=2, hang=12, style="bold red")
    for reason in found.end.unmeasured:
        _line(to, f"{words('inventory.unmeasured'):<10}  {words.sentence(reason)}", indent=2, hang=12, style="bold red")
    _line(to, "\n" + words("inventory.way", switch=found.switch, count=len(found.blockers)), style="bold")
    for key, group in _by_resource(found.blockers).items():
        _line(to, key, indent=2)
        for blocker in group:
            guess = "" if blocker.measured else f" ({words('inventory.guess')})"
            _line(to, f"{words.sentence(blocker.what)}{guess}", indent=4)
            late = "bold red" if found.late_by(blocker) or blocker.open else ""
            when, remedy = told_when(found, blocker, words), words.sentence(blocker.remedy)
            _line(to, words("inventory.when", when=when, remedy=remedy), indent=6, style=late)
    _line(to, "\n" + words("inventory.places"), style="bold")
    for fate in FATES:
        _fate(found, fate, to, words)
    _line(to, "\n" + words("inventory.unowned", count=len(found.unowned)), style="bold")
    if found.unowned:
        _line(to, ", ".join(found.unowned), indent=2)


def _fate(found: Inventory, fate: str, to: Console, words: Words) -> None:
    """The types of one fate, with their count and the days of work before the switch."""
    rows = [each for each in found.types if each.counterpart.fate == fate]
    if rows:
        count = words.count("count.resources", sum(each.count for each in rows))
        _line(to, words("inventory.fate", title=words(f"fate.{fate}"), count=count), indent=2)
    for each in rows:
        days = each.counterpart.lead_days
        lead = f" ({words.count('inventory.days', days)})" if days else ""
        place = words("inventory.place", type=each.type, to=words.sentence(each.counterpart.to))
        _line(to, f"{each.count:>4}  {place}{lead}", indent=2, hang=6)


def _by_resource(blockers: tuple[Blocker, ...]) -> dict[str, list[Blocker]]:
    """Resources in the order of their most pressing blocker, each with all of its own."""
    found: dict[str, list[Blocker]] = {}
    for blocker in blockers:
        found.setdefault(blocker.key, []).append(blocker)
    return found


def _line(to: Console, text: str, indent: int = 0, hang: int = 0, style: str = "") -> None:
    """One line, wrapped under itself: `hang` columns further in than its first line."""
    if text.startswith("\n"):
        to.print()
    width = max(to.width - indent - hang, 20)
    wrapped = Text(printable(text.removeprefix("\n"))[hang:], style=style, overflow="fold").wrap(to, width)
    head = printable(text.removeprefix("\n"))[:hang]
    for number, line in enumerate(wrapped):
        line.rstrip()
        start = Text(" " * indent + (head if number == 0 else " " * hang), style=style)
        to.print(start.append_text(line), soft_wrap=True)
