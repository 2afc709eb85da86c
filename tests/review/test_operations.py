"""What an operation, a remark or an option of one change does by itself, and which danger a reviewer reads of it. Decided by hand.

Does not prove what the engine would do: `tests/diff` holds changes against its recordings.
"""

from dataclasses import replace
from typing import Any

import pytest

from socle.diff.baseline import Level
from socle.diff.change import ABSENT, Certainty, Change, EngineRefusal, Op, PropertyChange, RefusalKind, Remark
from socle.diff.compare import Comparison
from socle.facts.effects import Effect
from socle.plan.model import SECRET, UNKNOWN, Plan, Resource
from socle.review.danger import Danger, dangers, lost
from socle.review.effects import effects_of, is_uncertain, seen
from socle.review.grouping import VARIES, grouped
from socle.review.model import review
from socle.review.verdict import NAMES, Reason, Verdict, of_all, of_changes, ordered, verdict_of, worst

BUCKET, VPC = "scaleway:object/bucket:Bucket", "scaleway:network/vpc:Vpc"
E = Effect


def one(type_: str = VPC, name: str = "a", *, custom: bool = True, stack: str = "demo", **more: Any) -> Resource:
    return Resource(f"urn:pulumi:{stack}::socle::{type_}::{name}", type_, custom=custom, **more)


def change(op: Op, before: Resource | None, after: Resource | None, **more: Any) -> Change:
    return Change("demo", op, before, after, **more)


def told(found: Change) -> set[Effect]:
    return set(effects_of(found))


def updated(type_: str, *properties: PropertyChange, **more: Any) -> Change:
    sides = (
        {p.path: value for p in properties if (value := getattr(p, side)) is not ABSENT} for side in ("old", "new")
    )
    before, after = (one(type_, inputs=inputs) for inputs in sides)
    return change(Op.UPDATE, before, after, properties=properties, **more)


RETAINED = one(retain_on_delete=True)
REFERENCE = one("pulumi:pulumi:StackReference")


@pytest.mark.parametrize(
    ("found", "effects"),
    [
        (change(Op.DELETE, one(), None), {E.INTERRUPTS}),
        (change(Op.DELETE, one(BUCKET), None), {E.LOSES, E.INTERRUPTS}),
        (change(Op.REPLACE, one(BUCKET), one(BUCKET)), {E.LOSES, E.INTERRUPTS}),
        (change(Op.DELETE, RETAINED, None), {E.COSTS, E.NOT_KNOWN}),
        (change(Op.REPLACE, RETAINED, one()), {E.COSTS, E.NOT_KNOWN}),
        (change(Op.UPDATE, RETAINED, one()), {E.NOT_KNOWN}),
        (change(Op.DELETE, replace(one(), external=True), None), {E.INTERRUPTS}),
        (change(Op.DELETE, one("nobody:x/y:Z"), None), {E.NOT_KNOWN}),
        (change(Op.DELETE, one("socle:x:Y", custom=False), None), {E.HARMLESS}),
        (change(Op.CREATE, None, one("socle:x:Y", custom=False)), {E.HARMLESS}),
        (change(Op.SAME, one(), one()), {E.HARMLESS}),
        (change(Op.DISCARD, one(), None), {E.NOT_KNOWN}),
        (change(Op.UNKNOWN, one(), one()), {E.NOT_KNOWN}),
        (change(Op.READ, None, one(external=True)), {E.NOT_KNOWN}),
        (change(Op.READ, None, REFERENCE), {E.NOT_KNOWN}),
        (change(Op.READ, None, replace(REFERENCE, external=True)), {E.HARMLESS}),
        (change(Op.READ, REFERENCE, replace(REFERENCE, external=True)), {E.NOT_KNOWN}),
        (change(Op.READ, None, one("socle:x:Y", custom=False)), {E.HARMLESS}),
        (change(Op.UPDATE, one(), None), {E.NOT_KNOWN}),
        (change(Op.UPDATE, one(), one()), {E.NOT_KNOWN}),
        (change(Op.SAME, one(), one(), certainty=Certainty.PROVIDER), {E.NOT_KNOWN}),
    ],
)  # fmt: skip
def test_an_operation_tells_what_it_does_by_itself(found: Change, effects: set[Effect]) -> None:
    assert told(found) == effects


@pytest.mark.parametrize("remark", list(Remark))
def test_a_remark_is_not_known_weakens_or_adds_nothing(remark: Remark) -> None:
    unclear = {
        *(
            Remark.EXTERNAL,
            Remark.NOT_SENT,
            Remark.UNKNOWN_OP,
            Remark.UNSEEN,
            Remark.HOOKED,
            Remark.UNLIKE,
            Remark.CONTRADICTS,
            Remark.REMOTE,
        )
    }
    left = {Remark.LEFT, Remark.FORGOTTEN}
    expected = (
        {E.NOT_KNOWN} if remark in unclear else {E.WEAKENS, E.NOT_KNOWN} if remark in left
        else {E.WEAKENS} if remark is Remark.PROTECTED else {E.HARMLESS}
    )  # fmt: skip
    found = change(Op.SAME, one(), one(), remarks=((remark, "a"),))
    assert told(found) == expected
    assert (Danger.FAILS in dangers(found)) == (remark in (Remark.WILL_FAIL, Remark.STOPPED))
    assert Danger.NOT_SENT not in dangers(found)
    sent = replace(updated(VPC, PropertyChange("name", "a", "b")), remarks=((remark, "a"),))
    assert (Danger.NOT_SENT in dangers(sent)) == (remark is Remark.NOT_SENT)


TAGS = PropertyChange("tags", ["a"], ["b"])


@pytest.mark.parametrize(
    ("found", "effects"),
    [
        (updated(VPC, TAGS), {E.HARMLESS}),
        (updated(VPC, replace(TAGS, effective=False)), {E.NOT_KNOWN}),
        (updated(VPC, replace(TAGS, new=[UNKNOWN])), {E.NOT_KNOWN}),
        (updated(VPC, replace(TAGS, old=[SECRET])), {E.NOT_KNOWN}),
        (updated(VPC, replace(TAGS, new=["a"], why="engine")), {E.NOT_KNOWN}),
        (updated(VPC, replace(TAGS, new=["a"], why="provider")), {E.HARMLESS}),
        (updated(VPC, replace(TAGS, why="engine")), {E.HARMLESS}),
        (updated(VPC, TAGS, PropertyChange("somethingNew", ABSENT, 1)), {E.NOT_KNOWN}),
        (updated(VPC, TAGS, certainty=Certainty.ENGINE), {E.NOT_KNOWN}),
    ],
)
def test_a_property_that_cannot_be_read_is_not_known(found: Change, effects: set[Effect]) -> None:
    assert told(found) == effects


DOUBTED = replace(TAGS, certainty=Certainty.PROVIDER)


@pytest.mark.parametrize(
    ("found", "uncertain"),
    [
        (updated(VPC, DOUBTED), False),
        (replace(updated(VPC, DOUBTED), certainty=Certainty.PROVIDER), True),
        (replace(updated(VPC, DOUBTED), op=Op.SAME, certainty=Certainty.PROVIDER), False),
        (replace(updated(VPC, DOUBTED), op=Op.SAME, certainty=Certainty.PROVIDER, caused_by="x"), True),
        (replace(updated(VPC, DOUBTED), op=Op.SAME, certainty=Certainty.PROVIDER, options=(TAGS,)), True),
        (replace(updated(VPC, TAGS), op=Op.SAME, certainty=Certainty.PROVIDER), True),
        (replace(updated(VPC, replace(DOUBTED, replaces=True)), op=Op.SAME, certainty=Certainty.PROVIDER), True),
        (replace(updated(VPC, replace(DOUBTED, new=[UNKNOWN])), op=Op.SAME, certainty=Certainty.PROVIDER), True),
        (replace(updated(VPC, replace(DOUBTED, path="new")), op=Op.SAME, certainty=Certainty.PROVIDER), True),
        (change(Op.SAME, None, one(), certainty=Certainty.PROVIDER, properties=(DOUBTED,)), True),
        (change(Op.SAME, one(), None, certainty=Certainty.PROVIDER, properties=(DOUBTED,)), True),
        (change(Op.DELETE, one(), None), False),
    ],
)
def test_a_doubt_counts_unless_either_answer_is_harmless(found: Change, uncertain: bool) -> None:
    assert is_uncertain(found) is uncertain
    assert (Danger.UNCERTAIN in dangers(found)) is uncertain


def test_what_one_change_does_is_told_the_worst_first_and_never_nothing() -> None:
    lock = PropertyChange("objectLockEnabled", True, False)
    found = updated(BUCKET, TAGS, lock, PropertyChange("somethingNew", ABSENT, 1))
    words = [each.worst for each in seen(found)]
    assert words == sorted(words, key=list(Effect).index)
    assert words[0] is not E.HARMLESS
    assert {each.path for each in seen(found)} >= {"objectLockEnabled", "somethingNew"}
    assert [(each.effects, each.path) for each in seen(change(Op.SAME, one(), one()))] == [
        (frozenset({E.HARMLESS}), "")
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "effects"),
    [
        ("ignore_changes", ABSENT, ["tags"], {E.NOT_KNOWN}),
        ("ignore_changes", ["acl"], ["acl", "tags"], {E.NOT_KNOWN}),
        ("ignore_changes", ABSENT, ["acl"], {E.WEAKENS}),
        ("hide_diffs", ["acl"], ["versioning"], {E.WEAKENS}),
        ("hide_diffs", ["acl"], ABSENT, {E.HARMLESS}),
        ("protect", True, ABSENT, {E.WEAKENS}),
        ("nobody", ABSENT, 1, {E.NOT_KNOWN}),
    ],
)
def test_an_option_is_told_beside_the_properties(path: str, old: Any, new: Any, effects: set[Effect]) -> None:
    found = change(Op.SAME, one(BUCKET), one(BUCKET), options=(PropertyChange(path, old, new),))
    assert told(found) == effects
    assert (Danger.UNPROTECTS in dangers(found)) == (path == "protect")


def test_a_component_tells_of_its_classes_and_of_nothing_it_makes() -> None:
    def component(data_class: str) -> Resource:
        return one("socle:x:Y", custom=False, inputs={"spec": {"data_class": data_class}})

    def moved(old: str, new: str) -> Change:
        gone = PropertyChange("spec.data_class", old, new)
        return change(Op.UPDATE, component(old), component(new), properties=(gone,))

    assert told(moved("health", "open")) == {E.WEAKENS}
    assert told(moved("open", "health")) == {E.HARMLESS}


def test_a_new_resource_tells_of_what_it_brings_and_one_that_is_only_read_does_not() -> None:
    public = one("scaleway:registry/namespace:Namespace", inputs={"isPublic": True})
    assert E.EXPOSES in told(change(Op.CREATE, None, public))
    assert E.EXPOSES in told(change(Op.IMPORT, None, public))
    assert Danger.IMPORTS in dangers(change(Op.IMPORT, None, public))
    assert Danger.IMPORTS not in dangers(change(Op.CREATE, None, public))
    machine = one("scaleway:iam/policy:Policy", inputs={"somethingNew": 1}, external=True)
    assert told(change(Op.READ, None, machine)) == {E.NOT_KNOWN}


def test_dangers_of_what_goes() -> None:
    refused = EngineRefusal(RefusalKind.PROTECTED_DELETE, "a")
    assert dangers(change(Op.DELETE, one(), None, refusal=refused))[0] is Danger.REFUSED
    assert Danger.DELETES in dangers(change(Op.DELETE, one(), None))
    assert Danger.REPLACES in dangers(change(Op.REPLACE, one(), one()))
    assert Danger.LEAVES in dangers(change(Op.DELETE, RETAINED, None))
    assert Danger.DELETES not in dangers(change(Op.DELETE, RETAINED, None))
    assert dangers(change(Op.SAME, one(), one())) == ()
    assert lost(change(Op.DELETE, one(BUCKET), None))
    assert lost(change(Op.DELETE, one(BUCKET, retain_on_delete=True), None)) == ""
    assert lost(change(Op.UPDATE, one(BUCKET), one(BUCKET))) == ""
    assert lost(change(Op.CREATE, None, one(BUCKET))) == ""


def test_the_level_of_a_danger_and_of_a_reason() -> None:
    levels = {danger: verdict_of(danger) for danger in Danger}
    assert {d for d, level in levels.items() if level is Verdict.REFUSED} == {Danger.REFUSED, Danger.FAILS}
    assert {d for d, level in levels.items() if level is Verdict.DANGEROUS} == {
        *(Danger.LOSES, Danger.UNREADABLE, Danger.EXPOSES, Danger.UNPROTECTS, Danger.WEAKENS)
    }
    assert list(of_changes([(Danger.LOSES, 2), (Danger.COSTS, 0)])) == [Reason("loses", 2, Verdict.DANGEROUS)]
    reasons = list(of_all([*((name, 1) for name in NAMES), ("paths", 0)]))
    assert [reason.name for reason in reasons] == list(NAMES)
    by_level = {reason.name: reason.verdict for reason in reasons}
    assert (by_level["failed"], by_level["public"], by_level["undecided"]) == (
        Verdict.REFUSED,
        Verdict.DANGEROUS,
        Verdict.LOOK,
    )
    assert ordered(reasons[::-1])[0].verdict is worst(reasons) is Verdict.REFUSED
    assert ordered(reasons) == reasons
    assert worst([]) is Verdict.NO_RISK


def test_changes_are_one_group_where_a_reviewer_reads_them_as_one() -> None:
    def tagged(name: str, old: Any, new: Any, **more: Any) -> Change:
        sides = (one(name=name, inputs={"tags": value}) for value in (old, new))
        return change(Op.UPDATE, *sides, properties=(PropertyChange("tags", old, new),), **more)

    alike = [tagged("a", ["1"], ["2"]), tagged("b", ["1"], ["3"])]
    (group,) = grouped(alike[::-1])
    assert [each.resource.name for each in group.changes] == ["a", "b"]
    assert [(p.old, p.new) for p in group.shown] == [(["1"], VARIES)]
    (group,) = grouped([tagged("a", ["1"], ["2"]), tagged("b", ["3"], ["2"])])
    assert [(p.old, p.new) for p in group.shown] == [(VARIES, ["2"])]
    (group,) = grouped([tagged("a", ABSENT, ["2"]), tagged("b", ABSENT, ["3"])])
    assert [(p.old, p.new) for p in group.shown] == [(ABSENT, VARIES)]
    others = [
        tagged("c", ["1"], ["2"], certainty=Certainty.ENGINE), tagged("d", ["1"], ["2"], caused_by="x"), tagged("e", ABSENT, ["2"]),
        tagged("f", ["1"], ["2"], reasons=("tags",)), tagged("g", ["1"], ["2"], remarks=((Remark.UNSEEN, "x"),)),
        tagged("h", ["1"], ["2"], refusal=EngineRefusal(RefusalKind.GUARDED, "u", what="no")),
        tagged("i", ["1"], ["2"], options=(PropertyChange("custom_timeouts", {"a": 1}, {"a": 2}),)),
        change(Op.DELETE, one(BUCKET, "j"), None), change(Op.DELETE, one(BUCKET, "k", retain_on_delete=True), None),
    ]  # fmt: skip
    groups = grouped([*alike, *others])
    assert len(groups) == 1 + len(others)
    ranks = [min((list(Danger).index(danger) for danger in each.dangers), default=99) for each in groups]
    assert ranks == sorted(ranks)
    assert tuple(alike) in [each.changes for each in groups if not each.dangers]


def test_the_most_frequent_of_equal_groups_comes_first_and_what_follows_comes_after_its_cause() -> None:
    def gone(name: str, type_: str, cause: str = "") -> Change:
        return change(Op.DELETE, one(type_, name), None, caused_by=cause)

    network = "scaleway:network/privateNetwork:PrivateNetwork"
    groups = grouped([gone("a", VPC), gone("d", VPC, "x"), gone("e", VPC, "x"), gone("b", network), gone("c", network)])
    assert [(len(each), bool(each.first.caused_by)) for each in groups] == [(2, False), (1, False), (2, True)]
    assert groups[0].stacks == ("demo",)


def test_reasons_beside_the_changes_are_counted() -> None:
    outputs = (PropertyChange("a", 1, 2), PropertyChange("b", 1), PropertyChange("c", ABSENT, 2))
    stack = Comparison(
        Plan("demo", "socle", ()), Level.INTENT, (), outputs=outputs, errors=("x", "y"), warnings=("w",), pending=("p",)
    )
    still = Comparison(Plan("other", "socle", ()), Level.INTENT, ())
    made = review([stack, still], baseline="main", gone=["old"], failed={"a": "no"}, unbased={"b": "new"})

    assert {name: made.reasons[name] for name in ("outputs", "errors", "warnings", "pending", "gone", "failed", "unbased")} == {
        **dict.fromkeys(("warnings", "pending", "gone", "failed", "unbased"), 1), "outputs": 2, "errors": 2,
    }  # fmt: skip
    assert (made.changed, made.unchanged) == ((stack,), 1)
    assert made.cause in ("failed", "errors")
    assert review([still], baseline="main").cause is None
