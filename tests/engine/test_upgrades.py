"""What the engine says that today's program does to what older ones deployed: it previews each kept state, imported.

The estates are as they were then. Nothing may be replaced or deleted, and what is updated is announced in the changelog; `tests/upgrade`
asks the diff the same, offline. Not shown: what the clouds would answer, which a preview does not ask.
"""

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from socle.plan import read_state
from tests.states import credentials_in
from tests.upgrade.announced import Announcement
from tests.upgrade.recorded import ESTATES, Revision, revisions, unannounced

from .cloud import Emulation
from .deployed import Document, errors
from .workplace import Workplace

NAMED = [(revision, estate) for revision in revisions() for estate in ESTATES]
KEPT = [
    pytest.param((revision, estate), stack, id=f"{revision.commit}-{stack}")
    for revision, estate in NAMED
    for stack in revision.stacks_of(estate)
]


@pytest.fixture(scope="module")
def old(request: pytest.FixtureRequest) -> Iterator[tuple[Workplace, Revision]]:
    """Today's program with the estate of a revision, and every stack as that revision left it."""
    revision, estate = request.param
    with Emulation() as emulation, Workplace(emulation, left_out=revision.left_out()) as place:
        shutil.rmtree(place.project / "stacks")
        shutil.copytree(revision.folder / "stacks", place.project / "stacks")
        place.azure = place.folder / "azure.json"
        place.azure.write_text(json.dumps(on_azure(revision, estate)), "utf-8")
        for stack in revision.stacks_of(estate):
            file = place.folder / f"{stack}.json"
            file.write_text(json.dumps(revision.state(stack)), "utf-8")
            place.run(stack, "stack", "import", "--file", str(file)).ok()
        yield place, revision


def on_azure(revision: Revision, estate: str) -> dict[str, Any]:
    """What there was on Azure then, as far as the states know."""
    rows = (row for stack in revision.stacks_of(estate) for row in read_state(revision.state(stack)))
    return {
        row.id.lower(): {"type": row.type, "properties": dict(row.inputs)}
        for row in rows
        if row.custom and row.id and row.type.startswith("azure-native:")
    }


def updates(document: Document, layer: str) -> list[Announcement]:
    """What the changelog has to tell of: each property, of the first level, for which the engine updates something."""
    return [
        Announcement(layer, step["newState"]["type"], name)
        for step in document["steps"]
        if step["op"] == "update"
        for name in sorted({top(path) for path in step.get("detailedDiff") or step.get("diffReasons") or ["options"]})
    ]


def lets_go(step: dict[str, Any]) -> bool:
    """Whether what was managed is only read from now on: nothing keeps it any longer, and the engine calls that a read."""
    return step["op"] == "read" and bool(step.get("oldState")) and not step["oldState"].get("external")


def top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


@pytest.mark.parametrize(("old", "stack"), KEPT, indirect=["old"])
def test_the_engine_replaces_and_deletes_nothing_and_every_update_is_announced(
    old: tuple[Workplace, Revision], stack: str
) -> None:
    place, revision = old
    code, document = place.digest(stack)
    operations = [step["op"] for step in document["steps"]]

    assert code == 0, errors(document)
    assert operations.count("same") > 10
    assert [
        f"{step['op']}: {step['urn']}"
        for step in document["steps"]
        if step["op"] not in {"same", "read", "create", "update"}
    ] == []
    assert [each["urn"] for each in document["steps"] if lets_go(each)] == []
    assert unannounced(revision, updates(document, stack.partition("-")[2])) == []
    assert list(credentials_in(place.export(stack))) == []
