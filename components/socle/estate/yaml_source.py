"""One YAML file as plain data, with the place of every value.

A narrow YAML on purpose: no anchors, aliases, tags or merge keys (they hide what a reviewer reads, and can explode), no
duplicate keys, text stays text (only `true`, `false`, `null` and plain numbers are anything else). Files come from
reviewed repositories but are read as if they came from anyone.
"""

import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import yaml

from .refusal import EstateRefused, Problem

MAX_BYTES = 4 * 1024 * 1024
"""A file of 1,000 spaces' worth of text stays below; a larger one is a mistake."""
MAX_DEPTH = 16
"""The estate nests seven deep at the most."""

Path_ = tuple[str | int, ...]
"""Keys and indexes from the root of a file to a value."""


@dataclass
class Source:
    """What one file says: data, and for every path in it the line and column (from 1) of its key or item."""

    file: str
    data: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict[Path_, tuple[int, int]])

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column of the nearest ancestor that is written in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


class _PlainLoader(yaml.CSafeLoader):
    """libyaml, with YAML 1.2's idea of what is not text: `no` and `10:30` are words."""

    # PyYAML's own way to configure a loader is a class attribute.
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}  # pyright: ignore[reportIncompatibleVariableOverride]


_NUMBER = r"-?(?:0|[1-9][0-9]{0,17})"
_PLAIN: dict[str, tuple[str, list[str], Callable[[str], Any]]] = {
    "tag:yaml.org,2002:bool": (r"^(?:true|false)$", list("tf"), lambda text: text == "true"),
    "tag:yaml.org,2002:null": (r"^(?:null|~|)$", ["n", "~", ""], lambda _: None),
    "tag:yaml.org,2002:int": (f"^{_NUMBER}$", list("-0123456789"), int),
    "tag:yaml.org,2002:float": (rf"^{_NUMBER}\.[0-9]{{1,17}}$", list("-0123456789"), float),
}
for _tag, (_pattern, _first, _) in _PLAIN.items():
    _PlainLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)  # pyright: ignore[reportUnknownMemberType]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def read(path: Path, folder: Path) -> Source:
    """Read one file of an estates folder.

    Raises:
        EstateRefused: the file cannot be read as the narrow YAML above; every problem that could be found is in it.
    """
    file = path.relative_to(folder).as_posix()
    text = _text(path, folder, file)
    _refuse_what_hides(text, file)
    source, problems = Source(file), list[Problem]()
    try:
        root = yaml.compose(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        raise EstateRefused([_malformed(error, file)]) from None
    if not isinstance(root, yaml.MappingNode):
        what = "the file is empty" if root is None else "the file is not a mapping of keys to values"
        raise EstateRefused(
            [
                Problem(
                    file,
                    1,
                    1,
                    "",
                    what,
                    "there is nothing to deploy from it",
                    "write keys and values, or remove the file",
                )
            ]
        )
    source.data = _value(root, (), source, problems)
    if problems:
        raise EstateRefused(problems)
    return source


def _text(path: Path, folder: Path, file: str) -> str:
    def refuse(what: str, consequence: str, remedy: str) -> EstateRefused:
        return EstateRefused([Problem(file, 0, 0, "", what, consequence, remedy)])

    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise refuse(
                "a link that leads out of the estates folder",
                "a reviewer would not see what is deployed",
                "put the file itself there",
            )
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refuse("not a regular file", "reading it could block or never end", "put a file there")
        if status.st_size > MAX_BYTES:
            raise refuse(
                f"{status.st_size:,} bytes, more than {MAX_BYTES:,}",
                "it could exhaust memory",
                "split it, or look for what should not be in it",
            )
        raw = path.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(
            f"the file cannot be read ({reason})",
            "the estate is not complete without it",
            "make it readable, or remove it",
        ) from None
    if b"\0" in raw:
        raise refuse("a NUL byte", "it is not text, or text in another encoding than UTF-8", "save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(
            file, line, 0, "", "bytes that are not UTF-8", "names and ids could be read wrongly", "save it as UTF-8"
        )
        raise EstateRefused([problem]) from None


def _refuse_what_hides(text: str, file: str) -> None:
    """Anchors, aliases, tags, several documents and great depth, before anything is built from them."""
    problems, depth, documents = list[Problem](), 0, 0
    try:
        for event in yaml.parse(text, Loader=_PlainLoader):
            mark: Any = event.start_mark
            line, column = mark.line + 1, mark.column + 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if depth > MAX_DEPTH or documents > 1:
                what = f"nested more than {MAX_DEPTH} deep" if depth > MAX_DEPTH else "a second document (---)"
                raise EstateRefused(
                    [
                        *problems,
                        Problem(
                            file, line, column, "", what, "only part of it would be read", "write one flat document"
                        ),
                    ]
                )
            problems.extend(Problem(file, line, column, "", *refused) for refused in _hidden(event))
    except yaml.YAMLError as error:
        problems.append(_malformed(error, file))
    if problems:
        raise EstateRefused(problems)


def _hidden(event: yaml.Event) -> Iterator[tuple[str, str, str]]:
    if getattr(event, "anchor", None) is not None:
        what = "an alias (*)" if isinstance(event, yaml.AliasEvent) else "an anchor (&)"
        yield (
            what,
            "what is deployed would not be what is written there, and could grow without end",
            "write the value out",
        )
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!":
        yield f"a tag ({tag})", "the value would not be what is written there", "remove the tag"


def _malformed(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    return Problem(
        file,
        line,
        column,
        "",
        f"not valid YAML: {said}",
        "nothing of the file can be read",
        "correct the line, or the one above it",
    )


def _value(node: yaml.Node, path: Path_, source: Source, problems: list[Problem]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, source, problems)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            source.places[(*path, index)] = (item.start_mark.line + 1, item.start_mark.column + 1)
        return [_value(item, (*path, index), source, problems) for index, item in enumerate(node.value)]
    return _scalar(node, path, source, problems)


def _mapping(node: yaml.MappingNode, path: Path_, source: Source, problems: list[Problem]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        here = ".".join(map(str, path))
        if (
            not isinstance(key_node, yaml.ScalarNode)
            or key_node.tag != "tag:yaml.org,2002:str"
            or key_node.value == "<<"
        ):
            shown = key_node.value if isinstance(key_node, yaml.ScalarNode) else "a collection"
            problems.append(
                Problem(
                    source.file,
                    line,
                    column,
                    here,
                    f"a key that is not text ({shown})",
                    "it could mean two things",
                    "write a name; quote it if it looks like a number",
                )
            )
            continue
        key = key_node.value
        if _CONTROL.search(key):
            problems.append(
                Problem(
                    source.file,
                    line,
                    column,
                    here,
                    "a control character in a key",
                    "what is shown would not be what is read",
                    "remove it",
                )
            )
            continue
        if key in data:
            first = source.places[(*path, key)][0]
            problems.append(
                Problem(
                    source.file,
                    line,
                    column,
                    ".".join(map(str, (*path, key))),
                    f"the key stands already on line {first}",
                    "one of the two would be ignored",
                    "remove or rename one",
                )
            )
            continue
        source.places[(*path, key)] = (line, column)
        data[key] = _value(value_node, (*path, key), source, problems)
    return data


def _scalar(node: yaml.Node, path: Path_, source: Source, problems: list[Problem]) -> Any:
    text: str = node.value
    if _CONTROL.search(text):
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        problems.append(
            Problem(
                source.file,
                line,
                column,
                ".".join(map(str, path)),
                "a control character in a value",
                "what is shown would not be what is read",
                "remove it",
            )
        )
    return _PLAIN[node.tag][2](text) if node.tag in _PLAIN else text
