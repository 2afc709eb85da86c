"""Who may reach what: one permission or one open network path, in a form that can be compared before and after.

Only what a change adds is of interest to a reviewer: `gained` of `reaches` is the difference of two sets. What is not known before
deployment is said to be unknown, never left out.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from socle.messages import Said, Text, said
from socle.plan import SECRET, UNKNOWN, Plan, Resource

ANYONE = Said("word.anyone")
ANYWHERE = Said("word.anywhere")
UNDECIDED = Said("word.unknown")
EVERYWHERE = ("0.0.0.0/0", "::/0", "*", "Internet", "Any")
"""How the two clouds write every address."""


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
    written = "" if value is None else str(value)
    return UNDECIDED if not written or UNKNOWN in written else written


def plainly(value: Text) -> str:
    """A text inside another one, where no language is at hand."""
    return "?" if isinstance(value, Said) else value


def objects(value: Any) -> list[dict[str, Any]]:
    """A list of objects, whatever of it is one."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [value]
    return [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]


def texts(value: Any) -> list[Text]:
    """A text or a list of texts, as a list."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]
    return [text(row) for row in rows]


def right(source: Text, action: Text, target: Text, *, public: bool = False) -> Reach:
    """A permission."""
    return Reach("right", _known(source), _known(action), _known(target), public)


def path(source: Text, action: Text, target: Text, *, public: bool = False) -> Reach:
    """An open network path; from everywhere it is public."""
    everywhere = source in EVERYWHERE
    source = ANYWHERE if everywhere else _known(source)
    return Reach("path", source, _known(action), _known(target), public or everywhere)


def _known(part: Text) -> Text:
    """A part of a reach without the sentinel of what is not known; a part that says nothing is not known."""
    if isinstance(part, Said):
        return part
    return part.replace(UNKNOWN, "?") if part else UNDECIDED


def under(action: Text, condition: Any) -> Text:
    """An action that may be bound to a condition."""
    return said("right.if", action=action, condition=str(condition)) if condition else action


def mark(value: Any) -> str:
    """Eight characters that change with a long text, so that another text is another reach."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:8]
