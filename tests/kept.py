"""Texts that stand in the repository and are what the library says today: pages, drawings, transcripts. `make docs` writes them anew."""

import os
from pathlib import Path


def assert_as_kept(text: str, file: Path) -> None:
    """Hold a text against the file that is committed; where pages are written, write it first.

    Raises:
        AssertionError: the file is not there, or says something else.
    """
    if os.environ.get("SOCLE_WRITE_DOCS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.is_file()
    assert file.read_text("utf-8") == text, "if it is meant: make docs, and read the difference"
