"""Edits drawn by chance: one property of a deployed resource, given another value that its facts accept.

Not drawn: values that other resources give, secrets, and texts whose form nobody wrote down where a made-up one would be refused.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_network
from typing import Any, cast

from socle.facts.scaleway.schema import Input, ResourceFacts, facts, nested_type
from socle.plan import SECRET, UNKNOWN, Plan, Resource

Path = tuple[str | int, ...]
Drawn = tuple[Path, tuple[Any, ...]]
"""A path and the new value; no value leaves the input out."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLACES = {"region": ("fr-par", "nl-ams", "pl-waw"), "zone": ("fr-par-1", "fr-par-2", "nl-ams-1")}
"""Drawn where nothing else is named by its place: the provider refuses a resource beside its parent in a preview."""

_WORDS = ("name", "description", "tags", "path", "displayName", "userName", "databaseName", "comment")
"""Inputs whose text is free."""


def drawn(
    plan: Plan, chance: random.Random, share: float, may: Callable[[Drawn], bool] = lambda _: True
) -> dict[str, list[Any]]:
    """One edit each for a share of the resources of a plan, and for one at least, by `<type token> <logical name>`.

    Args:
        may: which edits may be drawn.
    """
    managed = (resource for resource in plan if resource.custom and not resource.external)
    possible = {key_of(each): edits for each in managed if (edits := [edit for edit in edits_of(each) if may(edit)])}
    keys = [key for key in possible if chance.random() < share] or chance.sample(list(possible), min(1, len(possible)))
    chosen = {key: chance.choice(possible[key]) for key in keys}
    return {key: [list(path), *value] for key, (path, value) in chosen.items()}


def key_of(resource: Resource) -> str:
    """How alterations name a resource."""
    return f"{resource.type} {resource.urn.rsplit('::', 1)[-1]}"


def edits_of(resource: Resource) -> Iterator[Drawn]:
    """Every edit that may be drawn for a resource; of what no facts are measured of, its labels and tags."""
    known = facts(resource.type)
    if known is None:
        yield from _labelled(resource)
    placed = any(resource.property_dependencies.values())
    for name, fact in known.inputs.items() if known else ():
        if fact.newer or fact.secret or resource.property_dependencies.get(name) or (placed and name in _PLACES):
            continue
        if name in resource.inputs:
            yield from _changed((name,), fact, resource.inputs[name], cast("ResourceFacts", known))
            if not fact.required:
                yield (name,), ()
        else:
            yield from _added((name,), fact, cast("ResourceFacts", known))


def _labelled(resource: Resource) -> Iterator[Drawn]:
    """A label of an object in a cluster, a tag of a resource on Azure: what every provider updates."""
    metadata = resource.inputs.get("metadata")
    for path, given in (
        (("tags",), resource.inputs.get("tags")),
        (("metadata", "labels"), metadata.get("labels") if isinstance(metadata, Mapping) else None),
        (("metadata", "annotations"), metadata.get("annotations") if isinstance(metadata, Mapping) else None),
    ):
        if isinstance(given, Mapping) and given:
            yield path, ({**given, "drawn": "yes"},)


def of_free_words(drawn_edit: Drawn) -> bool:
    """Whether an edit only changes words that no provider and no platform reads: tags, labels, descriptions."""
    path, value = drawn_edit
    return bool(value) and path[0] in ("tags", "description", "metadata")


def _added(path: Path, fact: Input, known: ResourceFacts) -> Iterator[Drawn]:
    if fact.deprecated or _dotted(path) in known.checks:
        return
    if fact.type == "boolean":
        yield path, (True,)
    if path[-1] == "tags":
        yield path, (["drawn"] if fact.type.startswith("list") else {"drawn": "yes"},)
    if path[-1] == "description":
        yield path, ("drawn",)


def _changed(path: Path, fact: Input, value: Any, known: ResourceFacts) -> Iterator[Drawn]:
    if value in (SECRET, UNKNOWN) or fact.secret or fact.newer:
        return
    if isinstance(value, Mapping):
        yield from _inside(path, fact, cast("Mapping[str, Any]", value), known)
    elif isinstance(value, list):
        yield from _listed(path, fact, cast("list[Any]", value), known)
    else:
        for new in _others(path, value, known.checks.get(_dotted(path), {})):
            yield path, (new,)


def _inside(path: Path, fact: Input, value: Mapping[str, Any], known: ResourceFacts) -> Iterator[Drawn]:
    fields = nested_type(fact.type)
    if fields is None:
        yield path, ({**value, "drawn": "yes"},)
        return
    for name, field in fields.items():
        if name in value:
            yield from _changed((*path, name), field, value[name], known)


def _listed(path: Path, fact: Input, value: list[Any], known: ResourceFacts) -> Iterator[Drawn]:
    inner = fact.type.removeprefix("list<").removesuffix(">")
    if nested_type(inner) is not None:
        for index, each in enumerate(value):
            yield from _changed((*path, index), Input(inner), each, known)
        if len(value) > 1:
            yield path, (value[:-1],)
    elif path[-1] == "tags":
        yield path, ([*value, "drawn"],)
        yield path, (value[:-1],)


def _others(path: Path, value: Any, check: Mapping[str, Any]) -> Iterator[Any]:
    """Other values of the same kind that the checks accept."""
    if "one_of" in check:
        yield from (each for each in check["one_of"] if each != value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from _numbers(value, check)
    elif isinstance(value, str):
        yield from _texts(str(path[-1]), value, check)


def _numbers(value: int, check: Mapping[str, Any]) -> Iterator[int]:
    step = int(check.get("divisible_by", 1))
    low, high = check.get("range", (check.get("min", 1), value + step))
    yield from (each for each in (value - step, value + step) if low <= each <= high)


def _texts(name: str, value: str, check: Mapping[str, Any]) -> Iterator[str]:
    if name in _PLACES:
        yield from (each for each in _PLACES[name] if each != value)
    elif _UUID.search(value):
        yield _UUID.sub("77777777-7777-4777-8777-777777777777", value)
    elif check.get("format") == "cidr" and "/" in value:
        network = ip_network(value, strict=False)
        yield f"{network.network_address + network.num_addresses}/{network.prefixlen}"
    elif name in _WORDS:
        yield f"{value}x"
        yield value.upper()


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path if isinstance(step, str))
