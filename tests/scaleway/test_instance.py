"""ProtectedInstance: closed, on new encrypted storage, with no secret in what Pulumi sees. Does not prove that LUKS holds."""

from typing import Any

import pytest
from pulumiverse_scaleway import network

from socle.estate.data_class import DataClass
from socle.estate.platform.instances import DataVolumeSpec, InstanceFlowSpec, InstanceSpec
from socle.plan.model import Plan
from socle.scaleway.instance import Placements, ProtectedInstance
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

SERVER = "scaleway:instance/server:Server"
VOLUME = "scaleway:block/volume:Volume"
NIC = "scaleway:instance/privateNic:PrivateNic"
GROUP = "scaleway:instance/securityGroup:SecurityGroup"
SECRET = "scaleway:secrets/secret:Secret"
VERSION = "scaleway:secrets/version:Version"
PLACEMENT = "scaleway:instance/placementGroup:PlacementGroup"
GATEWAY = "scaleway:network/gatewayNetwork:GatewayNetwork"
NETWORK = f"fr-par/{PROJECT}"
KEY = "66666666-6666-4666-8666-666666666666"


def spec_of(**more: Any) -> InstanceSpec:
    values: dict[str, Any] = {
        "data_class": DataClass.HEALTH,
        "network": "apps",
        "key": "health",
        "zone": "fr-par-1",
        "type": "POP2-4C-16G",
        "volume": DataVolumeSpec(size_gb=100),
    }
    return InstanceSpec(**{**values, **more})


def make(tenancy: Tenancy, spec: InstanceSpec | None = None, **more: Any) -> ProtectedInstance:
    way_out = network.GatewayNetwork(
        "way-out", gateway_id=f"fr-par-1/{PROJECT}", private_network_id=NETWORK, zone="fr-par-1"
    )
    wiring: dict[str, Any] = {
        "instance_name": "acme-worker",
        "private_network_id": NETWORK,
        "key_id": KEY,
        "egress": [way_out],
    }
    return ProtectedInstance("worker", spec or spec_of(), tenancy=tenancy, **{**wiring, **more})


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    return capture_component(lambda: make(tenancy), mode=mode)


def the(plan: Plan, type_: str) -> dict[str, Any]:
    return plan.one(type_).inputs


def test_a_machine_has_no_public_address(plan: Plan) -> None:
    server = the(plan, SERVER)
    assert server["enableDynamicIp"] is False
    assert not {"ipId", "ipIds"} & server.keys()


def test_the_system_is_on_block_storage(plan: Plan) -> None:
    assert the(plan, SERVER)["rootVolume"] == {
        "volumeType": "sbs_volume",
        "sizeInGb": 20,
        "deleteOnTermination": True,
    }


def test_the_data_volume_is_new_and_protected(plan: Plan) -> None:
    volume = plan.one(VOLUME)
    assert volume.protect
    assert not {"snapshotId", "instanceVolumeId"} & volume.inputs.keys()
    assert "encryption=luks" in volume.inputs["tags"]
    assert plan.one(SERVER).property_dependencies["additionalVolumeIds"] == (volume.urn,)


def test_the_machine_is_protected_at_the_host_too(plan: Plan) -> None:
    assert plan.one(SERVER).protect
    assert the(plan, SERVER)["protected"] is True


def test_a_replaceable_machine_may_go_and_its_volume_and_secret_stay(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    plan = capture_component(lambda: make(tenancy, spec_of(replaceable=True)))
    assert not plan.one(SERVER).protect
    assert the(plan, SERVER)["protected"] is False
    assert plan.one(VOLUME).protect
    assert plan.one(SECRET).protect


def test_nothing_of_a_rehearsal_is_protected(capture_component: CaptureComponent) -> None:
    tenancy = Tenancy(project_id=PROJECT, name_prefix="acme", rehearsal=True)
    plan = capture_component(lambda: make(tenancy, spec_of(data_class=DataClass.INTERNAL, key="internal")))
    assert [resource.name for resource in plan if resource.protect] == []
    assert the(plan, SERVER)["protected"] is False
    assert the(plan, SECRET)["protected"] is False


def test_public_traffic_is_dropped_in_both_directions(plan: Plan) -> None:
    group = the(plan, GROUP)
    assert (group["inboundDefaultPolicy"], group["outboundDefaultPolicy"]) == ("drop", "drop")
    assert not group.get("inboundRules")
    assert not group.get("outboundRules")


def test_the_host_lets_pass_what_the_flows_declare(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    flows = {
        "ssh": InstanceFlowSpec(direction="in", range="10.20.0.0/24", ports=("22",), reason="administrators enter"),
        "store": InstanceFlowSpec(
            direction="out", range="10.20.32.0/22", ports=("8000-8010",), protocol="udp", reason="writes to the store"
        ),
    }
    plan = capture_component(lambda: make(tenancy, spec_of(flows=flows)))
    assert the(plan, GROUP)["inboundRules"] == [
        {"action": "accept", "protocol": "TCP", "ipRange": "10.20.0.0/24", "port": 22}
    ]
    assert the(plan, GROUP)["outboundRules"] == [
        {"action": "accept", "protocol": "UDP", "ipRange": "10.20.32.0/22", "portRange": "8000-8010"}
    ]


def test_the_volumes_key_has_a_place_and_no_value(plan: Plan) -> None:
    assert (the(plan, SECRET)["path"], the(plan, SECRET)["keyId"], the(plan, SECRET)["protected"]) == (
        "/instances",
        KEY,
        True,
    )
    assert plan.all(VERSION) == []


def test_setup_is_in_the_user_data_only(plan: Plan) -> None:
    assert sorted(the(plan, SERVER)["userData"]) == ["cloud-init", "data-volume"]
    assert "cloudInit" not in the(plan, SERVER)


def test_the_setup_is_known_before_anything_exists(plan: Plan) -> None:
    assert the(plan, SERVER)["userData"]["cloud-init"].startswith("#cloud-config\n")


def test_the_machine_is_told_the_ids_of_volume_and_secret(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    plan = capture_component(lambda: make(tenancy), mode="up")
    bare = [plan.one(type_).id.rpartition("/")[2] for type_ in (VOLUME, SECRET)]
    assert the(plan, SERVER)["userData"]["data-volume"] == f"volume={bare[0]}\nsecret={bare[1]}\n"


def test_another_setup_or_placement_replaces_the_machine_since_neither_can_be_changed(plan: Plan) -> None:
    assert plan.one(SERVER).replace_on_changes == ('userData["cloud-init"]', "placementGroupId")
    assert plan.one(SERVER).delete_before_replace


def test_the_network_card_waits_for_the_way_out_and_goes_before_the_machine(plan: Plan) -> None:
    assert {plan.one(GATEWAY).urn, plan.one(SERVER).urn} <= set(plan.one(NIC).dependencies)


def test_a_machine_without_a_way_out_is_refused(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    with pytest.raises(ValueError, match="never open"):
        capture_component(lambda: make(tenancy, egress=[]))


def test_a_machine_answers_at_its_reserved_address(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    address = f"fr-par/{KEY}"
    assert the(capture_component(lambda: make(tenancy, address_id=address)), NIC)["ipamIpIds"] == [address]


def test_machines_of_a_placement_are_kept_on_different_hardware(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    def program() -> None:
        placements = Placements("placements", {"pair": "fr-par-1"}, tenancy=tenancy)
        make(tenancy, placement_group_id=placements.ids["pair"])

    plan = capture_component(program)
    assert the(plan, PLACEMENT)["policyType"] == "max_availability"
    assert plan.one(SERVER).property_dependencies["placementGroupId"] == (plan.one(PLACEMENT).urn,)


def test_everything_names_its_project_and_zone(plan: Plan) -> None:
    for resource in plan:
        if resource.type in {SERVER, VOLUME, GROUP}:
            assert (resource.inputs["projectId"], resource.inputs["zone"]) == (PROJECT, "fr-par-1")
    assert the(plan, NIC)["zone"] == "fr-par-1"
