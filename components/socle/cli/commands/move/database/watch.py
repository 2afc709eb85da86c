"""`socle move database watch`: how far behind a direction is, for as long as somebody watches."""

import json
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from socle.messages import Refused
from socle.move.collect import in_sync
from socle.move.postgres import Direction, Sample, look, watched
from socle.report import console
from socle.report.words import Language, Words

from ....failures import show_failure
from ....options import Lang, refuse_unwritable
from .asked import AsJson, Direct, Flow, SightFile, Source, Target, pair_of, say, write_sights

_FAILURES_IN_A_ROW = 5


def watch(
    source: Source,
    target: Target,
    direction: Direct = Flow.FORWARD,
    every: Annotated[float, typer.Option("--every", metavar="SECONDS", min=0.1, help="Between two looks.")] = 60,
    seconds: Annotated[
        float | None, typer.Option("--for", metavar="SECONDS", min=0, help="End after so long. Default: until Ctrl-C.")
    ] = None,
    journal: Annotated[
        Path | None, typer.Option("--journal", metavar="FILE", help="Keep every look here; one that is there goes on.")
    ] = None,
    sight: SightFile = None,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Watch lag, slot and errors of a direction, and say until when the way back stays. Ctrl-C ends it with the sum."""
    refuse_unwritable(journal, "--journal")
    pair, words = pair_of(source, target), Words(lang)
    seen, failed = _kept(journal), 0
    ends = None if seconds is None else time.monotonic() + seconds
    with suppress(KeyboardInterrupt):
        while True:
            try:
                found = look(pair, direction.direction)
            except Refused as refused:
                failed += 1
                show_failure(refused)
                if failed >= _FAILURES_IN_A_ROW:
                    break
            else:
                failed = 0
                seen.append(found)
                _keep(journal, found)
                if not as_json:
                    console(sys.stdout).print(_line(found, words), soft_wrap=True)
            if ends is not None and time.monotonic() + every > ends:
                break
            time.sleep(every)
    total = watched(seen)
    data = {**asdict(total), "return_until": total.return_until.isoformat() if total.return_until else None}
    until = words("move.watch.until", at=f"{total.return_until:%Y-%m-%d %H:%M} UTC") if total.return_until else ""
    say(data, [until] if until else [], as_json=as_json)
    write_sights(sight, [in_sync([total])], words, as_json=as_json)
    if not total.alive or total.errors or failed:
        raise typer.Exit(1)


def _line(each: Sample, words: Words) -> str:
    unknown = words("move.watch.unknown")
    return words(
        "move.watch.look",
        at=f"{each.at:%H:%M:%S}",
        slot=each.slot,
        active=words("move.watch.read" if each.active else "move.watch.unread"),
        lag=unknown if each.lag_seconds is None else words.number(each.lag_seconds, 1),
        held=unknown if each.slot_bytes is None else words.number(each.slot_bytes / 10**6, 1),
        errors=unknown if each.errors is None else each.errors,
        ready=each.ready,
        tables=each.tables,
    )


def _keep(file: Path | None, found: Sample) -> None:
    if file:
        with file.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps({**asdict(found), "at": found.at.isoformat()}) + "\n")


def _kept(file: Path | None) -> list[Sample]:
    """The looks of a journal; a line that was cut is left out, which shows as a gap."""
    found: list[Sample] = []
    if file is None or not file.is_file():
        return found
    for line in file.read_text("utf-8").splitlines():
        with suppress(ValueError, TypeError, KeyError):
            data: dict[str, Any] = json.loads(line)
            at, direction = datetime.fromisoformat(data.pop("at")), cast("Direction", data.pop("direction"))
            found.append(Sample(at, direction, **data))
    return found
