"""The arrows of the design: who may import whom, through which door, and that nothing runs in a circle.

`docs/architecture.md` draws the same arrows for people.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import networkx
import pytest

ROOT = Path(__file__).parent.parent
SOCLE = ROOT / "components" / "socle"

GROUND = ("characters", "origin", "messages", "extras", "interrupts", "lazy")
"""Modules that stand under every room; each may be imported by all, and imports none of them but those before it."""

_OF_ESTATE = {"facts", "specs", "estate"}
_OF_PLAN = {"facts", "plan"}
MAY_IMPORT: dict[str, set[str]] = {
    "facts": set(),
    "specs": set(),
    "estate": {"facts", "specs"},
    "component": {"facts", "specs"},
    "scaleway": _OF_ESTATE | {"component"},
    "kubernetes": {"estate", "component"},
    "azure": {"specs", "estate", "component"},
    "bridge": {"facts", "estate", "component", "scaleway", "azure"},
    "plan": {"facts"},
    "capture": _OF_PLAN,
    "diff": _OF_PLAN | {"capture"},
    "reach": _OF_PLAN | {"access"},
    "access": _OF_PLAN,
    "cost": _OF_PLAN,
    "project": _OF_PLAN | _OF_ESTATE | {"capture", "reach"},
    "readiness": {"facts", "estate", "project"},
    "review": _OF_PLAN | {"cutover", "diff", "reach", "access", "cost", "rules", "project", "estate"},
    "rules": _OF_PLAN | {"estate", "reach", "access"},
    "adoption": _OF_ESTATE,
    "controls": {"rules"},
    "cutover": {"component", "estate"},
    "inventory": {"specs", "estate"},
    "move": {"specs", "estate", "cutover"},
    "sovereignty": _OF_PLAN | {"estate", "rules", "cutover", "inventory"},
    "evidence": _OF_PLAN
    | {"estate", "access", "controls", "cutover", "project", "reach", "review", "rules", "sovereignty"},
    "report": _OF_PLAN
    | _OF_ESTATE
    | {
        "diff",
        "reach",
        "access",
        "cost",
        "rules",
        "review",
        "inventory",
        "move",
        "project",
        "readiness",
        "evidence",
        "cutover",
        "sovereignty",
    },
    "policy": {"estate", "plan", "project", "report", "rules"},
    "testing": _OF_PLAN | {"capture", "rules"},
}
"""Rooms by what they may import beside `GROUND`. The CLI stands on top: it may import any room but components."""
MAY_IMPORT["cli"] = set(MAY_IMPORT) - {
    *("component", "scaleway", "kubernetes", "azure", "bridge", "testing", "policy"),
    *("access", "capture", "controls", "diff"),
}

MOST_FILES = dict.fromkeys(("scaleway", "kubernetes", "azure", "bridge"), 24)
"""Files flat in one folder; 17 elsewhere."""

IMPORT_BY_NAME = {"socle.lazy", "socle.messages"}
"""Modules that import what a text names: doors, and the words of a refusal that nobody draws."""

BESIDE = ("infra", "policies", "examples")
"""Folders beside the library, which enter it by its doors as anybody does."""


class Import(NamedTuple):
    """One imported name: the file that imports, the module it names, the module that defines it."""

    file: Path
    line: int
    named: str
    defined: str


def module_of(file: Path) -> str:
    parts = file.relative_to(SOCLE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    return {module_of(file): file for file in sorted(SOCLE.rglob("*.py"))}


def is_package(module: str) -> bool:
    return modules()[module].name == "__init__.py"


def package_of(module: str) -> str:
    return module if is_package(module) else module.rpartition(".")[0]


def _named(node: ast.ImportFrom, module: str) -> str:
    if not node.level:
        return node.module or ""
    base = package_of(module).split(".")
    return ".".join([*base[: len(base) - node.level + 1], *filter(None, [node.module])])


def _defined(named: str, name: str) -> str:
    """The module in which a name is defined, followed through the doors."""
    if named not in modules():
        return named
    if is_package(named):
        for node in ast.walk(tree_of(named)):
            if not isinstance(node, ast.ImportFrom):
                continue
            behind = _named(node, named)
            if any((alias.asname or alias.name) == name for alias in node.names):
                return _defined(behind, name) if behind != named else named
            if node.names[0].name == "*" and name in _given_out(behind):
                return _defined(behind, name)
        if f"{named}.{name}" in modules():
            return f"{named}.{name}"
    return named


@cache
def _given_out(module: str) -> frozenset[str]:
    """The names in a module's own list of what it gives out."""
    lists = (
        node.value
        for node in tree_of(module).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    )
    return frozenset(ast.literal_eval(next(lists, ast.List([]))))


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text("utf-8"))


@cache
def imports(module: str) -> tuple[Import, ...]:
    """Every import of socle in a module, in whatever form and place: also in functions and for type checkers."""
    found: list[Import] = []
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            found += [Import(modules()[module], node.lineno, name, name) for name in names]
        elif isinstance(node, ast.ImportFrom):
            named = _named(node, module)
            found += [
                Import(modules()[module], node.lineno, _room_of(named, alias.name), _defined(named, alias.name))
                for alias in node.names
            ]
    return tuple(found)


def _room_of(named: str, name: str) -> str:
    """What an import names: the module itself where a name that is imported is one, and nothing of it is behind a door."""
    whole = f"{named}.{name}"
    return whole if whole in modules() and not _given_by_door(named, name) else named


def _given_by_door(package: str, name: str) -> bool:
    """Whether a door gives out something of its own under a name that a module of it has, too."""
    tree = tree_of(package) if package in modules() else ast.Module([], [])
    return any(
        (alias.asname or alias.name) == name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ) or name in (_given_out(package) if package in modules() else ())


def of_socle(module: str) -> Iterator[Import]:
    return (each for each in imports(module) if each.named in modules())


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def rooms() -> list[str]:
    """Every folder, and the one file that is a room by itself: the base that components of all clouds share."""
    folders = {path.name for path in SOCLE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    return sorted(folders | {"component"})


def test_every_room_has_its_arrows() -> None:
    assert set(rooms()) <= set(MAY_IMPORT)


@pytest.mark.parametrize("part", rooms())
def test_a_room_imports_only_what_the_design_allows(part: str) -> None:
    for module in (each for each in modules() if room(each) == part):
        for each in of_socle(module):
            allowed = MAY_IMPORT[part] | {*GROUND, part, ""}
            assert room(each.named) in allowed, f"{module}:{each.line} imports {each.named}"
        assert not {each.named.split(".")[0] for each in imports(module)} & {"infra", "layers", "tools", "tests"}


def test_a_package_is_entered_by_its_door_only() -> None:
    """Another package is imported as such; a module is imported by what stands in its package or below."""
    windows = [
        f"{module}:{each.line} imports {each.named}"
        for module in modules()
        for each in of_socle(module)
        if not is_package(each.named)
        and each.named.removeprefix("socle.") not in GROUND
        and not f"{package_of(module)}.".startswith(f"{package_of(each.named)}.")
    ]
    assert windows == []


def test_only_a_door_gives_out_what_another_lists() -> None:
    """A star outside a door, or of a module without a list, would be an arrow that nobody sees."""
    stars = [
        (module, each.named) for module in modules() for each in of_socle(module) if "*" in _starred(module, each.line)
    ]
    assert stars
    assert all(is_package(module) and _given_out(named) for module, named in stars)


def _starred(module: str, line: int) -> str:
    return modules()[module].read_text("utf-8").splitlines()[line - 1].partition("#")[0]


def test_nothing_runs_in_a_circle() -> None:
    """Modules by what they use, followed through the doors; imports for type checkers and in functions count."""
    graph = networkx.DiGraph(
        [
            (module, each.defined)
            for module in modules()
            if not is_package(module)
            for each in of_socle(module)
            if each.defined != module
        ]
    )
    assert [sorted(circle) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1] == []


def test_rooms_do_not_run_in_a_circle() -> None:
    graph = networkx.DiGraph(
        [(room(m), room(each.named)) for m in modules() for each in of_socle(m) if room(each.named) != room(m)]
    )
    assert [sorted(circle) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1] == []


_IMPORTS = re.compile(r"\b(from\s+socle[.\w]*\s+import|import\s+socle)\b")
_BY_NAME = {"import_module", "__import__", "exec", "eval"}


def test_no_text_imports() -> None:
    """A program in a string would be an arrow that no test sees. Docstrings may show how to use a package."""
    found: list[str] = []
    for module in modules():
        tree = tree_of(module)
        prose = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            f"{module}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in prose
            and _IMPORTS.search(node.value)
        ]
    assert found == []


def test_nothing_is_imported_by_a_name_in_a_text() -> None:
    """But by what opens doors. What is of others may be, where it is an extra that may not be there."""
    found = [
        f"{module}:{node.lineno}"
        for module in modules()
        for node in ast.walk(tree_of(module))
        if module not in IMPORT_BY_NAME and isinstance(node, ast.Call) and _imports_by_name(node)
    ]
    assert found == []


def _imports_by_name(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in _BY_NAME:
        return False
    text = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else "socle"
    return isinstance(text, str) and text.partition(".")[0] in ("socle", "")


def test_the_ground_stands_on_what_is_below_it_alone() -> None:
    for index, name in enumerate(GROUND):
        named = {each.named.removeprefix("socle.") for each in of_socle(f"socle.{name}")}
        assert named <= set(GROUND[:index]), name


def test_what_stands_beside_the_library_enters_by_its_doors() -> None:
    inner = [
        f"{file.relative_to(ROOT)}:{node.lineno} imports {named}"
        for folder in BESIDE
        for file in sorted((ROOT / folder).rglob("*.py"))
        if ".venv" not in file.parts
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for named in _named_by(node)
        if named in modules() and not is_package(named) and named.removeprefix("socle.") not in GROUND
    ]
    assert inner == []


def _named_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [_room_of(node.module or "", alias.name) for alias in node.names]
    return []


def test_every_arrow_is_gone() -> None:
    """An arrow that nobody needs lets in what nobody has thought of."""
    gone = {(room(module), room(each.named)) for module in modules() for each in of_socle(module)}
    unused = {(part, other) for part, others in MAY_IMPORT.items() for other in others} - gone
    assert unused == set()


def test_no_folder_is_too_full() -> None:
    full = {
        folder.relative_to(SOCLE).as_posix(): count
        for folder in [SOCLE, *(path for path in SOCLE.rglob("*") if path.is_dir() and path.name != "__pycache__")]
        if (count := len(list(folder.glob("*.py")))) > MOST_FILES.get(folder.relative_to(SOCLE).as_posix(), 17)
    }
    assert full == {}


@pytest.mark.parametrize("part", ["messages", "facts", "specs", "estate", "adoption", "inventory", "plan"])
def test_pure_parts_import_no_cloud_sdk(part: str) -> None:
    sdks = {"pulumi", "pulumiverse_scaleway", "pulumi_azure_native", "pulumi_kubernetes", "scaleway"}
    for module in (each for each in modules() if room(each) == part or each == f"socle.{part}"):
        clouds = {each.named.split(".")[0] for each in imports(module)} & sdks
        assert not clouds, f"{module} imports {', '.join(clouds)}"
