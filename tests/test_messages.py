"""One message: its four parts, where it is, and many of them at once."""

import ast

from socle.messages import Place, Refusal, Refused, by_line
from tests.test_architecture import modules, tree_of

WRONG = Refusal("it is wrong", "it would fail", "write it right", at="a.b")


def test_a_check_knows_the_key_alone() -> None:
    assert WRONG.place == Place(key="a.b")
    assert str(WRONG) == "a.b: it is wrong: it would fail; write it right"


def test_a_place_in_a_file_can_be_opened() -> None:
    placed = WRONG.placed(Place("demo/estate.yaml", 12, 3, "buckets.a.b"))
    assert str(placed) == "demo/estate.yaml:12: buckets.a.b: it is wrong: it would fail; write it right"
    assert (placed.what, placed.consequence, placed.remedy) == (WRONG.what, WRONG.consequence, WRONG.remedy)
    assert str(Place("demo/estate.yaml")) == "demo/estate.yaml"


def test_a_place_in_a_program_names_resource_line_and_input() -> None:
    place = Place("infra/x.py", 4, key="nodeType", resource="db", type="t:Db")
    assert str(place) == 't:Db "db" (infra/x.py:4): nodeType'
    assert place.subject == "db.nodeType"


def test_everything_is_refused_at_once_and_nothing_twice() -> None:
    other = Refusal("that too", "so", "then")
    refused = Refused([WRONG, other, WRONG])
    assert refused.refusals == (WRONG, other)
    assert str(refused) == f"{WRONG}\n{other}"
    assert str(Refused([other], "2 things")) == f"2 things:\n- {other}"


def test_refusals_of_files_stand_in_the_order_of_their_lines() -> None:
    places = [Place("b.yaml", 1), Place("a.yaml", 20, 2), Place("a.yaml", 20, 1), Place("a.yaml", 3)]
    assert [r.place for r in by_line(WRONG.placed(place) for place in places)] == places[::-1]


def test_there_is_one_class_of_messages() -> None:
    """Beside it, the line of a check before a deployment, which may be sound and then has nothing to follow."""
    parts = {"what", "consequence", "remedy"}
    found = {
        f"{module}.{node.name}"
        for module in modules()
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.ClassDef) and parts <= _fields(node)
    }
    assert found == {"socle.messages.Refusal", "socle.readiness.line.Line"}


def _fields(node: ast.ClassDef) -> set[str]:
    """What an object of a class has: fields that are declared, and what its methods set."""
    declared = {each.target for each in node.body if isinstance(each, ast.AnnAssign)}
    own = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)}
    return own | {name.id for name in declared if isinstance(name, ast.Name)}
