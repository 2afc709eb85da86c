"""Outputs of a stack: one that was a secret and can be read from now on is dangerous, at every level; a new one is not."""

from typing import Any

import pytest

from socle.diff.baseline import baseline_of_state
from socle.diff.compare import compare
from socle.diff.engine import read_engine_preview
from socle.plan.credentials import PLAIN
from socle.plan.model import SECRET, UNKNOWN, Plan
from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.review.model import Review, review
from socle.review.verdict import Verdict

STACK = "urn:pulumi:dev::acme::pulumi:pulumi:Stack::acme-dev"
SEALED = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}


def by_base(old: Any, new: Any) -> Review:
    sides = [Plan("dev", "acme", (), outputs={"k": value} if value is not None else {}) for value in (new, old)]
    return review([compare(*sides)], baseline="main")


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (SECRET, "plain", Verdict.DANGEROUS),
        (SECRET, 8080, Verdict.DANGEROUS),
        (SECRET, PLAIN, Verdict.DANGEROUS),
        (SECRET, {"a": SECRET, "b": "plain"}, Verdict.DANGEROUS),
        ({"a": [SECRET]}, {"a": ["plain"]}, Verdict.DANGEROUS),
        (SECRET, {"a": SECRET}, Verdict.LOOK),
        (SECRET, UNKNOWN, Verdict.NO_RISK),
        (SECRET, None, Verdict.LOOK),
        ("plain", SECRET, Verdict.LOOK),
        ("plain", "other", Verdict.LOOK),
        (None, "plain", Verdict.NO_RISK),
    ],
)
def test_an_output_that_was_a_secret_and_is_readable_is_dangerous(old: Any, new: Any, verdict: Verdict) -> None:
    assert by_base(old, new).verdict is verdict


def test_the_first_line_names_the_stack_and_the_output() -> None:
    said = headline(by_base(SECRET, "plain"), Words(Language.ENGLISH), str)

    assert said.startswith("dev: k was a secret, and can be read from now on")


def test_a_state_and_an_engine_say_the_same() -> None:
    row = {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False}
    state = {"deployment": {"resources": [{**row, "outputs": {"k": SEALED}}]}}
    by_state = compare(Plan("dev", "acme", (), outputs={"k": "plain"}), baseline_of_state(state))
    sides = {"oldState": {**row, "outputs": {"k": SEALED}}, "newState": {**row, "outputs": {"k": "plain"}}}
    by_engine = read_engine_preview({"steps": [{"op": "same", "urn": STACK, **sides}]})

    for comparison in (by_state, by_engine):
        made = review([comparison], baseline="x")
        assert made.reasons["uncovered"] == 1
        assert made.verdict is Verdict.DANGEROUS


def test_an_engine_that_shows_two_credentials_shows_that_they_differ_and_neither_is_told() -> None:
    row = {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False}
    for old, new in (("hunter2-aa", "hunter2-bb"), ({"password": "hunter2-aa"}, {"password": "hunter2-bb"})):
        sides = {
            "oldState": {**row, "outputs": {"admin_password": old}},
            "newState": {**row, "outputs": {"admin_password": new}},
        }
        made = review([read_engine_preview({"steps": [{"op": "update", "urn": STACK, **sides}]})], baseline="")

        assert made.reasons["outputs"] == 1
        assert made.verdict is Verdict.LOOK
        assert "hunter2" not in repr(made.stacks[0].outputs)
