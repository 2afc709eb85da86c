"""What the search must not overlook and not make up, each on the smallest network that shows it."""

import pytest

from socle.reach.ask import ask, end_of
from socle.reach.build import Model, model_of
from socle.reach.filters import PROTOCOLS
from socle.report.words import Words

from .estates import Stack, answer, rule
from .platform import DATA, DECLARED, LEGACY, SERVICES, sound

ONE, TWO, THREE = "10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"


def state(model: Model, source: str, target: str, *, port: int = 443, protocol: str = "tcp") -> str:
    return ask(
        model, end_of(model, source), end_of(model, target), protocol=PROTOCOLS[protocol], ports=(port, port)
    ).state


def between(*rules: dict[str, object], default: str = "drop") -> Model:
    """Two networks and the filter between them."""
    stack = Stack()
    vpc = stack.vpc("vpc")
    stack.filter(vpc, "acl", list(rules), default=default)
    stack.network(vpc, "one", ONE)
    stack.network(vpc, "two", TWO)
    return model_of([stack.plan])


def test_the_first_rule_that_matches_decides() -> None:
    both = rule(ONE, TWO, 443), answer(ONE, TWO, 443)
    assert state(between(*both), "one", "two") == "open"
    assert state(between(rule(ONE, TWO, 443, action="drop"), *both), "one", "two") == "closed"
    assert state(between(*both, rule(ONE, TWO, 443, action="drop")), "one", "two") == "open"


def test_a_connection_whose_answers_are_dropped_is_no_path() -> None:
    assert state(between(rule(ONE, TWO, 443)), "one", "two") == "closed"


def test_a_drop_that_is_not_readable_holds_nothing_back() -> None:
    assert state(between(rule("[secret]", TWO, action="drop"), default="accept"), "one", "two") == "open"


def peered(*, transit: bool) -> Model:
    """Three VPCs in a row, all filters open."""
    stack = Stack()
    vpcs = [stack.vpc(name, enableTransitivity=transit) for name in ("a", "b", "c")]
    for number, (vpc, range_) in enumerate(zip(vpcs, (ONE, TWO, THREE), strict=True)):
        stack.filter(vpc, f"acl-{number}", [], default="accept")
        stack.network(vpc, f"net-{number}", range_)
    for here, there in ((0, 1), (1, 0), (1, 2), (2, 1)):
        stack.add("network/connector:Connector", f"peer-{here}{there}", vpcId=vpcs[here].id, targetVpcId=vpcs[there].id)
    return model_of([stack.plan])


def test_a_peering_is_not_handed_on_unless_the_vpc_lets_traffic_cross() -> None:
    assert state(peered(transit=False), "net-0", "net-1") == "open"
    assert state(peered(transit=False), "net-0", "net-2") == "closed"
    assert state(peered(transit=True), "net-0", "net-2") == "open"


def test_a_network_does_not_forward_to_its_own_way_out() -> None:
    stack = Stack()
    vpc = stack.vpc("vpc")
    stack.filter(vpc, "acl", [], default="accept")
    stack.network(vpc, "one", ONE)
    stack.gateway("gateway", stack.network(vpc, "two", TWO))
    model = model_of([stack.plan])
    assert state(model, "two", "internet") == "open"
    assert state(model, "one", "internet") == "closed"


def test_a_gateway_without_address_translation_is_no_way_out() -> None:
    stack = Stack()
    network = stack.network(stack.vpc("vpc"), "one", ONE)
    gateway = stack.gateway("gateway")
    stack.add(
        "network/gatewayNetwork:GatewayNetwork",
        "at",
        gatewayId=gateway.id,
        privateNetworkId=network.id,
        enableMasquerade=False,
    )
    assert state(model_of([stack.plan]), "one", "internet") == "closed"


def test_a_tunnel_carries_only_what_both_sides_announce() -> None:
    estate = sound()
    estate.change("tunnel", enableRoutePropagation=True)
    estate.change("acl", rules=[], defaultPolicy="accept")
    model = model_of(estate.plans, DECLARED)
    assert state(model, LEGACY, "data", port=22) == "open"
    assert state(model, LEGACY, "services") == "closed"
    assert state(model, "data", LEGACY) == "open"


def test_a_flow_of_the_legacy_estate_waits_for_the_bridge_until_propagation_is_on() -> None:
    estate = sound()
    assert state(model_of(estate.plans, DECLARED), LEGACY, "db", port=5432) == "waiting"
    estate.change("tunnel", enableRoutePropagation=True)
    assert state(model_of(estate.plans, DECLARED), LEGACY, "db", port=5432) == "open"
    assert state(model_of(estate.plans, DECLARED), LEGACY, "db", port=22) == "closed"


@pytest.mark.parametrize(("stateful", "expected"), [(True, "open"), (False, "closed")])
def test_a_security_group_without_state_needs_a_rule_for_answers(*, stateful: bool, expected: str) -> None:
    estate = sound()
    estate.change("machine", enableDynamicIp=True)
    rules = [{"action": "accept", "protocol": "TCP", "port": 22, "ipRange": "0.0.0.0/0"}]
    estate.change("guard", stateful=stateful, inboundRules=rules)
    assert state(model_of(estate.plans), "internet", "machine", port=22) == expected


def test_a_closed_answer_names_the_filter_and_what_would_open_it() -> None:
    estate = sound()
    model = model_of(estate.plans)
    found = ask(model, end_of(model, "admin"), end_of(model, "services"))
    stop = next(step for step in found.steps if not step.passes)
    assert found.state == "closed"
    assert [written.place for written in stop.stated_by] == ["demo/estate.yaml:2", "demo/estate.yaml:3"]
    assert Words().text(found.remedy) == "declare a flow in the estate"


def test_inside_one_network_everything_is_open() -> None:
    model = model_of(sound().plans)
    assert state(model, SERVICES, "machine", port=3389) == "open"


def test_an_end_that_does_not_exist_suggests_the_nearest() -> None:
    from socle.reach.ask import UnknownEnd

    model = model_of(sound().plans)
    with pytest.raises(UnknownEnd) as refused:
        end_of(model, "servces")
    assert refused.value.near[0] == "services"
    with pytest.raises(UnknownEnd):
        end_of(model, "192.168.77.0/24")


def test_two_plans_compare_by_path() -> None:
    from socle.reach.compare import compare_paths

    estate, other = sound(), sound()
    estate.change("acl", rules=[rule(SERVICES, DATA, 22), rule(DATA, SERVICES)])
    changes = compare_paths(model_of(other.plans), model_of(estate.plans))
    opened = {(each.source, each.target, Words().text(each.services)) for each in changes if each.change == "opened"}
    assert ("services", "data", "tcp 22") in opened
    closed = {(each.source, each.target) for each in changes if each.change == "closed"}
    assert ("platform", "data") in closed


def test_what_answers_need_is_said_apart_from_what_can_be_asked() -> None:
    from socle.reach.compare import compare_paths

    estate, other = sound(), sound()
    estate.change("acl", rules=[rule(SERVICES, DATA, 22), answer(SERVICES, DATA, 22)])
    changes = compare_paths(model_of(other.plans), model_of(estate.plans))

    assert [
        Words().text(each.services)
        for each in changes
        if (each.change, each.source, each.target) == ("opened", "data", "services")
    ] == ["tcp any port from port 22 only, as answers come"]


def test_answers_are_known_by_their_port_for_flows_alone_and_never_for_ways_out() -> None:
    from socle.reach.addresses import interval
    from socle.reach.declared import Declarations, Flow

    ends = {"source": "one", "destination": "two", "sources": (ONE,), "destinations": (TWO,)}
    range_ = interval(ONE)
    assert range_
    for flow, known in (
        (Flow("a", **ends, ports=("443",)), True),
        (Flow("b", **ends, protocol="any"), False),
        (Flow("c", **ends, ports=("443",), what="way-out"), False),
    ):
        assert bool(Declarations([flow]).answering([range_])) is known, flow.name


def opened(before: Model, after: Model) -> set[tuple[str, str, str, bool]]:
    from socle.reach.compare import compare_paths

    changes = compare_paths(before, after)
    return {
        (each.source, each.target, str(Words().text(each.services)), each.answers)
        for each in changes
        if each.change == "opened"
    }


CLIENTS = {"srcPortLow": 1_024, "srcPortHigh": 65_535}


def flow(source: str, target: str, low: int, high: int = 0) -> tuple[dict[str, object], dict[str, object]]:
    """The two rules of a declared flow, as the network's component writes them."""
    back = {**answer(source, target, low, high), "dstPortLow": 1_024, "dstPortHigh": 65_535}
    return rule(source, target, low, high, **CLIENTS), back


def test_a_new_flow_is_none_for_answers_where_some_of_it_could_pass_as_an_answer_before() -> None:
    """The answers from port 443 of `two` passed already: what is left of the new flow is two ranges of ports of its client."""
    before, after = between(*flow(ONE, TWO, 443)), between(*flow(ONE, TWO, 443), *flow(TWO, ONE, 8_080))

    assert opened(before, after) == {
        ("two", "one", "tcp 8080", False),
        ("one", "two", "tcp 1024-65535 from port 8080 only, as answers come", True),
    }


@pytest.mark.parametrize(
    ("low", "high"),
    [(1_024, 65_535), (1, 65_535), (30_000, 60_000)],
)
def test_answers_that_come_from_the_ports_of_clients_let_the_other_side_ask(low: int, high: int) -> None:
    found = opened(between(), between(*flow(ONE, TWO, low, high)))

    assert ("two", "one", "tcp 1024-65535", False) in found


def test_what_comes_from_one_port_and_answers_nothing_is_not_called_an_answer() -> None:
    found = opened(between(), between(rule(ONE, TWO, 22, srcPortLow=22, srcPortHigh=22), rule(TWO, ONE)))

    assert ("one", "two", "tcp 22 from port 22 only", False) in found
