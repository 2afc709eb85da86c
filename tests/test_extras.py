"""What the base install leaves out is told once, by the door that needs it, with the command that brings it."""

import importlib
import sys
from importlib.metadata import requires

import pytest

from socle.extras import AZURE, DISTRIBUTION, EVIDENCE, KUBERNETES, MOVE, OSCAL, RULES, Extra, ExtraMissing
from tests.test_architecture import imports, modules, room


@pytest.mark.parametrize(
    ("door", "name", "extra"),
    [
        ("socle.azure", "LegacyEstate", AZURE),
        ("socle.bridge", "Bridge", AZURE),
        ("socle.kubernetes", "ClusterBaseline", KUBERNETES),
        ("socle.move", "cluster", MOVE),
        ("socle.policy", "policies", RULES),
    ],
)
def test_a_door_says_which_extra_it_needs(monkeypatch: pytest.MonkeyPatch, door: str, name: str, extra: Extra) -> None:
    package = importlib.import_module(door)
    monkeypatch.setitem(sys.modules, extra.package, None)
    with pytest.raises(ExtraMissing) as raised:
        getattr(package, name)
    (refusal,) = raised.value.refusals
    assert extra.package in refusal.what
    assert extra.needed_by in refusal.consequence
    assert refusal.remedy == f"pip install 'socle-landing-zone[{extra.name}]'"
    with pytest.raises(AttributeError, match="no attribute 'nothing_of_this_name'"):
        _ = package.nothing_of_this_name


@pytest.mark.parametrize("extra", [AZURE, EVIDENCE, KUBERNETES, MOVE, RULES])
def test_an_extra_is_one_of_the_distribution(extra: Extra) -> None:
    wanted = {
        line.partition(";")[2].strip()
        for line in requires(DISTRIBUTION) or []
        if extra.package in line.replace("-", "_")
    }
    assert {condition.replace('"', "'") for condition in wanted} == {f"extra == '{extra.name}'", "extra == 'all'"}


def test_oscal_is_an_extra_under_the_name_of_its_package() -> None:
    wanted = {line.partition(";")[2].strip() for line in requires(DISTRIBUTION) or [] if "compliance-trestle" in line}
    assert {each.replace('"', "'") for each in wanted} == {f"extra == '{OSCAL.name}'", "extra == 'all'"}


def test_a_bundle_without_the_models_of_oscal_says_which_extra_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    from socle.evidence.oscal import oscal_files

    monkeypatch.setitem(sys.modules, OSCAL.package, None)
    with pytest.raises(ExtraMissing, match=r"pip install 'socle-landing-zone\[oscal\]'"):
        oscal_files(None, {})  # pyright: ignore[reportArgumentType]


def test_what_needs_no_sdk_is_had_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, AZURE.package, None)
    monkeypatch.setitem(sys.modules, KUBERNETES.package, None)
    for door, name in (("socle.azure", "AzureTenancy"), ("socle.kubernetes", "baseline_manifests")):
        assert getattr(importlib.import_module(door), name)


BROUGHT = {
    AZURE.package: {"azure", "bridge"},
    KUBERNETES.package: {"kubernetes"},
    MOVE.package: {"move"},
    OSCAL.package: {"evidence"},
    RULES.package: {"policy"},
}
"""The SDK of an extra, and the rooms that need it: their doors say so."""


def test_no_other_room_needs_the_sdk_of_an_extra() -> None:
    """Neither when it is imported nor later: whoever has the base install would meet an error of Python's."""
    found = {(each.named.partition(".")[0], room(module)) for module in modules() for each in imports(module)}
    rooms = {sdk: {where for each, where in found if each == sdk} for sdk in BROUGHT}
    assert rooms == BROUGHT
