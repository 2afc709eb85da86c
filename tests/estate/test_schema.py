"""The JSON Schema that editors use: valid, up to date, and of one mind with loading about single values."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from socle.estate.load import load
from socle.estate.schema import PARTS, schema
from socle.specs.yaml import read

from . import bad_values
from .bad import Bad
from .written import SOUND, write

STACKS = Path(__file__).parents[2] / "stacks"
ESTATES = sorted(path.parent for path in (STACKS / "estates").glob("*/estate.yaml"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


@pytest.mark.parametrize("part", PARTS)
def test_it_is_a_schema_of_2020_12(part: str) -> None:
    assert schema(part)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema(part))


@pytest.mark.parametrize("part", PARTS)
def test_the_committed_file_is_what_the_specs_say_today(part: str) -> None:
    written = (STACKS / f"{part}.schema.json").read_text()

    assert written == json.dumps(schema(part), indent=2, ensure_ascii=False) + "\n", "run: make docs"


FILES = [(folder, part) for folder in ESTATES for part in PARTS if part != "cutover" or folder.name == "demo"]
"""Every file of the estates: a rehearsal is destroyed and not cut over."""


@pytest.mark.parametrize(("folder", "part"), FILES, ids=lambda each: getattr(each, "name", each))
def test_every_file_names_its_schema_and_keeps_to_it(folder: Path, part: str) -> None:
    file = folder / f"{part}.yaml"
    first = file.read_text().split("\n")[0]
    named = folder / first.removeprefix("# yaml-language-server: $schema=")

    assert named.resolve() == (STACKS / f"{part}.schema.json").resolve()
    found = Draft202012Validator(schema(part)).iter_errors(read(file, folder.parent).data)
    assert [error.message for error in found] == []
    assert load(folder).estate.name == folder.name


def test_the_sound_estate_of_these_tests_keeps_to_it(tmp_path: Path, validator: Draft202012Validator) -> None:
    assert validator.is_valid(read(write(tmp_path, SOUND) / "estate.yaml", tmp_path).data)


_SINGLE = [*bad_values.KEYS, *bad_values.NAMES, *bad_values.KINDS, *bad_values.NUMBERS, *bad_values.WORDS]
_ONLY_LOADING = {
    "a range of words", "a range with host bits", "a range without a size", "a range with a mask", "an IPv6 range",
    "an address with five parts", "ports the wrong way round", "a port that is too high", "another name than the folder",
    "a reason of spaces", "a contract of spaces", "a decimal point",
}  # fmt: skip
"""Arithmetic, spaces that are cut off, and 90.0, which JSON takes for a whole number."""


@pytest.mark.parametrize("case", _SINGLE, ids=lambda case: case.id)
def test_an_editor_refuses_what_loading_refuses(case: Bad, tmp_path: Path, validator: Draft202012Validator) -> None:
    data = read(write(tmp_path, case.text) / "estate.yaml", tmp_path).data

    assert validator.is_valid(data) == (case.id in _ONLY_LOADING)


def _properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield f"{path}/{name}", value
        for key, value in node.items():
            yield from _properties(value, f"{path}/{key}")
    elif isinstance(node, list):
        for item in node:
            yield from _properties(item, path)


def test_every_key_and_every_spec_is_described() -> None:
    found = schema()
    undescribed = [path for path, value in _properties(found) if len(value.get("description", "")) < 10]
    undescribed += [name for name, value in found["$defs"].items() if "description" not in value]

    assert undescribed == []


def test_every_object_refuses_unknown_keys() -> None:
    objects = [*schema()["$defs"].items(), *_properties(schema())]
    open_ones = [
        name
        for name, value in objects
        if value.get("type") == "object" and value.get("additionalProperties", True) is True
    ]

    assert open_ones == []
