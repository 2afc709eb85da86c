"""Where the boxes and lines of a diagram go: networks and bridges side by side, under each what hangs on it, flows above.

A flow has a lane of its own above the networks, so that no line runs through a box. Pure numbers; `svg.py` draws them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .diagram import CLOUDS, Diagram, Node
from .edges import Edge

WIDTH, HEIGHT = 140, 40
GAP, FRAME, BAND = 12, 14, 24
_HEAD, _LANE, _BETWEEN = 30, 17, 26
_COLUMNS = 5
_TOPS = ("bridge", "networks")


@dataclass(frozen=True)
class Box:
    """One box in pixels. `also`: the other networks that it hangs on."""

    node: Node
    x: int
    y: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lane:
    """One line above the networks: from the top of a box, along `y`, to the top of another. `label` is the middle of its text,
    which has room for so many columns.
    """

    edge: Edge
    x1: int
    x2: int
    y: int
    foot: int
    label: int
    room: int


@dataclass
class Layout:
    """Everything with its place. `frames` are clouds: name, left, width, height; `bands` titles: text, left, baseline."""

    boxes: list[Box] = field(default_factory=list[Box])
    lanes: list[Lane] = field(default_factory=list[Lane])
    frames: list[tuple[str, int, int, int]] = field(default_factory=list[tuple[str, int, int, int]])
    bands: list[tuple[str, int, int]] = field(default_factory=list[tuple[str, int, int]])
    width: int = 0
    height: int = 0


def layout(diagram: Diagram) -> Layout:
    """The whole diagram in pixels."""
    kinds = {node.id: node.kind for node in diagram.nodes}
    crossing = [e for e in diagram.edges if kinds.get(e.source) in _TOPS and kinds.get(e.target) in _TOPS]
    busy = {end for edge in crossing for end in (edge.source, edge.target)}
    columns = {cloud: _columns(diagram, cloud, busy) for cloud in CLOUDS if diagram.of(cloud)}
    found = Layout()
    left = 0
    tops: dict[str, int] = {}
    for cloud, row in columns.items():
        for index, node in enumerate(_ordered(diagram, cloud, busy)[:row]):
            tops[node.id] = left + FRAME + index * (WIDTH + GAP)
        width = 2 * FRAME + row * (WIDTH + GAP) - GAP
        found.frames.append((cloud, left, width, 0))
        left += width + _BETWEEN
    lanes = _lanes(crossing, tops, left - _BETWEEN)
    deepest = max((depth for _, depth, _ in lanes), default=-1) + 1
    foot = _HEAD + deepest * _LANE + (6 if deepest else 0)
    found.lanes = [
        Lane(edge, span.x1, span.x2, foot - 8 - depth * _LANE, foot, span.label, span.room)
        for edge, depth, span in lanes
    ]
    found.frames = [_cloud(diagram, frame, columns, busy, foot, found) for frame in found.frames]
    found.width = left - _BETWEEN
    found.height = max(height for *_, height in found.frames)
    return found


def _columns(diagram: Diagram, cloud: str, busy: set[str]) -> int:
    """As many as are easily read, or as there are networks with lines, and no more than are needed."""
    tops = diagram.of(cloud, *_TOPS)
    rest = max((len(diagram.of(cloud, kind)) for kind in ("compute", "stores")), default=0)
    return max(sum(node.id in busy for node in tops), min(_COLUMNS, max(len(tops), min(rest, 3))), 1)


def _ordered(diagram: Diagram, cloud: str, busy: set[str]) -> list[Node]:
    """Those with lines first, then bridges, then networks by name, so that the order of changes moves nothing."""
    return sorted(diagram.of(cloud, *_TOPS), key=lambda n: (n.id not in busy, _TOPS.index(n.kind), n.label, n.id))


def _cloud(
    diagram: Diagram, frame: tuple[str, int, int, int], columns: dict[str, int], busy: set[str], y: int, found: Layout
) -> tuple[str, int, int, int]:
    cloud, left, width, _ = frame
    row = columns[cloud]
    hangs = _hangs(diagram)
    ordered = _ordered(diagram, cloud, busy)
    for start in range(0, len(ordered), row):
        y = _row(diagram, ordered[start : start + row], hangs, left, y, found)
    for kind in ("compute", "stores"):
        loose = [node for node in diagram.of(cloud, kind) if node.id not in hangs]
        if loose:
            found.bands.append((diagram.titles[kind], left + FRAME, y + 12))
            y = _grid(loose, row, left, y + BAND - 4, found)
    return cloud, left, width, y + FRAME - GAP


def _row(diagram: Diagram, tops: Sequence[Node], hangs: dict[str, list[str]], left: int, y: int, found: Layout) -> int:
    """Networks side by side, each with what hangs on it below; gives where the next row starts."""
    labels = {node.id: node.label for node in diagram.nodes}
    lowest = y
    for index, top in enumerate(tops):
        x, below = left + FRAME + index * (WIDTH + GAP), y
        found.boxes.append(Box(top, x, below))
        for node in (n for n in diagram.nodes if hangs.get(n.id, [""])[0] == top.id):
            below += HEIGHT + GAP // 2
            found.boxes.append(Box(node, x, below, tuple(labels[other] for other in hangs[node.id][1:])))
        lowest = max(lowest, below)
    return lowest + HEIGHT + GAP


def _grid(nodes: Sequence[Node], row: int, left: int, y: int, found: Layout) -> int:
    for index, node in enumerate(nodes):
        x = left + FRAME + index % row * (WIDTH + GAP)
        found.boxes.append(Box(node, x, y + index // row * (HEIGHT + GAP)))
    return y + (1 + (len(nodes) - 1) // row) * (HEIGHT + GAP)


def _hangs(diagram: Diagram) -> dict[str, list[str]]:
    """The networks and bridges that a store or a machine hangs on, in its own cloud."""
    nodes = {node.id: node for node in diagram.nodes}
    found: dict[str, list[str]] = {}
    for edge in diagram.edges:
        source, target = nodes.get(edge.source), nodes.get(edge.target)
        if edge.flow or not source or not target or source.kind in _TOPS or target.kind not in _TOPS:
            continue
        if source.cloud == target.cloud:
            found.setdefault(source.id, []).append(target.id)
    return found


_CELL = 6.5
"""Pixels of a column of a label."""
_LONGEST_LABEL = 52
"""Columns that the label of a flow that comes or goes may have beyond its line; every other is cut to its line."""


@dataclass(frozen=True)
class _Span:
    """Where a line and its label lie from left to right."""

    x1: int
    x2: int
    label: int
    room: int

    @property
    def taken(self) -> tuple[int, int]:
        half = round(self.room * _CELL / 2)
        ends = self.x1, self.x2, self.label - half, self.label + half
        return min(ends) - 8, max(ends) + 8


def _span(edge: Edge, x1: int, x2: int, width: int) -> _Span:
    """A flow that comes or goes has its whole label, inside the diagram; another has what its line has room for."""
    middle, room = (x1 + x2) // 2, max(4, int((abs(x2 - x1) - 10) / _CELL))
    if not (edge.flow and edge.op):
        return _Span(x1, x2, middle, room)
    wanted = max(room, min(len(edge.label) + 2, _LONGEST_LABEL, int(width / _CELL)))
    half = round(wanted * _CELL / 2)
    return _Span(x1, x2, max(half, min(middle, width - half)) if wanted > room else middle, wanted)


def _lanes(edges: Sequence[Edge], tops: dict[str, int], width: int) -> list[tuple[Edge, int, _Span]]:
    """Edge, lane, and place. Short lines lie lowest; two lines share a lane only where neither they nor their labels meet."""
    ends = dict(_ends(edges, tops))
    lanes: list[list[tuple[int, int]]] = []
    found: list[tuple[Edge, int, _Span]] = []
    for edge in sorted(edges, key=lambda e: (abs(ends[e, 0] - ends[e, 1]), e.source, e.target, e.op)):
        span = _span(edge, ends[edge, 0], ends[edge, 1], width)
        low, high = span.taken
        lane = next((i for i, taken in enumerate(lanes) if all(high < a or low > b for a, b in taken)), len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((low, high))
        found.append((edge, lane, span))
    return found


def _ends(edges: Sequence[Edge], tops: dict[str, int]) -> Iterator[tuple[tuple[Edge, int], int]]:
    """Where each line meets each box: spread over its top, those from the left at the left."""
    for node, x in tops.items():
        here = [(edge, side) for edge in edges for side in (0, 1) if (edge.source, edge.target)[side] == node]
        here.sort(key=lambda end: (tops[(end[0].target, end[0].source)[end[1]]], end[0].op, end[1]))
        for index, end in enumerate(here):
            yield end, x + (index + 1) * WIDTH // (len(here) + 1)
