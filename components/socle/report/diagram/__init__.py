"""The diagram of an estate: what stands, what changes, and which paths lead where."""

from .diagram import MARKS, Diagram, diagram_of
from .mermaid import mermaid
from .svg import SIGNS, svg

__all__ = ["MARKS", "SIGNS", "Diagram", "diagram_of", "mermaid", "svg"]
