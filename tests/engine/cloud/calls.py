"""A call as the products see it, and what is answered of a stored object."""

import copy
from dataclasses import dataclass
from typing import Any

from .sdk import Route

Item = dict[str, Any]
Answer = tuple[int, Any]

_PLACES = ("region", "zone")


@dataclass(frozen=True)
class Request:
    """A call: its route, the parameters of its path, its query (every value a list) and its JSON body."""

    route: Route
    path: dict[str, str]
    query: dict[str, list[str]]
    body: dict[str, Any]

    def asked(self, name: str, otherwise: Any = None) -> Any:
        """The first value of a query parameter."""
        return self.query.get(name, [otherwise])[0]

    @property
    def where(self) -> dict[str, str]:
        """The region or the zone in the path."""
        return {name: value for name, value in self.path.items() if name in _PLACES}

    @property
    def ids(self) -> list[str]:
        """The ids in the path, outermost first."""
        return [value for name, value in self.path.items() if name not in _PLACES]

    @property
    def ends_in_id(self) -> bool:
        """Whether the path names one object, not a collection or a verb."""
        return self.route.path.endswith("}")

    @property
    def first_page(self) -> bool:
        """Whether a list is asked from its beginning; everything is on the first page."""
        return self.asked("page", "1") in ("1", "0", "")


def view(value: Any) -> Any:
    """What a caller sees of an object: a copy without the emulation's own notes."""
    if isinstance(value, dict):
        return {name: view(each) for name, each in value.items() if not str(name).startswith("_")}
    return [view(each) for each in value] if isinstance(value, list) else copy.copy(value)
