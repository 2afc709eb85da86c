"""`socle evidence diff`: what became of an estate between two bundles. Whether they are whole is for `socle evidence verify`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from socle.evidence import Became, differences
from socle.report import console
from socle.report.evidence import difference_lines
from socle.report.words import Language, Words

from ...failures import refuse_file
from ...options import Lang

_DOCUMENTS = ("findings", "attestations", "exemptions", "derogations")


def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", exists=True, file_okay=False, help="The older bundle.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", exists=True, file_okay=False, help="The newer bundle.")],
    as_json: Annotated[bool, typer.Option("--json", help="Every difference as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Say what is better, worse, new, gone or expired in a newer bundle."""
    found, words = differences(_read(before), _read(after)), Words(lang)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        for became, what in difference_lines(found, words):
            console(sys.stdout).print(Text(f"{became:<8} {what}"), soft_wrap=True)
        if not found:
            typer.echo(words("evidence.no_difference"))
    if any(each.became in (Became.WORSE, Became.EXPIRED) for each in found):
        raise typer.Exit(1)


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    """The documents that are compared."""
    found: dict[str, dict[str, Any]] = {}
    for name in _DOCUMENTS:
        file = folder / f"{name}.json"
        try:
            found[name] = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            refuse_file(file, ValueError(str(error)), "the bundles cannot be compared", "name the folder of a bundle")
    return found
