"""The table of edits: for each, what the engine's preview would call it, whether Socle lets it pass, and what it really does.

Pure: whoever calls makes the edits and reviews them. Level, effects and what stops an edit are the review's own; only consequence
and remedy are words of the table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from socle.diff import Change, Op, RefusalKind, Remark
from socle.facts.effects import Effect
from socle.review import effects_of

from .dangerous_edits import PROOFS, Edit

_VERBS = {
    Op.REPLACE: "replace",
    Op.DELETE: "delete",
    Op.CREATE: "create",
    Op.UPDATE: "update",
    Op.IMPORT: "import",
    Op.READ: "read",
}
_HEAD = """# What edits do

What one edit of an estate would do, before anybody tries it. Generated: each edit of the table was made to
[this estate](edits/estate.yaml) and reviewed, as `socle preview --base` does. A test holds the page.

- **step**: what the engine's preview calls it, worst first. A replacement makes a new one and deletes the old.
- **passes**: *stopped* where the engine refuses because something is protected, or because Socle's guard of updates does; *announced*
  where it passes and the guard says what follows; *refused* where the estate does not load.
- **level**, **effects**: what the review says of it ([the levels](../reviewer/review.md#the-verdict)), worst effect first.
"""


@dataclass(frozen=True)
class Row:
    """What came of one edit. `refused` is why the estate does not load; `verdict` is that of the review."""

    edit: Edit
    changes: Sequence[Change] = ()
    verdict: str = "refused"
    refused: str = ""


def page(rows: Iterable[Row], old: dict[str, Any]) -> str:
    """The page as Markdown; `old` are the values before, by key."""
    parts = [_HEAD]
    for part, group in groupby(rows, key=lambda row: row.edit.part):
        parts += [
            f"## {part}",
            "",
            "| edit | step | passes | level | effects | what happens | instead |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        parts += [_line(row, old.get(row.edit.key)) for row in group]
        parts.append("")
    parts += ["## How it is known", "", *(f"- {name}: {said}." for name, said in PROOFS.items()), ""]
    return "\n".join(parts)


def passes(row: Row) -> str:
    """Whether the edit goes through."""
    if row.refused:
        return "refused"
    refusals = {_kind(change): change.refusal.kind for change in row.changes if change.refusal}
    stopped = sorted(kind for kind, refusal in refusals.items() if refusal is not RefusalKind.GUARDED)
    if stopped:
        return f"stopped: {', '.join(stopped)} protected"
    if refusals:
        return "stopped by the guard"
    remarks = {remark for change in row.changes for remark, _ in change.remarks}
    return "announced" if Remark.ANNOUNCED in remarks else "yes"


def effects(row: Row) -> str:
    """Every effect of the edit, the worst first; components only mirror what they make."""
    found = {effect for change in row.changes if change.resource.custom for effect in effects_of(change)}
    return ", ".join(effect for effect in Effect if effect in (found - {Effect.HARMLESS} or found)) or "-"


def steps(row: Row) -> str:
    """What a preview calls it: each operation with the kinds of resources that it meets."""
    if row.refused:
        return "none"
    found = [
        f"{verb} {', '.join(f'`{kind}`' for kind in kinds)}"
        for op, verb in _VERBS.items()
        if (kinds := sorted({_kind(change) for change in row.changes if change.op is op and change.resource.custom}))
    ]
    return "; ".join(found) or "none"


def _line(row: Row, old: Any) -> str:
    edit = row.edit
    cells = [
        _edit(edit, old),
        steps(row),
        passes(row),
        row.verdict.replace("-", " "),
        effects(row),
        f"{row.refused or edit.effect} ({'estate' if row.refused else edit.proof})",
        edit.instead or "-",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _edit(edit: Edit, old: Any) -> str:
    if edit.to is None:
        return f"`{edit.key}` removed"
    more = ", ".join(f"`{key.split('.')[-1]}`" for key in edit.more)
    with_more = f" with {more}" if more else ""
    before = "nothing" if old is None else _text(old)
    return f"`{edit.key}`: {before} to {_text(edit.to)}{with_more}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "an entry" if value else "no entries"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{', '.join(map(str, cast('list[Any]', value)))}`" if isinstance(value, list) else f"`{value}`"


def _kind(change: Change) -> str:
    """The last part of a type token: `Instance`."""
    return change.resource.type.rpartition(":")[2]
