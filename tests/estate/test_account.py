"""Credentials of another account, place or machine are refused before anything is registered, and no secret is shown."""

from collections.abc import Mapping

import pytest

from socle.estate.account.scaleway import REQUIRED, account_refusals
from socle.estate.bridge import gateway_subscription
from socle.estate.estate import Estate
from socle.estate.load import load
from socle.messages import Refusal

from .test_arbitrary_input import ESTATES

SECRETS = {"SCW_ACCESS_KEY": "SCWABCDEFGHIJKLMNOPQ", "SCW_SECRET_KEY": "99999999-9999-4999-8999-999999999999"}
SOUND = {
    **SECRETS,
    "SCW_DEFAULT_ORGANIZATION_ID": "22222222-2222-4222-8222-222222222222",
    "SCW_DEFAULT_PROJECT_ID": "11111111-1111-4111-8111-111111111111",
    "SCW_DEFAULT_REGION": "fr-par",
    "SCW_DEFAULT_ZONE": "fr-par-2",
}
OTHER = "77777777-7777-4777-8777-777777777777"


@pytest.fixture(scope="module")
def estate() -> Estate:
    return load(ESTATES / "demo").estate


def _refused(estate: Estate, environment: Mapping[str, str]) -> list[Refusal]:
    found = list(account_refusals(estate, environment))
    assert all(refusal.what and refusal.consequence and refusal.remedy for refusal in found)
    return found


def test_the_credentials_of_the_estate_are_accepted(estate: Estate) -> None:
    assert _refused(estate, SOUND) == []


def test_region_and_zone_may_be_unset_since_every_resource_names_its_own(estate: Estate) -> None:
    assert (
        _refused(estate, {k: v for k, v in SOUND.items() if k not in {"SCW_DEFAULT_REGION", "SCW_DEFAULT_ZONE"}}) == []
    )


def test_a_project_that_the_foundation_makes_is_in_no_file_to_compare_with(estate: Estate) -> None:
    founded = estate.model_copy(update={"scaleway": estate.scaleway.model_copy(update={"projects": {}})})

    assert _refused(founded, {**SOUND, "SCW_DEFAULT_PROJECT_ID": OTHER}) == []
    assert [each.at for each in _refused(founded, {**SOUND, "SCW_DEFAULT_ORGANIZATION_ID": OTHER})] == [
        "SCW_DEFAULT_ORGANIZATION_ID"
    ]


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_required_variable_that_is_not_set_is_refused(estate: Estate, name: str, value: str | None) -> None:
    environment = {k: v for k, v in SOUND.items() if k != name} | ({} if value is None else {name: value})

    said = [refusal for refusal in _refused(estate, environment) if refusal.what == f"{name} is not set"]
    assert [(refusal.at, "profile of this machine" in refusal.consequence) for refusal in said] == [(name, True)]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("SCW_DEFAULT_ORGANIZATION_ID", OTHER, "another one"),
        ("SCW_DEFAULT_ORGANIZATION_ID", SOUND["SCW_DEFAULT_PROJECT_ID"], "another one"),
        ("SCW_DEFAULT_ORGANIZATION_ID", SECRETS["SCW_SECRET_KEY"], "another one"),
        ("SCW_DEFAULT_PROJECT_ID", OTHER, "another one"),
        ("SCW_DEFAULT_PROJECT_ID", SOUND["SCW_DEFAULT_PROJECT_ID"].upper() + "0", "another one"),
        ("SCW_DEFAULT_REGION", "nl-ams", "nl-ams"),
        ("SCW_DEFAULT_REGION", SECRETS["SCW_ACCESS_KEY"], "another one"),
        ("SCW_DEFAULT_ZONE", "pl-waw-1", "pl-waw-1"),
        ("SCW_DEFAULT_ZONE", "fr-par", "fr-par"),
    ],
)
def test_another_account_or_place_is_refused(estate: Estate, name: str, value: str, shown: str) -> None:
    (refusal,) = _refused(estate, {**SOUND, name: value})

    assert refusal.at == name
    assert refusal.what.startswith(f"{name} is {shown}, and the estate demo says ")
    assert "wrong account or place" in refusal.consequence
    assert "credentials of demo" in refusal.remedy


@pytest.mark.parametrize("name", ["SCW_API_URL", "SCW_S3_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
@pytest.mark.parametrize(
    "url",
    [
        "https://api.scaleway.com.evil.example",
        "https://evil.example/api.scaleway.com",
        "https://api.scaleway.com@evil.example",
        "https://namespace.functions.fnc.fr-par.scw.cloud",
        "https://s3.nl-ams.scw.cloud",
        "http://127.0.0.1.evil.example",
        "//evil.example",
        "evil.example",
        "https://[broken",
        "https://" + SECRETS["SCW_SECRET_KEY"],
        "not a url",
    ],
)
def test_an_endpoint_that_is_not_the_hosts_own_is_refused(estate: Estate, name: str, url: str) -> None:
    (refusal,) = _refused(estate, {**SOUND, name: url})

    assert refusal.at == name
    assert refusal.what.startswith(f"{name} points to ")
    assert "credentials and the data" in refusal.consequence
    assert "unset it (the host's own is https://" in refusal.remedy


@pytest.mark.parametrize("name", ["SCW_API_URL", "SCW_S3_ENDPOINT"])
def test_the_hosts_own_endpoint_is_accepted_encrypted_and_refused_in_the_clear(estate: Estate, name: str) -> None:
    host = {"SCW_API_URL": "api.scaleway.com", "SCW_S3_ENDPOINT": "s3.fr-par.scw.cloud"}[name]

    assert _refused(estate, {**SOUND, name: f"https://{host}"}) == []
    assert [refusal.what for refusal in _refused(estate, {**SOUND, name: f"http://{host}"})] == [
        f"{name} points to http://{host}"
    ]


@pytest.mark.parametrize("host", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9000"])
def test_a_rehearsal_on_this_machine_redirects_all_or_the_api_alone_but_never_storage_alone(
    estate: Estate, host: str
) -> None:
    assert _refused(estate, {**SOUND, "SCW_API_URL": host}) == []
    assert _refused(estate, {**SOUND, "SCW_API_URL": host, "SCW_S3_ENDPOINT": host, "AWS_ENDPOINT_URL": host}) == []
    assert [refusal.at for refusal in _refused(estate, {**SOUND, "SCW_S3_ENDPOINT": host})] == ["SCW_S3_ENDPOINT"]


@pytest.mark.parametrize(
    ("name", "value", "refused"),
    [
        ("SCW_PROFILE", "production", True),
        ("SCW_PROFILE", "", False),
        ("SCW_INSECURE", "true", True),
        ("SCW_INSECURE", "1", True),
        ("SCW_INSECURE", "False", False),
        ("SCW_INSECURE", "0", False),
    ],
)
def test_a_profile_of_the_machine_and_unchecked_connections_are_refused(
    estate: Estate, name: str, value: str, refused: bool
) -> None:
    assert [refusal.at for refusal in _refused(estate, {**SOUND, name: value})] == [name] * refused


def test_everything_that_is_wrong_with_an_environment_is_said_at_once(estate: Estate) -> None:
    wrong = {"SCW_DEFAULT_REGION": "nl-ams", "SCW_API_URL": "https://evil.example", "SCW_PROFILE": "x"}

    assert len(_refused(estate, wrong)) == len(REQUIRED) + len(wrong)


@pytest.mark.parametrize(
    "name", [*SOUND, "SCW_API_URL", "SCW_S3_ENDPOINT", "AWS_ENDPOINT_URL", "SCW_PROFILE", "SCW_INSECURE"]
)
@pytest.mark.parametrize("secret", SECRETS.values())
def test_a_secret_is_never_shown_whatever_variable_it_was_pasted_into(estate: Estate, name: str, secret: str) -> None:
    for value in (secret, f"https://{secret}", f"https://x:{secret}@evil.example/{secret}?{secret}"):
        messages = " ".join(map(str, _refused(estate, {**SOUND, name: value})))
        assert secret.lower() not in messages.lower()


def test_the_bridge_is_made_in_the_subscription_of_its_gateways_network(estate: Estate) -> None:
    assert estate.bridge is not None
    assert estate.legacy is not None
    networks = estate.legacy.networks.values()
    assert gateway_subscription(estate.bridge, estate.legacy) in {each.arm.subscription for each in networks}
    assert gateway_subscription(None, estate.legacy) == estate.legacy.subscription_id
    assert gateway_subscription(estate.bridge, None) == ""
