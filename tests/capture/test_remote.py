"""Components that the code of another package makes: what is in them is in no plan, so nothing of them is ever harmless.

Does not prove what a package makes of its inputs; the engine alone runs it.
"""

from typing import Any

import pulumi
import pytest

from socle.capture import capture
from socle.diff.baseline import baseline_of_state
from socle.diff.change import Op, Remark
from socle.diff.compare import Comparison, compare
from socle.facts.effects import Effect
from socle.plan.model import UNKNOWN, Plan
from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.review.effects import effects_of
from socle.review.model import review
from socle.rules import UNJUDGED, Result, beside, unseen

HOME = "urn:pulumi:dev::acme"
ENGLISH = Words(Language.ENGLISH)


class Vpc(pulumi.ComponentResource):
    """What an SDK of a package of components generates, as far as it matters here."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        super().__init__("awsx:ec2:Vpc", name, {**inputs, "address": None}, opts, remote=True)

    @property
    @pulumi.getter(name="address")
    def address(self) -> pulumi.Output[str]:
        return pulumi.get(self, "address")


def planned(mode: Any = "preview", *, made: bool = True, **inputs: Any) -> Plan:
    def program() -> None:
        if made:
            vpc = Vpc("v", **inputs)
            pulumi.export("address", vpc.address.apply(lambda text: text.upper()))

    return capture(program, stack="dev", project="acme", mode=mode)


def told(comparison: Comparison) -> tuple[str, str]:
    made = review([comparison], baseline="")
    return str(made.verdict), headline(made, ENGLISH, str)


@pytest.mark.parametrize("mode", ["preview", "up"])
def test_what_a_package_gives_out_is_unknown_and_its_component_says_so(mode: Any) -> None:
    plan = planned(mode, range="10.0.0.0/16")

    assert plan.outputs["address"] == UNKNOWN
    (component,) = plan.all("awsx:ec2:Vpc")
    assert component.remote
    assert [note for note in component.notes if "no capture runs" in note]


@pytest.mark.parametrize(
    ("before", "after", "op"),
    [
        ({"range": "a"}, {"range": "b"}, Op.UPDATE), ({"made": False}, {"range": "a"}, Op.CREATE),
        ({"range": "a"}, {"made": False}, Op.DELETE),
    ],
)  # fmt: skip
def test_a_change_of_it_is_not_known(before: dict[str, Any], after: dict[str, Any], op: Op) -> None:
    found = compare(planned(**after), planned(**before))

    (change,) = found.changes
    assert change.op is op
    assert (Remark.REMOTE, "") in change.remarks
    assert effects_of(change) == {Effect.NOT_KNOWN}
    level, first = told(found)
    assert level == "look-at-this"
    assert "changes in a way that is not known" in first


def test_the_same_inputs_in_two_revisions_say_nothing() -> None:
    assert compare(planned(range="a"), planned(range="a")).changes == ()


def state() -> dict[str, Any]:
    rows = [
        {"urn": f"{HOME}::pulumi:pulumi:Stack::acme-dev", "type": "pulumi:pulumi:Stack", "custom": False},
        {"urn": f"{HOME}::awsx:ec2:Vpc::v", "type": "awsx:ec2:Vpc", "custom": False, "inputs": {"range": "a"}},
        {"urn": f"{HOME}::awsx:ec2:Vpc$aws:ec2/vpc:Vpc::v", "type": "aws:ec2/vpc:Vpc", "custom": True, "id": "1"},
    ]
    for row, parent in zip(rows[1:], rows, strict=False):
        row["parent"] = parent["urn"]
    return {"version": 3, "deployment": {"manifest": {}, "resources": rows}}


def test_against_a_state_what_is_in_it_is_not_deleted_and_not_known() -> None:
    found = compare(planned(range="a"), baseline_of_state(state()))

    assert [(change.op, change.resource.type) for change in found.changes] == [(Op.SAME, "awsx:ec2:Vpc")]
    assert told(found)[0] == "look-at-this"


def test_against_a_state_it_goes_with_what_is_in_it() -> None:
    found = compare(planned(made=False), baseline_of_state(state()))

    assert {(change.op, change.resource.type) for change in found.changes} == {
        (Op.DELETE, "awsx:ec2:Vpc"),
        (Op.DELETE, "aws:ec2/vpc:Vpc"),
    }


def test_rules_say_that_nobody_judged_what_is_in_it() -> None:
    (found,) = unseen([planned(range="a")])

    assert (found.rule, found.result, found.name) == (UNJUDGED, Result.UNDETERMINED, "v")
    assert ENGLISH.text(found.message).startswith("the code of another package makes what is in it")
    assert unseen([planned(made=False)]) == []
    assert found in beside([planned(range="a")], ())
