"""Who may reach what: one permission or one open network path, in a form that can be compared before and after.

Only what a change adds is of interest to a reviewer; `gained` is the difference of two sets. What is not known before
deployment is said to be unknown, never left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from socle.messages import Said, Text
from socle.plan import SECRET, UNKNOWN, Plan, Resource

ANYONE = Said("word.anyone")
ANYWHERE = Said("word.anywhere")
UNDECIDED = Said("word.unknown")


@dataclass(frozen=True)
class Reach:
    """`source` may do `action` on `target`. `public`: it comes from, or opens to, outside the estate."""

    kind: Literal["right", "path"]
    source: Text
    action: Text
    target: Text
    public: bool = False


Names = Mapping[str, str]
"""Names of resources by their ids, so that a permission names its holder."""
Reader = Callable[[Resource, Names], Iterator[Reach]]


def names_of(*plans: Plan) -> Names:
    """The logical names of everything that has an id, whole and without its place: `fr-par/<id>` is `<id>` too.

    Ids of more parts (a database in an instance, Azure's) end with a name that others may have.
    """
    found: dict[str, str] = {}
    for plan in plans:
        for resource in plan:
            if resource.id and resource.id != UNKNOWN:
                found[resource.id] = resource.name
                place, _, bare = resource.id.partition("/")
                if place and bare and "/" not in bare:
                    found.setdefault(bare, resource.name)
    return found


def named(resource: Resource, key: str, names: Names) -> Text:
    """What an input refers to, by name: what the id belongs to, or the resource that the value comes from."""
    value = resource.inputs.get(key)
    if isinstance(value, str) and value not in (UNKNOWN, SECRET):
        return names.get(value, value)
    sources = resource.property_dependencies.get(key, ())
    return sources[0].split("::", 3)[-1] if sources else UNDECIDED


def text(value: Any) -> Text:
    """A value as text; what is not known as the word for it."""
    if value in (None, "", UNKNOWN):
        return UNDECIDED
    return value if isinstance(value, str) else str(value)


def objects(value: Any) -> list[dict[str, Any]]:
    """A list of objects, whatever of it is one."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]


def texts(value: Any) -> list[Text]:
    """A text or a list of texts, as a list."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]
    return [text(row) for row in rows]


def gained(readers: Mapping[str, Reader], before: Resource | None, after: Resource | None, names: Names) -> list[Reach]:
    """What a resource reaches after a change and did not before."""
    had = set(_read(readers, before, names))
    return [reach for reach in dict.fromkeys(_read(readers, after, names)) if reach not in had]


def _read(readers: Mapping[str, Reader], resource: Resource | None, names: Names) -> Iterable[Reach]:
    reader = readers.get(resource.type) if resource else None
    return reader(resource, names) if reader and resource else ()
