"""What people read of reachability: one answer, the isolation report, the flow matrix. What is proved is decided in `plan.reach`."""

from .declared import declared_of
from .matrix import Row, as_csv, as_markdown, matrix

__all__ = ["Row", "as_csv", "as_markdown", "declared_of", "matrix"]
