"""A map of which some entries were refused: what it has is known, what it does not have is not."""

from collections.abc import Collection, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, NoReturn, TypeVar

from socle.messages import Undecided

_Entry = TypeVar("_Entry")


class PartialMap(dict[str, Any]):
    """The sound entries, and the names of those that are left out.

    Whoever goes through it gets every sound entry, and then, in place of the end, `Undecided`: something may be found in it, and never
    that something is not there. How many entries there are is known all the same, and what they are called, unless it is a name that was
    refused (`misnamed`): then nobody knows what it will be.
    """

    def __init__(self, sound: Mapping[str, Any], left_out: Collection[str], *, misnamed: bool = False) -> None:
        super().__init__(sound)
        self.left_out = frozenset(left_out)
        self.misnamed = misnamed

    def names(self) -> frozenset[str]:
        """Every name, those of refused entries too.

        Raises:
            Undecided: one of them was refused.
        """
        if self.misnamed:
            self._decline()
        return frozenset((*super().__iter__(), *self.left_out))

    def _decline(self) -> NoReturn:
        raise Undecided(", ".join(sorted(self.left_out)))

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        self._decline()

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self.names()

    def __len__(self) -> int:
        return super().__len__() + len(self.left_out)

    def __getitem__(self, name: str) -> Any:
        if not super().__contains__(name) and name in self.names():
            self._decline()
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            return default
        return self[name]

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        return KeysView(self)

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        return ValuesView(self)

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        return ItemsView(self)

    def __or__(self, other: Any) -> NoReturn:
        self._decline()

    __ror__ = __or__


def sound_entries(entries: Mapping[str, _Entry]) -> Mapping[str, _Entry]:
    """The sound entries of a map alone: for what is true of some of them, whatever the others turn out to be."""
    return dict(dict[str, _Entry].items(entries)) if isinstance(entries, PartialMap) else entries
