"""Documents that say who may do what: policies of buckets and rules of IAM, as the single rights that they give.

A right is who, what, on what, under which condition. A policy that only gains rights takes none away, and one that says the same
in another order changes nothing; a condition that goes, or lets more through, is a safeguard that goes.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from ipaddress import ip_network
from typing import Any, cast

from ..documents import document_of, policy_statements
from ..permissions import RULING_ACTIONS, UNLOCKING_ACTIONS
from .effect import HARMLESS, NOT_KNOWN, Effects, Judge
from .judges import is_part
from .usual import EXPOSES, GRANTS, REVOKES, WEAKENS

_POWERFUL = re.compile(
    r"AllProductsFullAccess|Organization(Manager|Owner)|KubernetesSystemMasters|IAM(?!ReadOnly)\w*|"
    r"AuditTrail(ExportDelete|FullAccess)|ObjectStorageBucketPolicyFullAccess"
)
"""Permission sets that give themselves more, or end the record of who did what (documentation of permission sets, March 2026)."""
_NONE: Effects = frozenset()


@dataclass(frozen=True)
class Right:
    """One single right. `condition` is text, empty where there is none."""

    who: str
    what: str
    where: str
    condition: str = ""


def _statements(document: Any) -> list[dict[str, Any]] | None:
    """The statements of a policy; nothing where it cannot be read, or may be read in two ways."""
    return (policy_statements(document) or None) if isinstance(document, str) else None


def _texts(value: Any) -> list[str]:
    rows = cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]
    return [row if isinstance(row, str) else json.dumps(row, sort_keys=True) for row in rows]


def _rights(statements: Iterable[dict[str, Any]], effect: str) -> Iterator[Right]:
    for row in statements:
        if row.get("Effect") != effect:
            continue
        condition = json.dumps(_unordered(row["Condition"]), sort_keys=True) if row.get("Condition") else ""
        ends = [_end(row, name) for name in _ENDS_OF_STATEMENT]
        yield from (Right(who, what, where, condition) for who in ends[0] for what in ends[1] for where in ends[2])


def _end(row: dict[str, Any], name: str) -> list[str]:
    """Who, what or where; `all but` something is a member that covers everything."""
    if f"Not{name}" in row:
        return [f"* but {json.dumps(_unordered(row[f'Not{name}']), sort_keys=True)}"]
    value: Any = row.get(name)
    if isinstance(value, dict):
        found = cast("dict[str, Any]", value)
        return _texts(found["SCW"]) if found.keys() == {"SCW"} else [json.dumps(_unordered(found), sort_keys=True)]
    return _texts(value)


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unordered(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return sorted(map(_unordered, cast("list[Any]", value)), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def _everybody(right: Right) -> bool:
    return (
        right.who.startswith("*")
        or '"*"' in right.who
        or right.what.startswith("* but")
        or right.where.startswith("* but")
    )


def _may(right: Right, actions: Iterable[str]) -> bool:
    """Whether a right gives any of these actions."""
    return any(fnmatchcase(action.lower(), right.what.lower()) for action in actions)


def _come(right: Right) -> Effects:
    if _everybody(right) or _may(right, RULING_ACTIONS):
        return EXPOSES | GRANTS
    return WEAKENS | GRANTS if _may(right, UNLOCKING_ACTIONS) else GRANTS


def _compared(was: set[Right], will: set[Right], come: Callable[[Right], Effects]) -> Effects:
    """Rights that come and go. One that takes the place of a narrower one had a safeguard that goes."""
    found = _NONE
    gone = was - will
    for right in will - was:
        if not any(_covers(other, right) for other in was):
            found |= come(right)
            found |= WEAKENS if any(_includes(right, other) for other in gone) else _NONE
    lost = (right for right in gone if not any(_covers(other, right) for other in will))
    return found | REVOKES if any(lost) else found


def _covers(one: Right, other: Right) -> bool:
    """Whether whoever has one right has the other: by wildcards, and under no condition that the other does not have."""
    return _includes(one, other) and not _wider(one.condition, other.condition)


def _includes(one: Right, other: Right) -> bool:
    ends = ((one.who, other.who), (one.what.lower(), other.what.lower()), (one.where, other.where))
    return all(a == b or (" but " not in a + b and fnmatchcase(b, a)) for a, b in ends)


def _says(document: Any) -> str | None:
    """What a document says, in one spelling; nothing where it cannot be read, or may be read in two ways."""
    try:
        return json.dumps(document_of(document), sort_keys=True) if isinstance(document, str) else None
    except ValueError:
        return None


def _policy_change(old: Any, new: Any) -> Effects:
    if (says := _says(new)) is not None and says == _says(old):
        return HARMLESS
    was, will = _statements(old), _statements(new)
    if will is None:
        return EXPOSES | NOT_KNOWN if was is not None else NOT_KNOWN
    if was is None:
        return _policy_born(new) | NOT_KNOWN
    denied = [set(_rights(rows, "Deny")) for rows in (was, will)]
    found = _compared(set(_rights(was, "Allow")), set(_rights(will, "Allow")), _come)
    if any(not any(_covers(other, right) for other in denied[1]) for right in denied[0]):
        found |= WEAKENS
    if any(not any(_covers(other, right) for other in denied[0]) for right in denied[1]):
        found |= REVOKES
    odd = [row for row in will if row.get("Effect") not in ("Allow", "Deny") and row not in was]
    found |= EXPOSES | NOT_KNOWN if odd else _NONE
    return found | (NOT_KNOWN if _unread_of_policy(old) != _unread_of_policy(new) else _NONE) or HARMLESS


def _policy_born(value: Any) -> Effects:
    rows = _statements(value)
    if rows is None:
        return NOT_KNOWN
    found = EXPOSES if any(map(_everybody, _rights(rows, "Allow"))) else GRANTS
    return found | (NOT_KNOWN if _unread_of_policy(value) else _NONE)


_ENDS_OF_STATEMENT = ("Principal", "Action", "Resource")
_OF_A_STATEMENT = frozenset(
    {"Sid", "Effect", "Condition", *_ENDS_OF_STATEMENT, *(f"Not{end}" for end in _ENDS_OF_STATEMENT)}
)
_OF_A_POLICY = frozenset({"Id", "Statement"})
"""What is read of a policy, or only names it. A version says by which rules the rest is read: another one is not known."""
_VERSION = "2023-04-17"
"""The only version that the host documents (bucket policies, 2026)."""


def _unread_of_policy(document: Any) -> list[str]:
    """What a policy says and nobody here reads, sorted: other elements of it and of its statements, and ends that are not given."""
    given = cast("dict[str, Any]", document_of(document))
    said = {"Version": None, **given}
    found = [
        {key: item} for key, item in said.items() if key not in _OF_A_POLICY and (key, item) != ("Version", _VERSION)
    ]
    rows: Any = given.get("Statement")
    for row in cast("list[dict[str, Any]]", rows if isinstance(rows, list) else [rows]):
        odd = row.keys() - _OF_A_STATEMENT or any(not {end, f"Not{end}"} & row.keys() for end in _ENDS_OF_STATEMENT)
        found += [row] if odd else []
    return sorted(json.dumps(_unordered(each), sort_keys=True) for each in found)


def _rights_of_rules(value: Any) -> Iterator[Right]:
    for row in cast("list[Any]", value) if isinstance(value, list) else ():
        entry = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
        scopes = _texts(entry.get("projectIds")) or [
            f"organization {text}" for text in _texts(entry.get("organizationId"))
        ]
        for name in _texts(entry.get("permissionSetNames")):
            yield from (Right("", name, scope, str(entry.get("condition") or "")) for scope in scopes or [""])


def _set_comes(right: Right) -> Effects:
    return EXPOSES | GRANTS if _POWERFUL.search(right.what) else GRANTS


_OF_A_RULE = frozenset({"condition", "organizationId", "permissionSetNames", "projectIds"})


def _unread(value: Any) -> list[str]:
    """Rules that hold what nobody here reads, sorted; of a rule that is no object, all of it."""
    rows = cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]
    read = [isinstance(row, dict) and cast("dict[str, Any]", row).keys() <= _OF_A_RULE for row in rows]
    return sorted(json.dumps(_unordered(row), sort_keys=True) for row, all_ in zip(rows, read, strict=True) if not all_)


def _rules_change(old: Any, new: Any) -> Effects:
    found = _compared(set(_rights_of_rules(old)), set(_rights_of_rules(new)), _set_comes)
    return found | (_NONE if _unread(old) == _unread(new) else NOT_KNOWN) or HARMLESS


def _rules_born(value: Any) -> Effects:
    found = _NONE
    for right in _rights_of_rules(value):
        found |= EXPOSES if _POWERFUL.search(right.what) else GRANTS
    return found | (NOT_KNOWN if _unread(value) else _NONE) or HARMLESS


def _wider(old: str, new: str) -> bool:
    """Whether a condition may let more through than before: what does not surely let less through does."""
    if old == new or not old:
        return False
    if not new:
        return True
    try:
        return not _narrower(json.loads(old), json.loads(new))
    except ValueError:
        return not _narrower_text(old, new)


def _narrower(old: Any, new: Any) -> bool:
    """A condition of a bucket's policy: every test of it stays, and none of them lets more through."""
    was, will = _tests(old), _tests(new)
    return (
        was is not None
        and will is not None
        and all(test in will and _stricter(test[0], value, will[test]) for test, value in was.items())
    )


def _tests(condition: Any) -> dict[tuple[str, str], Any] | None:
    """The tests of a condition by operator and key; nothing where it has another form."""
    if not isinstance(condition, dict):
        return None
    operators = cast("dict[str, Any]", condition)
    if not all(isinstance(tests, dict) for tests in operators.values()):
        return None
    return {(operator, key): value for operator, tests in operators.items() for key, value in tests.items()}


def _stricter(operator: str, old: Any, new: Any) -> bool:
    was, will = set(_texts(old)), set(_texts(new))
    if was == will or "IfExists" in operator or ":" in operator:
        return was == will
    if "Not" in operator:
        return was <= will
    if "Than" in operator:
        return _sooner(was, will, less="LessThan" in operator)
    within = {"IpAddress": _inside, "StringLike": fnmatchcase}.get(operator, str.__eq__)
    return all(any(within(text, other) for other in was) for text in will)


def _sooner(was: set[str], will: set[str], *, less: bool) -> bool:
    amounts = [_amount(text) for text in (*was, *will)]
    before, after = amounts if len(amounts) == 2 else (None, None)
    return before is not None and after is not None and (after < before) == less


def _amount(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return None


def _inside(text: str, other: str) -> bool:
    try:
        return is_part(ip_network(text, strict=False), ip_network(other, strict=False))
    except ValueError:
        return text == other


_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_ENDS = re.compile(r"request\.time\s*<=?\s*timestamp\(#\)")
"""The test of a condition that says until when it holds, with `#` for its time."""


def _narrower_text(old: str, new: str) -> bool:
    """A condition of IAM: one more that must hold as well, or the same test with a part of its range or an earlier end."""
    if re.search(r"\|\||!|\?", _LITERAL.sub("#", new)):
        return False
    if new.startswith(old) and new.removeprefix(old).strip().startswith("&&"):
        return True
    form = _LITERAL.sub("#", new)
    if _LITERAL.sub("#", old) != form:
        return False
    ends = bool(_ENDS.fullmatch(form.strip()))
    pairs = zip(_LITERAL.findall(old), _LITERAL.findall(new), strict=True)
    return all(a == b or _part(a[1:-1], b[1:-1], ends=ends) for a, b in pairs)


def _part(old: str, new: str, *, ends: bool) -> bool:
    was, will = _amount(old), _amount(new)
    if ends and was is not None and will is not None:
        return will < was
    return "/" in old and _inside(new, old)


BUCKET_POLICY = Judge(_policy_change, _policy_born)
IAM_RULES = Judge(_rules_change, _rules_born)
