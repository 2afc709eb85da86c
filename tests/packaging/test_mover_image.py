"""The image of the movers: a base by its digest, packages of the lock by their hashes, nobody's rights.

Does not prove that it builds: no builder of images is at hand here, and which base is trusted is the owner's to say.
"""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from socle.kubernetes.mover_pods import USER

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FILE = ROOT / "images" / "mover" / "Containerfile"
DIGEST = "sha256:" + "5f" * 32
BUILDER = """\
#!/bin/sh
for last in "$@"; do :; done
cp -r "$last" "$SEEN/context"
printf '%s\\n' "$@" > "$SEEN/arguments"
"""


def steps() -> list[tuple[str, str]]:
    """Instructions with their text, lines joined."""
    text = re.sub(
        r"\\\n", " ", "\n".join(row for row in FILE.read_text("utf-8").splitlines() if not row.startswith("#"))
    )
    return [(word, rest.strip()) for word, _, rest in (row.partition(" ") for row in text.splitlines() if row)]


def of(word: str) -> list[str]:
    return [rest for each, rest in steps() if each == word]


def test_the_base_is_given_by_whoever_builds_and_has_no_default() -> None:
    assert of("FROM") == ["${BASE}"]
    assert set(of("ARG")) == {"BASE"}
    assert any('case "${BASE}" in *@sha256:' + "?" * 64 + ")" in each for each in of("RUN"))


def test_nothing_comes_from_elsewhere_than_the_lock() -> None:
    assert {word for word, _ in steps()} == {"ARG", "FROM", "RUN", "COPY", "ENV", "USER", "ENTRYPOINT"}
    assert of("COPY") == ["requirements.txt socle_landing_zone-*.whl /install/"]
    installs = [each for run in of("RUN") for each in run.split("&&") if " install " in each]
    assert len(installs) == 2
    assert {"--require-hashes", "--only-binary"} <= set(installs[0].split())
    assert {"--no-deps", "--no-index"} <= set(installs[1].split())
    assert not re.search(
        r"https?:|curl|wget|apt|apk|git |latest|--index-url|--extra-index|--trusted-host", FILE.read_text("utf-8")
    )


def test_the_image_runs_as_the_nobody_of_the_pods() -> None:
    assert of("USER") == [f"{USER}:{USER}"]
    assert steps()[-2][0] == "USER"
    assert not re.search(r"secret|token|password|key", " ".join(of("ENV")), re.IGNORECASE)


def build(base: str, folder: Path) -> subprocess.CompletedProcess[str]:
    builder = folder / "builder"
    builder.write_text(BUILDER, "utf-8")
    builder.chmod(0o755)
    told = {**os.environ, "BUILDER": str(builder), "SEEN": str(folder)}
    command = [str(ROOT / "images" / "mover" / "build.sh"), base]
    return subprocess.run(command, env=told, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize(
    "base",
    [
        "", "python", "python:3.12", "python:latest", f"python@{DIGEST[:-1]}", f"python@{DIGEST}0", "python@sha256:",
        f"python@{DIGEST}\npython:3.12", f"python:3.12\npython@{DIGEST}", f"--build-arg=x@{DIGEST}", f"python @{DIGEST}",
        f"python@{DIGEST.upper()}",
    ],
)  # fmt: skip
def test_a_base_without_its_digest_is_refused_before_anything_is_built(base: str, tmp_path: Path) -> None:
    done = build(base, tmp_path)
    assert done.returncode == 1
    assert "no image by its digest" in done.stderr
    assert not (tmp_path / "arguments").exists()


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("image")
    done = build(f"registry.example/python@{DIGEST}", folder)
    assert done.returncode == 0, done.stderr
    assert f"BASE=registry.example/python@{DIGEST}" in (folder / "arguments").read_text("utf-8").splitlines()
    return folder / "context"


def test_the_folder_that_is_built_holds_the_lock_and_the_wheel_alone(context: Path) -> None:
    names = sorted(each.name for each in context.iterdir())
    assert [re.sub(r"-\d.*", "", each) for each in names] == ["Containerfile", "requirements.txt", "socle_landing_zone"]


def test_every_package_is_one_of_the_lock_by_its_hash(context: Path) -> None:
    lock: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    known = {
        (each["name"], each["version"], file["hash"])
        for each in lock["package"]
        for file in (*each.get("wheels", ()), *((each["sdist"],) if "sdist" in each else ()))
    }
    text = (context / "requirements.txt").read_text("utf-8").replace("\\\n", " ")
    rows = [row for row in text.splitlines() if row and not row.lstrip().startswith("#")]
    for row in rows:
        found = re.match(r"([a-z0-9-]+)(?:\[\w+\])?==([^\s;]+)", row)
        hashes = re.findall(r"--hash=(sha256:[0-9a-f]{64})", row)
        assert found, row
        assert hashes, row
        assert {(found[1], found[2], each) for each in hashes} <= known
    names = {row.split("==")[0].split("[")[0] for row in rows}
    assert {"distributed", "obstore", "azure-storage-blob", "cryptography", "duckdb", "pyarrow"} <= names
    assert "pulumi-kubernetes" not in names
