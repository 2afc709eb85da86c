"""Finding one's way in the plans of an estate: what an input refers to, by id where it is known, else by the dependency."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from socle.plan import SECRET, UNKNOWN, Plan, Resource

from .graph import Written


class Index:
    """Every resource of some plans by type, by id and by URN. Ids of Azure are compared without regard to case."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.plans = tuple(plans)
        self._home: dict[str, Plan] = {}
        self._by_type: dict[str, list[Resource]] = {}
        self._by_id: dict[str, list[Resource]] = {}
        self._by_urn: dict[str, Resource] = {}
        self._referring: dict[tuple[str, str, str], dict[str, list[Resource]]] = {}
        for plan in self.plans:
            for resource in plan:
                self._home[resource.urn] = plan
                self._by_urn[resource.urn] = resource
                self._by_type.setdefault(resource.type, []).append(resource)
                if resource.id and resource.id != UNKNOWN:
                    for form in {_form(resource.id), _bare(resource.id)}:
                        self._by_id.setdefault(form, []).append(resource)

    def all(self, type_: str) -> list[Resource]:
        """Every resource of a type, those that are only read too."""
        return self._by_type.get(type_, [])

    def written(self, resource: Resource) -> Written:
        """The resource and where it is written."""
        return Written.of(self._home[resource.urn], resource)

    def names(self, resource: Resource) -> tuple[str, ...]:
        """What a person may call it: its logical and cloud names, and the estate's key, whole and short."""
        plan = self._home[resource.urn]
        origin = plan.origin_of(resource)
        said = [resource.name, resource.inputs.get("name"), origin.key if origin else ""]
        if origin and origin.key.count(".") == 1:
            said.append(origin.key.split(".", 1)[1])
        return tuple(dict.fromkeys(name for name in said if isinstance(name, str) and known(name)))

    def title(self, resource: Resource) -> str:
        """What a report calls it: the estate's key where one names it alone, else its logical name."""
        origin = self._home[resource.urn].origin_of(resource)
        return origin.key if origin and "." in origin.key else resource.name

    def grouped(self, type_: str, key: str) -> dict[str, list[Resource]]:
        """Resources of a type by the text of one of their inputs."""
        wanted = (type_, key, "")
        if wanted not in self._referring:
            found: dict[str, list[Resource]] = {}
            for resource in self.all(type_):
                found.setdefault(str(resource.inputs.get(key)), []).append(resource)
            self._referring[wanted] = found
        return self._referring[wanted]

    def by_id(self, value: Any, *types: str) -> Resource | None:
        """The resource of one of these types that has this id."""
        if not isinstance(value, str) or not known(value):
            return None
        found = self._by_id.get(_form(value)) or self._by_id.get(_bare(value), [])
        return next((resource for resource in found if resource.type in types), None)

    def ref(self, resource: Resource, key: str, *types: str) -> Resource | None:
        """What a top-level input refers to."""
        return self.by_id(resource.inputs.get(key), *types) or self.depends(resource, key, *types)

    def depends(self, resource: Resource, key: str, *types: str) -> Resource | None:
        """The one resource of a type that an input's value comes from."""
        return next(iter(self.all_depends(resource, key, *types)), None)

    def all_depends(self, resource: Resource, key: str, *types: str) -> list[Resource]:
        """Every resource of a type that an input's value comes from."""
        urns = resource.property_dependencies.get(key, ())
        found = (self._by_urn.get(urn) for urn in urns)
        return [each for each in found if each is not None and each.type in types]

    def referring(self, type_: str, key: str, target: Resource | None) -> list[Resource]:
        """Every resource of a type whose input refers to this one; looked up once for all targets."""
        if target is None:
            return []
        wanted = (type_, key, target.type)
        if wanted not in self._referring:
            found: dict[str, list[Resource]] = {}
            for resource in self.all(type_):
                referred = self.ref(resource, key, target.type)
                if referred:
                    found.setdefault(referred.urn, []).append(resource)
            self._referring[wanted] = found
        return self._referring[wanted].get(target.urn, [])

    def one(self, urn: str) -> Resource | None:
        """The resource of a URN."""
        return self._by_urn.get(urn)

    def within(self, resource: Resource, key: str, path: str, *types: str) -> list[Resource]:
        """What the objects in a list (or one object) refer to by one of their keys."""
        rows = objects(resource.inputs.get(key))
        found = [self.by_id(row.get(path), *types) for row in rows]
        return [each for each in found if each] or self.all_depends(resource, key, *types)


def known(value: Any) -> bool:
    """Whether a value is there and readable."""
    return value not in (None, "", UNKNOWN, SECRET)


def objects(value: Any) -> list[dict[str, Any]]:
    """A list of objects, or one object, as a list."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]


def texts(value: Any) -> list[str]:
    """A text or a list of texts, as a list."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, str) and row]


def numbers(value: Any) -> Iterator[int]:
    """Whole numbers, whatever Pulumi's number type made of them."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [value]
    for row in rows:
        if isinstance(row, (int, float)) and not isinstance(row, bool):
            yield int(row)


def inner(inputs: Mapping[str, Any], *keys: str) -> Any:
    """A value deep in objects; None where one of them is missing."""
    value: Any = inputs
    for key in keys:
        value = cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None
    return value


def _form(identifier: str) -> str:
    return identifier.lower() if identifier.startswith("/") else identifier


def _bare(identifier: str) -> str:
    return _form(identifier) if identifier.startswith("/") else identifier.rsplit("/", 1)[-1]
