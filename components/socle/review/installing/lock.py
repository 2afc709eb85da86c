"""What a changed lock file brings: other versions, other places to take them from, and other contents under the same version."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast
from urllib.parse import urlsplit

from socle.facts import MEASURED_WITH
from socle.project import ChangedFile

from ..files import NOTHING, FileChange
from ..keys import differing
from ..verdict import Verdict

_Package = Mapping[str, Any]
_Packages = Mapping[str, tuple[_Package, ...]]
_INDEX = "registry https://pypi.org/simple"
_HOSTS = frozenset({"files.pythonhosted.org", "pypi.org"})
"""The public index and the hosts of its files: what a lock file takes from where nobody says otherwise."""
_HELD = re.compile(r"sha(256|384|512):[0-9a-f]+")
"""A digest that holds the contents of a file; of the older ones another content can be made."""
_QUIET = frozenset({"upload-time"})
"""Fields of a file that only tell of it."""
_WITHIN = re.compile(r"(editable|virtual|directory) (?!/|~|[A-Za-z]:|(.*/)?\.\.(/|$)).+")
"""A package that lies in the checkout itself, where its files are seen."""


@dataclass(frozen=True)
class _Known:
    """The places that a lock file took packages from before it changed."""

    registries: frozenset[str]
    hosts: frozenset[str]


def lock_changes(file: ChangedFile) -> Iterator[FileChange]:
    """What is to be said of each package of a uv.lock that is another than before, and of what rules all of them."""
    try:
        documents = [tomllib.loads(text or "") for text in (file.old, file.new)]
        old, new = map(_packages, documents)
    except (ValueError, TypeError, AttributeError):
        yield FileChange(file.path, "unreadable", Verdict.LOOK)
        return
    if file.new is None:
        yield FileChange(file.path, "dependencies", Verdict.LOOK)
        return
    known = _Known(
        frozenset({_INDEX, *(_source(row) for row in chain(*old.values()) if _source(row).startswith("registry "))}),
        _HOSTS.union(*map(_hosts, old.values())),
    )
    for name in sorted(old.keys() | new.keys()):
        yield from _package(file.path, name, old.get(name, ()), new.get(name, ()), known)
    if file.old is not None:
        yield from _rules_of_all(file.path, *documents)


def _packages(document: Mapping[str, Any]) -> _Packages:
    """By name; one package can be there in several versions, for several platforms.

    Raises:
        TypeError: a package is none.
        AttributeError: so is one of its files.
    """
    found: dict[str, tuple[_Package, ...]] = {}
    for row in cast("list[_Package]", document.get("package", [])):
        name = str(row.get("name", ""))
        found[name] = (*found.get(name, ()), row)
    for rows in found.values():
        _contents(rows)
    return found


def _rules_of_all(path: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FileChange]:
    """What stands beside the packages and says which are taken: overrides, constraints, metadata in place of a package's own."""
    before, after = (dict(_settings(each)) for each in (old, new))
    for key in differing(before, after):
        yield FileChange(path, "lock-setting", Verdict.LOOK, key)


def _settings(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", _plain(part)) for name, part in cast("dict[str, Any]", value).items())
        elif key != "package":
            yield key, _plain(value)


def _package(
    path: str, name: str, old: tuple[_Package, ...], new: tuple[_Package, ...], known: _Known
) -> Iterator[FileChange]:
    versions = [" ".join(sorted({_version(row) for row in rows})) for rows in (old, new)]
    sources = " ".join(sorted({_source(row) for row in old}))
    kept = {_version(row) for row in old} & {_version(row) for row in new}
    was, now = (tuple(row for row in rows if _version(row) in kept) for rows in (old, new))
    strange, other = _strange(old, new, known), _contents(now) - _contents(was)
    if strange:
        yield FileChange(path, "lock-source", Verdict.DANGEROUS, name, sources, strange)
        if not old:
            return
    if other:
        yield FileChange(path, "lock-contents", Verdict.DANGEROUS, name, new=versions[1])
    if _unheld(row for row in new if _version(row) not in kept):
        yield FileChange(path, "lock-unheld", Verdict.DANGEROUS, name, new=versions[1])
    if versions[0] == versions[1]:
        if _plain(old) != _plain(new) and not strange and not other:
            yield FileChange(path, "lock-entry", Verdict.LOOK, name, new=versions[1])
    elif name in MEASURED_WITH and versions[1] != MEASURED_WITH[name]:
        yield FileChange(path, "lock-measured", Verdict.LOOK, name, MEASURED_WITH[name], versions[1] or NOTHING)
    else:
        yield FileChange(path, "lock-version", Verdict.LOOK, name, versions[0] or NOTHING, versions[1] or NOTHING)


def _version(row: _Package) -> str:
    return str(row.get("version", ""))


def _strange(old: tuple[_Package, ...], new: tuple[_Package, ...], known: _Known) -> str:
    """Where a package comes from that it did not come from; of a new one, where no package came from. Empty where that is known."""
    sources = [sorted({_source(row) for row in rows}) for rows in (old, new)]
    if old and new and sources[0] != sources[1]:
        return " ".join(sources[1])
    if not old and any(each not in known.registries and not _WITHIN.fullmatch(each) for each in sources[1]):
        return " ".join(sources[1])
    return " ".join(sorted(_hosts(new) - known.hosts - _hosts(old)))


def _source(row: _Package) -> str:
    source: dict[str, Any] = row.get("source") or {}
    return " ".join(f"{key} {value}" for key, value in source.items())


def _files(rows: Iterable[_Package]) -> Iterator[dict[str, Any]]:
    return (each for row in rows for each in (*_list(row.get("wheels")), *_list(row.get("sdist"))))


def _hosts(rows: Iterable[_Package]) -> frozenset[str]:
    """From which hosts the files of a package are fetched."""
    addresses = (urlsplit(str(each["url"])) for each in _files(rows) if "url" in each)
    return frozenset(each.netloc.lower() or str(each.geturl()) for each in addresses)


def _unheld(rows: Iterable[_Package]) -> frozenset[str]:
    """The files of a package of which no digest holds the contents."""
    return frozenset(_name(each) for each in _files(rows) if not _HELD.fullmatch(str(each.get("hash", ""))))


def _contents(rows: Iterable[_Package]) -> frozenset[tuple[str, str]]:
    """The files of a package and their digests: where one is fetched from is its source's matter."""
    return frozenset((_name(each), str(each.get("hash", ""))) for each in _files(rows))


def _name(file: Mapping[str, Any]) -> str:
    place = next((str(file[key]) for key in ("filename", "path", "url") if key in file), "")
    return place.rpartition("/")[2]


def _plain(value: Any) -> Any:
    """A value in which nothing that has no order has one, and without what only tells of it."""
    if isinstance(value, Mapping):
        rows = cast("Mapping[str, Any]", value)
        return {key: _plain(each) for key, each in rows.items() if key not in _QUIET}
    if isinstance(value, list | tuple):
        return sorted(
            map(_plain, cast("Iterable[Any]", value)), key=lambda each: json.dumps(each, sort_keys=True, default=str)
        )
    return value


def _list(value: Any) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", value) if isinstance(value, list) else [value] if value else []
