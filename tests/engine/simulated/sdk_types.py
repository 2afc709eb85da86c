"""Inputs and outputs of a resource type, read from the source of an installed SDK: nothing of it is imported."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class SdkType:
    """Inputs with whether they are required, and outputs with their annotation, by the names of the wire."""

    inputs: dict[str, bool]
    outputs: dict[str, str]


@cache
def sdk_type(package: str, module: str, name: str) -> SdkType | None:
    """What an SDK says of a type; None where it has none of that name."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    source = _source(Path(spec.origin).parent / module, name)
    if source is None:
        return None
    inputs: dict[str, bool] = {}
    outputs: dict[str, str] = {}
    for each in ast.parse(source.read_text("utf-8")).body:
        if isinstance(each, ast.ClassDef) and each.name == name:
            outputs.update({wire: annotation for wire, _, annotation in _getters(each)})
        elif isinstance(each, ast.ClassDef) and each.name in (f"{name}Args", f"{name}InitArgs"):
            required = _required(each)
            inputs.update({wire: plain in required for wire, plain, _ in _getters(each)})
    return SdkType(inputs, outputs)


def _source(folder: Path, name: str) -> Path | None:
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    exact = (folder / f"{each}.py" for each in (name, snake))
    odd = (file for file in sorted(folder.glob("*.py")) if file.stem.replace("_", "") == name.lower())
    return next((file for file in (*exact, *odd) if file.is_file()), None)


def _getters(cls: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """The name on the wire, the name in Python and the annotation of every property."""
    for function in (node for node in cls.body if isinstance(node, ast.FunctionDef)):
        getter = next((each for each in function.decorator_list if "getter" in ast.unparse(each)), None)
        if getter is None:
            continue
        named = (key.value for key in getattr(getter, "keywords", []) if key.arg == "name")
        wire = next((each.value for each in named if isinstance(each, ast.Constant)), function.name)
        yield str(wire), function.name, ast.unparse(function.returns) if function.returns else ""


def _required(cls: ast.ClassDef) -> set[str]:
    init = next(node for node in cls.body if isinstance(node, ast.FunctionDef) and node.name == "__init__")
    given = [*init.args.posonlyargs, *init.args.args][1:]
    optional = {each.arg for each in given[len(given) - len(init.args.defaults) :]} if init.args.defaults else set()
    pairs = zip(init.args.kwonlyargs, init.args.kw_defaults, strict=True)
    return ({each.arg for each in given} - optional) | {each.arg for each, value in pairs if value is None}
