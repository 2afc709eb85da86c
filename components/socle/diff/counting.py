"""Whether the provider counts a difference as one: what it fills in, keeps, or takes for the same."""

from dataclasses import replace
from typing import Any, cast

from socle.facts.scaleway import facts
from socle.plan import UNKNOWN, Path, dotted

from .beyond_schema import beyond
from .change import ABSENT, Certainty, PropertyChange
from .equality import Comparison, TypeComparison, equal
from .match import Pair
from .replacement import nested_fields
from .walk import Difference


def counted(
    change: PropertyChange, difference: Difference, pair: Pair, compared: TypeComparison | None
) -> PropertyChange:
    """Whether the provider counts it as a difference."""
    path, old, new = difference
    flags = compared.at(dotted(path)) if compared else Comparison()
    if any(entry.ignored for entry in beyond(dotted(path), pair.before, pair.after)):
        return replace(change, effective=False)
    if flags.ignores == "own logic":
        change = replace(change, certainty=change.certainty & Certainty.PROVIDER)
    if old is ABSENT:
        return _added(change, difference, pair, flags)
    if new is ABSENT and pair.refreshed and flags.default is not None:
        return replace(change, effective=False)  # the provider takes the old value for the default (measured)
    if new is ABSENT:
        emptied = flags.keeps and _at(pair.after.inputs, path[:-1]) == [] and _is_block(path, pair)
        named = compared is not None and compared.named
        return _removed(change, path, old, flags, emptied=emptied, named=named)
    return change if UNKNOWN in (old, new) else _edited(change, flags)


def _edited(change: PropertyChange, flags: Comparison) -> PropertyChange:
    """One known value in place of another."""
    if equal(flags.ignores, change.old, change.new):
        certainty = Certainty.PROVIDER if flags.ignores == "policy" else Certainty.CERTAIN
        return replace(change, effective=False, certainty=change.certainty & certainty)
    if not isinstance(change.old, dict | list) and str(change.old) == str(change.new):
        return replace(change, effective=False, certainty=change.certainty & Certainty.PROVIDER)
    return change


def _added(change: PropertyChange, difference: Difference, pair: Pair, flags: Comparison) -> PropertyChange:
    """A value where the program had none: compared with what the cloud or the provider had put there."""
    path, _, new = difference
    if flags.ignores == "absence" or (_empty(new) and not _counts_when_empty(new, path, pair, flags)):
        return replace(change, effective=False)
    before = _at(pair.outputs, path) if pair.has_outputs else ABSENT
    if before is ABSENT and flags.default is not None:
        before = flags.default
    if before is not ABSENT:
        return replace(change, effective=not _alike(before, new, flags))
    if not flags.keeps or isinstance(path[-1], int):
        return change
    if pair.has_outputs:
        return replace(change, effective=not _empty(new))
    return replace(change, certainty=change.certainty & Certainty.PROVIDER)


def _counts_when_empty(new: Any, path: Path, pair: Pair, flags: Comparison) -> bool:
    """Whether an empty value given to an input that had none can differ from what is there.

    A false, a zero or an empty list takes the place of a value that the cloud keeps; an empty text or block does not.
    """
    if isinstance(path[-1], int) or flags.default is not None:
        return True
    return flags.keeps and new != "" and not _is_block(path, pair)


def _removed(
    change: PropertyChange, path: Path, old: Any, flags: Comparison, *, emptied: bool, named: bool
) -> PropertyChange:
    """A value that the program no longer gives: the cloud's may stay, or the provider's default take its place."""
    if isinstance(path[-1], int):
        return replace(change, effective=not emptied)
    if path == ("name",) and named:
        return replace(change, effective=False)  # the old name stays, as if it had been an automatic one
    if flags.keeps or flags.ignores == "absence":
        return replace(change, effective=False)
    if flags.default is not None:
        return replace(change, effective=old != flags.default)
    return replace(change, effective=not _empty(old))


def _is_block(path: Path, pair: Pair) -> bool:
    """Whether an input is a block or a list of blocks, and not a plain value or a list of these."""
    known = facts(pair.after.type)
    top = known.inputs.get(str(path[0])) if known else None
    return top is not None and bool(nested_fields(top.type)) and len([s for s in path if isinstance(s, str)]) == 1


def _alike(before: Any, new: Any, flags: Comparison) -> bool:
    if isinstance(before, dict) and isinstance(new, dict):
        fields = cast("dict[str, Any]", before)
        return all(fields.get(key) == value for key, value in cast("dict[str, Any]", new).items())
    return before == new or equal(flags.ignores, before, new) or (_empty(before) and _empty(new))


def _empty(value: Any) -> bool:
    """What a Terraform schema cannot tell from a value that was left out."""
    return value is ABSENT or value in (None, False, 0, "", [], {})


def _at(value: Any, path: Path) -> Any:
    for segment in path:
        if isinstance(value, dict) and segment in value:
            value = cast("dict[Any, Any]", value)[segment]
        elif isinstance(value, list) and isinstance(segment, int) and segment < len(cast("list[Any]", value)):
            value = cast("list[Any]", value)[segment]
        else:
            return ABSENT
    return value
