"""The arrows of the design: who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOCLE = Path(__file__).parent.parent / "components" / "socle"

MAY_IMPORT = {
    "estate": set(),
    "scaleway": {"estate"},
    "kubernetes": {"estate"},
    "azure": {"estate"},
    "bridge": {"estate", "scaleway", "azure"},
    "cutover": {"estate"},
    "legacy": {"estate"},
    "plan": set(),
    "rules": {"plan", "estate"},
    "cost": {"plan", "estate"},
    "report": {"plan", "estate", "rules", "cost"},
    "testing": {"plan"},
    "cli": {"plan", "estate", "rules", "report", "cost", "legacy"},
}


def imports(file: Path) -> Iterator[str]:
    """The parts of socle that a file imports, whatever the form of the import."""
    inside = file.relative_to(SOCLE.parent).with_suffix("").parts
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(inside[: -node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def parts() -> list[str]:
    return sorted(path.name for path in SOCLE.iterdir() if path.is_dir() and path.name != "__pycache__")


@pytest.mark.parametrize("part", parts())
def test_a_part_imports_only_what_the_design_allows(part: str) -> None:
    for file in (SOCLE / part).rglob("*.py"):
        for module in imports(file):
            pieces = module.split(".")
            if pieces[0] == "socle" and len(pieces) > 1 and pieces[1] in parts():
                assert pieces[1] in MAY_IMPORT[part] | {part}, f"{file.relative_to(SOCLE)} imports socle.{pieces[1]}"
            assert pieces[0] not in {"infra", "layers"}, f"{file.relative_to(SOCLE)} imports the program"


@pytest.mark.parametrize("part", ["estate", "legacy", "cutover", "rules"])
def test_pure_parts_import_no_cloud_sdk(part: str) -> None:
    for file in (SOCLE / part).rglob("*.py"):
        clouds = {module.split(".")[0] for module in imports(file)} & {
            "pulumi",
            "pulumiverse_scaleway",
            "pulumi_azure_native",
            "scaleway",
        }
        assert not clouds, f"{file.relative_to(SOCLE)} imports {', '.join(clouds)}"
