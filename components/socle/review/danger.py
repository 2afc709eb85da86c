"""What is dangerous in one change, in the order in which a reviewer should read it."""

from collections.abc import Iterator
from enum import StrEnum

from socle.diff import Certainty, Change, Op, Remark
from socle.plan import Resource, loss


class Danger(StrEnum):
    """Why a change needs a reviewer, the worst first."""

    REFUSED = "refused"
    LOSES = "loses"
    UNPROTECTS = "unprotects"
    LEAVES = "leaves"
    FAILS = "fails"
    NOT_SENT = "not-sent"
    REPLACES = "replaces"
    DELETES = "deletes"
    IMPORTS = "imports"
    UNCERTAIN = "uncertain"


def dangers(change: Change) -> tuple[Danger, ...]:
    """Everything dangerous in a change; empty for one that can be called safe."""
    return tuple(danger for danger in Danger if danger in set(_found(change)))


def lost(change: Change) -> str:
    """What would be lost with a change, in words; empty when nothing is, or when the cloud keeps it."""
    before: Resource | None = change.before
    return loss(before) if before is not None and change.deletes else ""


def _found(change: Change) -> Iterator[Danger]:
    if change.refusal:
        yield Danger.REFUSED
    if lost(change):
        yield Danger.LOSES
    if change.unprotects:
        yield Danger.UNPROTECTS
    if change.retained:
        yield Danger.LEAVES
    yield from _remarked(change)
    if change.deletes:
        yield Danger.REPLACES if change.op is Op.REPLACE else Danger.DELETES
    if change.op is Op.IMPORT:
        yield Danger.IMPORTS
    if change.certainty is not Certainty.CERTAIN:
        yield Danger.UNCERTAIN


def _remarked(change: Change) -> Iterator[Danger]:
    words = {remark for remark, _ in change.remarks}
    if Remark.WILL_FAIL in words:
        yield Danger.FAILS
    if Remark.NOT_SENT in words and change.op is Op.UPDATE:
        yield Danger.NOT_SENT
