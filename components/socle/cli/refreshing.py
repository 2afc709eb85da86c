"""Asking the host's public catalogue for newer prices and writing them to a file. Nothing else of Socle asks the network."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import typer

from socle.cost import CATALOGUE, refreshed

from .files import write_whole

_PATIENCE_SECONDS = 20


def refresh_prices(file: Path) -> None:
    """Write the prices of this release with what the catalogue says today."""
    text = files("socle.facts").joinpath("prices.json").read_text(encoding="utf-8")
    try:
        found = refreshed(text, datetime.now(UTC).date().isoformat(), _get)
    except (URLError, TimeoutError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        typer.echo(f"{CATALOGUE}: cannot be reached: {reason}; the prices of this release stay as they are", err=True)
        raise typer.Exit(1) from None
    except ValueError as error:
        typer.echo(f"{CATALOGUE}: {error}", err=True)
        raise typer.Exit(1) from None
    write_whole(file, found.text)
    typer.echo(
        f"{found.changed} prices changed, {found.confirmed} confirmed, {found.kept} kept with their old date", err=True
    )


def _get(url: str) -> Any:
    request = Request(url, headers={"Accept": "application/json", "User-Agent": "socle"})  # noqa: S310 - a fixed https address
    with urlopen(request, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310
        return json.loads(answer.read())
