"""Reading what the engine itself says it would do: `pulumi preview --json --show-sames --show-reads --show-replacement-steps`.

The result has the form of a comparison of ours, so that one report draws both. Here every verdict is the engine's.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from socle.plan import (
    SECRET,
    STACK_TYPE,
    Plan,
    Resource,
    load,
    parse,
    read_preview,
    read_resource,
    redacted,
    render,
    unfinished,
)

from .baseline import Level
from .change import ABSENT, Certainty, Change, EngineRefusal, Op, PropertyChange, RefusalKind, Remark
from .compare import Comparison
from .guards import guarded
from .match import is_managed
from .options import options_of
from .walk import differences

_OPS = {
    "create": Op.CREATE,
    "update": Op.UPDATE,
    "replace": Op.REPLACE,
    "delete": Op.DELETE,
    "import": Op.IMPORT,
    "import-replacement": Op.REPLACE,
    "read": Op.READ,
    "read-replacement": Op.REPLACE,
    "read-discard": Op.DISCARD,
    "discard": Op.DISCARD,
    "same": Op.SAME,
}
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
_UNSHOWN = frozenset({"same", "read", "refresh", *_PARTS})
"""Steps that a preview leaves out unless it is asked for them."""
_URN = re.compile(r"urn:pulumi:[^\"'`\s]+")


def read_engine_preview(source: "Mapping[str, Any] | str | Path") -> Comparison:
    """One stack's preview by the engine, given as such or by its path.

    Raises:
        ValueError: it is not the output of `pulumi preview --json`.
    """
    form = load(source)
    plan = read_preview(form)
    found = [s for s in cast("list[dict[str, Any]]", form["steps"]) if s.get("urn")]
    replaced = {str(s["urn"]) for s in found if _OPS.get(str(s.get("op"))) is Op.REPLACE}
    left = [s for s in found if s.get("op") in _PARTS and str(s["urn"]) not in replaced]
    steps = [s for s in found if s.get("op") not in _PARTS]
    if not found and not form.get("diagnostics"):
        raise ValueError("the preview has no step and no diagnostic: nothing can be reported of it")
    refusals = dict(_refusals(form))
    every = [_change(plan, step, refusals.pop(str(step["urn"]), None)) for step in steps]
    changes = [change for change in every if not _rests(change)]
    for urn, refusal in refusals.items():  # the engine stops before it lists what it refuses
        unseen = plan.by_urn.get(urn) or Resource(urn, _type_of(urn), custom=True)
        changes.append(Change(plan.stack, Op.REPLACE, unseen, unseen, refusal=refusal))
    said = errors_of(form) or ([_SILENT] if _failed(form) else [])
    return Comparison(
        plan,
        Level.ENGINE,
        tuple(changes),
        unchanged=sum(_rests(change) and is_managed(change.resource) for change in every),
        errors=(*said, *_cut(form, found)),
        pending=tuple(unfinished(map(_left, left))),
    )


def _left(step: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return str(step["op"]), {**(step.get("oldState") or {}), "urn": step["urn"]}


def _rests(change: Change) -> bool:
    """Whether nothing happens: not to the stack itself, nor to a provider that nobody declared, whose settings may yet change."""
    same = change.op is Op.SAME and not change.refusal and not change.options and not change.remarks
    return same or change.resource.type == STACK_TYPE


def _cut(form: Mapping[str, Any], steps: list[dict[str, Any]]) -> Iterator[str]:
    """Steps that the engine counted and that the file does not hold: a file may have been cut, or filtered."""
    shown = Counter(str(step.get("op")) for step in steps)
    for op, number in sorted(cast("dict[str, Any]", form.get("changeSummary") or {}).items()):
        if op not in _UNSHOWN and isinstance(number, int) and number > shown[op]:
            yield _FEWER.format(op=op, number=number, shown=shown[op])


def _failed(form: Mapping[str, Any]) -> bool:
    """Whether the engine gave up, with or without a reason."""
    return any(d.get("severity") == "error" for d in cast("list[dict[str, Any]]", form.get("diagnostics") or []))


def errors_of(source: "Mapping[str, Any] | str | Path") -> list[str]:
    """What the engine gave as errors, in its own words, without those that only say that the preview failed."""
    found = cast("list[dict[str, Any]]", load(source).get("diagnostics") or [])
    texts = [redacted(str(d.get("message", "")).strip()) for d in found if d.get("severity") == "error"]
    return [text for text in texts if text and not re.fullmatch(r"(error: )?(preview|update) failed", text)]


def _change(plan: Plan, step: Mapping[str, Any], refusal: EngineRefusal | None) -> Change:
    old, new = (cast("dict[str, Any] | None", step.get(key)) for key in ("oldState", "newState"))
    before = read_resource(old) if old else None
    after = read_resource(new) if new else None
    word = str(step.get("op"))
    op = _OPS.get(word, Op.UNKNOWN)
    remarks: list[tuple[Remark, str]] = [] if word in _OPS else [(Remark.UNKNOWN_OP, word)]
    if before is None and after is None:
        remarks.append((Remark.UNSEEN, ""))
        unseen = Resource(str(step["urn"]), _type_of(str(step["urn"])), custom=True)
        before, after = (None, unseen) if op is Op.CREATE else (unseen, None)
    let_go = op is Op.READ or (after is not None and after.external)
    if let_go and before is not None and before.custom and not before.external:
        remarks.append((Remark.LEFT, ""))
    reasons = tuple(str(reason) for reason in step.get("replaceReasons") or ())
    shown = after or before
    change = Change(
        stack=plan.stack,
        op=op,
        before=None if op is Op.CREATE else before,
        after=None if op in (Op.DELETE, Op.DISCARD) else after,
        certainty=Certainty.CERTAIN,
        properties=tuple(_properties(step, before, after)),
        reasons=reasons,
        refusal=refusal,
        options=tuple(_options(before, after)),
        remarks=tuple(remarks),
        origin=plan.origin_of(shown) if shown else None,
    )
    return guarded(change, plan, asked=True)


def _options(before: Resource | None, after: Resource | None) -> Iterator[PropertyChange]:
    """Options of both states, of which the engine's own steps say nothing."""
    if before is not None and after is not None and not after.external:
        stays = frozenset(before.dependencies)
        yield from options_of(before, after, lambda urn: urn, stays=stays, recorded=True)


def _properties(step: Mapping[str, Any], before: Resource | None, after: Resource | None) -> Iterator[PropertyChange]:
    detailed = cast("dict[str, dict[str, Any]]", step.get("detailedDiff") or {})
    for path, detail in sorted(detailed.items()):
        kind = str(detail.get("kind", ""))
        if path == "__meta":
            continue
        old = ABSENT if kind.startswith("add") or before is None else _at(before.inputs, path)
        new = ABSENT if kind.startswith("delete") or after is None else _at(after.inputs, path)
        replaces = kind.endswith("-replace")
        yield PropertyChange(path, old, new, replaces=replaces, reason=path if replaces else "", why="engine")
    named = {PropertyChange(path).top for path in detailed}
    for name in cast("list[str]", step.get("diffReasons") or []):
        if name not in named and name != "__meta":
            old = ABSENT if before is None else before.inputs.get(name, ABSENT)
            yield PropertyChange(
                render((name,)), old, ABSENT if after is None else after.inputs.get(name, ABSENT), why="engine"
            )
    if not named and not step.get("diffReasons") and before is not None and after is not None:
        for found in differences(before.inputs, after.inputs, lambda _path: False):
            yield PropertyChange(render(found.path), found.old, found.new, why="engine")


def _at(value: Any, path: str) -> Any:
    for segment in parse(path):
        if value == SECRET:
            return SECRET
        if isinstance(value, dict) and segment in value:
            value = cast("dict[Any, Any]", value)[segment]
        elif isinstance(value, list) and isinstance(segment, int) and segment < len(cast("list[Any]", value)):
            value = cast("list[Any]", value)[segment]
        else:
            return ABSENT
    return value


def _refusals(form: Mapping[str, Any]) -> Iterator[tuple[str, EngineRefusal]]:
    """The protected resources that stopped the engine, in its own words: it has no machine-readable form for them."""
    for text in errors_of(form):
        urns = _URN.findall(text)
        if not urns or "protect" not in text:
            continue
        if "as part of replacing" in text and len(urns) > 1:
            yield urns[0], EngineRefusal(RefusalKind.PROTECTED_DEPENDENT, urns[0], urns[1])
        elif "unable to replace" in text:
            yield urns[0], EngineRefusal(RefusalKind.PROTECTED_REPLACE, urns[0])
        else:
            yield urns[0], EngineRefusal(RefusalKind.PROTECTED_DELETE, urns[0])


def _type_of(urn: str) -> str:
    return urn.split("::", 3)[2].rsplit("$", 1)[-1]
