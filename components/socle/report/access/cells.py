"""What every form of the access matrix says alike: cells, holders, shifts, and what the matrix does not know."""

from collections.abc import Iterable, Iterator

from socle.access import Cells, Matrix, Row, Shift, Verb
from socle.messages import Text
from socle.review import Accessible

from ..words import Draw, Words


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


def shift_lines(shifts: Iterable[Shift], words: Words, draw: Draw) -> Iterator[str]:
    """What became of rights: one line for words of the five, one for rights of other kinds, which have a verb of their own."""
    for shift in shifts:
        name, where = words.text(shift.holder, draw), things(shift.targets, words, draw)
        if shift.verbs:
            what = ", ".join(words(f"verb.{verb}") for verb in shift.verbs)
            yield words(f"access.shift.{shift.direction}", who=name, what=what, where=where)
        if shift.further:
            what = ", ".join(words.text(each, draw) for each in shift.further)
            yield words(f"access.other.{shift.direction}", who=name, what=what, where=where)


def unchanged(found: Accessible, words: Words) -> str:
    """That no right changed, which is said of the stacks that were compared alone."""
    whole = not (found.failures or found.unbased or found.gone)
    return words("access.same" if whole else "access.same_compared")


def not_known(found: Accessible, words: Words, draw: Draw) -> Iterator[str]:
    """What the matrix cannot say, a line each; owners of an organisation are never in a plan."""
    for stack in found.failures:
        yield words("access.failed", stack=draw(stack))
    for stack, reason in found.unbased.items():
        yield words("access.unbased", stack=draw(stack), why=draw(words.sentence(reason.partition("\n")[0])))
    for stack in found.gone:
        yield words("access.gone", stack=draw(stack))
    if found.matrix.unread:
        yield words("access.unread", types=", ".join(map(draw, found.matrix.unread)))
    yield words("access.outside")
    yield words("access.both")
