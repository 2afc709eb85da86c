"""What would stop a deployment beside the engine's own protection, and what is said where nobody can ask.

Does not prove that the engine runs a hook: `tests/scaleway` and `tests/bridge` show which ones components bind.
"""

from dataclasses import replace
from typing import Any

import pytest

from socle.diff.change import Change, Op, RefusalKind, Remark
from socle.diff.compare import compare, diff
from socle.plan.model import Plan, Resource
from socle.review.danger import Danger, dangers
from socle.review.model import review
from socle.review.verdict import Verdict

DATABASE = "scaleway:databases/instance:Instance"
CLUSTER = "scaleway:kubernetes/cluster:Cluster"
CONNECTION = "scaleway:s2svpn/connection:Connection"
GUARD = {"before-update": ("data-guard",)}
SHUT = {"before-delete": ("data-shut-first",)}
DEPLOYED: dict[str, Any] = {
    "name": "catalogue",
    "engine": "PostgreSQL-16",
    "volumeSizeInGb": 100,
    "isHaCluster": True,
    "nodeType": "DB-PRO2-XXS",
    "privateNetwork": {"pnId": "fr-par/11111111-1111-4111-8111-111111111111", "ipNet": "10.0.0.5/22"},
}


def resource(type_: str, inputs: dict[str, Any], **more: Any) -> Resource:
    return Resource(f"urn:pulumi:dev::acme::{type_}::data", type_, custom=True, inputs=inputs, **more)


def plan(*resources: Resource) -> Plan:
    return Plan("dev", "acme", resources)


def change(before: Resource | None, after: Resource | None, *more: Resource) -> Change:
    sides = [plan(*([one] if one else []), *more) for one in (after, before)]
    (found,) = [each for each in diff(*sides) if each.resource.custom]
    return found


def database(hooks: dict[str, tuple[str, ...]] | None = None, **changed: Any) -> Resource:
    return resource(DATABASE, {**DEPLOYED, **changed}, hooks=hooks or {})


@pytest.mark.parametrize(
    ("changed", "what", "remedy"),
    [
        ({"volumeSizeInGb": 50}, "would shrink from 100 to 50 GB", "a second entry"),
        ({"engine": "PostgreSQL-17"}, "makes another instance and deletes this one", "a second entry"),
        ({"isHaCluster": False}, "no way back from high availability", "keep it"),
        ({"privateNetwork": {"pnId": "another"}}, "every client loses its connection", "network_move"),
    ],
)
def test_a_guarded_update_is_refused_in_the_guards_own_words(changed: dict[str, Any], what: str, remedy: str) -> None:
    found = change(database(GUARD), database(GUARD, **changed))

    assert found.refusal
    assert found.refusal.kind is RefusalKind.GUARDED
    assert what in found.refusal.what
    assert remedy in found.refusal.remedy
    assert dangers(found)[0] is Danger.REFUSED


def test_what_is_guarded_by_nobody_is_told_for_what_it_does() -> None:
    moved = change(database(), database(privateNetwork={"pnId": "another"}))
    upgraded = change(database(), database(engine="PostgreSQL-17"))

    assert moved.refusal is None
    assert upgraded.refusal is None
    assert Danger.LOSES in dangers(upgraded)


def test_what_the_host_refuses_fails_without_a_guard_too() -> None:
    back = change(resource(CLUSTER, {"version": "1.34"}), resource(CLUSTER, {"version": "1.33"}))

    assert back.refusal is None
    assert [remark for remark, _ in back.remarks] == [Remark.STOPPED]
    assert dangers(back)[0] is Danger.FAILS


def test_a_failure_that_the_facts_already_tell_is_told_once() -> None:
    smaller = change(database(), database(volumeSizeInGb=50))

    assert [remark for remark, _ in smaller.remarks] == [Remark.WILL_FAIL]


def test_an_update_that_is_felt_is_announced_and_passes() -> None:
    found = change(database(GUARD), database(GUARD, nodeType="DB-PRO2-XS"))

    assert found.refusal is None
    ((remark, said),) = found.remarks
    assert remark is Remark.ANNOUNCED
    assert "connections break" in said


@pytest.mark.parametrize(("spec", "refused"), [({"network_move": {"reason": "a"}}, False), ({}, True), (None, True)])
def test_the_consent_of_the_component_lets_an_endpoint_move(spec: Any, refused: bool) -> None:
    top = Resource("urn:pulumi:dev::acme::a:b:C::top", "a:b:C", custom=False, inputs={"spec": spec} if spec else {})
    sides = [replace(database(GUARD, **more), parent=top.urn) for more in ({}, {"privateNetwork": {"pnId": "b"}})]

    assert bool(change(*sides, top).refusal) is refused


def test_what_is_ignored_never_arrives_and_is_not_refused() -> None:
    after = replace(database(GUARD, volumeSizeInGb=50, nodeType="DB-PRO2-XS"), ignore_changes=("volumeSizeInGb",))
    before = replace(database(GUARD), ignore_changes=("volumeSizeInGb",))

    assert change(before, after).refusal is None


def test_a_guard_that_is_taken_off_weakens() -> None:
    found = change(database(GUARD), database())

    assert found.op is Op.SAME
    assert [option.path for option in found.options] == ["hooks"]
    assert Danger.WEAKENS in dangers(found)


def test_a_guard_under_the_new_name_of_its_resource_is_the_same_guard() -> None:
    assert diff(plan(database({"before-update": ("other-guard",)})), plan(database(GUARD))) == []


@pytest.mark.parametrize("op", ["update", "create", "delete"])
def test_a_hook_of_somebody_else_may_stop_it_and_nobody_here_knows(op: str) -> None:
    one = resource(
        "scaleway:network/vpc:Vpc", {"name": "a"}, hooks={f"before-{op}": ("mine",), "after-update": ("quiet",)}
    )
    sides = {
        "update": (one, replace(one, inputs={"name": "b"})),
        "create": (None, one),
        "delete": (one, None),
    }[op]
    found = change(*sides)

    assert (Remark.HOOKED, "mine") in found.remarks
    assert Danger.NOT_KNOWN in dangers(found)


def test_a_hook_that_runs_afterwards_stops_nothing() -> None:
    one = resource("scaleway:network/vpc:Vpc", {"name": "a"}, hooks={"after-update": ("quiet",)})
    found = change(one, replace(one, inputs={"name": "b"}))

    assert found.remarks == ()
    assert dangers(found) == ()


def tunnel(*, open_: bool, hooks: dict[str, tuple[str, ...]], gateway: str = "a") -> Resource:
    return resource(CONNECTION, {"enableRoutePropagation": open_, "vpnGatewayId": gateway}, hooks=hooks)


def test_a_tunnel_that_carries_routes_is_not_removed() -> None:
    found = change(tunnel(open_=True, hooks=SHUT), None)

    assert found.refusal
    assert "still carries routes" in found.refusal.what
    assert "route propagation off" in found.refusal.remedy


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (tunnel(open_=False, hooks=SHUT), None),
        (tunnel(open_=True, hooks={}), None),
        (tunnel(open_=True, hooks=SHUT), tunnel(open_=False, hooks={}, gateway="b")),
    ],
)
def test_a_tunnel_that_is_shut_or_closing_or_unguarded_is_removed(before: Resource, after: Resource | None) -> None:
    assert change(before, after).refusal is None


def test_a_tunnel_that_is_replaced_while_it_carries_routes_is_refused() -> None:
    found = change(tunnel(open_=True, hooks=SHUT), tunnel(open_=True, hooks=SHUT, gateway="b"))

    assert found.op is Op.REPLACE
    assert found.refusal


def test_a_refused_update_refuses_the_review_and_names_the_remedy_first() -> None:
    made = review([compare(plan(database(GUARD, volumeSizeInGb=50)), plan(database(GUARD)))], baseline="main")

    assert made.verdict is Verdict.REFUSED
    assert made.cause is not None
    assert made.cause[1] is Danger.REFUSED
