"""A stack file beside the state of its stack: what it would do to default providers is told, which no plan shows."""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.plan import SECRET
from socle.project import find_project
from socle.review import Review, Verdict, review_against_state
from socle.review.files import NOTHING
from tests.cli.conftest import write, write_project

IDS = {"projectId": "11111111-1111-4111-8111-111111111111", "organizationId": "22222222-2222-4222-8222-222222222222"}
OTHER = "99999999-9999-4999-8999-999999999999"


def told(tmp_path: Path, file: dict[str, Any], provider: dict[str, Any] | None) -> dict[str, Verdict]:
    """What a review against a state says of the stack's file, by the setting."""
    return {each.detail: each.verdict for each in reviewed(tmp_path, file, provider).files}


def reviewed(tmp_path: Path, file: dict[str, Any], provider: dict[str, Any] | None) -> Review:
    write_project(tmp_path)
    write(tmp_path / "stacks/Pulumi.a.yaml", json.dumps(file))
    top = "urn:pulumi:a::small::"
    rows: list[dict[str, Any]] = [
        {"urn": f"{top}pulumi:pulumi:Stack::small-a", "custom": False, "type": "pulumi:pulumi:Stack"}
    ]
    if provider is not None:
        urn = f"{top}pulumi:providers:scaleway::default_1_60_0"
        inputs = {"version": "1.60.0", **provider}
        rows.append({"urn": urn, "custom": True, "id": OTHER, "type": "pulumi:providers:scaleway", "inputs": inputs})
    state = {"version": 3, "deployment": {"manifest": {}, "resources": rows}}
    write(tmp_path / "state.json", json.dumps(state))
    return review_against_state(find_project(tmp_path), ["a"], tmp_path / "state.json")


def kinds(tmp_path: Path, file: dict[str, Any], provider: dict[str, Any]) -> list[tuple[str, str, str]]:
    """How each setting is told: its kind, and what is said of both values."""
    return [(each.kind, each.old, each.new) for each in reviewed(tmp_path, file, provider).files]


def config(**settings: Any) -> dict[str, Any]:
    return {"config": {f"scaleway:{name}": value for name, value in settings.items()}}


@pytest.mark.parametrize("provider", [IDS, {}], ids=["other ids", "no ids"])
@pytest.mark.parametrize("name", ["projectId", "organizationId"])
def test_another_account_than_the_deployed_one_is_dangerous(
    tmp_path: Path, provider: dict[str, str], name: str
) -> None:
    assert told(tmp_path, config(**{name: OTHER}), provider) == {f"scaleway:{name}": Verdict.DANGEROUS}


@pytest.mark.parametrize("name", ["projectId", "organizationId"])
def test_the_account_that_is_deployed_is_not_told(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, config(**{name: IDS[name]}), IDS) == {}


def test_what_the_state_has_from_the_callers_environment_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, {}, {**IDS, "region": "fr-par", "accessKey": SECRET}) == {}


def test_a_region_of_the_file_alone_is_to_be_looked_at(tmp_path: Path) -> None:
    assert told(tmp_path, config(region="nl-ams"), {"region": "fr-par"}) == {"scaleway:region": Verdict.LOOK}


def test_where_a_plugin_comes_from_is_dangerous_since_no_state_says_it(tmp_path: Path) -> None:
    given = config(pluginDownloadURL="https://plugins.example")

    assert told(tmp_path, given, IDS) == {"scaleway:pluginDownloadURL": Verdict.DANGEROUS}


def test_a_provider_that_was_sent_elsewhere_and_is_no_more_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, {}, {"endpoints": '[{"s3": "https://elsewhere.example"}]'})

    assert found == {"scaleway:endpoints": Verdict.LOOK}


def test_a_secret_setting_is_said_to_be_uncompared(tmp_path: Path) -> None:
    sealed = config(waitForDelete={"secure": "v1:abc:def"})

    assert told(tmp_path, sealed, {"waitForDelete": "x"}) == {"scaleway:waitForDelete": Verdict.LOOK}


def test_settings_of_a_provider_that_is_not_deployed_are_no_change_of_it(tmp_path: Path) -> None:
    assert told(tmp_path, config(projectId=OTHER), None) == {}
    for package in ("azure-native", "tls"):
        assert told(tmp_path, {"config": {f"{package}:projectId": OTHER}}, IDS) == {}


def test_what_brings_settings_from_elsewhere_is_to_be_looked_at(tmp_path: Path) -> None:
    assert told(tmp_path, {"environment": ["shared/prod"]}, IDS) == {"environment": Verdict.LOOK}


def test_default_providers_that_are_deployed_and_forbidden_are_told(tmp_path: Path) -> None:
    forbidden = {"config": {"pulumi:disable-default-providers": ["*"]}}

    assert told(tmp_path, forbidden, IDS) == {"pulumi:disable-default-providers": Verdict.LOOK}
    assert told(tmp_path, forbidden, None) == {}


def test_both_values_are_told_where_both_may_be_and_neither_of_a_secret(tmp_path: Path) -> None:
    sealed = {"secure": "v1:abc:def"}

    assert kinds(tmp_path, config(region="nl-ams"), {"region": "fr-par"}) == [("provider-setting", "fr-par", "nl-ams")]
    assert kinds(tmp_path, config(region="nl-ams"), {}) == [("provider-setting", NOTHING, "nl-ams")]
    assert kinds(tmp_path, config(accessKey=sealed), {}) == [("provider-setting", NOTHING, NOTHING)]
    assert kinds(tmp_path, config(accessKey=sealed), {"accessKey": SECRET}) == [("provider-uncompared", "", "")]
    assert kinds(tmp_path, {}, {"apiUrl": SECRET}) == [("provider-setting", NOTHING, NOTHING)]
    assert kinds(tmp_path, {}, {"apiUrl": "https://x.example"}) == [("provider-setting", "https://x.example", NOTHING)]
