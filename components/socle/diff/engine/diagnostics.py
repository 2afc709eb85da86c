"""What the engine said beside its steps: errors, warnings, and the protected resources that stopped it.

A severity is read whatever its spelling; one that nobody here knows counts as an error. What a program writes on its own is
`info` and `info#err` (`sdk/go/common/diag` of Pulumi): the first is no finding, the second asks for a look.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, cast

from socle.plan import redacted

from ..change import EngineRefusal, RefusalKind

_URN = re.compile(r"urn:pulumi:[^\"'`\s]+")
_FAILED = re.compile(r"(error: )?(preview|update) failed\.?", re.IGNORECASE)
"""What only says that the preview failed, and not why."""
_ERROR = re.compile(r"(\x1b\[[0-9;]*m|[\s\[\"'(<*])*(error|fatal|panic|mandatory)\b", re.IGNORECASE)
"""How an error begins whatever its severity says, behind colours and brackets; a mandatory policy names itself so."""
_QUIET = frozenset({"info", "debug"})
_LOUD = frozenset({"warning", "warn", "info#err"})
_STRANGE = "the engine says this with the severity {severity}, which is not known here: {text}"


class _Weight(Enum):
    ERROR = "error"
    WARNING = "warning"
    NOTHING = "nothing"


def errors_of(form: Mapping[str, Any]) -> list[str]:
    """What the engine gave as errors, in its own words, without those that only say that the preview failed."""
    said = (text for weight, text in _said(form) if weight is _Weight.ERROR)
    return list(dict.fromkeys(text for text in said if text and not _FAILED.fullmatch(text)))


def warnings_of(form: Mapping[str, Any]) -> list[str]:
    """What the engine warned of, in its own words, each once."""
    return list(dict.fromkeys(text for weight, text in _said(form) if weight is _Weight.WARNING and text))


def failed(form: Mapping[str, Any]) -> bool:
    """Whether the engine gave up, with or without a reason."""
    return any(weight is _Weight.ERROR for weight, _ in _said(form))


def refusals(form: Mapping[str, Any]) -> Iterator[EngineRefusal]:
    """The protected resources that stopped the engine, in its own words: it has no machine-readable form for them."""
    for text in errors_of(form):
        urns = _URN.findall(text)
        if not urns or "protect" not in text:
            continue
        if "as part of replacing" in text and len(urns) > 1:
            yield EngineRefusal(RefusalKind.PROTECTED_DEPENDENT, urns[0], urns[1])
        elif "unable to replace" in text:
            yield EngineRefusal(RefusalKind.PROTECTED_REPLACE, urns[0])
        else:
            yield EngineRefusal(RefusalKind.PROTECTED_DELETE, urns[0])


def _said(form: Mapping[str, Any]) -> Iterator[tuple[_Weight, str]]:
    for one in cast("list[Mapping[str, Any]]", form.get("diagnostics") or []):
        severity = str(one.get("severity") or "").strip().lower()
        text = redacted(str(one.get("message") or "").strip())
        if "error" in severity or "fatal" in severity or _ERROR.match(text):
            yield _Weight.ERROR, text
        elif severity in _LOUD:
            yield _Weight.WARNING, text
        elif severity in _QUIET:
            yield _Weight.NOTHING, text
        else:
            yield _Weight.ERROR, _STRANGE.format(severity=redacted(severity) or "(none)", text=text)
