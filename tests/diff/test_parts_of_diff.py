"""The parts that a diff is made of, each at its bounds: what goes along, what is renewed, what counts as equal, what comes first.

Whether the whole agrees with the engine is held against its recordings, in `test_diff_truth.py`.
"""

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from socle.diff.beyond_schema import BEYOND_SCHEMA, beyond, failing_at_birth
from socle.diff.cascade import Dependents
from socle.diff.change import ABSENT, Certainty
from socle.diff.equality import canonical, comparison, default_of, equal, same_policy
from socle.diff.judge import judge
from socle.diff.match import Pair, depends_on, in_registration_order, is_managed, match, needs, provider_urn
from socle.diff.options import options_of
from socle.diff.renewed import cloud_values, put_back_ids, renamed_ids, substituted
from socle.diff.replacement import nested_fields, replaced_by_unknown
from socle.diff.walk import differences
from socle.facts import kinds
from socle.plan import SECRET, UNKNOWN, Plan, Resource

KEY, NIC = "scaleway:keymanager/key:Key", "scaleway:instance/privateNic:PrivateNic"
STRANGE = "aws:s3/bucket:Bucket"


def made(name: str, type_: str = KEY, **more: Any) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::{name}", type_, **{"custom": True, "inputs": {}, **more})


def taken_with(root: Resource, *dependents: Resource) -> tuple[list[tuple[str, tuple[str, ...]]], list[str]]:
    found = Dependents(Plan("s", "p", (root, *dependents))).cascade(root.urn)
    return [(each.resource.name, each.inputs) for each in found.taken], [each.name for each in found.suspected]


# What goes along with what is replaced

ROOT = made("root")
FROM_ROOT = {"serverId": (ROOT.urn,)}


def test_an_input_that_replaces_takes_its_resource_along() -> None:
    assert taken_with(ROOT, made("nic", NIC, inputs={"serverId": "x"}, property_dependencies=FROM_ROOT)) == (
        [("nic", ("serverId",))],
        [],
    )


@pytest.mark.parametrize("more", [{"custom": False}, {"external": True}])
def test_a_component_and_what_is_only_read_are_not_taken_along(more: dict[str, Any]) -> None:
    for link in ({"property_dependencies": FROM_ROOT, "inputs": {"serverId": "x"}}, {"deleted_with": ROOT.urn}):
        assert taken_with(ROOT, made("nic", NIC, **link, **more)) == ([], [])


@pytest.mark.parametrize(
    "link", [{"deleted_with": ROOT.urn}, {"replace_with": (ROOT.urn,)}, {"provider": f"{ROOT.urn}::id"}]
)
def test_what_hangs_on_the_resource_itself_is_taken_along_whatever_its_inputs(link: dict[str, Any]) -> None:
    assert taken_with(ROOT, made("other", STRANGE, **link)) == ([("other", ())], [])


def test_what_is_taken_along_takes_its_own_along_and_the_order_is_that_of_dependencies() -> None:
    first = made("z-first", NIC, inputs={"serverId": "x"}, property_dependencies=FROM_ROOT)
    second = made("a-second", NIC, inputs={"serverId": "x"}, property_dependencies={"serverId": (first.urn,)})
    third = made("a-third", deleted_with=second.urn)
    assert taken_with(ROOT, third, second, first)[0] == [
        ("z-first", ("serverId",)),
        ("a-second", ("serverId",)),
        ("a-third", ()),
    ]


def test_an_ignored_input_an_absent_one_and_one_that_does_not_replace_take_nothing_along() -> None:
    for more in (
        {"inputs": {"serverId": "x"}, "property_dependencies": FROM_ROOT, "ignore_changes": ("serverId",)},
        {"inputs": {}, "property_dependencies": FROM_ROOT},
        {"inputs": {"tags": ["x"]}, "property_dependencies": {"tags": (ROOT.urn,)}},
        {"inputs": {"serverId": "x"}, "dependencies": (ROOT.urn,)},
    ):
        assert taken_with(ROOT, made("nic", NIC, **more)) == ([], [])


def test_a_dependent_of_a_type_that_nobody_knows_is_suspected_unless_an_option_replaces_it() -> None:
    link = {"inputs": {"a": "x", "b": "y"}, "property_dependencies": {"a": (ROOT.urn,), "b": (ROOT.urn,)}}
    assert taken_with(ROOT, made("other", STRANGE, **link)) == ([], ["other"])
    assert taken_with(ROOT, made("other", STRANGE, **link, replace_on_changes=("b",))) == ([("other", ("a", "b"))], [])


def test_whether_an_unknown_input_replaces() -> None:
    known = made("nic", NIC, inputs={"serverId": "x"})
    assert replaced_by_unknown(known, "serverId") == (True, Certainty.CERTAIN)
    assert replaced_by_unknown(known, "tags") == (False, Certainty.CERTAIN)
    assert replaced_by_unknown(made("x", STRANGE), "a") == (False, Certainty.PROVIDER)
    assert replaced_by_unknown(made("x", STRANGE, replace_on_changes=("a.b",)), "a") == (False, Certainty.PROVIDER)
    assert replaced_by_unknown(made("x", STRANGE, replace_on_changes=("*",)), "a") == (True, Certainty.CERTAIN)


# Values that change with the resource that they come from

LONG, SHORT = "a" * 16, "b" * 15


def test_what_only_the_cloud_gave_is_ids_and_long_texts_that_no_input_has() -> None:
    before, after = made("k", id="fr-par/old"), made("k", id="fr-par/new", inputs={"name": "c" * 20})
    outputs = {
        "endpoint": LONG,
        "port": SHORT,
        "name": "c" * 20,
        "later": UNKNOWN,
        "nested": [{"x": "d" * 40}],
        "projectId": "e" * 36,
    }
    assert cloud_values(before, after, outputs) == {LONG, "d" * 40, "fr-par/old", "old", "fr-par/new", "new"}
    assert cloud_values(None, made("k", id=UNKNOWN), {}) == frozenset()
    assert (
        cloud_values(
            made("k", id=UNKNOWN), made("k"), {"region": "f" * 20, "zone": "g" * 20, "organizationId": "h" * 20}
        )
        == frozenset()
    )
    assert cloud_values(None, made("k", id="mine", inputs={"name": "mine"}), {}) == frozenset()


def test_a_text_that_holds_a_value_that_goes_turns_unknown_at_any_depth() -> None:
    gone = frozenset({"old", "other"})
    assert substituted({"a": ["x-old-y", "kept", 7], "b": {"c": "other"}, "old": None}, gone) == {
        "a": [UNKNOWN, "kept", 7], "b": {"c": UNKNOWN}, "old": None,
    }  # fmt: skip


def test_made_up_ids_are_put_back_at_any_depth() -> None:
    names = {"fr-par/new": "fr-par/old", "new": "old"}
    assert put_back_ids({"a": ["fr-par/new", 1], "b": {"c": "x new"}}, names) == {
        "a": ["fr-par/old", 1],
        "b": {"c": "x old"},
    }


# What counts as equal


@pytest.mark.parametrize(
    ("ignores", "one", "other", "same"),
    [
        ("case", "ABC", "abc", True), ("case", "ABC", "abd", False),
        ("case and hyphen", "Post-Gres", "post_gres", True), ("case and hyphen", "a-b", "a b", False),
        ("case and hyphen", "a-b", "ab", False),
        ("place", "FR PAR", "frpar", True), ("place", "fr-par", "frpar", False),
        ("locality", "fr-par/x", "x", True), ("locality", "fr-par-1/x", "fr-par-2/x", True), ("locality", "fr-par/x", "y", False),
        ("locality", "a/fr-par/x", "a/x", False), ("locality", "FR-PAR/x", "x", False),
        ("duration", "1h", "60m", True), ("duration", "1h30m", "90m", True), ("duration", "1.5h", "5400s", True),
        ("duration", "1h", "61m", False),
        ("duration", "1s", "1000ms", True), ("duration", "1ms", "1000us", True), ("duration", "1us", "1µs", True),
        ("duration", "1us", "1000ns", True),
        ("duration", "x", "y", False), ("duration", "1h x", "1h", False), ("duration", "", "", False),
        ("time", "2027-01-01T00:00:00Z", "2027-01-01T01:00:00+01:00", True),
        ("time", "2027-01-01T00:00:00Z", "2027-01-01T00:00:01Z", False),
        ("time", "2027-01-01", "soon", False), ("time", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00", False),
        ("address", "10.0.0.1/24", "10.0.0.1", True), ("address", "10.0.0.1", "10.0.0.2", False), ("address", "x", "x y", False),
        ("address", "fd00::1", "fd00:0::1", True),
        ("comment of a key", "ssh-ed25519 AAAA me", "ssh-ed25519 AAAA you", True),
        ("comment of a key", "ssh-ed25519 AAAA", "ssh-ed25519 AAAB", False),
        ("comment of a key", "ssh-rsa AAAA", "ssh-ed25519 AAAA", False), ("comment of a key", "x AAAA a", "x AAAA b", False),
        ("comment of a key", "x y", "z", False), ("comment of a key", "ssh-rsa AAAA a", "x", False),
        ("nothing that is known", "a", "a", False),
    ],
)  # fmt: skip
def test_two_texts_are_one_value_to_the_provider(ignores: str, one: str, other: str, same: bool) -> None:
    assert equal(ignores, one, other) is same
    assert equal(ignores, other, one) is same
    assert not equal(ignores, one, 7)
    assert not equal(ignores, None, other)


def test_a_policy_says_the_same_in_any_order_and_one_member_is_like_a_list_of_one() -> None:
    one = {"Statement": [{"Action": ["a", "b"], "Effect": "Allow"}, {"Action": "c"}]}
    for statements in permutations(({"Effect": "Allow", "Action": ["b", "a"]}, {"Action": ["c"]})):
        assert same_policy(json.dumps(one), json.dumps({"Statement": list(statements)}))
    for other in (
        {"Statement": [{"Action": ["a"], "Effect": "Allow"}, {"Action": "c"}]},
        {"Statement": [{"Action": ["a", "b"], "Effect": "Deny"}, {"Action": "c"}]},
        {"Statement": {"Action": ["a", "b"], "Effect": "Allow"}},
        {"statement": one["Statement"]},
    ):
        assert not same_policy(json.dumps(one), json.dumps(other))
    assert not same_policy("{", "{")
    assert not same_policy('{"a": 1, "a": 2}', '{"a": 2}')
    assert canonical(["x"]) == canonical("x") != canonical(["x", "x"])
    assert canonical([]) != canonical(None)
    assert canonical({"a": ["b"]}) != canonical({"b": ["a"]})


def test_of_a_type_that_was_not_read_nothing_is_equal_and_no_default_is_known() -> None:
    assert comparison(STRANGE) is None
    assert default_of(STRANGE, "a") is None


# What comes first


def test_everything_comes_after_what_it_needs_and_else_by_urn() -> None:
    c = made("c")
    b, a = made("b", dependencies=(c.urn,)), made("a", parent=c.urn)
    d = made("d", property_dependencies={"x": (a.urn,)})
    for order in permutations((a, b, c, d)):
        assert [each.name for each in in_registration_order(order)] == ["c", "a", "b", "d"]


def test_of_several_that_are_needed_the_first_by_urn_comes_first_and_a_cycle_is_cut() -> None:
    y, z = made("y"), made("z")
    top = made("a", dependencies=(z.urn, y.urn, "urn:gone"))
    assert [each.name for each in in_registration_order((z, top, y))] == ["y", "z", "a"]
    one, other = made("m", dependencies=(made("n").urn,)), made("n", dependencies=(made("m").urn,))
    assert [each.name for each in in_registration_order((one, other))] == ["n", "m"]


def test_what_a_resource_depends_on_and_what_it_needs() -> None:
    whole = made(
        "w", parent="urn:p", provider="urn:pr::id", deleted_with="urn:d", dependencies=("urn:a", "urn:a"),
        replace_with=("urn:r",), property_dependencies={"x": ("urn:x",), "y": ("urn:a",)},
    )  # fmt: skip
    assert depends_on(whole) == ["urn:pr", "urn:d", "urn:a", "urn:r", "urn:x"]
    assert needs(whole) == ["urn:p", *depends_on(whole)]
    assert (needs(made("n")), provider_urn(made("n"))) == ([], "")


def test_a_resource_continues_itself_or_its_first_alias_and_nobody_twice() -> None:
    old, gone = made("old"), made("gone")
    one, other = made("new", aliases=("urn:none", old.urn)), made("newer", aliases=(old.urn, gone.urn))
    found = match(Plan("s", "p", (made("first"), one, other, made("fresh"))), Plan("s", "p", (old, gone)))
    assert found.former == {one.urn: old.urn}
    assert [*found.refusals] == [other.urn]
    assert (found.old(one.urn), found.old("urn:x")) == (old.urn, "urn:x")
    kept = match(Plan("s", "p", (old, made("new", aliases=(old.urn,)))), Plan("s", "p", (old,)))
    assert kept.former == {old.urn: old.urn}
    assert len(kept.refusals) == 1


def test_a_preview_shows_neither_the_stack_nor_a_provider_that_nobody_declared() -> None:
    assert is_managed(made("x"))
    assert is_managed(made("default-key"))
    assert is_managed(made("mine", "pulumi:providers:scaleway"))
    assert not is_managed(made("default_1_60_0", "pulumi:providers:scaleway"))
    assert not is_managed(made("s", "pulumi:pulumi:Stack", custom=False))


# What no schema shows


def said(when: str, old: Any, new: Any, **inputs: Any) -> bool:
    """Whether an entry of the table with this test holds for a change of its input, on a resource with these inputs."""
    entry = next(each for each in BEYOND_SCHEMA if each.when.__name__ == when)
    return entry.when(old, new, made("x", inputs=inputs))


@pytest.mark.parametrize(
    ("when", "old", "new", "holds"),
    [
        ("_shrinks", 2, 1, True), ("_shrinks", 2, 2, False), ("_shrinks", 1, 2, False), ("_shrinks", "2", 1, False),
        ("_shrinks", 2, ABSENT, False),
        ("_shrinks", 2.5, 2, True),
        ("_switched_off", True, False, True), ("_switched_off", True, ABSENT, True), ("_switched_off", True, True, False),
        ("_switched_off", False, False, False), ("_switched_off", 1, False, False),
        ("_loses_one", ["a", "b"], ["b"], True), ("_loses_one", ["a"], ["b", "a"], False), ("_loses_one", ["a"], ["b"], True),
        ("_loses_one", ["a"], ABSENT, True), ("_loses_one", [], ABSENT, False), ("_loses_one", ABSENT, ["a"], False),
        ("_leaves_network", "n", "m", True), ("_leaves_network", ABSENT, "m", False), ("_leaves_network", "", "m", False),
    ],
)  # fmt: skip
def test_when_a_piece_of_plan_logic_holds(when: str, old: Any, new: Any, holds: bool) -> None:
    assert said(when, old, new) is holds


def test_plan_logic_that_hangs_on_another_input() -> None:
    assert said("_leaves_network", "n", "m", type="kapsule-dedicated-4")
    assert not said("_leaves_network", "n", "m", type="multicloud")
    assert not said("_leaves_network", "n", "m", type="multicloud-dedicated-4")
    for value, asked in ((True, True), (False, False), ("true", False)):
        assert said("_on_request", 1, 2, replaceOnTypeChange=value) is asked
        assert said("_not_on_request", 1, 2, replaceOnTypeChange=value) is not asked


def test_an_entry_holds_for_its_input_and_everything_below_it() -> None:
    entry = next(each for each in BEYOND_SCHEMA if "." not in each.input and each.when.__name__ == "_always")
    resource = made("x", entry.type)
    assert entry in beyond(entry.input, resource, resource)
    assert entry in beyond(f"{entry.input}.below", resource, resource)
    assert entry not in beyond(f"{entry.input}Beside", resource, resource)
    assert beyond(entry.input, made("x", STRANGE), made("x", STRANGE)) == []


def test_what_can_be_changed_and_never_made_fails_at_birth_where_it_is_on() -> None:
    type_, name = next((e.type, e.input) for e in BEYOND_SCHEMA if e.when.__name__ == "_no_difference")
    for value, fails in ((True, [name]), (False, []), ("true", []), (1, [])):
        assert failing_at_birth(made("x", type_, inputs={name: value})) == fails
    assert failing_at_birth(made("x", STRANGE)) == []


def test_what_the_provider_refuses_at_another_time_fails_at_no_birth() -> None:
    rows = [(row.type, logic) for row in kinds() for logic in row.logic if logic.when != "switched on at birth"]
    assert len({logic.when for _, logic in rows}) > 1
    assert {type_: found for type_, logic in rows
            if logic.input in (found := failing_at_birth(made("x", type_, inputs={logic.input: True})))} == {}  # fmt: skip


def test_the_fields_of_a_nested_type_are_those_of_its_members_too() -> None:
    token = "scaleway:redis/ClusterAcl:ClusterAcl"
    fields = nested_fields(token)
    assert {"ip"} <= fields.keys()
    assert nested_fields(f"list<{token}>") == nested_fields(f"map<{token}>") == fields
    assert nested_fields("string") == {}


# What differs, and what of it is visible


def test_of_two_sets_what_one_side_has_is_told_and_one_edited_member_from_inside() -> None:
    def told(old: Any, new: Any) -> list[tuple[Any, ...]]:
        return [(each.path, each.old, each.new) for each in differences(old, new, lambda _path: True, ("s",))]

    assert told([{"a": 1, "b": 2}, {"a": 5}], [{"a": 5}, {"a": 1, "b": 3}]) == [(("s", 1, "b"), 2, 3)]
    assert told(["x", "y"], ["y", "z"]) == [(("s", 0), "x", ABSENT), (("s", 1), ABSENT, "z")]
    assert told(["x", "y"], ["y", "x", "y"]) == []


def test_what_still_is_unknown_and_comes_from_elsewhere_is_told_at_any_depth_unless_it_is_ignored() -> None:
    inputs = {"a": [{"b": UNKNOWN}, "x"], "c": UNKNOWN, "kept": UNKNOWN, "other": UNKNOWN, "known": {"d": 1}}
    before, after = (
        made("x", STRANGE, inputs={**inputs, "other": "y"}),
        made("x", STRANGE, inputs=inputs, ignore_changes=("c",)),
    )
    found = judge(Pair(before, after, steady=frozenset({"kept"}))).properties
    assert {each.path for each in found if each.effective} == {"a[0].b", "other"}


def test_a_value_that_goes_is_certain_and_one_that_is_or_was_unknown_is_not() -> None:
    def certainty(old: Any, new: Any, **renewed: Certainty) -> Certainty:
        sides = (made("x", inputs={} if value is ABSENT else {"description": value}) for value in (old, new))
        [change] = judge(Pair(*sides, renewed=renewed)).properties
        return change.certainty

    assert certainty("a", ABSENT) is certainty("a", "b") is Certainty.CERTAIN
    assert certainty("a", UNKNOWN) is certainty(UNKNOWN, "a") is certainty("a", SECRET) is Certainty.ENGINE
    assert certainty("a", UNKNOWN, description=Certainty.CERTAIN) is Certainty.CERTAIN


def test_the_id_of_what_continues_under_another_name_is_the_one_that_it_had() -> None:
    old, new, same = made("old", id="fr-par/1"), made("new", id="fr-par/2"), made("same", id="fr-par/3")
    plan, baseline = Plan("s", "p", (new, same)), Plan("s", "p", (old, same))
    assert renamed_ids(plan, baseline, match(Plan("s", "p", (replace(new, aliases=(old.urn,)), same)), baseline)) == {
        "fr-par/2": "fr-par/1", "2": "1",
    }  # fmt: skip


def test_what_nobody_can_compare_hides_nothing_that_comes_after_it() -> None:
    before, after = ({"a": UNKNOWN, "b": value, "c": SECRET} for value in (1, 2))
    found = judge(Pair(made("x", STRANGE, inputs=before), made("x", STRANGE, inputs=after), steady=frozenset({"a"})))
    assert [each.path for each in found.properties] == ["b"]


@pytest.mark.parametrize(("before", "after", "recorded", "told"), [
    (False, True, False, True), (False, True, True, False), (True, True, False, False), (True, False, False, False),
    (True, False, True, False),
])  # fmt: skip
def test_that_what_was_made_first_is_now_deleted_first_is_told_where_no_step_shows_it(
    before: bool, after: bool, recorded: bool, told: bool
) -> None:
    sides = (made("x", delete_before_replace=value) for value in (before, after))
    found = [each.path for each in options_of(*sides, lambda urn: urn, stays=frozenset(), recorded=recorded)]
    assert ("delete_before_replace" in found) is told
