"""What a pre-flight check says: a rule, how much it weighs, and the message in its four parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from socle.messages import Refusal

_NAMED = 8
"""Names that one message lists; the rest is counted."""


class Weight(StrEnum):
    """How much a finding weighs."""

    STOPS = "stops"
    """Nothing may be armed while it stands."""
    WARNS = "warns"
    """It may be so, and somebody should have decided that."""
    STEP = "step"
    """It does not follow by itself, and a later step of the move does it."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found: the rule's id, its weight, the names it is about, and what is said."""

    rule: str
    weight: Weight
    about: tuple[str, ...]
    refusal: Refusal


def found(
    rule: str, weight: Weight, what: str, names: Iterable[str], consequence: str, remedy: str
) -> Iterable[Finding]:
    """A finding about some names, or nothing where there are none."""
    about = tuple(sorted(names))
    if about:
        yield Finding(rule, weight, about, Refusal(f"{what}: {listed(about)}", consequence, remedy))


def fact(rule: str, weight: Weight, what: str, consequence: str, remedy: str) -> Finding:
    """A finding about a server as a whole."""
    return Finding(rule, weight, (), Refusal(what, consequence, remedy))


def listed(names: Iterable[str]) -> str:
    """Names for a message, the rest counted."""
    all_names = tuple(names)
    more = f" (+{len(all_names) - _NAMED})" if len(all_names) > _NAMED else ""
    return ", ".join(all_names[:_NAMED]) + more
