"""Whether a state shows all of its stack's plan, asked of states that the real engine left, as they are and with a part missing."""

import json
from pathlib import Path
from typing import Any

import pytest

from socle.project import Project, find_project
from socle.review import Proof, proof_of

from ..checkout import copied
from ..engine.inside.alterations import altering
from ..upgrade.recorded import revisions

pytestmark = pytest.mark.slow

LATEST = next(each for each in revisions() if each.commit == "e5a42e05")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Today's program with the estates of a revision that it changes nothing of in the rehearsal."""
    return find_project(copied(tmp_path_factory.mktemp("proof"), LATEST.folder / "stacks"))


def proven(project: Project, stack: str, state: dict[str, Any], folder: Path) -> Proof:
    file = folder / "state.json"
    file.write_text(json.dumps(state), "utf-8")
    with altering(LATEST.left_out(), {}):
        return proof_of(project, stack, file)


@pytest.mark.parametrize("layer", ["platform", "legacy", "bridge"])
def test_a_stack_that_an_engine_deployed_whole_shows_its_plan(project: Project, tmp_path: Path, layer: str) -> None:
    stack = f"rehearsal-{layer}"
    found = proven(project, stack, LATEST.state(stack), tmp_path)
    assert (found.failed, found.changes, found.pending, found.unread) == ("", (), (), ())
    assert found.compared > 10


def test_each_resource_that_is_not_there_or_is_otherwise_is_named_with_what_differs(
    project: Project, tmp_path: Path
) -> None:
    state = LATEST.state("rehearsal-platform")
    rows = state["deployment"]["resources"]
    policy = next(each for each in rows if each["type"] == "scaleway:object/bucketPolicy:BucketPolicy")
    key = next(each for each in rows if each["type"] == "scaleway:keymanager/key:Key")
    gone = next(each for each in rows if each["type"] == "scaleway:databases/privilege:Privilege")
    policy["inputs"]["policy"] = "{}"
    key["protect"] = not key.get("protect", False)
    rows.remove(gone)
    found = proven(project, "rehearsal-platform", state, tmp_path)
    name = gone["urn"].rpartition("::")[2]
    assert [each for each in found.differing() if each.endswith((name, "(policy)", "(protect)"))] == [
        f"create {gone['type']} {name}",
        f"update {policy['type']} {policy['urn'].rpartition('::')[2]} (policy)",
        f"same {key['type']} {key['urn'].rpartition('::')[2]} (protect)",
    ]
    assert len(found.changes) == 3


def test_what_is_there_and_in_no_plan_differs_too(project: Project, tmp_path: Path) -> None:
    state = LATEST.state("rehearsal-platform")
    rows = state["deployment"]["resources"]
    bucket = next(each for each in rows if each["type"] == "scaleway:object/bucket:Bucket")
    rows.append({**bucket, "urn": f"{bucket['urn']}-left"})
    (said,) = proven(project, "rehearsal-platform", state, tmp_path).differing()
    assert said.startswith("delete scaleway:object/bucket:Bucket ")


def test_a_program_that_fails_is_no_proof(project: Project, tmp_path: Path) -> None:
    state = LATEST.state("rehearsal-platform")
    estate = project.estates / "rehearsal/estate.yaml"
    text = estate.read_text("utf-8")
    estate.write_text(f"{text}\nnosuch: 1\n", "utf-8")
    try:
        assert (
            proven(project, "rehearsal-platform", state, tmp_path).failed == "the program of rehearsal-platform failed"
        )
    finally:
        estate.write_text(text, "utf-8")
