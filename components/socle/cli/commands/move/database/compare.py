"""`socle move database drain` and `verify`: whether everything has arrived, and whether both sides are the same."""

from typing import Annotated

import typer

from socle.move.collect import drained, parity, schema_frozen, sequences
from socle.move.postgres import catch_up
from socle.move.postgres import verify as verified
from socle.report.move import verified_lines
from socle.report.words import Language, Words

from ....options import Lang
from .asked import (
    AsJson,
    Direct,
    Flow,
    Patience,
    Readers,
    SightFile,
    Source,
    Target,
    caught_up_data,
    caught_up_line,
    pair_of,
    say,
    write_sights,
)


def drain(
    source: Source,
    target: Target,
    direction: Direct = Flow.FORWARD,
    patience: Patience = 600,
    sight: SightFile = None,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Inside a fence: wait until all has arrived, and carry sequences, large objects and materialised views."""
    pair, words = pair_of(source, target), Words(lang)
    done = catch_up(pair, direction.direction, patience_seconds=patience)
    say(caught_up_data(done), [caught_up_line(done, words)], as_json=as_json)
    write_sights(sight, [drained([done.drained])], words, as_json=as_json)


def verify(
    source: Source,
    target: Target,
    direction: Direct = Flow.FORWARD,
    readers: Readers = 2,
    again: Annotated[
        int, typer.Option("--again", min=0, help="Compare what differs again so often, where people still write.")
    ] = 0,
    sight: SightFile = None,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Compare schema, every row, sequences, large objects and materialised views of both sides. It only reads."""
    pair, words = pair_of(source, target), Words(lang)
    found = verified(pair, direction.direction, readers=readers, again=again)
    say(found.as_json(), verified_lines(found, words), as_json=as_json)
    kind = "parity" if found.fence else "digests-green"
    sights = [parity([found], kind), schema_frozen([found]), *([sequences([found])] if found.fence else [])]
    write_sights(sight, sights, words, as_json=as_json)
    if not found.equal:
        raise typer.Exit(1)
