"""`socle schema`: what an editor needs to complete and validate an estate."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .files import STANDARD_OUTPUT, refuse_unwritable, write_whole


def schema(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is the standard output.")
    ] = STANDARD_OUTPUT,
    stale: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if FILE is not up to date.")
    ] = False,
) -> None:
    """Print the JSON Schema of an estate."""
    refuse_unwritable(output, "--output")
    if stale and output == STANDARD_OUTPUT:
        raise typer.BadParameter("needs --output FILE, the file to check", param_hint="--check")
    from .. import estate  # noqa: PLC0415 - `socle --help` must not wait for it

    text = json.dumps(estate.schema(), indent=2, ensure_ascii=False) + "\n"
    if not stale:
        write_whole(output, text)
    elif not output.is_file() or output.read_bytes() != text.encode():
        typer.echo(
            f"{output}: stale: editors would check estates by old rules; run: socle schema --output {output}", err=True
        )
        raise typer.Exit(1)
