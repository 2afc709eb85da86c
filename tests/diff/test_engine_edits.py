"""Edits as the engine writes them, of kinds that no other table has, and their mirror images: each has the level of its row.

What the rules find beside them is left to `tests/rules`.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.review.verdict import Verdict

from .test_engine_closed import reviewed, state, step

LEVELS = list(Verdict)
ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "edits-of-engine.yaml").read_text("utf-8"))


def side(row: dict[str, Any], key: str) -> dict[str, Any] | None:
    urn = f"urn:pulumi:dev::acme::{row['type']}::r"
    return state(urn, inputs=row[key], **row.get(f"{key}_options", {})) if key in row else None


def details(row: dict[str, Any]) -> dict[str, Any]:
    """What a provider would say of an update: the inputs that differ."""
    before, after = ({k: v for k, v in row.get(key, {}).items() if k[:2] != "__"} for key in ("before", "after"))
    names = [name for name in sorted(before.keys() | after.keys()) if before.get(name, ...) != after.get(name, ...)]
    kinds = {name: "add" if name not in before else "delete" if name not in after else "update" for name in names}
    return {"detailedDiff": {name: {"kind": kind} for name, kind in kinds.items()}, "diffReasons": names}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["says"])
def test_an_edit_of_the_engine_has_its_level(row: dict[str, Any]) -> None:
    sides = side(row, "before"), side(row, "after")

    silent = reviewed(step(row["op"], *sides)).verdict
    whole = reviewed(step(row["op"], *sides, **(details(row) if row["op"] == "update" else {})))
    told = whole.verdict

    assert str(told) == row["verdict"]
    assert row.get("first", "") in headline(whole, Words(Language.ENGLISH), str)
    assert LEVELS.index(silent) <= LEVELS.index(told), "a step that says less is called no better"
