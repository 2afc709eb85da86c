"""`legacy.yaml` and, beside it, the memory of the last export: read together, written whole or not at all.

The memory is what tells a value that a person wrote from one that an export wrote. It holds ids and digests, no values.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from socle.estate.legacy import LEGACY_FILE, LegacySpec
from socle.messages import Place, Refusal, Refused, by_line
from socle.specs import Source, Spec, problems_of, read

from .merge import Digests

MEMORY_FILE = "legacy.adopted.json"
_VERSION = 1


class _Holder(Spec):
    legacy: LegacySpec


@dataclass(frozen=True)
class Remembered:
    """What the last export said of one resource: where it stood in the file, and digests of its fields if it is an entry."""

    key: str
    fields: Digests = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class LegacyFile:
    """An estate's `legacy.yaml`; without `spec` there is none yet."""

    folder: Path
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    spec: LegacySpec | None = None
    memory: Mapping[str, Remembered] = field(default_factory=dict[str, Remembered])

    @property
    def path(self) -> Path:
        """The YAML."""
        return self.folder / LEGACY_FILE

    @cached_property
    def keys(self) -> dict[str, str]:
        """Dotted keys by id of everything that is declared, rules of security groups included."""
        return {} if self.spec is None else dict(_keys(self.spec))

    def removed(self) -> set[str]:
        """Ids that an export wrote and that are no longer declared: a person took them out."""
        return set(self.memory) - set(self.keys)


def open_legacy(folder: Path) -> LegacyFile:
    """Read the files of an estate's folder.

    Raises:
        Refused: there is a `legacy.yaml` that cannot be used, or a memory that is none.
    """
    path = folder / LEGACY_FILE
    if not path.exists():
        return LegacyFile(folder)
    source = read(path, folder.parent)
    return LegacyFile(folder, path.read_bytes().decode(), source.data, _checked(source), _memory(folder))


def validated(text: str, folder: Path) -> tuple[LegacySpec, Mapping[str, Any]]:
    """The spec and the data of a text that is about to become `legacy.yaml`, read as the estate will read it.

    Raises:
        Refused: the estate would refuse it.
    """
    draft = folder / f".{LEGACY_FILE}.{os.getpid()}.draft"
    try:
        draft.write_bytes(text.encode())
        source = read(draft, folder.parent)
        source.file = f"{folder.name}/{LEGACY_FILE}"
        return _checked(source), source.data
    finally:
        draft.unlink(missing_ok=True)


def write(file: LegacyFile, text: str, memory: Mapping[str, Remembered]) -> None:
    """Replace both files. The YAML goes first: with an older memory its new values read as Azure's, which they are."""
    _replace(file.path, text)
    rows = [
        f"{json.dumps(id_)}: {json.dumps([known.key, known.fields], sort_keys=True)}"
        for id_, known in sorted(memory.items())
    ]
    body = ",\n".join(f"  {row}" for row in rows)
    about = "what the last `socle adopt` read: ids, keys, digests of values; it tells hand edits apart, so commit it with legacy.yaml"
    _replace(
        file.folder / MEMORY_FILE, f'{{"version": {_VERSION}, "about": {json.dumps(about)}, "read": {{\n{body}\n}}}}\n'
    )


def _replace(path: Path, text: str) -> None:
    """Whole or not at all; a file that says the same is not touched."""
    if path.exists() and path.read_bytes() == text.encode():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.write_bytes(text.encode())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _checked(source: Source) -> LegacySpec:
    whole = Source(
        source.file, {"legacy": source.data}, {("legacy", *path): place for path, place in source.places.items()}
    )
    if source.problems:
        raise Refused(by_line(source.problems))
    try:
        return _Holder.model_validate_json(json.dumps(whole.data), strict=True).legacy
    except ValidationError as error:
        raise Refused(by_line(problems_of(error, whole, _Holder))) from None


def _memory(folder: Path) -> dict[str, Remembered]:
    path = folder / MEMORY_FILE
    if not path.exists():
        return {}
    try:
        return _remembered(json.loads(path.read_bytes()))
    except (ValueError, TypeError, LookupError, AttributeError):
        refusal = Refusal(
            "this is not the memory of an adoption",
            "hand edits could not be told from Azure's values",
            "restore the file from git; without it every value in legacy.yaml counts as written by hand",
            place=Place(f"{folder.name}/{MEMORY_FILE}"),
        )
        raise Refused([refusal]) from None


def _remembered(document: dict[str, Any]) -> dict[str, Remembered]:
    if document["version"] != _VERSION:
        raise ValueError(document["version"])
    rows = cast("dict[str, tuple[str, dict[str, str]]]", document["read"])
    return {id_: Remembered(str(key), dict(fields)) for id_, (key, fields) in rows.items()}


def _keys(spec: LegacySpec) -> Iterator[tuple[str, str]]:
    for resource in spec.resources():
        yield resource.id.lower(), resource.key
    for name, group in spec.security_groups.items():
        for key, rule in group.rules.items():
            yield f"{group.id}/securityRules/{rule.name or key}".lower(), f"security_groups.{name}.rules.{key}"
