"""A table of forms of credentials: a form is made, and tried, only on a text that has one of its words."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

Replaced = Callable[["re.Match[str]"], str]
"""What stands in place of a form that was found."""


class Row(NamedTuple):
    """Words in lower case, parted by spaces, of which whatever the pattern matches has one, and the pattern with its flags."""

    words: str
    pattern: str
    flags: int = 0


class Form:
    """A row whose pattern is made when it is first needed: most texts of most plans need few of them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.words = frozenset(row.words.split())

    @cached_property
    def pattern(self) -> "re.Pattern[str]":
        return re.compile(self.row.pattern, self.row.flags)


class Forms:
    """Forms in the order in which they are tried.

    times: how many of one form in one text are replaced one after the other, where each needs the command before it.
    """

    def __init__(self, rows: Iterable[Row], times: int = 1) -> None:
        self.forms = tuple(Form(row) for row in rows)
        self._words = frozenset[str]().union(*(form.words for form in self.forms))
        self._times = times

    def without(self, text: str, replaced: Replaced) -> str:
        """A text with what has one of the forms replaced."""
        folded = as_compared(text)
        has = {word for word in self._words if word in folded}
        if has:
            for form in self.forms:
                if not has.isdisjoint(form.words):
                    text = self._without(text, form.pattern, replaced)
        return text

    def _without(self, text: str, pattern: "re.Pattern[str]", replaced: Replaced) -> str:
        for _ in range(self._times):
            text, number = pattern.subn(replaced, text)
            if not number:
                break
        return text


def as_compared(text: str) -> str:
    """A text as words are looked for in it: what `re.IGNORECASE` takes for one letter is one, the long s and the i without a dot too."""
    return text.casefold().replace("\u0131", "i")
