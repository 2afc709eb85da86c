"""What the engine's own `pulumi install` makes of a clean checkout is enough to run the program."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDS = ("pulumi", "pulumi-language-python")
TIMEOUT_SECONDS = 540


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The tracked files as they are now, without any environment."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_bare_install_by_the_engine_brings_every_sdk_of_the_program(checkout: Path) -> None:
    """The engine runs `uv sync` without naming an extra: Azure's and Kubernetes' SDKs must come by the default group."""
    surroundings = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"} | {
        "PULUMI_HOME": str(checkout / ".home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}",  # uv, where the machine has none
    }
    installed = subprocess.run(
        ["pulumi", "install", "--no-plugins"],
        cwd=checkout, env=surroundings, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False,
    )  # fmt: skip
    assert installed.returncode == 0, installed.stdout + installed.stderr

    own = checkout / ".venv/bin"
    shown = subprocess.run(
        [own / "socle", "preview", "rehearsal-platform", "rehearsal-legacy", "rehearsal-cluster"],
        cwd=checkout, env=surroundings, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False,
    )  # fmt: skip
    assert shown.returncode == 0, shown.stdout + shown.stderr
