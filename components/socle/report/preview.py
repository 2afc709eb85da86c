"""The preview of one stack on a terminal: its tree, its types, and what a reader should not miss."""

from rich.console import Console
from rich.text import Text

from socle.plan import Plan

from .counts import types
from .notices import exposed, show, unchecked
from .places import Where
from .text import dotted_type
from .tree import plan_tree
from .words import ENGLISH, Words


def show_plan(plan: Plan, console: Console, place: Where, words: Words = ENGLISH) -> None:
    """Draw one plan: tree, counts per type, warnings."""
    console.print(plan_tree(plan, place, console.width, words))
    console.print()
    for type_, count in types(plan).items():
        console.print(Text(f"{count:5}  {dotted_type(type_)}", overflow="fold"))
    console.print()
    show(exposed(plan, place, words), console, style="bold yellow", word=words("preview.warning"), words=words)
    show(unchecked(plan, place, words), console, style="blue", word=words("preview.not-checked"), words=words)
