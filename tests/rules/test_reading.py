"""How rules read: values in three states, who refers to whom, classes of data, ranges, and what a machine starts with.

What each rule makes of it is in `cases.py`, `test_boundaries.py` and `test_adversaries.py`.
"""

import gzip
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from socle.plan import PLAIN, SECRET, UNKNOWN, Plan, Resource
from socle.rules import Context, Finding, Rule, run
from socle.rules.graph import Graph
from socle.rules.ranges import is_everybody, is_everything, is_routed, is_wide
from socle.rules.sound import sound_inputs
from socle.rules.started import files_of, started_with
from socle.rules.view import State, Unknown, Value, View, over, quoted

from .cases import BP, CL, DB, A, B, K, S, plan_of
from .estates import DAY

GIVEN = {
    "text": "x", "number": 0, "off": False, "empty": "", "none": None, "list": [], "hidden": SECRET, "later": f"a{UNKNOWN}b",
    "in": {"side": {"deep": 1}, "later": UNKNOWN}, "rows": [{"a": 1}, UNKNOWN, "t"], "json": '{"a": 1}', "no_json": "{",
}  # fmt: skip


def view(inputs: Any = GIVEN) -> View:
    resource = Resource("urn:pulumi:s::p::t::r", "t", custom=True, inputs={})
    return View(resource, Graph([Plan("s", "p", (resource,))]), inputs)


@pytest.mark.parametrize(
    ("path", "state", "value"),
    [
        ("text", State.KNOWN, "x"), ("number", State.KNOWN, 0), ("off", State.KNOWN, False), ("empty", State.KNOWN, ""),
        ("none", State.ABSENT, None), ("other", State.ABSENT, None), ("hidden", State.UNKNOWN, None),
        ("later", State.UNKNOWN, None), ("later.inside", State.UNKNOWN, None), ("in.side.deep", State.KNOWN, 1),
        ("in.later.more", State.UNKNOWN, None), ("in.other.more", State.ABSENT, None), ("text.more", State.ABSENT, None),
    ],
)  # fmt: skip
def test_a_value_is_known_unknown_or_absent(path: str, state: State, value: Any) -> None:
    found = view().value(path)

    assert (found.state, found.value) == (state, value)
    assert view().has(path) is (state is State.UNKNOWN or value not in (None, "", [], {}))
    if state is State.UNKNOWN:
        with pytest.raises(Unknown):
            view().get(path)
    else:
        assert view().get(path, "default") == ("default" if state is State.ABSENT else value)


def test_a_view_of_a_value_is_that_value() -> None:
    assert view("x").text("") == "x"
    assert view(7).value("").value == 7
    assert view(UNKNOWN).value("").state is State.UNKNOWN
    assert view().inside({"a": "b"}).text("a") == "b"
    assert view(0).inputs == 0
    assert View(Resource("urn:pulumi:s::p::t::r", "t", custom=True, inputs={"a": "b"}), Graph([])).text("a") == "b"


def test_rows_are_those_of_a_list_or_the_one_object() -> None:
    assert [row.inputs for row in view().rows("rows")] == [{"a": 1}, UNKNOWN, "t"]
    assert [row.inputs for row in view().rows("in.side")] == [{"deep": 1}]
    assert view().rows("other") == view().rows("list") == []
    with pytest.raises(Unknown):
        view().rows("later")


def taken(given: Iterator[Any]) -> tuple[list[Any], bool]:
    """What is given, and whether it ends with something that is not known."""
    found: list[Any] = []
    try:
        for each in given:
            found.append(each)  # noqa: PERF402 - what came before the end counts
    except Unknown:
        return found, True
    return found, False


def test_what_is_not_known_comes_last_and_hides_nothing() -> None:
    assert taken(view({"x": ["a", UNKNOWN, "b"]}).texts("x")) == (["a", "b"], True)
    assert taken(view({"x": "a"}).texts("x")) == (["a"], False)
    assert taken(view({"a": UNKNOWN, "b": True, "c": "true"}).is_on("a", "b", "c", "d")) == ([True, False, False], True)
    assert taken(over([1, 2], lambda row: iter([row]))) == ([1, 2], False)

    def rows() -> Iterator[int]:
        yield 1
        raise Unknown("rows")

    assert taken(over(rows(), lambda row: iter([row]))) == ([1], True)


def test_a_switch_is_on_off_or_the_providers_default() -> None:
    given = view({"a": True, "b": False, "c": "true", "d": 1, "later": UNKNOWN})

    assert [given.on(each) for each in "abcde"] == [True, False, False, False, False]
    assert [given.on(each, default=True) for each in "abe"] == [True, False, True]
    with pytest.raises(Unknown):
        given.on("later")


@pytest.mark.parametrize("each", [Rule, Finding, Context, Value])
def test_what_is_known_does_not_change_while_it_is_read(each: Any) -> None:
    assert each.__dataclass_params__.frozen


def test_a_long_text_is_quoted_by_its_beginning() -> None:
    assert (quoted("a" * 61), quoted("a" * 60), quoted("a")) == ("a" * 60, "a" * 60, "a")


def test_json_in_a_text_is_read_and_what_cannot_be_read_is_not_known() -> None:
    assert view().json("json") == {"a": 1}
    assert view().json("in.side") == {"deep": 1}
    for path in ("no_json", "later"):
        with pytest.raises(Unknown):
            view().json(path)


def named(type_: str, name: str, **more: Any) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::{name}", type_, custom=True, **more)


def test_an_input_refers_by_dependency_by_id_with_or_without_its_place_and_by_a_buckets_name() -> None:
    bucket = named(B, "b", id="fr-par/studies@project", inputs={"name": "studies"})
    cluster = named(CL, "c", id="fr-par/7", inputs={"name": "apps"})
    arm = named("t", "arm", id="/subscriptions/s/resourceGroups/studies")
    graph = Graph([Plan("s", "p", (bucket, cluster, arm))])

    def refers(value: Any, *sources: str) -> set[str]:
        reader = named(BP, "p", inputs={"x": value}, property_dependencies={"x": sources})
        return {urn.rsplit(":", 1)[-1] for urn in graph.refers_to(View(reader, graph), "x")}

    for value in ("studies", "fr-par/studies", "fr-par/studies@project", "nl-ams/studies@other"):
        assert refers(value) == {"b"}
    assert refers("fr-par/7") == refers("7") == {"c"}
    assert refers("8") == refers("apps") == set()  # a name is an id of buckets alone
    assert refers(arm.id) == {"arm", "b"}  # what is named alike is not told apart
    assert refers(UNKNOWN, cluster.urn) == {"c"}
    assert refers(7) == set()
    with pytest.raises(Unknown):
        refers(UNKNOWN, "urn:pulumi:s::p::t::elsewhere")


def test_who_refers_is_open_where_one_that_might_is_not_known() -> None:
    first, second = named(B, "a", inputs={"name": "a"}), named(B, "b", inputs={"name": "b"})
    sure, unsure = named(BP, "p", inputs={"bucket": "a"}), named(BP, "q", inputs={"bucket": UNKNOWN})
    graph = Graph([Plan("s", "p", (first, second, sure, unsure))])

    assert [each.resource.name for each in graph.referring(BP, "bucket", first)] == ["p"]
    with pytest.raises(Unknown):
        graph.referring(BP, "bucket", second)
    assert Graph([Plan("s", "p", (second, sure))]).referring(BP, "bucket", second) == []
    found, more = graph.saying(BP, "bucket", "a")
    assert ([each.resource.name for each in found], more) == (["p"], True)
    assert Graph([Plan("s", "p", (sure,))]).saying(BP, "bucket", "b") == ([], False)


def test_a_resource_is_found_by_type_and_by_urn() -> None:
    graph = Graph([plan_of([(B, {}), (DB, {}), (B, {})])])

    assert [each.resource.name for each in graph.all(DB, B)] == ["r1", "r0", "r2"]
    assert sorted(each.resource.name for each in graph) == ["r0", "r1", "r2"]
    assert graph.all("t") == []
    found = graph.view(f"urn:pulumi:s::p::{DB}::r1")
    assert found is not None
    assert found.type == DB
    assert graph.view("urn:pulumi:s::p::t::r9") is None


CLASSES: list[tuple[dict[str, Any], str | None]] = [
    ({"tags": ["a", "data-class=Health"]}, "health"), ({"tags": {"data-class": "Open"}}, "open"), ({"tags": ["data-classes=x"]}, ""),
    ({"tags": []}, ""), ({"tags": {}}, ""), ({}, ""), ({"tags": UNKNOWN}, None), ({"tags": [UNKNOWN]}, None),
    ({"tags": [UNKNOWN, "data-class=open"]}, "open"), ({"tags": {"data-class": UNKNOWN}}, None),
    ({"spec": {"data_class": "Health-Raw"}}, "health-raw"), ({"metadata": {"labels": {"data-class": "open"}}}, "open"),
    ({"metadata": {"labels": {}}}, ""), ({"metadata": {"labels": UNKNOWN}}, None), ({"spec": "x"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "said"), CLASSES)
def test_a_class_of_data_is_said_by_tag_label_or_specification(inputs: dict[str, Any], said: str | None) -> None:
    resource = named("t", "r", inputs=inputs)
    graph = Graph([Plan("s", "p", (resource,))])

    if said is None:
        with pytest.raises(Unknown):
            graph.data_class(resource)
    else:
        assert graph.data_class(resource) == said
        assert View(resource, graph).holds_health() is said.startswith("health")


def test_the_nearest_that_says_its_class_is_heard_and_a_setting_has_that_of_its_bucket() -> None:
    top = named("t", "top", inputs={"tags": ["data-class=open"]})
    middle = named("t", "middle", inputs={"tags": ["data-class=health"]}, parent=top.urn)
    low = named("t", "low", parent=middle.urn)
    unsure = named("t", "unsure", inputs={"tags": UNKNOWN}, parent=top.urn)
    bucket = named(B, "b", inputs={"name": "b", "tags": {"data-class": "internal"}})
    setting = named(BP, "p", inputs={"bucket": "b"})
    own = named(BP, "q", inputs={"bucket": "b"}, parent=top.urn)
    graph = Graph([Plan("s", "p", (top, middle, low, unsure, bucket, setting, own))])

    assert [graph.data_class(each) for each in (low, middle, setting, own)] == ["health", "health", "internal", "open"]
    assert graph.data_class(unsure) == "open"


RANGES = [
    # text, wider than one party's, everybody, routed, a default route or a part of one
    ("10.0.0.0/8", True, False, False, False), ("10.0.0.0/7", True, True, True, True), ("10.0.0.0/16", False, False, False, False),
    ("10.0.0.0/15", True, False, False, False), ("203.0.0.0/16", False, False, True, False), ("203.0.0.0/15", True, False, True, False),
    ("203.0.0.0/8", True, False, True, False), ("202.0.0.0/7", True, True, True, True), ("0.0.0.0/0", True, True, True, True),
    ("::/0", True, True, True, True), ("2a00::/48", False, False, True, False), ("2a00::/47", True, False, True, False),
    ("2a00::/16", True, False, True, False), ("2a00::/15", True, True, True, True), ("fd00::/8", True, False, False, True),
    ("203.0.113.7/15", True, False, True, False), ("8.8.8.8", False, False, True, False), (" 8.8.8.8/32 ", False, False, True, False),
    ("8.0.0.0-8.0.255.255", False, False, True, False), ("0.0.0.0-255.255.255.255", True, True, True, True),
    *((word, True, True, True, True) for word in ("", "*", "Any", "INTERNET", "0/0", " AzureCloud ")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wide", "everybody", "routed", "everything"), RANGES)
def test_how_wide_a_range_is(text: str, wide: bool, everybody: bool, routed: bool, everything: bool) -> None:
    assert (is_wide(text), is_everybody(text), is_routed(text), is_everything(text)) == (
        wide,
        everybody,
        routed,
        everything,
    )


@pytest.mark.parametrize("text", ["AzureLoadBalancer", "1.2.3.4-", "9.0.0.0-8.0.0.0", "1.2.3.4-::1", "10.0.0.0/33"])
def test_a_range_that_cannot_be_read_is_not_known(text: str) -> None:
    for asked in (is_wide, is_routed, is_everything):
        with pytest.raises(Unknown):
            asked(text)


@pytest.mark.parametrize(
    ("type_", "given", "expected"),
    [
        (DB, {"isHaCluster": True}, {"isHaCluster": True}), (DB, {"isHaCluster": "true"}, {"isHaCluster": UNKNOWN}),
        (DB, {"volumeSizeInGb": 5}, {"volumeSizeInGb": 5}), (DB, {"volumeSizeInGb": "5"}, {"volumeSizeInGb": UNKNOWN}),
        (DB, {"volumeSizeInGb": True}, {"volumeSizeInGb": UNKNOWN}),
        (DB, {"name": 7}, {"name": 7}), (DB, {"name": []}, {"name": UNKNOWN}),
        (DB, {"tags": "x"}, {"tags": UNKNOWN}), (DB, {"tags": ["x", {}]}, {"tags": ["x", UNKNOWN]}),
        (DB, {"privateNetwork": "x"}, {"privateNetwork": UNKNOWN}),
        (DB, {"privateNetwork": {"pnId": []}}, {"privateNetwork": {"pnId": UNKNOWN}}),
        (DB, {"password": SECRET, "userName": PLAIN}, {"password": SECRET, "userName": PLAIN}), (DB, {"other": "true"}, {"other": "true"}),
        (DB, {"isHaCluster": None}, {"isHaCluster": None}), (DB, {"isHaCluster": UNKNOWN}, {"isHaCluster": UNKNOWN}),
        (A + "x:Y", {"a": {"b": ["True", "x"]}, "c": 1, "tags": {"d": "true"}},
         {"a": {"b": [UNKNOWN, "x"]}, "c": 1, "tags": {"d": "true"}}),
        (K + "core/v1:Service", {"a": "true"}, {"a": "true"}),
    ],
)  # fmt: skip
def test_a_value_of_another_type_than_the_schemas_is_not_known(type_: str, given: Any, expected: Any) -> None:
    resource = named(type_, "r", inputs=given)

    assert sound_inputs(resource) == expected
    if given == expected and not type_.startswith(A):
        assert sound_inputs(resource) is resource.inputs


def packed(text: str) -> str:
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def coded(text: str) -> str:
    return b64encode(text.encode()).decode()


SCRIPT = "#!/bin/sh\necho a long enough line\n"
CONFIG = "#cloud-config\nruncmd:\n- [echo, 1]\n- echo 2\nbootcmd: echo 3\n"
STARTS: list[tuple[str, list[str], int, bool]] = [
    (SCRIPT, ["echo a long enough line"], 0, True), (coded(SCRIPT), ["echo a long enough line"], 0, True),
    (packed(SCRIPT), ["echo a long enough line"], 0, True), (coded(coded(SCRIPT)), ["echo a long enough line"], 0, True),
    (CONFIG, ["echo 1\necho 2", "echo 3"], 1, True), (coded(CONFIG), ["echo 1\necho 2", "echo 3"], 1, True),
    (f"\ufeff\n{CONFIG}", ["echo 1\necho 2", "echo 3"], 1, True), (f"## template: jinja\n{CONFIG}", ["echo 1\necho 2", "echo 3"], 1, True),
    ("#cloud-config\nruncmd: [a\n", [], 0, False), ("#cloud-config\n- a\n", ["- a"], 0, False), ("#cloud-config\n", [], 0, False),
    ("#cloud-config-archive\n- #cloud-config\n", [], 0, True),
    ("#cloud-config-archive\n- {content: 'echo 1'}\n- echo 2\n- {type: x}\n", ["echo 1", "echo 2"], 0, True),
    ("#cloud-config\nwrite_files:\n- {path: /a, content: echo 1}\n- {path: /b, encoding: text/plain, content: echo 2}\n",
     ["/a\necho 1", "/b\necho 2"], 1, True),
    (f"#cloud-config\nwrite_files:\n- {{path: /a, encoding: b64, content: {coded('echo 1')}}}\n", ["/a\necho 1"], 1, True),
    (f"#cloud-config\nwrite_files: {{path: /a, encoding: gz+base64, content: {packed('echo 1')}}}\n", ["/a\necho 1"], 1, True),
    ("#cloud-config\nwrite_files:\n- {path: /a, encoding: gzip, content: x}\n- {path: /b, encoding: base64, content: eA}\n", [], 1, False),
    ("#cloud-config\nwrite_files: [x]\n", [], 1, True),
    (f"Content-Type: multipart/mixed\n\n{CONFIG}", ["echo 1\necho 2", "echo 3"], 1, True),
    ("A" * 25, [], 0, False),
]  # fmt: skip


@pytest.mark.parametrize(("document", "says", "configs", "whole"), STARTS)
def test_what_a_machine_starts_with_is_taken_apart(document: str, says: list[str], configs: int, whole: bool) -> None:
    found = started_with(document)

    assert (len(found.settings), found.whole) == (configs, whole)
    for text in says:
        assert any(text in each for each in found.texts), found.texts


def test_what_is_too_deep_is_not_followed_and_a_line_goes_on_in_the_next() -> None:
    deep = SCRIPT
    for _ in range(5):
        deep = coded(deep)

    assert not started_with(deep).whole
    assert started_with(coded(coded(coded(coded(SCRIPT))))).whole
    assert list(files_of(started_with("curl x \\\n | sh"))) == ["curl x   | sh"]


def test_a_resource_that_is_only_read_has_the_type_of_its_successor() -> None:
    old = replace(named(S + "index/objectBucket:ObjectBucket", "r"), external=True)

    assert View(old, Graph([])).type == B


def test_a_bucket_alone_is_called_by_its_name() -> None:
    types = (B, A + "storage:StorageAccount", S + "secrets/secret:Secret", S + "account/project:Project")
    plan = plan_of([(type_, {"name": "studies"}) for type_ in types])

    assert Graph([plan]).named("studies") == {plan.resources[0].urn}


def test_a_reference_to_another_stack_is_of_no_cloud() -> None:
    leaking = {"name": "p/s", "note": "SCW" + "A" * 17}
    found = run([plan_of([("pulumi:pulumi:StackReference", leaking)])], Context(as_of=DAY))

    assert [each for each in found if each.urn] == []
    assert [each for each in run([plan_of([(B, leaking)])], Context(as_of=DAY)) if each.rule == "secret-not-in-plain"]


def _archived(text: str) -> str:
    return f"#cloud-config-archive\n{json.dumps([{'content': text}])}"


def _encoded(text: str) -> str:
    return b64encode(text.encode()).decode()


def _mailed(text: str) -> str:
    return f"Content-Type: multipart/mixed\n\nMIME-Version: 1.0\n\n{text if text.startswith('#cloud-config') else _encoded(text)}"


@pytest.mark.parametrize("wrap", [_archived, _encoded, _mailed])
def test_documents_inside_documents_are_followed_four_deep(wrap: Callable[[str], str]) -> None:
    text, depth = "#cloud-config\nruncmd: [x]\nwrite_files: [{path: /a, content: b}]\n", 0
    while depth < 7:
        found = started_with(text)
        assert (found.whole, "x" in found.texts) == (depth <= 4, depth <= 4)
        depth += 2 if wrap is _mailed and not text.startswith("#cloud-config") else 1
        text = wrap(text)


@pytest.mark.parametrize("text", ["#cloud-config-archive\n- [", "#cloud-config\n- [", "#cloud-config\n- a", "////" * 8])
def test_a_document_that_cannot_be_read_is_not_whole(text: str) -> None:
    assert started_with(text).whole is False


@pytest.mark.parametrize("encoding", ["", "text/plain", "TEXT/PLAIN"])
def test_a_file_that_is_written_plainly_holds_any_letter(encoding: str) -> None:
    document = {"write_files": [{"path": "/a", "content": "clé €", "encoding": encoding}]}
    found = started_with(f"#cloud-config\n{json.dumps(document)}")

    assert found.whole
    assert "/a\nclé €" in found.texts
