"""The hooks for repositories that hold estates, run by pre-commit itself, from the entries that the manifest gives.

Stand-in: pre-commit would install Socle from its repository; here it runs the one under test, so that no network is asked.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import PROJECT, write
from tests.repository import git

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
TOOL = Path(sys.executable).parent / "pre-commit"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one sound estate, the schema, and the hooks of the manifest."""
    hooks: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    socle = f'{sys.executable} -c "from socle.cli import main; main()"'
    local = [{**hook, "language": "system", "entry": hook["entry"].replace("socle", socle, 1)} for hook in hooks]
    folder = tmp_path / "estates"
    write(folder / "Pulumi.yaml", PROJECT)
    write(folder / ".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    demo = (ROOT / "stacks/estates/rehearsal/estate.yaml").read_text(encoding="utf-8")
    write(folder / "stacks/estates/rehearsal/estate.yaml", demo)
    for file in ("legacy.yaml", "bridge.yaml", "azure-inventory.json"):
        if (source := ROOT / "stacks/estates/rehearsal" / file).is_file():
            write(folder / "stacks/estates/rehearsal" / file, source.read_text(encoding="utf-8"))
    write(folder / "stacks/estate.schema.json", (ROOT / "stacks/estate.schema.json").read_text(encoding="utf-8"))
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    return folder


def hook(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PRE_COMMIT_HOME": str(folder.parent / "home"), "NO_COLOR": "1"}
    git(folder, "add", ".")
    command = [str(TOOL), "run", name, "--all-files", "--verbose"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_the_manifest_is_one() -> None:
    found = subprocess.run([str(TOOL), "validate-manifest", str(MANIFEST)], capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout
    assert [hook["id"] for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))] == [
        "socle-check",
        "socle-schema",
    ]


def test_a_sound_estate_passes_and_a_mistake_is_told_with_its_line(repository: Path) -> None:
    sound = hook(repository, "socle-check")
    estate = repository / "stacks/estates/rehearsal/estate.yaml"
    estate.write_text(estate.read_text(encoding="utf-8").replace("network:", "netwerk:", 1), encoding="utf-8")
    wrong = hook(repository, "socle-check")

    assert sound.returncode == 0, sound.stdout
    assert "ok  rehearsal" in sound.stdout
    assert wrong.returncode == 1
    assert "netwerk" in wrong.stdout
    assert "stacks/estates/rehearsal/estate.yaml:" in wrong.stdout


def test_a_stale_schema_is_refused_with_the_command_that_renews_it(repository: Path) -> None:
    current = hook(repository, "socle-schema")
    write(repository / "stacks/estate.schema.json", "{}")
    stale = hook(repository, "socle-schema")

    assert current.returncode == 0, current.stdout
    assert stale.returncode == 1
    assert "socle schema estate --output stacks/estate.schema.json" in stale.stdout
