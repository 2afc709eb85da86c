"""The verdict: four levels, the worst of everything that was found, and the one cause that the first line names.

A closed world: the last level is given only where every effect is known and harmless.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .danger import AT_STAKE, STOPS, Danger


class Verdict(StrEnum):
    """What a reviewer is told first, the worst first."""

    REFUSED = "refused"
    DANGEROUS = "dangerous"
    LOOK = "look-at-this"
    NO_RISK = "no-risk-found"


@dataclass(frozen=True)
class Reason:
    """One kind of reason, how often it occurs, and how bad it is."""

    name: str
    number: int
    verdict: Verdict


_REFUSING = ("failed", "errors", "frozen", "refused-files")
_DANGEROUS = ("deviates", "final", "public", "uncovered", "pending", "dangerous-files", "broken")
_LOOK = (
    "unannounced",
    "shifts",
    "warnings",
    "rights",
    "reachable",
    "paths",
    "secrets",
    "gone",
    "unbased",
    "outputs",
    "freeze",
    "files",
    "lesser",
    "undecided",
)
NAMES = (*_REFUSING, *_DANGEROUS, *_LOOK)
"""Reasons that are no danger of one change, the worst first."""


def verdict_of(danger: Danger) -> Verdict:
    """How bad one danger is."""
    return Verdict.REFUSED if danger in STOPS else Verdict.DANGEROUS if danger in AT_STAKE else Verdict.LOOK


def of_changes(found: Iterable[tuple[Danger, int]]) -> Iterable[Reason]:
    """The reasons that changes give."""
    return (Reason(danger.value, number, verdict_of(danger)) for danger, number in found if number)


def of_all(found: Iterable[tuple[str, int]]) -> Iterable[Reason]:
    """The reasons beside the changes."""
    for name, number in found:
        level = Verdict.REFUSED if name in _REFUSING else Verdict.DANGEROUS if name in _DANGEROUS else Verdict.LOOK
        if number:
            yield Reason(name, number, level)


def ordered(reasons: Iterable[Reason]) -> list[Reason]:
    """The worst first; among equals in the order in which they came."""
    return sorted(reasons, key=lambda reason: list(Verdict).index(reason.verdict))


def worst(reasons: Iterable[Reason]) -> Verdict:
    """The level of the whole."""
    return min((reason.verdict for reason in reasons), key=list(Verdict).index, default=Verdict.NO_RISK)
