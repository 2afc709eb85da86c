"""Sovereignty on a terminal: health data under foreign law first, then how it ends, the objectives, and who else is relied on."""

import sys
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from socle.sovereignty import Sovereignty

from ..terminal import console
from ..text import printable
from ..words import ENGLISH, Words
from .sentences import decision, gigabytes, headline, planned, step_size, unclassed, until, wave_lines


def show_sovereignty(found: Sovereignty, words: Words = ENGLISH, to: Console | None = None) -> None:
    """Draw what is known. Every resource is in JSON and on the page; here they are counted."""
    output = to or console(sys.stdout)
    _line(output, words("sovereignty.title", estate=found.estate), bold=True)
    _line(output, words("sovereignty.as_of", day=found.as_of))
    _line(output, words("sovereignty.note"))
    _health(output, found, words)
    _line(output, "\n" + words("sovereignty.burndown"), bold=True)
    for line in headline(found, words):
        _line(output, f"  {line}")
    _down(output, found, words)
    _heading(output, words("sovereignty.holds"))
    for (what, why), count in Counter((what, words.text(why)) for what, why in found.burn_down.holds).items():
        _line(output, f"  {what}: {why}" + (f" ({count})" if count > 1 else ""))
    _heading(output, words("sovereignty.waves"))
    for line in wave_lines(found, words):
        _line(output, f"  {line}")
    _exposure(output, found, words)
    _heading(output, words("sovereignty.objectives"))
    for each in found.objectives:
        _line(output, f"  {each.id}  {words(f'sovereignty.objective.{each.id}')}", bold=True)
        _lines(output, (words.text(known) for known in each.known))
        _lines(output, (f"{words('sovereignty.unknown')}: {words.text(what)}" for what in each.unknown))
    if found.missing:
        _line(output, words("sovereignty.missing", stacks=", ".join(found.missing)), bold=True)


def _health(output: Console, found: Sovereignty, words: Words) -> None:
    _heading(output, words("sovereignty.health"))
    if not found.under:
        _line(output, f"  {words('sovereignty.health.none')}")
    for each in found.under:
        style = "" if each.standing.allowed else "bold red"
        said = f"  {each.holding.at or each.holding.name}: {words(f'standing.{each.standing}')}"
        _line(output, said, style=style)
        if each.spec:
            _line(output, f"    {decision(each, words)}; {words('sovereignty.until')} {until(each, words)}")
    if keys := unclassed(found):
        _line(output, "  " + words("sovereignty.unclassed", keys=", ".join(keys)))


def _down(output: Console, found: Sovereignty, words: Words) -> None:
    heads = ("day", "stores", "of_health", "gigabytes", "goes")
    table = Table("", *(words(f"sovereignty.{each}") for each in heads), box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for each in found.burn_down.steps:
        gone = ", ".join(map(printable, each.gone))
        size = step_size(each, words)
        table.add_row(" ", str(each.day), str(each.stores), str(each.health), size, Text(gone, overflow="fold"))
    output.print(table)


def _exposure(output: Console, found: Sovereignty, words: Words) -> None:
    _heading(output, words("sovereignty.exposure"))
    heads = ("store", "class", "gigabytes", "wave_of", "planned")
    table = Table("", *(words(f"sovereignty.{each}") for each in heads), box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for each in found.exposure.left:
        class_ = each.data_class or words("sovereignty.not_known")
        size = gigabytes(each.gigabytes, each.at_most, words)
        wave = each.wave or words("sovereignty.none")
        table.add_row(" ", Text(printable(each.key), overflow="fold"), class_, size, wave, planned(each, words))
    output.print(table)
    _line(output, "  " + words("sovereignty.identities", n=len(found.exposure.identities)))


def _heading(output: Console, text: str) -> None:
    _line(output, f"\n{text}", bold=True)


def _lines(output: Console, lines: Iterable[str]) -> None:
    for line in lines:
        _line(output, f"    {line}")


def _line(output: Console, text: str, *, bold: bool = False, style: str = "") -> None:
    if text.startswith("\n"):
        output.print()
    output.print(Text(printable(text.removeprefix("\n")), style="bold" if bold else style), soft_wrap=True)
