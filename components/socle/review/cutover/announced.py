"""What the stacks of a change are to do in a window that both roles have signed: as it was announced, otherwise, or announced by nobody.

Only what a step switches is held against the window. What else changes in a stack stands in the review as everywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from socle.cutover import Announced, announced, end_of, hand_of, open_books
from socle.extras import ExtraMissing
from socle.project import Project, estate_of, layer_of

from ..judged import declared_by


@dataclass(frozen=True)
class Labelled:
    """A stack, and what its turn in a step is called beside what the window announced."""

    stack: str
    turn: Announced

    @property
    def deviates(self) -> bool:
        """Whether it is another change than the one that both roles signed for."""
        return self.turn.label == "deviates"


def labelled(project: Project, stacks: Iterable[str], as_of: date | None) -> tuple[Labelled, ...]:
    """Every stack whose turn is still to come in a step that has begun in a signed window, in the order in which they are given."""
    found: dict[str, tuple[Announced, ...]] = {}
    said: list[Labelled] = []
    for stack in stacks:
        estate, hand = estate_of(project, stack), hand_of(layer_of(project, stack))
        if estate and hand and estate not in found:
            found[estate] = tuple(_of_estate(project, estate, as_of or date.today()))
        said += [Labelled(stack, each) for each in found.get(estate, ()) if each.hand == hand]
    return tuple(said)


def _of_estate(project: Project, name: str, as_of: date) -> Iterator[Announced]:
    declared = declared_by(project, name)
    if declared is None or declared.estate.cutover is None:
        return
    try:
        books = open_books(declared.estate, project.estates / name, end_of(as_of))
        positions = {each.wave: each.position for each in books}
    except ExtraMissing:
        return  # why is told with the stacks, which have no plan then
    for book in books:
        yield from announced(book, positions)
