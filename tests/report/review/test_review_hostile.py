"""Any text at all as a name, a value or a place: it fills its own cell in every drawing, and changes nothing else."""

import json
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from socle.access import does
from socle.characters import deceives
from socle.origin import Origin
from socle.report.review.html import page
from socle.report.review.json import review_json
from socle.review.model import Review

from .changes import BUCKET, HOSTILE, REGISTRY, made, on_terminal, place, plan, reviewed
from .test_review_renderings import ENGLISH, drawn, elements

ANY = (
    st.text(min_size=1, max_size=30)
    | st.sampled_from(HOSTILE)
    | st.sampled_from(["\ud800", "\u2028", "\u200f", "\x9b31m", "|", "`"])
).filter(lambda text: does(text) is None)
"""Any text but the words that give a right. Those are no names here, and hypothesis draws what stands in modules that are loaded."""

STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def named(text: str) -> Review:
    """One change, one deletion and one new permission, with the text wherever a person or a cloud may have put it."""
    origin = Origin(text, 1, "buckets.x")
    before = made(BUCKET, f"a{text}", {"name": "b", "tags": {"t": "old"}}, origin=origin)
    after = made(BUCKET, f"a{text}", {"name": "b", "tags": {"t": f"new{text}"}}, origin=origin)
    policy = {"rules": [{"permissionSetNames": [text], "projectIds": [f"p{text}"]}], "groupId": f"g{text}"}
    gone = made(REGISTRY, f"gone{text}", {"name": text}, protect=True)
    return reviewed(plan(after, made("scaleway:iam/policy:Policy", f"p{text}", policy)), plan(before, gone))


CALM = named("x")
STEERED = named("\x07")


def like(text: str) -> Review:
    """What a review of a text looks like: of one that would not be shown as it is, that is said too."""
    return STEERED if deceives(text) else CALM


def steering(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in STEERING} - {"\n"}


def shape(text: str) -> list[tuple[str, str]]:
    """Every block and every span of a comment but what is inside them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [(t.type, t.tag) for token in tokens for t in [token, *(token.children or [])] if t.type != "text"]


@settings(max_examples=60)
@given(ANY)
def test_a_comment_has_the_same_shape(text: str) -> None:
    found = drawn(named(text))

    assert shape(found) == shape(drawn(like(text)))
    assert not steering(found)


@settings(max_examples=40)
@given(ANY)
def test_a_page_has_the_same_elements_and_attributes(text: str) -> None:
    found = page(named(text), ENGLISH, place, "socle")

    def names(html: str) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(attributes)) for tag, attributes in elements(html)]

    assert names(found) == names(page(like(text), ENGLISH, place, "socle"))
    assert not steering(found)


@settings(max_examples=40)
@given(ANY)
def test_a_terminal_is_not_steered(text: str) -> None:
    assert not steering(on_terminal(named(text)))


@settings(max_examples=40)
@given(ANY)
def test_the_json_says_the_text_itself_without_a_mark_that_steers(text: str) -> None:
    found = review_json(named(text), place)
    found.encode("utf-8")

    assert not steering(found)
    assert f"a{text}" in {change["name"] for change in json.loads(found)["stacks"][0]["changes"]}
    assert re.sub(r"\s", "", found).startswith('{"baseline":"main"')
