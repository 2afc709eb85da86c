"""The inventory in a terminal: the date first, then what stands in its way, then what becomes of each type."""

from rich.console import Console
from rich.text import Text

from socle.inventory import Blocker, Inventory

from ..text import counted, printable
from .page import FATES, headline, when


def show_table(found: Inventory, to: Console) -> None:
    """Lines that wrap at any width, one resource after the other, the most pressing first."""
    _line(to, headline(found), style="bold")
    for day, reason in found.end.steps:
        _line(to, f"{day}  {reason}", indent=2, hang=12)
    for reason in found.end.open:
        _line(to, f"no day      {reason}", indent=2, hang=12, style="bold red")
    for reason in found.end.unmeasured:
        _line(to, f"unmeasured  {reason}", indent=2, hang=12, style="bold red")
    _line(
        to,
        f"\nWhat stands in the way of the switch ({found.switch}) and of the end: {len(found.blockers)}",
        style="bold",
    )
    for key, group in _by_resource(found.blockers).items():
        _line(to, key, indent=2)
        for blocker in group:
            guess = "" if blocker.measured else " (not measured)"
            _line(to, f"{blocker.what}{guess}", indent=4)
            late = "bold red" if found.late_by(blocker) or blocker.open else ""
            _line(to, f"{when(found, blocker)}: {blocker.remedy}", indent=6, style=late)
    _line(to, "\nWhat takes the place of what", style="bold")
    for fate, title in FATES.items():
        rows = [each for each in found.types if each.counterpart.fate == fate]
        if rows:
            _line(to, f"{title}: {counted(sum(each.count for each in rows), 'resource')}", indent=2)
        for each in rows:
            lead = f" ({each.counterpart.lead_days} days)" if each.counterpart.lead_days else ""
            _line(to, f"{each.count:>4}  {each.type}: {each.counterpart.to}{lead}", indent=2, hang=6)
    _line(to, f"\nWhat nobody owns: {len(found.unowned)}", style="bold")
    if found.unowned:
        _line(to, ", ".join(found.unowned), indent=2)


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
