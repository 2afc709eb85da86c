"""The identity of emergencies: what is made, what stays out of the plan, who can open the seal, and when a drill counts.

Does not prove that the host tells anybody: an alert of its audit trail is set up by hand, since no resource of the provider makes one.
"""

import json
from datetime import date
from typing import Any

import pulumiverse_scaleway
import pytest

from socle.estate.foundation import ROLES, given
from socle.plan import Plan
from socle.report.words import Words
from socle.rules import Context, judged
from socle.testing.plugin import CaptureComponent
from tests.estate.founded import EMERGENCY, FOUNDATION, founded, write_founded
from tests.estate.written import problems_of
from tests.rules.estates import DAY, drilled
from tests.scaleway.test_foundation import API_KEY, SECRET, estate, made, project

USER = "44444444-4444-4444-8444-444444444444"


@pytest.fixture
def plan(capture_component: CaptureComponent) -> Plan:
    return made(capture_component, estate(FOUNDATION + EMERGENCY))


def test_the_users_key_ends_and_its_secret_half_goes_past_the_state_into_the_project_of_keys(plan: Plan) -> None:
    key = plan.named("foundation-break-glass-key")
    sealed = plan.named("foundation-break-glass-secret-secret")

    assert (key.type, key.inputs["userId"], key.inputs["expiresAt"]) == (API_KEY, USER, "2027-05-29T23:59:59Z")
    assert "applicationId" not in key.inputs
    assert key.inputs["secretId"] == sealed.id
    assert key.inputs["defaultProjectId"] == project(plan, "platform")
    assert (sealed.type, sealed.inputs["projectId"]) == (SECRET, project(plan, "keys"))
    assert (sealed.inputs["protected"], sealed.protect) == (True, True)
    assert not plan.plain_secrets
    assert not [each for each in plan if each.type == "scaleway:secrets/version:Version" and "break-glass" in each.name]
    assert "secretKey" not in json.dumps([each.inputs for each in plan])


def test_a_foundation_without_it_makes_nothing_of_it(capture_component: CaptureComponent) -> None:
    assert not [each for each in made(capture_component, estate()) if "break-glass-key" in each.name]


def test_no_role_of_the_catalogue_opens_the_seal() -> None:
    """Secrets of the project of keys are read by owners of the organisation alone, unless a group is for that project."""
    for name in ROLES:
        in_keys = {
            each
            for one in given(name, ["platform"], ["platform"])
            if "keys" in one.projects
            for each in one.permission_sets
        }
        assert not in_keys & {"SecretManagerSecretAccess", "SecretManagerFullAccess", "AllProductsReadOnly"}


def test_the_provider_has_no_resource_for_alerts_or_exports_of_the_audit_trail() -> None:
    """The day it has one, the alarm is to be made, and no longer claimed."""
    module = pulumiverse_scaleway.audittrail
    made_of = [each for each in vars(module).values() if isinstance(each, type) and hasattr(each, "get_provider")]
    assert made_of == []


# What may not be declared

ALARM = "    set_on: 2026-11-20"
DRILL = "    valid_until: 2027-05-31\n    alarm_came"


@pytest.mark.parametrize(
    ("edit", "key", "what", "consequence", "remedy"),
    [
        (("  drill:\n    held_on: 2026-11-21", "  drill:\n    held_on: 2026-11-19"), "break_glass.drill.held_on",
         "the drill of 2026-11-19 is older than the alarm of 2026-11-20", "nobody has seen this alarm ring", "hold a drill"),
        ((DRILL, DRILL.replace("2027-05-31", "2026-11-21")), "break_glass.drill.valid_until",
         "counts until 2026-11-21", "would never count", "later valid_until"),
        ((DRILL, DRILL.replace("2027-05-31", "2028-11-21")), "break_glass.drill.valid_until",
         "counts for 731 days", "long before somebody tried again", "2027-11-22 at the latest"),
        (("    alarm_came: true\n", ""), "break_glass.drill.alarm_came", "alarm_came", "", ""),
        (("    claimed_by: Security office\n", ""), "break_glass.drill.claimed_by", "claimed_by", "", ""),
        (("{desk: {email: securite@acme.example}}", "{}"), "break_glass.alarm.contacts", "empty", "", "one"),
        (("securite@acme.example", "jeanne.dupont@acme.example"), "break_glass.alarm.contacts.desk.email",
         "functional mailbox", "lost with the person", "soc"),
        ((ALARM, ""), "break_glass.alarm.set_on", "set_on", "", ""),
        (("  key: {issued_on: 2026-11-30, expires_on: 2027-05-29}\n  alarm", "  key: {issued_on: 2026-11-30}\n  alarm"),
         "break_glass.key.expires_on", "expires_on", "", ""),
        (("  key: {issued_on: 2026-11-30, expires_on: 2027-05-29}\n  alarm",
          "  key: {issued_on: 2026-11-30, expires_on: 2036-05-29}\n  alarm"),
         "break_glass.key.expires_on", "lives 3468 days", "until somebody notices", "rotate"),
    ],
)  # fmt: skip
def test_what_would_not_hold_in_an_emergency_is_refused(
    tmp_path: Any, edit: tuple[str, str], key: str, what: str, consequence: str, remedy: str
) -> None:
    text = FOUNDATION + EMERGENCY
    assert text.count(edit[0]) == 1
    found = [
        each for each in problems_of(write_founded(tmp_path, text.replace(*edit))) if each.at == f"foundation.{key}"
    ]
    assert found, problems_of(write_founded(tmp_path, text.replace(*edit)))
    assert what in found[0].what
    assert consequence in found[0].consequence
    assert remedy in found[0].remedy
    assert found[0].place.file == "acme/foundation.yaml"
    assert found[0].place.line


def test_a_sealed_key_for_nobody_is_refused(tmp_path: Any) -> None:
    text = founded(
        ("  break-glass:\n    role: break-glass\n", "  office:\n    role: data-reader\n"),
        ("    review_by: 2027-05-31\n", ""),
    )
    found = {each.at: each for each in problems_of(write_founded(tmp_path, text + EMERGENCY))}
    assert "no group has the role break-glass" in found["foundation.break_glass"].what


def test_it_counts_among_the_secrets_of_the_quota() -> None:
    spec = estate(FOUNDATION + EMERGENCY).foundation
    assert spec
    assert spec.secret_count == 2


# The rule


def found_on(declared: Any, day: date = DAY) -> list[str]:
    findings = judged([], Context(as_of=day, estate=declared))
    return [
        Words().text(each.message) for each in findings if each.rule == "break-glass-drilled" and each.result == "fail"
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, []),
        ({"valid_until": date(2026, 11, 29)}, ["the drill of 2026-11-02 counted until 2026-11-29"]),
        (
            {"held_on": date(2026, 12, 1), "valid_until": date(2027, 1, 1)},
            ["the drill of 2026-12-01 has not been held yet"],
        ),
        ({"alarm_came": False}, ["nobody was told of the drill of 2026-11-02"]),
        ({"drill": None}, ["no drill of the identity of emergencies is recorded"]),
    ],
)
def test_a_drill_counts_while_it_lasts_and_where_the_alarm_came(more: dict[str, Any], said: list[str]) -> None:
    assert found_on(drilled(**more)) == said


def test_a_group_of_emergencies_without_a_sealed_key_was_never_tried_and_no_group_needs_no_drill() -> None:
    assert found_on(estate()) == ["no drill of the identity of emergencies is recorded"]
    declared = estate()
    assert declared.foundation
    groups = {name: each for name, each in declared.foundation.groups.items() if each.role != "break-glass"}
    foundation = declared.foundation.model_copy(update={"groups": groups})
    assert found_on(declared.model_copy(update={"foundation": foundation})) == []
    assert found_on(declared.model_copy(update={"lifetime": "rehearsal"})) == []
