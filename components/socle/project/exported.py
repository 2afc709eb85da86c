"""Reading the exported state of a stack, and refusing one that would answer for another stack."""

import json
from pathlib import Path
from typing import Any, cast

from socle.messages import Place, Refusal, Refused
from socle.plan import state_rows

_EXPORT = "write one with: pulumi stack export --file"
_UNKNOWN_IDS = "every id would stay unknown, as if nothing were deployed"

_MISREAD = "what it does not say would be taken for false"


def read_state(file: Path, stack: str, project: str) -> dict[str, Any]:
    """An exported state as plain data.

    Raises:
        Refused: it is not JSON, not an exported state, that of another stack, or has a field that no engine writes so.
    """
    try:
        state: Any = json.loads(file.read_bytes())
    except UnicodeDecodeError:
        raise _refused(file, "this is not UTF-8", _UNKNOWN_IDS, f"{_EXPORT} {file}") from None
    except RecursionError:
        raise _refused(file, "the JSON is nested too deeply", _UNKNOWN_IDS, f"{_EXPORT} {file}") from None
    except json.JSONDecodeError as error:
        what = f"this is not JSON: {error.msg}"
        raise _refused(file, what, _UNKNOWN_IDS, f"{_EXPORT} {file}", line=error.lineno) from None
    except ValueError as error:
        raise _refused(file, f"this is not JSON: {str(error)[:80]}", _UNKNOWN_IDS, f"{_EXPORT} {file}") from None
    urns = _urns(state)
    if urns is None:
        raise _refused(file, "this is not an exported state", _UNKNOWN_IDS, f"{_EXPORT} {file}")
    own = f"urn:pulumi:{stack}::{project}::"
    stranger = next((urn for urn in urns if not urn.startswith(own)), None)
    if stranger:
        of = "/".join(reversed(stranger.removeprefix("urn:pulumi:").split("::")[:2]))
        what = f"this is the state of {of}, and {project}/{stack} is previewed"
        raise _refused(file, what, _UNKNOWN_IDS, f"export the state of {stack}")
    try:
        state_rows(cast("dict[str, Any]", state))
    except ValueError as error:
        raise _refused(file, str(error), _MISREAD, f"{_EXPORT} {file}") from None
    return cast("dict[str, Any]", state)


def _urns(state: Any) -> list[str] | None:
    """The URNs of a state, or nothing when it has not the form of one."""
    try:
        return [str(row["urn"]) for row in state["deployment"]["resources"]]
    except (TypeError, KeyError, LookupError):
        return None


def _refused(file: Path, what: str, consequence: str, remedy: str, line: int = 0) -> Refused:
    return Refused([Refusal(what, consequence, remedy, place=Place(str(file), line))])
