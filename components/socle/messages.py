"""The one message of Socle, in four parts: what is wrong, what it would lead to, what to write instead, and where.

Specs, the loader, captures, project files, the legacy estate and the program all refuse in it. Specs know only the key; the
loader adds file and line. Terminals show it by `socle.report`.
"""

import difflib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from importlib import import_module

_WORDS = "socle.report.words"
"""Who has the sentences. It is opened when somebody prints one, since nothing here may stand on a room."""

_COMPARED = 50
"""Names that are compared one by one to find the nearest; among more, only a single wrong letter is recognised."""

_LISTED = 12
"""Names that a message lists at the most; more would hide the message."""


@dataclass(frozen=True)
class Place:
    """Where something is wrong; what is not known is left empty.

    In YAML: a file (of an estate: relative to the estates folder), line and column from 1 (0: unknown), and the dotted key.
    In a program: the logical name and type of a resource, its input as `key`, and the line that constructs it, its file
    relative to the project's root.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    key: str = ""
    resource: str = ""
    type: str = ""

    @property
    def position(self) -> str:
        """`file:line`, which a terminal or an editor can open."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def subject(self) -> str:
        """What it is about, without its position: the key, after the resource whose input it is."""
        return ".".join(part for part in (self.resource, self.key) if part)

    def __str__(self) -> str:
        if not self.resource:
            return ": ".join(part for part in (self.position, self.key) if part)
        position = f" ({self.position})" if self.position else ""
        return f'{self.type} "{self.resource}"{position}' + (f": {self.key}" if self.key else "")


@dataclass(frozen=True, init=False)
class Refusal:
    """One thing that may not be, or that a person should know before it is: a warning has the same four parts.

    `at` is short for `place=Place(key=at)`, which is all that a check knows: the key it concerns, relative to the spec that
    refuses, dots between parts; an item of a list is its index. `details` are further lines on what is wrong.
    """

    what: str
    consequence: str
    remedy: str
    place: Place
    details: tuple[str, ...]

    def __init__(
        self,
        what: str,
        consequence: str,
        remedy: str,
        at: str = "",
        *,
        place: Place | None = None,
        details: Iterable[str] = (),
    ) -> None:
        values = (what, consequence, remedy, place or Place(key=at), tuple(details))
        for name, value in zip(("what", "consequence", "remedy", "place", "details"), values, strict=True):
            object.__setattr__(self, name, value)

    @property
    def at(self) -> str:
        """The key of its place."""
        return self.place.key

    def placed(self, place: Place) -> "Refusal":
        """The same, elsewhere: whoever knows more of where it is than the check says so."""
        return replace(self, place=place)

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.what}: {self.consequence}; {self.remedy}"

    def in_full(self) -> str:
        """On three lines with its parts named, where there is room."""
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.what}\n  consequence: {self.consequence}\n  remedy: {self.remedy}"


class Refused(ValueError):
    """Everything that is refused, at once, so that nobody repairs it one run at a time. A heading comes before the list."""

    def __init__(self, refusals: Iterable[Refusal], heading: str = "") -> None:
        self.refusals = tuple(dict.fromkeys(refusals))
        lines = [f"- {refusal}" if heading else str(refusal) for refusal in self.refusals]
        super().__init__("\n".join([f"{heading}:", *lines] if heading else lines))


def by_line(refusals: Iterable[Refusal]) -> list[Refusal]:
    """In the order of files and of their lines."""
    return sorted(refusals, key=lambda r: (r.place.file, r.place.line, r.place.column, r.place.key, r.what))


@dataclass(frozen=True)
class Said:
    """What analysis has to say: a key of the catalogue of sentences, and the values in it. `socle.report.words` says it.

    A value that is itself `Said` is a phrase in the sentence; any other text is somebody's name or value, and stays as it is.
    """

    key: str
    values: tuple[tuple[str, "Text | int"], ...] = ()

    def __str__(self) -> str:
        """In English, for whoever prints it. A report says it by `Words.text`, in the language of its reader."""
        return str(import_module(_WORDS).Words().text(self))

    @property
    def order(self) -> str:
        """What it is sorted by: the values, else the key."""
        return " ".join(order(value) for _, value in self.values) or self.key


Text = str | Said
"""A plain text, which every language says alike, or something that each says in its own way."""


def order(text: Text | int) -> str:
    """What a text is sorted by, the same in every language."""
    return text.order if isinstance(text, Said) else str(text)


def said(key: str, **values: Text | int) -> Said:
    """A sentence by its key, with its values by name."""
    return Said(key, tuple(values.items()))


def all_of(texts: Iterable[Text]) -> Text:
    """Several texts as one that names each; there is one at least."""
    return reduce(lambda one, other: said("all_of", one=one, other=other), texts)


class Undecided(Exception):
    """A check needs a value that is refused already, so it can say nothing. Never raised for a sound estate."""


def each(*checks: Iterable[Refusal]) -> Iterator[Refusal]:
    """The refusals of several checks. One that needs a refused value falls silent; the others still speak."""
    for check in checks:
        with suppress(Undecided):
            yield from check


def nearest(name: str, known: Iterable[str], n: int = 1, cutoff: float = 0.6) -> list[str]:
    """The names that one may have meant, the likeliest first: at most `n`, none that is less alike than `cutoff` (0 to 1)."""
    return difflib.get_close_matches(name, tuple(known), n=n, cutoff=cutoff)


def choose(name: str, known: Iterable[str]) -> str:
    """The remedy for a name that is none of `known`: the nearest one, or the list."""
    names = tuple(sorted(known))
    likely = names if len(names) <= _COMPARED else sorted(_one_letter_away(name.lower(), names))
    near = nearest(name.lower(), likely)
    if near:
        return f"did you mean {near[0]}?"
    if not names:
        return "declare it first: there is none yet"
    more = f" ({len(names) - _LISTED} more)" if len(names) > _LISTED else ""
    return f"write one of: {', '.join(names[:_LISTED])}{more}"


def _one_letter_away(name: str, names: tuple[str, ...]) -> set[str]:
    """Names that differ by one letter, found without comparing with each: a thousand misspelt among a thousand take a second."""
    index = _by_spelling(names)
    return {found for spelling in _spellings(name) for found in index.get(spelling, ())}


@lru_cache(maxsize=4)
def _by_spelling(names: tuple[str, ...]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name in names:
        for spelling in _spellings(name):
            index.setdefault(spelling, []).append(name)
    return index


def _spellings(name: str) -> set[str]:
    """The name, and the name without each of its letters."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}
