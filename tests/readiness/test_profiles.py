"""Profile files of a machine: what they would say to a deployment where no variable says it, and no secret of theirs."""

import json
from pathlib import Path

import pytest

from socle.readiness.machine import Machine
from socle.readiness.profiles import profiles

from .machines import demo, machine, states, told

SECRET = "7f3c1e62-0b9d-4c55-9c1e-51a2b8e0d94f"
STRANGER = "99999999-9999-4999-8999-999999999999"


def said(here: Machine, *clouds: str) -> list[tuple[str, str]]:
    lines = list(profiles(here, [demo()], frozenset(clouds)))
    assert SECRET not in told(lines)
    assert STRANGER not in told(lines)
    return [each for each in states(lines) if each[1] != "profile.none"]


def scaleway(folder: Path, text: str, **variables: str) -> list[tuple[str, str]]:
    here = machine(folder, **variables)
    (here.home / ".config/scw").mkdir(parents=True)
    (here.home / ".config/scw/config.yaml").write_text(text, "utf-8")
    return said(here, "scaleway")


@pytest.mark.parametrize(
    ("text", "variables", "found"),
    [
        ("", {}, []),
        ("# empty\n", {}, [("ok", "profile.silent")]),
        ("send_telemetry: false\n", {}, [("ok", "profile.silent")]),
        (f"secret_key: {SECRET}\n", {}, [("not-known", "profile.identity")]),
        (f"secret_key: {SECRET}\n", {"SCW_SECRET_KEY": SECRET}, [("ok", "profile.silent")]),
        (f"default_organization_id: {STRANGER}\n", {}, [("wrong", "profile.organization")]),
        (f"default_organization_id: {STRANGER}\n", {"SCW_DEFAULT_ORGANIZATION_ID": "x"}, [("ok", "profile.silent")]),
        ("api_url: https://api.scaleway.com\n", {}, [("ok", "profile.silent")]),
        ("api_url: http://api.scaleway.com\n", {}, [("wrong", "profile.sent")]),
        ("api_url: https://api.scaleway.com.acme.example\n", {}, [("wrong", "profile.sent")]),
        (f"api_url: {SECRET}\n", {}, [("wrong", "profile.sent")]),
        ("api_url: https://acme.example\n", {"SCW_API_URL": "https://api.scaleway.com"}, [("ok", "profile.silent")]),
        ("s3_endpoint: https://s3.fr-par.scw.cloud\n", {}, [("ok", "profile.silent")]),
        ("s3_endpoint: https://s3.acme.example\n", {}, [("wrong", "profile.sent")]),
        ("insecure: true\n", {}, [("wrong", "profile.insecure")]),
        ("active_profile: b\nprofiles:\n  b: {insecure: true}\n", {}, [("wrong", "profile.insecure")]),
        ("profiles:\n  b: {insecure: true}\n", {}, [("ok", "profile.silent")]),
        ("profiles:\n  b: {insecure: true}\n", {"SCW_PROFILE": "b"}, [("wrong", "profile.insecure")]),
        ("active_profile: b\ninsecure: true\nprofiles:\n  b: {insecure: false}\n", {}, [("ok", "profile.silent")]),
        ("[", {}, [("not-known", "profile.unreadable")]),
        ("- a\n", {}, [("not-known", "profile.unreadable")]),
        ("profiles: [a]\n", {}, [("not-known", "profile.unreadable")]),
    ],
)
def test_a_profile_of_the_host_is_judged_by_what_variables_leave_open(
    tmp_path: Path, text: str, variables: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert scaleway(tmp_path, text, **variables) == found


def test_another_file_may_be_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("insecure: true\n", "utf-8")
    assert said(machine(tmp_path, SCW_CONFIG_PATH=str(file)), "scaleway") == [("wrong", "profile.insecure")]


@pytest.mark.parametrize(
    ("text", "variables", "found"),
    [
        ("[default]\nregion = fr-par\n", {}, [("ok", "profile.silent")]),
        ("[default]\nendpoint_url = https://s3.fr-par.scw.cloud\n", {}, [("ok", "profile.silent")]),
        ("[default]\nendpoint_url = https://s3.acme.example\n", {}, [("wrong", "profile.sent")]),
        ("[default]\ns3 =\n  endpoint_url = http://s3.fr-par.scw.cloud\n", {}, [("wrong", "profile.sent")]),
        ("[default]\nservices = x\n[services x]\ns3 =\n  endpoint_url = https://a.example\n", {}, [("wrong", "profile.sent")]),
        ("[profile b]\nendpoint_url = https://a.example\n", {}, [("ok", "profile.silent")]),
        ("[profile b]\nendpoint_url = https://a.example\n", {"AWS_PROFILE": "b"}, [("wrong", "profile.sent")]),
        ("[default]\nendpoint_url = https://a.example\n", {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, [("ok", "profile.silent")]),
        ("[default]\nendpoint_url = https://a.example\n", {"AWS_ENDPOINT_URL_S3": "https://x"}, [("ok", "profile.silent")]),
        ("[default]\ncredential_process = /bin/give\n", {}, [("not-known", "profile.identity")]),
        ("[default]\ncredential_process = /bin/give\n", {"AWS_ACCESS_KEY_ID": "x"}, [("ok", "profile.silent")]),
        ("[default]\nca_bundle = /x\n", {"AWS_ACCESS_KEY_ID": "x"}, [("not-known", "profile.identity")]),
        ("no section", {}, [("not-known", "profile.unreadable")]),
    ],
)  # fmt: skip
def test_a_profile_of_object_storage_is_judged(
    tmp_path: Path, text: str, variables: dict[str, str], found: list[tuple[str, str]]
) -> None:
    here = machine(tmp_path, **variables)
    (here.home / ".aws").mkdir()
    (here.home / ".aws/config").write_text(text, "utf-8")
    assert said(here, "scaleway") == found


def test_keys_of_object_storage_in_a_file_are_somebodys(tmp_path: Path) -> None:
    here = machine(tmp_path)
    (here.home / ".aws").mkdir()
    (here.home / ".aws/credentials").write_text(
        f"[default]\naws_access_key_id = SCW\naws_secret_access_key = {SECRET}\n", "utf-8"
    )
    assert said(here, "scaleway") == [("not-known", "profile.identity")]


@pytest.mark.parametrize(
    ("subscription", "variables", "found"),
    [
        (STRANGER, {}, ("wrong", "profile.subscription")),
        (STRANGER, {"ARM_SUBSCRIPTION_ID": "x"}, ("ok", "profile.silent")),
        ("00000000-0000-4000-8000-000000000001", {}, ("not-known", "profile.identity")),
    ],
)
def test_who_is_logged_in_to_azure_is_compared_with_the_legacy_estate(
    tmp_path: Path, subscription: str, variables: dict[str, str], found: tuple[str, str]
) -> None:
    here = machine(tmp_path, **variables)
    (here.home / ".azure").mkdir()
    every = {"subscriptions": [{"id": subscription, "isDefault": True}, {"id": SECRET, "isDefault": False}]}
    (here.home / ".azure/azureProfile.json").write_text(f"\ufeff{json.dumps(every)}", "utf-8")
    assert said(here, "azure") == [found]
    assert said(here, "scaleway") == []


def test_another_azure_is_wrong_and_a_profile_that_is_none_is_not_known(tmp_path: Path) -> None:
    here = machine(tmp_path)
    (here.home / ".azure").mkdir()
    (here.home / ".azure/config").write_text("[core]\nname = x\n[cloud]\nname = AzureChinaCloud\n", "utf-8")
    (here.home / ".azure/azureProfile.json").write_text("{}", "utf-8")
    assert said(here, "azure") == [("wrong", "profile.cloud"), ("not-known", "profile.unreadable")]


def test_the_host_that_calls_go_to_is_named(tmp_path: Path) -> None:
    here = machine(tmp_path)
    for folder, name, text in (
        (".config/scw", "config.yaml", "api_url: https://api.acme.example\n"),
        (".aws", "config", "[default]\nendpoint_url = https://s3.acme.example/x\n"),
    ):
        (here.home / folder).mkdir(parents=True)
        (here.home / folder / name).write_text(text, "utf-8")
    lines = told(profiles(here, [demo()], frozenset({"scaleway"})))
    assert "sends calls to api.acme.example (api_url)" in lines
    assert "sends calls to s3.acme.example (endpoint_url)" in lines
