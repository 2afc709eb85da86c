"""The access matrix as JSON for other tools: in English, whatever people read. An answer is yes, no or unknown."""

import json
from typing import Any

from socle.access import Row, Shift, Verb
from socle.review import Accessible

from ..rights import answer
from ..words import Words

_TEXT = Words().text
VERSION = 1


def access_json(found: Accessible) -> str:
    """The whole matrix, and what became of rights where it was compared."""
    form: dict[str, Any] = {
        "version": VERSION,
        "stacks": list(found.stacks),
        "rows": [_row(row) for row in found.matrix.rows],
        "holders": {
            _TEXT(name): {
                "is": holder.kind,
                "members": list(map(_TEXT, holder.members)),
                "memberOf": list(holder.member_of),
                "keysUntil": list(map(_TEXT, holder.keys_until)),
            }
            for name, holder in found.matrix.holders.items()
        },
        "notRead": list(found.matrix.unread),
        "withoutPlan": {stack: str(error) for stack, error in found.failures.items()},
    }
    if found.base:
        form |= {
            "base": found.base,
            "changes": [_shift(shift) for shift in found.shifts],
            "notCompared": dict(found.unbased),
            "gone": list(found.gone),
        }
    return json.dumps(form, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _row(row: Row) -> dict[str, Any]:
    return {
        "stack": row.stack,
        "holder": _TEXT(row.holder),
        "on": list(map(_TEXT, row.targets)),
        "may": {str(verb): answer(row.cells.may(verb)) for verb in Verb},
        "further": list(map(_TEXT, row.cells.further)),
        "condition": _TEXT(row.condition),
        "by": list(row.by),
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "change": str(shift.direction),
        "stack": shift.stack,
        "holder": _TEXT(shift.holder),
        "on": list(map(_TEXT, shift.targets)),
        "rights": [*map(str, shift.verbs), *map(_TEXT, shift.further)],
    }
