"""The four drawings of a review: size, hostile text, languages, schema. `changes.py` has the reviews."""

import json
import re
import string
from html.parser import HTMLParser

import jsonschema
import pytest
from markdown_it import MarkdownIt

from socle.plan.holds import STATEFUL
from socle.report.review.html import page
from socle.report.review.json import review_json, schema
from socle.report.review.markdown import BUDGET, markdown
from socle.report.words.catalogue import MESSAGES, Language, Words
from socle.report.words.fr import FRENCH_LOSSES
from socle.review.model import Review

from .changes import BUCKET, HOSTILE, hostile, made, on_terminal, place, plan, platform, reviewed, secrets

ENGLISH = Words(Language.ENGLISH)


def drawn(review: Review, words: Words = ENGLISH, budget: int = BUDGET) -> str:
    return markdown(review, words, place, "socle", budget)


def fields(message: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_every_language_has_every_message_with_the_same_values() -> None:
    english = MESSAGES[Language.ENGLISH]
    for language in Language:
        messages = MESSAGES[language]
        assert messages.keys() == english.keys()
        assert all(fields(messages[key]) == fields(english[key]) for key in english), language
        assert all(text.strip() for text in messages.values())


def test_every_loss_has_french_words() -> None:
    assert set(STATEFUL.values()) == FRENCH_LOSSES.keys()


@pytest.mark.parametrize("language", list(Language))
def test_no_message_is_missing_in_any_drawing(language: Language) -> None:
    words = Words(language)
    for review in (hostile(), platform(stacks=2, each=2), secrets(), reviewed(plan(), plan())):
        for text in (drawn(review, words), page(review, words, place, "socle"), on_terminal(review, words)):
            shown = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
            keys = "|".join(re.escape(key) for key in MESSAGES[language] if "." in key)
            assert not re.search(rf"(?<![\w./-])({keys})(?![\w./-])", shown)


def test_the_comment_of_a_large_change_stays_in_its_budget_and_is_commonmark() -> None:
    text = drawn(platform())

    assert len(text) <= BUDGET
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert [t.tag for t in tokens if t.type == "heading_open"].count("h2") == 1
    assert "x 5,850" in text


def test_what_does_not_fit_is_left_out_whole_and_named() -> None:
    whole, short = drawn(platform(stacks=20)), drawn(platform(stacks=20), budget=2500)

    assert len(short) <= 2500 < len(whole)
    assert "Left out to stay within" in short
    assert short.count("<details>") == short.count("</details>")
    assert short.count("```") % 2 == 0


def test_the_verdict_and_the_marker_are_never_left_out() -> None:
    text = drawn(platform(stacks=5), budget=10)

    assert text.startswith("<!-- socle:review:socle -->\n")
    assert "Refused" in text


def test_hostile_text_is_only_text_in_a_comment() -> None:
    text = drawn(hostile())
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens if token.children for child in token.children]
    html = [t.content for t in (*tokens, *inline) if t.type in ("html_block", "html_inline")]

    assert not [t for t in inline if t.type in ("link_open", "image")]
    assert {
        re.sub(r"<summary>.*</summary>", "<summary/>", line) for block in html for line in block.split("\n") if line
    } <= {
        "<!-- socle:review:socle -->",
        "<details>",
        "<summary/>",
        "</details>",
        "<sub>",
        "</sub>",
    }
    assert text.startswith("<!-- socle:review:socle -->\n")
    assert text.count("<!-- socle:review:socle -->") == 1
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_hostile_text_stays_in_its_cell_of_a_table() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(drawn(hostile()))
    rows: list[int] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append(0)
        elif token.type in ("td_open", "th_open"):
            rows[-1] += 1

    assert len(rows) > len(HOSTILE)
    assert set(rows) <= {3, 4, 5}


class Elements(HTMLParser):
    """The elements and attributes of a page, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(text)
    return parser.found


def test_hostile_text_is_only_text_on_the_page() -> None:
    calm, found = (
        elements(page(platform(stacks=1, each=2), ENGLISH, place, "socle")),
        elements(page(hostile(), ENGLISH, place, "socle")),
    )

    assert [tag for tag, _ in found].count("script") == 1
    assert "img" not in [tag for tag, _ in found]
    handlers = {(tag, name) for tag, attributes in found for name in attributes if name.startswith("on")}
    assert handlers == {(tag, name) for tag, attributes in calm for name in attributes if name.startswith("on")}


def test_the_page_asks_the_network_for_nothing() -> None:
    text = page(hostile(), ENGLISH, place, "socle")
    addresses = [value for _, a in elements(text) for name, value in a.items() if name in ("src", "href") and value]

    assert all(address.startswith(("#", "data:")) for address in addresses)
    assert "default-src 'none'" in text
    assert not re.search(r"@import|url\((?!#)", text)


def test_hostile_text_cannot_steer_a_terminal() -> None:
    text = on_terminal(hostile())

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b[2J" in text


@pytest.mark.parametrize("review", [hostile(), platform(stacks=3, each=3), secrets(), reviewed(plan(), plan())])
def test_the_json_keeps_to_its_schema(review: Review) -> None:
    jsonschema.validate(json.loads(review_json(review, place)), schema())


def test_the_schema_refuses_what_it_does_not_name() -> None:
    form = json.loads(review_json(secrets(), place))
    form["more"] = 1

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(form, schema())


def test_long_values_are_cut_everywhere() -> None:
    long = "v" * 5000
    review = reviewed(plan(made(BUCKET, "a", {"tags": {"a": long}})), plan(made(BUCKET, "a", {"tags": {"a": "b"}})))

    for text in (drawn(review), page(review, ENGLISH, place, "socle"), on_terminal(review), review_json(review, place)):
        assert "v" * 60 in text
        assert "v" * 500 not in text


def test_long_values_that_begin_alike_are_shown_where_they_differ() -> None:
    same, end = "s" * 500, "e" * 500
    before, after = (made(BUCKET, "a", {"tags": {"a": f"{same}{letter}{end}"}}) for letter in "xy")
    said = drawn(reviewed(plan(after), plan(before)))

    assert re.search(r"`…s+xe+…` → `…s+ye+…`", said)
    assert "s" * 60 not in said
