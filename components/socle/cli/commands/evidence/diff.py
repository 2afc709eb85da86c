"""`socle evidence diff`: what became of an estate between two bundles that are whole. Who signed them is for `socle evidence verify`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from socle.evidence import Became, Found, differences, torn
from socle.report import console, printable
from socle.report.evidence import difference_lines, flaw_line
from socle.report.words import Language, Words

from ...failures import refuse_file
from ...options import Lang
from .verify import read_bundle

_DOCUMENTS = ("findings", "attestations", "exemptions", "derogations")


def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", exists=True, file_okay=False, help="The older bundle.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", exists=True, file_okay=False, help="The newer bundle.")],
    as_json: Annotated[bool, typer.Option("--json", help="Every difference as JSON.")] = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Say what is better, worse, new, gone or expired in a newer bundle."""
    words = Words(lang)
    if [each for each in (before, after) if _is_torn(each, words)]:  # of both, not only of the first
        raise typer.Exit(1)
    found = differences(_read(before), _read(after))
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        for became, what in difference_lines(found, words):
            console(sys.stdout).print(Text(f"{became:<8} {what}"), soft_wrap=True)
        if not found:
            typer.echo(words("evidence.no_difference"))
    if any(each.became in (Became.WORSE, Became.EXPIRED) for each in found):
        raise typer.Exit(1)


def _is_torn(folder: Path, words: Words) -> bool:
    """Say on standard error what of a bundle is not as its own chain says: it is nobody's evidence, and compared with nothing."""
    found: tuple[Found, ...] = torn(*read_bundle(folder))
    for each in found:
        console(sys.stderr).print(Text(f"{printable(str(folder))}: {flaw_line(each, words)}"), soft_wrap=True)
    return bool(found)


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
