"""What self-contained pages have in common: their style, and charts as SVG without script. Each chart has its numbers as text, too."""

from .charts import bars, steps
from .paper import on_paper, template

__all__ = ["bars", "on_paper", "steps", "template"]
