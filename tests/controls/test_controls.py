"""The table of controls: each is owned and covered, and every rule is evidence for one. Whether a wording is right no test can say."""

import re
from typing import get_args

import pytest

from socle.controls import Cover, Owner, control, controls, headings, rules_of
from socle.estate import AttestationSpec
from socle.rules import RULES

CLAIMS = re.compile(r"\b(complian|certifi|conforme|satisf|en règle)", re.IGNORECASE)
"""What no line may say of anybody. `certificate` names a document of the host."""


def test_every_control_has_an_id_of_its_own_and_a_text_with_its_date() -> None:
    assert len({each.id for each in controls()}) == len(controls()) > 100
    assert all(each.source.title and each.source.publisher and each.source.date for each in controls())


def test_every_control_is_owned() -> None:
    assert not [each.id for each in controls() if not each.owners]


def test_every_control_is_covered_or_listed_as_the_organisations_alone() -> None:
    alone = {each.id for each in controls() if Cover.ALONE in each.covers}
    assert alone == {each.id for each in controls() if each.covers in ((), (Cover.ALONE,))}
    assert all(Owner.ORGANISATION in control(each).owners for each in alone)


def test_what_covers_a_control_is_there() -> None:
    assert not [each.id for each in controls() if each.cited_as and not rules_of(each)]
    schemes = get_args(AttestationSpec.model_fields["scheme"].annotation)
    assert not [each.id for each in controls() if each.attested and each.attested not in schemes]


def test_a_control_is_said_in_both_languages_in_one_line_that_claims_nothing() -> None:
    for each in controls():
        if each.source.key == "ISO 27001":
            assert not each.said
            continue
        for language in ("en", "fr"):
            line = each.line(language)
            assert 10 < len(line) < 140, each.id
            assert "\n" not in line
            assert not CLAIMS.search(line.replace("certificate", "").replace("certificat", "")), each.id
        assert each.line("en") != each.line("fr")


def test_every_rule_is_evidence_for_a_control_under_each_heading_that_it_cites() -> None:
    for rule in RULES:
        assert set(rule.controls) <= headings(), rule.id
        for heading in rule.controls:
            found = [each.id for each in controls() if each.cited_as == heading and rule in rules_of(each)]
            assert found, f"no control under {heading} has {rule.id}: write it to one of them"


def test_a_control_that_names_rules_names_those_that_cite_it() -> None:
    known = {rule.id: rule for rule in RULES}
    for each in controls():
        assert all(each.cited_as in known[rule].controls for rule in each.only), each.id


def test_a_clause_has_its_own_rules_of_a_heading_that_several_share() -> None:
    assert [rule.id for rule in rules_of(control("SecNumCloud 10.2.d"))] == ["tunnel-strong"]
    assert "tunnel-strong" not in [rule.id for rule in rules_of(control("SecNumCloud 10.2.c"))]
    shown_by = {each.id for each in controls() if "tunnel-strong" in [rule.id for rule in rules_of(each)]}
    assert shown_by == {"SecNumCloud 10.2.d", "ANSSI crypto"}


def test_what_no_rule_cites_has_no_rule() -> None:
    assert rules_of(control("SOV-8")) == ()
    assert control("SOV-8").covers == (Cover.ALONE,)


def test_an_id_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        control("SecNumCloud 99")
