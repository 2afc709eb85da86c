"""`socle cutover verify`: what ledgers are worth, each way of tampering told apart, against every anchor that there is."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from socle.cutover import Book, ahead_refusals
from socle.cutover.evidence import broken
from socle.messages import Refused
from socle.report import console
from socle.report.cutover import as_json, ledgers_data, moment, show_ledgers
from socle.report.words import Language, Words

from ...failures import refuse_file, show_failure
from ...options import Lang, Root
from .anchor import BUCKET, StampCa, ends_in, stamp_time
from .asked import Anchor, AsJson, Asked, At, OfCutover, State, Waves, anchors, asked, committed, exported, say_strays


def verify(
    waves: Waves = None,
    estate: OfCutover = None,
    base: Annotated[
        str, typer.Option("--base", metavar="REV", help="The revision that a ledger must continue.")
    ] = "HEAD",
    state: Annotated[
        list[Path] | None,
        typer.Option(
            "--state",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="What is deployed: pulumi stack export. It notes ends of ledgers.",
        ),
    ] = None,
    anchor: Annotated[
        str | None,
        typer.Option(
            "--anchor",
            metavar="END",
            help="An end that was noted elsewhere, SERIAL:ADDRESS, or a locked bucket, s3://NAME.",
        ),
    ] = None,
    stamp_ca: StampCa = None,
    as_of: At = None,
    as_json_: AsJson = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say what is wrong with the ledgers of waves, line by line, and what they were held against."""
    found, words = asked(root, estate, as_of), Words(lang)
    if anchor and not anchor.startswith(BUCKET) and len(waves or []) != 1:
        raise typer.BadParameter("an end is of one ledger: name its wave", param_hint="--anchor")
    books, said, ahead = _anchored(found, waves, base, state or [], anchor, words)
    said += list(_stamps(found, books, anchor, stamp_ca, words))
    if as_json_:
        typer.echo(as_json(ledgers_data(books, said, words)))
    else:
        show_ledgers(books, said, console(sys.stdout), words)
    if ahead.refusals:
        show_failure(ahead, found.project)
    if say_strays(found) or ahead.refusals or any(_unsound(each) for each in books):
        raise typer.Exit(1)


def _anchored(
    found: Asked, waves: list[str] | None, base: str, states: list[Path], given: str | None, words: Words
) -> tuple[list[Book], list[str], Refused]:
    """Every wave with the ends that its ledger is held against, what these are, and steps that no commit has."""
    books: list[Book] = []
    said: dict[str, None] = {}
    ahead = Refused([])
    asked_of = found.books(waves)
    read = {each: _exported(each) for each in states}
    for book in asked_of:
        of_commit = committed(found, book.wave, base)
        held = [*anchors(book.wave, of_commit, read, given, words), *_kept(found, book.wave, given, words)]
        said |= dict.fromkeys(each.said for each in held)
        books.append(replace(book, heads=tuple(each.head for each in held)))
        if of_commit:
            ahead = Refused([*ahead.refusals, *ahead_refusals(of_commit[1], book.lines, book.known.file)])
    return books, list(said), ahead


def _stamps(found: Asked, books: list[Book], given: str | None, roots: Path | None, words: Words) -> Iterator[str]:
    """Since when the newest kept end of each ledger is there, by its time stamp."""
    if roots and not (given and given.startswith(BUCKET)):
        raise typer.BadParameter(
            "time stamps lie beside the ends in a locked bucket: --anchor s3://NAME", param_hint="--stamp-ca"
        )
    for book in books if roots and given else ():
        bucket = str(given).removeprefix(BUCKET).strip("/")
        newest = max(ends_in(found, bucket, book.wave), key=lambda each: each.serial, default=None)
        if newest and roots:
            at = moment(stamp_time(found, bucket, book.wave, newest, roots))
            yield words("cutover.anchor.stamped", wave=book.wave, serial=newest.serial, at=at)


def _kept(found: Asked, wave: str, given: str | None, words: Words) -> Iterator[Anchor]:
    """The ends in a locked bucket. One that keeps none of a ledger that has begun is no anchor, and that is said."""
    if given and given.startswith(BUCKET):
        bucket = given.removeprefix(BUCKET).strip("/")
        for head in ends_in(found, bucket, wave):
            yield Anchor(words("cutover.anchor.bucket", bucket=bucket), head)


def _exported(file: Path) -> State:
    try:
        return exported(file.read_text("utf-8"))
    except ValueError as error:
        remedy = "write it with pulumi stack export --file"
        refuse_file(file, error, "no end of a ledger can be read from it", remedy)


def _unsound(book: Book) -> bool:
    return bool(book.reached.refusals) or broken(book.flaws)
