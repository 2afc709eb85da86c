"""`socle cutover status`: the screen that is read at three in the morning."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from socle.cutover import announced
from socle.cutover import status as status_of
from socle.report import console
from socle.report.cutover import as_json, show_status, status_data, status_page
from socle.report.words import Language, Words

from ...options import Lang, Root, refuse_unwritable, write_whole
from .asked import AsJson, At, OfCutover, Waves, asked, committed_heads, say_strays


def status(
    waves: Waves = None,
    estate: OfCutover = None,
    as_of: At = None,
    as_json_: AsJson = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write it as one page to pass on.")
    ] = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say who may write, how long there is, what to type next, whom to call, and what every wave still lacks."""
    refuse_unwritable(html, "--html")
    found, words = asked(root, estate, as_of), Words(lang)
    heads = committed_heads(found)
    positions = {each.wave: each.position for each in found.books(None)}
    books = [replace(each, heads=heads.get(each.wave, ())) for each in found.books(waves)]
    all_ = [replace(status_of(each), announced=announced(each, positions)) for each in books]
    if html:
        write_whole(html, status_page(all_, found.strays, words))
    if as_json_:
        typer.echo(as_json(status_data(all_, found.at, words)))
    else:
        show_status(all_, bool(waves), console(sys.stdout), words)
    if say_strays(found) or any(each.book.reached.refusals for each in all_):
        raise typer.Exit(1)
