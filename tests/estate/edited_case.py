"""One edit of a sound estate that must be refused: shared by the tables of what is written wrongly in one part of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from socle.messages import Refusal

from .written import marked_line


@dataclass(frozen=True)
class Case:
    """One edit of the base, marked where the problem must be, and words of what, consequence and remedy."""

    id: str
    edits: tuple[tuple[str, str], ...]
    key: str
    said: tuple[str, str, str]
    also: int = 0


def case(id_: str, *edits: tuple[str, str], key: str, said: tuple[str, str, str], also: int = 0) -> Case:
    return Case(id_, edits, key, said, also)


def assert_refused(bad: Case, text: str, problems: Iterable[Refusal]) -> None:
    """The problem is told at the marked line of `text`, in the words of the case, and not many others with it."""
    what, consequence, remedy = bad.said
    found = list(problems)
    wanted = [p for p in found if p.at == bad.key and what in p.what]
    assert wanted, "\n".join(map(str, found)) or "nothing is refused"
    assert wanted[0].place.line == marked_line(text)
    assert consequence in wanted[0].consequence
    assert remedy in wanted[0].remedy
    assert len(found) <= 1 + bad.also, "\n".join(map(str, found))
