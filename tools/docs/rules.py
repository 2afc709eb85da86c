"""The reference of rules as one page: what each says, where it can be judged, and what keeps and breaks it in the tests.

Pure: whoever calls gives the fixtures.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from socle.rules import KNOWS, RULES, Fact, Rule, Runner

Shown = Mapping[str, tuple[list[str], list[str]]]
"""By rule, the lines of what keeps it and of what breaks it."""

_HEAD = """# Rules

Every rule, generated from the rules themselves and from the fixtures that test them. How they are run, and what an exemption is, is told
[for reviewers](../reviewer/rules.md). A rule is evidence *for* its controls, never compliance with them; what each control asks
for, and who owns it, stands on a [page of its own](controls.md).

## What a runner knows

A rule that needs what a runner does not know is *not decided* there. The estate and the day are known where they are given: without an
estate, `socle audit` and the policy pack do not know what it declares. Wherever two runners have the facts they say the same; a test
holds every fixture against all of them.
"""


def reference(shown: Shown) -> str:
    """The page as Markdown; the same text for the same rules and fixtures."""
    parts = [_HEAD, *_facts(), "## Where each rule is judged", "", *_runners(), "## The rules", ""]
    for topic, rules in groupby(RULES, key=lambda rule: rule.topic):
        parts += [f"### {topic.capitalize()}", ""]
        for rule in rules:
            parts += _entry(rule, shown)
    return "\n".join(parts)


def _facts() -> Iterator[str]:
    yield f"| | {' | '.join(_command(runner) for runner in Runner)} |"
    yield f"| --- |{' --- |' * len(Runner)}"
    for fact in Fact:
        cells = ["yes" if fact in KNOWS[runner] else "no" for runner in Runner]
        yield f"| {fact.value} | {' | '.join(cells)} |"
    yield ""


def _runners() -> Iterator[str]:
    yield f"| rule | severity | {' | '.join(_command(runner) for runner in Runner)} | needs |"
    yield f"| --- | --- |{' --- |' * len(Runner)} --- |"
    for rule in RULES:
        cells = ["yes" if rule.needs <= KNOWS[runner] else "not decided" for runner in Runner]
        needs = ", ".join(fact.value for fact in Fact if fact in rule.needs)
        yield f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {' | '.join(cells)} | {needs} |"
    yield ""


def _entry(rule: Rule, shown: Shown) -> Iterator[str]:
    yield f"#### `{rule.id}`"
    yield ""
    yield f"{rule.title} ({rule.severity}). {rule.why}"
    yield ""
    yield f"- Instead: {rule.remedy}"
    yield f"- Evidence for: {', '.join(rule.controls)}"
    yield ""
    yield "```text"
    for word, lines in zip(("kept", "broken"), shown[rule.id], strict=True):
        yield from (f"{word}: {line}" for line in lines)
    yield "```"
    yield ""


def lines_of(fixture: list[tuple[Any, ...]]) -> list[str]:
    """The lines of a fixture: each resource with its inputs and options; those that are alike are counted."""
    lines = [f"{type_} {json.dumps(inputs, ensure_ascii=False)}{_options(more)}" for type_, inputs, *more in fixture]
    counted = [(line, len(list(same))) for line, same in groupby(lines)]
    return [f"{number} times {line}" if number > 1 else line for line, number in counted] or [
        "no resource of its types"
    ]


def _options(more: list[dict[str, Any]]) -> str:
    return f" with {json.dumps(more[0])}" if more else ""


def _command(runner: Runner) -> str:
    return runner.value if runner is Runner.PACK else f"`{runner.value}`"
