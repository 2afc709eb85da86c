"""Holding a plan against what the engine says: every resource in both, every field alike.

A preview tells ids and aliases of what is deployed only, each in its own way; what deletes before it replaces is told by the
order of the steps (`drawn_edits`).
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.metadata import distributions
from typing import Any

from socle.plan import Plan, Resource

PROVIDER = "pulumi:providers:"
_OWN_LINES = "project:///infra/"
_NOT_RECORDED = ("aliases", "delete_before_replace", "origin")
"""What no row of a state has, or what is none of the engine's business."""


def differences(plan: Plan, engine: Plan, *, outputs: bool, positions: bool = True) -> list[str]:
    """Each field in which the plan and the engine differ, by resource; a preview shows neither ids nor outputs.

    Without `positions` the lines of the program are left out: a capture of a copy runs the components of this project.
    """
    unseen = _NOT_RECORDED if positions else (*_NOT_RECORDED, "source_position")
    ours, theirs = _by_urn(plan, outputs=outputs), _by_urn(engine, outputs=outputs)
    found = [f"{urn}: in the plan only" for urn in sorted(ours.keys() - theirs.keys())]
    found += [f"{urn}: in the engine only" for urn in sorted(theirs.keys() - ours.keys())]
    for urn in sorted(ours.keys() & theirs.keys()):
        for field in fields(Resource):
            mine, its = getattr(ours[urn], field.name), getattr(theirs[urn], field.name)
            if field.name == "source_position" and not its:
                continue  # the engine names the library's line, a plan the one of the program that leads there
            if mine != its and field.name not in unseen:
                found.append(f"{urn} {field.name}: {mine} in the plan, {its} in the engine")
    return found


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
    """Without what is said in two ways: lines of installed packages, which the copy has not, names of places, an SDK's version."""
    position = resource.source_position
    inputs = dict(resource.inputs)
    if resource.type.startswith("azure-native:") and isinstance(inputs.get("location"), str):
        inputs["location"] = inputs["location"].lower().replace(" ", "")
    elsewhere = not position.startswith(_OWN_LINES)
    chosen = {"version": ""} if resource.version in _own_versions(resource.type) else {}
    return replace(resource, inputs=inputs, source_position="" if elsewhere else position, **chosen)


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
