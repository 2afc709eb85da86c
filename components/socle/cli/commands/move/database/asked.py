"""What every command of a database takes: both servers, how they see each other, and where it writes what it saw."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from socle.move.collect import Sight
from socle.move.postgres import CaughtUp, Direction, Pair, endpoint, password_of
from socle.report import console
from socle.report.move import show_sights
from socle.report.words import Words

from ....options import refuse_unwritable, write_whole


class Flow(StrEnum):
    """Where changes flow."""

    FORWARD = "forward"
    REVERSE = "reverse"

    @property
    def direction(self) -> Direction:
        """As the movers call it."""
        return "forward" if self is Flow.FORWARD else "reverse"


class Side(StrEnum):
    """One of the two servers."""

    SOURCE = "source"
    TARGET = "target"


_PANEL = "CONNINFO"
Source = Annotated[
    str,
    typer.Option("--source", metavar=_PANEL, envvar="SOCLE_SOURCE", help="The database on Azure, without a password."),
]
Target = Annotated[
    str,
    typer.Option("--target", metavar=_PANEL, envvar="SOCLE_TARGET", help="The database on the platform, without one."),
]
SourceSeen = Annotated[
    str,
    typer.Option(
        "--source-seen",
        metavar=_PANEL,
        envvar="SOCLE_SOURCE_SEEN",
        help="The source as the other server reaches it. Default: as from here.",
    ),
]
TargetSeen = Annotated[
    str,
    typer.Option(
        "--target-seen",
        metavar=_PANEL,
        envvar="SOCLE_TARGET_SEEN",
        help="The target as the other server reaches it. Default: as from here.",
    ),
]
Direct = Annotated[Flow, typer.Option("--direction", help="forward: to the platform. reverse: back to Azure.")]
OneSide = Annotated[Side, typer.Option("--side", help="Which of the two servers.")]
Patience = Annotated[
    float, typer.Option("--patience", metavar="SECONDS", min=0, help="How long to wait before it gives up.")
]
Readers = Annotated[int, typer.Option("--readers", min=1, max=64, help="Connections to each side that read at once.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")]


def _writable(file: Path | None) -> Path | None:
    """Refused while options are read: what was seen of a fence is not seen again."""
    refuse_unwritable(file, "--sight")
    return file


SightFile = Annotated[
    Path | None,
    typer.Option(
        "--sight",
        metavar="FILE",
        callback=_writable,
        help="Write what was seen as counts, for a record of the cut-over.",
    ),
]


def pair_of(source: str, target: str, source_seen: str = "", target_seen: str = "") -> Pair:
    """Both databases, with their passwords from the environment or the Secret Manager.

    Raises:
        Refused: a text holds a password, names too little, or its link is not verified.
    """
    seen = {
        side: endpoint(side, text, password_of(f"{side}_seen" if _given(f"{side}_seen") else side))
        for side, text in (("source", source_seen), ("target", target_seen))
        if text
    }
    return Pair(
        endpoint("source", source, password_of("source")), endpoint("target", target, password_of("target")), seen
    )


def _given(side: str) -> bool:
    import os  # noqa: PLC0415 - one use

    return any(os.environ.get(f"SOCLE_{side.upper()}_{what}") for what in ("PASSWORD", "SECRET"))


def say(data: dict[str, Any], lines: Sequence[str], *, as_json: bool) -> None:
    """What a command found, as JSON or as lines."""
    if as_json:
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    output = console(sys.stdout)
    for line in lines:
        output.print(line, soft_wrap=True)


def caught_up_line(done: CaughtUp, words: Words) -> str:
    """What was done inside a fence, in one line."""
    seconds = words.number(done.drained.seconds, 1)
    return words("move.drained", seconds=seconds, sequences=done.sequences, objects=done.objects, views=done.views)


def caught_up_data(done: CaughtUp) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "fence": done.drained.lsn,
        "seconds": round(done.drained.seconds, 3),
        "outstanding": done.drained.outstanding,
        "sequences": done.sequences,
        "large-objects": done.objects,
        "views": done.views,
    }


def write_sights(file: Path | None, sights: Sequence[Sight], words: Words, *, as_json: bool) -> None:
    """Write sights into a file, and say what could not be seen and how each is recorded."""
    if file:
        write_whole(file, json.dumps([each.as_json() for each in sights], indent=2) + "\n")
    if not as_json:
        show_sights(sights, console(sys.stdout), words)
