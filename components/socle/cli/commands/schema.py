"""`socle schema`: what an editor needs to complete and validate an estate."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from socle import estate
from socle.report.words import Language, Words

from ..options import STANDARD_OUTPUT, Lang, refuse_unwritable, write_whole


class Part(StrEnum):
    """The files of an estate, each with a schema of its own."""

    ESTATE = "estate"
    FOUNDATION = "foundation"
    LEGACY = "legacy"
    BRIDGE = "bridge"
    CUTOVER = "cutover"


def schema(
    part: Annotated[Part, typer.Argument(help="Which file of an estate.")] = Part.ESTATE,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is the standard output.")
    ] = STANDARD_OUTPUT,
    stale: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if FILE is not up to date.")
    ] = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Print the JSON Schema of a file of an estate."""
    refuse_unwritable(output, "--output")
    if stale and output == STANDARD_OUTPUT:
        raise typer.BadParameter("needs --output FILE, the file to check", param_hint="--check")
    text = json.dumps(estate.schema(part), indent=2, ensure_ascii=False) + "\n"
    if not stale:
        write_whole(output, text)
        return
    state = "missing" if not output.is_file() else "stale" if output.read_bytes() != text.encode() else ""
    if state:
        typer.echo(Words(lang)(f"schema.{state}", output=output, part=part), err=True)
        raise typer.Exit(1)
