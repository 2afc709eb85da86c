"""One line of what is asked before a deployment: its state, what follows from it, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from socle.messages import Refusal, Text, said


class State(StrEnum):
    """What is known of one thing. What nobody could see is neither sound nor broken."""

    OK = "ok"
    WRONG = "wrong"
    UNKNOWN = "not-known"


@dataclass(frozen=True)
class Line:
    """One thing that was asked: its topic, its state, what was found. A sound one has neither consequence nor remedy. `place` is
    the `file:line` that says it.

    A plain text is the English of a refusal, which a report says in the language of its reader.
    """

    topic: str
    state: State
    what: Text
    consequence: Text = ""
    remedy: Text = ""
    place: str = ""


def ok(topic: str, key: str, /, **values: Text | int) -> Line:
    """Something that is as it should be, by the key of its sentence."""
    return Line(topic, State.OK, said(f"doctor.{key}", **values))


def wrong(topic: str, key: str, /, **values: Text | int) -> Line:
    """Something that a deployment would stop at, or be led astray by."""
    return _told(topic, State.WRONG, key, values)


def unknown(topic: str, key: str, /, **values: Text | int) -> Line:
    """Something that cannot be seen from here."""
    return _told(topic, State.UNKNOWN, key, values)


def refused(topic: str, refusals: Iterable[Refusal]) -> list[Line]:
    """What the program itself would refuse, with the file and the line where it is said, if any."""
    return [
        Line(topic, State.WRONG, each.what, each.consequence, each.remedy, each.place.position) for each in refusals
    ]


def _told(topic: str, state: State, key: str, values: dict[str, Text | int]) -> Line:
    return Line(
        topic,
        state,
        said(f"doctor.{key}", **values),
        said(f"doctor.{key}.consequence", **values),
        said(f"doctor.{key}.remedy", **values),
    )
