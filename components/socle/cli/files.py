"""Writing a result to a file whole or not at all, so that nobody reads half a plan."""

import os
import sys
from pathlib import Path

import typer

STANDARD_OUTPUT = Path("-")


def refuse_unwritable(file: Path | None, option: str) -> None:
    """Refuse a place that cannot take a file, before the work and not after it."""
    if file is None or file == STANDARD_OUTPUT:
        return
    if file.is_dir():
        raise typer.BadParameter(f"{file} is a folder", param_hint=option)
    if not file.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.parent}", param_hint=option)


def write_whole(file: Path, text: str) -> None:
    """Write text to a file under another name and then rename it; `-` is the standard output.

    A device or a pipe, such as /dev/stdout, is written to as it is: renaming over it would remove it.
    """
    if file == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    target = file.resolve()
    if target.exists() and not target.is_file():
        target.write_text(text, encoding="utf-8")
        return
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
