"""The managed services of a whole platform: wired to their own networks and keys, with no secret to be seen anywhere."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from socle.estate.estate import Estate
from socle.plan.model import SECRET, Plan
from socle.scaleway.platform import SovereignPlatform
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

ESTATES = Path(__file__).parents[2] / "stacks" / "estates"
PLANTED = {
    "material": "planted-material-1a2b",
    "secret": "planted-secret-3c4d",
    "header": "planted-header-5e6f",
}
SIEM = {
    "source_id": "77777777-7777-4777-8777-777777777777",
    "endpoint": "https://otlp.siem.example/v1/logs",
    "country": "FR",
    "operator_country": "FR",
    "products": ["rdb"],
    "reason": "the ministry watches its databases",
}


def estate() -> Estate:
    """The rehearsal, with every way in for a secret."""
    data: dict[str, Any] = deepcopy(yaml.safe_load((ESTATES / "rehearsal" / "estate.yaml").read_text("utf-8")))
    data["keys"]["own"] = {"data_class": "internal", "material": "external", "rotation_days": None}
    data["secrets"]["partner"] = {"data_class": "internal", "key": "own", "content": "given"}
    data["observability"]["exporters"] = {"siem": SIEM}
    return Estate.model_validate(data)


def make(declared: Estate) -> SovereignPlatform:
    return SovereignPlatform(
        "platform",
        declared,
        tenancy=Tenancy(project_id=declared.scaleway.projects["platform"], name_prefix=declared.name_prefix),
        key_materials={"own": PLANTED["material"]},
        secret_values={"partner": PLANTED["secret"]},
        exporter_headers={"siem": {"Authorization": PLANTED["header"]}},
    )


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode) -> Plan:
    return capture_component(lambda: make(estate()), mode=mode)


def test_no_planted_secret_is_in_plan_outputs_or_logs(plan: Plan, capfd: pytest.CaptureFixture[str]) -> None:
    text = plan.to_json() + "".join(capfd.readouterr())
    assert [name for name, value in PLANTED.items() if value in text] == []


def test_every_secret_input_is_masked(plan: Plan) -> None:
    masked = {
        "scaleway:databases/instance:Instance": "password",
        "scaleway:databases/user:User": "password",
        "scaleway:keymanager/keyMaterial:KeyMaterial": "keyMaterialWo",
        "scaleway:secrets/version:Version": "data",
    }
    for type_, name in masked.items():
        assert plan.all(type_), type_
        assert {resource.inputs[name] for resource in plan.all(type_)} == {SECRET}


def test_a_database_is_in_the_network_that_it_names(plan: Plan) -> None:
    network = plan.named("platform-network-data", "scaleway:network/privateNetwork:PrivateNetwork")
    instance = plan.named("platform-database-catalogue-instance")
    assert network.urn in instance.property_dependencies["privateNetwork"]


@pytest.mark.parametrize(
    ("secret", "key"),
    [
        ("platform-secret-partner-secret", "platform-keys-own"),
        ("platform-secret-session-key-secret", "platform-keys-open"),
        ("platform-database-catalogue-secret-admin-secret", "platform-keys-internal"),
        ("platform-observability-secret-collector-secret", "platform-keys-internal"),
    ],
)
def test_a_secret_is_encrypted_with_the_key_that_it_names(plan: Plan, secret: str, key: str) -> None:
    assert plan.named(secret).property_dependencies["keyId"] == (plan.named(key).urn,)


@pytest.mark.parametrize("leak", ["secret_values", "exporter_headers"])
def test_an_error_about_a_missing_secret_quotes_no_other(capture_component: CaptureComponent, leak: str) -> None:
    def program() -> None:
        declared = estate()
        given: dict[str, Any] = {
            "key_materials": {"own": PLANTED["material"]},
            "secret_values": {"partner": PLANTED["secret"]},
            "exporter_headers": {"siem": {"Authorization": PLANTED["header"]}},
        }
        tenancy = Tenancy(project_id=declared.scaleway.projects["platform"], name_prefix="acme")
        SovereignPlatform("platform", declared, tenancy=tenancy, **{**given, leak: {}})

    with pytest.raises(ValueError, match="socle:") as refused:
        capture_component(program)
    assert "planted" not in str(refused.value)
