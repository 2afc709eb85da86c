"""The sentences of every report: each key is used, each that analysis speaks exists, and French has no English in it."""

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from socle.messages import said
from socle.reach.ask import ask, end_of, names
from socle.reach.build import Model, model_of
from socle.reach.proofs import prove
from socle.report.reach.matrix import as_markdown, matrix
from socle.report.reach.terminal import show_answer, show_proofs
from socle.report.words import Language, Words
from socle.report.words.catalogue import MESSAGES
from socle.rules import RULES, Context, Fact, Rule, Runner, run

from ..reach.platform import DECLARED, sound
from ..reach.test_leaks import LEAKS, Leak
from ..rules.cases import CASES, plan_of
from ..rules.estates import DAY, ESTATES

SOCLE = Path(__file__).parent.parent.parent / "components" / "socle"
WORDS = SOCLE / "report" / "words"
SOURCES = {
    file: file.read_text("utf-8")
    for suffix in ("*.py", "*.j2", "*.html")
    for file in SOCLE.rglob(suffix)
    if not file.is_relative_to(WORDS) or file.name == "catalogue.py"
}
EVERYTHING = "\n".join(SOURCES.values())

FRENCH = Words(Language.FRENCH)
ENGLISH_WORDS = re.compile(
    r"(?<![\w.:/-])(the|and|of|with|without|from|to|is|are|no|not|any|every|only|which|what|its|their|opens?|reach(es)?|allows?"
    r"|inside|through|routed|traffic|address(es)?|declared?|nothing|network|rule|lets?|may|then|each|other|filter|known|waiting"
    r"|guarded|closed|state|month|price|year|days?|before|after)(?![\w/-])",
    re.IGNORECASE,
)
"""Words that no French sentence has. Names of resources hold such words between dashes, and are no sentences."""


def english_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if ENGLISH_WORDS.search(line)]


def test_every_key_is_used() -> None:
    written = set(re.findall(r"[\"']([a-z][\w.-]*)[\"']", EVERYTHING))
    begun = tuple(re.findall(r"f[\"']([a-z][\w.]*[._])\{", EVERYTHING))
    begun += tuple(f"{kind}." for kind in re.findall(r"\.of\([\"']([a-z][\w.]*)[\"']", EVERYTHING))
    unused = [
        key
        for key in MESSAGES[Language.ENGLISH]
        if not {key, re.sub(r"\.(one|many)$", "", key)} & written and not key.startswith(begun)
    ]
    assert unused == []


def test_everything_that_analysis_says_has_a_sentence() -> None:
    keys = set(re.findall(r"\b[Ss]aid\(\s*\"([^\"]+)\"", EVERYTHING))
    assert len(keys) > 100
    known = MESSAGES[Language.ENGLISH].keys()
    assert [key for key in keys - known if not {f"{key}.one", f"{key}.many"} <= known] == []


def test_every_fact_and_every_runner_of_rules_has_a_word() -> None:
    keys = {f"fact.{fact.name.lower()}" for fact in Fact} | {f"runner.{runner.name.lower()}" for runner in Runner}
    assert keys <= MESSAGES[Language.ENGLISH].keys()


def test_what_is_said_is_english_to_whoever_prints_it(said_by_words_alone: pytest.MonkeyPatch) -> None:
    said_by_words_alone.undo()
    text = said("hop.peering", name="b")
    assert str(text) == f"{text}" == Words().text(text)
    assert str(said("all_of", one=text, other="c")) == f"{Words().text(text)} and c"


def test_names_are_fenced_off_and_sentences_are_not() -> None:
    text = said("proof.path", source="a", target="b", services=said("traffic.ports", protocols="tcp", ports="22"))
    assert Words().text(text, lambda name: f"<{name}>") == "<a> reaches <b>: <tcp> <22>"


def reported(model: Model) -> str:
    """Everything that `reach` and `flows` say of a network, in French."""
    paper = Console(file=io.StringIO(), width=4000, color_system=None)
    proofs = prove(model)
    show_proofs(proofs, "demo", paper, str, FRENCH)
    for target in names(model):
        show_answer(ask(model, end_of(model, "services"), end_of(model, target)), paper, str, FRENCH)
        show_answer(ask(model, end_of(model, "internet"), end_of(model, target)), paper, str, FRENCH)
    text = paper.file.getvalue() + as_markdown(matrix(proofs.flows, words=FRENCH), title="x", words=FRENCH)  # type: ignore[attr-defined]
    foreign = {flow.reason for flow in model.declared.flows} | {place.name for place in model.net.places.values()}
    for name in sorted(
        filter(None, foreign), key=len, reverse=True
    ):  # names, by which one asks, are alike in every language
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", "", text)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_reach_and_flows_in_french_have_no_english_in_them(leak: Leak) -> None:
    estate = sound()
    leak.plant(estate)
    assert english_in(reported(model_of(estate.plans, DECLARED))) == []


NAMED = re.compile(r"\bnetwork\.\w+|\bsocle reach\b|\b(from|to|inboundRules|NotPrincipal|address|IDs?)\b|r\d+")
"""Names of inputs and resources that French sentences have in them."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_says_in_french_has_no_english_in_it(rule: Rule) -> None:
    plans, context = (
        ESTATES[rule.id].broken()
        if rule.id in ESTATES
        else ([plan_of(CASES.get(rule.id, ([], []))[1])], Context(as_of=DAY))
    )
    said = [FRENCH.text(each.message) for each in run(plans, context, [rule])] if rule.id not in ESTATES else []
    remedies = [FRENCH.remedy(rule.id, ""), FRENCH.remedy(rule.id, "", declared=True) if rule.declared else "-"]

    assert all(remedies)
    assert english_in(NAMED.sub("", "\n".join([FRENCH.rule(rule.id, ""), *remedies, *said]))) == []
    assert all("found." not in text for text in said)
