"""Where prices and declared quantities come from: this release's data or a file, and the `usage` of each stack's estate."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from socle.cost import Prices, Usage, prices, prices_from
from socle.project import estate_of, space_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from socle.project import Project


def prices_of(file: Path | None) -> Prices:
    """The prices of a file, or those of this release."""
    if file is None:
        return prices()
    try:
        return prices_from(file)
    except ValueError as error:
        raise typer.BadParameter(f"{file}: {error}", param_hint="--prices") from None


def usage_of(project: "Project") -> "Callable[[str], Usage]":
    """The declared quantities of a stack: those of its estate, each estate read once."""

    @cache
    def of_estate(name: str) -> Usage:
        from socle.estate import load  # noqa: PLC0415 - only where there is an estate
        from socle.messages import Refused  # noqa: PLC0415 - only where there is an estate

        try:
            estate = load(project.estates / name).estate
        except Refused:
            return {}  # the capture of the stack has said so
        return {entry.of: entry.quantities() for entry in estate.usage.values()}

    def of_stack(stack: str) -> Usage:
        name = estate_of(project, stack)
        return of_estate(name) if name else {}

    return of_stack


def spaces_of(project: "Project") -> "Callable[[str], str]":
    """The project space of a stack, by its name; a stack that the project no longer has is of none."""
    return lambda stack: space_of(project, stack)
