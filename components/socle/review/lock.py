"""What a changed lock file brings: other versions, other places to take them from, and other contents under the same version."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, cast

from socle.facts import MEASURED_WITH
from socle.project import ChangedFile

from .files import FileChange
from .verdict import Verdict

_Package = Mapping[str, Any]


def lock_changes(file: ChangedFile) -> Iterator[FileChange]:
    """What is to be said of each package of a uv.lock that is another than before."""
    try:
        old, new = (_packages(text) for text in (file.old or "", file.new or ""))
    except ValueError:
        yield FileChange(file.path, "unreadable", Verdict.LOOK)
        return
    if file.new is None:
        yield FileChange(file.path, "dependencies", Verdict.LOOK)
        return
    for name in sorted(old.keys() | new.keys()):
        yield from _package(file.path, name, old.get(name, ()), new.get(name, ()))


def _packages(text: str) -> dict[str, tuple[_Package, ...]]:
    """By name; one package can be there in several versions, for several platforms."""
    found: dict[str, tuple[_Package, ...]] = {}
    for row in cast("list[_Package]", tomllib.loads(text).get("package", [])):
        name = str(row.get("name", ""))
        found[name] = (*found.get(name, ()), row)
    return found


def _package(path: str, name: str, old: tuple[_Package, ...], new: tuple[_Package, ...]) -> Iterator[FileChange]:
    versions = [" ".join(sorted(str(row.get("version", "")) for row in rows)) for rows in (old, new)]
    sources = [sorted({_source(row) for row in rows}) for rows in (old, new)]
    if old and new and sources[0] != sources[1]:
        yield FileChange(path, "lock-source", Verdict.DANGEROUS, name, " ".join(sources[0]), " ".join(sources[1]))
    elif new and not old and any(not each.startswith(("registry ", "editable ", "virtual ")) for each in sources[1]):
        yield FileChange(path, "lock-source", Verdict.DANGEROUS, name, "", " ".join(sources[1]))
        return
    if old and new and versions[0] == versions[1]:
        if _other_contents(old, new):
            yield FileChange(path, "lock-contents", Verdict.DANGEROUS, name, new=versions[1])
        elif old != new and sources[0] == sources[1]:
            yield FileChange(path, "lock-entry", Verdict.LOOK, name, new=versions[1])
    elif name in MEASURED_WITH and versions[1] != MEASURED_WITH[name]:
        yield FileChange(path, "lock-measured", Verdict.LOOK, name, MEASURED_WITH[name], versions[1])
    elif versions[0] != versions[1]:
        yield FileChange(path, "lock-version", Verdict.LOOK, name, versions[0], versions[1])


def _source(row: _Package) -> str:
    source: dict[str, Any] = row.get("source") or {}
    return " ".join(f"{key} {value}" for key, value in source.items())


def _contents(rows: tuple[_Package, ...]) -> dict[str, str]:
    """The digest of each file of a package, by the file's name: where it is fetched from is its source's matter."""
    files = [each for row in rows for each in (*_list(row.get("wheels")), *_list(row.get("sdist")))]
    return {str(each.get("url", "")).rpartition("/")[2]: str(each.get("hash", "")) for each in files}


def _other_contents(old: tuple[_Package, ...], new: tuple[_Package, ...]) -> bool:
    """Whether a file that both have has another digest, or none any more."""
    before, after = _contents(old), _contents(new)
    return any(after[name] != digest for name, digest in before.items() if name in after)


def _list(value: Any) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", value) if isinstance(value, list) else [value] if value else []
