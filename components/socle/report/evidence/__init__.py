"""An evidence bundle as people read it: Markdown and one self-contained page; and what verifying or comparing bundles says."""

from .markdown import evidence_markdown
from .page import evidence_page
from .said import difference_lines, flaw_line, flaw_lines, verified_json

__all__ = ["difference_lines", "evidence_markdown", "evidence_page", "flaw_line", "flaw_lines", "verified_json"]
