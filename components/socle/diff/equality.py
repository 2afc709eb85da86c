"""How the Scaleway provider compares a new value with an old one, where its schema does not show it.

Dated data in `facts/scaleway/equality.json`: what counts as equal, what keeps its value when it is left out.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from ipaddress import ip_interface
from typing import Any, cast

from socle.facts import document_of


@dataclass(frozen=True)
class Comparison:
    """One input: see `about` in the data for the meaning of each flag."""

    keeps: bool = False
    default: Any = None
    set: bool = False
    ignores: str = ""
    rewritten: bool = False
    replace: bool = False


@dataclass(frozen=True)
class TypeComparison:
    """One resource type. `named`: it has an automatic name, so an explicit one means delete before create."""

    named: bool = False
    inputs: dict[str, Comparison] = field(default_factory=dict[str, Comparison])

    def at(self, dotted: str) -> Comparison:
        """How one input is compared, by its dotted path."""
        return self.inputs.get(dotted, PLAIN)


PLAIN = Comparison()
_INDEX = re.compile(r"\[[^]]*\]")


@cache
def comparison(resource_type: str) -> TypeComparison | None:
    """How a type is compared, or None where that was not read."""
    row = _data().get(resource_type)
    if row is None:
        return None
    inputs = {path: Comparison(**flags) for path, flags in row.get("inputs", {}).items()}
    return TypeComparison(row.get("named", False), inputs)


def default_of(resource_type: str, path: str) -> Any:
    """What stands where a program gives no value: the provider's default, by a path as a change has it; None where none is known."""
    known = comparison(resource_type)
    return known.at(_INDEX.sub("", path)).default if known else None


@cache
def _data() -> dict[str, Any]:
    text = files("socle.facts.scaleway").joinpath("equality.json").read_text(encoding="utf-8")
    return json.loads(text)["resources"]


def equal(ignores: str, old: Any, new: Any) -> bool:
    """Whether the provider takes two different texts for the same value."""
    same = _SAME.get(ignores)
    return same is not None and isinstance(old, str) and isinstance(new, str) and same(old, new)


def same_policy(old: str, new: str) -> bool:
    """Whether two JSON policies say the same: keys and the members of lists in any order, one member like a list of one.

    One that has a key twice says two things, and readers do not agree on which of them holds.
    """
    try:
        before, after = (document_of(text) for text in (old, new))
    except ValueError:
        return False
    return canonical(before) == canonical(after)


def canonical(value: Any) -> str:
    """JSON text of a policy without order."""
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return json.dumps({key: canonical(entries[key]) for key in sorted(entries)})
    if isinstance(value, list):
        members = sorted(canonical(item) for item in cast("list[Any]", value))
        return members[0] if len(members) == 1 else json.dumps(members)
    return json.dumps(value)


def form(value: Any) -> str:
    """One text for equal values."""
    return json.dumps(value, sort_keys=True)


def forms(values: Iterable[Any]) -> frozenset[str]:
    """The members of a set: without order, each once."""
    return frozenset(form(value) for value in values)


_LOCALITY = re.compile(r"^[a-z]{2}-[a-z]{3}(-\d)?/")
_KEY = re.compile(r"\s*(ssh|ecdsa|sk)-[\w.@-]+ +[A-Za-z0-9+/]+={0,2}(\s|$)")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def _same_id(old: str, new: str) -> bool:
    return _LOCALITY.sub("", old) == _LOCALITY.sub("", new)


def _same_case(old: str, new: str) -> bool:
    return old.casefold() == new.casefold()


def _same_place(old: str, new: str) -> bool:
    return old.casefold().replace(" ", "") == new.casefold().replace(" ", "")


def _same_word(old: str, new: str) -> bool:
    return old.casefold().replace("-", "_") == new.casefold().replace("-", "_")


def _same_duration(old: str, new: str) -> bool:
    before, after = _duration(old), _duration(new)
    return before is not None and before == after


def _duration(text: str) -> float | None:
    parts = _DURATION.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return None
    return round(sum(float(number) * _SECONDS[unit] for number, unit in parts), 9)


def _same_time(old: str, new: str) -> bool:
    try:
        return datetime.fromisoformat(old) == datetime.fromisoformat(new)
    except (ValueError, TypeError):
        return False


def _same_address(old: str, new: str) -> bool:
    try:
        return ip_interface(old).ip == ip_interface(new).ip
    except ValueError:
        return False


def _same_key(old: str, new: str) -> bool:
    """Whether two lines of an `authorized_keys` file have one key: what stands behind it is a comment. With options before it, no."""
    before, after = (line.split()[:2] if _KEY.match(line) else None for line in (old, new))
    return before is not None and before == after


_SAME: dict[str, Callable[[str, str], bool]] = {
    "locality": _same_id,
    "case": _same_case,
    "case and hyphen": _same_word,
    "duration": _same_duration,
    "time": _same_time,
    "address": _same_address,
    "policy": same_policy,
    "place": _same_place,
    "comment of a key": _same_key,
}
