"""Permissions and paths as rows and as a matrix: nothing is lost by drawing what one holder may do once."""

from socle.access import matrix_of
from socle.access.gains import Reach
from socle.report.review.access import AccessRow, access_of
from socle.review.rights.pairs import identities, paired, pairs_of, standing

from .changes import ENGLISH, made, plan, reviewed

POLICY = "scaleway:iam/policy:Policy"


def right(source: str, action: str, target: str, *, public: bool = False) -> Reach:
    return Reach("right", source, action, target, public)


def test_all_actions_of_one_holder_on_one_target_are_one_row() -> None:
    rows = paired([(right("a", "get", "x"), True, ["p"]), (right("a", "put", "x"), False, ["q"])])

    assert [(row.source, row.targets, row.actions, row.by) for row in rows] == [
        ("a", ("x",), ("get", "put"), ("p", "q"))
    ]
    assert rows[0].new == {"get"}


def test_targets_where_a_holder_may_do_the_same_share_a_row() -> None:
    rows = paired((right("a", "get", target), False, ["p"]) for target in ("x", "y"))

    assert [row.targets for row in rows] == [("x", "y")]


def test_what_is_public_never_shares_a_row_with_what_is_not() -> None:
    rows = paired([(right("a", "get", "x", public=True), False, []), (right("a", "get", "y"), False, [])])

    assert [(row.targets, row.public) for row in rows] == [(("x",), True), (("y",), False)]


def policy(*sets: str, name: str = "p", holder: str = "g") -> object:
    return made(POLICY, name, {"groupId": holder, "rules": [{"permissionSetNames": list(sets), "projectIds": ["1"]}]})


def drawn(*resources: object, before: tuple[object, ...] = ()) -> list[AccessRow]:
    found = reviewed(plan(*resources), plan(*before))  # type: ignore[arg-type]
    [access] = access_of(standing(found), ENGLISH, str)
    return list(access.rows)


def test_the_matrix_is_that_of_access_and_marks_to_whom_a_right_is_new() -> None:
    sets = ("VPCReadOnly", "IPAMReadOnly", "VPCFullAccess")
    kept, wider = policy("VPCReadOnly", name="kept", holder="k"), policy(*sets)
    [first, second, third] = drawn(kept, wider, before=(kept, policy("VPCReadOnly")))

    assert [row.new for row in (first, second, third)] == [True, True, False]
    assert [row.who for row in (first, second, third)] == [
        "g (not known who)",
        "g (not known who)",
        "k (not known who)",
    ]
    assert [(*map(ENGLISH.text, row.targets), *row.answers) for row in (first, second)] == [
        ("IPAM in 1", "yes", "no", "no", "no", "no"), ("VPC in 1", *["yes"] * 5),
    ]  # fmt: skip
    found = matrix_of([plan(kept, wider)])  # type: ignore[arg-type]
    assert len(found.rows) == 3
    assert [
        row.actions for row in pairs_of(reviewed(plan(policy("VPCReadOnly", "A")), plan(policy("VPCReadOnly"))).rights)
    ] == [("A",)]  # type: ignore[arg-type]


def test_rights_of_other_kinds_answer_nothing_and_everybody_comes_first() -> None:
    member = made("scaleway:iam/group:Group", "g", {"userIds": ["u"], "applicationIds": []})
    bucket = made("scaleway:object/bucket:Bucket", "b", {"acl": "public-read"})
    unchanged = (member, bucket)
    [anyone, joins] = drawn(*unchanged, before=unchanged)

    assert (anyone.public, anyone.answers[:2], anyone.new) == (True, ("yes", "yes"), False)
    assert (joins.public, joins.answers, joins.beside) == (False, (), "becomes a member")


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    many = [policy("VPCReadOnly", name=f"p{n}", holder=f"g{n}") for n in range(402)]
    found = reviewed(plan(*many), plan(*many))  # type: ignore[arg-type]
    [access] = access_of(standing(found), ENGLISH, str)
    wide = made(
        POLICY,
        "w",
        {"groupId": "g", "rules": [{"permissionSetNames": ["VPCReadOnly"], "projectIds": [str(n) for n in range(14)]}]},
    )

    assert (len(access.rows), access.more) == (400, "and 2 more")
    assert [(len(row.targets), row.more) for row in drawn(wide, before=(wide,))] == [(12, "and 2 more")]


def test_words_are_for_identities_alone() -> None:
    who = "55555555-5555-4555-8555-555555555502"
    assert identities({who: "loader", "a-b-c-d-e": "five parts", "x" * 36: "long", f"{who}0": "longer"}) == {
        who: "loader"
    }


def test_of_paths_what_is_new_comes_first_and_rights_are_none() -> None:
    group = {"inboundDefaultPolicy": "drop", "outboundDefaultPolicy": "drop"}
    opens = {"inboundRules": [{"action": "accept", "ipRange": "10.1.0.0/16", "port": 22}]}
    one, two = (made("scaleway:instance/securityGroup:SecurityGroup", name, {**group, **opens}) for name in "ab")
    found = standing(reviewed(plan(one, two, policy("VPCReadOnly")), plan(one)))  # type: ignore[arg-type]

    assert [(row.targets, bool(row.new)) for row in found.paths] == [(("b",), True), (("a",), False)]
    assert found.gaining == {"p"}
