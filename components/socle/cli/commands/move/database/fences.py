"""`socle move database fence` and `unfence`: close a database to everybody but the mover, and open it again as it was."""

import json
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from socle.messages import Place, Refusal, Refused
from socle.move.collect import Probe, closed
from socle.move.postgres import (
    Endpoint,
    Fence,
    Pair,
    clock_skew,
    close,
    connected,
    endpoint,
    new_session,
    open_again,
    open_session,
    opened,
    sessions,
)
from socle.report import near
from socle.report.words import Language, Words

from ....options import Lang
from .asked import (
    AsJson,
    OneSide,
    Patience,
    Side,
    SightFile,
    Source,
    SourceSeen,
    Target,
    TargetSeen,
    pair_of,
    say,
    write_sights,
)

_SKEW = timedelta(minutes=1)
"""How far a server's clock may be from ours: the time since a fence is counted from the server's."""


def fence(
    source: Source,
    target: Target,
    side: OneSide,
    source_seen: SourceSeen = "",
    target_seen: TargetSeen = "",
    credentials: Annotated[
        Path | None,
        typer.Option(
            "--credentials",
            metavar="FILE",
            help="Every credential in use, as JSON: kind, conninfo, and the variable with its password. Each is tried.",
        ),
    ] = None,
    wait: Annotated[
        float,
        typer.Option(
            "--wait", metavar="MINUTES", min=0, help="Try the credentials so long after it was closed, as gates ask."
        ),
    ] = 0,
    patience: Patience = 60,
    sight: SightFile = None,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Close a database: take the right to connect, end sessions, note the place in the log, and try every credential."""
    pair, words = pair_of(source, target, source_seen, target_seen), Words(lang)
    _clocks(pair)
    in_use: Sequence[tuple[str, Endpoint]] = _credentials(credentials) if credentials else ()
    found, probes = _closed(pair, side, in_use, timedelta(minutes=wait), patience)
    dataset = pair.side(side).database
    declared = [(dataset, each) for kind, _ in in_use for each in (kind, _of_session(kind))]
    with connected(pair.side(side)) as connection:
        left = len(sessions(connection, pair.keepers(side)))
    seen = closed(side, probes, declared, connections=left, since=found.at, at=datetime.now(UTC))
    _tell(side, found, probes, words, as_json=as_json)
    write_sights(sight, [seen], words, as_json=as_json)
    if left or seen.values["accepted"]:
        raise typer.Exit(1)


def unfence(
    source: Source,
    target: Target,
    side: OneSide,
    as_json: AsJson = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Open a database again, exactly as it was before it was closed."""
    pair, words = pair_of(source, target), Words(lang)
    was_closed = open_again(pair.side(side))
    said = words("move.opened" if was_closed else "move.open-already", side=words(f"move.side.{side}"))
    say({"side": str(side), "opened": was_closed}, [said], as_json=as_json)


def _closed(
    pair: Pair, side: Side, in_use: Sequence[tuple[str, Endpoint]], wait: timedelta, patience_seconds: float
) -> tuple[Fence, list[Probe]]:
    """Close a side, and try every credential so long after: a new session, and one that was open before."""
    dataset = pair.side(side).database
    with opened(in_use) as before:
        found = close(pair.side(side), pair.keepers(side), patience_seconds=patience_seconds)
        if in_use:
            time.sleep(max(0.0, (found.at + wait - datetime.now(UTC)).total_seconds()))
        return found, [
            each
            for kind, where in in_use
            for each in (new_session(dataset, kind, where), open_session(dataset, _of_session(kind), before[kind]))
        ]


def _of_session(kind: str) -> str:
    return f"{kind}-session"


def _tell(side: Side, found: Fence, probes: Sequence[Probe], words: Words, *, as_json: bool) -> None:
    lines = [
        words("move.fenced", side=words(f"move.side.{side}"), lsn=found.lsn, at=f"{found.at:%H:%M:%S} UTC"),
        *(words("move.fence.session", role=role) for role in found.sessions),
        *(words("move.fence.outside", role=role) for role in found.outside),
        *(words("move.fence.probe", kind=each.kind, outcome=words(f"move.outcome.{each.outcome}")) for each in probes),
    ]
    data = {
        "side": str(side),
        "fence": found.lsn,
        "at": found.at.isoformat(),
        "sessions": list(found.sessions),
        "outside": list(found.outside),
        "probes": [{"kind": each.kind, "outcome": str(each.outcome), "said": each.said} for each in probes],
    }
    say(data, lines, as_json=as_json)


def _clocks(pair: Pair) -> None:
    """Refuse servers whose clock is not ours: nobody could say how long a fence has stood."""
    refusals = [
        Refusal(
            f"the clock of the {where.side} is {abs(int(skew.total_seconds()))} seconds from the one here",
            "nobody could say how long the fence has stood",
            "set both by a time server, then run the same command again",
        )
        for where in (pair.source, pair.target)
        if abs(skew := clock_skew(where)) > _SKEW
    ]
    if refusals:
        raise Refused(refusals)


def _credentials(file: Path) -> Sequence[tuple[str, Endpoint]]:
    """The credentials of a file: a list of kind, conninfo without a password, and the variable that has it.

    Raises:
        Refused: it is no such list.
    """
    try:
        rows = cast("list[dict[str, Any]]", json.loads(file.read_text("utf-8")))
        return [
            (str(row["kind"]), endpoint("source", row["conninfo"], _variable(str(row["password"])))) for row in rows
        ]
    except Refused:
        raise
    except (ValueError, TypeError, KeyError):
        raise Refused([_no_credentials(file)]) from None


def _variable(name: str) -> Callable[[], str]:
    return lambda: os.environ.get(name, "")


def _no_credentials(file: Path) -> Refusal:
    return Refusal(
        "this is no list of credentials",
        "a credential that nobody tries may still write",
        'write [{"kind": "role", "conninfo": "host=... dbname=... user=...", "password": "NAME_OF_A_VARIABLE"}]',
        place=Place(near(str(file))),
    )
