"""A small diagram, box by box and line by line: what is drawn where. What is drawn at all is in `test_review_diagram.py`."""

import pytest

from socle.report.diagram.diagram import Diagram, Node
from socle.report.diagram.edges import Edge
from socle.report.diagram.layout import layout
from socle.report.diagram.svg import svg

TITLES = {
    "networks": "Networks", "stores": "Stores", "compute": "Compute", "bridge": "Bridge", "legacy": "Azure", "sovereign": "Scaleway",
    "joins": "also in",
}  # fmt: skip
NODES = (
    Node("hub", "hub", "bridge", "legacy", "Gateway"),
    Node("apps", "apps", "networks", "sovereign", "PrivateNetwork"),
    Node("data", "data", "networks", "sovereign", "PrivateNetwork", "create"),
    Node("vm", "worker with a name that is long", "compute", "sovereign", "Server", "update"),
    Node("db", "catalogue", "stores", "sovereign", "Instance"),
    *(Node(f"b{n}", f"bucket-{n}", "stores", "sovereign", "Bucket", "delete" if n == 1 else "") for n in range(4)),
)
EDGES = (
    Edge("hub", "apps", "tcp 443", True, "create"),
    Edge("apps", "data", "tcp 5432", True),
    Edge("hub", "data", "", False),
    Edge("vm", "apps", "", False),
    Edge("vm", "data", "", False),
    Edge("db", "data", "", False),
)
DIAGRAM = Diagram(NODES, EDGES, 0, TITLES)


def test_networks_stand_side_by_side_with_what_hangs_on_them_below_and_the_rest_in_rows() -> None:
    found = layout(DIAGRAM)

    assert [(box.node.id, box.x, box.y, box.also) for box in found.boxes] == [
        ("hub", 14, 70, ()), ("apps", 208, 70, ()), ("vm", 208, 116, ("data",)), ("data", 360, 70, ()), ("db", 360, 116, ()),
        ("b0", 208, 188, ()), ("b1", 360, 188, ()), ("b2", 512, 188, ()), ("b3", 208, 240, ()),
    ]  # fmt: skip
    assert found.frames == [("legacy", 0, 168, 124), ("sovereign", 194, 472, 294)]
    assert found.bands == [("Stores", 208, 180)]
    assert (found.width, found.height) == (666, 294)


def test_short_lines_lie_lowest_and_end_spread_over_the_tops_of_their_boxes() -> None:
    lanes = [
        (lane.edge.source, lane.edge.target, lane.x1, lane.x2, lane.y, lane.foot) for lane in layout(DIAGRAM).lanes
    ]

    assert lanes == [
        ("apps", "data", 301, 453, 62, 70), ("hub", "apps", 60, 254, 62, 70), ("hub", "data", 107, 406, 45, 70),
    ]  # fmt: skip


def test_without_lines_networks_begin_under_the_name_of_their_cloud() -> None:
    found = layout(Diagram(NODES[1:2], (), 0, TITLES))

    assert [(box.x, box.y) for box in found.boxes] == [(14, 30)]
    assert (found.frames, found.width, found.height) == ([("sovereign", 0, 168, 84)], 168, 84)


@pytest.mark.parametrize(
    "part",
    [
        'aria-label="A &amp; B" viewBox="-2 -2 670 298" width="670" height="298"',
        '<rect class="frame" x="194" y="0" width="472" height="294" rx="8"/><text class="cloud" x="208" y="19">Scaleway</text>',
        '<path class="flow same" d="M301,70 V62 H453 V69" marker-end="url(#arrow-same)"><title>tcp 5432</title></path>',
        '<path class="flow create" d="M60,70 V62 H254 V69" marker-end="url(#arrow-create)"><title>tcp 443</title></path>',
        '<path class="hangs" d="M107,70 V45 H406 V70"><title></title></path>',
        '<text class="port" x="377" y="66" text-anchor="middle">tcp 5432</text>',
        '<text class="port" x="157" y="66" text-anchor="middle">+ tcp 443</text>',
        '<text class="band" x="208" y="180">Stores</text>',
        '<g class="box bridge same"><title>hub (Gateway)</title><rect x="14" y="70" width="140" height="40" rx="4"/>',
        '<g class="box networks create"><title>data (PrivateNetwork)</title><rect x="360" y="70" width="140" height="40" rx="18"/>',
        '<text class="name" x="371" y="87">+ data</text><text class="sort" x="371" y="102">PrivateNetwork</text>',
        '<g class="box compute update"><title>worker with a name that is long (Server) also in data</title>',
        '<text class="name" x="219" y="133">~ worker with a…</text><text class="sort" x="219" y="148">Server also in data</text>',
        '<text class="name" x="371" y="205">− bucket-1</text>',
    ],
)
def test_each_part_is_drawn_at_its_place(part: str) -> None:
    assert part in str(svg(DIAGRAM, "A & B"))


@pytest.mark.parametrize(
    ("label", "shown"), [("tcp " + "1" * 17, "tcp " + "1" * 17), ("tcp " + "1" * 18, "tcp " + "1" * 16 + "…")]
)
def test_a_label_is_cut_to_the_length_of_its_line(label: str, shown: str) -> None:
    """The line is 152 pixels long: 142 without its margins, at 6.5 pixels a column 21 of them."""
    text = str(svg(Diagram(NODES[1:3], (Edge("apps", "data", label, True),), 0, TITLES), ""))

    assert f">{shown}</text>" in text
