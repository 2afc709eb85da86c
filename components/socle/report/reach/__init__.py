"""What people read of reachability: one answer, the isolation report, the flow matrix. What is proved is decided in `socle.reach`."""

from .json import answer_json, proofs_json
from .matrix import as_csv, as_markdown, matrix
from .terminal import show_answer, show_proofs

__all__ = ["answer_json", "as_csv", "as_markdown", "matrix", "proofs_json", "show_answer", "show_proofs"]
