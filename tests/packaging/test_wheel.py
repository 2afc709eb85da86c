"""The wheel: built, installed in an empty environment with another body's project, whose own tests then run from it.

Does not prove that the index serves the dependencies: they come from the same lock as this environment, by way of uv.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def run(*command: str | Path, cwd: Path) -> str:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "PYTEST", "COV_"))
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_a_wheel_carries_its_data_its_types_and_its_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    data = {
        path.relative_to(ROOT / "components").as_posix()
        for path in (ROOT / "components/socle").rglob("*")
        if path.suffix in {".json", ".typed", ".j2", ".css", ".js"}
    }
    assert data <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "infra/", "stacks/"))]


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel, the locked versions of its dependencies, and pytest."""
    assert UV, "uv is installed by make setup"
    folder = tmp_path_factory.mktemp("elsewhere")
    locked = run(UV, "export", "--quiet", "--frozen", "--no-hashes", "--no-emit-project", "--no-dev", cwd=ROOT)
    (folder / "locked.txt").write_text(locked, "utf-8")
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    run(UV, "pip", "install", "--quiet", "--python", python, "-r", "locked.txt", wheel, "pytest", cwd=folder)
    return folder


def test_the_hospitals_own_tests_pass_against_the_wheel(environment: Path) -> None:
    project = environment / "hospital"
    shutil.copytree(ROOT / "examples" / "hospital", project, ignore=shutil.ignore_patterns("__pycache__"))
    python = environment / "venv" / "bin" / "python"
    where = run(python, "-c", "import socle; print(socle.__file__)", cwd=project)
    assert str(environment) in where
    passed = run(python, "-m", "pytest", "-p", "no:cacheprovider", "-q", cwd=project)
    assert " passed" in passed
    assert "failed" not in passed


def test_the_command_works_from_the_wheel_in_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    socle = environment / "venv" / "bin" / "socle"
    assert "0.1.0" in run(socle, "--version", cwd=tmp_path)
    assert "json-schema.org" in run(socle, "schema", cwd=tmp_path)
