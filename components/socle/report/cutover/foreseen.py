"""What the turns of a step change in their stacks, below the runbook and as data: drawn as a review draws changes, a stack at a time."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from socle.review import NO_STACK, UNASKED, Expected, grouped

from ..places import Where
from ..review import change_data, show_groups
from ..words import Words
from .terminal import line


def show_expected(found: Sequence[Expected], to: Console, words: Words, place: Where) -> None:
    """Print what each stack's program registers otherwise after the step; what is not known stands there too."""
    line(to, words("cutover.foreseen"), "bold")
    for each in found:
        first, *rest = _said(each, words).splitlines()
        line(to, words("cutover.foreseen.of", stack=each.stack or each.hand, said=first), "", 2)
        for text in rest:
            line(to, text, "", 4)
        show_groups(grouped(each.changes), words, place, to)


def _said(expected: Expected, words: Words) -> str:
    if expected.unknown:
        return words("cutover.foreseen.unknown", why=_why(expected, words))
    count = len(expected.changes)
    counted = words.count("cutover.foreseen.changes", count) if count else words("cutover.foreseen.none")
    if not expected.uncompared:
        return counted
    return f"{counted}; {words.count('cutover.foreseen.uncompared', expected.uncompared)}"


def _why(expected: Expected, words: Words) -> str:
    if expected.unknown in (UNASKED, NO_STACK):
        return words(f"cutover.foreseen.{expected.unknown}", hand=expected.hand)
    return expected.unknown


def expected_data(found: Sequence[Expected], words: Words, place: Where) -> list[dict[str, Any]]:
    """The same as plain data; `changes` is null where they are not known."""
    return [
        {
            "hand": each.hand,
            "stack": each.stack or None,
            "changes": None if each.unknown else [change_data(change, place) for change in each.changes],
            "uncompared": each.uncompared,
            "unknown": _why(each, words) if each.unknown else None,
        }
        for each in found
    ]
