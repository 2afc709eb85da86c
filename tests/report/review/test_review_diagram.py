"""The diagram: what is drawn, that no line runs through a box, and that foreign text in it is only text."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socle.diff.compare import compare
from socle.origin import Origin
from socle.plan.model import Resource
from socle.report.diagram.diagram import MOST_NODES, Diagram, Node, diagram_of, estate_of
from socle.report.diagram.edges import Edge
from socle.report.diagram.layout import HEIGHT, WIDTH, layout
from socle.report.diagram.mermaid import mermaid
from socle.report.diagram.svg import svg
from socle.report.words.catalogue import Language, Words
from socle.review.model import Review, review

from .changes import BUCKET, HOSTILE, NETWORK, hostile, made, plan, platform, reviewed

ENGLISH = Words(Language.ENGLISH)
ACL = "scaleway:network/acl:Acl"
DATABASE = "scaleway:databases/instance:Instance"
VNET = "azure-native:network:VirtualNetwork"


def network(name: str, subnet: str, stack: str = "demo") -> Resource:
    return made(
        NETWORK,
        name,
        {"ipv4Subnet": {"subnet": subnet}},
        stack=stack,
        origin=Origin("demo/estate.yaml", 1, f"n.{name}"),
    )


def acl(*flows: tuple[str, str, int]) -> Resource:
    rules = [{"source": s, "destination": d, "protocol": "TCP", "dstPortLow": p, "dstPortHigh": p} for s, d, p in flows]
    return made(ACL, "acl", {"rules": rules}, origin=Origin("demo/estate.yaml", 1, "network"))


def drawn(found: Review) -> Diagram:
    diagram = diagram_of(found, ENGLISH)
    assert diagram is not None
    return diagram


def named(diagram: Diagram) -> set[tuple[str, str, str, str]]:
    labels = {node.id: node.label for node in diagram.nodes}
    return {(labels[e.source], labels[e.target], e.label, e.op) for e in diagram.edges if e.flow}


A, B = network("a", "10.0.1.0/24"), network("b", "10.0.2.0/24")
A_TO_B, B_TO_A = ("10.0.1.0/24", "10.0.2.0/24", 443), ("10.0.2.0/24", "10.0.1.0/24", 22)


def test_a_flow_that_comes_and_one_that_goes_are_told_from_one_that_stays() -> None:
    stays = ("10.0.1.0/25", "10.0.2.0/24", 80)
    found = drawn(reviewed(plan(A, B, acl(stays, A_TO_B)), plan(A, B, acl(stays, B_TO_A))))

    assert named(found) == {("a", "b", "TCP 80", ""), ("a", "b", "TCP 443", "create"), ("b", "a", "TCP 22", "delete")}


def test_the_answer_to_a_flow_is_not_drawn() -> None:
    answers = made(
        ACL,
        "acl",
        {"rules": [{**ANSWER, "source": "10.0.2.0/24", "destination": "10.0.1.0/24"}]},
    )

    assert named(drawn(reviewed(plan(A, B, answers)))) == set()


ANSWER = {"srcPortLow": 443, "srcPortHigh": 443, "dstPortLow": 1024, "dstPortHigh": 65535}


def flow(low: int = 0, high: int = 0, source: str = "10.0.1.0/24", target: str = "10.0.2.0/24", name: str = "") -> Any:
    asking = {"srcPortLow": 1024, "srcPortHigh": 65535} if low else {"srcPortLow": 0, "srcPortHigh": 0}
    ends = {"source": source, "destination": target, "protocol": "TCP", "description": f"{name}: why" if name else ""}
    return {**ends, **asking, "dstPortLow": low, "dstPortHigh": high or low}


def filtered(*rules: dict[str, Any], **more: Any) -> Resource:
    return made(ACL, "acl", {"rules": list(rules), **more}, origin=Origin("demo/estate.yaml", 1, "network"))


@pytest.mark.parametrize(
    ("low", "high", "label"),
    [(1, 65535, "TCP 1-65535"), (1024, 65535, "TCP 1024-65535"), (0, 0, "TCP"), (9000, 9100, "TCP 9000-9100")],
)
def test_a_flow_to_many_ports_is_drawn_with_all_of_them(low: int, high: int, label: str) -> None:
    found = drawn(reviewed(plan(A, B, filtered(flow(low, high))), plan(A, B, filtered())))

    assert named(found) == {("a", "b", label, "create")}


def test_flows_between_two_networks_keep_their_names_and_ports() -> None:
    rules = flow(443, name="web"), flow(8443, name="web"), flow(22, name="admin")
    found = drawn(reviewed(plan(A, B, filtered(*rules)), plan(A, B, filtered())))

    assert named(found) == {("a", "b", "TCP 443, 8443 (web); TCP 22 (admin)", "create")}


@pytest.mark.parametrize(
    ("source", "target", "ends"),
    [
        ("10.0.0.0/16", "10.0.2.0/24", ("10.0.0.0/16", "b")),
        ("10.0.1.0/24", "203.0.113.0/28", ("a", "203.0.113.0/28")),
        ("10.0.0.0/16", "10.0.0.0/16", ("10.0.0.0/16", "10.0.0.0/16")),
        ("0.0.0.0/0", "0.0.0.0/0", ("any IPv4 address", "any IPv4 address")),
        ("", "10.0.2.0/24", ("any IPv4 address", "b")),
    ],
)
def test_a_range_that_is_no_one_networks_is_an_end_of_its_own(source: str, target: str, ends: tuple[str, str]) -> None:
    found = drawn(reviewed(plan(A, B, filtered(flow(22, source=source, target=target))), plan(A, B, filtered())))

    assert named(found) == {(*ends, "TCP 22", "create")}
    assert layout(found).lanes


def test_a_filter_that_lets_everything_pass_is_drawn_as_that() -> None:
    after, before = (filtered(defaultPolicy=policy) for policy in ("accept", "drop"))
    found = drawn(reviewed(plan(A, B, after), plan(A, B, before)))

    assert named(found) == {("any IPv4 address", "any IPv4 address", "ANY", "create")}


def test_a_range_has_the_name_that_the_estate_gives_it() -> None:
    spec = {"spec": {"outside": {"partner": {"range": "203.0.113.0/28"}}}}
    network = Resource(
        "urn:pulumi:demo::socle::socle:scaleway:Network::n", "socle:scaleway:Network", custom=False, inputs=spec
    )
    found = drawn(reviewed(plan(A, B, network, filtered(flow(22, source="203.0.113.0/28"))), plan(A, B, filtered())))

    assert [(node.label, node.sort, node.cloud) for node in found.nodes if node.id not in ("n0", "n1")] == [
        ("partner", "203.0.113.0/28", "elsewhere")
    ]


def test_a_flow_leads_from_the_network_of_one_cloud_to_that_of_the_other() -> None:
    origin = Origin("demo/legacy.yaml", 1, "networks.old")
    old = made(VNET, "old", {"addressSpace": {"addressPrefixes": ["10.9.0.0/16"]}}, stack="demo-legacy", origin=origin)
    both = [compare(plan(old, stack="demo-legacy")), compare(plan(A, B, acl(("10.9.1.0/24", "10.0.2.0/24", 5432))))]

    assert named(drawn(review(both, baseline="main"))) == {("old", "b", "TCP 5432", "create")}


def tunnel(key_of_the_other_end: str) -> set[tuple[str, str]]:
    """The lines between two gateways whose ends hold these keys."""

    def needs(**urns: str) -> dict[str, list[str]]:
        return {name: [urn] for name, urn in urns.items()}

    key, other = (made("random:index/randomPassword:RandomPassword", name) for name in ("key", "other"))
    here, there = (
        made("scaleway:s2svpn/gateway:Gateway", "here"),
        made("azure-native:network:VirtualNetworkGateway", "there"),
    )
    version = made("scaleway:secrets/version:Version", "v", property_dependencies=needs(data=key.urn))
    end = needs(vpnGatewayId=here.urn, secretVersion=version.urn)
    far = needs(virtualNetworkGateway1=there.urn, sharedKey={"key": key.urn, "other": other.urn}[key_of_the_other_end])
    ends = (
        made("scaleway:s2svpn/connection:Connection", "a", property_dependencies=end),
        made("azure-native:network:VirtualNetworkGatewayConnection", "b", property_dependencies=far),
    )
    found = drawn(reviewed(plan(key, other, here, there, version, *ends)))
    labels = {node.id: node.label for node in found.nodes}
    return {(labels[edge.source], labels[edge.target]) for edge in found.edges if edge.label == "VPN"}


def test_two_ends_that_share_a_key_are_one_tunnel_and_others_are_none() -> None:
    assert tunnel("key") == {("here", "there")}
    assert tunnel("other") == set()


def test_only_the_estate_that_changes_is_drawn() -> None:
    other = made(NETWORK, "other", origin=Origin("rehearsal/estate.yaml", 1, "n.other"), stack="rehearsal")
    same = compare(plan(other, stack="rehearsal"), plan(other, stack="rehearsal"))
    far = network("c", "10.0.3.0/24")
    now, then = (plan(A, B, far, acl(*flows)) for flows in ([A_TO_B, B_TO_A], [B_TO_A]))
    found = drawn(review([same, compare(now, then)], baseline="main"))

    assert {node.label for node in found.nodes} == {"a", "b"}
    assert found.others == 1, "what no line joins to the change is counted"


@pytest.mark.parametrize("file", [".", "./", ""])
def test_an_origin_that_names_no_folder_is_of_no_estate(file: str) -> None:
    nameless = made(NETWORK, "a", origin=Origin(file, 1, "n.a"))
    named = made(NETWORK, "b", origin=Origin("demo/estate.yaml", 1, "n.b"))

    assert estate_of(plan(nameless, named)) == "demo"
    assert {node.label for node in drawn(reviewed(plan(nameless), plan())).nodes} == {"a"}


def test_what_goes_keeps_the_name_that_its_owner_gave_it() -> None:
    gone = made(BUCKET, "platform-bucket-ingest-bucket", origin=Origin("demo/estate.yaml", 1, "buckets.ingest"))

    assert [(n.label, n.sort, n.op) for n in drawn(reviewed(plan(), plan(gone))).nodes] == [
        ("ingest", "Bucket", "delete")
    ]


def test_what_hangs_on_a_network_is_below_it() -> None:
    database = made(DATABASE, "db", property_dependencies={"privateNetwork": [B.urn]})
    boxes = {box.node.label: box for box in layout(drawn(reviewed(plan(A, B, database)))).boxes}

    assert boxes["db"].x == boxes["b"].x != boxes["a"].x
    assert boxes["db"].y > boxes["b"].y


def test_what_is_not_drawn_is_counted() -> None:
    found = drawn(platform(stacks=2, each=40))

    assert len(found.nodes) == MOST_NODES
    assert found.others == 80 - MOST_NODES


def lanes(*pairs: tuple[int, int]) -> list[int]:
    """How high the lanes lie of flows between four networks that stand side by side."""
    nodes = tuple(Node(f"n{i}", f"n{i}", "networks", "sovereign") for i in range(4))
    edges = tuple(Edge(f"n{a}", f"n{b}", flow=True) for a, b in pairs)
    titles = dict.fromkeys(
        ("networks", "stores", "compute", "bridge", "legacy", "elsewhere", "sovereign", "joins"), "title"
    )
    return [lane.y for lane in layout(Diagram(nodes, edges, 0, titles)).lanes]


def test_flows_that_would_meet_have_lanes_of_their_own_and_others_share_one() -> None:
    assert len(set(lanes((0, 3), (1, 2), (0, 2), (2, 0)))) == 4
    assert len(set(lanes((0, 1), (2, 3)))) == 1


def boxes_apart(diagram: Diagram) -> None:
    found = layout(diagram)
    places = {(box.x, box.y) for box in found.boxes}
    assert len(places) == len(found.boxes) == len(diagram.nodes)
    for x, y in places:
        assert not [p for p in places if p != (x, y) and abs(p[0] - x) < WIDTH and abs(p[1] - y) < HEIGHT]
        assert 0 <= x <= found.width - WIDTH
        assert 0 <= y <= found.height - HEIGHT
    for lane in found.lanes:
        assert lane.y < lane.foot <= min(y for _, y in places)
        assert {x <= lane.x1 <= x + WIDTH or x <= lane.x2 <= x + WIDTH for x, y in places if y == lane.foot} >= {True}
    for one in found.lanes:
        for two in found.lanes:
            meets = min(one.x1, one.x2) <= max(two.x1, two.x2) and min(two.x1, two.x2) <= max(one.x1, one.x2)
            assert one is two or one.y != two.y or not meets


KIND = st.sampled_from(["bridge", "networks", "compute", "stores"])
CLOUD = st.sampled_from(["legacy", "elsewhere", "sovereign"])


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    text = st.text(max_size=12) | st.sampled_from(HOSTILE)
    kinds = draw(st.lists(st.tuples(KIND, CLOUD, text), min_size=1, max_size=16))
    nodes = tuple(Node(f"n{i}", label, kind, cloud, "Bucket") for i, (kind, cloud, label) in enumerate(kinds))
    ends = st.integers(0, len(nodes) - 1)
    pairs = draw(
        st.lists(st.tuples(ends, ends, text, st.booleans(), st.sampled_from(["", "create", "delete"])), max_size=16)
    )
    edges = tuple(dict.fromkeys(Edge(f"n{a}", f"n{b}", label, flow, op) for a, b, label, flow, op in pairs if a != b))
    titles = dict.fromkeys(
        ("networks", "stores", "compute", "bridge", "legacy", "elsewhere", "sovereign", "joins"), "title"
    )
    return Diagram(nodes, edges, 0, titles)


@settings(max_examples=60)
@given(diagrams())
def test_no_box_lies_on_another_and_no_line_on_another_or_on_a_box(diagram: Diagram) -> None:
    boxes_apart(diagram)


@settings(max_examples=60)
@given(diagrams())
def test_whatever_the_names_are_the_svg_has_the_same_elements(diagram: Diagram) -> None:
    calm = Diagram(
        tuple(Node(n.id, "x", n.kind, n.cloud, n.sort, n.op) for n in diagram.nodes),
        tuple(Edge(e.source, e.target, e.label and "x", e.flow, e.op) for e in diagram.edges),
        0,
        diagram.titles,
    )

    def elements(one: Diagram) -> list[str]:
        return sorted(element.tag for element in ElementTree.fromstring(str(svg(one, "d"))).iter())  # noqa: S314

    assert elements(diagram) == elements(calm)


LINE = re.compile(
    r"flowchart LR"
    r'|  subgraph (legacy|elsewhere|sovereign)\["[^"\n]*"\]'
    r"|    n\d+(\{\{|\(\[|\[|\[\()\"([\w .-]|#\d+;|<br/>)*\"(\}\}|\]\)|\]|\)\])(:::\w+)?"
    r"|  end"
    r"|  n\d+ (---|(---|-->|==>|-\.->)\|\"([\w .-]|#\d+;)*\"\|) n\d+"
    r"|  classDef \w+ [\w:#,-]+",
    re.ASCII,
)


@settings(max_examples=60)
@given(diagrams())
def test_whatever_the_names_are_every_line_of_the_mermaid_is_one_of_ours(diagram: Diagram) -> None:
    text = mermaid(diagram)

    assert not [line for line in text.split("\n") if not LINE.fullmatch(line)]
    assert text.count("\n") + 1 == len(text.splitlines())


@pytest.mark.parametrize("steering", ["\x1b", "\u202e"])
def test_no_number_in_the_mermaid_stands_for_what_steers(steering: str) -> None:
    text: Any = mermaid(drawn(hostile()))

    assert f"#{ord(steering)};" not in text


def box(**more: Any) -> Node:
    """The one store of a component whose policy changes as given."""
    component = Resource(
        "urn:pulumi:demo::socle::socle:scaleway:PrivateBucket::s", "socle:scaleway:PrivateBucket", custom=False
    )
    store = made(
        BUCKET, "s-bucket", {"name": "b"}, parent=component.urn, origin=Origin("demo/estate.yaml", 1, "buckets.s")
    )
    lock = "scaleway:object/bucketLockConfiguration:BucketLockConfiguration"

    def locked(days: int) -> Resource:
        return made(lock, "s-lock", {"bucket": "b", "rule": {"defaultRetention": {"days": days}}}, parent=component.urn)

    after, before = (plan(component, store, locked(more[side])) for side in ("after", "before"))
    return drawn(reviewed(after, before)).nodes[0]


def test_a_store_whose_safeguard_is_weakened_is_marked_in_words_and_by_a_sign() -> None:
    weak, same = box(before=365, after=30), box(before=30, after=365)

    assert (weak.mark, weak.level, weak.op) == ("weakened", "dangerous", "")
    assert same.mark == ""
    one = Diagram((weak,), (), 0, dict.fromkeys(("stores", "compute", "sovereign", "joins"), "title"))
    assert "▲ weakened" in svg(one, "")
    assert 'class="box stores same dangerous"' in svg(one, "")
    assert "#9650; weakened" in mermaid(one)


def test_a_flow_that_comes_has_its_whole_label_and_shares_no_lane_with_what_it_covers() -> None:
    nodes = tuple(Node(f"n{i}", f"n{i}", "networks", "sovereign") for i in range(3))
    long = "TCP 443, 8443, 9000-9100 (platform-to-services)"
    edges = Edge("n0", "n1", long, flow=True, op="create"), Edge("n1", "n2", "TCP 1", flow=True)
    diagram = Diagram(nodes, edges, 0, {"sovereign": "title", "joins": "j"})

    assert f"+ {long}</text>" in svg(diagram, "")
    assert len({lane.y for lane in layout(diagram).lanes}) == 2
