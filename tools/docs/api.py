"""The API reference as one page, from the docstrings and signatures of what the packages' doors name.

Read from the source by griffe, so that nothing is imported: the SDK of Azure alone takes seconds.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import griffe

COMPONENTS = Path(__file__).parents[2] / "components"
_HEAD = """# API reference

What a program or a test of your own may import, generated from the docstrings: `from socle.scaleway import KeyRing`. What is not
here is internal, and moves without notice. The keys of the specs are in [the estate's reference](estate.md), versions in
[versions](../versions.md).
"""
CHAPTERS = {
    "scaleway": "Components on Scaleway",
    "azure": "The legacy estate on Azure",
    "kubernetes": "Inside a cluster",
    "bridge": "The bridge",
    "plan": "Plans",
    "capture": "Capturing a program",
    "diff": "Comparing plans",
    "reach": "What can reach what",
    "access": "Who may do what",
    "cost": "What it costs",
    "review": "What a reviewer must know",
    "project": "A project's files and stacks",
    "rules": "Rules",
    "policy": "The rules under the engine",
    "testing": "The test kit",
    "messages": "Refusals",
}


def reference() -> str:
    """The page as Markdown; the same text for the same source."""
    socle = griffe.load("socle", search_paths=[COMPONENTS], allow_inspection=False, resolve_aliases=True)
    return "\n".join([_HEAD, *(_chapter(socle[room], title) for room, title in CHAPTERS.items())])


def _chapter(module: griffe.Object | griffe.Alias, title: str) -> str:
    names = list(_exported(module)) or [name for name, each in module.members.items() if _is_own(each)]
    opening = _first(module)
    parts = [
        f"## {title}: `{module.path}`\n\n{opening}\n",
        *(_entry(module.members.get(name)) for name in sorted(names)),
    ]
    if module.path == "socle.testing":
        parts += _fixtures(module)
    return "\n".join(filter(None, parts))


def _exported(module: griffe.Object | griffe.Alias) -> Iterator[str]:
    """The names of a door, those of a list that it takes over included."""
    for each in module.exports or ():
        if isinstance(each, str):
            yield each
        elif isinstance(each.parent, griffe.ExprName):
            yield from _exported(module[each.parent.name])


def _is_own(each: griffe.Object | griffe.Alias) -> bool:
    return not each.is_alias and not each.name.startswith("_") and not each.is_attribute and not each.is_module


def _entry(each: griffe.Object | griffe.Alias | None) -> str:
    """One class or function; a plain value has only its name and what its docstring says."""
    each = each.final_target if isinstance(each, griffe.Alias) else each
    if each is None or isinstance(each, griffe.Module):
        return ""
    said = _prose(each)
    if isinstance(each, griffe.Function):
        return f"### `{each.name}`\n\n```python\n{_signature(each)}\n```\n\n{said}\n"
    if isinstance(each, griffe.Class):
        return f"### `{each.name}`\n\n{_constructor(each)}{said}\n{''.join(_members(each))}"
    return f"### `{each.name}`\n\n{said}\n" if said else ""


def _constructor(each: griffe.Class) -> str:
    own = each.members.get("__init__")
    return f"```python\n{_signature(own, each.name)}\n```\n\n" if isinstance(own, griffe.Function) else ""


def _members(each: griffe.Class) -> Iterator[str]:
    """Typed attributes (a component's outputs, a record's fields) and methods, in the order of the source."""
    lines: list[str] = []
    for member in each.members.values():
        if member.name.startswith("_") or isinstance(member, griffe.Alias):
            continue
        said = f": {_first(member)}" if _first(member) else ""
        if isinstance(member, griffe.Function):
            lines.append(f"- `{_signature(member)}`{said}")
        elif isinstance(member, griffe.Attribute) and member.annotation:
            lines.append(f"- `{member.name}: {member.annotation}`{said}")
    if lines:
        yield "\n" + "\n".join(lines) + "\n"


def _signature(function: griffe.Function, name: str = "") -> str:
    """Name, parameters and what it returns, as in the source but on one line where it fits."""
    parts: list[str] = []
    starred = False
    for parameter in function.parameters:
        if parameter.name == "self":
            continue
        if parameter.kind is griffe.ParameterKind.keyword_only and not starred:
            parts.append("*")
            starred = True
        prefix = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(
            parameter.kind, ""
        )
        starred = starred or prefix == "*"
        typed = f": {parameter.annotation}" if parameter.annotation else ""
        default = f" = {parameter.default}" if parameter.default and not prefix else ""
        parts.append(f"{prefix}{parameter.name}{typed}{default}")
    returned = f" -> {function.returns}" if function.returns and not name else ""
    line = f"{name or function.name}({', '.join(parts)}){returned}"
    return line if len(line) <= 110 or not name else f"{name}(\n    " + ",\n    ".join(parts) + ",\n)"


def _fixtures(module: griffe.Object | griffe.Alias) -> Iterator[str]:
    """What the pytest plugin adds to every test."""
    for member in module["plugin"].members.values():
        if not isinstance(member, griffe.Function) or member.name.startswith("_"):
            continue
        if any("fixture" in str(each.value) for each in member.decorators):
            yield f"### `{member.name}` (fixture)\n\n{_prose(member)}\n"


def _prose(each: griffe.Object) -> str:
    """A docstring as Markdown: its sections of arguments and errors as lists."""
    if not each.docstring:
        return ""
    text = "\n".join(line.rstrip() for line in each.docstring.value.splitlines())
    text = re.sub(r"(?m)\n*^(Args|Raises|Returns):\n", r"\n\n**\1**\n\n", text)
    return re.sub(r"(?m)^    (\w+): ", r"- `\1`: ", text).strip() + "\n"


def _first(each: griffe.Object | griffe.Alias) -> str:
    return " ".join(each.docstring.value.split("\n\n")[0].split()) if each.docstring else ""
