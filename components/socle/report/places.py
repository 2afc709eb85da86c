"""Places of files and lines as a person in this folder would type them."""

import os
from collections.abc import Callable
from pathlib import Path

from socle.origin import Origin

Where = Callable[[Origin], str]
"""How to show where something was declared, such as `stacks/estates/demo/estate.yaml:41`."""


def near(path: str | Path) -> str:
    """A path as a person in this folder would type it; absolute when it is far away."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith(os.path.join("..", "..", "..")) else relative  # noqa: PTH118


def place_of(estates: Path) -> Where:
    """Lines of the estates in a folder."""
    return lambda origin: f"{near(estates / origin.file)}:{origin.line}"
