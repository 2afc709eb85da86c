"""Consoles that respect what they write to: colour only where it is wanted, ASCII where it must be, no wrapping in a pipe."""

import os
from typing import TextIO

from rich.console import Console

UNWRAPPED = 10_000
"""Columns of a file or a pipe that does not say otherwise: a line that a program reads must stay one line."""


def console(stream: TextIO) -> Console:
    """A console on a stream. `COLUMNS` sets the width of a pipe, `NO_COLOR` and `FORCE_COLOR` mean what they say."""
    wide = None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else UNWRAPPED
    return Console(file=stream, width=wide, highlight=False, markup=False, emoji=False)
