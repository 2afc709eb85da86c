"""The access matrix: who may see, read, write, delete and manage what, what of it is not known, and what became of rights.

Proves nothing about what the host would enforce. How rights of IAM and policies of buckets join is in `test_both_on_buckets.py`.
"""

from typing import Any

import pytest

from socle.access import KNOWN, Direction, Matrix, Row, Shift, Verb, does, matrix_of, reaches, shifts, verb_of
from socle.facts import permission_sets, product_of
from socle.messages import Said, said
from socle.plan import UNKNOWN, Plan, Resource
from socle.report.words import Words

SAY = Words().text
S, K = "scaleway:", "kubernetes:"
RBAC = K + "rbac.authorization.k8s.io/v1:"
GROUP, POLICY, PROJECT = S + "iam/group:Group", S + "iam/policy:Policy", "11111111-1111-4111-8111-111111111111"
PERSON = "44444444-4444-4444-8444-444444444431"
SEE, READ, WRITE, DELETE, MANAGE = Verb


def made(type_: str, name: str, *, external: bool = False, **inputs: Any) -> Resource:
    return Resource(
        f"urn:pulumi:s::p::{type_}::{name}", type_, custom=True, inputs=inputs, id=f"id-{name}", external=external
    )


def plan(*resources: Resource, stack: str = "s") -> Plan:
    return Plan(stack, "p", resources)


def policy(*sets: str, holder: str = "id-readers", condition: str | None = None, name: str = "policy") -> Resource:
    rule = {
        "permissionSetNames": list(sets),
        "projectIds": [PROJECT],
        **({"condition": condition} if condition else {}),
    }
    return made(POLICY, name, groupId=holder, rules=[rule])


READERS = made(GROUP, "readers", userIds=[PERSON], applicationIds=[])


def row_on(matrix: Matrix, holder: str, target: str) -> Row:
    found = [row for row in matrix.rows if SAY(row.holder) == holder and target in map(SAY, row.targets)]
    assert len(found) == 1, [SAY(row.holder) for row in matrix.rows]
    return found[0]


def answers(matrix: Matrix, holder: str, target: str) -> list[bool | None]:
    cells = row_on(matrix, holder, target).cells
    return [cells.may(verb) for verb in Verb]


# What an action gives


@pytest.mark.parametrize("name", permission_sets())
def test_every_permission_set_of_the_host_gives_words_of_the_five_on_a_product(name: str) -> None:
    assert does(name)
    assert product_of(name)
    if name.endswith("ReadOnly"):
        assert does(name) in ({SEE}, {SEE, READ})


def test_a_set_that_is_not_listed_may_give_anything() -> None:
    assert does("ObjectStorageFrobnicate") is None
    assert product_of("ObjectStorageFrobnicate") is None


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("ObjectStorageObjectsRead", {READ}),
        ("ObjectStorageBucketsRead", {SEE}),
        ("SecretManagerReadOnly", {SEE}),  # names and settings, and no value
        ("RelationalDatabasesReadOnly", {SEE, READ}),
        ("ObjectStorageBucketPolicyFullAccess", {MANAGE}),
        ("KeyManagerKeyDecrypt", {READ}),
        ("KeyManagerKeyEncrypt", {WRITE}),
        ("VPCFullAccess", set(Verb)),
        ("s3:GetObject", {READ}),
        ("s3:ListBucket", {SEE}),
        ("s3:GetObjectTagging", {SEE}),
        ("s3:PutObject", {WRITE}),
        ("s3:DeleteObject", {DELETE}),
        ("s3:PutBucketPolicy", {MANAGE}),
        ("s3:PutObjectAcl", {MANAGE}),
        ("s3:*", set(Verb)),
        ("s3:Get*", {SEE, READ}),
        ("s3:Put*", {WRITE, MANAGE}),
        ("s3:*Object", {READ, WRITE, DELETE}),
        ("s3:Delete*", {DELETE, MANAGE}),
        ("readonly", {SEE, READ}),
        ("cluster-admin", set(Verb)),
        ("watch", {SEE, READ}),
        (Said("word.admin"), set(Verb)),
        (Said("word.alarms"), frozenset[Verb]()),
        (said("right.if", action="s3:GetObject", condition="x"), {READ}),
    ],
)
def test_an_action_gives_what_it_covers(action: str | Said, given: frozenset[Verb] | set[Verb]) -> None:
    assert does(action) == given


@pytest.mark.parametrize(
    "action",
    ["custom", "s3:Frobnicate", "s3:?x*", "/subscriptions/x/roleDefinitions/y", UNKNOWN, Said("word.unknown"),
     Said("word.policy"), said("right.but", those="s3:GetObject"), said("right.if", action=Said("word.unknown"), condition="x")],
)  # fmt: skip
def test_what_no_table_knows_is_not_known_and_never_nothing(action: str | Said) -> None:
    assert does(action) is None


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:PutBucketPolicy", "s3:*"])
def test_the_word_of_a_review_is_among_those_of_the_matrix(action: str) -> None:
    word = verb_of(action)
    assert isinstance(word, Said)
    given = does(action)
    assert given
    assert Verb(word.key.removeprefix("verb.")) in given


# Rows


def test_a_group_may_what_its_policy_gives_product_by_product() -> None:
    found = matrix_of([plan(READERS, policy("ObjectStorageObjectsRead", "VPCReadOnly"))])

    assert answers(found, "readers", f"ObjectStorage in {PROJECT}, but for buckets with a policy") == [
        False,
        True,
        False,
        False,
        False,
    ]
    assert answers(found, "readers", f"VPC in {PROJECT}") == [True, False, False, False, False]
    assert found.holder("readers").kind == "people"
    assert found.holder(PERSON).member_of == ("readers",)


def test_things_of_a_holder_with_the_same_answers_share_a_row_and_others_do_not() -> None:
    found = matrix_of([plan(READERS, policy("VPCReadOnly", "IPAMReadOnly", "KeyManagerKeyDecrypt"))])
    rows = [sorted(map(SAY, row.targets)) for row in found.rows if SAY(row.holder) == "readers"]
    assert rows == [[f"IPAM in {PROJECT}", f"VPC in {PROJECT}"], [f"KeyManager in {PROJECT}"]]


def test_a_right_that_is_not_known_leaves_no_cell_at_no() -> None:
    found = matrix_of([plan(READERS, policy("VPCFrobnicate"))])
    assert answers(found, "readers", PROJECT) == [None] * 5

    beside = made(S + "databases/privilege:Privilege", "p", userName="u", databaseName="d", permission="custom")
    known = made(S + "databases/privilege:Privilege", "q", userName="u", databaseName="d", permission="readonly")
    assert answers(matrix_of([plan(beside, known)]), "u", "d") == [True, True, None, None, None]


def test_a_policy_that_cannot_be_read_is_not_known() -> None:
    found = matrix_of([plan(made(S + "object/bucketPolicy:BucketPolicy", "b", bucket="data", policy=UNKNOWN))])
    assert answers(found, "not known before deployment", "data") == [None] * 5


def test_what_is_only_observed_is_not_known_whatever_its_inputs_seem_to_say() -> None:
    found = matrix_of([plan(made("azure-native:storage:StorageAccount", "store", external=True))])
    assert answers(found, "only observed: not known", "store") == [None] * 5
    assert matrix_of([plan(made("pulumi:pulumi:StackReference", "x", external=True))]).rows == ()


def test_a_type_that_no_table_knows_is_named() -> None:
    found = matrix_of(
        [plan(made("aws:iam/role:Role", "r"), made("random:index/randomPassword:RandomPassword", "p"), READERS)]
    )
    assert found.unread == ("aws:iam/role:Role",)


def test_a_condition_makes_a_row_of_its_own() -> None:
    office = 'inIpRange(request.ip, "203.0.113.0/28")'
    found = matrix_of(
        [plan(READERS, policy("VPCReadOnly"), policy("VPCFullAccess", condition=office, name="from-the-office"))]
    )
    rows = {str(row.condition): row for row in found.rows if "VPC in" in SAY(row.targets[0])}
    assert rows.keys() == {"", office}
    assert rows[""].cells.may(MANAGE) is False
    assert rows[office].cells.may(MANAGE) is True
    assert rows[office].by == ("from-the-office",)


def test_a_bucket_and_what_is_in_it_are_one_thing_and_a_folder_is_another() -> None:
    statements = [
        {
            "Effect": "Allow",
            "Principal": {"SCW": [f"user_id:{PERSON}"]},
            "Action": ["s3:GetObject"],
            "Resource": ["data", "data/*"],
        },
        {
            "Effect": "Allow",
            "Principal": {"SCW": ["application_id:a"]},
            "Action": ["s3:PutObject"],
            "Resource": ["data/in/*"],
        },
    ]
    rules = [{"permissionSetNames": ["ObjectStorageFullAccess"], "organizationId": "o"}]
    rights = [made(POLICY, key, **{key: id_}, rules=rules) for key, id_ in (("userId", PERSON), ("applicationId", "a"))]
    lines = made(S + "object/bucketPolicy:BucketPolicy", "b", bucket="data", policy={"Statement": statements})
    found = matrix_of([plan(*rights, lines)])
    assert answers(found, PERSON, "data") == [False, True, False, False, False]
    assert answers(found, "a", "data/in") == [False, False, True, False, False]
    assert (found.holder(PERSON).kind, found.holder("a").kind) == ("people", "machines")


def bound(**role: Any) -> Plan:
    rules = [{"apiGroups": [""], "resources": ["pods", "secrets"], "verbs": ["get", "delete"]}]
    return plan(
        made(RBAC + "ClusterRole", "r", metadata={"name": "tender"}, rules=rules, **role),
        made(
            RBAC + "RoleBinding", "b", metadata={"name": "b", "namespace": "studies"},
            roleRef={"name": "tender"}, subjects=[{"kind": "Group", "name": "oidc:tenders"}],
        ),
    )  # fmt: skip


def test_a_role_of_a_cluster_is_followed_to_whoever_it_is_bound_to_and_where() -> None:
    found = matrix_of([bound()])
    assert answers(found, "oidc:tenders", "studies: secrets") == [True, True, False, True, False]
    assert {SAY(row.holder) for row in found.rows} == {"oidc:tenders"}  # a role that nobody has gives nobody anything


def test_a_role_that_takes_the_rights_of_others_is_not_known() -> None:
    found = matrix_of([bound(aggregationRule={"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]})])
    assert answers(found, "oidc:tenders", "studies") == [None] * 5


def test_a_right_of_another_kind_stands_in_its_own_words() -> None:
    found = matrix_of([plan(READERS)])
    row = row_on(found, PERSON, "readers")
    assert [SAY(each) for each in row.cells.further] == ["becomes a member"]
    assert not row.answers


def test_the_words_of_the_estate_are_used_for_holders_and_things() -> None:
    words = {"readers": "lecteurs", PROJECT: "platform", PERSON: "on call"}
    found = matrix_of([plan(READERS, policy("VPCReadOnly"))], lambda text: words.get(text, text))
    assert answers(found, "lecteurs", "VPC in platform")
    assert found.holder("lecteurs").members == ("on call",)


def test_every_right_that_a_review_tells_is_in_the_matrix() -> None:
    for type_ in sorted(KNOWN):
        resource = made(type_, "x", metadata={"name": "n"}, privacy="public", isPublic=True, public=True, email="a@x")
        given = [each for each in reaches(resource, {}) if each.kind == "right"]
        told = matrix_of([plan(resource)]).rows
        if not type_.startswith(RBAC):
            assert bool(told) == bool(given), type_


# What became of rights


def became(before: Plan, after: Plan, *uncompared: str) -> list[tuple[str, str, list[str], list[str]]]:
    return [_told(each) for each in shifts(matrix_of([before]), matrix_of([after]), uncompared)]


def _told(shift: Shift) -> tuple[str, str, list[str], list[str]]:
    return str(shift.direction), SAY(shift.holder), list(map(str, shift.verbs)), list(map(SAY, shift.further))


def given(*sets: str, condition: str | None = None) -> Plan:
    return plan(READERS, policy(*sets, condition=condition))


def test_a_new_right_grew_and_a_lost_one_shrank() -> None:
    assert became(given("VPCReadOnly"), given("VPCFullAccess")) == [
        ("grew", "readers", ["read", "write", "delete", "manage"], [])
    ]
    assert became(given("VPCFullAccess"), given("VPCReadOnly")) == [
        ("shrank", "readers", ["read", "write", "delete", "manage"], [])
    ]
    assert became(given("VPCReadOnly"), given("VPCReadOnly")) == []


def test_a_condition_that_comes_is_less_one_that_goes_is_more_and_another_one_may_be_either() -> None:
    one, other = 'inIpRange(request.ip, "203.0.113.0/28")', 'inIpRange(request.ip, "203.0.113.0/24")'
    bare, bound_, elsewhere = (
        given("VPCReadOnly"),
        given("VPCReadOnly", condition=one),
        given("VPCReadOnly", condition=other),
    )
    assert [each[0] for each in became(bare, bound_)] == ["shrank"]
    assert [each[0] for each in became(bound_, bare)] == ["grew"]
    assert [each[0] for each in became(bound_, elsewhere)] == ["unknown"]


def test_a_further_condition_is_more_and_nothing_beside_always() -> None:
    more = plan(READERS, policy("VPCReadOnly"), policy("VPCReadOnly", condition="true", name="second"))
    assert became(given("VPCReadOnly"), more) == []
    one, second = policy("VPCReadOnly", condition="a"), policy("VPCReadOnly", condition="b", name="c")
    fewer, both = plan(READERS, one), plan(READERS, one, second)
    assert [each[0] for each in became(fewer, both)] == ["grew"]
    assert [each[0] for each in became(both, fewer)] == ["shrank"]


def test_what_could_not_be_read_on_one_side_neither_grew_nor_shrank() -> None:
    for one, other in (("VPCReadOnly", "VPCFrobnicate"), ("VPCFrobnicate", "VPCReadOnly")):
        found = became(given(one), given(other))
        assert {each[0] for each in found if each[2]} == {"unknown"}
        assert [each[3] for each in found if each[0] != "unknown"] == [["VPCFrobnicate"]]
    assert became(given("VPCFrobnicate"), given("VPCFrobnicate")) == []


def test_a_new_member_grew() -> None:
    more = made(GROUP, "readers", userIds=[PERSON, "other"], applicationIds=[])
    assert became(plan(READERS), plan(more)) == [("grew", "other", [], ["becomes a member"])]


def test_a_stack_of_which_one_side_is_not_known_is_not_compared() -> None:
    assert became(given("VPCReadOnly"), given("VPCFullAccess"), "s") == []


def test_things_on_which_the_same_became_of_the_same_rights_are_told_together() -> None:
    found = shifts(matrix_of([plan(READERS)]), matrix_of([given("VPCReadOnly", "IPAMReadOnly")]))
    assert [(each.direction, len(each.targets)) for each in found] == [(Direction.GREW, 2)]
