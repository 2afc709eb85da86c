"""The diagram as SVG: one frame a cloud, boxes with a sign for what happens to them, lines with their ports. Colours come from
the page; what colour says, a sign or a dash says too."""

from markupsafe import Markup
from rich.cells import cell_len, set_cell_size

from ..text import printable
from .diagram import MARKS, Diagram
from .layout import FRAME, HEIGHT, WIDTH, Box, Lane, layout

SIGNS = {"create": "+", "import": "=", "update": "~", "replace": "±", "delete": "−"}
_CELLS = 16
"""Columns of text that fit into a box at 13 pixels."""


def svg(diagram: Diagram, alternative: str) -> Markup:
    """An SVG element; foreign text in it is escaped."""
    found = layout(diagram)
    parts = [_frame(diagram.titles[name], left, width, height) for name, left, width, height in found.frames]
    parts += [_lane(lane) for lane in found.lanes]
    parts += [_label(lane) for lane in found.lanes if lane.edge.label]
    parts += [_text(x, y, title, "band") for title, x, y in found.bands]
    parts += [_box(box, diagram.titles["joins"]) for box in found.boxes]
    return Markup(
        '<svg role="img" aria-label="{}" viewBox="-2 -2 {w} {h}" width="{w}" height="{h}" xmlns="http://www.w3.org/2000/svg">{}{}</svg>'
    ).format(alternative, _ARROWS, Markup("").join(parts), w=found.width + 4, h=found.height + 4)


def _frame(title: str, left: int, width: int, height: int) -> Markup:
    rect = Markup('<rect class="frame" x="{}" y="0" width="{}" height="{}" rx="8"/>').format(left, width, height)
    return rect + _text(left + FRAME, 19, title, "cloud")


_ARROWS = Markup("<defs>{}</defs>").format(
    Markup("").join(
        Markup(
            '<marker id="arrow-{0}" class="{0}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0,0 L8,4 L0,8 z"/></marker>'
        ).format(op)
        for op in ("same", "create", "delete")
    )
)


def _lane(lane: Lane) -> Markup:
    edge = lane.edge
    path = f"M{lane.x1},{lane.foot} V{lane.y} H{lane.x2} V{lane.foot - (1 if edge.flow else 0)}"
    arrow = Markup(' marker-end="url(#arrow-{})"').format(edge.op or "same") if edge.flow else Markup("")
    kind = f"flow {edge.op or 'same'}" if edge.flow else "hangs"
    return Markup('<path class="{}" d="{}"{}><title>{}</title></path>').format(kind, path, arrow, printable(edge.label))


def _label(lane: Lane) -> Markup:
    sign = SIGNS.get(lane.edge.op, "")
    text = _cut(f"{sign} {printable(lane.edge.label)}".strip(), lane.room)
    return Markup('<text class="port" x="{}" y="{}" text-anchor="middle">{}</text>').format(
        lane.label, lane.y + 4, text
    )


def _box(box: Box, joins: str) -> Markup:
    node = box.node
    label, sign = printable(node.label), SIGNS.get(node.op, "")
    also = f" {joins} {printable(', '.join(box.also))}" if box.also else ""
    mark = f"{MARKS[node.level]} {node.mark} · " if node.mark else ""
    return Markup(
        '<g class="box {} {}{}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>{}{}</g>'
    ).format(
        node.kind,
        node.op or "same",
        f" {node.level}" if node.mark else "",
        f"{label} ({node.sort}){also}{f': {node.mark}' if node.mark else ''}",
        box.x,
        box.y,
        WIDTH,
        HEIGHT,
        18 if node.kind == "networks" else 4,
        _text(box.x + 11, box.y + 17, _cut(f"{sign} {label}".strip(), _CELLS), "name"),
        _text(box.x + 11, box.y + 32, _cut(f"{mark}{node.sort}{also}", _CELLS + 4), "sort"),
    )


def _cut(text: str, cells: int) -> str:
    """Text of at most so many columns, wide characters counted as two."""
    return text if cell_len(text) <= cells else set_cell_size(text, cells - 1).rstrip() + "…"


def _text(x: int, y: int, text: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, x, y, printable(text))
