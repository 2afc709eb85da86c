"""Pre-flight checks of what logical replication leaves behind, and of schemas that are not equal."""

from collections.abc import Iterator

from ..catalogue import Catalogue, Sequence
from .finding import Finding, Weight, fact, found

STOPS, WARNS, STEP = Weight

SEQUENCE_GAP = 1_000
"""Values that a sequence skips where another side takes over: numbers that were given and not yet seen are not given again."""

_NEARLY_USED_UP = 0.9


def left_behind(source: Catalogue) -> Iterator[Finding]:
    """What does not follow by itself."""
    yield from _sequences(source)
    yield from found(
        "materialised-view", STEP, "materialised views",
        source.views,
        "they do not follow, and show what the copy held when they were last refreshed",
        "they are refreshed on the target inside the fence",
    )  # fmt: skip
    if source.large_objects:
        yield fact(
            "large-objects", STEP, f"{source.large_objects} large objects",
            "they do not follow",
            "they are copied and compared inside the fence, which lasts longer by that",
        )  # fmt: skip
    if source.unreadable_objects:
        yield fact(
            "large-object-unreadable", STOPS, f"{source.unreadable_objects} large objects that the mover may not read",
            "they are not copied, and the fence stands until they are",
            "make the mover's role a member of their owners",
        )  # fmt: skip
    odd = (
        f"{table.name}.{column.name}"
        for table in source.tables.values()
        for column in table.columns
        if column.type.startswith("reg") and column.type != "regtype"
    )
    yield from found(
        "column-names-object", WARNS, "columns that name an object of the server",
        odd,
        "what they hold is a number of this server alone",
        "store the name as text",
    )  # fmt: skip


def schema_findings(source: Catalogue, target: Catalogue) -> Iterator[Finding]:
    """Definitions that are not equal; tables and columns have findings of their own."""
    ours, theirs = (
        {key: text for key, text in each.definitions.items() if not key.startswith("table ")}
        for each in (source, target)
    )
    yield from found(
        "schema-differs", STOPS, "definitions that are not equal on both sides",
        (each for each in ours.keys() & theirs.keys() if ours[each] != theirs[each]),
        "a value may be taken on one side and refused on the other",
        "bring both schemas together, and freeze them",
    )  # fmt: skip
    yield from found(
        "schema-missing", STOPS, "definitions that the target does not have",
        ours.keys() - theirs.keys(),
        "what rests on them stops, or is not enforced after the switch",
        "make them on the target",
    )  # fmt: skip
    yield from found(
        "schema-extra", WARNS, "definitions that only the target has",
        theirs.keys() - ours.keys(),
        "the schemas are never equal, and a stricter one stops apply",
        "drop them, or make them on the source",
    )  # fmt: skip


def _sequences(source: Catalogue) -> Iterator[Finding]:
    yield from found(
        "sequence", STEP, "sequences",
        source.sequences,
        "they do not follow: the first insert after the switch would use a key twice",
        f"they are set ahead by {SEQUENCE_GAP} inside the fence",
    )  # fmt: skip
    yield from found(
        "sequence-ends", STOPS, "sequences that have no room to be set ahead",
        (each.name for each in source.sequences.values() if not each.cycles and not room(each)),
        "the side that takes over could not give a number",
        "ALTER SEQUENCE ... AS bigint, and the column with it",
    )  # fmt: skip
    yield from found(
        "sequence-nearly-used-up", WARNS, "sequences that are nearly used up",
        (each.name for each in source.sequences.values() if room(each) and used(each) > _NEARLY_USED_UP),
        "they end soon after the switch",
        "ALTER SEQUENCE ... AS bigint, and the column with it",
    )  # fmt: skip


def ahead(sequence: Sequence, gap: int = SEQUENCE_GAP) -> int:
    """The value that a sequence is set to where another side takes over, `gap` values ahead in its own direction."""
    start = (
        sequence.last if sequence.last is not None else (sequence.least if sequence.increment > 0 else sequence.most)
    )
    return start + gap * sequence.increment


def room(sequence: Sequence, gap: int = SEQUENCE_GAP) -> bool:
    """Whether the value ahead is still one that the sequence may give, and one more after it."""
    return sequence.least <= ahead(sequence, gap) + sequence.increment <= sequence.most


def used(sequence: Sequence) -> float:
    """How much of a sequence is used up: 0 to 1."""
    if sequence.last is None or sequence.most == sequence.least:
        return 0.0
    gone = sequence.last - sequence.least if sequence.increment > 0 else sequence.most - sequence.last
    return gone / (sequence.most - sequence.least)
