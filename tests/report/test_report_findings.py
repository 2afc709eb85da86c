"""Findings of rules as they are drawn: grouped by rule, counted, nothing left out without a word."""

import io
import json

from rich.console import Console

from socle.messages import said
from socle.report import findings_json, show_findings
from socle.report.words import Language, Words
from socle.rules import EXPIRED, Finding, Result, Severity


def finding(result: Result, name: str = "a", message: str = "versioning is off", **more: object) -> Finding:
    return Finding("bucket-versioned", Severity.HIGH, result, message, name=name, **more)  # type: ignore[arg-type]


def drawn(*findings: Finding, language: Language = Language.ENGLISH, estate: str = "demo") -> list[str]:
    paper = Console(file=io.StringIO(), width=4000, color_system=None)
    show_findings(findings, estate, paper, lambda each: each.place, Words(language))
    return paper.file.getvalue().splitlines()  # type: ignore[attr-defined]


def test_what_is_broken_stands_under_its_rule_once_with_its_remedy() -> None:
    broken = [finding(Result.FAIL, "a", file="x.py", line=3), finding(Result.FAIL, "b")]

    assert drawn(*broken) == [
        "high bucket-versioned: A bucket keeps versions",
        "  x.py:3: a: versioning is off",
        "  b: versioning is off",
        "  remedy: Set versioning.enabled to true.",
        "demo: 2 broken, 0 exempt, 0 not decided, 0 kept",
    ]


def test_what_is_about_no_resource_has_its_message_alone() -> None:
    assert "  versioning is off" in drawn(finding(Result.FAIL, ""))


def test_of_many_that_are_not_decided_three_are_named_and_the_rest_is_counted() -> None:
    open_ = [finding(Result.UNDETERMINED, name) for name in "abcde"]
    lines = drawn(*open_, finding(Result.UNDETERMINED, "f", "another reason"))

    assert lines[:3] == [
        "Not decided",
        "  high bucket-versioned: a, b, c (+2): versioning is off",
        "  high bucket-versioned: f: another reason",
    ]
    assert lines[-1] == "demo: 0 broken, 0 exempt, 6 not decided, 0 kept"


def test_three_are_named_without_a_count() -> None:
    assert "  high bucket-versioned: a, b, c: versioning is off" in drawn(*(finding(Result.EXEMPT, n) for n in "abc"))


def test_what_is_kept_is_counted_and_what_is_about_nothing_is_not() -> None:
    lines = drawn(finding(Result.PASS), finding(Result.PASS), finding(Result.NOT_APPLICABLE))

    assert lines == ["demo: 0 broken, 0 exempt, 0 not decided, 2 kept"]


def test_a_finding_in_french_has_its_title_and_its_frame_in_french() -> None:
    lines = drawn(finding(Result.FAIL), language=Language.FRENCH, estate="")

    assert lines[0] == "haute bucket-versioned: Un bucket garde les versions"
    assert lines[-2].startswith("  remède\u00a0: ")
    assert lines[-1] == "piles sans environnement\u00a0: 1 manquements, 0 exemptés, 0 non décidés, 0 tenus"


def test_an_exemption_that_has_ended_has_a_title_though_it_is_no_rule() -> None:
    ended = Finding(
        EXPIRED, Severity.HIGH, Result.FAIL, said("finding.expired", entry="e", rule="r", day="d"), name="n"
    )

    assert drawn(ended)[:2] == [
        "high exemption-expired: An exemption has ended",
        "  n: exemptions.e from r ended on d: renew it or keep the rule",
    ]


def test_nothing_in_a_name_steers_a_terminal() -> None:
    assert "\x1b" not in "".join(drawn(finding(Result.FAIL, "a\x1b[31m"), finding(Result.EXEMPT, "b\x1b[31m")))


def test_json_has_every_finding_with_its_message_in_words() -> None:
    read = finding(Result.UNDETERMINED, message=said("finding.read_only"))  # type: ignore[arg-type]
    form = json.loads(findings_json([finding(Result.PASS), read], Words(Language.FRENCH)))

    assert [each["result"] for each in form] == ["pass", "undetermined"]
    assert form[1]["message"] == "elle est seulement lue, ses entrées ne sont donc pas connues"
