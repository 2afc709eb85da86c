"""How one value of an estate is explained, line by line. What the command does around it is in `tests/cli`."""

import contextlib
import io
from pathlib import Path

import pytest
from rich.console import Console

from socle.estate import Declared, load
from socle.report.explain import show_value
from tests.estate.written import SOUND, write


@pytest.fixture(scope="module")
def estates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("estates")


@pytest.fixture(scope="module")
def declared(estates: Path) -> Declared:
    return load(write(estates, SOUND))


def shown(declared: Declared, key: str, estates: Path) -> list[str]:
    console = Console(file=io.StringIO(), width=400)
    with contextlib.chdir(estates):
        show_value(declared, key, console, estates)
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


EXPLAINED = {
    "keys": [
        "keys  (2 entries)", "  acme/estate.yaml:33", "  Encryption keys by name.",
        "  health  (KeySpec)  line 34", "  logs    (KeySpec)  line 35",
    ],
    "buckets.studies.grants": [
        "buckets.studies.grants  (1 entry)", "  acme/estate.yaml:41",
        "  Who else may read or write, each with a reason; the deployer and the break-glass user are always there.",
        "  cardio  (Grant)  line 42",
    ],
    "keys.health": [
        "keys.health  (KeySpec)", "  acme/estate.yaml:34",
        "  A symmetric key (AES-256-GCM) of Key Manager that encrypts the stores of one data class.",
        "  Named by buckets.studies.key.", "  data_class        health     line 34", "  rotation_days     90         line 34",
        "  protection_level  software   default", "  material          generated  default", "  description                  default",
    ],
    "buckets.studies.key": [
        "buckets.studies.key = health", "  acme/estate.yaml:39",
        "  The entry of `keys` that encrypts it. It must be of the same data class.", "  Refers to keys.health.",
    ],
    "buckets.studies.versioning": [
        "buckets.studies.versioning = true", "  default of BucketSpec.versioning (buckets.studies is at acme/estate.yaml:37)",
        "  Whether overwritten and deleted objects stay recoverable.",
        "  Floor of the data class. Another value would be refused: a bucket of class health keeps no versions: an overwritten or deleted"
        " object could not be recovered.",
    ],
    "scaleway.zones": [
        'scaleway.zones = ["fr-par-1", "fr-par-2", "fr-par-3"]', "  acme/estate.yaml:6",
        "  Zones that may be used, in order of preference; each must belong to the region.",
    ],
    "lifetime": [
        "lifetime = permanent", "  default of Estate.lifetime",
        "  A `rehearsal` can be destroyed: nothing in it is protected and no health data is allowed. Changing it later replaces keys.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("key", EXPLAINED)
def test_a_value_is_explained_by_place_purpose_bindings_and_floor(key: str, declared: Declared, estates: Path) -> None:
    assert shown(declared, key, estates) == EXPLAINED[key]


def test_without_a_key_the_estate_is_listed_under_its_own_name(declared: Declared, estates: Path) -> None:
    first, purpose, *rows = shown(declared, "", estates)

    assert (first, purpose) == ("acme  (Estate)", "  One environment on both clouds, checked as a whole.")
    assert {"  scaleway       (ScalewaySpec)   line 4", "  redis          {}               default"} <= set(rows)
