"""Where a layer of an estate lives."""

from pathlib import Path

import pytest

from socle.estate import LAYERS, load
from socle.scaleway import Tenancy

ESTATES = Path(__file__).parents[2] / "stacks/estates"


@pytest.mark.parametrize("layer", [layer.name for layer in LAYERS.values() if layer.project])
def test_a_layer_lives_in_the_project_of_its_row_under_its_own_tag(layer: str) -> None:
    estate = load(ESTATES / "demo").estate
    tenancy = Tenancy.of(estate, layer)

    assert tenancy.project_id == estate.scaleway.projects[LAYERS[layer].project]
    assert tenancy.tags == {"estate": "demo", "owner": estate.owner, "layer": layer}
    assert (tenancy.region, tenancy.zones, tenancy.name_prefix) == (
        estate.scaleway.region,
        estate.scaleway.zones,
        estate.name_prefix,
    )


@pytest.mark.parametrize(("estate", "kept"), [("demo", True), ("rehearsal", False)])
def test_only_what_lasts_is_protected(estate: str, kept: bool) -> None:
    tenancy = Tenancy.of(load(ESTATES / estate).estate, "platform")

    assert tenancy.protects(None) is kept
    assert tenancy.rehearsal is not kept
    assert tenancy.posture.protected is kept


def test_a_layer_of_another_cloud_has_no_tenancy_here() -> None:
    with pytest.raises(KeyError):
        Tenancy.of(load(ESTATES / "demo").estate, "legacy")
