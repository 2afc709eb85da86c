"""The network paths that a change opens or closes end to end, in words. A rendering fences off the names that are not ours."""

from collections.abc import Iterator

from .catalogue import Words
from .model import Review
from .saying import Draw


def reachable(review: Review, words: Words, draw: Draw) -> Iterator[str]:
    """One line a path, what opens first. The title of the section is `section.reachable`."""
    for each in review.reachable:
        yield words(
            f"reachable.{each.change}",
            source=draw(each.source),
            target=draw(each.target),
            services=each.services,
            by=", ".join(draw(str(written)) for written in each.by),
        )
