"""What is said in English where it arises, in French: every refusal of the source is in the book, and what is not ours stays.

Whether the French is good French is no test's to say.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from socle.estate import Estate
from socle.messages import Refusal
from socle.report.words import Language, Words
from socle.report.words.french import KEYS, SENTENCES
from socle.report.words.phrasebook import Phrase, Phrasebook
from socle.specs import specs

from .said import Source

SOCLE = Path(__file__).parent.parent.parent / "components" / "socle"
FRENCH = Words(Language.FRENCH)
SAID_BY_WORDS = ("report", "cli", "review")
"""Rooms that say what they refuse by the catalogue, or foreign text."""

COMPOSED = {
    "{} is {}",
    "{} not among the estate's zones",
    "add {}: {}{}",
    "use zones of {}, such as {}-1",
    "{} {}{}, and an organisation takes {}",
    "{} points to {}{}",
    "the byte 0x{} is not UTF-8 (in Latin-1 it would be {})",
    "create it{}",
    "write one with: pulumi stack export --file {}",
    "this is the state of {}, and {}/{} is previewed",
    "values in it were turned into text such as @{...}, as ConvertTo-Json does below a depth of 2",
}
"""Sentences of more parts than their form in the book, which the cases of bad estates cover."""


def shape(sentence: str) -> str:
    """A sentence with its values left open."""
    return re.sub(r"\{\w*\}", "{}", sentence)


def refused() -> Iterator[tuple[str, str]]:
    """Every sentence that the source refuses with, by file."""
    for file in SOCLE.rglob("*.py"):
        room = file.relative_to(SOCLE).parts[0]
        if room in SAID_BY_WORDS:
            continue
        source = Source(file.read_text("utf-8"))
        for call in ast.walk(source.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"Refusal", "Refers"}:
                named = [
                    each.value for each in call.keywords if each.arg in {"what", "consequence", "remedy", "otherwise"}
                ]
                given = call.args[:3] if call.func.id == "Refusal" else call.args[1:3]
                yield from (
                    (file.name, text) for node in (*given, *named) for text in source.texts(node) if " " in text.strip()
                )


def test_every_refusal_of_the_source_is_in_the_book() -> None:
    known = {shape(sentence) for sentence in SENTENCES}
    found = list(refused())
    assert len(found) > 500
    missing = [(file, text) for file, text in found if shape(text) not in known and "{{" not in text]
    assert [each for each in missing if each[1] not in COMPOSED] == []


def test_every_purpose_of_a_key_is_in_the_book() -> None:
    purposes = {field.description for _, model in specs(Estate) for field in model.model_fields.values()}
    assert {purpose for purpose in purposes if purpose} <= KEYS.keys()


def test_both_forms_of_a_sentence_have_the_same_values() -> None:
    unlike = [
        english
        for english, french in SENTENCES.items()
        if set(re.findall(r"\{(\w+)\}", english)) != set(re.findall(r"\{(\w+)\}", french))
    ]
    assert unlike == []


def test_no_sentence_fits_nearly_anything() -> None:
    """A form of few letters has only single words and a sentence of ours, which no text becomes by chance."""
    phrases = [Phrase(english, "") for english in SENTENCES if "{" in english]
    loose = [
        phrase.english
        for phrase in phrases
        if phrase.weight < 8
        and not all(n.startswith(("said", "word")) for n in re.findall(r"\{(\w+)\}", phrase.english))
    ]
    assert {each for each in loose if "{said}" not in each} == {"one of {names}", "write {text}"}


BOOK = Phrasebook(
    {
        "there is no {name}": "il n'y a pas de {name}",
        "did you mean {near}?": "vouliez-vous dire {near} ?",
        "{said}, or remove it": "{said}, ou le retirer",
        "{word_name} is {word_value}": "{word_name} vaut {word_value}",
        "it failed: {told}": "il a échoué : {told}",
        "nothing": "rien",
    }
)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("nothing", "rien"),
        ("there is no nothing", "il n'y a pas de nothing"),
        ("did you mean a b?, or remove it", "vouliez-vous dire a b ?, ou le retirer"),
        ("who knows, or remove it", "who knows, or remove it"),
        ("port is 22", "port vaut 22"),
        ("the port is 22", "the port is 22"),
        ("it failed: nothing", "il a échoué : rien"),
        ("it failed: disk full", "il a échoué : disk full"),
        ("there is no {name} {", "il n'y a pas de {name} {"),
        ("", ""),
    ],
)
def test_a_sentence_is_known_by_its_form_and_foreign_text_stays(english: str, french: str) -> None:
    assert BOOK.say(english) == french


def test_a_refusal_is_said_in_all_its_parts_and_keeps_its_place() -> None:
    refusal = Refusal(
        "s is named twice", "one of the two would do nothing", "name it once", at="a.b", details=("remove it",)
    )
    said = FRENCH.refusal(refusal)
    assert (said.what, said.consequence, said.remedy) == (
        "s est nommé deux fois",
        "l'un des deux ne ferait rien",
        "le nommer une fois",
    )
    assert (said.details, said.at) == (("le retirer",), "a.b")
    assert Words().refusal(refusal) is refusal


def test_french_sets_spaces_that_do_not_break() -> None:
    assert FRENCH.sentence("did you mean data?") == "vouliez-vous dire data\u00a0?"
    assert FRENCH("usage.help", command="socle", option="-h") == "Voir «\u00a0socle -h\u00a0» pour l'aide."
    assert FRENCH.money(1374.5) == "1\u00a0374,50\u00a0€"
