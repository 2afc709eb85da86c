"""What a shell is offered: commands, options, and the names of stacks, estates and keys."""

import shutil
from pathlib import Path

import pytest

from .conftest import process, write

pytestmark = pytest.mark.slow

DEMO = Path(__file__).parents[2] / "stacks/estates/demo/estate.yaml"


def offered(cwd: Path, line: str) -> list[str]:
    """What bash is offered after a line."""
    words = line.split(" ")
    environment = {"_SOCLE_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    said = process(cwd=cwd, **environment)
    assert (said.returncode, said.stderr) == (0, "")
    return said.stdout.split()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("socle pre", ["preview"]),
        ("socle preview ", ["demo-a", "demo-b", "test-a"]),
        ("socle preview de", ["demo-a", "demo-b"]),
        ("socle preview demo-a t", ["test-a"]),
        ("socle explain te", ["test-a"]),
        ("socle preview --estate ", ["demo", "test"]),
        ("socle check --estate t", ["test"]),
        ("socle preview --mode ", ["preview", "up"]),
        ("socle schema --ch", ["--check"]),
        ("socle doc", ["doctor"]),
        ("socle doctor de", ["demo-a", "demo-b"]),
        ("socle doctor --estate ", ["demo", "test"]),
        ("socle doctor --li", ["--live"]),
        ("socle boot", ["bootstrap"]),
        ("socle bootstrap --estate t", ["test"]),
        ("socle acc", ["access"]),
        ("socle access demo-a t", ["test-a"]),
        ("socle access --format ", ["text", "markdown", "csv", "json"]),
    ],
)
def test_a_shell_is_offered_what_fits(project: Path, line: str, names: list[str]) -> None:
    assert offered(project, line) == names


def test_keys_are_offered_one_level_at_a_time(project: Path) -> None:
    shutil.copy(DEMO, project / "stacks/estates/demo/estate.yaml")
    assert offered(project, "socle explain demo-a buck") == ["buckets"]
    assert offered(project, "socle explain demo-a buckets.studies.v") == ["buckets.studies.versioning"]


def test_ends_of_a_way_are_offered_by_what_traffic_can_reach(project: Path) -> None:
    shutil.copy(DEMO, project / "stacks/estates/demo/estate.yaml")
    with (project / "stacks/estates/demo/estate.yaml").open("a", encoding="utf-8") as file:
        file.write("redis:\n  sessions: {data_class: internal, key: internal, network: data, zone: fr-par-1, ")
        file.write("node_type: RED1-MICRO, version: 7.2.4, refilled_from: people sign in again}\n")
    assert offered(project, "socle reach --estate demo internet redis") == ["redis.sessions"]
    assert "buckets.studies" in offered(project, "socle reach --estate demo internet b")
    assert offered(project, "socle reach --estate demo internet key") == []


def test_names_of_another_project_are_offered_for_its_root(project: Path) -> None:
    assert offered(Path("/"), f"socle check --root {project} --estate ") == ["demo", "test"]


@pytest.mark.parametrize("line", ["socle preview ", "socle explain demo-a ", "socle check --estate "])
def test_a_broken_project_offers_nothing_and_says_nothing(project: Path, line: str) -> None:
    write(project / "Pulumi.yaml", "[")
    assert offered(project, line) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_shown(project: Path, shell: str) -> None:
    said = process(cwd=project, _SOCLE_COMPLETE=f"source_{shell}")
    assert "_SOCLE_COMPLETE" in said.stdout
