"""A plan as a tree for a terminal: components, what is in them, what is protected, what holds data.

Values of properties are left out: a tree is read for its shape, and a property may be anything.
"""

from collections.abc import Callable, Iterable

from rich.text import Text
from rich.tree import Tree

from socle.plan import Plan, Resource, loss

from .counts import is_exposed, listed
from .places import Where
from .text import class_of, printable
from .words import ENGLISH, Words

_INDENT = 4
_LABEL_WIDTH = 28
"""Columns that a label keeps however deep it is; what is deeper than that allows is drawn beside its parent."""


def plan_tree(plan: Plan, place: Where, width: int, words: Words = ENGLISH) -> Tree:
    """The tree of a plan, for a terminal of `width` columns."""
    resources = listed(plan)
    known = {resource.urn for resource in resources}
    below: dict[str, list[Resource]] = {}
    for resource in resources:
        below.setdefault(resource.parent if resource.parent in known else "", []).append(resource)
    root = Tree(Text(printable(plan.stack), style="bold"))
    _grow(
        root, below, lambda resource: _label(resource, place, words), levels=max(2, (width - _LABEL_WIDTH) // _INDENT)
    )
    return root


def marks(resource: Resource, words: Words = ENGLISH) -> list[tuple[str, str]]:
    """What a reader must know of a resource at a glance: words, each with its style."""
    found: list[tuple[str, str]] = []
    if resource.external:
        found.append((words("mark.read"), "blue"))
    if resource.import_id:
        found.append((words("mark.imports", id=printable(resource.import_id)), "magenta"))
    if loss(resource):
        found.append((words("mark.stateful"), "cyan"))
    if resource.protect:
        found.append((words("mark.protected"), "green"))
    if resource.retain_on_delete:
        found.append((words("mark.retained"), "green"))
    if is_exposed(resource):
        found.append((words("mark.exposed"), "bold yellow"))
    return found


def _grow(root: Tree, below: dict[str, list[Resource]], label: Callable[[Resource], Text], levels: int) -> None:
    waiting: list[tuple[Tree, str, int]] = [(root, "", 0)]
    while waiting:
        branch, urn, depth = waiting.pop()
        for resource in below.pop(urn, ()):
            drawn = branch.add(label(resource))
            deep = depth + 1 >= levels
            waiting.append((branch if deep else drawn, resource.urn, depth if deep else depth + 1))


def _label(resource: Resource, place: Where, words: Words) -> Text:
    label = Text(overflow="fold")
    label.append(class_of(resource.type), style="" if resource.custom else "bold")
    label.append(f" {printable(resource.name)}")
    found = marks(resource, words)
    if found:
        label.append("  [").append_text(_joined(found)).append("]")
    if resource.origin and not resource.custom:
        label.append(f"  {printable(place(resource.origin))}", style="dim")
    return label


def _joined(words: Iterable[tuple[str, str]]) -> Text:
    return Text(", ").join(Text(word, style=style) for word, style in words)
