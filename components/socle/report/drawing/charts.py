"""Charts as SVG: bars of counts, and a way down in steps. Widths are for 480 units; the page scales them."""

from collections.abc import Sequence
from html import escape

_WIDE = 480
_BAR, _LABEL = 15, 17
_LEFT, _RIGHT, _TOP, _FLOOR = 34, 12, 22, 150


def bars(rows: Sequence[tuple[str, int, str]], title: str) -> str:
    """Horizontal bars, each with its words above it and its number beside it: words, count, and a class of the style."""
    most = max((count for _, count, _ in rows), default=0) or 1
    height = len(rows) * (_BAR + _LABEL + 8)
    parts = [_head(height, title)]
    for number, (words, count, style) in enumerate(rows):
        top = number * (_BAR + _LABEL + 8)
        width = max(round(count / most * (_WIDE - 60), 1), 2) if count else 0
        parts.append(f'<text x="0" y="{top + 12}">{escape(words)}</text>')
        parts.append(
            f'<rect class="bar {escape(style)}" x="0" y="{top + _LABEL}" width="{width}" height="{_BAR}" rx="2"/>'
        )
        parts.append(f'<text class="soft" x="{width + 6}" y="{top + _LABEL + 12}">{count}</text>')
    return "".join([*parts, "</svg>"])


def steps(points: Sequence[tuple[int, int, int, str]], title: str) -> str:
    """A way down: for each point the day as a number, how many in all, how many of them weigh most, and the day in words.

    The last point goes on to the edge, since nothing says that it ends.
    """
    most = max((count for _, count, _, _ in points), default=0) or 1
    first, last = points[0][0], max(points[-1][0], points[0][0] + 1)
    over = _WIDE - _LEFT - _RIGHT
    reach = 0.86 if len(points) > 1 else 0.0

    def across(day: int) -> float:
        return round(_LEFT + (day - first) / (last - first) * over * reach, 1)

    def up(count: int) -> float:
        return round(_FLOOR - count / most * (_FLOOR - _TOP), 1)

    parts = [_head(_FLOOR + 34, title), f'<line class="axis" x1="{_LEFT}" y1="{_FLOOR}" x2="{_WIDE}" y2="{_FLOOR}"/>']
    for style, heights in (
        ("all", [(each[0], each[1]) for each in points]),
        ("part", [(each[0], each[2]) for each in points]),
    ):
        parts.append(f'<path class="{style}" d="{_stairs([(across(day), up(count)) for day, count in heights])}"/>')
    for number, (day, count, _, words) in enumerate(points):
        anchor = "start" if number == 0 else "middle"
        parts.append(f'<text x="{across(day) + (4 if number == 0 else 0)}" y="{up(count) - 5}">{count}</text>')
        row = _FLOOR + 14 + (number % 2) * 15
        parts.append(f'<text class="soft" text-anchor="{anchor}" x="{across(day)}" y="{row}">{escape(words)}</text>')
    return "".join([*parts, "</svg>"])


def _stairs(points: Sequence[tuple[float, float]]) -> str:
    """The outline of what is under the steps."""
    path = f"M{points[0][0]} {_FLOOR}V{points[0][1]}"
    for across, up in points[1:]:
        path += f"H{across}V{up}"
    return f"{path}H{_WIDE - _RIGHT}V{_FLOOR}Z"


def _head(height: float, title: str) -> str:
    said = escape(title)
    return f'<svg viewBox="0 0 {_WIDE} {height}" role="img" aria-label="{said}"><title>{said}</title>'
