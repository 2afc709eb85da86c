"""The text below each field of a spec is what it is for: schema, reference pages and `socle explain` say it.

The library that validates would read the same, a file again for each of its classes and in every command: a third of what it takes to
import all specs. Here a file is read once, and only where somebody asks.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


@cache
def descriptions(of: type[BaseModel]) -> Mapping[str, str]:
    """By field, for those that have one: a description of its own, else the text below it in the class or in one that it inherits."""
    below = {
        name: text
        for each in reversed(of.__mro__)
        if issubclass(each, BaseModel)
        for name, text in _below(each).items()
    }
    own = {name: field.description for name, field in of.model_fields.items() if field.description}
    return below | own


def _below(of: type) -> Mapping[str, str]:
    """Of the fields that stand in the class itself. Empty where its source is not at hand."""
    if of is BaseModel:
        return {}
    try:
        found = _by_class(inspect.getsource(sys.modules[of.__module__]))
    except (KeyError, OSError, TypeError, SyntaxError):  # the last: the file is another one by now
        return {}
    return found.get(of.__qualname__, {})


@cache
def _by_class(source: str) -> dict[str, dict[str, str]]:
    return {name: dict(_texts(found)) for name, found in _classes(ast.parse(source))}


def _classes(within: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.ClassDef]]:
    """Every class with its qualified name."""
    for each in ast.iter_child_nodes(within):
        if isinstance(each, ast.ClassDef):
            yield f"{prefix}{each.name}", each
            yield from _classes(each, f"{prefix}{each.name}.")
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _classes(each, f"{prefix}{each.name}.<locals>.")
        elif not isinstance(each, ast.expr):
            yield from _classes(each, prefix)


def _texts(of: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(of.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            text = below.value
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield field.target.id, inspect.cleandoc(text.value)
