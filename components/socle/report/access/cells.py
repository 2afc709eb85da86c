"""What every form of the whole access matrix says alike beside its rows: what became of rights, and what it does not know."""

from collections.abc import Iterable, Iterator

from socle.access import Shift
from socle.review import Accessible

from ..rights import things
from ..words import Draw, Words


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
