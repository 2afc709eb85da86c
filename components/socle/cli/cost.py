"""`socle cost`: what stacks cost a month, by list prices with their dates and by quantities that the estate declares."""

from pathlib import Path
from typing import Annotated

import typer

from .files import STANDARD_OUTPUT, refuse_unwritable, write_whole
from .options import Root, complete_estate, complete_stack, open_project, stacks_of


def cost(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(metavar="STACK", help="Stacks. Default: all.", autocompletion=complete_stack),
    ] = None,
    estate: Annotated[
        str | None,
        typer.Option("--estate", metavar="NAME", help="Only stacks of this estate.", autocompletion=complete_estate),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write every line as JSON; - is the standard output.")
    ] = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Also say what a month costs more or less than in a git revision."),
    ] = None,
    prices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Prices of a file in place of those of this release.")
    ] = None,
    refresh: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Read the host's public catalogue and write the prices to FILE; nothing else."
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Sum up what stacks cost a month, and name what is not in the sum."""
    for file, option in ((json_file, "--json"), (refresh, "--refresh")):
        refuse_unwritable(file, option)
    if refresh:
        from .refreshing import refresh_prices  # noqa: PLC0415 - only this asks the network

        refresh_prices(refresh)
        return
    project = open_project(root)
    wanted = stacks_of(project, stacks or [], estate)
    from .costing import as_json, cost_of_stacks, show_change, show_cost  # noqa: PLC0415 - `socle --help` must not wait for it

    found, before, failed = cost_of_stacks(project, wanted, prices, base)
    if json_file != STANDARD_OUTPUT:
        show_cost(found)
        if before:
            show_change(found, before, str(base))
    if json_file and not failed:
        write_whole(json_file, as_json(found, before))
    if failed:
        raise typer.Exit(1)
