"""Holding a plan against what the engine says: every resource in both, every field alike.

A preview tells ids and aliases of what is deployed only, each in its own way; what deletes before it replaces is told by the
order of the steps (`drawn_edits`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.metadata import distributions
from typing import Any

from socle.plan import Plan, Resource

PROVIDER = "pulumi:providers:"
_OWN_LINES = "project:///infra/"
_NOT_RECORDED = ("aliases", "delete_before_replace", "origin", "source_position")
"""What no row of a state has, what is none of the engine's business, and lines, which `misplaced` compares."""


def differences(plan: Plan, engine: Plan, *, outputs: bool) -> list[str]:
    """Each field in which the plan and the engine differ, by resource; a preview shows neither ids nor outputs."""
    ours, theirs = _by_urn(plan, outputs=outputs), _by_urn(engine, outputs=outputs)
    found = [f"{urn}: in the plan only" for urn in sorted(ours.keys() - theirs.keys())]
    found += [f"{urn}: in the engine only" for urn in sorted(theirs.keys() - ours.keys())]
    for urn in sorted(ours.keys() & theirs.keys()):
        for field in fields(Resource):
            mine, its = getattr(ours[urn], field.name), getattr(theirs[urn], field.name)
            if mine != its and field.name not in _NOT_RECORDED:
                found.append(f"{urn} {field.name}: {mine} in the plan, {its} in the engine")
    return found


def misplaced(plan: Plan, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each resource whose line in the program is another than the one by which the engine says that it was reached.

    The engine's own position of a resource is the line of the component that makes it; a plan has the line of the program that
    leads there, which is the first of those on the engine's stack.

    Args:
        rows: resources of a state, or the new states of a preview.
    """
    theirs = {
        row["urn"]: _own_line(each.get("sourcePosition", "") for each in row.get("stackTrace") or ()) for row in rows
    }
    ours = {each.urn: _own_line([each.source_position]) for each in plan}
    found = [
        f"{urn}: at {ours[urn] or 'no line'} in the plan, at {theirs[urn] or 'no line'} in the engine"
        for urn in sorted(ours.keys() & theirs.keys())
        if ours[urn] != theirs[urn]
    ]
    return found if any(theirs.values()) else [*found, "the engine names no line of the program at all"]


def _own_line(positions: Iterable[str]) -> str:
    return next((each for each in positions if each.startswith(_OWN_LINES)), "")


def new_states(preview: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the engine would have of each resource after what it previews."""
    return [step["newState"] for step in preview["steps"] if step.get("newState")]


def identities(plan: Plan, preview: Mapping[str, Any]) -> list[str]:
    """Each resource that the plan continues as another one than the engine does: by its id, and by the alias that found it."""
    ours, found = _by_urn(plan, outputs=True), list[str]()
    for step in (each for each in preview["steps"] if each["op"] == "same"):
        old, new, mine = step["oldState"], step["newState"], ours.get(step["urn"])
        if mine and mine.custom and mine.id != old.get("id", ""):
            found.append(f"{step['urn']} id: {mine.id} in the plan, {old.get('id')} in the engine")
        if mine and old["urn"] != step["urn"] and old["urn"] not in mine.aliases:
            found.append(f"{step['urn']} was {old['urn']}: the plan knows {mine.aliases}")
        if mine and not set(new.get("aliases") or ()) <= set(mine.aliases):
            found.append(f"{step['urn']} aliases: {mine.aliases} in the plan, {new['aliases']} in the engine")
    return found


def _by_urn(plan: Plan, *, outputs: bool) -> dict[str, Resource]:
    return {
        each.urn: _comparable(each if outputs else replace(each, id="", outputs={}))
        for each in plan
        if "pulumi:providers:" not in each.urn or "::default" not in each.urn
    }


def _comparable(resource: Resource) -> Resource:
    """Without what is said in two ways: names of places, and an SDK's version."""
    inputs = dict(resource.inputs)
    if resource.type.startswith("azure-native:") and isinstance(inputs.get("location"), str):
        inputs["location"] = inputs["location"].lower().replace(" ", "")
    chosen = {"version": ""} if resource.version in _own_versions(resource.type) else {}
    return replace(resource, inputs=inputs, **chosen)


@cache
def _own_versions(type_: str) -> frozenset[str]:
    """The version that the SDK of an explicit provider sends with it: the engine keeps it, and a plan has what the program chose."""
    package = type_.removeprefix(PROVIDER)
    if package == type_:
        return frozenset()
    installed = (
        each
        for each in distributions()
        if each.name.replace("-", "_") in (f"pulumi_{package}", f"pulumiverse_{package}")
    )
    return frozenset(each.version for each in installed)
