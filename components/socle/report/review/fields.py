"""The fields of one entry that differ, in words: both values, defaults, lists by what comes and goes, holders and what they are given."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any, cast

from socle.access import statements_of
from socle.diff import ABSENT
from socle.estate import default_at
from socle.review import Cause, Entry, Review
from socle.specs import Spec

from ..words import Draw, Words
from .values import LONGEST_VALUE, cut, drawn, text_of, value, values

HOLDERS = frozenset({"application_id", "user_id", "group"})
"""Fields of a grant that say who has it; one of them stands."""
_MOST_MEMBERS = 6
_POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
_GIVES = {"s3:GetObject": "read", "s3:PutObject": "write", "s3:DeleteObject": "delete"}


def fields_of(entry: Entry, at: Sequence[str], words: Words, draw: Draw, *, apart: frozenset[str] = frozenset()) -> str:
    """The fields that differ, each with both values; a reason or an owner that changes is one of them.

    Args:
        at: the key of the entry in the estate, empty where the estate has none.
        apart: fields of which something else is said.
    """
    names = [name for name in _ordered(entry.fields) if name not in apart]
    return "; ".join(_field(name, *entry.sides, at, words, draw) for name in names)


def holders_of(
    old: Mapping[str, Any], new: Mapping[str, Any], known: Mapping[str, str], own: str, words: Words, draw: Draw
) -> tuple[str, str]:
    """Who had a grant and who has it: the kind, the id, and the words of the estate for it.

    A word that both have tells neither from the other, and the grant's own name says nothing of whoever holds it.
    """
    sides = [
        next(((field, str(each[field])) for field in sorted(HOLDERS) if each.get(field)), ("", ""))
        for each in (old, new)
    ]
    names = [[each for each in known.get(who, "").split(" / ") if each and each not in (own, who)] for _, who in sides]
    told = [
        [each for each in mine if each not in others] for mine, others in ((names[0], names[1]), (names[1], names[0]))
    ]
    before, after = (_holder(*side, mine, words, draw) for side, mine in zip(sides, told, strict=True))
    return before, after


def _holder(field: str, who: str, names: list[str], words: Words, draw: Draw) -> str:
    if not field:
        return words("value.absent")
    said = f"{listed([draw(each) for each in names], words)} ({draw(who)})" if names else draw(who)
    return words(f"holder.{field}", who=said)


def word(key: str, own: str, words: Words, draw: Draw) -> str:
    """Our word for one of the estate's own, or the word itself, which may be anybody's."""
    said = words(key)
    return said if said != key else draw(own) if own else ""


def listed(texts: list[str], words: Words) -> str:
    """`a, b and c`."""
    return words("list.and", first=", ".join(texts[:-1]), last=texts[-1]) if len(texts) > 1 else "".join(texts)


def some(texts: list[str], most: int, words: Words) -> str:
    """The first of some texts, and how many more there are."""
    said = listed(texts[:most], words)
    return f"{said} {words.count('count.more', len(texts) - most)}" if len(texts) > most else said


def _ordered(fields: Iterable[str]) -> list[str]:
    """The class first: what else differs may only follow from it."""
    return sorted(fields, key=lambda name: name != "data_class")


def _field(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], at: Sequence[str], words: Words, draw: Draw
) -> str:
    sides = [side.get(name, ABSENT) for side in (old, new)]
    if name == "data_class":
        shown = [
            word(f"class.{side}", str(side), words, draw) if side is not ABSENT else words("value.default")
            for side in sides
        ]
        return words("cause.class", old=shown[0], new=shown[1])
    said = word(f"field.{name}", name, words, draw)
    if all(isinstance(side, dict) for side in sides):
        was, will = (cast("dict[str, Any]", side) for side in sides)
        differing = [key for key in sorted(was.keys() | will.keys()) if was.get(key, ABSENT) != will.get(key, ABSENT)]
        below = (*at, name) if at else ()
        return f"{said}: {', '.join(_field(key, was, will, below, words, draw) for key in differing)}"
    standing = next((_plain(each) for each in default_at((*at, name))), ABSENT) if at else ABSENT
    members = [_members(standing if side is ABSENT else side) for side in sides]
    if members[0] is not None and members[1] is not None:
        return f"{said}: {_exchanged(members[0], members[1], words, draw)}"
    shown = values(sides[0], sides[1], words, LONGEST_VALUE)
    told = [
        _default(standing, words, draw) if side is ABSENT else drawn(each, draw)
        for side, each in zip(sides, shown, strict=True)
    ]
    return f"{said} {told[0]} → {told[1]}"


def _default(standing: Any, words: Words, draw: Draw) -> str:
    """The default by its value, where one is known and short enough to be said; nothing is a value of its own."""
    if standing is ABSENT or isinstance(standing, dict):
        return words("value.default")
    shown = words("value.none") if standing is None else drawn(value(standing, words), draw)
    return words("value.default_of", value=shown)


def _plain(raw: Any) -> Any:
    """A default as a recorded spec would have it."""
    if isinstance(raw, Spec):
        return raw.model_dump(mode="json", exclude_defaults=True)
    if isinstance(raw, Enum):
        return raw.value
    if isinstance(raw, tuple | list | set | frozenset):
        return [_plain(each) for each in cast("Iterable[Any]", raw)]
    return raw.isoformat() if isinstance(raw, date) else raw


def _members(side: Any) -> list[str] | None:
    """A list by its members; nothing where it is none, or one of objects."""
    if not isinstance(side, list) or any(isinstance(each, dict | list) for each in cast("list[Any]", side)):
        return None
    return [text_of(each) for each in cast("list[Any]", side)]


def _exchanged(old: Sequence[str], new: Sequence[str], words: Words, draw: Draw) -> str:
    """What comes and what goes; where neither does, the order is another."""
    parts = [
        words(key, values=_shown([each for each in one if each not in other], words, draw))
        for key, one, other in (("cause.comes", new, old), ("cause.goes", old, new))
        if any(each not in other for each in one)
    ]
    return ", ".join(parts) or words("cause.order")


def _shown(members: list[str], words: Words, draw: Draw) -> str:
    return some([draw(cut(each)) for each in members], _MOST_MEMBERS, words)


def given_now(cause: Cause, review: Review, grant: Mapping[str, Any]) -> frozenset[str]:
    """The accesses that the policy below a cause gives to whoever a grant names; all of them where that cannot be told."""
    holder = next((f"{kind}:{grant[kind]}" for kind in ("application_id", "user_id") if grant.get(kind)), "")
    component = cause.component.urn if cause.component else ""
    policies = [
        resource.inputs.get("policy")
        for comparison in review.stacks
        if comparison.stack == cause.first.stack
        for resource in comparison.plan
        if resource.type == _POLICY and resource.parent == component
    ]
    rows = statements_of(policies[0]) if len(policies) == 1 and isinstance(policies[0], str) else None
    if rows is None or not holder:
        return frozenset(_GIVES.values())
    mine = [row for row in rows if row.allows and any(each.name == holder for each in row.principals)]
    return frozenset(_GIVES[action] for row in mine for action in map(str, row.actions) if action in _GIVES)
