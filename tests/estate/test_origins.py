"""Every value of an estate knows the line that it was written on, and a default knows that it has none."""

from pathlib import Path
from typing import Any

import pytest

from socle.estate.data_class import DataClass
from socle.estate.estate import Estate
from socle.estate.load import Declared, load
from socle.estate.platform.network import GatewaySpec
from socle.estate.platform.storage import BucketSpec, Grant, ObjectLock
from socle.origin import Origin
from socle.specs.spec import Spec
from socle.specs.yaml import read

from .written import SOUND, write


@pytest.fixture
def declared(tmp_path: Path) -> Declared:
    return load(write(tmp_path, SOUND))


def test_every_written_value_has_the_line_of_its_key(declared: Declared) -> None:
    lines = SOUND.split("\n")
    written = [path for path in declared.source.places if path]
    assert len(written) > 60

    for path in written:
        key = ".".join(map(str, path))
        origin = declared.origin(key)
        assert origin == Origin("acme/estate.yaml", declared.source.places[path][0], key)
        column = declared.source.places[path][1]
        token = lines[origin.line - 1][column - 1 :]
        expected = path[-1] if isinstance(path[-1], str) else str(declared.value(key))
        assert token.removeprefix('"').startswith(expected), key


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("name", 1),
        ("scaleway.zones.2", 6),
        ("network.private_networks.data", 17),
        ("network.private_networks.data.range", 17),
        ("network.flows.apps-to-data.ports.0", 24),
        ("buckets.studies.grants.cardio.reason", 44),
        ("buckets.logs.lock.days", 48),
    ],
)
def test_an_origin_is_a_file_a_line_and_a_key(declared: Declared, key: str, line: int) -> None:
    assert declared.origin(key) == Origin("acme/estate.yaml", line, key)
    assert str(declared.origin(key)) == f"acme/estate.yaml:{line}"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lifetime", "permanent"),
        ("scaleway.region", "fr-par"),
        ("network.pod_range", "100.64.0.0/15"),
        ("network.gateway.bastion", None),
        ("buckets.studies.lock", None),
        ("buckets.studies.grants.cardio.access", ("read",)),
        ("buckets.studies.grants.cardio.access.0", "read"),
        ("keys.logs.rotation_days", 90),
    ],
)
def test_a_default_has_a_value_and_no_origin(declared: Declared, key: str, value: Any) -> None:
    assert declared.value(key) == value
    assert key in declared.keys()  # noqa: SIM118 - a method that lists, not a mapping
    assert declared.origin(key) is None


@pytest.mark.parametrize(
    "key",
    [
        "nothing",
        "name.x",
        "buckets.nothing",
        "scaleway.zones.9",
        "scaleway.zones.x",
        "a..b",
        ".",
        "buckets.²",
        "name.0",
    ],
)
def test_a_key_that_does_not_exist_has_neither(declared: Declared, key: str) -> None:
    assert declared.origin(key) is None
    with pytest.raises(KeyError):
        declared.value(key)


def test_the_whole_estate_is_the_value_of_no_key(declared: Declared) -> None:
    assert declared.value("") is declared.estate


def test_every_key_that_is_listed_has_a_value(declared: Declared) -> None:
    keys = declared.keys()
    for key in keys:
        declared.value(key)
    assert len(keys) == len(set(keys))
    assert {".".join(map(str, path)) for path in declared.source.places} <= set(keys)


def test_a_spec_knows_where_it_was_declared_and_one_of_python_does_not(declared: Declared) -> None:
    studies = declared.estate.buckets["studies"]

    assert studies.origin == Origin("acme/estate.yaml", 37, "buckets.studies")
    assert studies.grants["cardio"].origin == Origin("acme/estate.yaml", 42, "buckets.studies.grants.cardio")
    assert declared.estate.network.gateway is not None
    assert declared.estate.network.gateway.origin == Origin("acme/estate.yaml", 26, "network.gateway")
    assert ObjectLock(days=1).origin is None


def test_where_a_spec_was_declared_is_no_part_of_its_value(tmp_path: Path) -> None:
    here = load(write(tmp_path, SOUND)).estate
    there = load(write(tmp_path, "# moved down by a line\n" + SOUND)).estate

    assert here.buckets["logs"].origin != there.buckets["logs"].origin
    assert here == there
    assert here.recorded() == there.recorded()


def test_what_is_recorded_leaves_defaults_out_and_keeps_what_differs() -> None:
    spec = BucketSpec(
        data_class=DataClass.HEALTH,
        key="health",
        versioning=True,
        client_encryption="sse-c",
        lock=ObjectLock(days=3),
        grants={"a": Grant(user_id="44444444-4444-4444-8444-444444444445", access=("read",), reason="a reason for it")},
    )

    assert spec.recorded() == {
        "data_class": "health",
        "key": "health",
        "client_encryption": "sse-c",
        "lock": {"days": 3},
        "grants": {"a": {"user_id": "44444444-4444-4444-8444-444444444445", "reason": "a reason for it"}},
    }


def test_what_is_recorded_of_a_whole_estate_is_what_was_written(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND)
    estate, written = load(folder).estate, read(folder / "estate.yaml", tmp_path).data
    written["keys"]["health"].pop("rotation_days")  # what is written but equals its default
    written["scaleway"].pop("zones")
    written["buckets"]["logs"]["lock"].pop("mode")

    assert estate.recorded() == written
    assert Estate.model_validate(estate.recorded()) == estate


@pytest.mark.parametrize("model", [GatewaySpec, BucketSpec, Estate])
def test_a_spec_is_frozen_and_takes_no_other_key(model: type[Spec]) -> None:
    assert model.model_config.get("frozen")
    assert model.model_config.get("extra") == "forbid"
