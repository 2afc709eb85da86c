"""Two revisions of small projects, as `socle preview --base` compares them: what goes on under another name, and what does not."""

from pathlib import Path

import pytest

from socle.project.project import find_project
from socle.review.against import review_against_revision
from socle.review.verdict import Verdict
from tests.repository import begin

TOP = """\
import pulumi

ALIASES = None


class Network(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("test:net:Network", name, None, opts)
        self.vpc = pulumi.CustomResource(
            "scaleway:network/vpc:Vpc", f"{name}-vpc", {"name": "net"}, pulumi.ResourceOptions(parent=self)
        )
        self.register_outputs({})


if pulumi.get_stack() == "net":
    pulumi.export("vpc_id", Network("old").vpc.id)
else:
    vpc_id = pulumi.StackReference("organization/small/net").get_output("vpc_id")
    pulumi.CustomResource("scaleway:network/privateNetwork:PrivateNetwork", "app", {"name": "app", "vpcId": vpc_id})
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two stacks, of which the second takes an id of the first."""
    (tmp_path / "infra").mkdir()
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: infra\nstackConfigDir: stacks\n")
    for stack in ("net", "app"):
        (tmp_path / f"stacks/Pulumi.{stack}.yaml").write_text("config: {}\n")
    (tmp_path / "infra/__main__.py").write_text(TOP)
    begin(tmp_path)
    return tmp_path


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))


@pytest.mark.slow
def test_a_component_renamed_with_an_alias_changes_no_id_of_another_stack(root: Path) -> None:
    named = 'Network("new", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))'
    edit(root, "infra/__main__.py", 'Network("old")', named)
    made = review_against_revision(find_project(root), ["app", "net"], "main")

    assert made.groups == ()
    assert made.reasons.keys() <= {"files"}


@pytest.mark.slow
def test_a_component_renamed_without_one_is_told_in_both(root: Path) -> None:
    edit(root, "infra/__main__.py", 'Network("old")', 'Network("new")')
    made = review_against_revision(find_project(root), ["app", "net"], "main")

    assert {change.stack for group in made.groups for change in group.changes} == {"app", "net"}


@pytest.mark.slow
def test_a_project_under_another_name_has_nothing_to_compare_with(root: Path) -> None:
    edit(root, "Pulumi.yaml", "name: small", "name: large")
    edit(root, "infra/__main__.py", "organization/small/net", "organization/large/net")
    made = review_against_revision(find_project(root), ["app", "net"], "main")

    assert made.unbased.keys() == {"app", "net"}
    assert "was called small and is now large" in made.unbased["app"]
    assert made.verdict is not Verdict.NO_RISK
    assert {str(change.op) for group in made.groups for change in group.changes} == {"create", "read"}


@pytest.mark.slow
def test_a_stack_that_vanished_is_told(root: Path) -> None:
    (root / "stacks/Pulumi.app.yaml").unlink()
    made = review_against_revision(find_project(root), ["net"], "main")

    assert made.gone == ("app",)
    assert made.verdict is Verdict.LOOK
