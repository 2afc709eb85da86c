"""What a mapping has in place of a key that a program asked it for: Python's own message names the key alone."""

import ast
import inspect
import linecache
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from socle.messages import choose

from ..program import is_own

_SOCLE = Path(__file__).resolve().parents[2]


def known_instead(error: BaseException, root: Path) -> str:
    """The nearest name, or those that there are, for a `KeyError` that the program's own line raised, or a component of ours; empty
    where it cannot be told.

    Nothing is run for it: names and plain attributes of the line are looked up, calls are not made again.
    """
    if type(error) is not KeyError or len(error.args) != 1 or not isinstance(error.args[0], str):
        return ""
    last = _last(error.__traceback__, root)
    mapping = _mapping(last) if last else None
    if mapping is None or error.args[0] in mapping:
        return ""
    return choose(error.args[0], [key for key in mapping if isinstance(key, str)])


def _last(found: TracebackType | None, root: Path) -> TracebackType | None:
    """The deepest line that is the program's own, or of a component of ours that it calls: names of other libraries tell nobody."""
    last = None
    while found is not None:
        file = found.tb_frame.f_code.co_filename
        last = found if is_own(file, root) or Path(file).is_relative_to(_SOCLE) else last
        found = found.tb_next
    return last


def _mapping(at: TracebackType) -> Mapping[Any, Any] | None:
    """The mapping that is subscripted where the traceback stands."""
    positions = list(at.tb_frame.f_code.co_positions())[at.tb_lasti // 2]
    line, end, start, stop = positions
    if line is None or end != line or start is None or stop is None:
        return None
    text = linecache.getline(at.tb_frame.f_code.co_filename, line).encode()[start:stop].decode()
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    held = _looked_up(node.value, at) if isinstance(node, ast.Subscript) else None
    return cast("Mapping[Any, Any]", held) if isinstance(held, Mapping) else None


def _looked_up(node: ast.expr, at: TracebackType) -> Any:
    if isinstance(node, ast.Name):
        return at.tb_frame.f_locals.get(node.id, at.tb_frame.f_globals.get(node.id))
    if isinstance(node, ast.Attribute):
        return inspect.getattr_static(_looked_up(node.value, at), node.attr, None)
    return None
