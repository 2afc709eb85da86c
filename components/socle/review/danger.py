"""What is dangerous in one change, in the order in which a reviewer should read it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from socle.diff import Change, Op, Remark
from socle.facts.effects import Effect
from socle.plan import Resource, loss

from .effects import effects_of, is_uncertain


class Danger(StrEnum):
    """Why a change needs a reviewer, the worst first."""

    REFUSED = "refused"
    FAILS = "fails"
    LOSES = "loses"
    UNREADABLE = "unreadable"
    EXPOSES = "exposes"
    UNPROTECTS = "unprotects"
    WEAKENS = "weakens"
    LEAVES = "leaves"
    NOT_SENT = "not-sent"
    GRANTS = "grants"
    IRREVERSIBLE = "irreversible"
    REPLACES = "replaces"
    DELETES = "deletes"
    IMPORTS = "imports"
    NOT_KNOWN = "not-known"
    UNCERTAIN = "uncertain"
    INTERRUPTS = "interrupts"
    REVOKES = "revokes"
    COSTS = "costs"


STOPS = frozenset({Danger.REFUSED, Danger.FAILS})
"""What the engine or the host does not carry out."""
AT_STAKE = frozenset({Danger.LOSES, Danger.UNREADABLE, Danger.EXPOSES, Danger.UNPROTECTS, Danger.WEAKENS})
"""What makes a change dangerous; anything else asks for a look."""


def dangers(change: Change) -> tuple[Danger, ...]:
    """Everything that a reviewer should know of a change; empty only where every effect is known and harmless."""
    found = set(_found(change))
    return tuple(danger for danger in Danger if danger in found)


def rank(found: Iterable[Danger]) -> tuple[int, ...]:
    """By all dangers in turn, the worst first: what is refused and loses data comes before what is only refused."""
    order = list(Danger)
    return (*(order.index(danger) for danger in found), len(order))


def lost(change: Change) -> str:
    """What would be lost with a change, in words; empty when nothing is, or when the cloud keeps it."""
    before: Resource | None = change.before
    return loss(before) if before is not None and change.deletes else ""


def _found(change: Change) -> Iterator[Danger]:
    if change.refusal:
        yield Danger.REFUSED
    if change.unprotects:
        yield Danger.UNPROTECTS
    if change.retained:
        yield Danger.LEAVES
    yield from _remarked(change)
    if change.deletes:
        yield Danger.REPLACES if change.op is Op.REPLACE else Danger.DELETES
    if change.op is Op.IMPORT:
        yield Danger.IMPORTS
    if is_uncertain(change):
        yield Danger.UNCERTAIN
    yield from (Danger(effect.value) for effect in effects_of(change) if effect is not Effect.HARMLESS)


def _remarked(change: Change) -> Iterator[Danger]:
    words = {remark for remark, _ in change.remarks}
    if words & {Remark.WILL_FAIL, Remark.STOPPED}:
        yield Danger.FAILS
    if Remark.NOT_SENT in words and change.op is Op.UPDATE:
        yield Danger.NOT_SENT
