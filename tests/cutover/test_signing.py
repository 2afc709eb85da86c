"""The keys on a machine: which are listed, which may sign a record, on which days; and a signature in all of its parts.

That `ssh-keygen` signs is proven where commands are typed (`test_typed.py`).
"""

import base64
import json
import struct
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from socle.cutover.evidence import fitting, key_at, keys_here, parse, record_from, verifies
from socle.messages import Refused

from .people import T0, collectors, known, public, record, signed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for who in ("quality", "collector", "stranger"):
        (tmp_path / f"{who}.pub").write_text(f"{public(who)} {who}@example\n")
    (tmp_path / "quality").write_text("private")
    (tmp_path / "empty.pub").write_text("")
    (tmp_path / "bytes.pub").write_bytes(b"\xff\xfe")
    return tmp_path


def test_the_listed_keys_of_a_folder_are_found_each_with_its_entry(home: Path) -> None:
    found = [(each.name, each.signs_as, each.path.name) for each in keys_here(home, known())]
    assert found == [("collector", "collector", "collector.pub"), ("quality", "quality", "quality")]
    assert keys_here(home, known(approvers={}, collectors={})) == []


def test_a_key_is_named_by_either_half(home: Path) -> None:
    assert key_at(home / "quality", known()).name == "quality"
    assert key_at(home / "quality.pub", known()).path == home / "quality.pub"
    with pytest.raises(Refused, match=r"there is no public key nosuch\.pub"):
        key_at(home / "nosuch", known())
    with pytest.raises(Refused, match=r"no entry of cutover\.yaml lists this key"):
        key_at(home / "stranger", known())


@pytest.mark.parametrize(
    ("first", "last", "may"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), True),
        (date(2026, 11, 1), date(2027, 1, 1), True),
        (date(2026, 12, 2), date(2027, 1, 1), False),
        (date(2026, 11, 1), date(2026, 11, 30), False),
    ],
)
def test_a_key_signs_on_its_days_alone(home: Path, first: date, last: date, may: bool) -> None:
    key = key_at(home / "collector.pub", known(collectors=collectors(valid_from=first, valid_until=last)))
    assert key.may_sign(record("parity", at=T0)) is may


def test_a_key_signs_what_its_holder_answers_for(home: Path) -> None:
    keys = keys_here(home, known())
    assert fitting(record("parity"), keys).name == "collector"
    assert fitting(record("approval"), keys).name == "quality"
    assert fitting(record("hold", values={"held": True}), keys).name == "collector"
    with pytest.raises(Refused, match="is signed by: operations"):
        fitting(record("transition"), keys)
    deployer = keys_here(home, known(collectors=collectors(levels=["deployed"])))
    with pytest.raises(Refused, match="level observed"):
        fitting(record("parity"), deployer)


@pytest.mark.parametrize("namespace", ["a", "socle", "socle-cutovers", "z", ""])
def test_a_signature_of_another_namespace_is_none_whatever_it_is_called(namespace: str) -> None:
    digest = record().digest
    assert not verifies(parse(signed(digest, "quality", namespace)), digest)


def test_a_signature_with_more_behind_it_is_none() -> None:
    lines = signed(record().digest, "quality").strip().splitlines()
    raw = base64.b64decode("".join(lines[1:-1])) + struct.pack(">I", 1) + b"x"
    with pytest.raises(ValueError, match="more behind"):
        parse("\n".join([lines[0], base64.b64encode(raw).decode(), lines[-1]]))
    with pytest.raises(ValueError, match="no SSH signature"):
        parse("\n".join([lines[0], lines[-1]]))


def test_the_numbers_of_a_signature_are_read_with_their_sign() -> None:
    digest = record().digest
    found = parse(signed(digest, "deputy"))
    assert verifies(found, digest)
    kind, rest = found.blob[:23], found.blob[23:]
    length = struct.unpack(">I", rest[:4])[0]
    inner = bytearray(rest[4 : 4 + length])
    inner[4] |= 0x80
    assert not verifies(replace(found, blob=kind + rest[:4] + bytes(inner)), digest)


@pytest.mark.parametrize(
    "changes", [{"wave": 3}, {"inputs": "abc"}, {"kind": None}, {"at": None}, {"expires": 3}], ids=str
)
def test_a_record_of_fields_of_another_kind_is_none(changes: dict[str, object]) -> None:
    data = {**json.loads(json.dumps(record().as_json())), **changes}
    with pytest.raises(ValueError, match=r"kind|time"):
        record_from(data)


def test_the_time_of_a_record_is_its_own() -> None:
    later = record(at=T0 + timedelta(seconds=1))
    assert record_from(later.as_json()).at == T0 + timedelta(seconds=1)
