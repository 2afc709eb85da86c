"""Changing a few values of a YAML file and not one other character of it: comments, order, quotes and spacing stay.

The file is parsed for the places of its values and edited as text. A round-trip through a YAML library would rewrite every
line, which hides the change from the reviewer, and takes ten seconds for 2,000 resources.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import yaml

from .merge import Change, Path_
from .render import inline, lines


@dataclass(frozen=True)
class _Cut:
    start: int
    end: int
    text: str = ""
    depth: int = 0


def spliced(text: str, changes: list[Change]) -> str:
    """The text with changes applied: values set, keys added after the last of their mapping, keys removed.

    Raises:
        KeyError: a change of something that the text does not have.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text if text.endswith("\n") else text + newline
    document = _Document(text)
    cuts = list(_cuts(document, [change for change in changes if change.kind != "kept"]))
    # From the end, so that places stay true; of two additions in one place the inner one comes to stand first.
    for cut in sorted(cuts, key=lambda cut: (cut.start, cut.end, -cut.depth), reverse=True):
        text = text[: cut.start] + cut.text.replace("\n", newline) + text[cut.end :]
    return text


class _Document:
    """Where each value of a text stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._offset = 1 if text.startswith("\ufeff") else 0
        root = yaml.compose(text[self._offset :], Loader=yaml.CSafeLoader)
        if not isinstance(root, yaml.MappingNode):
            raise KeyError("the file has no keys")
        self.root = root

    def mapping(self, path: Path_) -> yaml.MappingNode:
        node: yaml.Node = self.root
        for part in path:
            node = next(value for key, value in cast("Any", node).value if key.value == part)
        return cast("yaml.MappingNode", node)

    def start(self, node: yaml.Node) -> int:
        return self._offset + cast("int", node.start_mark.index)

    def end(self, node: yaml.Node) -> int:
        """After the last character of a value; a block ends with its last value, whatever comments follow."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last: Any = node.value[-1]
            return self.end(cast("yaml.Node", last[1] if isinstance(last, tuple) else last))
        end = self._offset + cast("int", node.end_mark.index)
        return len(self.text[:end].rstrip()) if getattr(node, "style", None) in {"|", ">"} else end

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """After the line break of the line that an index is in."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def after_comments(self, index: int, indent: int) -> int:
        """After the comments that follow a mapping and are indented as it is: they belong to it."""
        while True:
            end = self.line_end(index)
            line = self.text[index:end]
            if indent == 0 or not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) < indent:
                return index
            index = end


def _cuts(document: _Document, changes: list[Change]) -> Iterator[_Cut]:
    by_parent: dict[Path_, list[Change]] = {}
    for change in changes:
        parent = change.path[:-1]
        if change.kind == "add":
            parent, change = _rooted(document, change)  # noqa: PLW2901 - a missing section is added with its entry
        by_parent.setdefault(parent, []).append(change)
    for parent, own in by_parent.items():
        yield from _in_mapping(document, parent, _joined(own))


def _rooted(document: _Document, change: Change) -> tuple[Path_, Change]:
    """An entry of a map that the file does not have yet is added as the map."""
    section = change.path[0]
    if len(change.path) == 2 and all(key.value != section for key, _ in document.root.value):
        return (), Change("add", (section,), new={change.path[1]: change.new})
    return change.path[:-1], change


def _joined(changes: list[Change]) -> list[Change]:
    """Additions of one key (two entries of a new map) as one."""
    found: dict[tuple[str, Path_], Change] = {}
    for change in changes:
        known = found.get((change.kind, change.path))
        new = {**known.new, **change.new} if known else change.new
        found[change.kind, change.path] = Change(change.kind, change.path, change.old, new)
    return list(found.values())


def _in_mapping(document: _Document, path: Path_, changes: list[Change]) -> Iterator[_Cut]:
    node = document.mapping(path)
    pairs = {key.value: (key, value) for key, value in node.value}
    for change in changes:
        if change.kind == "set":
            yield from _set(document, *pairs[change.path[-1]], change.new)
    gone = {change.path[-1] for change in changes if change.kind == "remove"}
    added = {change.path[-1]: change.new for change in changes if change.kind == "add"}
    if not gone and not added:
        return
    if node.flow_style or not node.value:
        yield from _in_flow(document, node, gone, added)
    elif len(gone) == len(node.value) and not added:
        yield _Cut(document.start(node), document.end(node), "{}")
    else:
        yield from _in_block(document, node, gone, added, len(path))


def _set(document: _Document, key: yaml.Node, node: yaml.Node, value: Any) -> Iterator[_Cut]:
    """A new value in the place of the old one; a block list stays a block, unless its new value is none."""
    start, end = document.start(node), document.end(node)
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        yield _Cut(start, end, inline(value))
    elif isinstance(node, yaml.SequenceNode) and isinstance(value, list) and value:
        margin = "\n" + " " * (start - document.line_start(start))
        yield _Cut(start, end, margin.join(f"- {inline(item)}" for item in cast("list[Any]", value)))
    else:
        colon = document.text.index(":", document.end(key)) + 1
        yield _Cut(colon, colon, f" {inline(value)}")
        yield _Cut(document.line_end(colon), document.line_end(end))


def _in_block(
    document: _Document, node: yaml.MappingNode, gone: set[str], added: dict[str, Any], depth: int
) -> Iterator[_Cut]:
    for key, value in node.value:
        if key.value in gone:
            yield _Cut(document.line_start(document.start(key)), document.line_end(document.end(value)))
    if added:
        first = document.start(node.value[0][0])
        indent = first - document.line_start(first)
        at = document.after_comments(document.line_end(document.end(node)), indent)
        text = "".join(f"{line}\n" for name, value in added.items() for line in lines(name, value, depth, indent))
        yield _Cut(at, at, f"\n{text}" if depth == 0 else text, depth)


def _in_flow(document: _Document, node: yaml.MappingNode, gone: set[str], added: dict[str, Any]) -> Iterator[_Cut]:
    new = ", ".join(f"{inline(name)}: {inline(value)}" for name, value in added.items())
    kept = [pair for pair in node.value if pair[0].value not in gone]
    if not kept:
        yield _Cut(document.start(node), document.end(node), f"{{{new}}}")
        return
    last = document.end(kept[-1][1])
    after = [value for key, value in node.value if document.start(key) >= last]
    if new or after:
        yield _Cut(last, document.end(after[-1]) if after else last, f", {new}" if new else "")
    for (key, _), (following, _) in zip(node.value, node.value[1:], strict=False):
        if key.value in gone and document.start(key) < last:
            yield _Cut(document.start(key), document.start(following))
