"""A bucket's policy as statements: the one reader of the document, for whatever asks what it gives.

A statement that is not an explicit `Deny` may allow: the host decides what a misspelt effect is. A document in which a key occurs
twice is not read, since readers do not agree on which of the two holds.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, cast

from socle.facts import policy_statements
from socle.messages import Said, Text

from .gains import UNDECIDED, plainly, texts

_NEGATED = ("Principal", "Action", "Resource")
_OF_THE_HOST = ("", "SCW")
"""The keys under which the host reads principals; one under another key is of another cloud's dialect."""


@dataclass(frozen=True)
class Principal:
    """Whom a statement names, and the key that the name stands under: empty where it stands alone."""

    kind: str
    name: Text

    @property
    def everybody(self) -> bool:
        """Whether the name has a wildcard, in which anybody has a place."""
        return "*" in plainly(self.name)

    @property
    def foreign(self) -> bool:
        """Whether another cloud would read it."""
        return self.kind not in _OF_THE_HOST


@dataclass(frozen=True)
class Statement:
    """One statement. `but` has what its negations list, by the key that they negate; `condition` is JSON, empty where there is none."""

    allows: bool
    principals: tuple[Principal, ...]
    actions: tuple[Text, ...]
    targets: tuple[Text, ...]
    but: Mapping[str, tuple[Text, ...]] = field(default_factory=dict[str, tuple[Text, ...]])
    condition: str = ""

    @property
    def everybody(self) -> bool:
        """Whether somebody holds it whom it does not name."""
        return "Principal" in self.but or any(each.everybody for each in self.principals)

    def covers(self, action: str) -> bool | None:
        """Whether an action is among those it is about; nothing where one of them is not known and none other has it."""
        if any(_matches(action, each) for each in self.actions):
            return True
        excepted = self.but.get("Action")
        if excepted is not None and not any(_matches(action, each) for each in excepted):
            return None if any(isinstance(each, Said) for each in excepted) else True
        return None if any(isinstance(each, Said) for each in self.actions) else False


def _matches(action: str, pattern: Text) -> bool:
    return not isinstance(pattern, Said) and fnmatchcase(action.lower(), pattern.lower())


def statements_of(document: Any) -> list[Statement] | None:
    """The statements of a policy, JSON or an object; nothing where it cannot be read."""
    rows = policy_statements(document)
    return None if rows is None else [_statement(row) for row in rows]


def _statement(row: Mapping[str, Any]) -> Statement:
    but = {key: tuple(_listed(row[f"Not{key}"])) for key in _NEGATED if f"Not{key}" in row}
    named = "Principal" in row or "Principal" not in but
    return Statement(
        row.get("Effect") != "Deny",
        tuple(_principals(row.get("Principal"))) if named else (),
        tuple(texts(row.get("Action"))),
        tuple(texts(row.get("Resource"))),
        but,
        json.dumps(row["Condition"], sort_keys=True) if row.get("Condition") else "",
    )


def _listed(given: Any) -> list[Text]:
    if isinstance(given, dict):
        return [name for names in cast("dict[str, Any]", given).values() for name in texts(names)]
    return texts(given)


def _principals(given: Any) -> Iterator[Principal]:
    if isinstance(given, dict):
        for kind, names in cast("dict[str, Any]", given).items():
            yield from (Principal(kind, name) for name in texts(names))
    else:
        yield from (Principal("", name) for name in texts(given) or [UNDECIDED])
