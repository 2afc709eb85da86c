"""The bridge layer of the program, unmodified: what it takes from the other stacks, and whose credentials it starts with."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pulumi
import pytest

from socle.capture.run import capture
from socle.plan.model import Plan
from tests.checkout import before_ledgers, copied

from .test_program import ACCOUNT, ROOT, plan_of

AZURE = {
    "azure-native:subscriptionId": "00000000-0000-4000-8000-000000000003",
    "azure-native:tenantId": "00000000-0000-4000-8000-000000000002",
}
CONFIG = {"socle:estate": "demo", "socle:layer": "bridge", **AZURE}


@pytest.fixture(scope="module")
def others() -> dict[str, Plan]:
    return {stack: plan_of(stack, "up") for stack in ("demo-platform", "demo-legacy")}


@pytest.fixture
def plan(others: dict[str, Plan]) -> Plan:
    return plan_of("demo-bridge", "up", config=CONFIG, references=others)


def test_it_stands_where_the_platform_and_the_legacy_estate_say(plan: Plan, others: dict[str, Plan]) -> None:
    gateway = plan.one("scaleway:s2svpn/gateway:Gateway").inputs
    assert gateway["privateNetworkId"] == others["demo-platform"].named("platform-network-transit").id
    azure = plan.one("azure-native:network:VirtualNetworkGateway").inputs["ipConfigurations"][0]
    assert azure["subnet"]["id"].endswith("/virtualNetworks/vnet-hub/subnets/GatewaySubnet")
    key = plan.one("scaleway:secrets/secret:Secret").inputs["keyId"]
    assert others["demo-platform"].named("platform-keys-internal").id == f"fr-par/{key}"


CONNECTION = "scaleway:s2svpn/connection:Connection"


def test_the_demo_lets_routes_through_since_a_wave_of_it_is_bridged(plan: Plan) -> None:
    assert plan.one(CONNECTION).inputs["enableRoutePropagation"] is True


def test_the_demo_is_shut_until_a_wave_is_bridged(others: dict[str, Plan], tmp_path: Path) -> None:
    before_ledgers(copied(tmp_path))
    shut = capture(
        tmp_path / "infra", stack="demo-bridge", project="socle", config=CONFIG, references=others, mode="up"
    )
    assert shut.one(CONNECTION).inputs["enableRoutePropagation"] is False


def test_a_stack_whose_file_is_gone_is_refused(tmp_path: Path) -> None:
    (copied(tmp_path) / "stacks/estates/demo/bridge.yaml").unlink()

    with pytest.raises(pulumi.RunError, match=r"has no bridge\.yaml: the tunnels that this stack holds"):
        capture(tmp_path / "infra", stack="demo-bridge", project="socle", config=CONFIG)


def test_a_platform_without_the_network_is_refused(others: dict[str, Plan], tmp_path: Path) -> None:
    empty = {
        **others,
        "demo-platform": Plan("demo-platform", "socle", (), {"private_network_ids": {}, "key_ids": {}, "vpc_id": ""}),
    }
    with pytest.raises(pulumi.RunError, match=r"has no (transit|internal) yet.*deploy the stack that makes it first"):
        plan_of("demo-bridge", "up", config=CONFIG, references=empty)


@pytest.fixture
def with_an_engine(others: dict[str, Plan], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Plan]:
    """Run it as if registrations reached an engine, with only the given variables set."""

    def run(config: dict[str, str], **environment: str) -> Plan:
        def program() -> None:
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            monkeypatch.setattr("pulumi.runtime.mocks.MockMonitor", type("SomethingElse", (), {}))
            runpy.run_path(str(ROOT / "infra"), run_name="__main__")

        return capture(program, stack="demo-bridge", project="socle", config=config, references=others)

    return run


def test_it_starts_with_the_credentials_of_both_clouds(with_an_engine: Callable[..., Plan]) -> None:
    assert len(with_an_engine(CONFIG, **ACCOUNT)) > 10


@pytest.mark.parametrize(
    ("config", "account", "said"),
    [
        (
            CONFIG,
            {**ACCOUNT, "SCW_DEFAULT_PROJECT_ID": "88888888-8888-4888-8888-888888888888"},
            "SCW_DEFAULT_PROJECT_ID",
        ),
        (CONFIG, {}, "SCW_ACCESS_KEY"),
        (
            {**CONFIG, "azure-native:subscriptionId": "00000000-0000-4000-8000-000000000001"},
            ACCOUNT,
            "azure-native:subscriptionId",
        ),
        ({"socle:estate": "demo", "socle:layer": "bridge"}, ACCOUNT, "ARM_SUBSCRIPTION_ID"),
    ],
    ids=["another project", "no host", "the legacy estate's subscription", "no Azure"],
)
def test_with_those_of_another_it_registers_nothing(
    with_an_engine: Callable[..., Plan], config: dict[str, str], account: dict[str, str], said: str
) -> None:
    with pytest.raises(pulumi.RunError, match=f"nothing was deployed:(.|\n)*{said}"):
        with_an_engine(config, **account)
