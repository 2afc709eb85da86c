"""What a change opens end to end, in the review: counted in its verdict, said in both languages."""

import io
import json

import jsonschema
from rich.console import Console

from socle.origin import Origin
from socle.reach.compare import PathChange
from socle.reach.graph import Written
from socle.report.review.html import page
from socle.report.review.json import review_json, schema
from socle.report.review.markdown import markdown
from socle.report.review.reachable import reachable
from socle.report.review.terminal import show_review
from socle.report.words.catalogue import Language, Words
from socle.review.model import Verdict, review

from .changes import HOSTILE, place

OPENED = PathChange(
    "opened", "services", "data", "tcp 22", (Written("demo-platform", "t", "acl", None, "network.py:90"),)
)
CLOSED = PathChange("closed", "admin", "data", "tcp 5432", ())


def test_a_path_that_opens_needs_attention_and_one_that_closes_does_not() -> None:
    assert review([], baseline="main", reachable=[OPENED]).verdict is Verdict.ATTENTION
    assert review([], baseline="main", reachable=[CLOSED]).verdict is Verdict.SAFE


def test_it_is_said_in_both_languages_with_what_opens_it() -> None:
    made = review([], baseline="main", reachable=[OPENED, CLOSED])
    english = list(reachable(made, Words(Language.ENGLISH), lambda text: f"<{text}>", place))
    french = list(reachable(made, Words(Language.FRENCH), lambda text: f"<{text}>", place))
    assert english == [
        "opens: <services> reaches <data> (tcp 22), by <acl (network.py:90)>",
        "closes: <admin> no longer reaches <data> (tcp 5432)",
    ]
    assert french[0] == "s'ouvre : <services> atteint <data> (tcp 22), par <acl (network.py:90)>"


def test_every_drawing_has_it_with_the_line_of_the_estate() -> None:
    opener = Written("demo-platform", "t", "acl", Origin("demo/estate.yaml", 18, "network"))
    made = review(
        [], baseline="main", reachable=[PathChange("opened", "internet", "data", "tcp 22", (opener,), public=True)]
    )
    words, output = Words(Language.ENGLISH), io.StringIO()
    show_review(made, words, place, Console(file=output, width=200, force_terminal=False))

    for text in (markdown(made, words, place, "socle"), page(made, words, place, "socle"), output.getvalue()):
        assert "Network paths that open or close, end to end" in text
        assert "demo/estate.yaml:18" in text
    form = json.loads(review_json(made, place))
    jsonschema.validate(form, schema())
    assert form["reachable"][0]["by"] == [{"stack": "demo-platform", "name": "acl", "place": "demo/estate.yaml:18"}]


def test_hostile_names_stay_in_their_line() -> None:
    changes = [PathChange("opened", text, text, "tcp 1", (Written("s", "t", text),)) for text in HOSTILE]
    made, words = review([], baseline="main", reachable=changes), Words(Language.ENGLISH)

    assert markdown(made, words, place, "socle").count("\n- opens: ") == len(HOSTILE)
    drawn = page(made, words, place, "socle")
    assert "<script>alert" not in drawn
    assert "<img src=x" not in drawn
