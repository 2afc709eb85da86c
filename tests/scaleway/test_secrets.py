"""SecretEntry: encrypted, protected, rotated without ever reaching the host's limit. Does not prove who may read it."""

import json
from typing import Any

import pulumi
import pytest

from socle.estate.data_class import DataClass
from socle.estate.platform.secrets import SecretSpec
from socle.plan.model import SECRET, Plan
from socle.scaleway.secrets import SecretEntry, content
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

SECRET_TYPE = "scaleway:secrets/secret:Secret"
VERSION = "scaleway:secrets/version:Version"
PASSWORD = "random:index/randomPassword:RandomPassword"
KEY = "66666666-6666-4666-8666-666666666666"
PLANTED = "planted-value-7c1f"


def spec(**more: Any) -> SecretSpec:
    return SecretSpec.model_validate({"data_class": DataClass.INTERNAL, "key": "internal", **more})


def make(declared: SecretSpec, tenancy: Tenancy, **more: Any) -> SecretEntry:
    return SecretEntry("box", declared, tenancy=tenancy, secret_name="acme-box", key_id=KEY, **more)


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    return capture_component(lambda: make(spec(), tenancy), mode=mode)


def test_a_secret_is_encrypted_with_the_given_key_and_protected_twice(plan: Plan) -> None:
    secret = plan.one(SECRET_TYPE)
    assert (secret.inputs["keyId"], secret.inputs["protected"], secret.protect) == (KEY, True, True)


def test_a_changed_key_never_passes_as_an_update(plan: Plan) -> None:
    assert "keyId" in plan.one(SECRET_TYPE).replace_on_changes


def test_a_secret_names_its_project_region_and_class(plan: Plan) -> None:
    inputs = plan.one(SECRET_TYPE).inputs
    assert (inputs["projectId"], inputs["region"]) == (PROJECT, "fr-par")
    assert "data-class=internal" in inputs["tags"]
    assert plan.one(VERSION).inputs["region"] == "fr-par"


def test_a_secret_has_no_policy_that_deletes_versions_by_itself(plan: Plan) -> None:
    assert "ephemeralPolicies" not in plan.one(SECRET_TYPE).inputs


def test_a_generated_password_satisfies_the_host_and_needs_no_quotes(plan: Plan) -> None:
    inputs = plan.one(PASSWORD).inputs
    assert set(inputs["overrideSpecial"]) == set("-_.~")
    assert inputs["length"] >= 32
    assert [inputs[f"min{kind}"] for kind in ("Lower", "Upper", "Numeric", "Special")] == [1, 1, 1, 1]


def test_a_version_holds_the_generated_password_as_a_secret(plan: Plan) -> None:
    version, password = plan.one(VERSION), plan.one(PASSWORD)
    assert version.inputs["data"] == SECRET
    assert version.property_dependencies["data"] == (password.urn,)


def test_what_rotates_is_not_protected_or_it_could_not_go(plan: Plan) -> None:
    assert not plan.one(VERSION).protect
    assert not plan.one(PASSWORD).protect


def test_a_rotation_keeps_the_declared_number_of_versions_and_drops_the_oldest(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    plan = capture_component(lambda: make(spec(rotation=5, keep=2), tenancy))
    assert [r.name for r in plan.all(VERSION)] == ["box-version-4", "box-version-5"]
    assert [r.name for r in plan.all(PASSWORD)] == ["box-password-4", "box-password-5"]


def test_versions_are_made_in_their_order_since_the_host_numbers_them(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    plan = capture_component(lambda: make(spec(rotation=3, keep=3), tenancy))
    first, second, third = plan.all(VERSION)
    assert first.urn in second.dependencies
    assert second.urn in third.dependencies


@pytest.mark.parametrize("rotation", [1, 2, 19, 20, 21, 400])
def test_no_rotation_ever_reaches_the_twenty_versions_of_the_host(rotation: int) -> None:
    kept = spec(rotation=rotation, keep=10).revisions
    assert len(kept) + 1 < 20
    assert kept[-1] == rotation


def test_a_user_name_makes_the_content_a_pair(
    capture_component: CaptureComponent, tenancy: Tenancy, mode: Mode
) -> None:
    plan = capture_component(lambda: make(spec(content="given"), tenancy, username="app", value=PLANTED), mode=mode)
    assert plan.one(SECRET_TYPE).inputs["type"] == "basic_credentials"
    assert plan.one(VERSION).inputs["data"] == SECRET


def test_the_pair_is_json_and_plain_content_is_passed_as_it_is_since_the_provider_encodes_it(
    capture_component: CaptureComponent,
) -> None:
    found: list[str] = []

    def program() -> None:
        for username in ("app", None):
            content(pulumi.Output.from_input(PLANTED), username).apply(found.append)

    capture_component(program)
    assert sorted(found) == sorted([json.dumps({"password": PLANTED, "username": "app"}), PLANTED])


def test_the_newest_value_is_what_others_are_given(tenancy: Tenancy, capture_component: CaptureComponent) -> None:
    found: list[str] = []

    def program() -> None:
        value = make(spec(content="given"), tenancy, value=PLANTED).value
        assert value is not None
        value.apply(found.append)

    capture_component(program)
    assert found == [PLANTED]


@pytest.mark.parametrize(("source", "value"), [("given", PLANTED), ("generated", None)])
def test_the_value_stays_secret_for_whoever_passes_it_on(
    tenancy: Tenancy, capture_component: CaptureComponent, source: str, value: str | None
) -> None:
    def program() -> None:
        pulumi.export("passed_on", make(spec(content=source), tenancy, value=value).value)

    assert capture_component(program, mode="up").outputs["passed_on"] == SECRET


def test_content_from_elsewhere_has_no_version(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    plan = capture_component(lambda: make(spec(content="elsewhere"), tenancy))
    assert plan.all(VERSION) == plan.all(PASSWORD) == []


def test_a_given_value_is_nowhere_in_plan_outputs_or_logs(
    capture_component: CaptureComponent, tenancy: Tenancy, mode: Mode, capfd: pytest.CaptureFixture[str]
) -> None:
    plan = capture_component(lambda: make(spec(content="given"), tenancy, value=PLANTED), mode=mode)
    assert PLANTED not in plan.to_json()
    assert plan.one(VERSION).inputs["data"] == SECRET
    assert PLANTED not in "".join(capfd.readouterr())


@pytest.mark.parametrize(("content", "value"), [("given", None), ("generated", PLANTED), ("elsewhere", PLANTED)])
def test_a_value_that_would_be_missing_or_ignored_is_refused_without_quoting_it(
    capture_component: CaptureComponent, tenancy: Tenancy, content: str, value: str | None
) -> None:
    with pytest.raises(ValueError, match="content") as refused:
        capture_component(lambda: make(spec(content=content), tenancy, value=value))
    assert PLANTED not in str(refused.value)


def test_a_rehearsal_can_be_destroyed(capture_component: CaptureComponent) -> None:
    rehearsal = Tenancy(project_id=PROJECT, name_prefix="acme", rehearsal=True)
    secret = capture_component(lambda: make(spec(), rehearsal)).one(SECRET_TYPE)
    assert (secret.protect, secret.inputs["protected"]) == (False, False)


def test_the_intent_is_recorded_without_its_defaults(plan: Plan) -> None:
    assert plan.one("socle:scaleway:SecretEntry").inputs == {"spec": {"data_class": "internal", "key": "internal"}}
