"""The network paths that a change opens or closes end to end, in words. A rendering fences off the names that are not ours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from socle.review import Review

from ..places import Where
from ..words import Draw, Words

if TYPE_CHECKING:
    from socle.reach import Written  # its graph library is for those who compare


def reachable(review: Review, words: Words, draw: Draw, place: Where) -> Iterator[str]:
    """One line a path, what opens first. The title of the section is `section.reachable`."""
    for each in review.reachable:
        yield words(
            f"reachable.{each.change}.answers" if each.answers else f"reachable.{each.change}",
            source=draw(each.source),
            target=draw(each.target),
            services=words.text(each.services),
            by=", ".join(draw(_where(written, place)) for written in each.by),
        )


def _where(written: "Written", place: Where) -> str:
    """A resource that opens a hop, and the line of the estate or of the program that it comes from."""
    where = written.where(place)
    return f"{written.name} ({where})" if where else written.name
