"""Every section of a review in all drawings: nothing of it is missing without a number, and what is grave looks grave.

Counts what is drawn, for any length. Does not prove where a section stands, nor how long it may be.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from socle.access.gains import Reach
from socle.cost import Cost, CostChange, Line, Status
from socle.diff.baseline import Level
from socle.diff.change import (
    ABSENT,
    Certainty,
    Change,
    EngineRefusal,
    Op,
    PropertyChange,
    RefusalKind,
    Remark,
)  # fmt: skip
from socle.diff.compare import Comparison
from socle.messages import Place, Refusal
from socle.plan.model import SECRET
from socle.reach.compare import PathChange
from socle.report.review.html import page
from socle.report.review.json import as_data
from socle.report.review.markdown import markdown
from socle.report.review.markdown_text import outside
from socle.report.review.money import cost_rows, unchanged_cost
from socle.report.review.sentences import cause, headline, refusal, remarks
from socle.report.review.tree import Row, trees
from socle.report.words import Language, Words
from socle.review.broken import Broken
from socle.review.files import FileChange
from socle.review.freeze import Freeze
from socle.review.model import Gain, Review, review
from socle.review.verdict import Verdict
from socle.rules import Finding, Result, Severity

from . import changes
from .changes import BUCKET, NETWORK, made, place, plan, reviewed

ENGLISH = Words(Language.ENGLISH)
RULE = "bucket-lock-lasts"


def compared(**more: Any) -> Comparison:
    return Comparison(plan(), Level.STATE, more.pop("changes", ()), **more)


def beside(*comparisons: Comparison, **more: Any) -> Review:
    return review(comparisons, baseline="main", **more)


def bucket(name: str, **more: Any) -> Change:
    return Change("demo", Op.CREATE, None, made(BUCKET, name), **more)


def finding(name: str, result: Result = Result.FAIL, severity: Severity = Severity.HIGH) -> Finding:
    return Finding(RULE, severity, result, "short", f"urn:{name}", name, BUCKET)


def file(name: str, verdict: Verdict = Verdict.LOOK) -> FileChange:
    return FileChange(name, "other", verdict)


def gain(kind: Any, name: str, *, public: bool = False) -> Gain:
    return Gain(Reach(kind, name, f"to-{name}", "target", public), (bucket("bringer"),))


def frozen(name: str) -> Freeze:
    return Freeze("demo", (Refusal(name, "it would go", "keep it"),))


SECTIONS: dict[str, Callable[[list[str]], Review]] = {
    "files": lambda names: beside(files=map(file, names)),
    "broken": lambda names: beside(broken=Broken(tuple(map(finding, names)))),
    "undecided": lambda names: beside(broken=Broken((), tuple(finding(name, Result.UNDETERMINED) for name in names))),
    "pending": lambda names: beside(compared(pending=tuple(names))),
    "warnings": lambda names: beside(compared(warnings=tuple(names))),
    "reachable": lambda names: beside(reachable=[PathChange("opened", name, "data", "tcp 22", ()) for name in names]),
    "rights": lambda names: replace(beside(compared()), rights=tuple(gain("right", name) for name in names)),
    "paths": lambda names: replace(beside(compared()), paths=tuple(gain("path", name) for name in names)),
    "uncompared": lambda names: beside(compared(uncompared={f"urn:pulumi:a::b::c:d:e::{n}": ("data",) for n in names})),
    "frozen": lambda names: beside(frozen=map(frozen, names)),
    "outputs": lambda names: beside(compared(outputs=tuple(PropertyChange(name, "a", "b") for name in names))),
}
"""A review of nothing but so many entries of one section."""


on_terminal = partial(changes.on_terminal, width=400)
"""No name of an entry is broken over two lines."""

DRAWINGS: dict[str, Callable[[Review], str]] = {
    "terminal": on_terminal,
    "comment": lambda made_: markdown(made_, ENGLISH, place, "socle"),
    "page": lambda made_: re.sub(
        r"<(style|script)>.*?</\1>", "", page(made_, ENGLISH, place, "socle"), flags=re.DOTALL
    ),
}


def names(count: int) -> list[str]:
    return [f"entry-{number:03}-" for number in range(count)]


def drawn(text: str) -> tuple[list[str], int]:
    """The entries that are named, and how many are said to be left out."""
    more = sum(int(number.replace(",", "")) for number in re.findall(r"and ([\d,]+) more", text))
    return sorted(set(re.findall(r"entry-\d+-", text))), more


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("section", SECTIONS)
def test_each_entry_of_a_section_is_named_or_counted(section: str, drawing: str) -> None:
    for count in (0, 1, 2, 39, 40, 41, 90):
        text = DRAWINGS[drawing](SECTIONS[section](names(count)))
        shown, more = drawn(text)
        assert len(shown) + more == count
        assert shown == names(len(shown))
        assert more or "and 0 more" not in text
        if not (section == "outputs" and drawing == "terminal"):
            assert (ENGLISH(f"section.{section}") in text) is bool(count)


def test_each_group_of_changes_is_named_or_counted() -> None:
    for count in (0, 1, 40, 41):
        changes = tuple(
            bucket(name, properties=(PropertyChange(f"p{number}", 1, 2),)) for number, name in enumerate(names(count))
        )
        shown, more = drawn(on_terminal(beside(compared(changes=changes))))
        assert len(shown) + more == count


GRAVE, WARNS, PLAIN, DIM = "1;31", "33", "", "2"
LOOKS: list[tuple[Review, str, str]] = [
    (beside(files=[file("entry-1-", Verdict.DANGEROUS)]), "  entry-1-", GRAVE),
    (beside(files=[file("entry-1-", Verdict.REFUSED)]), "  entry-1-", GRAVE),
    (beside(files=[file("entry-1-")]), "  entry-1-", PLAIN),
    (beside(broken=Broken((finding("entry-1-"),))), "  entry-1-", GRAVE),
    (beside(broken=Broken((finding("entry-1-", severity=Severity.LOW),))), "  entry-1-", PLAIN),
    (beside(broken=Broken((), (finding("entry-1-", Result.UNDETERMINED),))), "  entry-1-", PLAIN),
    (beside(compared(pending=("entry-1-",))), "  demo: entry-1-", GRAVE),
    (beside(compared(warnings=("entry-1-",))), "  demo: entry-1-", WARNS),
    (beside(frozen=[frozen("entry-1-")]), "  demo: entry-1-", GRAVE),
    (beside(failed={"entry-1-": "no"}), "entry-1-: no", GRAVE),
    (beside(unbased={"entry-1-": "no"}), "entry-1-: no", WARNS),
    (beside(gone=["entry-1-"]), "No program is left for entry-1-", WARNS),
    (beside(compared(outputs=(PropertyChange("entry-1-", SECRET, "a"),))), "demo: entry-1-", GRAVE),
    (beside(compared(outputs=(PropertyChange("entry-1-", "a"),))), "demo: entry-1-", WARNS),
    (beside(compared(outputs=(PropertyChange("entry-1-", new="a"),))), "demo: entry-1-", DIM),
    (beside(compared(outputs=(PropertyChange("entry-1-", "a", "b"),))), "demo: entry-1-", DIM),
    (replace(beside(compared()), rights=(gain("right", "entry-1-", public=True),)), "  entry-1-", GRAVE),
    (replace(beside(compared()), rights=(gain("right", "entry-1-"),)), "  entry-1-", PLAIN),
    (beside(files=[file("a")]), "Look at this: ", "1;33"),
    (beside(failed={"a": "no"}), "Refused: ", GRAVE),
    (beside(compared(pending=("a",))), "Dangerous: ", GRAVE),
    (beside(compared()), "No risk found: ", "1;32"),
    *(
        (beside(compared(changes=(Change("demo", op, made(BUCKET, "a"), made(BUCKET, "a")),))), f"{sign} {op} ", look)
        for op, sign, look in (
            (Op.CREATE, "+", "32"), (Op.UPDATE, "~", "34"), (Op.REPLACE, "±", "1;33"), (Op.DELETE, "-", "1;31"),
            (Op.IMPORT, "=", "35"), (Op.READ, ">", "34"), (Op.UNKNOWN, "?", "1;31"),
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("made_", "start", "look"), LOOKS)
def test_what_is_grave_is_red_on_a_terminal(made_: Review, start: str, look: str) -> None:
    lines = on_terminal(made_, colours=True).splitlines()
    bare = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]
    line = next(line for line, text in zip(lines, bare, strict=True) if text.startswith(start))
    styles = [code for code in re.findall(r"\x1b\[([\d;]*)m", line) if code != "0"]

    assert (styles or [""])[0] == look


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_an_entry_that_is_a_member_of_many_is_named_or_counted(drawing: str) -> None:
    """Stacks of one change, and those in which nobody can compare anything."""
    for count in (1, 3, 4, 6, 7, 12, 13, 20):
        stacks = [
            Comparison(
                plan(stack=name), Level.STATE, (Change(name, Op.UPDATE, made(BUCKET, "b", stack=name), made(BUCKET, "b", stack=name)),)
            )
            for name in names(count)
        ]  # fmt: skip
        text = DRAWINGS[drawing](beside(*stacks))
        hidden = [int(number) for number in re.findall(r"and (\d+) more", text)]
        assert f"x {count}" in text or count == 1
        for number in hidden:
            assert 0 < number < count
        assert hidden or drawn(text)[0] == names(count)


REASONS: list[tuple[Review, str]] = [
    (beside(failed={"demo": "no\n  plan"}), "demo: no plan"),
    (beside(compared(errors=("broke\nhere",))), "demo: broke here"),
    (beside(compared(warnings=("careful",))), "demo: careful"),
    (beside(compared(pending=("deletes x",))), "demo: deletes x"),
    (beside(files=[file("a.bin"), file("b.bin", Verdict.DANGEROUS)]), "b.bin: "),
    (beside(frozen=[frozen("db")]), "demo: db: it would go; keep it"),
    (beside(frozen=[Freeze("demo", known=False)]), "demo: what the last deployment holds is not recorded here"),
    (beside(broken=Broken((finding("low", severity=Severity.LOW), finding("high")))), "high: "),
    (beside(broken=Broken((finding("low", severity=Severity.LOW),), (finding("u", Result.UNDETERMINED),))), "low: "),
    (beside(broken=Broken((), (finding("u", Result.UNDETERMINED),))), "u: "),
    (beside(compared(outputs=(PropertyChange("a", "1", "2"), PropertyChange("b", SECRET, "2")))), "demo: b was a secret"),
    (replace(beside(compared()), rights=(gain("right", "own"), gain("right", "all", public=True))), "all → target: to-all"),
    (replace(beside(compared()), paths=(gain("path", "own"), gain("path", "all", public=True))), "all → target: to-all"),
    (beside(gone=["a"]), "1 "),
    (beside(compared()), "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("made_", "start"), REASONS)
def test_the_first_line_names_the_worst_reason(made_: Review, start: str) -> None:
    said = headline(made_, ENGLISH, str)

    assert said.lower().startswith(start.lower())
    assert as_data(made_, place)["headline"] == said
    for draw in DRAWINGS.values():
        assert ENGLISH(f"verdict.{made_.verdict}") in draw(made_)


def replaced(**more: Any) -> Change:
    return Change("demo", Op.REPLACE, made(NETWORK, "a"), made(NETWORK, "a"), **more)


def asked(path: str, why: str = "", **more: Any) -> PropertyChange:
    return PropertyChange(path, "a", "b", replaces=True, why=why, **more)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("demo", Op.UPDATE, made(BUCKET, "a"), made(BUCKET, "a"), properties=(asked("x"),)), ""),
        (replaced(), ""),
        (replaced(properties=(asked("x"), asked("y"), asked("x"), PropertyChange("z", 1, 2))), "because of x, y"),
        (replaced(properties=(asked("x", effective=False),), reasons=("__meta",)), "because of __meta"),
        (replaced(properties=(asked("x", "plan logic"),)), "because of x (the provider's own logic)"),
        (replaced(properties=(asked("x", "replaceOnChanges"),)), "because of x (replace_on_changes)"),
        (replaced(properties=(asked("x"),), reasons=("other",)), "because of x"),
        (replaced(options=(PropertyChange("replacement_trigger", 1, 2),)), "because of the replacement trigger"),
        (replaced(options=(PropertyChange("protect", 1, 2),)), ""),
        (replaced(caused_by="urn:pulumi:demo::socle::a:b:c::vpc"), "with vpc"),
        (replaced(delete_before_replace=True), "the old one is deleted first"),
        (
            replaced(properties=(asked("x"),), caused_by="urn:pulumi:demo::socle::a:b:c::vpc", delete_before_replace=True),
            "because of x, with vpc, the old one is deleted first",
        ),
    ],
)  # fmt: skip
def test_why_a_resource_is_replaced(change: Change, said: str) -> None:
    if "trigger" in said:
        said = f"because of {ENGLISH('option.replacement_trigger')}"
    assert cause(change, ENGLISH, str) == said


def test_what_else_is_to_be_known_of_a_change() -> None:
    """A value that is not sent is one in an update only: a resource that is replaced gets it."""
    not_sent = ((Remark.NOT_SENT, "x"), (Remark.EXTERNAL, ""))
    told = {op: len(list(remarks(Change("demo", op, made(BUCKET, "a"), made(BUCKET, "a"), remarks=not_sent), ENGLISH, str)))
            for op in (Op.UPDATE, Op.REPLACE)}  # fmt: skip
    assert told == {Op.UPDATE: 2, Op.REPLACE: 1}
    assert list(remarks(bucket("a"), ENGLISH, str)) == []
    for certainty in (Certainty.PROVIDER, Certainty.ENGINE):
        assert list(remarks(bucket("a", certainty=certainty), ENGLISH, str)) == [ENGLISH(f"certainty.{certainty}")]
    unprotected = bucket("a", options=(PropertyChange("protect", True, False),))
    assert list(remarks(unprotected, ENGLISH, str)) == [ENGLISH("remark.unprotects")]


def test_the_data_of_a_change_has_what_it_has_and_nothing_empty() -> None:
    full = Change(
        "demo", Op.REPLACE, made(BUCKET, "a"), made(BUCKET, "a"), Certainty.PROVIDER,
        (asked("x", "schema", effective=False), PropertyChange("y", new=1), PropertyChange("z", 1)),
        (PropertyChange("protect", True, False),), ("x",), "urn:cause", delete_before_replace=True,
        refusal=EngineRefusal(RefusalKind.GUARDED, "urn:a", what="no", remedy="keep it"),
        remarks=((Remark.EXTERNAL, "why"),),
    )  # fmt: skip
    rows = as_data(beside(compared(changes=(full, bucket("b")))), place)["stacks"][0]["changes"]
    sure = {"certainty": "certain"}
    row, plain = sorted(rows, key=lambda each: each["name"])

    assert row["properties"] == [
        {"path": "x", "kind": "update", **sure, "old": "a", "new": "b", "replaces": True, "why": "schema", "effective": False},
        {"path": "y", "kind": "add", **sure, "new": 1},
        {"path": "z", "kind": "delete", **sure, "old": 1},
    ]  # fmt: skip
    assert (row["refusal"]["what"], row["refusal"]["remedy"]) == ("no", "keep it")
    assert row["remarks"] == [{"remark": "external", "detail": "why"}]
    assert (row["replaceReasons"], row["causedBy"], row["deleteBeforeReplace"]) == (["x"], "urn:cause", True)
    assert not plain.keys() & {
        "properties",
        "options",
        "refusal",
        "causedBy",
        "deleteBeforeReplace",
        "loses",
        "declared",
    }
    assert {"urn", "type", "name", "op", "certainty"} <= plain.keys()


@pytest.mark.parametrize("value", ["v" * 399, "v" * 400, "v" * 401, ["v" * 300, "v" * 300], {"a": 1}, 7])
def test_a_long_value_is_cut_in_the_data(value: Any) -> None:
    change = Change(
        "demo", Op.UPDATE, made(BUCKET, "a"), made(BUCKET, "a"), properties=(PropertyChange("x", ABSENT, value),)
    )
    (row,) = as_data(beside(compared(changes=(change,))), place)["stacks"][0]["changes"]
    said, whole = row["properties"][0]["new"], value if isinstance(value, str) else json.dumps(value)

    assert (
        said == value if len(whole) <= 400 else (said[-1] == "…" and whole.startswith(said[:-1]) and len(said) == 401)
    )


def line(stack: str, amount: float | None, status: Status = Status.PRICED, **more: Any) -> Line:
    urn = f"urn:{stack}:{more.get('data_class')}:{more.get('space')}:{status}:{more.get('meter')}"
    values: dict[str, Any] = {"cloud": "scaleway", "data_class": "health", "meter": "m", "date": "2026-03-01", **more}
    return Line(stack, urn, stack, BUCKET, status=status, amount=amount, **values)


def cost(after: Iterable[Line], before: Iterable[Line]) -> CostChange:
    return CostChange(Cost(tuple(after)), Cost(tuple(before)))


def test_the_rows_of_the_cost_are_the_sum_and_what_differs() -> None:
    after = [line("a", 10.0), line("b", 5.0, data_class="", space="s"), line("c", 1.0, cloud="azure", space="t")]
    before = [line("a", 10.0), line("b", 7.0, data_class="", space="s"), line("c", 1.0, cloud="azure", space="t")]
    rows = {(row.title, row.name): row.amounts for row in cost_rows(cost(after, before), ENGLISH).rows}

    assert rows["total", ""] == ("€18.00", "€16.00", "-€2.00")
    assert rows["data class", "health"] == ("€11.00", "€11.00", "unchanged")
    assert rows["data class: no class", ""] == ("€7.00", "€5.00", "-€2.00")
    assert rows["cloud", "azure"] == ("€1.00", "€1.00", "unchanged")
    assert rows["space", "s"] == ("€7.00", "€5.00", "-€2.00")
    assert {name for title, name in rows if title in ("space", "stack")} == {"s", "b"}


def test_a_cost_of_one_stack_of_one_class_has_one_row() -> None:
    (total,) = cost_rows(cost([line("a", 10.004)], [line("a", 10.0)]), ENGLISH).rows

    assert total.amounts[2] == "unchanged"


def test_with_a_stack_missing_no_difference_is_shown() -> None:
    found = cost_rows(cost([line("a", 10.0)], []), ENGLISH, 2)

    assert {row.amounts[2] for row in found.rows} == {"not known"}
    assert found.notes[0] == "2 stacks are not in these sums, before or after"


def test_what_is_not_in_the_sum_is_said() -> None:
    lines = [
        line("a", 1.0, kg_co2e=2.25, date="2026-02-01"),
        line("a", 1.0, meter="n"),
        line("a", None, Status.UNKNOWN_PRICE, date=""),
        line("a", None, Status.UNREAD, date=""),
        line("a", None, Status.UNDECLARED, date=""),
    ]
    notes = cost_rows(cost(lines, []), ENGLISH).notes

    assert notes[:2] == (
        "2 prices are unknown and not in the sum",
        "1 quantity is not declared in the estate and not in the sum",
    )
    assert any("(1 of 2 priced lines)" in note for note in notes)
    assert notes[-1] == "List prices before tax, read between 2026-02-01 and 2026-03-01"
    assert cost_rows(cost([line("a", 1.0, date="")], []), ENGLISH).notes == ()


def test_the_tree_has_each_resource_below_its_parent_and_opens_what_changes() -> None:
    parts = [made(NETWORK, f"n{depth}") for depth in range(20)]
    parts = [parts[0], *(replace(one, parent=above.urn) for above, one in pairwise(parts))]
    gone = replace(made(BUCKET, "gone", protect=True), parent=parts[2].urn)
    many = Change(
        "demo", Op.UPDATE, parts[1], parts[1], properties=tuple(PropertyChange(f"p{n}", 1, 2) for n in range(15))
    )
    lost = Change("demo", Op.DELETE, gone, None)
    calm = Comparison(plan(*parts, stack="calm"), Level.STATE, ())
    (tree, other) = trees((Comparison(plan(*parts), Level.STATE, (many, lost)), calm), ENGLISH, place)

    assert (tree.open, other.open) == (True, False)
    (root,) = tree.rows
    found: list[tuple[int, Row]] = []
    depth, rows = 0, [root]
    while rows:
        found += [(depth, row) for row in rows]
        depth, rows = depth + 1, [child for row in rows for child in row.children]
    by_name = {row.name: (level, row) for level, row in found}
    assert len(by_name) == len(found) == 21
    assert by_name["gone"][0] == 3
    assert {by_name[f"n{level}"][0] for level in range(8)} == set(range(8))
    assert max(level for level, _ in found) <= 8
    gone_row, changed = by_name["gone"][1], by_name["n1"][1]
    assert (gone_row.op, gone_row.danger, gone_row.changed, gone_row.marks) == (
        "delete",
        True,
        True,
        ("mark.protected", "mark.data"),
    )
    assert (len(changed.values) + changed.more, changed.op) == (15, "update")
    assert (by_name["n0"][1].op, by_name["n0"][1].changed, by_name["n0"][1].marks) == ("same", False, ())


def test_of_many_stacks_none_is_open_and_where_nothing_changes_the_first_are() -> None:
    def stacks(count: int, changes: tuple[Change, ...]) -> list[bool]:
        found = tuple(Comparison(plan(stack=f"s{number}"), Level.STATE, changes) for number in range(count))
        return [tree.open for tree in trees(found, ENGLISH, place)]

    assert stacks(10, (bucket("a"),)) == [True] * 10
    assert stacks(11, (bucket("a"),)) == [False] * 11
    assert stacks(11, ()) == [True] * 10 + [False]


def test_a_refusal_of_the_freeze_says_where() -> None:
    refusal = Refusal("db", "it would go", "keep it").placed(Place("legacy.yaml", 7, key="databases"))
    text = DRAWINGS["comment"](beside(frozen=[Freeze("demo", (refusal,))]))

    assert "legacy.yaml:7" in text


def policy(*sets: str, **more: Any) -> Any:
    rules = [{"permissionSetNames": list(sets), "projectIds": ["target"]}]
    return made("scaleway:iam/policy:Policy", "p", {"groupId": "holder", "rules": rules, **more})


def test_a_right_that_is_new_is_told_with_its_change() -> None:
    """Whom it lets do what, where the change is new; its values, and then the right, where it was there."""
    new = headline(reviewed(plan(policy("Read")), plan()), ENGLISH, str)
    more = headline(reviewed(plan(policy("Read", "Write")), plan(policy("Read"))), ENGLISH, str)
    word = headline(
        reviewed(plan(policy("Read", description="b")), plan(policy("Read", description="a"))), ENGLISH, str
    )

    assert ": holder → target: Read" in new
    assert "; holder → target: Write" in more or ": holder → target: Write" in more
    assert "holder" not in word


def test_grave_files_stand_before_what_changes_and_others_after() -> None:
    changes = compared(changes=(bucket("b", properties=(PropertyChange("p", 1, 2),)),))
    for verdict in (Verdict.LOOK, Verdict.DANGEROUS, Verdict.REFUSED):
        made_ = beside(changes, files=[file("entry-1-", verdict)])
        for drawing in ("comment", "page"):
            text = DRAWINGS[drawing](made_)
            heading = {"comment": "### {}\n", "page": "<h2>{}</h2>"}[drawing]
            changed = {"comment": ENGLISH("section.other"), "page": ENGLISH("page.dangerous").capitalize()}[drawing]
            files, what = heading.format(ENGLISH("section.files")), heading.format(changed)
            assert text.count(files) == 1
            assert (text.index(files) < text.index(what)) is (verdict is not Verdict.LOOK)
            assert text.index(heading.format(ENGLISH("section.counts"))) > max(text.index(files), text.index(what))


def test_a_table_of_counts_has_a_number_only_where_something_happens() -> None:
    rows = [
        Comparison(
            plan(stack=name),
            Level.STATE,
            tuple(Change(name, op, made(BUCKET, f"{n}"), made(BUCKET, f"{n}")) for n in range(count)),
        )
        for name, op, count in (("one", Op.UPDATE, 2), ("two", Op.CREATE, 3), ("three", Op.CREATE, 3))
    ]
    cells = re.findall(
        r"<td[^>]*>([^<]*)</td>", DRAWINGS["page"](beside(*rows)).partition('id="counts"')[2].partition("</table>")[0]
    )
    comment = DRAWINGS["comment"](beside(*rows))

    assert [cell for cell in cells if cell] == ["3", "2"]
    assert len(cells) == 4
    assert re.search(r"^\| `three`, `two` \| 3 \|  \|$", comment, re.MULTILINE)
    assert re.search(r"^\| `one` \|  \| 2 \|$", comment, re.MULTILINE)


def test_a_guard_refuses_in_its_own_words_and_the_engine_in_ours() -> None:
    def said(kind: RefusalKind, **more: str) -> tuple[str, str]:
        return refusal(bucket("a", refusal=EngineRefusal(kind, "urn:a", **more)), ENGLISH, lambda text: f"<{text}>")

    assert refusal(bucket("a"), ENGLISH, str) == ("", "")
    assert said(RefusalKind.GUARDED, what="no", remedy="keep it") == ("<no>", "<keep it>")
    assert said(RefusalKind.GUARDED, what="no") == ("<no>", "")
    for kind in set(RefusalKind) - {RefusalKind.GUARDED}:
        what, remedy = said(kind, cause="urn:pulumi:demo::socle::a:b:c::vpc")
        assert what == ENGLISH(f"refusal.{kind}", cause="<vpc>")
        assert remedy == ENGLISH(f"refusal.remedy.{kind}", cause="<vpc>")


def test_an_estate_that_is_refused_is_told_once_with_every_stack_that_fails_with_it() -> None:
    why = (
        "demo/estate.yaml:3: name: 'x' is not a choice\nconsequence: it would stay undecided\nremedy: write one of a, b"
    )
    found = review([], baseline="main", failed={"demo-a": why, "demo-b": why, "demo-c": "another"})

    for text in (
        markdown(found, ENGLISH, place, "socle"),
        page(found, ENGLISH, place, "socle"),
        on_terminal(found),
    ):
        section = (
            text[text.index("Cannot be captured") :] if "Cannot be captured" in text else text.split("Refused:")[0]
        )
        assert "\\x0a" not in section
        assert section.count("consequence: it would stay undecided") == 1
        assert section.count("remedy: write one of a, b") == 1
    assert "- `demo-a`, `demo-b`\n" in markdown(found, ENGLISH, place, "socle")
    first = headline(found, ENGLISH, outside)
    assert first.startswith(
        "`demo/estate.yaml:3: name: 'x' is not a choice – consequence: it would stay undecided – remedy: "
    )
    assert "(`demo-a`, `demo-b`), and more: 1 stack cannot" in first


def test_every_count_of_the_first_line_leads_to_where_it_is_told() -> None:
    before = [made(BUCKET, f"b{n}", {"name": f"b{n}"}) for n in range(2)]
    found = reviewed(
        plan(made("scaleway:registry/namespace:Namespace", "images", {"isPublic": True})),
        plan(*before),
        failed={"other": "why"},
        gone=["former"],
        unbased={"new": "why"},
        files=[FileChange("ci/gate.py", "pipeline", Verdict.LOOK)],
        prose=["README.md"],
    )
    text = page(found, ENGLISH, place, "socle")
    first = re.search(r'<p class="why">(.*?)</p>', text, re.DOTALL)
    assert first
    linked = re.findall(r'<a href="#([\w-]+)">(.*?)</a>', first[1])

    assert len(linked) == len(found.others) >= 5
    for anchor, _said in linked:
        assert f'id="{anchor}"' in text, anchor


def test_what_only_people_read_is_counted_and_alarms_nobody() -> None:
    found = review([], baseline="main", prose=["docs/a.md", "README.md"])

    assert found.verdict is Verdict.NO_RISK
    assert headline(found, ENGLISH, str) == "nothing changes; 2 changed files that only people read"
    assert "fichiers modifiés que seules des personnes lisent" in headline(found, Words(Language.FRENCH), str)


@pytest.mark.parametrize(("priced", "lacking", "half"), [(3, 0, False), (3, 1, False), (2, 2, True), (1, 3, True)])
def test_a_sum_that_is_not_whole_says_so_before_its_amount(priced: int, lacking: int, half: bool) -> None:
    lines = [line("a", 1.0)] * priced + [line("a", None, Status.UNKNOWN_PRICE, date="")] * lacking
    for change in (cost(lines, []), cost(lines, lines)):
        found = cost_rows(change, ENGLISH)
        assert found.rows[0].title == ("total of what is known" if lacking else "total")
        assert any("half of them or more" in note for note in found.notes) is half
    said = unchanged_cost(review([], baseline="main", cost=cost(lines, lines)), ENGLISH)
    assert ("of what is known" in said) is bool(lacking)


@pytest.mark.parametrize(("number", "folded"), [(1, False), (14, False), (15, True), (20, True)])
def test_fewer_than_fifteen_changes_are_never_folded(number: int, folded: bool) -> None:
    """Descriptions of as many registries: harmless, and each another one, so that none hides behind another."""
    type_ = "scaleway:registry/namespace:Namespace"
    before, after = (
        plan(*(made(type_, f"r{n}", {"name": f"r{n}", "description": f"{side} {n}"}) for n in range(number)))
        for side in ("old", "new")
    )
    found = reviewed(after, before)
    comment, drawn = markdown(found, ENGLISH, place, "socle"), page(found, ENGLISH, place, "socle")
    changes_ = "".join(re.findall(r"<details>.*?</details>", comment, re.DOTALL))

    assert found.number == number
    assert ("`old 0`" in changes_) is folded
    assert "`old 0`" in comment
    calm = drawn[drawn.index('<section id="calm">') :].split("</section>")[0]
    assert ("<details>" in calm) is folded
