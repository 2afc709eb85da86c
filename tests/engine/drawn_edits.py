"""The diff held against the engine on edits drawn by chance: operations, what replaces, in which order, and what is refused."""

import random
import re
from collections.abc import Mapping
from typing import Any

from socle.diff import Change, Comparison, Op, baseline_of_state, compare

from .deployed import Deployed, Document, errors
from .drawing import drawn, of_free_words

Edits = dict[str, list[Any]]

_TOLD = ("create", "update", "replace", "delete")
_MOST_TRIES = 4


def disagreements(entire: Deployed, stack: str, edits: Edits) -> tuple[int, list[str]]:
    """How many edits the engine judged, and everything in which the diff differs from it on them.

    What the provider does not accept at all is taken out, and the others are tried again. Where the engine stopped, edits of
    which it says nothing are not counted.
    """
    for _ in range(_MOST_TRIES):
        code, document = entire.digest(stack, edits=edits)
        invalid = _not_accepted(document, edits)
        if not invalid:
            plan = entire.capture(stack, edits=edits)
            comparison = compare(plan, baseline_of_state(entire.states[stack]))
            judged = [key for key in edits if code == 0 or _is_judged(document, key.split(" ", 1)[1])]
            return len(judged), differences(comparison, document, stopped=code != 0)
        edits = {key: edit for key, edit in edits.items() if key not in invalid}
    return 0, []


def batch(entire: Deployed, stack: str, chance: random.Random, share: float) -> Edits:
    """Edits for a share of what a stack has deployed."""
    return drawn(entire.capture(stack), chance, share)


def deployable(entire: Deployed, stack: str, chance: random.Random, most: int) -> Edits:
    """Edits of a stack that change words alone, drawn for a few of its resources."""
    possible = drawn(entire.capture(stack), chance, 1, of_free_words)
    return {key: possible[key] for key in chance.sample(sorted(possible), min(most, len(possible)))}


def _is_judged(document: Document, name: str) -> bool:
    """Whether the engine says anything of a resource: a step, or why it stopped."""
    steps = any(step["urn"].rsplit("::", 1)[-1] == name for step in document["steps"])
    return steps or any(f"::{name}" in text for text in errors(document))


def _not_accepted(document: Document, edits: Edits) -> set[str]:
    """Edits that the provider refuses to look at: a value that it takes for malformed or for no match to another."""
    named: set[str] = set()
    for text in errors(document):
        named.update(re.findall(r"resource '([^']+)' has a problem", text))
        named.update(match.rsplit("::", 1)[-1] for match in re.findall(r"diffing (urn:\S+?): ", text))
    return {key for key in edits if key.split(" ", 1)[1] in named}


def differences(comparison: Comparison, document: Document, *, stopped: bool) -> list[str]:
    """Where the engine stopped its list is cut short: what it lists must agree, and what it refuses must be refused."""
    ours = {change.urn: change for change in comparison.changes if change.op is not Op.SAME}
    theirs = {step["urn"]: step for step in document["steps"] if step["op"] in _TOLD}
    found = (
        [f"{urn}: {told(ours[urn])}, not in the engine" for urn in ours.keys() - theirs.keys()] if not stopped else []
    )
    found += [f"{urn}: {theirs[urn]['op']} in the engine only" for urn in theirs.keys() - ours.keys()]
    first = _deleted_first(document)
    for urn in ours.keys() & theirs.keys():
        found += _differing(ours[urn], theirs[urn])
        if (
            theirs[urn]["op"] == Op.REPLACE
            and ours[urn].op == Op.REPLACE
            and ours[urn].delete_before_replace != (urn in first)
        ):
            found.append(f"{urn}: deleted first {'in the engine' if urn in first else 'in the diff'} only")
    if stopped != bool(comparison.refused):
        refused = [change.refusal for change in comparison.refused]
        found.append(f"refused in the diff: {refused}, in the engine: {errors(document) if stopped else 'nothing'}")
    return found


def _deleted_first(document: Document) -> set[str]:
    """What goes before its replacement is made; the engine lists its steps in the order in which it takes them."""
    gone, found = set[str](), set[str]()
    for step in document["steps"]:
        if step["op"] == "delete-replaced":
            gone.add(step["urn"])
        if step["op"] in ("replace", "create-replacement") and step["oldState"]["urn"] in gone:
            found.add(step["urn"])
    return found


def _differing(change: Change, step: Mapping[str, Any]) -> list[str]:
    if change.op != step["op"]:
        return [f"{change.urn}: {told(change)}, {step['op']} in the engine"]
    if set(change.reasons) != set(step.get("replaceReasons") or ()):
        return [f"{change.urn}: {told(change)} for {change.reasons}, {step.get('replaceReasons')} in the engine"]
    return []


def told(change: Change) -> str:
    """An operation with how sure the diff is of it."""
    return f"{change.op} ({change.certainty})"
