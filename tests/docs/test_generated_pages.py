"""Pages that are generated: what is committed is what the library says today. `make docs` writes them anew."""

import os
from pathlib import Path

from tools.docs.estate import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "estate.md"


def test_the_reference_of_the_estate_is_what_the_specs_say() -> None:
    text = reference()
    if os.environ.get("SOCLE_WRITE_DOCS"):
        PAGE.write_text(text, "utf-8")
    assert PAGE.read_text("utf-8") == text, "write it anew: make docs"
