"""The page of faults that a run of tests saw and writes, and that each later run is held against."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path


def fault_page(
    moves: str, between: str, checks: Sequence[str], rows: Iterable[tuple[str, str, str, str]], tests: str
) -> str:
    """The page. moves: what does. between: which parts. rows: fault, when it was injected, what stopped it, what that says."""
    table = "\n".join(
        f"| {what} | {when} | {stopped} | {f'`{says}`' if says else ''} |" for what, when, stopped, says in rows
    )
    order = ", ".join(f"`{each}`" for each in checks)
    return (
        f"# Faults of {moves}\n\n"
        f"Each was injected into a move between {between}, and stopped by this check and by none before it; `nothing`: the move\n"
        f"went on by itself, and both sides were the same. The checks in their order: {order}.\n"
        f"Written by the run: `SOCLE_WRITE_DOCS=1 pytest -m slow {tests}`.\n\n"
        f"| fault | injected | stopped by | which says |\n| --- | --- | --- | --- |\n{table}\n"
    )


def hold(page: Path, text: str) -> None:
    """Hold a page against what a run saw, or write it where docs are written."""
    if os.environ.get("SOCLE_WRITE_DOCS"):
        page.write_text(text, encoding="utf-8")
    assert page.read_text("utf-8") == text
