"""`socle cost`: what stacks cost a month, by list prices with their dates and by quantities that the estate declares.

With `--refresh` it asks the host's public catalogue for newer prices; nothing else of Socle asks the network.
"""

import json
import sys
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import typer
from rich.text import Text

from socle.cost import CATALOGUE, Prices, prices_from, refreshed
from socle.cost import prices as all_prices
from socle.report import console, cost_json, show_change, show_cost
from socle.report.words import Language, Words
from socle.review import cost_of_stacks

from ..failures import refuse_file, show_failures
from ..options import (
    STANDARD_OUTPUT,
    Lang,
    OfEstate,
    Root,
    Stacks,
    open_project,
    refuse_unwritable,
    stacks_of,
    write_whole,
)
from ..progress import watched

_PATIENCE_SECONDS = 20


def cost(
    stacks: Stacks = None,
    estate: OfEstate = None,
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
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Sum up what stacks cost a month, and name what is not in the sum."""
    for file, option in ((json_file, "--json"), (refresh, "--refresh")):
        refuse_unwritable(file, option)
    words = Words(lang)
    if refresh:
        _refresh_prices(refresh, words)
        return
    project = open_project(root)
    wanted = stacks_of(project, stacks or [], estate)
    found = cost_of_stacks(project, wanted, _prices_of(prices), base, watched)
    show_failures(found.failures, project, None)
    for stack, why in found.unbased.items():
        console(sys.stderr).print(
            Text(words("cost.unbased", stack=stack, base=base, why=words.sentence(why)), style="bold red"),
            soft_wrap=True,
        )
    if json_file != STANDARD_OUTPUT:
        show_cost(found.cost, words)
        if found.before:
            show_change(found.cost, found.before, str(base), words)
    if found.failures or found.unbased:
        raise typer.Exit(1)
    if json_file:
        write_whole(json_file, cost_json(found.cost, found.before))


def _prices_of(file: Path | None) -> Prices:
    """The prices of a file, or those of this release."""
    if file is None:
        return all_prices()
    try:
        return prices_from(file)
    except ValueError as error:
        refuse_file(file, error, "nothing was summed up", "write one with: socle cost --refresh FILE")


def _refresh_prices(file: Path, words: Words) -> None:
    """Write the prices of this release with what the catalogue says today."""
    text = files("socle.facts").joinpath("prices.json").read_text(encoding="utf-8")
    try:
        found = refreshed(text, datetime.now(UTC).date().isoformat(), _get)
    except (URLError, TimeoutError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        typer.echo(words("cost.unreached", catalogue=CATALOGUE, reason=reason), err=True)
        raise typer.Exit(1) from None
    except ValueError as error:
        typer.echo(words("cost.catalogue", catalogue=CATALOGUE, error=words.sentence(str(error))), err=True)
        raise typer.Exit(1) from None
    write_whole(file, found.text)
    said = words("cost.refreshed", changed=found.changed, confirmed=found.confirmed, kept=found.kept)
    typer.echo(said, err=True)


def _get(url: str) -> Any:
    request = Request(url, headers={"Accept": "application/json", "User-Agent": "socle"})  # noqa: S310 - a fixed https address
    with urlopen(request, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310
        return json.loads(answer.read())
