"""From a folder of YAML to a checked Estate that knows where everything was written."""

import json
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from socle.messages import Place, Refusal, Refused, by_line, nearest
from socle.origin import Origin
from socle.specs import Path_, Source, Spec, dotted, dotted_parts, problems_of

from .estate import Estate
from .files import ESTATE_FILE, THEMES, read_files
from .foundation import both_claim, organization_refusals


@dataclass(frozen=True)
class Declared:
    """An estate, and for every value the file, line and key where it was written."""

    estate: Estate
    source: Source

    def origin(self, key: str) -> Origin | None:
        """Where a dotted key was written; nothing when it was not, and so is a default."""
        path = self._path(key)
        if path not in self.source.places:
            return None
        return Origin(self.source.file_of(path), self.source.places[path][0], key)

    def nearest(self, key: str) -> Origin | None:
        """Where a dotted key was written, or the nearest one around it that was: a default has no line of its own."""
        while key:
            if found := self.origin(key):
                return found
            key = key.rpartition(".")[0]
        return None

    def placed(self, refusal: Refusal) -> Refusal:
        """A refusal at the line of its key, or of the nearest one around it."""
        return refusal.placed(self.source.written(tuple(refusal.at.split("."))))

    def value(self, key: str) -> Any:
        """The value of a dotted key, defaults included.

        Raises:
            KeyError: the estate has no such key.
        """
        here: Any = self.estate
        for part in key.split(".") if key else []:
            try:
                here = _step(here, part)
            except (AttributeError, LookupError, TypeError, ValueError):
                raise KeyError(key) from None
        return here

    def keys(self) -> list[str]:
        """Every dotted key that the estate has, written or default."""
        return sorted(_keys(self.estate, ""))

    @staticmethod
    def _path(key: str) -> Path_:
        return dotted_parts(key)


_scopes: list[dict[Path, Declared]] = []


@contextmanager
def remembered() -> Generator[None]:
    """Within, each estate is read once and then given again: for one run, in which its files are taken not to change.

    The program of a stack is part of the run when it is captured; a scope inside another one is the same one.
    """
    _scopes.append(_scopes[-1] if _scopes else {})
    try:
        yield
    finally:
        _scopes.pop()


def load(folder: Path) -> Declared:
    """Read, validate and cross-check the estate in `folder` (`stacks/estates/<name>`). Needs no account and no network.

    Raises:
        Refused: with every problem found, each with file, line, key, consequence and remedy.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - a link stays a link, so that one that leads outside is seen
    known = _scopes[-1] if _scopes else {}
    if folder not in known:
        known[folder] = _read(folder)
    return known[folder]


def beside(folder: Path) -> list[Refusal]:
    """What the estate in `folder` claims of its organisation and another estate of the checkout claims too.

    Others that are refused say nothing.

    Raises:
        Refused: the estate itself is refused.
    """
    declared = load(folder)
    return [declared.placed(each) for each in organization_refusals(declared.estate, _others(folder))]


def claimed_twice(folder: Path) -> list[Refusal]:
    """What the estate in `folder` has and another estate of the checkout too: prefix, projects, ranges, subscription.

    Each may be meant, for two that never meet; whoever checks is told which two it is.

    Raises:
        Refused: the estate itself is refused.
    """
    declared = load(folder)
    return [declared.placed(each) for each in both_claim(declared.estate, _others(folder))]


def _others(folder: Path) -> dict[str, Estate]:
    others = dict[str, Estate]()
    for file in sorted(folder.parent.glob(f"*/{ESTATE_FILE}")):
        if file.parent.name != folder.name:
            with suppress(Refused):
                others[file.parent.name] = load(file.parent).estate
    return others


def _read(folder: Path) -> Declared:
    _refuse_absence(folder)
    problems = _stray_files(folder)
    try:
        source = read_files(folder, folder.parent)
    except Refused as refused:
        raise Refused(by_line([*refused.refusals, *problems])) from None
    estate, found = _validated(source)
    problems += [*source.problems, *found, *_name_of_another(source, folder.name)]
    if problems or estate is None:
        raise Refused(by_line(problems))
    _mark(estate, (), source)
    return Declared(estate, source)


def _refuse_absence(folder: Path) -> None:
    try:
        (folder / ESTATE_FILE).lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL byte in the name
        pass
    except OSError:
        return  # there, but unreadable: reading it says why
    else:
        return
    file = f"{folder.name}/{ESTATE_FILE}"
    refusal = Refusal("there is no such file", "the estate cannot be read", _instead(folder), place=Place(file))
    raise Refused([refusal])


def _instead(folder: Path) -> str:
    if (folder / "estate.yml").is_file():
        return f"rename estate.yml to {ESTATE_FILE}"
    estates = sorted(path.parent.name for path in folder.parent.glob(f"*/{ESTATE_FILE}"))
    near = nearest(folder.name, estates, n=1)
    others = (
        f"; did you mean {near[0]}?" if near else f", or name another estate: {', '.join(estates)}" if estates else ""
    )
    return f"create it{others}"


def _stray_files(folder: Path) -> list[Refusal]:
    """YAML that nothing reads: a person believes that it is deployed. What editors hide (`.#estate.yaml`) is nobody's belief."""
    known = {folder / file for file in (ESTATE_FILE, *THEMES.values())}
    return [
        Refusal(
            "a file that no part of the estate reads",
            "what it declares would not exist",
            f"move what it says into {ESTATE_FILE}, or remove it",
            place=Place(path.relative_to(folder.parent).as_posix()),
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in {".yaml", ".yml"} and not path.name.startswith(".") and path not in known
    ]


def _validated(source: Source) -> tuple[Estate | None, list[Refusal]]:
    """The estate, or its problems, without a second word on values that could not even be read."""
    try:
        return Estate.model_validate_json(json.dumps(source.data), strict=True), []
    except ValidationError as error:
        said = {(each.place.file, each.place.line) for each in source.problems}
        return None, [
            each for each in problems_of(error, source, Estate) if (each.place.file, each.place.line) not in said
        ]


def _name_of_another(source: Source, folder: str) -> list[Refusal]:
    name = source.data.get("name")
    if not isinstance(name, str) or name == folder:
        return []
    return [
        Refusal(
            f"the estate calls itself {name!r} in the folder {folder}",
            "its stacks would be looked for under the other name",
            f"write name: {folder}, or rename the folder",
            place=source.written(("name",)),
        )
    ]


def _mark(value: Any, path: Path_, source: Source) -> None:
    if isinstance(value, Spec):
        line, _ = source.place(path)
        value.declared_at(Origin(source.file_of(path), line, dotted(path)))
        for name in type(value).model_fields:
            _mark(getattr(value, name), (*path, name), source)
    elif isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            _mark(item, (*path, key), source)


def _step(here: Any, part: str) -> Any:
    if isinstance(here, BaseModel):
        if part not in type(here).model_fields:
            raise KeyError(part)
        return getattr(here, part)
    return cast("tuple[Any, ...]", here)[int(part)] if isinstance(here, tuple) else here[part]


def _keys(value: Any, prefix: str) -> list[str]:
    items: list[tuple[str, Any]] = []
    if isinstance(value, BaseModel):
        items = [(name, getattr(value, name)) for name in type(value).model_fields]
    elif isinstance(value, dict):
        items = list(cast("dict[str, Any]", value).items())
    elif isinstance(value, tuple):
        items = [(str(index), item) for index, item in enumerate(cast("tuple[Any, ...]", value))]
    found: list[str] = []
    for name, item in items:
        key = f"{prefix}.{name}" if prefix else str(name)
        found += [key, *_keys(item, key)]
    return found
