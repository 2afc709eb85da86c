"""TunnelMachine: what it registers, what is secret in it, and what replaces it. Does not prove that an image obeys its setup."""

from typing import Any

import pytest

from socle.bridge.cloud_init import cloud_init, machine_files
from socle.bridge.machines import TunnelMachine
from socle.bridge.strongswan import psk_conf
from socle.estate import MachinesSpec
from socle.estate.bridge.tunnels import TunnelSpec
from socle.plan.model import Plan
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .bridges import ACCEPTED, AZURE, FIRST, SECOND, bridge, passing

PROJECT = "11111111-1111-4111-8111-111111111111"
NETWORK = f"fr-par/{PROJECT}"
KEY = "a-key-that-is-in-no-plan"
SERVER = "scaleway:instance/server:Server"
IP = "scaleway:instance/ip:Ip"
PRIVATE_IP = "scaleway:ipam/ip:Ip"
NIC = "scaleway:instance/privateNic:PrivateNic"
GROUP = "scaleway:instance/securityGroup:SecurityGroup"


@pytest.fixture
def tenancy() -> Tenancy:
    return Tenancy(project_id=PROJECT, name_prefix="acme", tags={"owner": "acme"})


def make(tenancy: Tenancy, tunnel: TunnelSpec = FIRST, **more: Any) -> TunnelMachine:
    wiring: dict[str, Any] = {
        "bridge": bridge(),
        "machine_name": "acme-tunnel-first",
        "private_network_id": NETWORK,
        "azure_address": AZURE,
        "shared_key": KEY,
        "passing": passing(),
    }
    return TunnelMachine("first", tunnel, tenancy=tenancy, **{**wiring, **more})


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy) -> Plan:
    return capture_component(lambda: make(tenancy), mode=mode)


def the(plan: Plan, type_: str) -> dict[str, Any]:
    return plan.one(type_).inputs


def test_it_is_an_address_a_private_address_a_group_a_machine_and_its_card(plan: Plan) -> None:
    assert sorted(resource.type for resource in plan if resource.type.startswith("scaleway:")) == sorted(
        [IP, PRIVATE_IP, GROUP, SERVER, NIC]
    )
    assert plan.one("socle:bridge:TunnelMachine").name == "first"


def test_the_key_is_secret_and_in_no_form_of_the_plan(plan: Plan) -> None:
    encoded = psk_conf(KEY).split("0s")[1].split()[0]
    text = plan.to_json()
    assert KEY not in text
    assert encoded not in text
    assert sorted(the(plan, SERVER)["userData"]) == ["bridge-ends", "bridge-psk", "cloud-init"]


def test_the_setup_is_known_before_anything_exists(plan: Plan) -> None:
    assert the(plan, SERVER)["userData"]["cloud-init"].startswith("#cloud-config\n")
    assert "cloudInit" not in the(plan, SERVER)


def test_the_machine_is_told_both_public_addresses_and_its_part(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    def told(tunnel: TunnelSpec) -> list[str]:
        plan = capture_component(lambda: make(tenancy, tunnel), mode="up")
        return the(plan, SERVER)["userData"]["bridge-ends"].splitlines()

    assert told(FIRST)[1:] == [f"azure={AZURE}", "reserve=false"]
    assert told(SECOND)[1:] == [f"azure={AZURE}", "reserve=true"]
    assert told(FIRST)[0].startswith("ours=")


def test_moving_the_active_machine_changes_no_setup(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    def data(active: str) -> dict[str, Any]:
        spec = bridge(machines=MachinesSpec(active=active))
        return the(capture_component(lambda: make(tenancy, bridge=spec), mode="up"), SERVER)["userData"]

    one, other = data("first"), data("second")
    assert one["cloud-init"] == other["cloud-init"]
    assert one["bridge-ends"] != other["bridge-ends"]


def test_another_setup_or_image_replaces_the_machine_since_neither_can_be_changed(plan: Plan) -> None:
    assert plan.one(SERVER).replace_on_changes == ('userData["cloud-init"]', "image")
    assert plan.one(SERVER).delete_before_replace


def test_a_replaced_machine_keeps_both_addresses(plan: Plan) -> None:
    assert plan.one(SERVER).property_dependencies["ipId"] == (plan.one(IP).urn,)
    assert plan.one(NIC).property_dependencies["ipamIpIds"] == (plan.one(PRIVATE_IP).urn,)
    assert plan.one(SERVER).urn not in {*plan.one(IP).dependencies, *plan.one(PRIVATE_IP).dependencies}


def test_from_the_internet_only_azure_comes_in_and_only_by_udp(plan: Plan) -> None:
    group = the(plan, GROUP)
    assert group["inboundDefaultPolicy"] == group["outboundDefaultPolicy"] == "drop"
    assert group["inboundRules"] == [
        {"action": "accept", "protocol": "UDP", "ipRange": f"{AZURE}/32", "port": port} for port in (500, 4500)
    ]


def test_the_group_knows_its_connections_and_no_mail_leaves(plan: Plan) -> None:
    assert the(plan, GROUP)["stateful"] is True
    assert the(plan, GROUP)["enableDefaultSecurity"] is True


def test_the_machine_has_its_address_alone_and_its_disk_goes_with_it(plan: Plan) -> None:
    machine = the(plan, SERVER)

    assert (machine["enableDynamicIp"], machine["state"]) == (False, "started")
    assert machine["rootVolume"]["deleteOnTermination"] is True
    assert machine["rootVolume"]["volumeType"] == "sbs_volume"


def test_what_goes_out_anywhere_is_names_time_and_packages(plan: Plan) -> None:
    anywhere = [rule for rule in the(plan, GROUP)["outboundRules"] if rule["ipRange"] == "0.0.0.0/0"]
    assert {(rule["protocol"], rule["port"]) for rule in anywhere} == {
        ("TCP", 53),
        ("UDP", 53),
        ("UDP", 123),
        ("TCP", 80),
        ("TCP", 443),
    }


def test_time_goes_to_the_servers_alone_where_all_are_addresses() -> None:
    asked = bridge(machines=MachinesSpec(active="first", time_servers=("203.0.113.123",)))
    files = machine_files(asked, FIRST, passing())

    assert "    ip daddr { 203.0.113.123 } udp dport 123 accept" in files["/etc/nftables.conf"][0].splitlines()
    assert "servers:\n  - 203.0.113.123\n" in cloud_init(asked, FIRST, passing())


def test_nothing_is_protected_since_nothing_holds_data(plan: Plan) -> None:
    assert [resource.name for resource in plan if resource.protect] == []
    assert the(plan, SERVER)["protected"] is False


def test_everything_names_its_project_and_zone(plan: Plan) -> None:
    for type_ in (SERVER, GROUP, IP):
        assert (the(plan, type_)["projectId"], the(plan, type_)["zone"]) == (PROJECT, "fr-par-1")
    assert (the(plan, PRIVATE_IP)["projectId"], the(plan, PRIVATE_IP)["region"]) == (PROJECT, "fr-par")
    assert the(plan, NIC)["zone"] == "fr-par-1"


def test_what_others_wire_are_its_public_address_and_its_card(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    from pulumiverse_scaleway import network

    def program() -> None:
        machine = make(tenancy)
        network.Route(
            "route", vpc_id=NETWORK, destination=ACCEPTED, nexthop_resource_id=machine.nic_id, region="fr-par"
        )

    plan = capture_component(program)
    route = plan.one("scaleway:network/route:Route")
    assert route.property_dependencies["nexthopResourceId"] == (plan.one(NIC).urn,)


def test_a_bridge_without_machines_is_refused(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    spec = bridge().model_copy(update={"machines": None})
    with pytest.raises(ValueError, match="nobody would end the tunnel"):
        capture_component(lambda: make(tenancy, bridge=spec))
