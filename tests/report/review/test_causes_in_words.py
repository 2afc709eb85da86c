"""What a first reader took wrongly from a sentence: defaults without a value, lists as JSON, ids without a kind, renames as losses."""

import json
from typing import Any

import pytest

from socle.plan.model import Plan
from socle.report.review.causes import cause_lines
from socle.report.review.markdown import markdown
from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.review import Verdict
from socle.review.files import FileChange

from .changes import made, place, plan, reviewed
from .test_causes import POLICY, WHO, component, grant, store

pytestmark = pytest.mark.slow

ENGLISH, FRENCH = Words(Language.ENGLISH), Words(Language.FRENCH)
OTHER = "55555555-5555-4555-8555-555555555501"
GROUPS, RING, AZURE = "socle:scaleway:Groups", "socle:scaleway:KeyRing", "socle:azure:LegacySecurityGroup"


def said(new: dict[str, Any], old: dict[str, Any], type_: str, key: str, words: Words = ENGLISH) -> str:
    (line,) = cause_lines(
        reviewed(plan(component(new, type_, key)), plan(component(old, type_, key))), words, str, place
    )
    return line


def test_a_default_is_told_by_its_value() -> None:
    rule = {"priority": 200, "direction": "Inbound", "access": "Allow", "protocol": "Tcp"}
    new, old = ({"rules": {"nodes": {**rule, **more}}} for more in ({}, {"source": "10.101.16.0/20"}))

    assert "key health: rotation_days the default, 90 → 365" in said(
        {"health": {"rotation_days": 365}}, {"health": {}}, RING, "keys"
    )
    line = said(new, old, AZURE, "legacy.security_groups.data")
    assert line.startswith("Azure security group data, rule nodes: source 10.101.16.0/20 → the default, *")


@pytest.mark.parametrize(
    ("words", "told"), [(ENGLISH, "c and d added, a removed"), (FRENCH, "c et d en plus, a en moins")]
)
def test_a_list_is_told_by_what_comes_and_what_goes(words: Words, told: str) -> None:
    new, old = ({"operators": {"members": members}} for members in (["b", "c", "d"], ["a", "b"]))

    assert told in said(new, old, GROUPS, "foundation.groups", words)


def test_a_list_that_was_not_there_and_one_in_another_order() -> None:
    assert "applications: loader added" in said(
        {"readers": {"applications": ["loader"]}}, {"readers": {}}, GROUPS, "foundation.groups"
    )
    assert "the same in another order" in said(
        {"x": {"members": ["b", "a"]}}, {"x": {"members": ["a", "b"]}}, GROUPS, "foundation.groups"
    )


def test_a_holder_is_told_with_its_kind_and_no_word_that_both_have() -> None:
    new, old = (
        store({"cardio": {**grant()["cardio"], "application_id": None, "user_id": OTHER}}, "b/*"),
        store(grant(), "b/*"),
    )
    known = {WHO: "cardio / loader / reader", OTHER: "loader"}
    (line,) = cause_lines(reviewed(new, old, known_as=known), ENGLISH, str, place)

    assert f"cardio is held by the person {OTHER}, no longer by the application reader ({WHO})" in line


def test_an_entry_that_only_has_another_name_is_told_as_one_and_harms_nobody() -> None:
    new, old = ({"grants": {name: grant()["cardio"]}} for name in ("cardiology", "cardio"))
    found = reviewed(plan(component(new)), plan(component(old)))
    (line,) = cause_lines(found, ENGLISH, str, place)

    assert line.startswith("cardio is called cardiology from now on, and nothing else of it changes")
    assert "`cardio` is called `cardiology`" in markdown(found, ENGLISH, place, "socle").split("Level:")[0]


def test_two_alike_that_go_are_no_rename() -> None:
    new, old = {"grants": {"c": grant()["cardio"]}}, {"grants": {name: grant()["cardio"] for name in ("a", "b")}}
    (line,) = cause_lines(reviewed(plan(component(new)), plan(component(old))), ENGLISH, str, place)

    assert "is called" not in line
    assert "c may now read" in line


def test_what_a_wave_still_holds_back_is_said_with_what_the_estate_gives() -> None:
    new = store(grant(access=["read", "write"]), "b/*")  # the policy gives to read alone
    (line,) = cause_lines(reviewed(new, store(grant(prefix="cardio/"), "b/cardio/*")), ENGLISH, str, place)
    assert "cardio may now read and write" in line
    assert "not yet: to write is held back until the cut-over opens it" in line


def test_nothing_is_held_back_where_the_policy_gives_it_or_cannot_be_read() -> None:
    def given(policy: str) -> Plan:
        whole = component({"data_class": "health", "grants": grant(access=["read", "write"])})
        return plan(whole, made(POLICY, "policy", {"bucket": "b", "policy": policy}, parent=whole.urn))

    statement = {
        "Effect": "Allow",
        "Principal": {"SCW": f"application_id:{WHO}"},
        "Action": ["s3:GetObject", "s3:PutObject"],
    }
    for policy in (json.dumps({"Statement": [{**statement, "Resource": "b/*"}]}), "no policy"):
        (line,) = cause_lines(reviewed(given(policy), store(grant(), "b/*")), ENGLISH, str, place)
        assert "not yet" not in line


def test_a_row_of_a_list_is_named_by_what_it_is_where_rows_move() -> None:
    rule = {"action": "accept", "protocol": "TCP", "source": "10.0.0.0/24", "destination": "10.1.0.0/24"}
    rows = [
        {**rule, "description": f"{name}: because", "dstPortLow": low, "dstPortHigh": low}
        for name, low in (("a", 1), ("b", 2), ("c", 3))
    ]
    network = "scaleway:network/acl:Acl"
    first = headline(
        reviewed(plan(made(network, "acl", {"rules": rows[1:]})), plan(made(network, "acl", {"rules": rows}))),
        ENGLISH,
        str,
    )

    assert "rules[" not in first
    assert "a: because" in first
    assert "b: because" not in first


def test_a_claim_is_told_with_both_values_and_counted_once() -> None:
    claim = FileChange(
        "estate.yaml", "evidence", Verdict.LOOK, "attestations.x", differences=(("attestations.x.until", "2027", ""),)
    )
    found = reviewed(plan(), plan(), files=[claim])

    assert headline(found, ENGLISH, str) == (
        "estate.yaml: a claim or a permission that no plan shows: attestations.x.until 2027 → nothing"
    )
