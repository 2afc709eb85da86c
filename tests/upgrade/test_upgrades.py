"""What today's program does to what older ones deployed: nothing is replaced or deleted, and what is updated is announced.

Each kept state is compared with today's program on the estates as they were then, offline. An engine recorded the states; that
the diff agrees with it is shown in the tests of the engine.
"""

from pathlib import Path

import pytest

from socle.capture import capture
from socle.diff import Comparison, Op, baseline_of_state, compare
from socle.plan import Plan, read_state
from socle.project import Project, find_project
from tests.checkout import copied
from tests.engine.inside.alterations import altering

from .recorded import Revision, revisions

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
KEPT = [
    pytest.param(revision, stack, id=f"{revision.commit}-{stack}")
    for revision in revisions()
    for stack in revision.stacks
]

ANNOUNCED: dict[tuple[str, str], str] = {}
"""By type and input: the words of the changelog that tell of an update of every deployed stack."""


@pytest.fixture
def project(tmp_path: Path, revision: Revision) -> Project:
    """Today's program with the estates of a revision."""
    return find_project(copied(tmp_path, revision.folder / "stacks"))


def upgraded(project: Project, revision: Revision, stack: str) -> Comparison:
    """What today's program would change in what a revision deployed."""
    config, secrets = project.config(stack)
    others = {name: read_state(revision.state(name)) for name in revision.stacks if name != stack}
    with altering(revision.left_out(), {}):
        plan: Plan = capture(
            project.program,
            stack=stack,
            project=project.name,
            config=config,
            secret_config=secrets,
            prior=revision.state(stack),
            references=others,
            root=project.root,
        )
    return compare(plan, baseline_of_state(revision.state(stack)))


@pytest.mark.parametrize(("revision", "stack"), KEPT)
def test_an_upgrade_replaces_and_deletes_nothing_and_announces_every_update(
    project: Project, revision: Revision, stack: str
) -> None:
    comparison = upgraded(project, revision, stack)
    updates = [change for change in comparison.changes if change.op is Op.UPDATE]
    unannounced = [
        f"{change.urn} {cause}"
        for change in updates
        for cause in change.causes or ("",)
        if ANNOUNCED.get((change.resource.type, cause), "not announced") not in CHANGELOG
    ]

    assert comparison.unchanged > 10
    assert comparison.counts().keys() <= {Op.UPDATE, Op.CREATE, Op.SAME}
    assert not comparison.refused
    assert unannounced == []


def test_every_named_revision_has_its_states() -> None:
    missing = [
        revision.file(stack)
        for revision in revisions()
        for stack in revision.stacks
        if not revision.file(stack).is_file()
    ]

    assert missing == []


def test_no_state_holds_a_secret_in_plain() -> None:
    for revision in revisions():
        for stack in revision.stacks:
            text = str(revision.state(stack))

            assert "plaintext" not in text
            assert "Aa1!" not in text  # how the simulated passwords begin
