"""Permissions and paths as rows and as a matrix: nothing is lost by drawing what one holder may do once."""

from socle.access.gains import Reach
from socle.report.review.access import access_of
from socle.review.rights.pairs import paired, pairs_of, standing

from .changes import made, plan, reviewed

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


def test_the_matrix_marks_what_is_new_and_keeps_what_was_there() -> None:
    found = reviewed(plan(policy("Read", "Write")), plan(policy("Read")))  # type: ignore[arg-type]
    [access] = access_of(standing(found)[0])

    assert access.matrix is not None
    assert access.matrix.holders == ("g",)
    [(targets, [cell])] = access.matrix.rows
    assert targets == ("1",)
    assert cell is not None
    assert (set(cell.actions), cell.new) == ({"Read", "Write"}, {"Write"})
    assert [row.actions for row in pairs_of(found.rights)] == [("Write",)]


def test_a_matrix_that_would_be_too_wide_is_a_list_of_the_same() -> None:
    found = reviewed(plan(*(policy("Read", name=f"p{n}", holder=f"g{n}") for n in range(30))))  # type: ignore[arg-type]
    [access] = access_of(standing(found)[0])

    assert access.matrix is None
    assert len(access.pairs) == 30
