"""Who may what on a bucket with a policy: a right of IAM in its project and a line of the policy, held against requests tried one by one.

Proves nothing about what the host counts to an action or a permission set: both are compared in the five words.
"""

import json
import random
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import pytest

from socle.access import Matrix, Verb, matrix_of
from socle.messages import Said
from socle.plan import UNKNOWN, Plan, Resource

IAM, OBJECT = "scaleway:iam/", "scaleway:object/"
SEE, READ, WRITE, DELETE, MANAGE = Verb
SETS = {
    "ObjectStorageObjectsRead": {READ}, "ObjectStorageObjectsWrite": {WRITE}, "ObjectStorageObjectsDelete": {DELETE},
    "ObjectStorageBucketsRead": {SEE}, "ObjectStorageReadOnly": {SEE, READ}, "ObjectStorageFullAccess": set(Verb),
    "AllProductsReadOnly": {SEE, READ}, "AllProductsFullAccess": set(Verb), "VPCFullAccess": set[Verb](), "IAMManager": set[Verb](),
}  # fmt: skip
ACTIONS = {
    "s3:ListBucket": {SEE}, "s3:GetObject": {READ}, "s3:PutObject": {WRITE}, "s3:DeleteObject": {DELETE},
    "s3:PutBucketPolicy": {MANAGE}, "s3:*": set(Verb),
}  # fmt: skip
PROJECTS, CONDITIONS = ("p1", "p2"), ("c1", "c2")
PEOPLE, PROGRAMS, GROUPS = ("person",), ("loader", "reader"), ("g1", "g2")


def made(type_: str, name: str, dependencies: dict[str, tuple[str, ...]] | None = None, /, **inputs: Any) -> Resource:
    return Resource(
        f"urn:pulumi:s::p::{type_}::{name}", type_, custom=True, inputs=inputs, id=name,
        property_dependencies=dependencies or {},
    )  # fmt: skip


def group(name: str, *members: str, **more: Any) -> Resource:
    people, programs = ([each for each in members if each in kind] for kind in (PEOPLE, PROGRAMS))
    return made(IAM + "group:Group", name, userIds=people, applicationIds=programs, **more)


def given(holder: str, *sets: str, **rule: Any) -> Resource:
    key = "groupId" if holder in GROUPS else "userId" if holder in PEOPLE else "applicationId"
    row = {"permissionSetNames": list(sets), **(rule or {"projectIds": ["p1"]})}
    return made(IAM + "policy:Policy", f"{holder}-{'-'.join(sets)}", **{key: holder, "rules": [row]})


def lines(*statements: tuple[str, str] | dict[str, Any], **inputs: Any) -> Resource:
    rows = [each if isinstance(each, dict) else _statement(*each) for each in statements]
    return made(
        OBJECT + "bucketPolicy:BucketPolicy", "policy", bucket="data", policy=json.dumps({"Statement": rows}), **inputs
    )


def _statement(who: str, action: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"SCW": [_principal(who)]}, "Action": [action], "Resource": ["data/*"]}


def _principal(who: str) -> str:
    return f"{'user_id' if who in PEOPLE else 'application_id'}:{who}"


def bucket(project: str = "p1") -> Resource:
    return made(OBJECT + "bucket:Bucket", "fr-par/data", name="data", projectId=project)


def matrix(*resources: Resource) -> Matrix:
    return matrix_of([Plan("s", "p", resources)])


def may(found: Matrix, who: str, verb: Verb, true: Iterable[str] = ()) -> bool | None:
    """What the rows on the bucket say of one request, with these conditions met."""
    rows = [row for row in found.rows if row.holder == who and "data" in row.targets]
    told = [row.cells.may(verb) for row in rows if {*str(row.condition).split(" && ")} <= {"", *true}]
    return True if True in told else None if None in told else False


def answers(found: Matrix, who: str) -> list[bool | None]:
    return [may(found, who, verb) for verb in Verb]


def test_a_line_of_the_policy_counts_for_what_iam_gives_too() -> None:
    found = matrix(bucket(), given("loader", "ObjectStorageObjectsRead"), lines(("loader", "s3:*")))
    assert answers(found, "loader") == [False, True, False, False, False]


def test_whoever_the_policy_does_not_name_may_nothing_whatever_iam_gives() -> None:
    found = matrix(bucket(), given("reader", "ObjectStorageFullAccess"), lines(("loader", "s3:*")))
    assert answers(found, "reader") == [False] * 5


def test_a_right_in_another_project_is_none_on_the_bucket_and_one_over_the_organisation_is() -> None:
    for rule, may_read in (({"projectIds": ["p2"]}, False), ({"organizationId": "o"}, True)):
        found = matrix(bucket(), given("loader", "ObjectStorageReadOnly", **rule), lines(("loader", "s3:GetObject")))
        assert answers(found, "loader") == [False, may_read, False, False, False]


def test_a_member_has_what_its_group_has() -> None:
    plan = (
        bucket(),
        group("g1", "loader"),
        given("g1", "ObjectStorageObjectsRead"),
        lines(("loader", "s3:*"), ("reader", "s3:*")),
    )
    assert answers(matrix(*plan), "loader") == [False, True, False, False, False]
    joins = made(IAM + "groupMembership:GroupMembership", "m", groupId="g1", applicationId="reader")
    assert answers(matrix(*plan, joins), "reader") == [False, True, False, False, False]


def test_a_named_identity_without_a_right_has_a_row_that_says_no() -> None:
    found = matrix(bucket(), group("g1", "loader"), lines(("loader", "s3:GetObject")))
    [row] = [row for row in found.rows if row.targets == ("data",)]
    assert (row.holder, row.answers, row.cells.given, row.cells.whole) == ("loader", True, frozenset(), True)


def test_of_an_identity_that_was_made_by_hand_nothing_is_known_beyond_the_line() -> None:
    found = matrix(bucket(), given("reader", "ObjectStorageReadOnly"), lines(("loader", "s3:GetObject")))
    assert answers(found, "loader") == [False, None, False, False, False]


def test_what_iam_gives_is_not_known_where_a_policy_a_project_or_a_group_is_not() -> None:
    line = lines(("person", "s3:GetObject"))
    anybody = made(
        IAM + "policy:Policy",
        "x",
        groupId=UNKNOWN,
        rules=[{"permissionSetNames": ["ObjectStorageReadOnly"], "projectIds": ["p1"]}],
    )
    unread = made(IAM + "policy:Policy", "y", userId="person", rules=UNKNOWN)
    row_unread = made(IAM + "policy:Policy", "y", userId="person", rules=[UNKNOWN])
    elsewhere = given("person", "ObjectStorageReadOnly", projectIds=["p2", UNKNOWN])
    strange = given("person", "ObjectStorageFrobnicate")
    known = group("g2", "person")
    for unknown in (anybody, unread, row_unread, elsewhere, strange, given("person", UNKNOWN)):
        assert answers(matrix(bucket(), known, unknown, line), "person") == [False, None, False, False, False], (
            unknown.name
        )
    right = given("person", "ObjectStorageReadOnly")
    assert answers(matrix(bucket(UNKNOWN), right, line), "person") == [False, None, False, False, False]
    outside = group("g1", externalMembership=True)
    assert answers(matrix(bucket(), known, outside, given("g1", "ObjectStorageReadOnly"), line), "person")[1] is None
    joined = made(IAM + "group:Group", "g1", userIds=[UNKNOWN], applicationIds=[])
    assert answers(matrix(bucket(), known, joined, given("g1", "ObjectStorageReadOnly"), line), "person")[1] is None


def test_an_identity_provider_adds_people_and_no_programs() -> None:
    outside = group("g1", externalMembership=True)
    found = matrix(
        bucket(),
        outside,
        group("g2", "loader"),
        given("g1", "ObjectStorageReadOnly"),
        lines(("loader", "s3:GetObject")),
    )
    assert answers(found, "loader") == [False] * 5


def test_a_policy_without_principal_gives_nobody_anything() -> None:
    nobody = made(IAM + "policy:Policy", "n", noPrincipal=True, rules=UNKNOWN)
    found = matrix(bucket(), group("g1", "loader"), nobody, lines(("loader", "s3:GetObject")))
    assert answers(found, "loader") == [False] * 5


def test_a_bucket_that_no_plan_makes_is_in_the_project_of_its_policy() -> None:
    right = given("loader", "ObjectStorageReadOnly")
    assert answers(matrix(right, lines(("loader", "s3:GetObject"), projectId="p1")), "loader")[1] is True
    assert answers(matrix(right, lines(("loader", "s3:GetObject"), projectId="p2")), "loader")[1] is False
    assert answers(matrix(right, lines(("loader", "s3:GetObject"))), "loader")[1] is None


def test_what_comes_from_another_resource_is_found_by_where_it_comes_from() -> None:
    app = made(IAM + "application:Application", "loader")
    right = made(
        IAM + "policy:Policy", "r", {"applicationId": (app.urn,)}, applicationId=UNKNOWN,
        rules=[{"permissionSetNames": ["ObjectStorageReadOnly"], "projectIds": ["p1"]}],
    )  # fmt: skip
    assert answers(matrix(bucket(), app, right, lines(("loader", "s3:GetObject"))), "loader")[1] is True


def test_everybody_needs_no_right_of_iam() -> None:
    found = matrix(
        bucket(), lines({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "data/*"})
    )
    [row] = [row for row in found.rows if row.holder == Said("word.anyone")]
    assert row.cells.given == {READ}


def test_two_conditions_hold_together() -> None:
    under = {**_statement("loader", "s3:GetObject"), "Condition": "c2"}
    found = matrix(bucket(), given("loader", "ObjectStorageReadOnly", projectIds=["p1"], condition="c1"), lines(under))
    [row] = [row for row in found.rows if row.targets == ("data",)]
    assert (row.condition, row.cells.given) == ('"c2" && c1', {READ})


# By brute force


def drawn(chance: random.Random) -> list[Resource]:
    """An estate: groups, rights under conditions, and the policy of one bucket."""
    found = [bucket(chance.choice((*PROJECTS, UNKNOWN)))]
    for name in GROUPS:
        members = [each for each in (*PEOPLE, *PROGRAMS) if chance.random() < 0.5]
        found.append(group(name, *members, externalMembership=chance.random() < 0.2))
    for number in range(chance.randint(1, 4)):
        holder = chance.choice((*PEOPLE, *PROGRAMS, *GROUPS))
        scope: dict[str, Any] = {"projectIds": chance.sample(PROJECTS, chance.randint(1, 2))}
        scope = {"organizationId": "o"} if chance.random() < 0.2 else scope
        scope |= {"condition": chance.choice(CONDITIONS)} if chance.random() < 0.3 else {}
        right = given(holder, *chance.sample(sorted(SETS), chance.randint(1, 2)), **scope)
        found.append(Resource(f"{right.urn}{number}", right.type, custom=True, inputs=right.inputs, id=f"r{number}"))
    statements: list[dict[str, Any]] = []
    for who in (*PEOPLE, *PROGRAMS):
        if chance.random() < 0.7:
            statements.append(_statement(who, chance.choice(sorted(ACTIONS))))
            statements[-1]["Effect"] = "Deny" if chance.random() < 0.15 else "Allow"
    return [*found, lines(*statements)]


def worlds(estate: list[Resource]) -> Iterator[tuple[str, dict[str, set[str]]]]:
    """Every project that the bucket may be in, with every membership that may be."""
    projects = [estate[0].inputs["projectId"]] if estate[0].inputs["projectId"] in PROJECTS else PROJECTS
    groups = [each for each in estate if each.type.endswith("group:Group")]
    sure = {each.id or "": {*each.inputs["userIds"], *each.inputs["applicationIds"]} for each in groups}
    outside = [each.id or "" for each in groups if each.inputs["externalMembership"]]
    for project, added in product(projects, product((False, True), repeat=len(outside))):
        joins = {name for name, add in zip(outside, added, strict=True) if add}
        yield project, {name: members | (set(PEOPLE) if name in joins else set()) for name, members in sure.items()}


def allowed(
    estate: list[Resource], project: str, groups: dict[str, set[str]], who: str, verb: Verb, true: set[str]
) -> bool:
    """Whether one request passes in one world."""
    holders = {who, *(name for name, members in groups.items() if who in members)}
    by_iam = any(
        verb in SETS[name]
        for each in estate
        if each.type.endswith("policy:Policy") and each.type.startswith(IAM)
        for rule in each.inputs["rules"]
        if holders & {each.inputs.get(key) for key in ("groupId", "applicationId", "userId")}
        and ("organizationId" in rule or project in rule["projectIds"])
        and rule.get("condition", "") in {"", *true}
        for name in rule["permissionSetNames"]
    )
    by_policy = any(
        statement["Effect"] == "Allow"
        and _principal(who) in statement["Principal"]["SCW"]
        and verb in ACTIONS[statement["Action"][0]]
        for statement in json.loads(estate[-1].inputs["policy"])["Statement"]
    )
    return by_iam and by_policy


_MORE = (pytest.mark.slow, pytest.mark.edits)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=_MORE) for seed in range(2, 10))])
def test_the_matrix_answers_as_every_request_of_every_world_does(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    told = {True: 0, False: 0, None: 0}
    for _ in range(25):
        estate = drawn(chance)
        found, every = matrix(*estate), list(worlds(estate))
        named = {row.holder for row in found.rows}
        for who, verb, held in product((*PEOPLE, *PROGRAMS), Verb, product((False, True), repeat=2)):
            true = {name for name, holds in zip(CONDITIONS, held, strict=True) if holds}
            answer = may(found, who, verb, true)
            real = {allowed(estate, project, groups, who, verb, true) for project, groups in every}
            is_known = who in {*_known(estate)} or who not in named
            assert answer is None or real == {answer} or not is_known, (estate, who, verb, true)
            if len(every) == 1 and is_known:
                assert real == {answer}, (estate, who, verb, true)
            told[answer] += 1
    assert all(told.values())


def _known(estate: list[Resource]) -> Iterator[str]:
    """Whoever is in a group or holds a right: nothing is known of another one."""
    for each in estate:
        yield from (*each.inputs.get("userIds", ()), *each.inputs.get("applicationIds", ()))
        yield from (each.inputs[key] for key in ("applicationId", "userId") if key in each.inputs)
