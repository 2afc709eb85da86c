"""Where the engine keeps state: which backend it would use, whether it can be reached, and whether an old state can be had back."""

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from socle.messages import Refused, Text, said
from socle.project import Project, document_of

from . import line
from .line import Line
from .machine import Machine, read

_ok, _wrong, _unknown = (partial(kind, "backend") for kind in (line.ok, line.wrong, line.unknown))

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_KNOWN = {"http", "https", "file", "s3", "gs", "azblob", "postgres"}
"""Schemes of the engine (pkg/backend/diy, pkg/backend/httpstate)."""


@dataclass(frozen=True)
class StateBucket:
    """The bucket of an `s3://` backend, and where it answers."""

    name: str
    endpoint: str
    region: str
    path_style: bool


Versioned = Callable[[StateBucket], "bool | Text"]
"""Asks a bucket whether it keeps versions; a text is why that could not be asked."""


def backend(project: Project, machine: Machine, *, lasting: bool, ask: Versioned | None = None) -> Iterator[Line]:
    """What is said of the backend.

    Args:
        lasting: whether any of the stacks in question holds what may not be lost; a rehearsal alone does not.
        ask: asks the bucket itself; None where nothing may be asked.
    """
    url, source = backend_url(project, machine)
    if not url:
        yield _wrong("backend.none")
        return
    scheme = urlsplit(url).scheme
    if scheme == "file":
        yield from _folder(url, machine, source, lasting=lasting)
    elif scheme == "s3":
        yield from _bucket(url, source, ask)
    elif scheme in ("http", "https"):
        yield _unknown("backend.service", host=_host(url), source=source)
    elif scheme in _KNOWN:
        yield _unknown("backend.other", scheme=scheme, source=source)
    else:
        yield _wrong("backend.unreadable", source=source)


def backend_url(project: Project, machine: Machine) -> tuple[str, Text]:
    """The backend that the engine would take, and who says so, in its order (pkg/workspace, GetCurrentCloudURL)."""
    named = machine.given("PULUMI_BACKEND_URL")
    if named:
        return named, "PULUMI_BACKEND_URL"
    try:
        pinned = document_of(project.file, read(project.file) or "").value.get("backend")
    except Refused:
        pinned = None
    if isinstance(pinned, dict) and pinned.get("url"):  # pyright: ignore[reportUnknownMemberType]
        return str(pinned["url"]), project.file.name  # pyright: ignore[reportUnknownArgumentType]
    current = credentials(machine).get("current")
    return (str(current), said("doctor.source.login")) if current else ("", "")


def credentials(machine: Machine) -> dict[str, Any]:
    """What the engine noted at its logins; nothing where that cannot be read."""
    home = machine.given("PULUMI_CREDENTIALS_PATH")
    file = (Path(home) if home else machine.folder("PULUMI_HOME", ".pulumi")) / "credentials.json"
    try:
        found: Any = json.loads(read(file) or "{}")
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _folder(url: str, machine: Machine, source: Text, *, lasting: bool) -> Iterator[Line]:
    folder = folder_of(url, machine)
    if not folder.is_dir():
        yield _wrong("backend.folder.absent", folder=str(folder), source=source)
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield _wrong("backend.folder.closed", folder=str(folder), source=source)
    else:
        yield _ok("backend.folder", folder=str(folder), source=source)
    if lasting:
        yield _wrong("backend.folder.bare")
    else:
        yield _ok("backend.folder.rehearsal")


def _bucket(url: str, source: Text, ask: Versioned | None) -> Iterator[Line]:
    found = state_bucket(url)
    if not found.name:
        yield _wrong("backend.unreadable", source=source)
        return
    host = _host(found.endpoint)
    if not found.endpoint:
        yield _wrong("backend.bucket.elsewhere", bucket=found.name)
        return
    if not at_home(found):
        yield _wrong("backend.bucket.stranger", bucket=found.name, host=host or said("doctor.unreadable"))
        return
    if "ssetype" in parse_qs(urlsplit(url).query):
        yield _wrong("backend.bucket.sealed", bucket=found.name)
    if ask is None:
        yield _unknown("backend.bucket.unasked", bucket=found.name, host=host, source=source)
        return
    answer = ask(found)
    if isinstance(answer, bool):
        yield (_ok if answer else _wrong)(
            "backend.bucket" if answer else "backend.bucket.unversioned", bucket=found.name, host=host
        )
    else:
        yield _unknown("backend.bucket.silent", bucket=found.name, host=host, why=answer)


def at_home(bucket: StateBucket) -> bool:
    """Whether a bucket answers at the host, or on this machine: nobody else is asked anything."""
    host = _host(bucket.endpoint)
    return host in _LOOPBACK or re.fullmatch(r"s3\.[a-z]{2}-[a-z]{3}\.scw\.cloud", host) is not None


def state_bucket(url: str) -> StateBucket:
    """The bucket of an `s3://` URL, as gocloud reads it."""
    parts = urlsplit(url)
    given = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    endpoint = given.get("endpoint", "")
    if endpoint and "://" not in endpoint:
        endpoint = f"{'http' if given.get('disable_https') == 'true' else 'https'}://{endpoint}"
    style = given.get("use_path_style") or given.get("s3ForcePathStyle") or ""
    return StateBucket(parts.netloc, endpoint, given.get("region", ""), style == "true")


def folder_of(url: str, machine: Machine) -> Path:
    """The folder of a `file://` address; `~` is the machine's home."""
    place = unquote(url.removeprefix("file://").partition("?")[0])
    return machine.home / place.removeprefix("~").lstrip("/") if place.startswith("~") else Path(place)


def _host(url: str) -> str:
    """The host of an address, and nothing else of it: what else an address carries may be a secret."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host if "." in host or host in _LOOPBACK else ""
