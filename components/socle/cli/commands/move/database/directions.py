"""`socle move database arm`, `disarm` and `turn`: begin a direction, end it, and turn it around inside a fence."""

import json
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from socle.messages import Place, Refusal, Refused
from socle.move.collect import drained, parity, schema_frozen, sequences
from socle.move.postgres import Pair, armed_direction, connected, read, stops
from socle.move.postgres import arm as armed
from socle.move.postgres import disarm as disarmed
from socle.move.postgres import lint as linted
from socle.move.postgres import turn as turned
from socle.report import near
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
    SourceSeen,
    Target,
    TargetSeen,
    caught_up_data,
    caught_up_line,
    pair_of,
    say,
    write_sights,
)


def arm(
    source: Source,
    target: Target,
    source_seen: SourceSeen = "",
    target_seen: TargetSeen = "",
    direction: Direct = Flow.FORWARD,
    copy: Annotated[
        bool, typer.Option("--copy/--no-copy", help="Copy what the tables hold first; without, both must be equal.")
    ] = True,
    paused: Annotated[bool, typer.Option("--paused", help="Keep the slot, and apply nothing yet.")] = False,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Arm a direction: publication, slot, subscription. What is armed already stays as it is."""
    pair, words = pair_of(source, target, source_seen, target_seen), Words(lang)
    if direction is Flow.FORWARD and armed_direction(pair) is None:
        _sound(pair, seeded=not copy)
    done = armed(pair, direction.direction, copy=copy, enabled=not paused)
    made = ", ".join(words(f"move.made.{each}") for each in done.made) or words("move.made.nothing")
    said = words("move.armed", direction=words(f"move.direction.{done.direction}"), tables=done.tables, made=made)
    data = {"direction": done.direction, "name": done.name, "tables": done.tables, "made": list(done.made)}
    say(data, [said], as_json=as_json)


def disarm(
    source: Source,
    target: Target,
    direction: Direct,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """End a direction: its subscription, slot and publication go. What the copy holds stays."""
    pair, words = pair_of(source, target), Words(lang)
    dropped = disarmed(pair, direction.direction)
    made = ", ".join(words(f"move.made.{each}") for each in dropped) or words("move.made.nothing")
    said = words("move.disarmed", direction=words(f"move.direction.{direction}"), made=made)
    say({"direction": str(direction), "dropped": list(dropped)}, [said], as_json=as_json)


def turn(
    source: Source,
    target: Target,
    direction: Direct,
    source_seen: SourceSeen = "",
    target_seen: TargetSeen = "",
    verified: Annotated[
        Path | None,
        typer.Option(
            "--verified", metavar="FILE", help="What verify --json said at this fence: it is not compared again."
        ),
    ] = None,
    paused: Annotated[bool, typer.Option("--paused", help="Keep the new slot, and apply nothing yet.")] = False,
    patience: Patience = 600,
    readers: Readers = 2,
    sight: SightFile = None,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Inside a fence: drain, compare, set sequences ahead, end the named direction and arm the other."""
    pair, words = pair_of(source, target, source_seen, target_seen), Words(lang)
    proven = _proven(verified, str(direction)) if verified else ""
    done = turned(
        pair, direction.direction, patience_seconds=patience, readers=readers, enabled=not paused, proven=proven
    )
    found, lines, data = done.caught_up, list[str](), dict[str, Any]()
    if found:
        lines.append(caught_up_line(found, words))
        data = caught_up_data(found)
    lines.append(words("move.turned", direction=words(f"move.direction.{done.armed.direction}")))
    verified_data = done.verified.as_json() if done.verified else None
    say({**data, "armed": done.armed.direction, "verified": verified_data}, lines, as_json=as_json)
    sights = [drained([found.drained])] if found else []
    if done.verified:
        sights += [parity([done.verified]), sequences([done.verified]), schema_frozen([done.verified])]
    write_sights(sight, sights, words, as_json=as_json)


def _sound(pair: Pair, *, seeded: bool) -> None:
    """Refuse to arm what the pre-flight check stops."""
    with connected(pair.source) as one, connected(pair.target) as other:
        found = stops(linted(read(one), read(other), seeded=seeded))
    if found:
        raise Refused(each.refusal for each in found)


def _proven(file: Path, direction: str) -> str:
    """The fence at which a comparison was equal.

    Raises:
        Refused: the file is no comparison, or says that something differs.
    """
    try:
        data = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise Refused([_no_comparison(file)]) from error
    fields = cast("dict[str, Any]", data if isinstance(data, dict) else {})
    behind = cast("dict[str, Any]", fields.get("sequences") or {}).get("behind")
    if (
        fields.get("equal") is not True
        or behind != []
        or fields.get("direction") != direction
        or not fields.get("fence")
    ):
        raise Refused([_no_comparison(file)])
    return str(fields["fence"])


def _no_comparison(file: Path) -> Refusal:
    return Refusal(
        "this is no comparison at a fence in which nothing differs",
        "whoever takes over could serve other data than was left",
        "write one with: socle move database verify --json",
        place=Place(near(str(file))),
    )
