"""The freeze of the legacy estate is asked of what a baseline records as held, also where the program asked nobody."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from socle.capture.run import capture
from socle.diff.compare import Comparison, compare
from socle.plan.model import Plan
from socle.project.project import Project, find_project
from socle.review.freeze import freeze_of
from socle.review.model import review
from socle.review.verdict import Verdict

ROOT = Path(__file__).parents[2]
ESTATE = "socle:azure:LegacyEstate"


@pytest.fixture(scope="module")
def project() -> Project:
    return find_project(ROOT)


@pytest.fixture(scope="module")
def legacy(project: Project) -> Plan:
    config, secrets = project.config("demo-legacy")
    return capture(
        project.program,
        stack="demo-legacy",
        project=project.name,
        config=config,
        secret_config=secrets,
        mode="up",
        root=ROOT,
    )


def held(plan: Plan, **moved: dict[str, str]) -> Plan:
    """The plan of a revision that held something else, or the same otherwise."""
    record = plan.one(ESTATE).outputs["held"]
    record = {key: {**record.get(key, {}), **moved.get(key, {})} for key in (*record, *moved)}
    return recorded(plan, {"held": record})


def recorded(plan: Plan, outputs: dict[str, Any]) -> Plan:
    return replace(plan, resources=tuple(replace(row, outputs=outputs) if row.type == ESTATE else row for row in plan))


def asked(project: Project, *comparisons: Comparison) -> tuple[Verdict, str]:
    made = review(comparisons, baseline="main", frozen=freeze_of(project, comparisons))
    return made.verdict, "; ".join(r.what for each in made.frozen for r in each.refusals)


def test_the_freeze_refuses_nothing_of_an_estate_that_stays(project: Project, legacy: Plan) -> None:
    assert asked(project, compare(legacy, legacy)) == (Verdict.NO_RISK, "")


def test_what_another_revision_held_and_the_file_no_longer_says_is_refused(project: Project, legacy: Plan) -> None:
    gone = {"databases.former": {"id": "/subscriptions/00000000-0000-4000-8000-000000000001/x", "mode": "adopt"}}

    verdict, said = asked(project, compare(legacy, held(legacy, **gone)))

    assert verdict is Verdict.REFUSED
    assert "databases.former is gone from the file" in said


def test_a_mode_that_changes_is_refused_where_the_engine_would_let_go(project: Project, legacy: Plan) -> None:
    (before,) = freeze_of(project, [compare(legacy, held(legacy, **{"databases.catalogue": {"mode": "create"}}))])

    assert "the mode of databases.catalogue changed from create to adopt" in before.refusals[0].what
    assert before.refusals[0].place.file == "demo/legacy.yaml"
    assert before.refusals[0].place.line > 1


def test_without_a_record_of_what_is_held_the_freeze_is_not_known(project: Project, legacy: Plan) -> None:
    for before in (recorded(legacy, {}), None):
        comparison = compare(legacy, before)
        made = review([comparison], baseline="main", frozen=freeze_of(project, [comparison]))

        assert [each.known for each in made.frozen] == [False]
        assert made.reasons["freeze"] == 1
        assert made.verdict is not Verdict.NO_RISK


def test_a_program_that_no_longer_has_the_component_is_asked_all_the_same(project: Project, legacy: Plan) -> None:
    """The program asks in its component: without it nobody would."""
    gone = {"databases.former": {"id": "/subscriptions/00000000-0000-4000-8000-000000000001/x", "mode": "adopt"}}
    without = replace(legacy, resources=tuple(row for row in legacy if row.type != ESTATE))

    assert "databases.former" in asked(project, compare(without, held(legacy, **gone)))[1]
