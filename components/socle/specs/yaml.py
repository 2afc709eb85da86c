"""One YAML file as plain data, with the place of every value.

A narrow YAML on purpose: no anchors, aliases, tags or merge keys (they hide what a reviewer reads, and can explode), no
duplicate keys, text stays text (only `true`, `false`, `null` and plain numbers are anything else). Files come from
reviewed repositories but are read as if they came from anyone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import yaml

from socle.characters import HIDDEN
from socle.messages import Place, Refusal, Refused

from .lookalikes import lookalike
from .text import looks_like_another, named, read_text
from .yaml_errors import malformed

MAX_DEPTH = 16
"""The estate nests seven deep at the most."""
MAX_VALUES = 200_000
"""Ten times an estate of 1,000 entries; more would take seconds and gigabytes only to be refused."""
MAX_KEY = 200
"""Characters of a key. No known key and no allowed name is longer than 40."""

Path_ = tuple[str | int, ...]
"""Keys and indexes from the root of a file to a value."""


@dataclass
class Source:
    """What one file says: data, and for every path in it the line and column (from 1) of its key or item.

    `problems` are those after which the rest of the file can still be judged: duplicate keys, hidden characters.
    """

    file: str
    data: Any = None
    places: dict[Path_, tuple[int, int]] = field(default_factory=dict[Path_, tuple[int, int]])
    problems: list[Refusal] = field(default_factory=list[Refusal])
    files: dict[Path_, str] = field(default_factory=dict[Path_, str])
    """Parts that stand in another file than `file` (files.py joins them)."""
    unsound: set[Path_] = field(default_factory=set[Path_])
    """Paths of values of which a problem says that they may be others."""

    def file_of(self, path: Path_) -> str:
        """The file that a path is written in."""
        return self.files.get(path[:1], self.file)

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column of the nearest ancestor that is written in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def written(self, path: Path_) -> Place:
        """The place of a path, for a message: its key in full, the line of the nearest ancestor that is written."""
        return Place(self.file_of(path), *self.place(path), ".".join(map(str, path)))

    def refuse(self, place: tuple[int, int], path: Path_, refusal: Refusal) -> None:
        """Note a problem at a line and column."""
        self.unsound.add(path)
        self.problems.append(refusal.placed(Place(self.file_of(path), *place, ".".join(map(str, path)))))


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


def read(path: Path, folder: Path) -> Source:
    """Read one file of an estates folder.

    Raises:
        Refused: the file cannot be read as the narrow YAML above; every problem that could be found is in it.
    """
    source = Source(path.relative_to(folder).as_posix())
    text = read_text(path, folder, source.file)
    _refuse_what_hides(text, source)
    try:
        root = yaml.compose(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:  # what only the composer finds; the events were sound
        raise Refused([malformed(error, source.file, text)]) from None
    if not isinstance(root, yaml.MappingNode):
        _refuse_root(root, source)
        raise Refused(source.problems)
    reader = _Reader(source)
    source.data = reader.mapping(root, ())
    if reader.left_out:
        raise Refused(source.problems)
    return source


def _refuse_root(root: yaml.Node | None, source: Source) -> None:
    if root is None:
        what = "the file is empty"
    elif isinstance(root, yaml.SequenceNode):
        what = "the file is a list, not a mapping of keys to values"
    else:
        what = "the file is one value, not a mapping of keys to values"
    refusal = Refusal(what, "there is nothing to deploy from it", "write keys and values, or remove the file")
    source.refuse(_place(root) if root else (1, 1), (), refusal)


def _refuse_what_hides(text: str, source: Source) -> None:
    """Anchors, aliases, tags, several documents, great depth and number, before anything is built from them.

    Raises:
        Refused: any of them, or text that is not YAML.
    """
    depth = documents = values = 0
    try:
        for event in yaml.parse(text, Loader=_PlainLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            values += isinstance(event, yaml.NodeEvent)
            too_much = _too_much(depth, documents, values)
            if too_much:
                source.refuse(_place(event), (), too_much)
                break
            for refusal in _hidden(event):
                source.refuse(_place(event), (), refusal)
    except yaml.YAMLError as error:
        source.problems.append(malformed(error, source.file, text))
    if source.problems:
        raise Refused(source.problems)


def _too_much(depth: int, documents: int, values: int) -> Refusal | None:
    if documents > 1:
        return Refusal(
            "a second document (---)", "only the first would be read", "remove the line ---, or write a second file"
        )
    if depth > MAX_DEPTH:
        what = f"values nested more than {MAX_DEPTH} deep"
    elif values > MAX_VALUES:
        what = f"more than {MAX_VALUES:,} values"
    else:
        return None
    return Refusal(what, "no estate looks so, and reading it could exhaust memory", "look for what should not be in it")


def _hidden(event: yaml.Event) -> Iterator[Refusal]:
    if getattr(event, "anchor", None) is not None:
        yield Refusal(
            "an alias (*)" if isinstance(event, yaml.AliasEvent) else "an anchor (&)",
            "what is deployed would not be what is written there, and could grow without end",
            "write the value out; quote it if it is text that begins with * or &",
        )
    tag = getattr(event, "tag", None)
    if tag is not None:
        yield Refusal(
            f"a tag ({tag!r})",
            "the value would not be what is written there",
            "remove the tag; quote the value if it is text that begins with !",
        )


class _Reader:
    """Builds plain data and notes places and problems in a source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.left_out = False  # whether a key was not read, so that what is said of the rest could mislead

    def mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path, data)
            if key is None:
                continue
            here = (*path, key)
            self._source.places[here] = _place(key_node)
            data[key] = self._value(value_node, here)
        return data

    def _key(self, node: yaml.Node, path: Path_, data: dict[str, Any]) -> str | None:
        refusal = _not_a_key(node)
        if refusal:
            self._source.refuse(_place(node), path, refusal)
            self.left_out = True
            return None
        key: str = node.value
        here = (*path, key)
        if key in data:
            first = self._source.places[here][0]
            refusal = Refusal(
                f"the key is written on line {first} already", "one of the two would be ignored", "remove or rename one"
            )
            self._source.refuse(_place(node), here, refusal)
            return None
        return key

    def _value(self, node: yaml.Node, path: Path_) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._item(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _item(self, node: yaml.Node, path: Path_) -> Any:
        self._source.places[path] = _place(node)
        return self._value(node, path)

    def _scalar(self, node: yaml.Node, path: Path_) -> Any:
        text: str = node.value
        found = HIDDEN.search(text)
        if found:
            refusal = Refusal(
                f"the invisible character {named(found.group())} in a value",
                "what is shown would not be what is read",
                "remove it",
            )
            self._source.refuse(_place(node), path, refusal)
        alike = lookalike(text)
        if alike is not None:
            self._source.refuse(_place(node), path, looks_like_another(text[alike]))
        return _PLAIN[node.tag][2](text) if node.tag in _PLAIN else text


def _place(found: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark: Any = found.start_mark
    return mark.line + 1, mark.column + 1


def _not_a_key(node: yaml.Node) -> Refusal | None:
    if not isinstance(node, yaml.ScalarNode):
        return Refusal("a key that is a collection", "no part of the estate could be named by it", "write a name")
    text: str = node.value
    if text == "<<":
        return Refusal(
            "a merge key (<<)", "what is deployed would not be what is written there", "write the values out"
        )
    if node.tag != "tag:yaml.org,2002:str":
        what = f"a key that is not text ({text})" if text else "a key that is empty"
        return Refusal(
            what, "it could mean two things", f'quote it if it is a name: "{text}"' if text else "write a name"
        )
    if len(text) > MAX_KEY:
        return Refusal(
            f"a key of {len(text):,} characters", "nothing is called so", "look for a missing line break or colon"
        )
    found = HIDDEN.search(text) or re.search(r"[\t\n]", text)
    if found:
        return Refusal(
            f"the invisible character {named(found.group())} in a key",
            "what is shown would not be what is read",
            "remove it",
        )
    alike = lookalike(text)
    return None if alike is None else looks_like_another(text[alike])
