"""`socle move database lint`: what logical replication would break on or leave behind, before anything is armed."""

import json
import sys
from typing import Annotated

import typer

from socle.move.postgres import connected, read, stops, unseen
from socle.move.postgres import lint as linted
from socle.report import console
from socle.report.move import preflight_json, show_preflight
from socle.report.words import Language, Words

from ....options import Lang
from .asked import AsJson, Source, Target, pair_of


def lint(
    source: Source,
    target: Target,
    seeded: Annotated[bool, typer.Option("--seeded", help="The target holds the copy already.")] = False,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Say what of a database would break a replication or stay behind, before anything is armed. It only reads."""
    pair, words = pair_of(source, target), Words(lang)
    with connected(pair.source) as one, connected(pair.target) as other:
        sides = read(one), read(other)
    found = linted(*sides, seeded=seeded)
    if as_json:
        typer.echo(json.dumps(preflight_json(found, unseen(*sides), words), indent=2, ensure_ascii=False))
    else:
        show_preflight(found, unseen(*sides), console(sys.stdout), words)
    if stops(found):
        raise typer.Exit(1)
