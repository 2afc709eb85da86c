"""Folders of a project that are elsewhere by a link: a reviewer of the repository would not see what is deployed."""

from pathlib import Path

import pytest
import typer

from socle.cli.options import refuse_unwritable
from socle.messages import Refused
from socle.project import find_project

pytestmark = pytest.mark.slow


def project(root: Path, *links: str, to: Path) -> Path:
    (root / "Pulumi.yaml").write_text("name: demo\nruntime: python\nmain: infra\nstackConfigDir: stacks\n")
    for folder in ("infra", "stacks", "stacks/estates"):
        if folder in links:
            (root / folder).symlink_to(to)
        elif not (root / folder).exists():
            (root / folder).mkdir()
    return root


@pytest.mark.parametrize("link", ["infra", "stacks", "stacks/estates"])
def test_a_folder_that_leads_out_is_refused(tmp_path: Path, link: str) -> None:
    (out := tmp_path / "out").mkdir()
    (inside := tmp_path / "project").mkdir()
    with pytest.raises(Refused, match="leads out of its folder"):
        find_project(project(inside, link, to=out))


def test_one_that_leads_elsewhere_in_the_project_is_read_and_so_is_a_project_behind_a_link(tmp_path: Path) -> None:
    (inside := tmp_path / "project").mkdir()
    (kept := inside / "kept").mkdir()
    (tmp_path / "linked").symlink_to(project(inside, "infra", to=kept))

    assert find_project(tmp_path / "linked").name == "demo"


def test_no_file_is_written_in_a_folder_that_is_a_link_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "here/folder").symlink_to(tmp_path / "out")
    monkeypatch.chdir(tmp_path / "here")

    with pytest.raises(typer.BadParameter, match="is a link"):
        refuse_unwritable(Path("folder/review.md"), "--markdown")
    refuse_unwritable(Path("review.md"), "--markdown")
