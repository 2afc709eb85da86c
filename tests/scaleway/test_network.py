"""Network: filtered before it is used, dropped by default, one way out. Does not prove that the host enforces its filter."""

import pytest
from pulumi import ResourceOptions

from socle.estate.platform.flows import NetworkSpec
from socle.estate.platform.network import (
    AddressSpec,
    BastionSpec,
    FlowSpec,
    GatewaySpec,
    OutsideSpec,
    PrivateNetworkSpec,
    RouteSpec,
)
from socle.plan.model import Plan
from socle.scaleway.network import Network
from socle.scaleway.tenancy import Tenancy
from socle.testing.plugin import CaptureComponent, Mode

from .conftest import PROJECT

ACL = "scaleway:network/acl:Acl"
GATEWAY = "scaleway:network/publicGateway:PublicGateway"


def with_gateway(spec: NetworkSpec, **more: object) -> NetworkSpec:
    return spec.model_copy(update={"gateway": GatewaySpec(zone="fr-par-1", networks=("apps",), **more)})


@pytest.fixture
def plan(capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy, network_spec: NetworkSpec) -> Plan:
    return capture_component(lambda: Network("net", network_spec, tenancy=tenancy), mode=mode)


def test_both_families_drop_what_no_flow_declares(plan: Plan) -> None:
    families = {acl.inputs["isIpv6"]: acl.inputs["defaultPolicy"] for acl in plan.all(ACL)}
    assert families == {False: "drop", True: "drop"}


def test_ipv6_has_no_opening_at_all(plan: Plan) -> None:
    assert plan.named("net-acl-ipv6").inputs["rules"] == []


def test_a_flow_opens_its_port_and_the_answer_and_nothing_else(plan: Plan) -> None:
    rules = plan.named("net-acl").inputs["rules"]
    asked, answered = ({key: rule[key] for key in rule if key != "description"} for rule in rules)
    assert asked == {
        "action": "accept",
        "protocol": "TCP",
        "source": "10.20.16.0/20",
        "destination": "10.20.32.0/22",
        "srcPortLow": 1024,
        "srcPortHigh": 65535,
        "dstPortLow": 5432,
        "dstPortHigh": 5432,
    }
    assert answered == {
        "action": "accept",
        "protocol": "TCP",
        "source": "10.20.32.0/22",
        "destination": "10.20.16.0/20",
        "srcPortLow": 5432,
        "srcPortHigh": 5432,
        "dstPortLow": 1024,
        "dstPortHigh": 65535,
    }


def test_each_rule_says_which_flow_opens_it_and_why(plan: Plan) -> None:
    assert [rule["description"] for rule in plan.named("net-acl").inputs["rules"]] == [
        "apps-to-database: applications read the catalogue",
        "apps-to-database (answers): applications read the catalogue",
    ]


def test_destroying_the_stack_never_destroys_the_ipv6_filter(plan: Plan) -> None:
    assert plan.named("net-acl-ipv6").retain_on_delete
    assert not plan.named("net-acl").retain_on_delete


def test_a_filter_moved_to_another_vpc_is_made_anew(plan: Plan) -> None:
    for acl in plan.all(ACL):
        assert set(acl.replace_on_changes) == {"vpcId", "isIpv6"}


def test_no_private_network_exists_before_or_after_its_filters(plan: Plan) -> None:
    filters = {acl.urn for acl in plan.all(ACL)}
    for private in plan.all("scaleway:network/privateNetwork:PrivateNetwork"):
        assert filters <= set(private.dependencies)


def test_networks_have_the_declared_ranges_and_are_protected(plan: Plan) -> None:
    assert plan.named("net-data").inputs["ipv4Subnet"] == {"subnet": "10.20.32.0/22"}
    assert plan.named("net-data").protect
    assert plan.named("net-vpc").protect


def test_nothing_may_cross_the_vpc(plan: Plan) -> None:
    assert plan.named("net-vpc").inputs["enableTransitivity"] is False


def test_everything_names_its_project_and_its_place(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    spec = with_gateway(network_spec).model_copy(
        update={"addresses": {"db": AddressSpec(network="data", address="10.20.32.10", holder="database")}}
    )
    plan = capture_component(lambda: Network("net", spec, tenancy=tenancy))
    without_project = {ACL, "scaleway:network/gatewayNetwork:GatewayNetwork"}  # the provider takes none
    for resource in (r for r in plan if r.custom):
        assert resource.inputs.get("region") == "fr-par" or resource.inputs.get("zone") == "fr-par-1", resource.urn
        assert resource.type in without_project or resource.inputs["projectId"] == PROJECT, resource.urn


def test_without_a_gateway_there_is_no_way_out(plan: Plan) -> None:
    assert plan.all(GATEWAY) == []


def test_a_gateway_has_its_own_address_and_no_bastion(
    capture_component: CaptureComponent, mode: Mode, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    plan = capture_component(lambda: Network("net", with_gateway(network_spec), tenancy=tenancy), mode=mode)
    gateway = plan.one(GATEWAY)
    assert gateway.inputs["bastionEnabled"] is False
    assert gateway.inputs["enableSmtp"] is False
    assert gateway.property_dependencies["ipId"] == (plan.named("net-gateway-address").urn,)


def test_a_bastion_is_open_to_its_ranges_alone(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    spec = with_gateway(network_spec, bastion=BastionSpec(allowed_ranges=("203.0.113.0/28",)))
    gateway = capture_component(lambda: Network("net", spec, tenancy=tenancy)).one(GATEWAY)
    assert (gateway.inputs["bastionEnabled"], gateway.inputs["allowedIpRanges"]) == (True, ["203.0.113.0/28"])


@pytest.mark.parametrize("wide", ["0.0.0.0/0", "0.0.0.0/1", "203.0.0.0/16"])
def test_a_bastion_is_never_open_to_the_internet(wide: str) -> None:
    with pytest.raises(ValueError, match="the bastion is open to"):
        BastionSpec(allowed_ranges=("203.0.113.0/28", wide))


def test_egress_is_what_machines_wait_for(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    made: list[Network] = []
    capture_component(lambda: made.append(Network("net", with_gateway(network_spec), tenancy=tenancy)))
    assert len(made[0].egress) == 1


def test_a_route_goes_through_a_private_network_or_a_wired_resource(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    routes = {
        "partner": RouteSpec(destination="192.168.1.0/24", next_hop="apps", reason="an appliance in apps"),
        "legacy": RouteSpec(destination="10.100.0.0/16", next_hop="vpn", reason="the legacy estate"),
    }
    spec = network_spec.model_copy(update={"routes": routes})
    plan = capture_component(lambda: Network("net", spec, tenancy=tenancy, next_hops={"vpn": "fr-par/abc"}))
    assert plan.named("net-route-legacy").inputs["nexthopResourceId"] == "fr-par/abc"
    through = plan.named("net-route-partner")
    assert through.property_dependencies["nexthopPrivateNetworkId"] == (plan.named("net-apps").urn,)


def test_a_route_to_an_unknown_next_hop_is_refused(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    route = RouteSpec(destination="10.100.0.0/16", next_hop="vpn", reason="the legacy estate")
    spec = network_spec.model_copy(update={"routes": {"legacy": route}})
    with pytest.raises(ValueError, match="neither a private network nor wired in"):
        capture_component(lambda: Network("net", spec, tenancy=tenancy))


def test_flows_may_name_ranges_outside(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    flow = FlowSpec(source="hub", destination="data", protocol="icmp", reason="reachability is monitored")
    spec = network_spec.model_copy(
        update={"outside": {"hub": OutsideSpec(range="10.100.0.0/16", cloud="azure")}, "flows": {"ping": flow}}
    )
    rules = capture_component(lambda: Network("net", spec, tenancy=tenancy)).named("net-acl").inputs["rules"]
    assert [(rule["protocol"], rule["source"]) for rule in rules] == [
        ("ICMP", "10.100.0.0/16"),
        ("ICMP", "10.20.32.0/22"),
    ]


def test_adding_a_network_moves_no_other(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    first = {"aaa": PrivateNetworkSpec(purpose="services", range="10.20.0.0/24")}
    larger = network_spec.model_copy(update={"private_networks": {**first, **network_spec.private_networks}})
    before = capture_component(lambda: Network("net", network_spec, tenancy=tenancy))
    after = capture_component(lambda: Network("net", larger, tenancy=tenancy))
    for resource in before.all("scaleway:network/privateNetwork:PrivateNetwork"):
        assert after.named(resource.name).inputs == resource.inputs


def test_the_callers_options_win_over_the_posture_and_are_reported(
    capture_component: CaptureComponent,
    tenancy: Tenancy,
    network_spec: NetworkSpec,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lambda message, *_: said.append(message))
    plan = capture_component(lambda: Network("net", network_spec, tenancy=tenancy, opts=ResourceOptions(protect=False)))
    assert not any(resource.protect for resource in plan)
    assert any("not protected" in message for message in said)
