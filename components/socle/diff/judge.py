"""What each difference of one resource means to its provider: nothing, an update, a replacement, or a question only it can answer.

The order of the questions is the provider's own: does it count as a difference at all, then does it replace.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, cast

from socle.facts.scaleway import ResourceFacts, facts
from socle.plan import SECRET, UNKNOWN, Path, Resource, contains, dotted, parse, render

from .beyond_schema import Beyond, beyond
from .change import ABSENT, Certainty, PropertyChange, Remark
from .counting import counted
from .equality import TypeComparison, comparison, equal
from .match import Pair
from .replacement import by_option, by_provider
from .walk import Difference, IsSet, differences

_MANAGED_WHOLE = ("random:",)
"""Providers whose resources are values: a changed input makes a new value. Source: their documentation of each input."""


_FROM_ENVIRONMENT = frozenset({"accessKey", "secretKey", "projectId", "organizationId", "region", "zone", "profile"})
"""Inputs of a provider that the Scaleway SDK fills from SCW_* variables. Source: `pulumiverse_scaleway/provider.py`."""


@dataclass(frozen=True)
class Judged:
    """The differences of one pair, and what is to be said of them."""

    properties: tuple[PropertyChange, ...]
    remarks: tuple[tuple[Remark, str], ...] = ()


def judge(pair: Pair) -> Judged:
    """Every difference of a pair, with what it means."""
    known = facts(pair.after.type)
    compared = comparison(pair.after.type)
    is_set = _set_of(compared)
    found: list[PropertyChange] = []
    remarks: list[tuple[Remark, str]] = []
    for difference in chain(differences(pair.before.inputs, pair.after.inputs, is_set), _still_unknown(pair)):
        if _unseen(difference, pair):
            continue
        change = _judged(difference, pair, known, compared)
        found.append(change)
        if change.effective:
            remarks.extend(_remarks(difference, pair))
    return Judged(tuple(_hidden(found, pair.after)), tuple(dict.fromkeys(remarks)))


def secrets_of(pair: Pair) -> list[str]:
    """The inputs whose secret values could not be compared: secret on both sides, not ignored, not derived from unchanged resources."""
    return [
        name
        for name in sorted(pair.before.inputs.keys() & pair.after.inputs.keys())
        if _has_secret(pair.after.inputs[name])
        and _has_secret(pair.before.inputs[name])
        and not (name in pair.steady and pair.after.property_dependencies.get(name))
        and not _ignored(pair.after, (name,))
    ]


def _judged(
    difference: Difference, pair: Pair, known: ResourceFacts | None, compared: TypeComparison | None
) -> PropertyChange:
    path, old, new = difference
    change = PropertyChange(render(path), old, new, certainty=_visible(difference, pair))
    if not pair.after.custom:
        return change
    if known is None:
        whole = pair.after.type.startswith(_MANAGED_WHOLE)
        if _is_place(path, pair) and equal("place", old, new):
            return replace(change, effective=False)
        change = replace(change, certainty=change.certainty & Certainty.PROVIDER)
        return by_option(replace(change, replaces=whole, why="provider" if whole else ""), path, pair)
    if str(path[0]) not in known.inputs or known.inputs[str(path[0])].newer or compared is None:
        change = replace(change, certainty=change.certainty & Certainty.PROVIDER)
    change = counted(change, difference, pair, compared)
    if not change.effective:
        return change
    return by_option(by_provider(change, difference, pair, known, compared), path, pair)


def _is_place(path: Path, pair: Pair) -> bool:
    """Where azure-native counts neither case nor spaces (its source: provider/pkg/provider/diff.go)."""
    return path == ("location",) and pair.after.type.startswith("azure-native:")


def _visible(difference: Difference, pair: Pair) -> Certainty:
    """Whether the difference itself is certain: what is unknown or secret may turn out the same."""
    _, old, new = difference
    if _has_secret(old) or _has_secret(new):
        return Certainty.ENGINE
    if new is ABSENT:
        return Certainty.CERTAIN
    if new == UNKNOWN:
        return pair.renewed.get(str(difference.path[0]), Certainty.ENGINE)
    return Certainty.ENGINE if old == UNKNOWN else Certainty.CERTAIN


def _remarks(difference: Difference, pair: Pair) -> Iterator[tuple[Remark, str]]:
    for entry in beyond(dotted(difference.path), pair.before, pair.after):
        if entry.remark:
            yield entry.remark, _said(entry)


def _said(entry: Beyond) -> str:
    return entry.detail or entry.input


def _unseen(difference: Difference, pair: Pair) -> bool:
    """What nobody can compare, and has no reason to have changed."""
    path, old, new = difference
    if new is ABSENT and _from_environment(pair.after, path):
        return True
    if new == SECRET and old == SECRET:
        return True
    return new == UNKNOWN and str(path[0]) in pair.steady


def _from_environment(resource: Resource, path: Path) -> bool:
    """What an SDK reads into a provider's inputs from the shell that deploys, of which a capture sees nothing."""
    return resource.type.startswith("pulumi:providers:") and path[0] in _FROM_ENVIRONMENT


def _still_unknown(pair: Pair) -> Iterator[Difference]:
    """Values that were unknown and are, but come from other resources than before."""
    for name, value in pair.after.inputs.items():
        if name not in pair.steady and pair.before.inputs.get(name) == value:
            found = (path for path in _unknowns(value, (name,)) if not _ignored(pair.after, path))
            yield from (Difference(path, UNKNOWN, UNKNOWN) for path in found)


def _ignored(resource: Resource, path: Path) -> bool:
    return any(contains(parse(pattern), path) for pattern in resource.ignore_changes)


def _unknowns(value: Any, path: Path) -> Iterator[Path]:
    if value == UNKNOWN:
        yield path
    elif isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            yield from _unknowns(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _unknowns(item, (*path, index))


def _set_of(compared: TypeComparison | None) -> IsSet:
    def is_set(path: str) -> bool:
        return compared is not None and compared.at(path).set

    return is_set


def _has_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_secret(item) for item in cast("dict[str, Any]", value).values())
    if isinstance(value, list):
        return any(_has_secret(item) for item in cast("list[Any]", value))
    return isinstance(value, str) and SECRET in value


_HIDDEN = "[hidden]"


def _hidden(found: list[PropertyChange], after: Resource) -> Iterator[PropertyChange]:
    """The option `hide_diffs` is respected: that something changed stays, what it was does not."""
    patterns = [parse(pattern) for pattern in after.hide_diffs]
    for change in found:
        if any(contains(pattern, parse(change.path)) for pattern in patterns):
            old = change.old if change.old is ABSENT else _HIDDEN
            new = change.new if change.new is ABSENT else _HIDDEN
            yield replace(change, old=old, new=new)
        else:
            yield change
