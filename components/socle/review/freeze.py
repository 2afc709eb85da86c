"""What the freeze of the legacy estate would refuse, asked of what the baseline records as held; the program asks the state itself.

A program that is compared with another revision, or whose component was taken out, has asked nobody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from socle.cutover import standing
from socle.diff import Comparison
from socle.estate import Declared, Refusal
from socle.estate.legacy import freeze_refusals, held_from
from socle.extras import ExtraMissing
from socle.messages import Place
from socle.plan import Resource
from socle.project import Project, estate_of

from .judged import declared_by

_ESTATE = "socle:azure:LegacyEstate"
"""The component that records what a deployment holds; its type is identity."""


@dataclass(frozen=True)
class Freeze:
    """What the freeze says of one stack. `known` is False where nobody can say what the last deployment holds."""

    stack: str
    refusals: tuple[Refusal, ...] = ()
    known: bool = True


def freeze_of(project: Project, comparisons: Iterable[Comparison]) -> list[Freeze]:
    """What the freeze says of each stack that has, or had, a legacy estate; nothing of one in which it refuses nothing."""
    found = [_of_stack(project, each) for each in comparisons]
    return [each for each in found if each and (each.refusals or not each.known)]


def _of_stack(project: Project, comparison: Comparison) -> Freeze | None:
    was = [each for each in comparison.formerly if each.type == _ESTATE]
    if not was and not comparison.plan.all(_ESTATE):
        return None
    declared = declared_by(project, estate_of(project, comparison.stack))
    held = _held(was)
    if declared is None or held is None:
        return Freeze(comparison.stack, known=False)
    estate, legacy = declared.estate, declared.estate.legacy
    if legacy is None:
        return Freeze(comparison.stack, known=not held)
    try:
        posture = standing(estate, project.estates / estate.name).posture(estate.posture, "legacy").legacy
    except ExtraMissing:
        return Freeze(comparison.stack, known=False)
    refused = freeze_refusals({key: held_from(each) for key, each in held.items()}, legacy, posture)
    return Freeze(comparison.stack, tuple(_placed(refused, declared)))


def _held(was: list[Resource]) -> dict[str, Mapping[str, Any]] | None:
    """What the baseline records as held; nothing where it has no such record."""
    records: list[Any] = [each.outputs.get("held") for each in was]
    if not records or not all(isinstance(each, dict) for each in records):
        return None
    return {key: held for each in cast("list[dict[str, Mapping[str, Any]]]", records) for key, held in each.items()}


def _placed(refusals: Iterable[Refusal], declared: Declared) -> Iterator[Refusal]:
    """Refusals with the line of the nearest part of the estate that is still written."""
    for refusal in refusals:
        parts = refusal.at.split(".")
        above = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        origin = next((found for key in above if (found := declared.origin(key))), None)
        yield refusal.placed(Place(origin.file, origin.line, key=refusal.at)) if origin else refusal
