"""What a change opens end to end, in the review: counted in its verdict, said in both languages."""

import json
from dataclasses import replace

import jsonschema
import pytest

from socle.origin import Origin
from socle.reach.compare import PathChange
from socle.reach.graph import Written
from socle.reach.traffic import ANY_PROTOCOL, OTHER, PORTS, TCP, WITH_PORTS, Interval, boxes
from socle.reach.wording import services
from socle.report.review.html import page
from socle.report.review.json import review_json, schema
from socle.report.review.lines import reachable
from socle.report.review.markdown import markdown
from socle.report.words.catalogue import Language, Words
from socle.review.model import review
from socle.review.verdict import Verdict

from .changes import HOSTILE, made, on_terminal, place, plan, reviewed

OPENED = PathChange(
    "opened", "services", "data", "tcp 22", (Written("demo-platform", "t", "acl", None, "network.py:90"),)
)
CLOSED = PathChange("closed", "admin", "data", "tcp 5432", ())


def test_a_path_that_opens_needs_attention_and_one_that_closes_does_not() -> None:
    assert review([], baseline="main", reachable=[OPENED]).verdict is Verdict.LOOK
    assert review([], baseline="main", reachable=[CLOSED]).verdict is Verdict.NO_RISK


def test_what_anybody_reaches_counts_with_what_anybody_may() -> None:
    """A permission for anyone, a door that opens to the Internet, and two paths through the networks: four reasons of a kind."""
    public = reviewed(
        plan(
            made("scaleway:registry/namespace:Namespace", "images", {"isPublic": True}),
            made("scaleway:databases/instance:Instance", "records"),
        ),
        plan(),
        reachable=[
            replace(OPENED, public=True),
            replace(OPENED, target="keys", public=True),
            OPENED,
            replace(CLOSED, public=True),
        ],
    )
    assert [len(public.rights), len(public.paths)] == [1, 1]
    assert public.reasons["public"] == 4
    assert public.reasons["reachable"] == 3


def test_it_is_said_in_both_languages_with_what_opens_it() -> None:
    drawn = review([], baseline="main", reachable=[OPENED, CLOSED])
    english = list(reachable(drawn, Words(Language.ENGLISH), lambda text: f"<{text}>", place))
    french = list(reachable(drawn, Words(Language.FRENCH), lambda text: f"<{text}>", place))
    assert english == [
        "opens: <services> reaches <data> (tcp 22), by <acl (network.py:90)>",
        "closes: <admin> no longer reaches <data> (tcp 5432)",
    ]
    assert french[0] == "s'ouvre\u00a0: <services> atteint <data> (tcp 22), par <acl (network.py:90)>"


@pytest.mark.parametrize(
    ("protocols", "ports", "french"),
    [
        (ANY_PROTOCOL, PORTS, "tout protocole et tout port"),
        (WITH_PORTS, PORTS, "tcp et udp tout port"),
        (TCP | OTHER, (443, 443), "tcp 443\u00a0; autres protocoles"),
        (TCP, (0, 5431), "tcp 0-5431"),
    ],
)
def test_what_passes_is_said_in_the_language_of_the_report(protocols: int, ports: Interval, french: str) -> None:
    services_ = services(boxes([(1, 1)], [(2, 2)], protocols, ports))
    drawn = review([], baseline="main", reachable=[PathChange("opened", "a", "b", services_, ())])
    (line,) = reachable(drawn, Words(Language.FRENCH), lambda text: text, place)
    assert line.startswith(f"s'ouvre\u00a0: a atteint b ({french})")


def test_a_condition_of_a_right_is_said_in_french() -> None:
    policy = {"rules": [{"permissionSetNames": ["ObjectStorageReadOnly"], "projectIds": ["p"], "condition": "x == y"}]}
    made_ = reviewed(plan(made("scaleway:iam/policy:Policy", "p", policy | {"groupId": "g"})), plan())
    text = markdown(made_, Words(Language.FRENCH), place, "socle")
    assert "`ObjectStorageReadOnly` si `x == y`" in text


def test_every_drawing_has_it_with_the_line_of_the_estate() -> None:
    opener = Written("demo-platform", "t", "acl", Origin("demo/estate.yaml", 18, "network"))
    drawn = review(
        [], baseline="main", reachable=[PathChange("opened", "internet", "data", "tcp 22", (opener,), public=True)]
    )
    words = Words(Language.ENGLISH)

    for text in (markdown(drawn, words, place, "socle"), page(drawn, words, place, "socle"), on_terminal(drawn, words)):
        assert "Network paths that open or close, end to end" in text
        assert "demo/estate.yaml:18" in text
    form = json.loads(review_json(drawn, place))
    jsonschema.validate(form, schema())
    assert form["reachable"][0]["by"] == [{"stack": "demo-platform", "name": "acl", "place": "demo/estate.yaml:18"}]


def test_hostile_names_stay_in_their_line() -> None:
    changes = [PathChange("opened", text, text, "tcp 1", (Written("s", "t", text),)) for text in HOSTILE]
    drawn, words = review([], baseline="main", reachable=changes), Words(Language.ENGLISH)

    assert markdown(drawn, words, place, "socle").count("\n- opens: ") == len(HOSTILE)
    drawn = page(drawn, words, place, "socle")
    assert "<script>alert" not in drawn
    assert "<img src=x" not in drawn
