"""Which stacks have a state in a backend: in a folder of this machine, or in a bucket that may be asked. Nothing in a state is kept."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from socle.messages import Text
from socle.project import Project

from .backend import StateBucket, at_home, backend_url, credentials, folder_of, state_bucket
from .machine import Machine

Stored = Callable[[StateBucket, str], "frozenset[str] | Text"]
"""Asks a bucket for the names of what is below a prefix; a text is why that could not be asked."""
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class States:
    """Where stacks of a project have a state.

    scheme: of the backend that the engine would use; empty where nobody is logged in. bucket: the stacks of its bucket; None: not known.
    folders: by folder of this machine, the stacks that have resources in it.
    """

    scheme: str = ""
    bucket: frozenset[str] | None = None
    folders: dict[Path, frozenset[str]] = field(default_factory=dict[Path, frozenset[str]])

    def kept(self, stack: str) -> bool | None:
        """Whether a stack is in the bucket; None where that is not known."""
        return None if self.scheme == "s3" and self.bucket is None else stack in (self.bucket or ())

    def left(self, stack: str) -> list[Path]:
        """The folders of this machine that still have a state of a stack."""
        return [folder for folder, stacks in self.folders.items() if stack in stacks]


def states(project: Project, machine: Machine, ask: Stored | None) -> States:
    """The states that can be seen from a machine.

    Args:
        ask: asks a bucket; None where nothing may be asked.
    """
    url, _ = backend_url(project, machine)
    folders = {folder: _in_folder(folder, project.name) for folder in _folders(url, machine)}
    scheme = urlsplit(url).scheme
    if scheme != "s3":
        return States(scheme, folders=folders)
    prefix = f"{urlsplit(url).path.strip('/')}/.pulumi/stacks/{project.name}/".lstrip("/")
    bucket = state_bucket(url)
    found = ask(bucket, prefix) if ask and at_home(bucket) else None
    if not isinstance(found, frozenset):
        return States(scheme, folders=folders)
    names = (name.removeprefix(prefix) for name in found)
    stacks = frozenset(name.removesuffix(".gz").removesuffix(".json") for name in names if _is_state(name))
    return States(scheme, stacks, folders)


def _is_state(name: str) -> bool:
    return name.endswith((".json", ".json.gz")) and "/" not in name


def _folders(url: str, machine: Machine) -> Iterator[Path]:
    """Folders that the engine uses, or has been logged in to."""
    accounts = credentials(machine).get("accounts")
    known = cast("dict[str, Any]", accounts) if isinstance(accounts, dict) else {}
    for each in dict.fromkeys((url, *known, "file://~/.pulumi-state")):
        if each.startswith("file://"):
            folder = folder_of(each, machine)
            if folder.is_dir():
                yield folder


def _in_folder(folder: Path, project: str) -> frozenset[str]:
    """Stacks that have resources in a folder. A state that cannot be read may have some."""
    files = (folder / ".pulumi" / "stacks" / project).glob("*.json")
    return frozenset(file.stem for file in files if _has_resources(file))


def _has_resources(file: Path) -> bool:
    try:
        if file.stat().st_size > _MOST_BYTES:
            return True
        latest = json.loads(file.read_text("utf-8"))["checkpoint"].get("latest")
        return bool(latest and latest.get("resources"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True
