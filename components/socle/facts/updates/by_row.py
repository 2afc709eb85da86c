"""What an update would really do by what the row of a type says of its inputs, for a type without a check of its own. Pure."""

from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from ..lookup import kind
from ..rows import Kind
from .warned import Check, Inputs, Warned


def by_row(type_: str) -> Check | None:
    """The check of a type, or nothing where its row says of no input what a change does."""
    row = kind(type_)
    return partial(_said, row) if row and row.changes else None


def _said(row: Kind, old: Inputs, new: Inputs) -> Iterator[Warned]:
    inner = dict(row.networks)
    for name, change in row.changes.items():
        was, will = old.get(name), new.get(name)
        if was is None or was == will:
            continue
        if change == "only up" and _numbers(will) < _numbers(was):
            yield Warned(f"{name} would go from {was} back to {will}: the host refuses that", "keep it", host=True)
        elif change in ("only up", "one way"):
            yield Warned(
                f"another {name}: connections break when the nodes change over, and nothing leads back", refused=False
            )
        elif change == "private endpoint" and _networks(was, inner.get(name, "")) != _networks(
            will, inner.get(name, "")
        ):
            yield Warned(
                "the endpoint would go and another come: every client loses its connection and its address",
                "put the private network back",
            )


def _numbers(version: Any) -> tuple[int, ...]:
    return tuple(int(part) for part in str(version).split(".") if part.isdigit())


def _networks(endpoints: Any, field: str) -> list[str]:
    """Bare ids: the provider takes them with a region too."""
    found = cast("list[dict[str, Any]]", endpoints if isinstance(endpoints, list) else [endpoints or {}])
    return [str(each.get(field, "")).rpartition("/")[2] for each in found]
