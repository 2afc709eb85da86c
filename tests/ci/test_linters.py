"""The pipelines as their own linters read them: zizmor for the rights of workflows, the platforms' published schemas for their form.

Both work from what their packages hold: no network is asked.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def linted(*command: str | Path) -> subprocess.CompletedProcess[str]:
    tool, *arguments = map(str, command)
    return subprocess.run([str(TOOLS / tool), *arguments], capture_output=True, text=True, check=False, timeout=60)


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    return linted("zizmor", "--offline", "--no-progress", "--persona", "pedantic", *files)


def test_zizmor_finds_nothing_in_the_workflows() -> None:
    found = zizmor(*WORKFLOWS)

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("  pull_request:\n", "  pull_request_target:\n", "dangerous-triggers"),
        ("@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "@v4", "unpinned-uses"),
        ("--capture plans.json", "--capture ${{ github.head_ref }}", "template-injection"),
        ("        with:\n          persist-credentials: false\n", "", "artipacked"),
    ],
)
def test_zizmor_would_find_a_workflow_made_worse(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = (ROOT / ".github/workflows/preview.yml").read_text(encoding="utf-8")
    assert old in text
    worse = tmp_path / ".github/workflows/preview.yml"
    worse.parent.mkdir(parents=True)
    worse.write_text(text.replace(old, new), encoding="utf-8")

    assert named in zizmor(worse).stdout


def test_the_workflows_have_the_form_that_their_platform_publishes() -> None:
    found = linted("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)

    assert found.returncode == 0, found.stdout


def gitlab(file: Path) -> subprocess.CompletedProcess[str]:
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    return linted("check-jsonschema", *schema, file)


def test_the_pipeline_has_the_form_that_its_platform_publishes() -> None:
    found = gitlab(ROOT / ".gitlab-ci.yml")

    assert found.returncode == 0, found.stdout


def test_a_misspelt_key_of_the_pipeline_would_be_found(tmp_path: Path) -> None:
    worse = tmp_path / ".gitlab-ci.yml"
    worse.write_text((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8").replace("needs:", "neds:"), encoding="utf-8")

    assert gitlab(worse).returncode == 1
