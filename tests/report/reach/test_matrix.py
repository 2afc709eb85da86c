"""The flow matrix against hostile text, and against another revision."""

import csv
import io

import pytest
from markdown_it import MarkdownIt

from socle.reach.declared import Flow
from socle.reach.proofs import FlowResult
from socle.report.reach.matrix import as_csv, as_markdown, matrix


def result(name: str = "a", state: str = "open", **more: str) -> FlowResult:
    flow = Flow(name, "one", "two", ("10.0.0.0/24",), ("10.0.1.0/24",), ports=("443",), **more)  # type: ignore[arg-type]
    return FlowResult(flow, state)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_no_cell_begins_a_formula(text: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(matrix([result(reason=text)])))))
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_line_break_or_quote_stays_in_its_cell() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(matrix([result(reason='a "b"\n=1, c', owner="x\x1b[31m")])))))
    assert len(rows) == 2
    assert "\x1b" not in rows[1][6]


def test_markdown_draws_hostile_text_and_obeys_none_of_it() -> None:
    hostile = "| x | <img src=x onerror=alert(1)> `code` [link](javascript:1) @all\n# title"
    text = as_markdown(matrix([result(reason=hostile)]), title="Flows of demo")
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<tr>") == 2
    assert "<img" not in html
    assert "<a " not in html
    assert html.count("<h1>") == 1


def test_a_flow_that_opened_and_one_that_went_are_both_shown() -> None:
    before = [result("kept"), result("gone"), result("waited", "waiting")]
    after = [result("kept"), result("waited"), result("new")]
    changes = {row.flow: row.change for row in matrix(after, before)}
    assert changes == {"kept": "", "waited": "opened", "new": "opened", "gone": "closed"}
