"""Findings of rules in a test: what a plan breaks, and a recorded list that only a decision makes longer."""

import warnings
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from socle.plan import Plan
from socle.rules import RULES, Context, Finding, Result, judged

_TITLES = {rule.id: (rule.title, rule.remedy) for rule in RULES}
_KEPT = (Result.PASS, Result.NOT_APPLICABLE)
_HEAD = "# What the rules find here; pytest --record-findings writes it anew. A reason may follow two spaces and a #.\n"


class FindingGone(UserWarning):
    """A recorded list names what is found no longer: whoever breaks it again would not be told."""


def findings(plans: Plan | Iterable[Plan], *, context: Context | None = None) -> list[Finding]:
    """What the rules find in plans, the gravest first: what fails, what an exemption permits, and what nobody could decide.

        def test_nothing_grave_is_broken(capture_component):
            assert [each for each in findings(capture_component(results)) if each.blocks] == []

    Args:
        plans: one plan, or those that refer to each other.
        context: the day and the estate that count. Without them dates and exemptions do not: what needs a day is undecided.
    """
    given = [plans] if isinstance(plans, Plan) else plans
    return [each for each in judged(given, context or Context()) if each.result not in _KEPT]


def lines_of(found: Iterable[Finding]) -> list[str]:
    """Findings as a recorded list has them, one a line: result, severity, rule, and the resource with its stack."""
    return sorted(_line(each) for each in found if each.result not in _KEPT)


def new_findings(found: Iterable[Finding], recorded: Path) -> list[str]:
    """The findings that a recorded list does not have, each with the rule's title and remedy.

    Warns:
        FindingGone: the list has a finding that is gone.
    """
    now, before = Counter(lines_of(found)), Counter(line for line, _ in _read(recorded))
    if gone := before - now:
        warnings.warn(f"{recorded.name}: found no longer, take it out: {', '.join(gone)}", FindingGone, stacklevel=3)
    return [_explained(line) for line in (now - before).elements()]


def record(found: Iterable[Finding], recorded: Path) -> None:
    """Write a recorded list anew; the reason behind a line that stays is kept."""
    reasons = {line: reason for line, reason in _read(recorded) if reason}
    lines = [f"{line}  # {reasons[line]}" if line in reasons else line for line in lines_of(found)]
    recorded.write_text(_HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def _read(recorded: Path) -> list[tuple[str, str]]:
    """Each line of a recorded list with the reason behind it; nothing where there is no list yet."""
    rows = recorded.read_text("utf-8").splitlines() if recorded.is_file() else []
    parts = [row.partition("  #") for row in rows if row.strip() and not row.startswith("#")]
    return [(line.strip(), reason.strip()) for line, _, reason in parts]


def _line(finding: Finding) -> str:
    stack = finding.urn.split("::", 1)[0].removeprefix("urn:pulumi:")
    about = "::".join(part for part in (stack, finding.name) if part)
    return " ".join(part for part in (finding.result.value, finding.severity.value, finding.rule, about) if part)


def _explained(line: str) -> str:
    rule = line.split(" ")[2]
    title, remedy = _TITLES.get(rule, ("", ""))
    return f"{line}: {title}. {remedy}" if title else line
