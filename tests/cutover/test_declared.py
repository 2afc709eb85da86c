"""What the machine knows of an estate's waves, from its files."""

from pathlib import Path

import pytest

from socle.cutover import Cutover, Stage, declared, of_stages
from socle.estate import STEADY, load

from ..estate.cut_over import CUTOVER, write_cutover
from ..estate.written import SOUND, write

ESTATES = Path(__file__).parents[2] / "stacks" / "estates"


@pytest.fixture
def found(tmp_path: Path) -> Cutover:
    return declared(load(write_cutover(tmp_path, CUTOVER)).estate)


def test_a_wave_has_its_stores_its_targets_and_its_names(found: Cutover) -> None:
    wave = found.waves["catalogue"]
    assert wave.sources == {"databases.main", "vaults.keys", "generic.images"}
    assert wave.targets == {"databases.catalogue", "secrets.portal", "registries.images"}
    assert wave.services == {"catalogue"}
    assert wave.datasets == {"catalogue.catalogue", "catalogue.session-key", "catalogue.images"}
    assert wave.returning == {"catalogue.catalogue"}
    assert found.waves["studies"].sources == {"storage_accounts.lake", "storage_accounts.archive"}


def test_what_no_wave_moves_is_what_all_stand_on(found: Cutover) -> None:
    assert found.shared == {
        "resource_groups.net", "resource_groups.far", "networks.hub", "networks.data", "dns_zones.moving", "log_workspaces.audit",
    }  # fmt: skip
    assert found.kept == frozenset()
    assert found.movers == {"55555555-5555-4555-8555-555555555509"}


def test_what_is_left_out_is_kept_as_a_whole_and_stood_on_by_nobody() -> None:
    demo = declared(load(ESTATES / "demo").estate)
    assert demo.kept == {"databases.catalogue", "storage_accounts.scratch"}
    retired = of_stages(STEADY, demo, dict.fromkeys(demo.waves, Stage.RETIRED))
    assert retired.legacy.released == {"storage_accounts.lake", "storage_accounts.archive"}


def test_an_estate_without_a_cut_over_moves_nothing(tmp_path: Path) -> None:
    assert declared(load(write(tmp_path, SOUND)).estate) == Cutover({})
