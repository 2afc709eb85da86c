"""What today's program does to what older ones deployed: nothing is replaced or deleted, and what is updated is announced.

Each kept state is compared with today's program on the estates as they were then, offline. An engine recorded the states;
`tests/engine/test_upgrades.py` lets it preview the same.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from socle.capture import capture
from socle.diff import ABSENT, Comparison, Op, PropertyChange, baseline_of_state, compare
from socle.plan import Plan, read_state
from socle.project import Project, find_project
from tests.checkout import copied
from tests.engine.inside.alterations import altering

from .announced import updates
from .recorded import Revision, revisions, unannounced

pytestmark = pytest.mark.slow

KEPT = [
    pytest.param(revision, stack, id=f"{revision.commit}-{stack}")
    for revision in revisions()
    for stack in revision.stacks
]


KEEPING = ("protect", "retain_on_delete", "hooks", "replace_on_changes", "additional_secret_outputs")
"""Options that keep something, and whose loss no step of a preview shows."""


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


def lost(options: Iterable[PropertyChange]) -> Iterator[str]:
    """Which options keep less than before: taken off, or with a name less."""
    for option in options:
        if option.path in KEEPING and _names(option.old) - _names(option.new):
            yield f"{option.path}: {option.old} becomes {option.new}"


def _names(value: Any) -> set[Any]:
    if isinstance(value, (list, tuple)):
        return set(value)
    return set() if value in (ABSENT, None, False) else {value}


@pytest.mark.parametrize(("revision", "stack"), KEPT)
def test_an_upgrade_replaces_and_deletes_nothing_and_announces_every_update(
    project: Project, revision: Revision, stack: str
) -> None:
    comparison = upgraded(project, revision, stack)
    changed = [change for change in comparison.changes if change.op is Op.UPDATE]

    assert comparison.unchanged > 10
    assert [
        f"{change.op}: {change.urn}"
        for change in comparison.changes
        if change.op not in {Op.UPDATE, Op.CREATE, Op.READ, Op.SAME}
    ] == []
    assert [
        change.urn for change in comparison.changes if change.op is Op.READ and change.before
    ] == []  # nothing is let go
    assert [f"{change.urn} {each}" for change in comparison.changes for each in lost(change.options)] == []
    assert not comparison.refused
    assert unannounced(revision, updates(stack.partition("-")[2], changed)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "is_lost"),
    [
        ("protect", True, False, True),
        ("protect", False, True, False),
        ("retain_on_delete", True, False, True),
        ("hooks", ["before-update guard"], ABSENT, True),
        ("hooks", ["before-update guard"], ["before-delete kept", "before-update guard"], False),
        ("replace_on_changes", ["usage", "origin"], ["origin"], True),
        ("additional_secret_outputs", ABSENT, ["password"], False),
        ("version", "1", ABSENT, False),
    ],
)
def test_an_option_that_keeps_less_is_lost(name: str, old: Any, new: Any, is_lost: bool) -> None:
    assert bool(list(lost([PropertyChange(name, old, new)]))) == is_lost


def test_every_named_revision_has_the_state_of_every_stack_that_it_had() -> None:
    for revision in revisions():
        kept = {file.name.removesuffix(".json.gz") for file in revision.folder.glob("*.json.gz")}
        had = {file.name[len("Pulumi.") : -len(".yaml")] for file in revision.folder.glob("stacks/Pulumi.*.yaml")}

        assert set(revision.stacks) == kept == had, revision.commit


def test_no_state_holds_a_secret_in_plain() -> None:
    assert {revision.commit: found for revision in revisions() if (found := revision.in_plain())} == {}
