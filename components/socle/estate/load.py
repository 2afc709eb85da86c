"""From a folder of YAML to a checked Estate that knows where everything was written."""

import difflib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from .estate import Estate
from .problems import dotted, problems_of, pruned
from .refusal import EstateRefused, Problem
from .spec import Origin, Spec
from .yaml_source import Path_, Source, read

ESTATE_FILE = "estate.yaml"


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
        return Origin(self.source.file, self.source.places[path][0], key)

    def value(self, key: str) -> Any:
        """The value of a dotted key, defaults included.

        Raises:
            KeyError: the estate has no such key.
        """
        here: Any = self.estate
        for part in key.split(".") if key else []:
            try:
                here = _step(here, part)
            except (AttributeError, LookupError, ValueError):
                raise KeyError(key) from None
        return here

    def keys(self) -> list[str]:
        """Every dotted key that the estate has, written or default."""
        return sorted(_keys(self.estate, ""))

    @staticmethod
    def _path(key: str) -> Path_:
        return tuple(int(part) if part.isdigit() else part for part in key.split("."))


def load(folder: Path) -> Declared:
    """Read, validate and cross-check the estate in `folder` (`stacks/estates/<name>`). Needs no account and no network.

    Raises:
        EstateRefused: with every problem found, each with file, line, key, consequence and remedy.
    """
    root = folder.parent
    _refuse_folder(folder)
    source = read(folder / ESTATE_FILE, root)
    problems = _stray_files(folder, source.file)
    estate, found = _validated(source)
    problems += found
    if estate and estate.name != folder.name:
        line, column = source.place(("name",))
        problems.append(
            Problem(source.file, line, column, "name", f"the estate calls itself {estate.name} in the folder {folder.name}",
                    "its stacks would be looked for under the other name", f"write name: {folder.name}, or rename the folder")
        )  # fmt: skip
    if problems or estate is None:
        raise EstateRefused(problems)
    _mark(estate, (), source)
    return Declared(estate, source)


def _refuse_folder(folder: Path) -> None:
    if (folder / ESTATE_FILE).is_file():
        return
    estates = sorted(path.parent.name for path in folder.parent.glob(f"*/{ESTATE_FILE}"))
    near = difflib.get_close_matches(folder.name, estates, n=1)
    hint = f"did you mean {near[0]}?" if near else f"estates there: {', '.join(estates) or 'none'}"
    raise EstateRefused(
        [
            Problem(
                f"{folder.name}/{ESTATE_FILE}",
                0,
                0,
                "",
                "there is no such file",
                "the estate cannot be read",
                f"create it, or name another estate ({hint})",
            )
        ]
    )


def _stray_files(folder: Path, known: str) -> list[Problem]:
    """YAML that nothing reads: a person believes that it is deployed."""
    return [
        Problem(
            path.relative_to(folder.parent).as_posix(),
            0,
            0,
            "",
            "a file that no part of the estate reads",
            "what it declares would not exist",
            f"move it into {known}, or remove it",
        )
        for path in sorted(folder.rglob("*.y*ml"))
        if path.suffix in {".yaml", ".yml"} and path.relative_to(folder.parent).as_posix() != known
    ]


def _validated(source: Source) -> tuple[Estate | None, list[Problem]]:
    """The estate, or its problems: those of single values first, then those between the parts that are sound."""
    data: Any = source.data
    problems: list[Problem] = []
    for _ in range(3):
        try:
            estate = Estate.model_validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            new = problems_of(error, source)
            problems += [problem for problem in new if problem not in problems]
            data, cut = pruned(data, error)
            if not cut:
                return None, problems
        else:
            return (None if problems else estate), problems
    return None, problems


def _mark(value: Any, path: Path_, source: Source) -> None:
    if isinstance(value, Spec):
        line, _ = source.place(path)
        value.declared_at(Origin(source.file, line, dotted(path)))
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
