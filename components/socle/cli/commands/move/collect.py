"""`socle move collect`: what tools exported, as counts that a record of the cut-over takes."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from socle.messages import Place, Refusal, Refused
from socle.move.collect import (
    Sight,
    Tunnel,
    images_equal,
    legacy_unchanged,
    merged,
    names_moved,
    resolve,
    routes_as_declared,
    secrets_equal,
    sight_from,
    ttl_lowered,
    tunnels_rekeyed,
)
from socle.report import console, near
from socle.report.move import show_sights
from socle.report.words import Language, Words

from ...options import Lang

Read = Sequence[Any]


class What(StrEnum):
    """What was exported."""

    IMAGES = "images"
    FREEZE = "freeze"
    TUNNELS = "tunnels"
    NAMES = "names"
    SECRETS = "secrets"
    MERGE = "merge"


def collect(
    what: Annotated[What, typer.Argument(metavar="KIND", help="Which kind of export; merge: sights of several tools.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="What was exported, as JSON.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other tools.")] = False,
    lang: Lang = Language.ENGLISH,
) -> None:
    """Turn what tools exported into counts that a record of the cut-over takes, and say what could not be seen."""
    number, seen = _COLLECTORS[what]
    if number and len(files) != number:
        raise typer.BadParameter(f"{what} takes {number} files", param_hint="FILE")
    try:
        sights = seen([json.loads(each.read_text("utf-8")) for each in files])
    except Refused:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused([_unlike(files[0], what, type(error).__name__)]) from None
    if as_json:
        typer.echo(json.dumps([each.as_json() for each in sights], indent=2))
    else:
        show_sights(sights, console(sys.stdout), Words(lang))


def _images(files: Read) -> list[Sight]:
    return [images_equal(*(_texts(each) for each in files))]


def _freeze(files: Read) -> list[Sight]:
    return [legacy_unchanged(cast("Mapping[str, Any]", files[0]))]


def _tunnels(files: Read) -> list[Sight]:
    declared, seen = files
    rows = [Tunnel(each["name"], each.get("up"), _time(each.get("rekeyed_at"))) for each in seen["tunnels"]]
    forced = _time(declared["forced_at"])
    if forced is None:
        raise ValueError("forced_at")
    learned = seen.get("learned")
    return [tunnels_rekeyed(declared["tunnels"], rows, forced), routes_as_declared(declared["prefixes"], learned)]


def _names(files: Read) -> list[Sight]:
    asked = files[0]
    answers = [resolve(name, resolver) for name in asked["names"] for resolver in asked["resolvers"]]
    changed, now = _time(asked["changed"]), datetime.now(UTC)
    if changed is None:
        raise ValueError("changed")
    lived = ttl_lowered(answers, old_ttl=timedelta(seconds=asked["old_ttl_seconds"]), changed=changed, at=now)
    return [lived, *([names_moved(answers, asked["new"])] if "new" in asked else [])]


def _secrets(files: Read) -> list[Sight]:
    """Values are in the variables that a file names; whoever runs this has them from the two stores."""
    rows = {str(name): each for name, each in files[0].items()}

    def given(side: str) -> Callable[[str], bytes | None]:
        def read(name: str) -> bytes | None:
            text = os.environ.get(str(rows[name].get(side, "")))
            return None if text is None else text.encode()

        return read

    attested = frozenset(name for name, each in rows.items() if each.get("attested") is True)
    ways = {name: each.get("way", "rotate") for name, each in rows.items()}
    if not set(ways.values()) <= {"rotate", "carry", "ceremony"}:
        raise ValueError("way")
    return [secrets_equal(ways, given("source"), given("target"), attested)]


def _merge(files: Read) -> list[Sight]:
    rows = [cast("list[Any]", each) if isinstance(each, list) else [each] for each in files]
    return merged(sight_from(each) for row in rows for each in row)


_COLLECTORS: Mapping[What, tuple[int, Callable[[Read], list[Sight]]]] = {
    What.IMAGES: (2, _images),
    What.FREEZE: (1, _freeze),
    What.TUNNELS: (2, _tunnels),
    What.NAMES: (1, _names),
    What.SECRETS: (1, _secrets),
    What.MERGE: (0, _merge),
}
"""By what is collected: how many files it takes, any where 0, and what reads them."""


def _texts(data: Any) -> dict[str, str]:
    if not isinstance(data, dict) or not all(isinstance(each, str) for each in cast("dict[str, Any]", data).values()):
        raise ValueError("texts by name")
    return cast("dict[str, str]", data)


def _time(text: str | None) -> datetime | None:
    found = datetime.fromisoformat(text) if text else None
    if found and found.tzinfo is None:
        raise ValueError("a time without a zone")
    return found


def _unlike(file: Path, what: str, kind: str) -> Refusal:
    return Refusal(
        f"this is no export of {what} ({kind})",
        "what it shows is not known, and nothing is counted",
        "write it as the page on moving a database says",
        place=Place(near(str(file))),
    )
