"""What an exported state makes known in a preview: ids and outputs of resources that exist, as the engine answers them.

An unchanged resource answers with all its old outputs. One with changed inputs answers with the new inputs over its
old outputs, unless the change replaces it: then it is new, and what only the cloud knows is unknown again. Only the
engine, which asks the provider, knows three things better: computed properties that an update recomputes (here they
keep their old value), replacements decided by a provider's own plan logic (here `plan_logic` inputs always replace),
and changes that a provider does not count as one (here an update, which makes no difference to ids). Secrets of a
state are ciphertext: equal to any secret, and never answered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from google.protobuf.struct_pb2 import Struct, Value

from socle.facts.scaleway import Input, ResourceFacts, nested_type
from socle.plan import SECRET_SIGNATURE, SIGNATURE, masked, parse, plain_inputs, state_rows
from socle.plan import Path as PropertyPath

from .wire import is_secret, wire_object

_MISSING = object()


@dataclass(frozen=True)
class Existing:
    """One resource of the state: its id, its inputs in the plan's form, and its outputs as exported."""

    id: str
    type: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    replacement_trigger: Any = None


class Prior:
    """An exported state, looked up by URN or by a former URN."""

    def __init__(self, state: "Mapping[str, Any] | str | Path | None") -> None:
        rows = state_rows(state) if state is not None else []
        self._rows = {str(row["urn"]): row for row in rows}

    def find(self, urn: str, aliases: Iterable[str] = ()) -> Existing | None:
        """The existing resource that a registration continues."""
        row = next((self._rows[known] for known in (urn, *aliases) if known in self._rows), None)
        if row is None:
            return None
        return Existing(
            id=row.get("id") or "",
            type=row["type"],
            inputs=masked(row["type"], plain_inputs(row.get("inputs") or {}), row.get("additionalSecretOutputs") or ()),
            outputs=row.get("outputs") or {},
            replacement_trigger=plain_inputs(row.get("replacementTrigger")),
        )

    def outputs(self) -> dict[str, dict[str, Any]]:
        """Type and outputs of everything that exists, by URN, as the engine's own `readStackResourceOutputs` answers.

        The engine decrypts secrets first; here they are secrets that nobody knows.
        """
        rows = self._rows.items()
        return {urn: {"type": row["type"], "outputs": plain_inputs(row.get("outputs") or {})} for urn, row in rows}


def replaced(
    inputs: dict[str, Any], existing: Existing, facts: ResourceFacts | None, replace_on_changes: Iterable[str]
) -> bool:
    """Whether the changed inputs replace the resource, as far as it can be known without its provider."""
    if inputs == existing.inputs:
        return False
    for path in map(parse, replace_on_changes):
        if _at(inputs, path) != _at(existing.inputs, path):
            return True
    if facts is None:
        return False
    if any(_changed(inputs, existing.inputs, name) for name in facts.plan_logic):
        return True
    return _replacing(facts.inputs, inputs, existing.inputs)


def known_state(existing: Existing, given: Struct, facts: ResourceFacts | None) -> Struct:
    """The outputs that an existing resource answers with: the new inputs over the old outputs."""
    known = {name: value for name, value in existing.outputs.items() if not name.startswith("__")}
    state = wire_object(_masked(known))
    for name, value in given.fields.items():
        field = facts.inputs.get(name) if facts else None
        _overlay(state, name, value, field)
    return state


def _overlay(state: Struct, name: str, value: Value, field: Input | None) -> None:
    old = state.fields[name] if name in state.fields else None  # noqa: SIM401 - a protobuf map makes what it is asked for
    is_object = value.HasField("struct_value") and field is not None and nested_type(field.type) is not None
    if old is None or is_secret(old) or is_secret(value) or not is_object or not old.HasField("struct_value"):
        state.fields[name].CopyFrom(value)
        return
    inner = nested_type(field.type) if field else None
    for key, item in value.struct_value.fields.items():
        _overlay(old.struct_value, key, item, (inner or {}).get(key))


def _masked(value: Any) -> Any:
    """Exported outputs with ciphertext masked."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if fields.get(SIGNATURE) == SECRET_SIGNATURE:
            return plain_inputs(fields)
        return {name: _masked(item) for name, item in fields.items()}
    if isinstance(value, list):
        return [_masked(item) for item in cast("list[Any]", value)]
    return value


def _changed(new: dict[str, Any], old: dict[str, Any], name: str) -> bool:
    return new.get(name) != old.get(name)


def _replacing(fields: dict[str, Input], new: dict[str, Any], old: dict[str, Any]) -> bool:
    for name, field in fields.items():
        if not _changed(new, old, name):
            continue
        if field.replace:
            return True
        inner, before, after = nested_type(field.type), old.get(name), new.get(name)
        if inner and isinstance(before, dict) and isinstance(after, dict):
            if _replacing(inner, cast("dict[str, Any]", after), cast("dict[str, Any]", before)):
                return True
        elif inner and any(nested.replace for nested in inner.values()):
            return True
    return False


def _at(value: Any, path: PropertyPath) -> Any:
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(value, list):
        items = cast("list[Any]", value)
        if head == "*":
            return [_at(item, rest) for item in items]
        return _at(items[head], rest) if isinstance(head, int) and head < len(items) else _MISSING
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if head == "*":
            return {key: _at(item, rest) for key, item in fields.items()}
        return _at(fields[str(head)], rest) if head in fields else _MISSING
    return _MISSING
