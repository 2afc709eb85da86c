"""What the judges of single values say by direction, and what options, code, Kubernetes objects and policies do. Decided by hand.

Does not prove which judge a property has: the rows of `tests/edits` do.
"""

import json
from typing import Any

import pytest

from socle.facts.effects import Effect, Effects, component_changed, created, deleted, option_effects
from socle.facts.effects.code import leads_inside, registry_of
from socle.facts.effects.effect import HARMLESS, NOT_KNOWN, Judge
from socle.facts.effects.judges import (
    TAGS,
    by_key,
    data_class,
    effects,
    is_public,
    keyed,
    ladder,
    members,
    number,
    range_weighed,
    switch,
    truth,
)
from socle.plan import UNKNOWN

from .edited import does, effects_of

LESS, MORE = effects(Effect.LOSES), effects(Effect.COSTS)
EITHER = LESS | MORE | NOT_KNOWN
WEAKENS, EXPOSES, GRANTS = effects(Effect.WEAKENS), effects(Effect.EXPOSES), effects(Effect.GRANTS)
REVOKES = effects(Effect.REVOKES, Effect.INTERRUPTS)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (2, 1, LESS), (1, 2, MORE), (2, 2.0, HARMLESS), ("1Gi", "1Mi", LESS), ("1Mi", "1Gi", MORE), ("1000m", 1, HARMLESS),
        (None, 4, LESS), (None, 6, MORE), (5, None, HARMLESS), (6, None, LESS), ("x", 5, EITHER), (5, "x", EITHER),
    ],
)  # fmt: skip
def test_a_number_goes_down_or_up_from_what_it_is_by_default(old: Any, new: Any, told: Effects) -> None:
    assert number(less=LESS, more=MORE, default=5).change(old, new) == told


def test_a_number_without_a_default_is_not_known_where_it_is_absent() -> None:
    judge = number(less=LESS, more=MORE)
    assert judge.change(None, 1) == judge.change(1, None) == EITHER


@pytest.mark.parametrize(("value", "told"), [(6, WEAKENS), (7, HARMLESS), (8, HARMLESS), ("x", NOT_KNOWN)])
def test_a_new_number_below_its_least_weakens(value: Any, told: Effects) -> None:
    assert number(less=LESS, more=MORE, least=7).born(value) == told
    assert number(less=LESS, more=MORE).born(value) == (NOT_KNOWN if value == "x" else HARMLESS)


def test_a_switch_moves_from_what_it_is_by_default() -> None:
    for default in (True, False):
        judge = switch(on=MORE, off=LESS, default=default)
        for old in (True, False, None):
            for new in (True, False, None):
                was, will = (default if side is None else side for side in (old, new))
                assert judge.change(old, new) == (HARMLESS if was == will else MORE if will else LESS)
        assert judge.born(True) == MORE
        assert judge.born("off") == LESS
        assert judge.absent == (MORE if default else LESS)
        assert judge.born("later") == NOT_KNOWN
        assert judge.change("later", True) == judge.change(True, "later") == EITHER
        unborn = switch(on=MORE, off=LESS, default=default, at_birth=False)
        assert unborn.born(True) == unborn.born(False) == unborn.born("later") == unborn.absent == HARMLESS
        assert unborn.change(True, False) == LESS


@pytest.mark.parametrize(
    ("value", "on"),
    [(True, True), ("ENABLED", True), (1, True), ("On", True), (0, False), ("none", False), ("x", None), (None, False)],
)
def test_truth_is_read_in_the_words_of_both_clouds(value: Any, on: bool | None) -> None:
    assert truth(value) is on


def test_a_ladder_is_climbed_or_descended() -> None:
    steps = ("none", "some", "all")
    judge = ladder(*steps, up=MORE, down=LESS, least="some", default="some")
    for old in (*steps, None, "ALL"):
        for new in (*steps, None, "ALL"):
            was, will = (steps.index(str(side or "some").lower()) for side in (old, new))
            assert judge.change(old, new) == (MORE if will > was else LESS if will < was else HARMLESS)
    assert judge.change("x", "all") == judge.change("all", "x") == LESS | NOT_KNOWN
    assert [judge.born(step) for step in (*steps, "ALL", "x")] == [LESS, HARMLESS, HARMLESS, HARMLESS, NOT_KNOWN]
    assert ladder(*steps, up=MORE, down=LESS).born("none") == HARMLESS


def test_members_are_weighed_as_they_come_and_told_as_they_go() -> None:
    judge = members(more=MORE, fewer=LESS)
    assert judge.change(["a"], ["a", {"b": 1}]) == judge.change(None, "a") == judge.born(["a"]) == MORE
    assert judge.change(["a", "b"], ["b"]) == judge.change("a", None) == LESS
    assert judge.change(["a"], ["b"]) == LESS | MORE
    assert judge.change(["a", "b"], ["b", "a"]) == judge.change([{"a": 1, "b": 2}], [{"b": 2, "a": 1}]) == HARMLESS
    assert judge.born([]) == judge.born(None) == HARMLESS
    assert members(more=MORE, fewer=LESS, other=WEAKENS).change(["a", "b"], ["b", "a"]) == WEAKENS
    by_name = members(more=lambda row: MORE if row == "big" else WEAKENS, fewer=LESS)
    assert by_name.change([], ["big", "small"]) == MORE | WEAKENS
    assert by_name.change(["big"], ["big", "small"]) == WEAKENS


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("10.0.0.0/8", GRANTS), ("10.1.2.3/8", GRANTS), ("203.0.113.9", EXPOSES), ("::/0", EXPOSES), ("fd00::1", GRANTS),
        ("*", EXPOSES),
        ("203.0.113.9/24", EXPOSES),
        ("Internet", EXPOSES), ("Any", EXPOSES), ("VirtualNetwork", GRANTS), ({"ip": "8.8.8.8"}, EXPOSES),
        (["10.0.0.0/8", {"ip": ["8.8.8.8"]}], EXPOSES | GRANTS), (None, GRANTS), (8, GRANTS), ("0.0.0.0/0", EXPOSES),
    ],
)  # fmt: skip
def test_a_range_is_weighed_by_whether_the_internet_routes_it(row: Any, told: Effects) -> None:
    assert range_weighed(EXPOSES, GRANTS)(row) == told


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("172.16.0.0/12", False), ("172.32.0.0/16", True), ("172.0.0.0/8", True), ("100.64.9.0/24", False),
        ("100.128.0.0/16", True), ("169.254.0.1/32", False), ("127.0.0.1/32", False), ("192.168.0.0/16", False),
        ("192.169.0.0/16", True), ("fc00::/7", False), ("fe80::/10", False), ("2001:db8::/32", True),
    ],
)  # fmt: skip
def test_private_ranges_are_those_that_no_internet_routes(text: str, public: bool) -> None:
    from ipaddress import ip_network

    assert is_public(ip_network(text)) is public


def test_every_key_of_a_map_is_judged_by_itself() -> None:
    judge = by_key(
        lambda _key, old, new: effects(Effect.LOSES if new is None else Effect.GRANTS if old is None else Effect.COSTS)
    )
    assert judge.change({"a": 1, "b": 1}, {"a": 1, "b": 2}) == MORE
    assert judge.change({"a": 1}, {"b": 1}) == LESS | GRANTS
    assert judge.change(["a=1", "on"], ["a=2", "on"]) == MORE
    assert judge.change({"a": 1}, {"a": 1}) == judge.born({}) == judge.change(None, None) == HARMLESS
    assert judge.born({"a": 1}) == GRANTS
    assert keyed(["a=1=2", "b", "c="]) == {"a": "1=2", "b": True, "c": ""}


CLASSES = ("open", "internal", "health", "health-identifying")


def test_a_data_class_is_weaker_below_where_it_was() -> None:
    for low, old in enumerate(CLASSES):
        assert data_class(None, old) == HARMLESS
        assert data_class(old, None) == data_class(old, "own") == data_class("own", old) == WEAKENS
        for high, new in enumerate(CLASSES):
            assert data_class(old, new) == (WEAKENS if high < low else HARMLESS)
    assert data_class(None, "own") == WEAKENS


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"data-class": "health"}, {"data-class": "open"}, WEAKENS),
        (["data_class=health"], ["data_class=open"], WEAKENS),
        (["client-encryption=a"], [], WEAKENS),
        ([], ["client-encryption=a"], HARMLESS),
        (["team=a"], ["team=b"], HARMLESS),
        ({"x-data-class": "health"}, {}, HARMLESS),
    ],
)
def test_labels_that_say_how_data_is_guarded_are_read(old: Any, new: Any, told: Effects) -> None:
    assert TAGS.change(old, new) == told


def test_a_component_tells_only_of_a_class_that_was_there_before() -> None:
    before = {"spec": {"a": {"data_class": "health"}, "b": [1], "c": {"dataClass": "open"}}}
    assert component_changed("spec", before, {"spec": {**before["spec"], "c": {"dataClass": "internal"}}}) == HARMLESS
    assert component_changed("spec", before, {"spec": {"a": {"data_class": "health"}}}) == HARMLESS | WEAKENS
    assert component_changed("other", before, {}) == HARMLESS


OPTION_ROWS = [
    ("protect", True, None, WEAKENS), ("protect", None, True, HARMLESS), ("protect", False, None, HARMLESS),
    ("retain_on_delete", True, False, WEAKENS), ("retain_on_delete", None, True, MORE),
    ("ignore_changes", None, ["a"], WEAKENS), ("ignore_changes", ["a"], None, NOT_KNOWN), ("ignore_changes", ["a"], ["b"], WEAKENS),
    ("replace_on_changes", ["a"], None, WEAKENS), ("replace_on_changes", None, ["a"], effects(Effect.INTERRUPTS)),
    ("replace_on_changes", ["a"], ["a", "b"], effects(Effect.INTERRUPTS)), ("replace_on_changes", ["a"], ["b"], WEAKENS),
    ("additional_secret_outputs", ["a"], [], EXPOSES), ("additional_secret_outputs", ["a"], ["a", "b"], HARMLESS),
    ("hide_diffs", None, ["a"], WEAKENS), ("hide_diffs", ["a"], None, HARMLESS), ("hide_diffs", ["a"], ["a"], HARMLESS),
    ("depends_on", ["a"], None, NOT_KNOWN), ("depends_on", None, ["a"], HARMLESS), ("aliases", ["a", "b"], ["b"], NOT_KNOWN),
    ("hooks", ["a"], None, WEAKENS), ("hooks", ["a"], ["a", "b"], NOT_KNOWN), ("hooks", ["a"], ["a", "before-update guard"], HARMLESS),
    ("custom_timeouts", {"create": 60}, {"create": 90}, HARMLESS), ("custom_timeouts", {"create": 60}, {"create": 60}, HARMLESS),
    ("custom_timeouts", {"create": 60}, {"create": 30}, NOT_KNOWN), ("custom_timeouts", {"create": 60}, None, NOT_KNOWN),
    ("custom_timeouts", None, {"create": 60}, NOT_KNOWN), ("custom_timeouts", {"create": 6}, {"create": 6, "update": 1}, NOT_KNOWN),
    ("plugin_download_url", None, "https://x", EXPOSES), ("delete_before_replace", None, True, effects(Effect.INTERRUPTS)),
    ("provider", "a", "b", NOT_KNOWN), ("nobody", 1, 2, NOT_KNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), OPTION_ROWS)
def test_an_option_that_is_taken_off_is_a_safeguard_that_goes(name: str, old: Any, new: Any, told: Effects) -> None:
    assert option_effects(name, old, new) == told


@pytest.mark.parametrize(
    ("image", "owner"),
    [
        ("python:3", "docker.io/library"), ("docker.io/library/python@sha256:00aa", "docker.io/library"), ("me/tool", "docker.io/me"),
        ("rg.fr-par.scw.cloud/a/b:1@sha256:00aa", "rg.fr-par.scw.cloud/a"), ("localhost/a", "localhost"), ("h:5000/A/b", "h:5000/a"),
    ],
)  # fmt: skip
def test_whose_image_it_is(image: str, owner: str) -> None:
    assert registry_of(image) == owner


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("10.1.0.4", True),
        ("203.0.113.4", False),
        ("fd00::1", True),
        ("2001:db8::1", False),
        ("www", True),
        ("a.b", False),
    ],
)
def test_a_record_leads_inside_by_private_address_or_name_in_its_zone(text: str, inside: bool) -> None:
    assert leads_inside(text) is inside


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("image", "ubuntu_noble", "debian_bookworm", effects(Effect.INTERRUPTS, Effect.NOT_KNOWN)),
        ("image", "ubuntu_noble", "11111111-1111", EXPOSES | effects(Effect.INTERRUPTS, Effect.NOT_KNOWN)),
        ("cloudInit", "#!a b", None, REVOKES | NOT_KNOWN),
        ("cloudInit", None, "[unknown]", NOT_KNOWN),
        ("cloudInit", None, "#!a b", EXPOSES | effects(Effect.INTERRUPTS, Effect.NOT_KNOWN)),
    ],
)  # fmt: skip
def test_code_that_a_machine_starts_with_is_somebodys(name: str, old: Any, new: Any, told: Effects) -> None:
    assert does("scaleway:instance/server:Server", name, old, new) == told


FLOOR = "pod-security.kubernetes.io/"
NAMESPACE, POLICY = "kubernetes:core/v1:Namespace", "kubernetes:networking.k8s.io/v1:NetworkPolicy"
ROLE, BINDING = "kubernetes:rbac.authorization.k8s.io/v1:Role", "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"
QUOTA = "kubernetes:core/v1:ResourceQuota"


@pytest.mark.parametrize(
    ("key", "old", "new", "told"),
    [
        (f"{FLOOR}enforce", "restricted", "baseline", WEAKENS),
        (f"{FLOOR}enforce", "baseline", "restricted", REVOKES),
        (f"{FLOOR}enforce", "baseline", None, WEAKENS),
        (f"{FLOOR}enforce", "privileged", None, WEAKENS),
        (f"{FLOOR}enforce", None, "privileged", WEAKENS),
        (f"{FLOOR}enforce", None, "baseline", HARMLESS),
        (f"{FLOOR}enforce", None, "restricted", HARMLESS),
        (f"{FLOOR}enforce", None, "own", WEAKENS),
        (f"{FLOOR}enforce-version", None, "latest", HARMLESS),
        (f"{FLOOR}enforce-version", "v1.30", "latest", NOT_KNOWN),
        ("data-class", "health", "open", WEAKENS),
        ("data-class", "open", "health", HARMLESS),
        ("rbac.authorization.k8s.io/aggregate-to-admin", None, "true", EXPOSES),
        ("owner", "a", "b", HARMLESS),
        ("app.kubernetes.io/name", "a", "b", HARMLESS),
        ("tier", "a", "b", NOT_KNOWN),
    ],
)
def test_a_label_of_a_namespace_holds_its_floor(key: str, old: Any, new: Any, told: Effects) -> None:
    sides = ({} if value is None else {key: value} for value in (old, new))
    assert effects_of(NAMESPACE, "metadata.labels", *sides) == told


def test_a_namespace_that_is_born_without_a_floor_is_weak() -> None:
    def born(labels: Any) -> Effects:
        return dict(created(NAMESPACE, {"metadata": {"labels": labels}}))["metadata"]

    assert born({"owner": "a"}) >= WEAKENS
    assert not WEAKENS & born({f"{FLOOR}enforce": "baseline"})
    assert born({f"{FLOOR}enforce": "privileged"}) >= WEAKENS


PEER = {"podSelector": {"a": "b"}}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({}, EXPOSES), ({"to": []}, EXPOSES), ({"to": [{}]}, EXPOSES), ({"from": [PEER, {"namespaceSelector": {}}]}, EXPOSES),
        ({"to": [PEER]}, GRANTS), ({"from": [{"namespaceSelector": {"a": "b"}}]}, GRANTS), ("later", EXPOSES),
        ({"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}, GRANTS), ({"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}, EXPOSES),
    ],
)  # fmt: skip
def test_a_rule_of_a_network_policy_opens_by_its_peers(rule: Any, told: Effects) -> None:
    assert effects_of(POLICY, "spec.egress", [], [rule]) == told
    assert effects_of(POLICY, "spec.ingress", [rule], []) == REVOKES


def test_a_policy_that_only_forbids_leaves_all_open_when_it_goes() -> None:
    assert deleted(POLICY, {"spec": {"podSelector": {}}}) == deleted(POLICY, {}) == EXPOSES
    assert (
        deleted(POLICY, {"spec": {"egress": [PEER]}})
        == deleted(POLICY, {"spec": {"ingress": [1]}})
        == REVOKES | NOT_KNOWN
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"resources": ["pods"], "verbs": ["get"]}, GRANTS), ({"resources": ["*"], "verbs": ["get"]}, EXPOSES),
        ({"resources": ["pods"], "verbs": ["get", "*"]}, EXPOSES), ({"resources": ["secrets"], "verbs": ["get"]}, EXPOSES),
        ({"resources": ["pods/exec"], "verbs": ["create"]}, EXPOSES), ({"resources": ["roles"], "verbs": ["bind"]}, EXPOSES),
        ({"resources": ["users"], "verbs": ["impersonate"]}, EXPOSES), ({}, GRANTS), ("later", GRANTS),
    ],
)  # fmt: skip
def test_a_rule_of_a_role_is_as_good_as_everything_or_a_right(rule: Any, told: Effects) -> None:
    assert effects_of(ROLE, "rules", [], [rule]) == told
    assert effects_of(ROLE, "rules", [rule], []) == REVOKES


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("alice", GRANTS),
        ("system:authenticated", EXPOSES),
        ("system:serviceaccounts:default", EXPOSES),
        ("system:node", GRANTS),
    ],
)
def test_whom_a_binding_names(name: str, told: Effects) -> None:
    assert effects_of(BINDING, "subjects", [], [{"name": name}]) == told
    assert effects_of(BINDING, "subjects", [], ["later"]) == GRANTS


def test_the_role_of_a_binding_is_a_power_by_its_name() -> None:
    for name, told in (("view", GRANTS), ("admin", EXPOSES), ("cluster-admin", EXPOSES)):
        assert effects_of(BINDING, "roleRef", {"name": "x"}, {"name": name}) == told
        assert dict(created(BINDING, {"roleRef": {"name": name}}))["roleRef"] == told
    assert effects_of(BINDING, "roleRef", {"name": "x"}, "later") == GRANTS


@pytest.mark.parametrize(
    ("key", "old", "new", "told"),
    [
        ("pods", 10, 20, MORE), ("pods", 20, 10, effects(Effect.INTERRUPTS)), ("pods", 10, None, WEAKENS), ("pods", None, 10, HARMLESS),
        ("services.loadbalancers", 0, 1, EXPOSES), ("services.loadbalancers", 1, 0, effects(Effect.INTERRUPTS)),
        ("services.nodeports", 1, None, WEAKENS),
    ],
)  # fmt: skip
def test_a_quota_that_grows_costs_and_one_of_services_opens(key: str, old: Any, new: Any, told: Effects) -> None:
    sides = ({} if value is None else {key: value} for value in (old, new))
    assert effects_of(QUOTA, "spec.hard", *sides) == told


def test_limits_in_another_order_are_the_same() -> None:
    limit = "kubernetes:core/v1:LimitRange"
    assert effects_of(limit, "spec.limits", [{"a": 1, "b": 2}], [{"b": 2, "a": 1}]) == HARMLESS
    assert effects_of(limit, "spec.limits", [{"a": 1}], [{"a": 2}]) == effects(Effect.COSTS, Effect.INTERRUPTS)


WHO = "application_id:1"


def policy(**row: Any) -> str:
    return json.dumps(
        {
            "Statement": [
                {"Effect": "Allow", "Principal": {"SCW": WHO}, "Action": "s3:GetObject", "Resource": "own/*", **row}
            ]
        }
    )


CONDITIONS = [
    ({"StringEquals": {"a": ["x", "y"]}}, {"StringEquals": {"a": ["x"]}}, False),
    ({"StringEquals": {"a": "x"}}, {"StringEquals": {"a": ["x", "y"]}}, True),
    ({"StringEquals": {"a": "x"}}, {"StringEquals": {"b": "x"}}, True),
    ({"StringLike": {"a": "x*"}}, {"StringLike": {"a": "xy*"}}, False),
    ({"StringLike": {"a": "xy*"}}, {"StringLike": {"a": "x*"}}, True),
    ({"StringNotEquals": {"a": "x"}}, {"StringNotEquals": {"a": ["x", "y"]}}, False),
    ({"StringNotEquals": {"a": ["x", "y"]}}, {"StringNotEquals": {"a": "x"}}, True),
    ({"StringEqualsIfExists": {"a": ["x", "y"]}}, {"StringEqualsIfExists": {"a": "x"}}, True),
    ({"ForAnyValue:StringEquals": {"a": ["x", "y"]}}, {"ForAnyValue:StringEquals": {"a": "x"}}, True),
    ({"NumericLessThan": {"a": "9"}}, {"NumericLessThan": {"a": "8"}}, False),
    ({"NumericLessThan": {"a": "8"}}, {"NumericLessThan": {"a": "9"}}, True),
    ({"NumericGreaterThan": {"a": "8"}}, {"NumericGreaterThan": {"a": "9"}}, False),
    ({"NumericGreaterThan": {"a": "9"}}, {"NumericGreaterThan": {"a": "8"}}, True),
    ({"NumericLessThan": {"a": ["8", "9"]}}, {"NumericLessThan": {"a": "7"}}, True),
    ({"DateLessThan": {"a": "2027-01-01T00:00:00Z"}}, {"DateLessThan": {"a": "soon"}}, True),
    ({"IpAddress": {"a": "10.0.0.0/8"}}, {"IpAddress": {"a": "10.0.0.0/9"}}, False),
    ({"IpAddress": {"a": "fd00::/8"}}, {"IpAddress": {"a": "fd00::/16"}}, False),
    ({"IpAddress": {"a": "10.0.0.0/8"}}, {"IpAddress": {"a": "fd00::/16"}}, True),
    ({"IpAddress": {"a": "fd00::/8"}}, {"IpAddress": {"a": "10.0.0.0/9"}}, True),
    ({"IpAddress": {"a": "x"}}, {"IpAddress": {"a": "y"}}, True),
    ({"IpAddress": {"a": ["x", "y"]}}, {"IpAddress": {"a": "x"}}, False),
    ({"Bool": {"a": "true"}}, {"Bool": {"a": "true"}, "StringEquals": {"b": "c"}}, False),
    ({"Bool": {"a": "true"}, "StringEquals": {"b": "c"}}, {"Bool": {"a": "true"}}, True),
    ({"Bool": "odd"}, {"Bool": {"a": "true"}}, True),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wider"), CONDITIONS)
def test_a_condition_lets_more_through_or_surely_does_not(old: Any, new: Any, wider: bool) -> None:
    bucket = "scaleway:object/bucketPolicy:BucketPolicy"
    found = effects_of(bucket, "policy", policy(Condition=old), policy(Condition=new))
    assert (Effect.WEAKENS in found) is wider
    denied = effects_of(bucket, "policy", policy(Effect="Deny", Condition=new), policy(Effect="Deny", Condition=old))
    assert (Effect.WEAKENS in denied) is wider


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"SCW": WHO}, {"SCW": [WHO]}, HARMLESS),
        ({"SCW": WHO}, WHO, HARMLESS),
        ({"SCW": [WHO, "user_id:2"]}, {"SCW": ["user_id:2", WHO]}, HARMLESS),
        ({"SCW": [WHO, "user_id:2"]}, {"SCW": WHO}, REVOKES),
        ({"SCW": WHO}, {"SCW": [WHO, "user_id:2"]}, GRANTS),
        ({"SCW": WHO}, {"SCW": [WHO, "*"]}, EXPOSES | GRANTS),
        ({"AWS": WHO}, {"AWS": [WHO]}, GRANTS | REVOKES),
        ({"AWS": [WHO, "a"]}, {"AWS": ["a", WHO]}, HARMLESS),
        ({"SCW": WHO}, {"SCW": WHO, "AWS": "*"}, EXPOSES | GRANTS | REVOKES),
    ],
)
def test_a_principal_is_one_or_several_and_a_form_that_nobody_knows_is_taken_whole(
    old: Any, new: Any, told: Effects
) -> None:
    bucket = "scaleway:object/bucketPolicy:BucketPolicy"
    assert effects_of(bucket, "policy", policy(Principal=old), policy(Principal=new)) == told


def test_a_judge_without_more_words_is_harmless_where_nothing_is_said() -> None:
    assert Judge(lambda _old, _new: LESS, lambda _value: LESS).absent == HARMLESS


def test_a_policy_whose_parts_are_written_in_another_order_is_the_same() -> None:
    bucket = "scaleway:object/bucketPolicy:BucketPolicy"
    old, new = (policy(Resource=[dict(pairs)]) for pairs in ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)]))
    assert effects_of(bucket, "policy", old, new) == HARMLESS


def test_a_right_under_the_same_condition_is_a_part_of_a_wider_one_whatever_the_condition_says() -> None:
    bucket = "scaleway:object/bucketPolicy:BucketPolicy"
    for condition in ({"Bool": "odd"}, {"StringEqualsIfExists": {"a": "b"}}, None):
        wide, narrow = (policy(Action=action, Condition=condition) for action in ("s3:Get*", "s3:GetObject"))
        assert effects_of(bucket, "policy", wide, narrow) == REVOKES
        assert effects_of(bucket, "policy", narrow, wide) == GRANTS | WEAKENS


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (False, True, GRANTS), ("false", "TRUE", GRANTS), (None, True, GRANTS), (True, False, REVOKES), (True, None, REVOKES),
        (None, False, HARMLESS), (False, "false", HARMLESS), (False, "yes", GRANTS | NOT_KNOWN), (False, UNKNOWN, GRANTS | NOT_KNOWN),
        (True, UNKNOWN, REVOKES | GRANTS | NOT_KNOWN), ("yes", False, GRANTS | NOT_KNOWN), ("on", True, GRANTS | NOT_KNOWN),
    ],
)  # fmt: skip
def test_a_permission_of_a_queue_that_is_not_known_is_not_harmless(old: Any, new: Any, told: Effects) -> None:
    sides = ({} if value is None else {"canManage": value} for value in (old, new))
    assert effects_of("scaleway:mnq/sqsCredentials:SqsCredentials", "permissions", *sides) == told


@pytest.mark.parametrize(
    ("old", "new", "narrower"),
    [
        ("request.ip in '10.0.0.0/8' && request.user == 'a'", "request.ip in '10.1.0.0/16' && request.user == 'a'", True),
        ("request.ip in '10.1.0.0/16' && request.user == 'a'", "request.ip in '10.0.0.0/8' && request.user == 'a'", False),
        ("request.ip in '10.0.0.0/8' && request.user == 'a'", "request.ip in '10.1.0.0/16' && request.user == 'b'", False),
        ("request.user == 'a'", "request.user == 'a' && request.ip in '10.0.0.0/8'", True),
        ("request.user == 'a'", "request.user == 'a' || request.ip in '10.0.0.0/8'", False),
    ],
)  # fmt: skip
def test_a_condition_of_a_permission_is_narrower_where_each_of_its_texts_is(old: str, new: str, narrower: bool) -> None:
    def rules(condition: str) -> list[dict[str, Any]]:
        return [
            {
                "permissionSetNames": ["ObjectStorageReadOnly"],
                "projectIds": ["p"],
                "condition": "".join(list(condition)),
            }
        ]

    found = effects_of("scaleway:iam/policy:Policy", "rules", rules(old), rules(new))
    assert (Effect.WEAKENS in found) is not narrower


OPEN = {"access": "Allow", "direction": "Inbound", "sourceAddressPrefix": "*"}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (OPEN, EXPOSES),
        ({**OPEN, "sourceAddressPrefix": "10.0.0.0/8"}, GRANTS),
        ({**OPEN, "access": "Deny"}, REVOKES),
        ({**OPEN, "access": "A"}, EXPOSES),
        ({**OPEN, "access": None}, EXPOSES),
        ("later", NOT_KNOWN),
        ({**OPEN, "sourceAddressPrefix": "VirtualNetwork"}, GRANTS),
        ({**OPEN, "sourceAddressPrefix": "AzureCloud"}, EXPOSES),
        ({**OPEN, "sourceAddressPrefix": None, "sourceApplicationSecurityGroups": [{"id": "g"}]}, GRANTS),
        ({**OPEN, "direction": "Outbound", "destinationAddressPrefix": "10.0.0.0/8"}, GRANTS),
        ({**OPEN, "direction": "Outbound", "destinationAddressPrefixes": ["8.8.8.8"]}, EXPOSES),
        ({**OPEN, "sourceAddressPrefix": None, "sourceAddressPrefixes": ["10.0.0.0/8", "8.8.8.8"]}, EXPOSES),
    ],
)
def test_a_rule_of_the_legacy_estate_opens_by_its_far_end(rule: Any, told: Effects) -> None:
    group = "azure-native:network:NetworkSecurityGroup"
    assert effects_of(group, "securityRules", [], [rule]) - {Effect.HARMLESS} == told
    goes = {EXPOSES: REVOKES, GRANTS: REVOKES, REVOKES: EXPOSES}.get(told, NOT_KNOWN)
    assert effects_of(group, "securityRules", [rule], []) - {Effect.HARMLESS} == goes


ALLOWS = {"name": "a", "action": {"type": "allow"}, "match": {"ipSubnets": ["10.0.0.0/8"]}}


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("later", GRANTS | NOT_KNOWN),
        ({**ALLOWS, "match": {"ipSubnets": ["x"]}}, GRANTS | NOT_KNOWN),
        ({**ALLOWS, "match": {"ipSubnets": ["10.0.0.1/8"], "invert": False}}, NOT_KNOWN),
        ({**ALLOWS, "match": {"ipSubnets": ["192.168.0.0/16"]}}, GRANTS),
        ({**ALLOWS, "match": {}}, EXPOSES | WEAKENS),
        ({**ALLOWS, "match": {"ipSubnets": ["10.1.0.0/16"], "httpFilter": "path"}}, NOT_KNOWN),
    ],
)
def test_a_rule_that_a_load_balancer_gets_is_read_or_not_known(new: Any, told: Effects) -> None:
    assert effects_of("scaleway:loadbalancers/frontend:Frontend", "acls", [ALLOWS], [ALLOWS, new]) == told
