"""The causes of a review at the lines that are changed, as comments of their own, where a job asks for that.

A cause that has one already keeps it; those of an earlier commit that nothing says any more are taken away, and only those that this
token's own identity wrote. A line that the platform does not show in the difference gets none: the comment of the review has it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from api import Failed, Forge

MOST = 10
"""More would hide the change that they speak of; the comment of the review has all."""
LARGEST_BYTES = 50_000_000
MARKER = "<!-- socle:line -->"
PLACE = re.compile(r"(?P<path>[^:\n]+):(?P<line>[1-9][0-9]{0,6})")


class Where(Protocol):
    """What of a platform is needed here."""

    @property
    def forge(self) -> Forge: ...
    @property
    def request(self) -> str: ...
    @property
    def sha(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def update(self) -> str: ...


def author_of(comment: Mapping[str, Any]) -> str | None:
    """Who wrote a comment, in the words of either platform."""
    by = comment.get("user") or comment.get("author")
    return (by.get("login") or by.get("username")) if isinstance(by, dict) else None


def causes(file: Path) -> list[tuple[str, int, str]]:
    """Path, line and text of each cause of a review that has a place, in its own order.

    Raises:
        Failed: there is no such review.
    """
    try:
        text = "" if file.is_symlink() or file.stat().st_size > LARGEST_BYTES else file.read_bytes()
        every = [(row["place"] or "", each["said"]) for each in json.loads(text)["causes"] for row in _places(each)]
        found = [(PLACE.fullmatch(place), str(said)) for place, said in every]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Failed(f"{file} holds no causes of a review: nothing was said at a line") from None
    return [(place["path"], int(place["line"]), _body(said)) for place, said in found if place][:MOST]


def _places(cause: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A cause and those of which the same is said, each of which has its own line."""
    return [cause, *cause.get("alike", [])]


def tell(file: Path, where: Where) -> str:
    """Say each cause at its line, and give in a few words how many were said.

    Raises:
        Failed: there is no review, or the platform refuses.
    """
    gitlab = where.update == "PUT"
    wanted = causes(file)
    there = [each for each in (_notes if gitlab else _comments)(where) if _own(each, where)]
    refs = where.forge.ask("GET", where.request).get("diff_refs") or {} if gitlab else {}
    kept = [each for each in there if (each["path"], each["line"], each["body"]) in wanted]
    for each in there:
        if each not in kept:
            where.forge.ask("DELETE", each["address"])
    told = [(each["path"], each["line"], each["body"]) for each in kept]
    said = [each for each in dict.fromkeys(wanted) if each in told or _said(where, each, refs, gitlab=gitlab)]
    return f"{len(said)} of {len(wanted)} causes at their lines"


def _body(said: str) -> str:
    """One line of code: in it no sign means anything to the platform, and nobody is called."""
    text = " ".join(said.replace("`", "'").split())
    return f"{MARKER}\n`{text}`"


def _own(row: Mapping[str, Any], where: Where) -> bool:
    return row["author"] == where.author and str(row["body"]).startswith(MARKER)


def _comments(where: Where) -> Iterator[dict[str, Any]]:
    comments = where.request.rsplit("/", 1)[0] + "/comments"
    for each in where.forge.pages(f"{where.request}/comments"):
        row = {"author": author_of(each), "body": each.get("body"), "path": each.get("path"), "line": each.get("line")}
        yield {**row, "address": f"{comments}/{int(each['id'])}"}


def _notes(where: Where) -> Iterator[dict[str, Any]]:
    for each in where.forge.pages(f"{where.request}/notes"):
        at = each.get("position") or {}
        row = {
            "author": author_of(each),
            "body": each.get("body"),
            "path": at.get("new_path"),
            "line": at.get("new_line"),
        }
        yield {**row, "address": f"{where.request}/notes/{int(each['id'])}"}


def _said(where: Where, cause: tuple[str, int, str], refs: Mapping[str, Any], *, gitlab: bool) -> bool:
    """Whether the platform took it; it refuses a line that is in no difference."""
    path, line, body = cause
    place = {"position_type": "text", "new_path": path, "old_path": path, "new_line": line, **refs}
    at = {"position": place} if gitlab else {"commit_id": where.sha, "path": path, "line": line, "side": "RIGHT"}
    try:
        where.forge.ask("POST", f"{where.request}/{'discussions' if gitlab else 'comments'}", {"body": body, **at})
    except Failed as error:
        if error.status in (400, 422):
            return False
        raise
    return True
