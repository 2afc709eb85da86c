"""One step of the engine's preview as a change: what the step says, and what its two states say beside it.

A step is compared whole. Inputs and outputs that differ are judged as those of an update, whatever the step is called; a field
that differs and that no table calls harmless is not known.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from socle.facts import PLUGIN_SOURCE, usual
from socle.plan import (
    PLAIN,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    Path,
    Plan,
    Resource,
    dotted,
    masked,
    parse,
    plain_inputs,
    read_resource,
    render,
    texts_in,
    type_of,
)

from ..change import ABSENT, Certainty, Change, EngineRefusal, Op, PropertyChange, Remark
from ..guards import guarded
from ..options import options_of, options_of_new
from ..walk import differences

Row = Mapping[str, Any]

OPS = {
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
_QUIET = frozenset({"created", "modified", "sourcePosition", "stackTrace", "aliases", "propertyDependencies"})
"""Fields that only record: when, from which line, under which former names, and where values come from."""
_WAITING = frozenset({"delete", "pendingReplacement", "taint", "initErrors"})
"""Fields that are told as what the next deployment carries out."""
_OPTIONS = frozenset(
    {
        "protect",
        "retainOnDelete",
        "provider",
        "ignoreChanges",
        "replaceOnChanges",
        "additionalSecretOutputs",
        "hideDiff",
        "hideDiffs",
        "replaceWith",
        "replacementTrigger",
        "deletedWith",
        "resourceHooks",
    }
)
"""Options of what is no component, told as options."""
_ELSEWHERE = frozenset({"inputs", "outputs", "dependencies", "customTimeouts", *_QUIET, *_WAITING})
_OF_PLUGIN = frozenset({PLUGIN_SOURCE, "__internal", f"__internal.{PLUGIN_SOURCE}"})
"""Paths of a provider's inputs that are told as options, or from the two states."""
_PROVIDER = "pulumi:providers:"
_WHOLE = frozenset({Op.SAME, Op.UPDATE, Op.UNKNOWN})
"""Operations after which the resource is the one that it was."""


@dataclass(frozen=True)
class Step:
    """One step as the file has it. `former` gives the URN that a resource had before it was renamed by an alias."""

    row: Row
    former: Callable[[str], str]

    @property
    def word(self) -> str:
        return str(self.row.get("op"))

    @property
    def urn(self) -> str:
        return str(self.row["urn"])

    @property
    def op(self) -> Op:
        return OPS.get(self.word, Op.UNKNOWN)

    @property
    def old(self) -> Row | None:
        return self.row.get("oldState") or None

    @property
    def new(self) -> Row | None:
        return self.row.get("newState") or None

    @property
    def details(self) -> dict[str, Row]:
        """What its provider says of each path."""
        return cast("dict[str, Row]", self.row.get("detailedDiff") or {})

    @property
    def replaces(self) -> bool:
        """Whether its details say that something is replaced, or why."""
        kinds = [str(one.get("kind", "")) for one in self.details.values()]
        return bool(self.row.get("replaceReasons")) or any(kind.endswith("-replace") for kind in kinds)


def change_of(plan: Plan, step: Step, refusal: EngineRefusal | None) -> Change:
    """What one step does, with all that its states show."""
    before, after = (read_resource(side) if side else None for side in (step.old, step.new))
    remarks = list(_remarks(step, before, after, refusal))
    if before is None and after is None:
        unseen = Resource(step.urn, type_of(step.urn), custom=True)
        before, after = (None, unseen) if step.op is Op.CREATE else (unseen, None)
    before, after = _deployed(step, before, after)
    shown = after or before
    change = Change(
        stack=plan.stack,
        op=step.op,
        before=None if step.op is Op.CREATE else before,
        after=None if step.op in (Op.DELETE, Op.DISCARD) else after,
        certainty=Certainty.CERTAIN,
        properties=tuple(_properties(step, before, after)),
        reasons=tuple(str(reason) for reason in step.row.get("replaceReasons") or ()),
        refusal=refusal,
        options=tuple(_options(step, before, after)),
        remarks=tuple(remarks),
        origin=plan.origin_of(shown) if shown else None,
    )
    return guarded(change, plan, asked=True)


def _remarks(
    step: Step, before: Resource | None, after: Resource | None, refusal: EngineRefusal | None
) -> Iterator[tuple[Remark, str]]:
    op = step.op
    if step.word not in OPS:
        yield Remark.UNKNOWN_OP, step.word
    if before is None and after is None:
        yield Remark.UNSEEN, ""
    if _contradicts(step):
        yield Remark.CONTRADICTS, step.word
    if before is not None and before.custom and not before.external:
        if op is Op.READ or (after is not None and after.external):
            yield Remark.LEFT, ""
        elif op is Op.DISCARD:
            yield Remark.FORGOTTEN, ""
    if before is not None and before.protect and op in (Op.DELETE, Op.REPLACE, Op.DISCARD) and not refusal:
        yield Remark.PROTECTED, step.word
    if step.old and step.new and op in _WHOLE:
        yield from ((Remark.UNLIKE, name) for name in _unlike(step.old, step.new, step.former))


def _contradicts(step: Step) -> bool:
    """Whether a step shows what its operation cannot do."""
    if step.replaces and step.op is not Op.REPLACE:
        return True
    if (step.op is Op.CREATE and step.old) or (step.op is Op.DELETE and step.new):
        return True
    named = {
        str(side["provider"]).rpartition("::")[0] for side in (step.old, step.new) if side and side.get("provider")
    }
    provider = str(step.row.get("provider") or "").rpartition("::")[0]
    if provider and named and provider not in named:
        return True
    return any(_belies(step, path, str(detail.get("kind", ""))) for path, detail in step.details.items())


_DETAILS = frozenset(f"{kind}{replaces}" for kind in ("add", "update", "delete") for replaces in ("", "-replace"))
"""`PropertyDiff.Kind` as the engine writes it (sdk/go/common/resource/plugin, `DiffKind`)."""


def _belies(step: Step, path: str, kind: str) -> bool:
    """Whether a detail says of a property what the two states do not show: a place in a set is another one on each side."""
    if kind not in _DETAILS:
        return True
    if not step.old or not step.new or any(isinstance(each, int) for each in parse(path)):
        return False
    was, will = (_at(plain_inputs(side.get("inputs") or {}), path) for side in (step.old, step.new))
    there = [value is not ABSENT and value not in (None, "", False, 0, [], {}) for value in (was, will)]
    return (kind.startswith("add") and there[0]) or (kind.startswith("delete") and there[1])


def _unlike(old: Row, new: Row, former: Callable[[str], str]) -> Iterator[str]:
    """The fields that differ and that nothing else tells."""
    elsewhere = _ELSEWHERE | _OPTIONS if new.get("custom") else _ELSEWHERE
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name) or None, new.get(name) or None
        if name in elsewhere or before == after or (name == "id" and None in (before, after)):
            continue  # a preview has no id
        if name == "type":
            same = usual(str(before)) == usual(str(after))
        elif name == "urn":
            same = before in (new.get("aliases") or ())
        elif name == "parent":
            same = before == former(str(after)) or old["urn"] in (new.get("aliases") or ())
        else:
            same = False
        if not same:
            yield name


def _deployed(step: Step, before: Resource | None, after: Resource | None) -> tuple[Resource | None, Resource | None]:
    """Both sides with the outputs that differ although the inputs of that name do not: somebody changed the cloud."""
    if before is None or after is None or not after.custom or step.op not in _WHOLE:
        return before, after
    old, new = (masked(after.type, plain_inputs((side or {}).get("outputs") or {})) for side in (step.old, step.new))
    if not old or not new:
        return before, after
    moved = [
        name
        for name in sorted(old.keys() | new.keys())
        if not name.startswith("__")
        and old.get(name) != new.get(name)
        and UNKNOWN not in texts_in(new.get(name))
        and before.inputs.get(name) == after.inputs.get(name)
    ]
    sides = [(before, old), (after, new)]
    made = [
        replace(side, inputs=side.inputs | {name: outputs[name] for name in moved if name in outputs})
        for side, outputs in sides
    ]
    return made[0], made[1]


def _options(step: Step, before: Resource | None, after: Resource | None) -> Iterator[PropertyChange]:
    """Options of both states, of which the engine's own steps say nothing."""
    if before is None and after is not None and step.op is Op.CREATE:
        yield from (option for option in options_of_new(after) if option.path != "version")
    if before is None or after is None or after.external:
        return
    stays = frozenset(before.dependencies)
    found = options_of(before, after, step.former, stays=stays, recorded=True)
    told = [option for option in found if option.path != "version"]
    yield from told
    shown = _uncovered(step.old, step.new)
    if shown and not any(option.path == "additional_secret_outputs" for option in told):
        yield PropertyChange("additional_secret_outputs", shown, ABSENT)


def _uncovered(old: Row | None, new: Row | None) -> list[str]:
    """The outputs that were a secret and that are readable from now on."""
    before, after = (plain_inputs((side or {}).get("outputs") or {}) for side in (old, new))
    return sorted(name for name in before.keys() & after.keys() if _sealed(before[name]) and not _sealed(after[name]))


def _sealed(value: Any) -> bool:
    return SECRET in texts_in(value) or UNKNOWN in texts_in(value)


def _properties(step: Step, before: Resource | None, after: Resource | None) -> Iterator[PropertyChange]:
    elsewhere = {"__meta", *(_OF_PLUGIN if type_of(step.urn).startswith(_PROVIDER) else ())}
    details = {path: detail for path, detail in step.details.items() if path not in elsewhere}
    for path, detail in sorted(details.items()):
        kind = str(detail.get("kind", ""))
        old = ABSENT if kind.startswith("add") or before is None else _at(before.inputs, path)
        new = ABSENT if kind.startswith("delete") or after is None else _at(after.inputs, path)
        if old is ABSENT and new is ABSENT:
            old, new = _dropped(step, path)
        replaces = kind.endswith("-replace")
        yield PropertyChange(path, old, new, replaces=replaces, reason=path if replaces else "", why="engine")
    told = {dotted(parse(path)) for path in details}
    tops = {text.split(".", 1)[0] for text in told}
    for name in cast("list[str]", step.row.get("diffReasons") or []):
        if name not in tops and name not in elsewhere:
            old = ABSENT if before is None else before.inputs.get(name, ABSENT)
            new = ABSENT if after is None else after.inputs.get(name, ABSENT)
            yield PropertyChange(render((name,)), old, new, why="engine")
            told.add(name)
    if before is not None and after is not None and step.op in _WHOLE:
        yield from _untold(step, before, after, told)


def _dropped(step: Step, path: str) -> tuple[Any, Any]:
    """Both sides of what the plan leaves out: the version of a provider, and what is null, which is as good as absent."""
    old, new = (_at((side or {}).get("inputs") or {}, path) for side in (step.old, step.new))
    if path == "version" and type_of(step.urn).startswith(_PROVIDER):
        return old, new
    if None in (old, new) and all(value is None or value is ABSENT for value in (old, new)):
        return None, ABSENT
    return ABSENT, ABSENT


def _untold(step: Step, before: Resource, after: Resource, told: set[str]) -> Iterator[PropertyChange]:
    """What differs between the two states and that the step does not name: at another path, or behind a mask."""
    seen: set[str] = set()
    for found in differences(before.inputs, after.inputs, lambda _path: False):
        path = dotted(found.path)
        seen.add(str(found.path[0]))
        if not any(_above(path, one) or _above(one, path) for one in told):
            yield PropertyChange(render(found.path), found.old, found.new, why="engine")
    old, new = (_as_written((side or {}).get("inputs") or {}) for side in (step.old, step.new))
    for name in sorted((old.keys() | new.keys()) - seen):
        if old.get(name) != new.get(name) and not any(_above(name, one) for one in told):
            values = [side.inputs.get(name, ABSENT) for side in (before, after)]
            if values == [ABSENT, ABSENT]:
                values = list(_dropped(step, name))
            yield PropertyChange(render((name,)), *values, why="engine")


def _as_written(inputs: Row) -> dict[str, Any]:
    """Inputs with what the plan leaves out: what encrypts a secret, so that two can be told apart, what the provider filled in, and
    what the engine keeps of a provider's plugin, but its source, which is an option. Never shown.
    """
    return plain_inputs(json.loads(json.dumps(inputs).replace(SIGNATURE, "sealed"), object_hook=_unmarked))


def _unmarked(value: dict[str, Any]) -> dict[str, Any]:
    kept = {name: item for name, item in value.items() if name not in ("__defaults", "__internal", PLUGIN_SOURCE)}
    internal = value.get("__internal")
    return kept | {"engine": internal} if internal else kept


def _above(path: str, other: str) -> bool:
    return other == path or other.startswith(f"{path}.")


def _at(value: Any, path: str) -> Any:
    return value_at(value, parse(path))


def value_at(value: Any, path: Path) -> Any:
    """What stands at a path, `ABSENT` where nothing does; anything in a secret is the secret."""
    for segment in path:
        if value in (SECRET, PLAIN):
            return value
        if isinstance(value, dict) and segment in value:
            value = cast("dict[Any, Any]", value)[segment]
        elif isinstance(value, list) and isinstance(segment, int) and segment < len(cast("list[Any]", value)):
            value = cast("list[Any]", value)[segment]
        else:
            return ABSENT
    return value
