"""Rules of a network security group: whom they let in, by source, action and rank.

Source: Microsoft's reference of security rules and service tags. A rule that is not a plain `Deny` may let in.
"""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any, cast

from ..effect import HARMLESS, NOT_KNOWN, Effects, Judge
from ..judges import is_public
from ..usual import EXPOSES, GRANTS, REVOKES

OF_A_RULE = (
    "access",
    "direction",
    "priority",
    "protocol",
    *(f"{end}{what}" for end in ("source", "destination") for what in (
        "AddressPrefix", "AddressPrefixes", "PortRange", "PortRanges", "ApplicationSecurityGroups",
    )),
)  # fmt: skip
_NONE: Effects = frozenset()
_LATER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\[secret\]")
"""What stands for a prefix that is only known later, or to nobody."""
_WORDS = ("description", "etag", "id", "provisioningState", "type")
_WITHIN = ("virtualnetwork", "azureloadbalancer")
"""Service tags of what is inside; every other tag is of addresses on the Internet."""


def _ends(row: Mapping[str, Any]) -> Iterator[str]:
    """Whom a rule is about: the sources of one for what comes in, else the destinations. Nobody named is everybody, but for groups."""
    end = "destination" if str(row.get("direction")).lower() == "outbound" else "source"
    found = [row.get(f"{end}AddressPrefix"), *(row.get(f"{end}AddressPrefixes") or ())]
    named = [str(text) for text in found if text]
    yield from named or ([] if row.get(f"{end}ApplicationSecurityGroups") else ["*"])


def _opens(row: Mapping[str, Any]) -> Effects:
    """What a rule lets through: a range that is not surely inside is the Internet."""
    later = any(map(_LATER.fullmatch, _ends(row)))
    return (EXPOSES if any(map(lets_outside, _ends(row))) else GRANTS) | (NOT_KNOWN if later else _NONE)


def lets_outside(text: str) -> bool:
    """Whether a prefix of a rule has addresses on the Internet, as far as it can be read."""
    if text.lower() in _WITHIN or _LATER.fullmatch(text):
        return False
    try:
        return is_public(ip_network(text, strict=False))
    except ValueError:
        return True


def _denies(row: Mapping[str, Any]) -> bool:
    return str(row.get("access")).lower() == "deny"


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Effects:
    """One rule that stays under its name."""
    parts = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key) and key not in _WORDS}
    if not parts:
        return HARMLESS
    odd = NOT_KNOWN if parts - {*OF_A_RULE, "name"} else HARMLESS
    if not _denies(new):
        return odd | _opens(new)
    return odd | (REVOKES if not _denies(old) else EXPOSES | REVOKES)


def rule_goes(inputs: Mapping[str, Any]) -> Effects:
    """What goes with a rule: one that denies held something back, and nobody says what."""
    return EXPOSES if _denies(inputs) else REVOKES


def _comes(inputs: Mapping[str, Any]) -> Effects:
    return REVOKES if _denies(inputs) else _opens(inputs)


def _rules(value: Any) -> dict[str, Mapping[str, Any]]:
    rows = cast("list[Any]", value) if isinstance(value, list) else []
    found = [cast("Mapping[str, Any]", row) for row in rows if isinstance(row, dict)]
    return {str(row.get("name", index)): row for index, row in enumerate(found)}


def _all_changed(old: Any, new: Any) -> Effects:
    was, will = _rules(old), _rules(new)
    told: Effects = frozenset()
    for name in was.keys() | will.keys():
        before, after = was.get(name), will.get(name)
        if before is None or after is None:
            told |= _comes(after) if after else rule_goes(before or {})
        else:
            told |= _change(before, after)
    return told | (_NONE if _is_read(old) and _is_read(new) else NOT_KNOWN) or HARMLESS


def _is_read(value: Any) -> bool:
    """Whether each row is a rule under a name of its own."""
    return value is None or (isinstance(value, list) and len(_rules(value)) == len(cast("list[Any]", value)))


def _all_born(value: Any) -> Effects:
    return _all_changed(None, value) - REVOKES or HARMLESS


SECURITY_RULES = Judge(_all_changed, _all_born)
ONE_RULE = Judge(_change, lambda _value: HARMLESS, whole=True)
