"""What would stop a deployment beside the engine's own protection: guards of the program, and refusals of the host.

A guard is a hook that the engine runs; what it checks is asked of the same facts. A hook of anybody else may refuse too, and
only the engine knows.
"""

from dataclasses import replace
from typing import Any, cast

from socle.facts import UNREADABLE, unreadable_addresses, usual
from socle.facts.updates import KEPT, Inputs, Warned, guard_of, said_of_removal, said_of_update
from socle.plan import Plan, Resource

from .change import Change, EngineRefusal, Op, RefusalKind, Remark

_RUN: dict[Op, tuple[str, ...]] = {
    Op.CREATE: ("before-create",),
    Op.UPDATE: ("before-update",),
    Op.REPLACE: ("before-create", "before-delete"),
    Op.DELETE: ("before-delete",),
}
"""Hooks that can stop an operation, by what the engine calls it."""
_PROVIDER = "pulumi:providers:"
_NO_ADDRESS = "{name} holds what cannot be read as an address: the provider stops before it does anything; take it out"


def guarded(change: Change, plan: Plan, *, asked: bool = False) -> Change:
    """A change with what its guards say of it: refused, announced, or not known.

    Args:
        asked: the engine itself has run the hooks.
    """
    bound = [name for kind in _RUN.get(change.op, ()) for name in _bound(change, kind)]
    stopped = {KEPT} if change.refusal else frozenset[str]()  # the engine's own protection has spoken before
    strange = [] if asked else [(Remark.HOOKED, name) for name in bound if not guard_of(name) and name not in stopped]
    held = any(map(guard_of, bound))
    strange += [(Remark.STOPPED, _NO_ADDRESS.format(name=name)) for name in _unreadable(change.after)]
    try:
        said = _said(change, plan, held=held)
    except UNREADABLE:
        said = []
        strange.append((Remark.HOOKED, next(filter(guard_of, bound), "check of the host")))
    refused = [one for one in said if one.refused]
    announced = [(Remark.ANNOUNCED, str(one)) for one in said if not one.refused]
    late = [(Remark.STOPPED, str(one)) for one in refused if one.host and not held and not _fails(change)]
    change = replace(change, remarks=(*change.remarks, *strange, *announced, *late))
    if held and refused and change.refusal is None:
        return replace(change, refusal=_refusal(change.urn, refused))
    return change


def _unreadable(resource: Resource | None) -> list[str]:
    """The settings of a provider with which it cannot start."""
    if resource is None or not resource.type.startswith(_PROVIDER):
        return []
    package = resource.type.removeprefix(_PROVIDER)
    return [name for name, value in resource.inputs.items() if unreadable_addresses(package, name, value)]


def _bound(change: Change, kind: str) -> tuple[str, ...]:
    """What is made is guarded by the program, what goes by what the last deployment recorded."""
    resource = change.before if kind == "before-delete" else change.after
    return resource.hooks.get(kind, ()) if resource is not None else ()


def _said(change: Change, plan: Plan, *, held: bool) -> list[Warned]:
    before, after = change.before, change.after
    if before is None:
        return []
    if after is not None and change.op is Op.UPDATE:
        return said_of_update(usual(after.type), before.inputs, _sent(change), consented=_consents(after, plan))
    if change.op in (Op.DELETE, Op.REPLACE) and held:
        return said_of_removal(usual(before.type), before.inputs, after.inputs if after else {})
    return []


def _sent(change: Change) -> Inputs:
    """The inputs that an update arrives with: those that are ignored, or are no difference, as they were."""
    old, new = (side.inputs if side else {} for side in (change.before, change.after))
    causes = set(change.causes)
    sent = {name: value for name, value in old.items() if name not in causes}
    return sent | {name: new[name] for name in causes if name in new}


def _consents(after: Resource, plan: Plan) -> bool:
    """Whether the component that a resource belongs to was told to let it move."""
    spec = next((above.inputs.get("spec") for above in plan.ancestors(after)), None)
    return isinstance(spec, dict) and bool(cast("dict[str, Any]", spec).get("network_move"))


def _fails(change: Change) -> bool:
    return any(remark is Remark.WILL_FAIL for remark, _ in change.remarks)


def _refusal(urn: str, refused: list[Warned]) -> EngineRefusal:
    what = "; ".join(one.what for one in refused)
    remedy = "; ".join(one.remedy for one in refused if one.remedy)
    return EngineRefusal(RefusalKind.GUARDED, urn, what=what, remedy=remedy)
