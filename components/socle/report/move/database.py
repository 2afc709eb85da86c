"""The pre-flight check of a database, and a comparison of both sides."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from socle.move.postgres import Finding, Range, Verified, Weight

from ..text import printable
from ..words import Words

_STYLES = {Weight.STOPS: "bold red", Weight.WARNS: "yellow", Weight.STEP: "cyan"}


def preflight_json(found: Sequence[Finding], unseen: Sequence[str], words: Words) -> dict[str, Any]:
    """Every finding, what could not be seen, and how many there are of each weight."""
    return {
        "findings": [
            {
                "rule": each.rule,
                "weight": each.weight.value,
                "about": list(each.about),
                "what": words.sentence(each.refusal.what),
                "consequence": words.sentence(each.refusal.consequence),
                "remedy": words.sentence(each.refusal.remedy),
            }
            for each in found
        ],
        "unseen": [words.sentence(each) for each in unseen],
        "count": {weight.value: _count(found, weight) for weight in Weight},
    }


def show_preflight(found: Sequence[Finding], unseen: Sequence[str], console: Console, words: Words) -> None:
    """Print every finding with consequence and remedy, what could not be seen, and how many there are of each weight."""
    width = max(len(words(f"move.weight.{weight}")) for weight in Weight)
    for each in found:
        start = Text(f"{words(f'move.weight.{each.weight}').ljust(width)}  ", style=_STYLES[each.weight])
        said = printable(words.sentence(each.refusal.what))
        console.print(start.append(f"{said} ({each.rule})", style=""), soft_wrap=True)
        for name, text in (("consequence", each.refusal.consequence), ("remedy", each.refusal.remedy)):
            told = printable(words(f"finding.{name}", **{name: words.sentence(text)}))
            console.print(Padding.indent(Text(told, overflow="fold"), width + 2))
    for each in unseen:
        console.print(Text(words("move.unseen", what=words.sentence(each)), style="yellow"), soft_wrap=True)
    counts = {weight.value: _count(found, weight) for weight in Weight}
    console.print(Text(words("move.preflight.sum", **counts), style="bold"))


def verified_lines(found: Verified, words: Words) -> list[str]:
    """What a comparison of both sides found, a line each."""
    rows, large = found.rows, found.large
    lines = [
        words("move.verify.schema", number=words.number(found.schema.differences)),
        words("move.verify.rows", rows=words.number(rows.rows), ranges=len(rows.different), all=rows.compared),
        words("move.verify.objects", number=large.differences, all=large.compared),
        words("move.verify.views", number=len(found.views), all=found.views_compared),
        words("move.verify.sequences", number=len(found.behind), all=found.sequences),
    ]
    lines += [f"  {each}" for each in (*found.schema.missing, *found.schema.extra, *found.schema.different)]
    lines += [f"  {_range(each)}" for each in rows.different]
    lines += [f"  {each}" for each in (*rows.unverified, *found.views, *found.behind)]
    if found.fence:
        late = words("move.watch.unknown") if found.late is None else found.late
        lines.append(words("move.verify.fence", lsn=found.fence, late=late))
    else:
        lines.append(words("move.verify.no-fence"))
    lines.append(words("move.verify.equal" if found.equal else "move.verify.unequal"))
    return lines


def _range(each: Range) -> str:
    if not each.column:
        return each.table
    return f"{each.table}: {each.column} ({each.above or '...'}, {each.upto or '...'}]"


def _count(found: Sequence[Finding], weight: Weight) -> int:
    return sum(each.weight is weight for each in found)
