"""What makes an item of a list the one that it was: by type and input the fields that tell it, in the order in which they are tried.

A list is sent by position, and a reader reads it by what its items are. Where no field tells one, equal items are the same.
"""

from collections.abc import Iterable
from typing import Any, cast

_PORTS = ("dstPortLow", "dstPortHigh", "srcPortLow", "srcPortHigh")
_FILTERS = (("description",), ("action", "protocol", "source", "destination", *_PORTS))
_GROUP = (("protocol", "ipRange", "ip", "port", "portRange"), ("protocol", "ipRange", "ip"), ("protocol", "port"))
_USUAL = (("Sid",), ("id",), ("name",), ("key",), ("ip",), ("email",), ("description",), ("source",), ("address",))
_OF: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    ("scaleway:network/acl:Acl", "rules"): _FILTERS,
    ("scaleway:instance/securityGroup:SecurityGroup", "inboundRules"): _GROUP,
    ("scaleway:instance/securityGroup:SecurityGroup", "outboundRules"): _GROUP,
    ("scaleway:instance/securityGroupRules:SecurityGroupRules", "inboundRules"): _GROUP,
    ("scaleway:instance/securityGroupRules:SecurityGroupRules", "outboundRules"): _GROUP,
    ("scaleway:kubernetes/acl:Acl", "aclRules"): (("ip", "scalewayRanges"), ("description",)),
    ("scaleway:databases/acl:Acl", "aclRules"): (("ip",), ("description",)),
    ("scaleway:iam/policy:Policy", "rules"): (("projectIds", "organizationId"), ("permissionSetNames",)),
    ("scaleway:object/bucket:Bucket", "lifecycleRules"): (("id",), ("prefix",)),
}

Item = dict[str, Any]


def identities(type_: str, property_: str) -> tuple[tuple[str, ...], ...]:
    """The sets of fields that may tell the items of a list, the surest first."""
    return _OF.get((type_, property_), _USUAL)


def paired(old: list[Any], new: list[Any], by: Iterable[tuple[str, ...]]) -> list[tuple[Any | None, Any | None]]:
    """Items that differ: those that changed with what they were, then those that went, then those that came."""
    gone = _without(old, new)
    come = _without(new, old)
    pairs: list[tuple[Any | None, Any | None]] = []
    for fields in by:
        before, after = _once(gone, fields), _once(come, fields)
        for told in [each for each in before if each in after]:
            pairs.append((before[told], after[told]))
            gone = [item for item in gone if item is not before[told]]
            come = [item for item in come if item is not after[told]]
    return [*pairs, *((item, None) for item in gone), *((None, item) for item in come)]


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    """The items that the other list does not have, as often as it does not."""
    left = list(others)
    found: list[Any] = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            found.append(item)
    return found


def _once(items: list[Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Items by what tells them, where all of it is there and tells one only."""
    found: dict[str, list[Any]] = {}
    for item in items:
        if isinstance(item, dict):
            entry = cast("Item", item)
            told = [entry.get(field) for field in fields]
            if any(value not in (None, "") for value in told):
                found.setdefault(repr(told), []).append(entry)
    return {told: each[0] for told, each in found.items() if len(each) == 1}
