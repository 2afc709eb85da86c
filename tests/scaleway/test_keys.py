"""KeyRing: rotated, protected twice, and no secret in a plan. Does not prove what the host does with a key."""

import pulumi
import pytest

from socle.estate.data_class import DataClass
from socle.estate.platform.keys import KeySpec
from socle.estate.posture import Posture
from socle.plan.model import Plan
from socle.scaleway.keys import KeyRing
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

KEY = "scaleway:keymanager/key:Key"
MATERIAL = "scaleway:keymanager/keyMaterial:KeyMaterial"
PLANTED = "cGxhbnRlZC1rZXktbWF0ZXJpYWw="
EXTERNAL = KeySpec(data_class=DataClass.HEALTH_IDENTIFYING, material="external", rotation_days=None)


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    spec = {"health": KeySpec(data_class=DataClass.HEALTH)}
    return capture_component(lambda: KeyRing("keys", spec, tenancy=tenancy), mode=mode)


def test_a_key_encrypts_rotates_and_cannot_be_deleted(plan: Plan) -> None:
    key = plan.one(KEY)
    assert (key.inputs["usage"], key.inputs["algorithm"]) == ("symmetric_encryption", "aes_256_gcm")
    assert key.inputs["rotationPolicy"] == {
        "rotationPeriod": "2160h0m0s"
    }  # 90 days; no date, which would differ for ever
    assert key.inputs["unprotected"] is False
    assert key.protect


def test_a_key_names_its_project_region_and_data_class(plan: Plan) -> None:
    key = plan.one(KEY)
    assert (key.inputs["projectId"], key.inputs["region"], key.inputs["name"]) == (PROJECT, "fr-par", "acme-health")
    assert "data-class=health" in key.inputs["tags"]


def test_a_silently_ignored_change_of_a_key_replaces_instead(plan: Plan) -> None:
    assert set(plan.one(KEY).replace_on_changes) == {"usage", "algorithm", "origin", "unprotected", "protectionLevel"}


def test_the_owner_brings_the_material_of_an_identifying_key(
    capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy
) -> None:
    plan = capture_component(
        lambda: KeyRing("keys", {"who": EXTERNAL}, tenancy=tenancy, materials={"who": PLANTED}), mode=mode
    )
    assert plan.one(KEY).inputs["origin"] == "external"
    assert "rotationPolicy" not in plan.one(KEY).inputs
    assert plan.one(MATERIAL).protect
    assert PLANTED not in plan.to_json()


def test_external_material_must_be_given(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    with pytest.raises(ValueError, match="set the secret config socle:key-who"):
        capture_component(lambda: KeyRing("keys", {"who": EXTERNAL}, tenancy=tenancy))


def test_material_for_a_generated_key_is_refused_without_showing_it(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    spec = {"health": KeySpec(data_class=DataClass.HEALTH)}
    with pytest.raises(ValueError, match="it would be ignored") as refused:
        capture_component(lambda: KeyRing("keys", spec, tenancy=tenancy, materials={"health": PLANTED}))
    assert PLANTED not in str(refused.value)


def test_a_store_gets_the_bare_id_of_a_key(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    def program() -> None:
        keys = KeyRing("keys", {"health": KeySpec(data_class=DataClass.HEALTH)}, tenancy=tenancy)
        pulumi.export("bare", keys.bare_id("health"))
        pulumi.export("full", keys.ids["health"])

    outputs = capture_component(program, mode="up").outputs
    assert outputs["full"] == f"fr-par/{outputs['bare']}"


@pytest.mark.parametrize("posture", [Posture(protected=True), Posture(protected=False)])
def test_a_posture_never_moves_the_hosts_own_protection(capture_component: CaptureComponent, posture: Posture) -> None:
    tenancy = Tenancy(project_id=PROJECT, name_prefix="acme", posture=posture)
    spec = {"internal": KeySpec(data_class=DataClass.INTERNAL)}
    key = capture_component(lambda: KeyRing("keys", spec, tenancy=tenancy)).one(KEY)
    assert key.inputs["unprotected"] is False
    assert key.protect is posture.protected


def test_only_a_rehearsal_can_be_destroyed(capture_component: CaptureComponent) -> None:
    tenancy = Tenancy(project_id=PROJECT, name_prefix="acme", rehearsal=True)
    spec = {"internal": KeySpec(data_class=DataClass.INTERNAL)}
    key = capture_component(lambda: KeyRing("keys", spec, tenancy=tenancy)).one(KEY)
    assert key.inputs["unprotected"] is True
    assert not key.protect
