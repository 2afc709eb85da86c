"""What a plan amounts to in numbers and warnings, and how texts of unknown origin are shown."""

from pathlib import Path
from typing import Any

import pytest

from socle.messages import Place, Refusal
from socle.origin import Origin
from socle.plan import STACK_TYPE, Plan, Resource
from socle.report.counts import Tally, tally, types
from socle.report.notices import exposed, show, unchecked
from socle.report.places import near, place_of
from socle.report.text import class_of, dotted_type, printable
from socle.report.tree import marks
from socle.report.words import Language, Words

from .drawing import paper, printed

BUCKET = "scaleway:object/bucket:Bucket"


def made(name: str, type_: str = BUCKET, *, custom: bool = True, **more: Any) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::{name}", type_, custom=custom, **more)


ORIGIN = Origin("acme/estate.yaml", 7, "buckets.b")
HOLDER = made("h", "socle:scaleway:Bucket", custom=False, origin=ORIGIN)
PLAN = Plan(
    "demo-platform",
    "p",
    (
        made("demo", STACK_TYPE, custom=False), made("default_3_1", "pulumi:providers:scaleway"),
        made("own", "pulumi:providers:scaleway"), HOLDER,
        made("a", parent=HOLDER.urn), made("b", protect=True), made("c", retain_on_delete=True), made("d", external=True),
        made("e", "scaleway:network/vpc:Vpc", notes=("its zone could not be checked",)),
    ),
)  # fmt: skip


def test_components_reads_and_what_nobody_declared_are_no_resources() -> None:
    assert tally([PLAN]) == Tally(resources=5, components=1, protected=1, reads=1, exposed=1)
    assert tally([PLAN, PLAN]).resources == 10
    assert str(tally([PLAN])) == "5 resources in 1 component, 1 protected, 1 stateful and not protected, 1 read"
    assert str(Tally(resources=1, components=2)) == "1 resource in 2 components, 0 protected"
    assert list(types(PLAN).items()) == [
        (BUCKET, 4), ("pulumi:providers:scaleway", 1), ("scaleway:network/vpc:Vpc", 1), ("socle:scaleway:Bucket", 1),
    ]  # fmt: skip


def test_what_could_be_deleted_without_a_further_word_is_named_in_one_warning() -> None:
    (found,) = exposed(PLAN, lambda origin: f"here:{origin.line}")

    assert found.what == "1 stateful resource of demo-platform is not protected"
    assert [line.partition(": ")[::2] for line in found.details] == [
        ("here:7", "a: every object in it, and a name that anyone may then take")
    ]
    two = Plan("s", "p", (made("a"), made("b")))
    assert [each.what for each in exposed(two, str)] == ["2 stateful resources of s are not protected"]
    assert list(exposed(Plan("s", "p", (made("b", protect=True),)), str)) == []


def test_what_was_not_checked_is_said_of_each_resource() -> None:
    assert [each.what for each in unchecked(PLAN, str)] == [
        "e (scaleway.network.Vpc): its zone could not be checked",
    ]


def test_marks_of_a_resource_are_what_a_reader_must_know_at_a_glance() -> None:
    def words(**more: Any) -> list[str]:
        return [word for word, _ in marks(made("x", **more))]

    assert words() == ["stateful", "NOT PROTECTED"]
    assert words(protect=True) == ["stateful", "protected"]
    assert words(retain_on_delete=True, import_id="i\x1b") == ["imports i\\x1b", "stateful", "retained"]
    assert words(external=True)[0] == "read"


def test_a_message_is_place_and_what_then_details_consequence_and_remedy() -> None:
    console = paper(200)
    at = Place("acme/estate.yaml", 7, key="keys.health")
    show([Refusal("w\x1b", "c", "r", place=at, details=("d",)), Refusal("w", "", "")], console, word="warning")

    assert [line.rstrip() for line in printed(console)] == [
        "warning: acme/estate.yaml:7: keys.health: w\\x1b", "  d", "  consequence: c", "  remedy: r", "warning: w",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("type_", "short", "dotted"),
    [
        (BUCKET, "Bucket", "scaleway.object.Bucket"), ("scaleway:index/objectBucket:ObjectBucket", "ObjectBucket", "scaleway.ObjectBucket"),
        ("pulumi:providers:scaleway", "Provider(scaleway)", "pulumi.providers.scaleway"), ("pulumi:pulumi:Stack", "Stack", "pulumi.Stack"),
        ("kubernetes:core/v1:Pod", "Pod", "kubernetes.core.Pod"), ("a:b:C\x1b", "C\\x1b", "a.b.C\\x1b"),
    ],
)  # fmt: skip
def test_a_type_is_named_by_its_last_word_or_as_python_would(type_: str, short: str, dotted: str) -> None:
    assert (class_of(type_), dotted_type(type_)) == (short, dotted)


def test_what_steers_a_terminal_is_written_out() -> None:
    assert printable("a\x1b\x7f\xad\u202e\U000e0001é") == "a\\x1b\\x7f\\xad\\u202e\\U000e0001é"


def test_a_place_is_as_a_person_in_this_folder_would_type_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a/b/c"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)

    assert near(deep / "x") == "x"
    assert near(tmp_path / "a/x") == "../../x"
    assert near(tmp_path / "x") == str(tmp_path / "x")
    assert place_of(deep)(ORIGIN) == "acme/estate.yaml:7"


@pytest.mark.parametrize(
    ("language", "more", "less", "nothing", "number"),
    [
        (Language.ENGLISH, "+€1,234.50", "-€1,234.50", "€0.00", "1,234,567.89"),
        (Language.FRENCH, "+1\xa0234,50\xa0€", "-1\xa0234,50\xa0€", "0,00\xa0€", "1\xa0234\xa0567,89"),
    ],
)
def test_an_amount_has_its_sign_only_where_it_is_a_difference(
    language: Language, more: str, less: str, nothing: str, number: str
) -> None:
    words = Words(language)

    assert [words.money(each, signed=True) for each in (1234.5, -1234.5, 0)] == [more, less, nothing]
    assert [words.money(each) for each in (1234.5, -1234.5)] == [more.removeprefix("+"), less]
    assert (words.number(1234567.891, 2), words.number(12)) == (number, "12")
