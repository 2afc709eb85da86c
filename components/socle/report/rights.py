"""What every drawing of the access matrix says alike of a row: who, on what, the five answers, and rights of other kinds beside them."""

from collections.abc import Iterable

from socle.access import Cells, Matrix, Row, Verb
from socle.messages import Text

from .words import Draw, Words


def answer(may: bool | None) -> str:
    """Yes, no, or not known, as a key of the catalogue."""
    return "unknown" if may is None else "yes" if may else "no"


def answers(cells: Cells, words: Words) -> list[str]:
    """The five cells."""
    return [words(f"access.{answer(cells.may(verb))}") for verb in Verb]


def heads(words: Words) -> list[str]:
    """The five words above them."""
    return [words(f"verb.{verb}") for verb in Verb]


def who(row: Row, matrix: Matrix, words: Words, draw: Draw) -> str:
    """A holder with what it is, and the groups whose rights it has too."""
    holder, name = matrix.holder(row.holder), words.text(row.holder, draw)
    kind = words(f"holder.{holder.kind}")
    if not holder.member_of:
        return words("access.holder", name=name, kind=kind)
    return words("access.member", name=name, kind=kind, groups=", ".join(map(draw, holder.member_of)))


def things(targets: Iterable[Text], words: Words, draw: Draw) -> str:
    """What a row is about."""
    return ", ".join(words.text(target, draw) for target in targets)


def besides(row: Row, words: Words, draw: Draw) -> str:
    """Rights in their own words, and the condition."""
    said = [words.text(each, draw) for each in row.cells.further]
    return ", ".join(said + ([words("access.if", condition=words.text(row.condition, draw))] if row.condition else []))
