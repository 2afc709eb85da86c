"""Every kind of right and opening, by type: one look-up, under whatever name or version a type is registered."""

from collections.abc import Iterator, Mapping

from socle.facts import UNREADABLE, patched, usual
from socle.plan import Resource, parts_of

from .azure import AZURE
from .buckets import BUCKETS, DENIED
from .clusters import CLUSTER_DENIED, CLUSTER_OPENINGS, CLUSTER_RIGHTS
from .gains import UNDECIDED, Names, Reach, Reader, mark, right
from .openings import LISTS, OPENINGS
from .receivers import RECEIVERS, provider
from .rights import RIGHTS

_PROVIDER = "pulumi:providers:"
_TABLES: tuple[Mapping[str, Reader], ...] = (
    RIGHTS, BUCKETS, CLUSTER_RIGHTS, RECEIVERS, OPENINGS, LISTS, CLUSTER_OPENINGS, AZURE,
)  # fmt: skip
KNOWN = frozenset(type_ for table in _TABLES for type_ in table)
"""The types that can give a right or open a path."""
_DENIES: Mapping[str, Reader] = DENIED | CLUSTER_DENIED


def reaches(resource: Resource | None, names: Names) -> list[Reach]:
    """Everything that a resource gives or opens, each once."""
    if resource is None:
        return []
    if resource.type.startswith(_PROVIDER):
        return _read(provider, resource, names)
    found = (
        reach
        for part in parts_of(resource)
        for table in _TABLES
        if (reader := table.get(read_as(part.type))) is not None
        for reach in _read(reader, part, names)
    )
    return list(dict.fromkeys(found))


def read_as(type_: str) -> str:
    """The type under which the tables read another: that of its successor, or what it is a patch of."""
    return patched(usual(type_))


def _read(reader: Reader, resource: Resource, names: Names) -> list[Reach]:
    """What a reader tells; where the resource cannot be read, also that it may give anything, anew with every other input."""
    found: dict[Reach, None] = {}
    try:
        for reach in reader(resource, names):
            found[reach] = None
    except UNREADABLE:
        found[right(UNDECIDED, f"? ({mark(resource.inputs)})", resource.name, public=True)] = None
    return list(found)


def gained(before: Resource | None, after: Resource | None, names: Names) -> list[Reach]:
    """What a resource reaches after a change and did not before; what is no longer forbidden is gained too."""
    had = set(reaches(before, names))
    new = [reach for reach in reaches(after, names) if reach not in had]
    still = set(_denied(after, names))
    return [*new, *(reach for reach in _denied(before, names) if reach not in still)]


def _denied(resource: Resource | None, names: Names) -> Iterator[Reach]:
    for part in parts_of(resource) if resource else ():
        reader = _DENIES.get(usual(part.type))
        if reader:
            yield from _read(reader, part, names)
