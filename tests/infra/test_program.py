"""The Pulumi program itself, run unmodified: what each stack of the repository registers, and what it refuses to start with."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest

from socle.capture.run import capture
from socle.plan.holds import STATEFUL
from socle.plan.model import Plan
from socle.testing.plugin import Mode

ROOT = Path(__file__).parents[2]
PROJECT = "11111111-1111-4111-8111-111111111111"
ACCOUNT = {
    "SCW_ACCESS_KEY": "SCWXXXXXXXXXXXXXXXXX",
    "SCW_SECRET_KEY": "99999999-9999-4999-8999-999999999999",
    "SCW_DEFAULT_ORGANIZATION_ID": "22222222-2222-4222-8222-222222222222",
    "SCW_DEFAULT_PROJECT_ID": PROJECT,
}


def plan_of(stack: str, mode: Mode = "preview", **more: Any) -> Plan:
    estate, _, layer = stack.rpartition("-")
    config = {"socle:estate": estate, "socle:layer": layer}
    return capture(ROOT / "infra", stack=stack, project="socle", mode=mode, **{"config": config, **more})


def test_all_that_holds_data_or_keys_is_protected_in_the_demo(mode: Mode) -> None:
    plan = plan_of("demo-platform", mode)
    stateful = [resource for resource in plan if resource.type in STATEFUL]
    assert stateful
    assert [resource.name for resource in stateful if not resource.protect] == []
    assert kept_and_protected(plan)


def kept_and_protected(plan: Plan) -> set[str]:
    """What nothing deletes without being told to, which is all that is protected."""
    kept = {resource.name for resource in plan if "socle-kept" in resource.hooks.get("before-delete", ())}
    assert kept == {resource.name for resource in plan if resource.protect}
    return kept


def test_all_that_is_frozen_is_kept_by_the_hook_too_locks_among_them() -> None:
    plan = plan_of("demo-legacy")
    locks = {each.name for each in plan.all("azure-native:authorization:ManagementLockByScope")}
    assert locks
    assert locks <= kept_and_protected(plan)


def test_nothing_is_protected_in_the_rehearsal(mode: Mode) -> None:
    plan = plan_of("rehearsal-platform", mode)
    assert [resource.name for resource in plan if resource.protect or "before-delete" in resource.hooks] == []


@pytest.mark.parametrize("stack", ["demo-platform", "rehearsal-platform"])
def test_a_plan_does_not_depend_on_the_machine(stack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = plan_of(stack).to_json()
    for name in (*ACCOUNT, "SCW_DEFAULT_REGION", "AWS_ENDPOINT_URL", "PULUMI_CONFIG_PASSPHRASE"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.chdir("/")
    assert plan_of(stack).to_json() == before


def test_a_plan_names_file_and_line_of_the_estate() -> None:
    plan = plan_of("demo-platform")
    origin = plan.origin_of(plan.named("platform-bucket-evidence-bucket"))
    assert origin
    assert (origin.file, origin.key) == ("demo/estate.yaml", "buckets.evidence")
    line = (ROOT / "stacks/estates/demo/estate.yaml").read_text("utf-8").splitlines()[origin.line - 1]
    assert line.strip() == "evidence:"


def test_no_bucket_of_the_demo_can_lock_out_its_deployer() -> None:
    for policy in plan_of("demo-platform").all("scaleway:object/bucketPolicy:BucketPolicy"):
        assert "application_id:33333333-3333-4333-8333-333333333333" in policy.inputs["policy"]
        assert "user_id:44444444-4444-4444-8444-444444444444" in policy.inputs["policy"]


@pytest.mark.parametrize(
    ("stack", "config", "said"),
    [
        ("demo-platform", {"socle:estate": "rehearsal"}, "the stack demo-platform is configured as rehearsal-platform"),
        ("demo", {"socle:estate": "demo"}, "the stack demo is configured as demo-platform"),
        ("demo-nowhere", {"socle:layer": "nowhere"}, "there is no layer nowhere"),
        ("dmo-platform", {"socle:estate": "dmo"}, "did you mean demo?"),
    ],
)
def test_a_stack_that_means_another_deployment_is_refused(stack: str, config: dict[str, str], said: str) -> None:
    with pytest.raises(pulumi.RunError, match=said) as refused:
        plan_of(stack, config={"socle:estate": "demo", "socle:layer": "platform", **config})
    assert "remedy" in str(refused.value)


@pytest.fixture
def with_an_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Plan]:
    """Run the demo as if registrations reached an engine, with only the given variables set."""

    def run(**environment: str) -> Plan:
        def program() -> None:
            for name, value in environment.items():
                monkeypatch.setenv(name, value)
            monkeypatch.setattr("pulumi.runtime.mocks.MockMonitor", type("SomethingElse", (), {}))
            runpy.run_path(str(ROOT / "infra"), run_name="__main__")

        config = {"socle:estate": "demo", "socle:layer": "platform"}
        return capture(program, stack="demo-platform", project="socle", config=config)

    return run


def test_the_estates_own_credentials_deploy(with_an_engine: Callable[..., Plan]) -> None:
    assert len(with_an_engine(**ACCOUNT)) > 20


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SCW_DEFAULT_ORGANIZATION_ID", "88888888-8888-4888-8888-888888888888"),
        ("SCW_DEFAULT_PROJECT_ID", "88888888-8888-4888-8888-888888888888"),
        ("SCW_DEFAULT_REGION", "nl-ams"),
        ("SCW_DEFAULT_ZONE", "pl-waw-1"),
        ("SCW_API_URL", "https://api.example.org"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
        ("SCW_ACCESS_KEY", ""),
    ],
)
def test_a_deployment_into_another_account_is_refused_before_anything_is_registered(
    with_an_engine: Callable[..., Plan], variable: str, value: str
) -> None:
    with pytest.raises(pulumi.RunError, match=f"nothing was deployed:(.|\n)*{variable}") as refused:
        with_an_engine(**{**ACCOUNT, variable: value})
    assert ACCOUNT["SCW_SECRET_KEY"] not in str(refused.value)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("scaleway:apiUrl", "https://collector.attacker.example", "to collector.attacker.example"),
        ("scaleway:apiUrl", "https://evil.functions.fnc.fr-par.scw.cloud", "to evil.functions.fnc.fr-par.scw.cloud"),
        ("scaleway:apiUrl", "http://api.scaleway.com", "to api.scaleway.com"),
        ("scaleway:apiUrl", "https://api.scaleway.com@collector.attacker.example", "to collector.attacker.example"),
        ("scaleway:apiUrl", "https://127.0.0.1.attacker.example", "to 127.0.0.1.attacker.example"),
        ("scaleway:endpoints", '{"s3": "https://s3.attacker.example"}', "to s3.attacker.example"),
        ("scaleway:endpoints", "{", "an address that cannot be read"),
        ("scaleway:profile", "other", "scaleway:profile is in"),
        ("scaleway:secretKey", "99999999-9999-4999-8999-999999999999", "scaleway:secretKey is in"),
        ("azure-native:msiEndpoint", "http://10.0.0.1/token", "to 10.0.0.1"),
        ("azure-native:oidcTokenFilePath", "/tmp/another", "azure-native:oidcTokenFilePath is in"),
        ("azure-native:disableInstanceDiscovery", "true", "azure-native:disableInstanceDiscovery is in"),
        ("kubernetes:kubeconfig", "clusters: []", "kubernetes:kubeconfig is in"),
    ],
)
def test_a_stack_file_cannot_send_a_provider_elsewhere(setting: str, value: str, said: str) -> None:
    config = {"socle:estate": "demo", "socle:layer": "platform", setting: value}
    with pytest.raises(pulumi.RunError, match=said) as refused:
        plan_of("demo-platform", config=config)
    assert "99999999" not in str(refused.value)
    assert "nothing was deployed" in str(refused.value)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("scaleway:apiUrl", "https://api.scaleway.com"),
        ("scaleway:apiUrl", "http://127.0.0.1:4566"),
        ("scaleway:endpoints", '{"s3": "https://s3.fr-par.scw.cloud"}'),
        ("azure-native:disableInstanceDiscovery", "false"),
    ],
)
def test_a_stack_file_may_say_what_the_provider_knows_anyway(setting: str, value: str) -> None:
    assert (
        len(plan_of("demo-platform", config={"socle:estate": "demo", "socle:layer": "platform", setting: value})) > 20
    )
