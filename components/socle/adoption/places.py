"""Where each Azure id stands in `legacy.yaml`, and how it is spelled there, for the entries that refer to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.estate.legacy import AzureId, parse

from .export import Row


class Untyped(ValueError):
    """A resource of a known type that its spec cannot say; the message says why, in words that fit a note."""


def required(value: Any, what: str) -> Any:
    """A value that a spec cannot be without, or that it would fill with a default of its own.

    Raises:
        Untyped: the row does not say it.
    """
    if value is None:
        raise Untyped(f"the export does not say {what}")
    return value


def said(**fields: Any) -> dict[str, Any]:
    """Those fields that a row speaks of: what it does not say is left out, so that what stands in the file stays."""
    return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True)
class Places:
    """Dotted keys by id. Ids that are referred to and stand in no map of their type are collected in `missing`."""

    keys: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    failed: Mapping[str, str] = field(default_factory=dict[str, str])
    missing: list[str] = field(default_factory=list[str])

    def entry(self, id_: Any, section: str) -> str | None:
        """The key of an entry of one map, given its id in whatever spelling."""
        return self._reference(id_, section, 2)

    def subnet(self, id_: Any) -> str | None:
        """`network.subnet`, given the id of a subnet."""
        return self._reference(id_, "networks", 4)

    def spelled(self, id_: Any) -> Any:
        """An id as its own row spells it; as it is when there is no such row, or when it is no id."""
        key = id_key(id_)
        return self.texts.get(key, parse(id_).text) if key else id_

    def needed(self, found: str | None, id_: Any, what: str) -> str | None:
        """A reference that the spec cannot do without; nothing where the row does not say it.

        Raises:
            Untyped: it leads nowhere.
        """
        if found is None and isinstance(id_, str) and id_:
            place = self.keys.get(id_key(id_) or "", "")
            known = "is only generic" if place.startswith("generic.") else "is not in the inventory"
            raise Untyped(f"{what} {'could not be read' if id_key(id_) in self.failed and not place else known}")
        return found

    def _reference(self, id_: Any, section: str, length: int) -> str | None:
        key = id_key(id_)
        if key is None:
            return None
        parts = self.keys.get(key, "").split(".")
        if parts[0] == section and len(parts) == length:
            return ".".join(parts[1::2])
        self.missing.append(self.texts.get(key, str(id_)))
        return None


def id_key(text: Any) -> str | None:
    """An id in whatever spelling as the key that it is compared by; nothing if it is none."""
    try:
        return parse(text).key if isinstance(text, str) else None
    except ValueError:
        return None


def ids_in(value: Any) -> Iterator[str]:
    """The keys of all ids of resources that stand anywhere in a value, each with those of the resources above it."""
    if isinstance(value, dict):
        for item in value.values():  # pyright: ignore[reportUnknownVariableType]
            yield from ids_in(item)
    elif isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from ids_in(item)
    elif isinstance(value, str) and value[:15].lower() == "/subscriptions/":
        key = id_key(value)
        while key and "/providers/" in key:
            yield key
            key = parse(key).parent.lower()


def spellings(rows: Iterable[Row]) -> dict[str, str]:
    """Every row's id with the names that the rows of itself, of what is above it and of its group give themselves.

    Azure keeps the case of a name where the resource was made, and repeats it carelessly everywhere else.
    """
    by_key = {row.id.key: row for row in rows}
    found: dict[str, str] = {}

    def spelled(id_: AzureId) -> str:
        if id_.key not in found:
            above = spelled(parse(id_.parent)) if id_.parent else ""
            text = above + id_.text[len(id_.parent) :]
            own = by_key[id_.key].at("name") if id_.key in by_key else None
            same = isinstance(own, str) and own.lower() == id_.name.lower()
            found[id_.key] = f"{text[: -len(id_.name)]}{own}" if same else text
        return found[id_.key]

    for row in by_key.values():
        if row.id.subscription:
            spelled(row.id)
    return found
