"""Source positions without the machine in them: the same for every checkout and every virtual environment."""

import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

_INSTALLED = ("site-packages", "dist-packages")


@cache
def source_position(uri: str, line: int, root: str) -> str:
    """The line that calls a resource's constructor.

    Under the project's root it reads as the engine writes it, `project:///infra/__main__.py#12`. Installed packages
    and files elsewhere are named by their import path, `package:///socle/scaleway/storage.py#12`, where the engine
    would give the path of this machine.
    """
    if not uri or line <= 0:
        return ""
    path = Path(unquote(urlsplit(uri).path))
    installed = any(part in _INSTALLED for part in path.parts)
    if not installed and path.is_relative_to(root):
        return f"project:///{path.relative_to(root).as_posix()}#{line}"
    return f"package:///{_import_path(path)}#{line}"


def _import_path(path: Path) -> str:
    homes = [Path(entry) for entry in sys.path if entry and path.is_relative_to(entry)]
    if homes:
        return path.relative_to(max(homes, key=lambda home: len(home.parts))).as_posix()
    return path.name
