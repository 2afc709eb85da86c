"""Edits of the demo that no review lets pass, taken from the tables of edits, and the words in which the engine must refuse each.

Every refusal of the freeze and of a guard is tried in every run; of refused estates and of protection some are drawn.
"""

import random
import re
from collections.abc import Mapping
from functools import cache

from tests.edits.rows import Row, rows

NEEDS = {
    "a key at another protection level is another key: what is under the old one is lost": (
        "scaleway:keymanager/key:Key",
        "protectionLevel",
    ),
}
"""Type and input without which a plugin cannot see the edit of a row."""

_GONE = "is gone from the file, and the last deployment holds"
HELD = {
    "an adopted store that is only observed again": "the mode of storage_accounts.archive changed from adopt to observe",
    "a container removed from the file stays on Azure": f"storage_accounts.lake.containers.raw {_GONE}",
    "a container renamed": f"storage_accounts.lake.containers.raw {_GONE}",
    "a lock renamed on Azure is another id": "the id of locks.data changed from",
    "a network link removed": f"dns_zones.postgres.links.data {_GONE}",
    "a key in the vault removed from the file": f"vaults.keys.keys.lake {_GONE}",
    "a database of the server removed from the file stays on Azure": f"databases.catalogue.databases.cohorts {_GONE}",
}
"""What the freeze says of rows that the table lets the engine refuse for their protection: in a deployment it reads what is held, and
refuses before anything is registered."""

ACCOUNT = {
    "another project: nothing can move there, so all would be replaced": (
        "SCW_DEFAULT_PROJECT_ID is another one, and the estate demo says 11111111-1111-4111-8111-111111111112"
    ),
}
"""What the check of the shell's account says of rows that the table lets the engine refuse: a deployment runs with the project's
credentials, which are those of the project that the estate named before."""

ABSENT = {
    "an import id of what is already managed by another id": (
        "resource 'fr-par/66666666-6666-4666-8666-666666666666' does not exist"
    ),
}
"""What the engine says of rows that the table lets it refuse for their protection: it asks the cloud for what is to be adopted before it
looks at what that would replace, and this cloud has no such thing."""

DRAWN = {"estate": 5, "protected": 7}
"""How many of each kind are drawn; of every other kind all are tried."""

_BY_ENGINE = " is refused by the engine: "
_PROTECTED = re.compile(
    r'(?P<op>unable to replace) resource "(?P<replaced>[^"]+)"|resource "(?P<deleted>[^"]+)"\s+cannot be deleted'
)
"""How the engine refuses what is protected (pkg/resource/deploy/step_generator.go)."""


def violations(chance: random.Random, lacking: Mapping[str, tuple[str, ...]]) -> list[Row]:
    """What is tried in a run, by a plugin that lacks these inputs."""
    known = [row for row in refused_rows() if not _is_unseen(row, lacking)]
    kinds = dict.fromkeys(kind_of(row) for row in known)
    tried = list[Row]()
    for kind in kinds:
        own = [row for row in known if kind_of(row) == kind]
        tried += chance.sample(own, min(DRAWN.get(kind, len(own)), len(own)))
    return tried


@cache
def refused_rows() -> tuple[Row, ...]:
    """Every row that is refused, of what the demo has deployed."""
    refused = (row for row in rows() if row.verdict == "refused" or row.refused)
    return tuple(row for row in refused if not row.before and not row.options_before)


def kind_of(row: Row) -> str:
    """Who refuses: the freeze, a guard, the check of the estate, or the engine what is protected."""
    if "by the freeze" in row.says or row.says in HELD:
        return "freeze"
    if row.refused or row.says in ACCOUNT:
        return "estate"
    return "protected" if "it is protected" in row.first else "guard"


def _is_unseen(row: Row, lacking: Mapping[str, tuple[str, ...]]) -> bool:
    type_, name = NEEDS.get(row.says, ("", ""))
    return name in lacking.get(type_, ())


def unsaid(row: Row, text: str) -> str:
    """What the engine's words lack of the row's own refusal; nothing where they have it."""
    if kind_of(row) != "protected" or row.says in ABSENT:
        words = (HELD | ACCOUNT | ABSENT).get(row.says) or row.refused or row.first.partition(_BY_ENGINE)[2]
        return "" if words and _flat(words) in _flat(text) else f"it does not say {words!r}"
    said = {(_verb(found), found["replaced"] or found["deleted"]) for found in _PROTECTED.finditer(text)}
    named = {(verb, urn.rpartition("::")[2]) for verb, urn in said}
    told = {(line.split()[0], line.split()[1]) for line in row.told if "refused: protected" in line}
    if any(verb == "replace" for verb, _ in told):
        # What goes from the program and hangs on what is replaced, the engine calls replaced as well.
        told |= {("replace", name) for verb, name in told if verb == "delete"}
    verb = "replace" if row.first.endswith(("replaced", "replaced with")) else "delete"
    if not named or (told and not named <= told) or (not told and verb not in {each for each, _ in named}):
        return f"it refuses {sorted(named)} for their protection, and the table {sorted(told) or verb}"
    return ""


def _verb(found: "re.Match[str]") -> str:
    return "replace" if found["replaced"] else "delete"


def _flat(text: str) -> str:
    return " ".join(text.split())
