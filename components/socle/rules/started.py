"""What a machine is started with, read as the host's images read it: cloud-config, scripts, archives of both, and files inside them.

Source: the documentation of cloud-init, on formats of user data and on its modules.
"""

import gzip
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

import yaml

_RUNS = ("runcmd", "bootcmd")
_ENCODED = re.compile(r"[A-Za-z0-9+/\s]{24,}={0,2}\s*")
_DEEPEST = 4
"""Documents inside documents that are followed; no writer of a machine needs more."""


@dataclass
class Started:
    """The settings of every cloud-config in a document, and every text that a shell or a service reads.

    `whole` says that all of it could be read.
    """

    settings: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    texts: list[str] = field(default_factory=list[str])
    whole: bool = True


@lru_cache(maxsize=256)
def started_with(document: str) -> Started:
    """A document of user data, taken apart. The answer is shared: it is only read."""
    found = Started()
    _read(document, found, 0)
    return found


def _read(text: str, found: Started, depth: int) -> None:
    if depth > _DEEPEST:
        found.whole = False
        return
    lines = text.lstrip("\ufeff").lstrip().splitlines() or [""]
    if lines[0].startswith("## template:"):
        lines = lines[1:] or [""]
    head, body = lines[0].strip().lower(), "\n".join(lines)
    if head.startswith("#cloud-config-archive"):
        _archive(body, found, depth)
    elif head.startswith("#cloud-config"):
        _config(body, found)
    elif _ENCODED.fullmatch(text):
        _decoded(text, found, depth)
    else:
        found.texts.append(body)
        if head.startswith(("content-type:", "mime-version:")):
            for part in re.split(r"\n\s*\n", text):
                if part.lstrip().startswith("#cloud-config") or _ENCODED.fullmatch(part):
                    _read(part, found, depth + 1)


def _archive(text: str, found: Started, depth: int) -> None:
    for part in listed(_loaded(text, found)):
        content = cast("dict[str, Any]", part).get("content") if isinstance(part, dict) else part
        _read(str(content or ""), found, depth + 1)


def _config(text: str, found: Started) -> None:
    loaded = _loaded(text, found)
    if not isinstance(loaded, dict):
        found.whole = False
        found.texts.append(text)
        return
    settings = {str(key): value for key, value in cast("dict[Any, Any]", loaded).items()}
    found.settings.append(settings)
    for key in _RUNS:
        commands = [_command(each) for each in listed(settings.get(key))]
        found.texts.append("\n".join(commands))
    for row in listed(settings.get("write_files")):
        file = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
        content = _content(file)
        if content is None:
            found.whole = False
        else:
            found.texts.append(f"{file.get('path', '')}\n{content}")


def _content(file: dict[str, Any]) -> str | None:
    """What is written to a file; None where it cannot be decoded."""
    written, encoding = str(file.get("content") or ""), str(file.get("encoding") or "").lower()
    if not encoding or encoding == "text/plain":
        return written
    try:
        data = (
            b64decode(written)
            if "b" in encoding.replace("gzip", "") or "base64" in encoding
            else written.encode("latin-1")
        )
        return (gzip.decompress(data) if "gz" in encoding else data).decode()
    except (ValueError, Error, OSError, EOFError):
        return None


def _decoded(text: str, found: Started, depth: int) -> None:
    try:
        data = b64decode("".join(text.split()))
        _read((gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode(), found, depth + 1)
    except (ValueError, Error, OSError, EOFError):
        found.whole = False


def _loaded(text: str, found: Started) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        found.whole = False
        return None


def listed(value: Any) -> list[Any]:
    """A list, or the one value as one."""
    return cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]


def _command(given: Any) -> str:
    return " ".join(map(str, cast("list[Any]", given))) if isinstance(given, list) else str(given)


def files_of(started: Started) -> Iterator[str]:
    """Every text that a shell or a service reads, with its lines joined where one goes on in the next."""
    yield from (text.replace("\\\n", " ") for text in started.texts)
