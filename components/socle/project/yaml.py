"""Reading a project's YAML with the line of every key, and refusing in one form what cannot be read.

Only Pulumi.yaml and the stack files are read this way. An estate has its own, stricter loader, which `plan` does not know.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from socle.messages import Place, Refusal, Refused

MAX_BYTES = 256 * 1024
"""Far above any real file."""
MAX_VALUES = 20_000
"""Values in one file with every alias written out: a few lines of aliases of aliases can stand for millions."""
MAX_DEPTH = 40
_COMPOSED_DEPTH = 500
"""Above this nothing is composed: libyaml's composer calls itself for every level, and overflows the stack near 50,000."""

_PLAIN = "keep it a mapping of plain values"


class _Loader(yaml.CSafeLoader):
    """YAML 1.2's plain scalars, as Pulumi reads them: `yes`, `1:30` and `2026-01-01` are text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("merge", r"^(?:<<)$", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))  # pyright: ignore[reportUnknownMemberType]


@dataclass(frozen=True)
class Document:
    """One file: its values, and the tree of YAML that knows their lines."""

    file: Path
    value: dict[str, Any]
    node: yaml.Node | None

    def line(self, *keys: str) -> int:
        """The line of the last of a path of keys, or of the nearest one above it that is there."""
        node, line = self.node, 1
        for key in keys:
            pairs = cast("list[tuple[yaml.Node, yaml.Node]]", node.value) if isinstance(node, yaml.MappingNode) else []
            found = next(((k, v) for k, v in pairs if k.value == key), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line

    def problem(self, what: str, consequence: str, remedy: str, *keys: str) -> Refusal:
        """A problem at a path of keys."""
        return Refusal(what, consequence, remedy, place=Place(str(self.file), self.line(*keys), key=".".join(keys)))

    def refused(self, what: str, consequence: str, remedy: str, *keys: str) -> Refused:
        """One problem that ends the reading."""
        return Refused([self.problem(what, consequence, remedy, *keys)])

    def text(self, key: str, missing: str, remedy: str) -> str:
        """The text under a key. When it is absent: `missing` is the refusal, or nothing and the text is empty."""
        value = self.value.get(key)
        if value is None and not missing:
            return ""
        if isinstance(value, str) and value:
            return value
        raise self.refused(
            missing if value is None else f"{key} is not a text",
            "the engine refuses the project",
            f"write {remedy}",
            key,
        )

    def mapping(self, key: str) -> dict[str, Any]:
        """The mapping under a key, with text for every key."""
        value = self.value.get(key)
        if not isinstance(value, dict):
            raise self.refused(f"{key} is not a mapping", "the engine refuses the file", _PLAIN, key)
        return {str(k): v for k, v in cast("dict[Any, Any]", value).items()}


def read_document(file: Path) -> Document:
    """The YAML of a file.

    Raises:
        Refused: the file is missing, unreadable, not UTF-8, too large, not YAML, or not a mapping.
    """
    return document_of(file, _read(file))


def document_of(file: Path, text: str) -> Document:
    """The YAML of a text that is, or was, in a file.

    Raises:
        Refused: it is not YAML, not a mapping, or more than any real file says.
    """
    try:
        _refuse_depth(text)
        loader = _Loader(text)
        node = loader.get_single_node()  # pyright: ignore[reportUnknownMemberType]
        if node is not None:
            _measure(file, node, [MAX_VALUES], ())
        value: Any = {} if node is None else _whole_numbers(loader.construct_document(node))  # pyright: ignore[reportUnknownMemberType]
    except yaml.YAMLError as error:
        raise _malformed(file, error) from None
    except (RecursionError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise _refused(
            file, 0, "the YAML cannot be read" if isinstance(error, ValueError) else "values are nested too deeply"
        ) from None
    if not isinstance(value, dict):
        raise _refused(file, 1, "the file is not a mapping")
    return Document(file, cast("dict[str, Any]", value), node)


def _read(file: Path) -> str:
    try:
        if not file.is_file():
            raise _refused(file, 0, "there is no such file", "create it, or correct the name")
        if not file.resolve().is_relative_to(file.parent.resolve()):
            raise _refused(
                file, 0, "a link that leads out of its folder", "put the file itself there: a reviewer would not see it"
            )
        raw = file.read_bytes() if file.stat().st_size <= MAX_BYTES else b""
        if not raw and file.stat().st_size:
            raise _refused(file, 0, f"the file is larger than {MAX_BYTES // 1024} KiB", "keep only configuration in it")
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise _refused(file, 0, f"the file cannot be read ({error.strerror})", "make it readable") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _refused(file, line, "the file is not UTF-8", "save it as UTF-8") from None


def _refuse_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _COMPOSED_DEPTH:
            raise RecursionError


def _measure(file: Path, node: yaml.Node, left: list[int], above: tuple[yaml.Node, ...]) -> None:
    """Refuse what would grow without end once it is written out, and keys that are there twice."""
    left[0] -= 1
    line = node.start_mark.line + 1
    if left[0] < 0 or node in above or len(above) > MAX_DEPTH:
        raise _refused(
            file, line, f"more than {MAX_VALUES} values once aliases are written out, or nested deeper than {MAX_DEPTH}"
        )
    if isinstance(node, yaml.MappingNode):
        _refuse_twins(file, node)
        children = [n for pair in cast("list[tuple[yaml.Node, yaml.Node]]", node.value) for n in pair]
    else:
        children = cast("list[yaml.Node]", node.value) if isinstance(node, yaml.SequenceNode) else []
    for child in children:
        _measure(file, child, left, (*above, node))


def _refuse_twins(file: Path, node: yaml.MappingNode) -> None:
    seen: dict[str, int] = {}
    for key, _ in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _refused(file, line, "a key is not a text")
        name = str(cast("object", key.value))
        if name in seen:
            raise _refused(file, line, f"{name} is there twice, first in line {seen[name]}", "remove one of them")
        seen[name] = line


def _whole_numbers(value: Any) -> Any:
    """`1.0` is `1` for the engine, which writes numbers as JSON does."""
    if isinstance(value, dict):
        return {key: _whole_numbers(v) for key, v in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list):
        return [_whole_numbers(v) for v in cast("list[Any]", value)]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e21 else value


def _malformed(file: Path, error: yaml.YAMLError) -> Refused:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    said = error.problem if isinstance(error, yaml.MarkedYAMLError) else "a character that YAML does not allow"
    return _refused(
        file,
        mark.line + 1 if mark else 0,
        f"this is not YAML: {said}",
        "correct the indentation, quotes or colons here",
    )


def _refused(file: Path, line: int, what: str, remedy: str = _PLAIN) -> Refused:
    return Refused([Refusal(what, "the project cannot be read", remedy, place=Place(str(file), line))])
