"""Counts, types, messages, and the consoles they are written to."""

import io

import pytest

from socle.messages import Place, Refusal
from socle.origin import Origin
from socle.report.counts import tally, types
from socle.report.notices import exposed, first_line, show, unchecked
from socle.report.terminal import console
from socle.report.text import class_of, dotted_type, printable

from .drawing import STORE, paper, place, plan, printed, resource


@pytest.mark.parametrize(
    ("type_", "dotted", "class_"),
    [
        ("scaleway:object/bucket:Bucket", "scaleway.object.Bucket", "Bucket"),
        ("scaleway:index/fileFilesystem:FileFilesystem", "scaleway.FileFilesystem", "FileFilesystem"),
        ("azure-native:storage:StorageAccount", "azure-native.storage.StorageAccount", "StorageAccount"),
        ("socle:scaleway:Network", "socle.scaleway.Network", "Network"),
        ("pulumi:pulumi:StackReference", "pulumi.StackReference", "StackReference"),
        ("pulumi:providers:scaleway", "pulumi.providers.scaleway", "Provider(scaleway)"),
        ("odd", "odd", "odd"),
        ("", "", ""),
    ],
)
def test_a_type_is_said_as_python_names_it(type_: str, dotted: str, class_: str) -> None:
    assert (dotted_type(type_), class_of(type_)) == (dotted, class_)


@pytest.mark.parametrize("text", ["plain", "né à 研究", "tab-free", "emoji 🪣"])
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_a_tally_counts_what_is_managed_and_says_the_rest() -> None:
    store = resource("s", STORE, protect=True)
    resources = (
        store,
        resource("small-demo", "pulumi:pulumi:Stack"),
        resource("default_1_60_0", "pulumi:providers:scaleway"),
        resource("kept", parent=store, protect=True),
        resource("bare", parent=store),
        resource("other", "pulumi:pulumi:StackReference", external=True),
    )
    assert str(tally([plan(*resources)])) == (
        "2 resources in 1 component, 1 protected, 1 stateful and not protected, 1 read"
    )
    assert str(tally([plan(*resources)] * 2)).startswith("4 resources in 2 components, 2 protected")
    assert "pulumi:pulumi:Stack" not in types(plan(*resources))


def test_an_empty_plan_has_a_tally() -> None:
    assert str(tally([plan()])) == "0 resources in 0 components, 0 protected"


def test_unprotected_stores_are_one_warning_that_names_each_with_its_line() -> None:
    store = resource("s", STORE, origin=Origin("demo/estate.yaml", 41, "buckets.s"))
    of = plan(store, resource("one", parent=store), resource("two"), resource("kept", protect=True))
    (warning,) = exposed(of, place)
    assert warning.what == "2 stateful resources of demo are not protected"
    assert [line.partition(": every")[0] for line in warning.details] == [
        "stacks/estates/demo/estate.yaml:41: one",
        "two",
    ]


def test_nothing_is_warned_of_when_all_is_protected() -> None:
    assert not list(exposed(plan(resource("b", protect=True), resource("r", retain_on_delete=True)), place))


def test_what_could_not_be_checked_is_said() -> None:
    (notice,) = unchecked(plan(resource("b", notes=("type is newer than the facts",))), place)
    assert first_line(notice) == "b (scaleway.object.Bucket): type is newer than the facts"


def said(notice: Refusal, width: int) -> list[str]:
    paper_ = paper(width)
    show([notice], paper_)
    return printed(paper_)


def test_a_message_begins_with_a_place_that_can_be_opened() -> None:
    notice = Refusal("it is [red]wrong", "it would fail", "write it right", place=Place("stacks/x.yaml", 3, key="a.b"))
    assert said(notice, 80) == [
        "stacks/x.yaml:3: a.b: it is [red]wrong",
        "  consequence: it would fail",
        "  remedy: write it right",
    ]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_place_is_never_broken_and_the_rest_keeps_to_the_terminal(width: int) -> None:
    first, *below = said(Refusal("wrong", "so " * 100, "then " * 100, place=Place(f"{'deep/' * 50}x.yaml", 3)), width)
    assert first.endswith("x.yaml:3: wrong")
    assert below
    assert max(map(len, below)) <= width
    assert all(line.startswith("  ") for line in below)


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_is_as_wide_as_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    pipe = io.StringIO()
    console(pipe).print("word " * 200)
    assert pipe.getvalue().count("\n") == 1


def test_columns_set_the_width_of_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert console(io.StringIO()).width == 60


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("1", False), ("", True)])
def test_no_color_takes_the_colour_of_a_terminal(
    monkeypatch: pytest.MonkeyPatch, no_color: str | None, coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    terminal = Terminal()
    console(terminal).print("x", style="red")
    assert ("\x1b[31m" in terminal.getvalue()) == coloured
