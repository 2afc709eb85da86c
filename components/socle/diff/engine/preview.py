"""Reading what the engine itself says it would do: `pulumi preview --json --show-sames --show-reads --show-replacement-steps`.

The result has the form of a comparison of ours, so that one report draws both. Here every verdict is the engine's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from socle.plan import (
    STACK_TYPE,
    UNKNOWN,
    Plan,
    Resource,
    is_urn,
    load,
    plain_inputs,
    read_preview,
    redacted,
    render,
    type_of,
    unfinished,
    waits_for,
    without_credentials,
)

from ..baseline import Level
from ..change import Change, Op, PropertyChange
from ..compare import Comparison
from ..match import is_managed
from ..walk import differences
from .diagnostics import errors_of, failed, refusals, warnings_of
from .steps import OPS, Step, change_of, value_at

Row = dict[str, Any]

_PARTS = ("create-replacement", "delete-replaced", "discard-replaced", "remove-pending-replace")
"""Steps that a replacement consists of. Without a step that replaces they are left over from an earlier deployment."""
_SILENT = (
    "the engine stopped and does not say why: a mandatory policy or a plug-in refuses without a reason in this file; "
    "run pulumi preview without --json and read its policies"
)
_FEWER = (
    "the engine counts {number} steps of {op}, and this file holds {shown}: what is not in it cannot be told; "
    "write it anew, whole, with --show-sames --show-reads --show-replacement-steps"
)
_STRANGER = "the step of {urn} has a state of another resource or stack: nothing in it can be relied on; write it anew"
_CORRUPT = (
    "the engine holds the state for corrupt: what it says of it cannot be relied on; repair it with pulumi state repair"
)
_FIELDS = frozenset({"config", "steps", "diagnostics", "duration", "changeSummary", "maybeCorrupt"})
"""Those of `previewDigest` in the engine's code (pkg/backend/display, November 2026)."""
_UNREAD = (
    "the preview has fields that are not known here: {fields}; what they say is not told, and may stop a deployment"
)
_OF_A_STEP = frozenset(
    {"op", "urn", "provider", "oldState", "newState", "diffReasons", "replaceReasons", "detailedDiff"}
)
"""Those of `previewStep` in the same place."""
_OF_A_REPLACEMENT = ("delete", "import-replacement", "read-replacement", "replace")
"""Steps of which a resource may have one beside another: an old one that goes, or is taken over anew."""
_TWICE = (
    "the preview has {number} steps of {urn}, which are no parts of one replacement: which of them holds is not known"
)
_MORE = "the engine counts {number} steps of {op}, and this file holds {shown}: one of the two is not what it wrote"
_UNSHOWN = frozenset({"same", "read", "refresh", *_PARTS})
"""Steps that a preview leaves out unless it is asked for them."""


def read_engine_preview(source: "Mapping[str, Any] | str | Path") -> Comparison:
    """One stack's preview by the engine, given as such or by its path.

    Raises:
        ValueError: it is not the output of `pulumi preview --json`.
    """
    form = _checked(load(source))
    plan = read_preview(form)
    found = cast("list[Row]", form["steps"])
    replaced = {str(s["urn"]) for s in found if OPS.get(str(s.get("op"))) is Op.REPLACE}
    left = [s for s in found if s.get("op") in _PARTS and str(s["urn"]) not in replaced]
    former = _former(found)
    steps = [Step(s, lambda urn: former.get(urn, urn)) for s in found if s.get("op") not in _PARTS]
    stopped = {refusal.urn: refusal for refusal in refusals(form)}
    every = [change_of(plan, step, stopped.pop(step.urn, None)) for step in steps]
    changes = [change for change in every if not _rests(change)]
    for urn, refusal in stopped.items():  # the engine stops before it lists what it refuses
        unseen = plan.by_urn.get(urn) or Resource(urn, type_of(urn), custom=True)
        changes.append(Change(plan.stack, Op.REPLACE, unseen, unseen, refusal=refusal))
    said = errors_of(form) or ([_SILENT] if failed(form) else [])
    return Comparison(
        _shown(plan, every),
        Level.ENGINE,
        tuple(changes),
        unchanged=sum(_rests(change) and is_managed(change.resource) for change in every),
        errors=(*said, *_cut(form, found), *_strangers(plan, found), *_unread(form)),
        warnings=(*warnings_of(form), *_twice(found), *_untold(form, found)),
        pending=tuple(unfinished([*map(_left, left), *_waiting(steps)])),
        outputs=tuple(_outputs(found)),
        formerly=tuple(change.before for change in every if change.before and not change.before.custom),
    )


def _checked(form: Mapping[str, Any]) -> Mapping[str, Any]:
    """A preview whose parts have the types that the engine gives them."""
    for key in ("steps", "diagnostics"):
        rows = form.get(key)
        if rows is not None and not _all_are(dict, rows):
            raise ValueError(f"this is not a preview ({key} is not a list of objects): nothing can be reported of it")
    steps = cast("list[Row]", form.get("steps") or [])
    if not _is_summary(form.get("changeSummary") or {}) or not all(map(_is_step, steps)):
        raise ValueError(
            "this is not a preview (a step or its summary is no object of it): nothing can be reported of it"
        )
    if "steps" in form and not steps and not failed(form):
        raise ValueError("the preview has no step and no error: nothing can be reported of it")
    return form


def _is_summary(counts: object) -> bool:
    numbers = cast("Row", counts).values() if isinstance(counts, dict) else [None]
    return all(isinstance(number, int) and not isinstance(number, bool) for number in numbers)


def _is_step(step: Row) -> bool:
    details: object = step.get("detailedDiff") or {}
    reasons: list[object] = [step.get(key) or [] for key in ("diffReasons", "replaceReasons")]
    return (
        all(isinstance(step.get(side) or {}, dict) for side in ("oldState", "newState"))
        and is_urn(str(step.get("urn") or ""))
        and isinstance(step.get("op"), str)
        and isinstance(details, dict)
        and _all_are(dict, list(cast("Row", details).values()))
        and all(_all_are(str, each) for each in reasons)
    )


def _all_are(kind: type, rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, kind) for row in cast("list[Any]", rows))


def _former(steps: list[Row]) -> dict[str, str]:
    """The URN that each resource had which an alias of it names."""
    sides = [(_side(step, "oldState"), _side(step, "newState")) for step in steps]
    return {str(new["urn"]): str(old["urn"]) for old, new in sides if old.get("urn") in (new.get("aliases") or ())}


def _side(step: Mapping[str, Any], key: str) -> Row:
    return cast("Row", step.get(key) or {})


def _left(step: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return str(step["op"]), {**_side(step, "oldState"), "urn": step["urn"]}


def _waiting(steps: list[Step]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What a state says of the next deployment although its step does something else."""
    for step in steps:
        if step.op not in (Op.REPLACE, Op.DELETE):
            word = next((word for word in (waits_for(side or {}) for side in (step.old, step.new)) if word), "")
            if word:
                yield word, {**(step.old or {}), "urn": step.urn}


def _rests(change: Change) -> bool:
    """Whether nothing happens; the stack itself is made and updated with what is in it."""
    told = change.refusal or change.options or change.remarks
    return not told and (change.resource.type == STACK_TYPE or (change.op is Op.SAME and not change.properties))


def _shown(plan: Plan, changes: list[Change]) -> Plan:
    """The plan with what a step shows to be deployed otherwise."""
    moved = {
        change.urn: change.after.inputs for change in changes if change.after and change.before and change.op is Op.SAME
    }
    kept = [replace(r, inputs=moved[r.urn]) if moved.get(r.urn, r.inputs) != r.inputs else r for r in plan.resources]
    return replace(plan, resources=tuple(kept))


def _cut(form: Mapping[str, Any], steps: list[Row]) -> Iterator[str]:
    """Steps that the engine counted and that the file does not hold: a file may have been cut, or filtered."""
    shown = Counter(str(step.get("op")) for step in steps)
    for op, number in sorted(cast("dict[str, Any]", form.get("changeSummary") or {}).items()):
        if op not in _UNSHOWN and isinstance(number, int) and number > shown[op]:
            yield _FEWER.format(op=op, number=number, shown=shown[op])
    if form.get("maybeCorrupt"):
        yield _CORRUPT


def _twice(steps: list[Row]) -> Iterator[str]:
    """Resources of which the file says two things that are no parts of one replacement: one of them is not what will be."""
    told = Counter(str(step["urn"]) for step in steps if step.get("op") not in (*_PARTS, *_OF_A_REPLACEMENT))
    for urn, number in sorted(told.items()):
        if number > 1:
            yield _TWICE.format(urn=urn, number=number)


def _untold(form: Mapping[str, Any], steps: list[Row]) -> Iterator[str]:
    """Steps that the engine did not count, and fields of a step that nobody here reads."""
    counts = cast("dict[str, Any]", form.get("changeSummary") or {})
    shown = Counter(str(step.get("op")) for step in steps)
    for op, number in sorted(shown.items()):
        if counts and op not in _UNSHOWN and number > counts.get(op, 0):
            yield _MORE.format(number=counts.get(op, 0), op=op, shown=number)
    if unread := sorted({redacted(str(key)) for step in steps for key in step.keys() - _OF_A_STEP}):
        yield _UNREAD.format(fields=", ".join(unread))


def _strangers(plan: Plan, steps: list[Row]) -> Iterator[str]:
    """Steps whose URN is not that of their states, or of another stack than the file; an alias may be of anywhere."""
    home = f"urn:pulumi:{plan.stack}::{plan.project}::"
    for step in steps:
        urn, old, new = str(step["urn"]), _side(step, "oldState"), _side(step, "newState")
        aliases = new.get("aliases") or ()
        stranger = not urn.startswith(home) or new.get("urn", urn) != urn
        if old.get("urn", urn) not in (urn, *aliases) and (not new or not str(old["urn"]).startswith(home)):
            stranger = True
        if stranger:
            yield _STRANGER.format(urn=urn)


def _unread(form: Mapping[str, Any]) -> Iterator[str]:
    """Fields of the file that nobody here reads: what they say may be a refusal."""
    if unread := sorted(redacted(str(key)) for key in form.keys() - _FIELDS):
        yield _UNREAD.format(fields=", ".join(unread))


def _outputs(steps: list[Row]) -> Iterator[PropertyChange]:
    """Outputs of the stack that differ, where the file has those of both sides."""
    for step in steps:
        old, new = _outputs_of(step, "oldState"), _outputs_of(step, "newState")
        if type_of(str(step["urn"])) == STACK_TYPE and old and new:
            shown = cast("list[Row]", [without_credentials(side) for side in (old, new)])
            for found in differences(old, new, lambda _path: False):
                if found.new != UNKNOWN:  # compared as they are: behind a mask two values look the same
                    sides = [value_at(side, found.path) for side in shown]
                    yield PropertyChange(redacted(render(found.path)), *sides)


def _outputs_of(step: Row, key: str) -> Row:
    return plain_inputs(_side(step, key).get("outputs") or {})
