"""The tree of a plan: its shape, its marks, and that no name and no width breaks it."""

import unicodedata

import pytest
from rich.cells import cell_len

from socle.origin import Origin
from socle.plan.model import Plan, Resource
from socle.report.preview import show_plan
from socle.report.tree import marks, plan_tree

from .drawing import STORE, paper, place, plan, printed, resource

STACK = "pulumi:pulumi:Stack"


def drawn(of: Plan, width: int = 80, encoding: str = "utf-8") -> list[str]:
    console = paper(width, encoding)
    console.print(plan_tree(of, place, width))
    return printed(console)


def test_children_hang_below_their_component() -> None:
    store = resource("studies", STORE)
    assert drawn(plan(store, resource("studies-bucket", parent=store), resource("alone"))) == [
        "demo",
        "├── Store studies",
        "│   └── Bucket studies-bucket  [stateful, NOT PROTECTED]",
        "└── Bucket alone  [stateful, NOT PROTECTED]",
    ]


def test_a_stack_and_default_providers_are_not_drawn_and_a_declared_provider_is() -> None:
    stack = resource("small-demo", STACK)
    default = resource("default_1_60_0", "pulumi:providers:scaleway", stack)
    own = resource("own", "pulumi:providers:scaleway", stack)
    bucket = resource("b", parent=stack, protect=True)
    assert drawn(plan(stack, default, own, bucket)) == [
        "demo",
        "├── Provider(scaleway) own",
        "└── Bucket b  [stateful, protected]",
    ]


def test_a_resource_whose_parent_is_not_in_the_plan_is_still_drawn() -> None:
    gone = resource("gone", STORE)
    assert drawn(plan(resource("orphan", parent=gone, protect=True)))[1] == "└── Bucket orphan  [stateful, protected]"


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (resource("b", protect=True), ["stateful", "protected"]),
        (resource("b"), ["stateful", "NOT PROTECTED"]),
        (resource("b", retain_on_delete=True), ["stateful", "retained"]),
        (resource("b", protect=True, import_id="fr-par/x"), ["imports fr-par/x", "stateful", "protected"]),
        (resource("b", external=True), ["read"]),
        (resource("p", "scaleway:object/bucketPolicy:BucketPolicy"), []),
        (resource("p", "scaleway:network/vpc:Vpc", protect=True), ["protected"]),
        (resource("c", STORE, protect=True), ["protected"]),
    ],
)
def test_marks_say_what_a_reader_must_know(of: Resource, words: list[str]) -> None:
    assert [word for word, _ in marks(of)] == words


def test_a_component_shows_where_the_estate_asks_for_it_and_its_children_do_not() -> None:
    origin = Origin("demo/estate.yaml", 41, "buckets.studies")
    store = resource("studies", STORE, origin=origin)
    lines = drawn(plan(store, resource("b", parent=store, protect=True, origin=origin)))
    assert lines[1] == "└── Store studies  stacks/estates/demo/estate.yaml:41"
    assert "estate.yaml" not in lines[2]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(width: int) -> None:
    name = "a-very-long-name-" * 12
    origin = Origin("demo/" + "deep/" * 20 + "estate.yaml", 41, "buckets.studies")
    store = resource(name, STORE, origin=origin)
    lines = drawn(plan(store, resource(name, parent=store), resource("last")), width)
    assert max(cell_len(line) for line in lines) <= width
    text = "".join(line.strip("│├└─ ") for line in lines)
    assert text.count(name) == 2
    assert "estate.yaml:41" in text
    assert lines[-1] == "└── Bucket last  [stateful, NOT PROTECTED]"


@pytest.mark.parametrize("width", [20, 60, 200])
@pytest.mark.parametrize("depth", [5, 60, 1500])
def test_a_deep_tree_stays_in_its_terminal_and_shows_every_resource(width: int, depth: int) -> None:
    chain = [resource("c0", STORE)]
    for n in range(1, depth):
        chain.append(resource(f"c{n}", STORE, chain[-1]))
    lines = drawn(plan(*chain), width)
    assert max(map(len, lines)) <= width
    assert [line.split()[-1] for line in lines[1:]] == [f"c{n}" for n in range(depth)]


def test_ascii_is_drawn_where_the_encoding_has_nothing_else() -> None:
    store = resource("étude", STORE)
    assert drawn(plan(store, resource("b", parent=store, protect=True)), encoding="ascii") == [
        "demo",
        "`-- Store \\xe9tude",
        "    `-- Bucket b  [stateful, protected]",
    ]


@pytest.mark.parametrize("name", ["[red]x", "[/]", "[link=https://a.example]x", ":bomb:", "[bold", "\\[x]"])
def test_markup_in_a_name_is_only_text(name: str) -> None:
    assert drawn(plan(resource(name, protect=True)))[1] == f"└── Bucket {name}  [stateful, protected]"


STEERING = "\x1b[2Jx\x07\r\n\x9b31m\u202ey\u2066\u200b\u2028\x00\x7f\ud800"


def test_no_character_of_a_name_can_steer_the_terminal() -> None:
    type_ = f"test:x:{STEERING}"
    console = paper()
    show_plan(
        plan(
            resource(STEERING), resource(f"{STEERING}2", type_, notes=(STEERING,), import_id=STEERING), stack=STEERING
        ),
        console,
        lambda _origin: STEERING,
    )
    lines = printed(console)
    kinds = {unicodedata.category(character) for line in lines for character in line}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert any("\\x1b[2Jx\\x07\\x0d\\x0a\\x9b31m\\u202ey" in line for line in lines)


def test_wide_characters_keep_the_tree_in_its_columns() -> None:
    lines = drawn(plan(resource("研究" * 40, protect=True)), 60)
    assert max(cell_len(line) for line in lines) <= 60


@pytest.mark.slow
def test_a_large_plan_is_drawn_in_seconds() -> None:
    stores = [resource(f"s{n}", STORE) for n in range(600)]
    inside = [resource(f"s{n}-b{m}", parent=store, protect=True) for n, store in enumerate(stores) for m in range(9)]
    assert len(drawn(plan(*stores, *inside))) == 6001


def test_types_are_counted_the_most_frequent_first() -> None:
    console = paper()
    show_plan(plan(resource("a"), resource("b"), resource("s", STORE)), console, place)
    lines = printed(console)
    assert lines[lines.index("") + 1 :][:2] == ["    2  scaleway.object.Bucket", "    1  test.storage.Store"]
