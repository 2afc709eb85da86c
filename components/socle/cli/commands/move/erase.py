"""`socle move erase`: what was erased at the source goes from the target, by a list that is signed."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from socle.estate import Estate, load
from socle.move.objects import erase as erased
from socle.move.objects import noted, open_move, read_tombstones, refuse_unsigned
from socle.report import console
from socle.report.move import erased_data, show_erased
from socle.report.words import Language, Words

from ...options import Lang, Root, complete_estate, one_estate, open_project
from .asked import Events, Job, job_of


def erase(
    job: Job,
    tombstones: Annotated[
        Path, typer.Argument(metavar="FILE", help="The list of tombstones.", exists=True, dir_okay=False)
    ],
    signature: Annotated[
        Path, typer.Option("--signature", metavar="FILE", help="Of the list's digest, by ssh-keygen.", exists=True)
    ],
    estate: Annotated[
        str, typer.Option("--estate", metavar="NAME", help="Whose approvers count.", autocompletion=complete_estate)
    ],
    events: Events = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Erase every version of what a signed list names from the target; a legal hold refuses, and nothing else is deleted."""
    project, spec = open_project(root), job_of(job, root)
    keys = protecting(load(one_estate(project, estate)).estate, datetime.now(UTC))
    asked, armoured = read_tombstones(tombstones.read_text("utf-8")), signature.read_text("utf-8")
    refuse_unsigned(asked, spec.name, armoured, keys)
    move = open_move(spec)
    noted(move.records, asked, armoured)
    found = erased(asked, move.here.source, [move.erasable])
    if events:
        typer.echo(json.dumps({"event": "erased", **erased_data(found)}, sort_keys=True))
    else:
        show_erased(found, console(sys.stdout), Words(lang))
    if found.outstanding:
        raise typer.Exit(1)


def protecting(estate: Estate, at: datetime) -> list[str]:
    """Keys of those who answer for data protection, valid at a time."""
    approvers = estate.cutover.approvers.values() if estate.cutover else ()
    day = at.date()
    return [
        each.key for each in approvers if each.role == "data-protection" and each.valid_from <= day <= each.valid_until
    ]
