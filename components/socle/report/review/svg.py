"""The diagram as an SVG of our own layout: one frame a cloud, one band a kind, lines behind boxes. Colours come from the page."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from ..words import printable
from .diagram import ORDER, Diagram, Edge, Node

_WIDTH, _HEIGHT = 168, 34
_GAP_X, _GAP_Y = 18, 14
_COLUMNS = {"legacy": 2, "sovereign": 3}
_COLUMNS_ALONE = 5
_BAND, _FRAME, _TITLE = 26, 16, 26
_LONGEST_LABEL = 20


@dataclass(frozen=True)
class _Box:
    node: Node
    x: int
    y: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + _WIDTH // 2, self.y + _HEIGHT // 2


def svg(diagram: Diagram, alternative: str) -> Markup:
    """An SVG element; foreign text in it is escaped."""
    parts: list[Markup] = []
    boxes: dict[str, _Box] = {}
    x = 0
    bottom = 0
    for cloud in ("legacy", "sovereign"):
        nodes = [node for node in diagram.nodes if node.cloud == cloud]
        if not nodes:
            continue
        most = _COLUMNS[cloud] if len({node.cloud for node in diagram.nodes}) > 1 else _COLUMNS_ALONE
        columns = min(most, max(sum(n.kind == kind for n in nodes) for kind in ORDER))
        width = 2 * _FRAME + columns * _WIDTH + (columns - 1) * _GAP_X
        drawn, height = _cloud(nodes, x, columns, diagram.titles, boxes)
        title = _text(x + _FRAME, _TITLE - 8, diagram.titles[cloud], "cloud")
        frame = Markup('<rect class="frame" x="{}" y="0" width="{}" height="{}" rx="8"/>').format(x, width, height)
        parts += [frame, title, *drawn]
        x += width + 60
        bottom = max(bottom, height)
    lines = [_line(edge, boxes) for edge in diagram.edges if edge.source in boxes and edge.target in boxes]
    frames = [part for part in parts if 'class="frame"' in part]
    rest = [part for part in parts if part not in frames]
    arrow = Markup(
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">{}</marker></defs>'
    )
    body = Markup("").join([arrow.format(Markup('<path d="M0,0 L8,4 L0,8 z"/>')), *frames, *lines, *rest])
    return Markup(
        '<svg role="img" aria-label="{}" viewBox="-4 -4 {} {}" width="{}" xmlns="http://www.w3.org/2000/svg">{}</svg>'
    ).format(alternative, x - 60 + 8, bottom + 8, x - 60 + 8, body)


def _cloud(
    nodes: list[Node], left: int, columns: int, titles: dict[str, str], boxes: dict[str, _Box]
) -> tuple[list[Markup], int]:
    drawn: list[Markup] = []
    y = _TITLE
    for kind in ORDER:
        members = [node for node in nodes if node.kind == kind]
        if not members:
            continue
        drawn.append(_text(left + _FRAME, y + 14, titles[kind], "band"))
        y += _BAND
        for index, node in enumerate(members):
            column, row = index % columns, index // columns
            box = _Box(node, left + _FRAME + column * (_WIDTH + _GAP_X), y + row * (_HEIGHT + _GAP_Y))
            boxes[node.id] = box
            drawn.append(_drawn(box))
        y += (1 + (len(members) - 1) // columns) * (_HEIGHT + _GAP_Y)
    return drawn, y + _FRAME - _GAP_Y


def _drawn(box: _Box) -> Markup:
    label = printable(box.node.label)
    short = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
    return Markup(
        '<g class="box {} {}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/><text x="{}" y="{}">{}</text></g>'
    ).format(
        box.node.kind,
        box.node.op or "same",
        label,
        box.x,
        box.y,
        _WIDTH,
        _HEIGHT,
        17 if box.node.kind == "networks" else 4,
        box.x + 10,
        box.y + 21,
        short,
    )


def _line(edge: Edge, boxes: dict[str, _Box]) -> Markup:
    """A curve between the middles of two boxes; a flow has an arrow and its ports as a title."""
    (x1, y1), (x2, y2) = boxes[edge.source].middle, boxes[edge.target].middle
    bend = max(24, abs(y2 - y1) // 2, abs(x2 - x1) // 4)
    path = f"M{x1},{y1} C{x1},{y1 + bend} {x2},{y2 - bend} {x2},{y2}"
    if edge.flow:
        rise = y1 - _HEIGHT // 2 - 10 - abs(x2 - x1) // 12
        path = f"M{x1},{y1 - _HEIGHT // 2} C{x1},{rise} {x2},{rise} {x2},{y2 - _HEIGHT // 2 - 3}"
    kind = "flow" if edge.flow else "hangs"
    arrow = Markup(' marker-end="url(#arrow)"') if edge.flow else Markup("")
    return Markup('<path class="{}" d="{}"{}><title>{}</title></path>').format(kind, path, arrow, escape(edge.label))


def _text(x: int, y: int, text: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, x, y, printable(text))
