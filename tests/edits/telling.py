"""One line for each change of a comparison, with all that a verdict consists of, so that a table can hold them."""

from collections.abc import Iterator

from socle.diff.change import Certainty, Change
from socle.diff.compare import Comparison
from socle.review.danger import dangers


def told(comparison: Comparison) -> tuple[str, ...]:
    """The changes of managed and read resources, sorted; components only mirror the estate and are left out."""
    return tuple(sorted(" ".join(_parts(change)) for change in comparison.changes if change.resource.custom))


def _parts(change: Change) -> Iterator[str]:
    """`replace data by ipv4Subnet because of vpc: subnet, refused: protected-replace [loses]`."""
    yield str(change.op)
    yield change.resource.name
    if change.reasons:
        yield f"by {','.join(change.reasons)}"
    if change.caused_by:
        yield f"because of {change.caused_by.rsplit('::', 1)[1]}"
    if change.causes:
        yield f"({', '.join(change.causes)})"
    for option in change.options:
        yield f"{option.path}: {option.old} to {option.new}"
    if change.delete_before_replace:
        yield "deleted first"
    if change.refusal:
        yield f"refused: {change.refusal.kind}"
    if change.certainty is not Certainty.CERTAIN:
        yield f"~ {change.certainty}"
    if words := [str(danger) for danger in dangers(change) if danger not in ("refused", "uncertain")]:
        yield f"[{', '.join(words)}]"
