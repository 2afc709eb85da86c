"""The diagram as Mermaid, for a code block of a comment. Every character that could mean something is written as its number."""

from ..text import printable
from .diagram import CLOUDS, MARKS, ORDER, Diagram

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-")
_CLASSES = {"create": "made", "import": "made", "replace": "again", "delete": "gone", "update": "edited"}
_ARROWS = {"": "-->", "create": "==>", "delete": "-.->"}
_LONGEST = 60
_SHAPES = {"bridge": ("{{", "}}"), "networks": ("([", "])"), "compute": ("[", "]"), "stores": ("[(", ")]")}


def mermaid(diagram: Diagram) -> str:
    """The text of a Mermaid flowchart."""
    lines = ["flowchart LR"]
    for cloud in CLOUDS:
        nodes = diagram.of(cloud)
        if not nodes:
            continue
        lines.append(f'  subgraph {cloud}["{_safe(diagram.titles[cloud])}"]')
        for kind in ORDER:
            for node in (n for n in nodes if n.kind == kind):
                left, right = _SHAPES[kind]
                style = f":::{_CLASSES[node.op]}" if node.op in _CLASSES else ":::marked" if node.mark else ""
                sort = f"<br/>{_safe(node.sort)}" if node.sort else ""
                sort += f"<br/>{_safe(f'{MARKS[node.level]} {node.mark}')}" if node.mark else ""
                lines.append(f'    {node.id}{left}"{_safe(_cut(node.label))}{sort}"{right}{style}')
        lines.append("  end")
    for edge in diagram.edges:
        line = _ARROWS[edge.op] if edge.flow else "---"
        arrow = f'{line}|"{_safe(_cut(edge.label))}"|' if edge.flow or edge.label else line
        lines.append(f"  {edge.source} {arrow} {edge.target}")
    lines += [
        "  classDef made stroke:#1a7f37,stroke-width:3px",
        "  classDef edited stroke:#0969da,stroke-width:3px",
        "  classDef again stroke:#bc4c00,stroke-width:3px",
        "  classDef marked stroke:#9a6700,stroke-width:3px",
        "  classDef gone stroke:#cf222e,stroke-width:3px,stroke-dasharray:4",
    ]
    return "\n".join(lines)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _safe(text: str) -> str:
    return "".join(c if c in _PLAIN else f"#{ord(c)};" for c in printable(text))
