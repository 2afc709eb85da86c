"""The pre-flight check: everything that logical replication would break on or leave behind, before anything is armed. Pure."""

from collections.abc import Iterable

from ..catalogue import Catalogue
from .finding import Finding, Weight
from .leftovers import SEQUENCE_GAP, ahead, left_behind, room, schema_findings
from .servers import OLDEST, PUBLISHES_FROM, RETURNS_FROM, source_findings, target_findings
from .tables import moved, names_a_row, pair_findings, rows_of, table_findings

NOT_SEEN = (
    "whether the disk of the source has room for the log that a slot holds back",
    "whether the subscriber reaches the publisher by its address, and by which of its own",
    "whether the host's own jobs write, and as whom",
    "who has the passwords of the roles that are listed",
)
"""What no query shows, told with every answer."""


def lint(source: Catalogue, target: Catalogue, *, seeded: bool = False) -> tuple[Finding, ...]:
    """Everything that was found, what stops first. seeded: the target holds the copy already."""
    found = [
        *source_findings(source),
        *table_findings(source),
        *left_behind(source),
        *target_findings(source, target),
        *pair_findings(source, target, seeded=seeded),
        *schema_findings(source, target),
    ]
    return tuple(sorted(found, key=lambda each: (list(Weight).index(each.weight), each.rule, each.about)))


def stops(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those with which nothing may be armed."""
    return tuple(each for each in findings if each.weight is Weight.STOPS)


def unseen(*sides: Catalogue) -> tuple[str, ...]:
    """What the check could not see: what no query shows, and what these roles may not read."""
    return (*NOT_SEEN, *(each for side in sides for each in side.unseen))


__all__ = [
    "NOT_SEEN",
    "OLDEST",
    "PUBLISHES_FROM",
    "RETURNS_FROM",
    "SEQUENCE_GAP",
    "Finding",
    "Weight",
    "ahead",
    "lint",
    "moved",
    "names_a_row",
    "room",
    "rows_of",
    "stops",
    "unseen",
]
