"""Every resource of the plans that are judged together, and who refers to whom: by id, by a bucket's name, or by dependency."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, cast

from socle.estate.legacy import LegacyResource
from socle.plan import UNKNOWN, Plan, Resource, parts_of
from socle.reach import Proofs, model_of, prove

from .context import Context
from .sound import sound_inputs
from .view import State, Unknown, View, type_of

_OBSERVED = re.compile(r"(-resource)?(-observed)?$")

BUCKET = "scaleway:object/bucket:Bucket"


class Graph:
    """The resources of some plans by type and by what they are called. `context` is what the runner knows beside them."""

    def __init__(self, plans: Iterable[Plan], context: Context | None = None) -> None:
        self.plans = tuple(plans)
        self.context = context or Context()
        self._home: dict[str, Plan] = {}
        self._views: dict[str, View] = {}
        self._by_type: dict[str, list[View]] = {}
        self._by_id: dict[str, set[str]] = {}
        self._referring: dict[tuple[str, str], tuple[dict[str, list[View]], bool]] = {}
        self._saying: dict[tuple[str, str], tuple[dict[str, list[View]], bool]] = {}
        for plan in self.plans:
            for resource in plan:
                self._home[resource.urn] = plan
                view = View(resource, self, sound_inputs(resource))
                self._views[resource.urn] = view
                self._by_type.setdefault(type_of(resource.type), []).append(view)
                for part in parts_of(resource):
                    if part is not resource:  # an object of a list, which is judged as one by itself
                        self._by_type.setdefault(type_of(part.type), []).append(View(part, self))
                for called in _called(resource):
                    self._by_id.setdefault(called, set()).add(resource.urn)

    def __iter__(self) -> Iterator[View]:
        return (view for views in self._by_type.values() for view in views)

    def all(self, *types: str) -> list[View]:
        """Every resource of these types, in the order of the plans."""
        return [view for type_ in types for view in self._by_type.get(type_, ())]

    def view(self, urn: str) -> View | None:
        """The resource with this URN."""
        return self._views.get(urn)

    @cached_property
    def proofs(self) -> Proofs | None:
        """What is proved of the network against the flows that the estate declares; nothing where they are not all there."""
        declared = self.context.declared
        return prove(model_of(self.plans, declared)) if declared else None

    @cached_property
    def _legacy(self) -> dict[str, LegacyResource]:
        """Entries of the legacy estate and their parts, by what their resources are called."""
        spec = self.context.estate.legacy if self.context.estate else None
        return {_as_registered(each.key): each for each in spec.resources()} if spec else {}

    def legacy(self, resource: Resource) -> LegacyResource | None:
        """The entry of the legacy estate, or the part of one, that a resource stands for."""
        if not resource.type.startswith("azure-native:"):
            return None
        return self._legacy.get(_OBSERVED.sub("", resource.name.replace("_", "-")))

    def plan_of(self, resource: Resource) -> Plan:
        """The plan that a resource belongs to."""
        return self._home[resource.urn]

    def refers_to(self, view: View, key: str) -> set[str]:
        """The URNs that an input may refer to.

        Raises:
            Unknown: the input is not known, and nothing says where its value comes from.
        """
        found = {urn for urn in view.resource.property_dependencies.get(key, ()) if urn in self._home}
        value = view.value(key)
        if value.state is State.KNOWN and isinstance(value.value, str):
            found |= self.named(value.value)
        if not found and value.state is State.UNKNOWN:
            raise Unknown(key)
        return found

    def named(self, identifier: str) -> set[str]:
        """The URNs of what has an id, with its place or without."""
        return self._by_id.get(identifier, set()) | self._by_id.get(_bare(identifier), set())

    def referring(self, type_: str, key: str, target: Resource) -> list[View]:
        """The resources of a type whose input refers to the target.

        Raises:
            Unknown: there is none, but one of that type refers to something that is not known.
        """
        wanted = (type_, key)
        if wanted not in self._referring:
            self._referring[wanted] = self._all_referring(type_, key)
        found, open_ended = self._referring[wanted]
        if target.urn not in found and open_ended:
            raise Unknown(key)
        return found.get(target.urn, [])

    def _all_referring(self, type_: str, key: str) -> tuple[dict[str, list[View]], bool]:
        found: dict[str, list[View]] = {}
        open_ended = False
        for view in self.all(type_):
            try:
                for urn in self.refers_to(view, key):
                    found.setdefault(urn, []).append(view)
            except Unknown:
                open_ended = True
        return found, open_ended

    def saying(self, type_: str, path: str, text: str) -> tuple[list[View], bool]:
        """The resources of a type that have a text at a path, and whether there may be more, since one is not known."""
        wanted = (type_, path)
        if wanted not in self._saying:
            self._saying[wanted] = self._all_saying(type_, path)
        found, open_ended = self._saying[wanted]
        return found.get(text, []), open_ended

    def _all_saying(self, type_: str, path: str) -> tuple[dict[str, list[View]], bool]:
        found: dict[str, list[View]] = {}
        open_ended = False
        for view in self.all(type_):
            try:
                found.setdefault(view.text(path), []).append(view)
            except Unknown:
                open_ended = True
        return found, open_ended

    def data_class(self, resource: Resource) -> str:
        """The class of data by tag, label or specification; else that of the nearest ancestor, else that of its bucket.

        Raises:
            Unknown: nobody says, and tags that are not known might.
        """
        said = self._said_class(resource)
        if not said and "bucket" in resource.inputs:
            own = self.refers_to(self._views[resource.urn], "bucket")
            said = max((self._said_class(self._views[urn].resource) for urn in own), default="")
        if UNKNOWN in said:
            raise Unknown("tags")
        return said

    def _said_class(self, resource: Resource) -> str:
        chain = (resource, *self.plan_of(resource).ancestors(resource))
        said = list(map(_class_of, chain))
        return next((found for found in said if found not in ("", UNKNOWN)), UNKNOWN if UNKNOWN in said else "")


def _as_registered(key: str) -> str:
    """What the resources of an entry are called: `legacy-storage-accounts-lake-containers-raw`."""
    return f"legacy-{key}".replace(".", "-").replace("_", "-")


def _called(resource: Resource) -> Iterator[str]:
    if resource.id and resource.id != UNKNOWN:
        yield resource.id
        if not resource.id.startswith("/"):
            yield _bare(resource.id)
    name = resource.inputs.get("name")
    if type_of(resource.type) == BUCKET and isinstance(name, str) and UNKNOWN not in name:
        yield name


def _bare(identifier: str) -> str:
    """An id without its place, and a bucket's without its project: `fr-par/studies@<project>` is `studies`."""
    return identifier.rsplit("/", 1)[-1].partition("@")[0]


def _class_of(resource: Resource) -> str:
    """The class that a resource says of itself, in lower case; `UNKNOWN` where what would say it is not known."""
    tags: Any = resource.inputs.get("tags")
    if isinstance(tags, str):
        return UNKNOWN
    if isinstance(tags, dict):
        return _lower(cast("dict[str, Any]", tags).get("data-class", ""))
    if isinstance(tags, list):
        prefix = "data-class="
        texts = [str(tag) for tag in cast("list[Any]", tags)]
        said = [text.removeprefix(prefix).lower() for text in texts if text.startswith(prefix)]
        return said[0] if said else UNKNOWN if any(UNKNOWN in text for text in texts) else ""
    for holder, key in (("spec", "data_class"), ("metadata", "labels")):
        part: Any = resource.inputs.get(holder)
        value = cast("dict[str, Any]", part).get(key) if isinstance(part, dict) else None
        if isinstance(value, dict):
            value = cast("dict[str, Any]", value).get("data-class")
        if isinstance(value, str):
            return _lower(value)
    return ""


def _lower(value: Any) -> str:
    return UNKNOWN if UNKNOWN in str(value) else str(value).lower()
