"""What a reviewer is told first, and what makes it so."""

import json

import pytest

from socle.access.gains import ANYONE, names_of
from socle.diff.change import Op
from socle.review.verdict import Verdict

from .changes import BUCKET, NETWORK, REGISTRY, made, plan, platform, reviewed, secrets


def test_where_nothing_changed_no_risk_is_found() -> None:
    same = plan(made(BUCKET, "a", {"name": "a"}))

    assert reviewed(same, same).verdict is Verdict.NO_RISK


def test_another_tag_is_no_risk() -> None:
    change = reviewed(plan(made(BUCKET, "a", {"tags": {"a": "2"}})), plan(made(BUCKET, "a", {"tags": {"a": "1"}})))

    assert change.counts() == {Op.UPDATE: 1}
    assert change.verdict is Verdict.NO_RISK


@pytest.mark.parametrize(
    ("after", "before", "reason"),
    [
        (None, made(BUCKET, "a"), "loses"),
        (None, made(NETWORK, "a"), "deletes"),
        (made(NETWORK, "a", {"region": "b"}), made(NETWORK, "a", {"region": "a"}), "replaces"),
        (made(BUCKET, "a"), made(BUCKET, "a", protect=True), "unprotects"),
        (None, made(BUCKET, "a", retain_on_delete=True), "leaves"),
        (made(REGISTRY, "a", import_id="fr-par/1"), None, "imports"),
        (made("azure-native:x:Y", "a", {"b": 2}), made("azure-native:x:Y", "a", {"b": 1}), "uncertain"),
        (made(REGISTRY, "a", {"isPublic": True}), made(REGISTRY, "a", {"isPublic": False}), "rights"),
        (made("scaleway:databases/instance:Instance", "a"), None, "paths"),
    ],
)
def test_what_asks_for_a_reviewer_is_never_without_risk(after: object, before: object, reason: str) -> None:
    found = reviewed(plan(*filter(None, [after])), plan(*filter(None, [before])))  # type: ignore[list-item]

    assert found.verdict in (Verdict.DANGEROUS, Verdict.LOOK)
    assert reason in found.reasons


def test_an_uncompared_secret_asks_for_a_look() -> None:
    found = secrets()

    assert found.reasons == {"secrets": 1}
    assert found.verdict is Verdict.LOOK


def test_what_the_engine_would_refuse_is_refused() -> None:
    assert reviewed(plan(), plan(made(BUCKET, "a", protect=True))).verdict is Verdict.REFUSED


def test_a_stack_that_cannot_be_captured_is_refused() -> None:
    assert reviewed(plan(), plan(), failed={"demo": "no"}).verdict is Verdict.REFUSED


def test_one_change_in_many_stacks_is_one_group() -> None:
    found = platform(stacks=148, each=2)

    assert sorted(len(group) for group in found.groups) == [148, 148]
    assert all(len(group.stacks) == 148 for group in found.groups)


def test_groups_show_a_value_only_where_all_have_it() -> None:
    replaced = next(group for group in platform(stacks=3, each=1).groups)

    assert [(p.path, p.old, p.new) for p in replaced.shown] == [("name", "varies", "varies")]


def test_a_bucket_policy_that_names_one_more_reader_says_so() -> None:
    def policy(*who: str) -> object:
        document = {
            "Statement": [{"Effect": "Allow", "Principal": {"SCW": list(who)}, "Action": "s3:Get", "Resource": "b"}]
        }
        return made("scaleway:object/bucketPolicy:BucketPolicy", "p", {"bucket": "b", "policy": json.dumps(document)})

    found = reviewed(plan(policy("user_id:1", "*")), plan(policy("user_id:1")))  # type: ignore[arg-type]

    assert [(g.reach.source, g.reach.action, g.reach.public) for g in found.rights] == [(ANYONE, "s3:Get", True)]


def test_a_policy_that_is_not_known_yet_is_not_passed_over() -> None:
    unknown = made(
        "scaleway:object/bucketPolicy:BucketPolicy",
        "p",
        {"bucket": "b", "policy": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"},
    )

    assert len(reviewed(plan(unknown)).rights) == 1


def test_less_permission_is_no_gain() -> None:
    def policy(*sets: str) -> object:
        return made(
            "scaleway:iam/policy:Policy", "p", {"rules": [{"permissionSetNames": list(sets), "projectIds": ["1"]}]}
        )

    assert reviewed(plan(policy("A")), plan(policy("A", "B"))).rights == ()  # type: ignore[arg-type]
    assert len(reviewed(plan(policy("A", "B")), plan(policy("A"))).rights) == 1  # type: ignore[arg-type]


def test_what_is_refused_and_loses_data_comes_before_what_is_only_refused() -> None:
    kept, lost = made(NETWORK, "a", protect=True), made(BUCKET, "z", protect=True)

    assert [group.first.resource.name for group in reviewed(plan(), plan(kept, lost)).groups] == ["z", "a"]


def test_another_issuer_of_identities_lets_other_people_in() -> None:
    def cluster(issuer: str) -> object:
        return made("scaleway:kubernetes/cluster:Cluster", "main", {"openIdConnectConfig": {"issuerUrl": issuer}})

    found = reviewed(plan(cluster("https://other.example")), plan(cluster("https://login.example")))  # type: ignore[arg-type]

    assert [(g.reach.source, g.reach.target) for g in found.rights] == [("https://other.example", "main")]
    assert found.verdict is Verdict.DANGEROUS


def test_a_name_that_ends_two_ids_stands_for_neither() -> None:
    one = made("scaleway:databases/database:Database", "ours", id="fr-par/1/catalogue")
    two = made("azure-native:dbforpostgresql:Database", "theirs", id="/subscriptions/s/databases/catalogue")
    bucket = made(BUCKET, "studies", id="fr-par/acme-studies")

    names = names_of(plan(one, two, bucket))

    assert "catalogue" not in names
    assert names["acme-studies"] == "studies"


def test_a_change_that_opens_is_not_hidden_in_a_group_of_harmless_ones() -> None:
    policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
    closed = [made(policy, name, {"spec": {"policyTypes": ["Egress"], "podSelector": {}}}) for name in ("a", "b")]
    opened = made(policy, "c", {"spec": {"egress": [{"to": [{"ipBlock": {"cidr": "185.0.0.0/8"}}]}]}})

    assert reviewed(plan(*closed, opened)).verdict is Verdict.DANGEROUS
