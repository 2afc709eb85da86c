"""The wheel: built, installed without extras in an empty environment, and used there as another public body would.

Does not prove that the index serves the dependencies: they come from the same lock as this environment, by way of uv.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.checkout import before_ledgers, copied

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
UV = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def run(*command: str | Path, cwd: Path) -> str:
    done = ended(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ended(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command that may fail, in an environment that knows nothing of this one."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "PYTEST", "COV_"))
    }
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True, timeout=300, check=False
    )


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
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert data <= set(names)
    assert not [name for name in names if name.rpartition("/")[2].startswith(("test_", "conftest"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names} == {"socle", "socle_landing_zone-0.1.0.dist-info"}


def test_a_wheel_carries_no_generator_of_pages(wheel: Path) -> None:
    generators = {path.name for path in (ROOT / "tools").rglob("*.py")} - {"__init__.py"}
    assert generators
    sources = {path.name for path in (ROOT / "components").rglob("*.py")}
    assert not {Path(name).name for name in zipfile.ZipFile(wheel).namelist()} & (generators - sources)
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if "tools" in Path(name).parts]


def test_the_base_install_asks_for_no_sdk_of_azure_kubernetes_or_policies(wheel: Path) -> None:
    metadata = zipfile.ZipFile(wheel).read("socle_landing_zone-0.1.0.dist-info/METADATA").decode()
    asked = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ")]
    always = {line.split()[1].split("<")[0].split(">")[0] for line in asked if "extra ==" not in line}
    assert {"pulumi", "pulumiverse-scaleway"} <= always
    assert not {"pulumi-azure-native", "pulumi-kubernetes", "pulumi-policy"} & always
    assert {line.rpartition("extra == ")[2].strip("'\"") for line in asked if "extra ==" in line} == {
        "azure",
        "evidence",
        "kubernetes",
        "live",
        "move",
        "oscal",
        "rules",
        "all",
    }


def test_a_bare_sync_installs_every_extra() -> None:
    """What the engine's uv toolchain runs before a program: no option, so the default group must ask for all."""
    assert UV, "uv is installed by make setup"
    synced = run(UV, "export", "--quiet", "--frozen", "--no-hashes", cwd=ROOT)
    assert {"pulumi-azure-native", "pulumi-kubernetes", "pulumi-policy"} <= {
        line.split("==")[0] for line in synced.splitlines()
    }


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel without extras, the locked versions of its dependencies, and pytest."""
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


@pytest.fixture(scope="module")
def repository(environment: Path) -> Path:
    """This repository's own project, away from its library, before any wave has a ledger."""
    return before_ledgers(copied(environment / "project"))


def test_the_command_works_from_the_wheel_in_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    socle = environment / "venv" / "bin" / "socle"
    assert run(socle, "--version", cwd=tmp_path) == "socle 0.1.0\n"
    assert "json-schema.org" in run(socle, "schema", cwd=tmp_path)


def test_ones_own_project_is_previewed_without_extras(environment: Path, tmp_path: Path) -> None:
    project = tmp_path / "hospital"
    shutil.copytree(ROOT / "examples" / "hospital", project, ignore=shutil.ignore_patterns("__pycache__"))
    ids = dict.fromkeys(
        ("project-id", "deployer-application-id", "break-glass-user-id"), "7" * 8 + "-7777-4777-8777-" + "7" * 12
    )
    values = {**ids, "hds-contract": "HDS-2026-041"}
    config = "".join(f"  hospital:{key}: {value}\n" for key, value in values.items())
    (project / "Pulumi.prod.yaml").write_text(f"config:\n{config}", "utf-8")
    drawn = run(environment / "venv" / "bin" / "socle", "preview", "prod", cwd=project)
    assert "images" in drawn


def test_estates_of_both_clouds_are_checked_and_scaleway_is_previewed_without_extras(
    environment: Path, repository: Path
) -> None:
    socle = environment / "venv" / "bin" / "socle"
    assert "demo" in run(socle, "check", cwd=repository)
    assert "platform" in run(socle, "preview", "demo-platform", cwd=repository)


def test_ledgers_that_cannot_be_verified_without_an_extra_are_not_followed(environment: Path) -> None:
    """Signatures decide the posture of every layer: without the package that checks them, nothing is planned."""
    project = copied(environment / "followed")
    done = ended(environment / "venv" / "bin" / "socle", "preview", "demo-platform", cwd=project)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert said.count("is not installed") == 1, said
    assert "pip install 'socle-landing-zone[evidence]'" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("stack", "package", "extra"),
    [
        ("demo-legacy", "pulumi_azure_native", "azure"),
        ("demo-bridge", "pulumi_azure_native", "azure"),
        ("demo-cluster", "pulumi_kubernetes", "kubernetes"),
    ],
)
def test_a_layer_whose_sdk_is_missing_says_so_once(
    environment: Path, repository: Path, stack: str, package: str, extra: str
) -> None:
    done = ended(environment / "venv" / "bin" / "socle", "preview", stack, cwd=repository)
    said = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1
    assert said.count(f"the package {package} is not installed") == 1, said
    assert f"pip install 'socle-landing-zone[{extra}]'" in said
    assert "Traceback" not in said


def test_the_remedy_is_enough(environment: Path, repository: Path) -> None:
    """Runs last in this file: it is the one that changes the environment."""
    assert UV, "uv is installed by make setup"
    python = environment / "venv" / "bin" / "python"
    locked = environment / "constraints.txt"
    locked.write_text(
        run(UV, "export", "--quiet", "--frozen", "--no-hashes", "--no-emit-project", "--all-extras", cwd=ROOT), "utf-8"
    )
    asked = ("socle-landing-zone[azure]", "--constraints", locked)
    run(UV, "pip", "install", "--quiet", "--python", python, *asked, cwd=environment)
    assert "legacy" in run(environment / "venv" / "bin" / "socle", "preview", "demo-legacy", cwd=repository)
