"""Documents by their dotted keys, and which of those differ between two sides."""

from collections.abc import Iterator, Mapping
from typing import Any, cast


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that has no keys of its own, with its dotted key."""
    if isinstance(value, Mapping) and value:
        for key, each in cast("Mapping[Any, Any]", value).items():
            yield from leaves(each, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The keys whose values are not the same, sorted; one that is not there is as one without a value."""
    return sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
