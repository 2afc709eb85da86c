"""Turns the direction: everything that has to be so, in its order, before the side that takes over may be written to.

Closed, drained to the fence, proven equal, sequences ahead, the old direction ended, the new one armed without a copy. Opening the other
side is a step of its own. Every part looks first at what is there, so that a killed run goes on.
"""

from dataclasses import dataclass

from socle.messages import Refusal, Refused

from .arming import Armed, arm, disarm, subscribed
from .carry import carry_large_objects, refresh_views, set_ahead
from .connect import Connection, connected
from .draining import Drained, drain
from .fence import Fence, prove, refuse_open, standing, written_since
from .names import DIRECTIONS, Direction, other
from .pair import Pair
from .verifying import Verified, verify


@dataclass(frozen=True)
class CaughtUp:
    """What was done inside a fence. sequences: set ahead. objects: large objects carried. views: refreshed."""

    drained: Drained
    objects: int
    views: int
    sequences: int


@dataclass(frozen=True)
class Turned:
    """What a turn did. caught_up: None where an earlier run came further. verified: None where a comparison was given, too."""

    caught_up: CaughtUp | None
    verified: Verified | None
    armed: Armed


def armed_direction(pair: Pair) -> Direction | None:
    """The direction that is armed; nothing where none is.

    Raises:
        Refused: both are, which would send everything in a circle.
    """
    found: list[Direction] = []
    for direction in DIRECTIONS:
        with connected(pair.subscriber(direction)) as subscriber:
            if subscribed(subscriber, pair.name(direction)):
                found.append(direction)
    if len(found) > 1:
        raise Refused([_both_armed()])
    return found[0] if found else None


def catch_up(pair: Pair, direction: Direction, *, patience_seconds: float) -> CaughtUp:
    """Inside the fence: drain, carry large objects, refresh views, set sequences ahead.

    Raises:
        Refused: a side is not closed, the giving one is not quiet, or something is outstanding.
    """
    giver, taker = pair.publisher(direction), pair.subscriber(direction)
    with connected(giver) as one, connected(taker) as theirs:
        if refusals := [*refuse_open(one, giver.side), *refuse_open(theirs, taker.side)]:
            raise Refused(refusals)
        fence = standing(one)
        assert fence is not None  # noqa: S101 - refused otherwise
        refuse_late(one, fence, giver.side)
    drained = drain(pair, direction, fence.lsn, patience_seconds=patience_seconds)
    if drained.outstanding:
        raise Refused([not_drained(drained)])
    with connected(giver) as one, connected(taker) as theirs:
        objects = carry_large_objects(one, theirs)
        views = refresh_views(theirs)
        return CaughtUp(drained, objects, len(views), set_ahead(one, theirs))


def turn(
    pair: Pair,
    direction: Direction,
    *,
    patience_seconds: float,
    readers: int = 2,
    enabled: bool = True,
    proven: str = "",
) -> Turned:
    """End a direction and arm the other, with nothing lost in between.

    Args:
        direction: the one that ends.
        enabled: whether the other one applies at once; else its slot alone keeps what is written.
        proven: the place in the log of the fence at which both sides were compared and equal, where that was done already.

    Raises:
        Refused: a condition does not hold. Nothing is ended then.
    """
    done, verified = None, None
    if not _proven_before(pair, direction):
        done = catch_up(pair, direction, patience_seconds=patience_seconds)
        verified = None if proven == done.drained.lsn else verify(pair, direction, readers=readers)
        if verified and (not verified.equal or verified.behind):
            raise Refused([not_equal(verified)])
        with connected(pair.publisher(direction)) as giver:
            prove(giver)
    disarm(pair, direction)
    return Turned(done, verified, arm(pair, other(direction), copy=False, enabled=enabled))


def _proven_before(pair: Pair, direction: Direction) -> bool:
    """Whether an earlier run proved both sides the same at fences that still stand, and was cut while it ended the direction.

    Raises:
        Refused: a side is not closed, or somebody wrote since.
    """
    giver, taker = pair.publisher(direction), pair.subscriber(direction)
    with connected(giver) as one, connected(taker) as theirs:
        if refusals := [*refuse_open(one, giver.side), *refuse_open(theirs, taker.side)]:
            raise Refused(refusals)
        fence = standing(one)
        if fence is None or not fence.proven:
            return False
        refuse_late(one, fence, giver.side)
        return True


def _both_armed() -> Refusal:
    return Refusal(
        "both directions are armed",
        "two sides would be written to, and neither copy is the one to keep",
        "end one: socle move database disarm --direction forward",
    )


def refuse_late(connection: Connection, fence: Fence, side: str) -> None:
    """Refuse to go on where somebody wrote behind the fence, or where nobody can tell.

    Raises:
        Refused: it is so.
    """
    late = written_since(connection, fence)
    if late != 0:
        raise Refused([written_behind(side) if late else _nobody_knows(side)])


def _nobody_knows(side: str) -> Refusal:
    return Refusal(
        f"the counters of the {side} began anew behind the fence",
        "nobody knows whether rows were written since, and they may be on one side alone",
        "find who reset them, or why the server began anew; open the fence, and close it anew",
    )


def written_behind(side: str) -> Refusal:
    """That somebody wrote behind the fence."""
    return Refusal(
        f"rows of the {side} were written behind the fence",
        "they may be on one side alone, and whoever wrote them was not kept out",
        "find the writer, open the fence, and close it anew",
    )


def not_drained(drained: Drained) -> Refusal:
    """That something is left to arrive."""
    return Refusal(
        f"{drained.bytes} bytes, {drained.tables} tables and {drained.prepared} prepared transactions are outstanding",
        "what they hold is not on the other side",
        "look at the slot and at the errors of apply: socle move database watch",
    )


def not_equal(verified: Verified) -> Refusal:
    """That the sides are not the same."""
    return Refusal(
        f"the sides differ: {verified.differences} differences, {verified.unverified} not compared,"
        f" {len(verified.behind)} sequences behind",
        "whoever takes over would serve other data than was left",
        "see which: socle move database verify",
    )
