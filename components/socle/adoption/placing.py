"""Where each row will stand in `legacy.yaml`: the map of its type, inside the entry that it is part of, or `generic`."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from socle.estate.legacy import parse

from .export import Row
from .forms import member
from .names import key_for
from .typed import EMBEDDED, ENTRIES, FOLDED, PARTS

ORPHAN = "what it is part of is not in the inventory, nor in legacy.yaml"
BELOW_GENERIC = "what it is part of is only generic"


class Placing:
    """Dotted keys by id. What stands in the file keeps its place (`known`), whatever the export says now.

    `failed` are ids that cannot be typed, with the reason; `notes` are reasons why a row is only generic.
    """

    def __init__(self, rows: list[Row], known: Mapping[str, str], failed: Mapping[str, str]) -> None:
        self.keys: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self._known, self.failed = known, failed
        self._taken: dict[str, set[str]] = {}
        self.own = {row.id.key for row in rows}
        self.holders = {row.id.parent.lower() for row in rows}
        """Ids of what has rows of its own below it, not only what stands inside its row."""
        self.rows = [*rows, *embedded(rows, self.own)]
        for key in known.values():
            self._take(key)
        for row in self.rows:
            if row.id.type in ENTRIES and self._can_be_typed(row):
                self._put(row, ENTRIES[row.id.type].field)
        for row in self.by_depth():
            if row.id.key not in self.keys:
                self._place_below(row)

    def by_depth(self) -> list[Row]:
        """Rows, those above others first."""
        return sorted(self.rows, key=lambda row: len(row.id.names))

    def is_new(self, row: Row) -> bool:
        """Whether the file does not have it yet."""
        return row.id.key not in self._known

    def is_generic(self, row: Row) -> bool:
        """Whether it stands under `generic`."""
        return self.keys.get(row.id.key, "").startswith("generic.")

    def _place_below(self, row: Row) -> None:
        above = self._above(row) if self._can_be_typed(row) else ""
        if above and row.id.type in PARTS:
            self._put(row, f"{above}.{PARTS[row.id.type].field}")
        elif above and row.id.type in FOLDED:
            self.keys[row.id.key] = above
        elif row.id.key in self.own:
            if row.id.type in {*ENTRIES, *PARTS, *FOLDED} and self.is_new(row):
                self.notes[row.id.key] = self.failed.get(row.id.key) or self._orphan(row)
            self._put(row, "generic")

    def _orphan(self, row: Row) -> str:
        parent = row.id.parent
        while "/providers/" in parent:
            if parent.lower() in self.keys:
                return BELOW_GENERIC
            parent = parse(parent).parent
        return ORPHAN

    def _can_be_typed(self, row: Row) -> bool:
        known = self._known.get(row.id.key)
        return not known.startswith("generic.") if known else row.id.key not in self.failed

    def _above(self, row: Row) -> str:
        """The entry or part that it belongs to; nothing if that is not there or only generic."""
        parent = row.id.parent
        while "/providers/" in parent:
            found = self.keys.get(parent.lower(), "") or self.known_above(parent.lower())
            if found and not found.startswith("generic."):
                return found
            above = parse(parent)
            parent = "" if above.type in ENTRIES else above.parent
        return ""

    def known_above(self, id_: str) -> str:
        """The key of something that is in the file and not in the export, which names parts of it; empty where it is neither."""
        known = self._known.get(id_, "")
        if known and not known.startswith("generic."):
            self.keys[id_] = known
        return known

    def _put(self, row: Row, where: str) -> None:
        known = self._known.get(row.id.key)
        if known is None:
            taken = self._taken.get(where, set[str]())
            # A setting's own name is its key, dot and all.
            name = row.id.name if where.endswith(".settings") else key_for(row.id, taken, part="." in where)
            known = f"{where}.{name}"
        self.keys[row.id.key] = known
        self._take(known)

    def _take(self, key: str) -> None:
        where, _, name = key.rpartition(".")
        self._taken.setdefault(where, set()).add(name)


def embedded(rows: list[Row], own: Collection[str]) -> Iterator[Row]:
    """Parts that a row of Resource Graph holds, as rows, unless they come as rows of their own."""
    for row in rows:
        for body in _held(row) or ():
            part = _part(row, body)
            if part and part.id.key not in own:
                yield part


def lists_parts(row: Row) -> bool:
    """Whether a row holds the list of its parts, and each can be told by its name: then a part that is not in it is not there."""
    held = _held(row)
    return held is not None and all(_part(row, body) for body in held)


def _held(row: Row) -> list[Any] | None:
    path, _ = EMBEDDED.get(row.id.type, ((), ""))
    held = row.at(*path) if path else None
    return cast("list[Any]", held) if isinstance(held, list) else None


def _part(row: Row, body: Any) -> Row | None:
    name = member(body, "name")
    if not isinstance(name, str):
        return None
    try:
        return Row(parse(row.id.child(EMBEDDED[row.id.type][1], name)), body, row.place)
    except ValueError:
        return None
