"""A state that no engine wrote so is refused by name before anything is compared with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.messages import Refused
from socle.project import read_state

ROW = {
    "urn": "urn:pulumi:dev::acme::scaleway:object/bucket:Bucket::b",
    "type": "scaleway:object/bucket:Bucket",
    "custom": True,
}


def written(tmp_path: Path, row: dict[str, Any], version: Any = 3) -> Path:
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"version": version, "deployment": {"resources": [row]}}), encoding="utf-8")
    return file


def test_a_state_as_the_engine_writes_it_is_read(tmp_path: Path) -> None:
    assert read_state(written(tmp_path, {**ROW, "protect": True}), "dev", "acme")["version"] == 3


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"protect": "false"}, "protect of"),
        ({"delete": "true"}, "delete of"),
        ({"inputs": []}, "inputs of"),
        ({"type": ""}, "has no type"),
    ],
)
def test_a_field_of_a_type_that_no_engine_writes_is_refused(tmp_path: Path, field: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_state(written(tmp_path, {**ROW, **field}), "dev", "acme")


def test_a_state_of_a_version_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="of version '5'"):
        read_state(written(tmp_path, ROW, version=5), "dev", "acme")
