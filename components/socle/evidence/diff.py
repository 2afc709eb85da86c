"""What became of an estate between two bundles: better, worse, new, gone, expired. Reads the bundles alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_RANK = {"kept": 0, "exempt": 1, "not decided": 2, "broken": 3}
"""Results of a rule, in the words of a bundle, from the best to the worst."""

_DATED = ("attestations", "exemptions", "derogations")


class Became(StrEnum):
    """What became of one thing."""

    WORSE = "worse"
    NEW = "new"
    EXPIRED = "expired"
    BETTER = "better"
    GONE = "gone"


@dataclass(frozen=True)
class Difference:
    """One thing of a document, what it was and what it is."""

    became: Became
    document: str
    what: str
    before: str = ""
    after: str = ""


Bundle = Mapping[str, Mapping[str, Any]]
"""Documents of a bundle by name, as their JSON says them."""


def differences(before: Bundle, after: Bundle) -> tuple[Difference, ...]:
    """Everything that is not as it was, the worst first."""
    found = [*_findings(before, after), *_dated(before, after)]
    order = list(Became)
    return tuple(sorted(found, key=lambda each: (order.index(each.became), each.document, each.what)))


def _findings(before: Bundle, after: Bundle) -> Iterator[Difference]:
    old, new = _worst(before), _worst(after)
    for key in old.keys() | new.keys():
        what = " ".join(filter(None, key))
        was, now = old.get(key), new.get(key)
        if was is None and now is not None:
            if _RANK[now] > 1:
                yield Difference(Became.NEW, "findings", what, after=now)
        elif now is None and was is not None:
            if _RANK[was] > 0:
                yield Difference(Became.GONE, "findings", what, before=was)
        elif was and now and was != now:
            became = Became.WORSE if _RANK[now] > _RANK[was] else Became.BETTER
            yield Difference(became, "findings", what, was, now)


def _worst(bundle: Bundle) -> dict[tuple[str, str], str]:
    """By rule and resource, the worst result."""
    found: dict[tuple[str, str], str] = {}
    for row in _rows(bundle, "findings"):
        key, result = (str(row["rule"]), str(row["resource"])), str(row["result"])
        if result in _RANK and _RANK[result] >= _RANK[found.get(key, "kept")]:
            found[key] = result
    return found


def _dated(before: Bundle, after: Bundle) -> Iterator[Difference]:
    """What was in force and is no more; and what has come or gone."""
    for name in _DATED:
        old, new = _in_force(before, name), _in_force(after, name)
        for key, held in old.items():
            if held and new.get(key) is False:
                yield Difference(Became.EXPIRED, name, key)
            elif held and key not in new:
                yield Difference(Became.GONE, name, key)
        for key in new.keys() - old.keys():
            yield Difference(Became.NEW, name, key)


def _in_force(bundle: Bundle, name: str) -> dict[str, bool]:
    return {str(row.get("key") or row.get("store")): row["in_force"] == "yes" for row in _rows(bundle, name)}


def _rows(bundle: Bundle, name: str) -> list[Mapping[str, Any]]:
    return list(bundle.get(name, {}).get("rows", []))
