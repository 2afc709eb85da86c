"""What collectors saw: the counts of each condition, how they are recorded, and what could not be seen."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from socle.move.collect import Sight

from ..text import printable
from ..words import Words


def show_sights(sights: Sequence[Sight], console: Console, words: Words) -> None:
    """Print every sight as `socle cutover record` takes it, then what could not be seen."""
    for each in sights:
        line = Text(f"{each.kind}: ", style="bold")
        console.print(line.append(" ".join(each.arguments()), style=""), soft_wrap=True)
        for what in each.unseen:
            said = words("move.unseen", what=words.sentence(printable(what)))
            console.print(Text(f"  {said}", style="yellow"), soft_wrap=True)
