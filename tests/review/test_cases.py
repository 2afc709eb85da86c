"""Changes that were once called safe, each with the level, the effects and the first line that are right.

The inputs are `tests/data/cases`: git diffs of this project, and previews of the engine. What is expected was decided from the host's
documentation, before anything was run.
"""

import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from socle.diff.compare import Comparison
from socle.diff.engine import read_engine_preview
from socle.messages import Refused
from socle.report.review.sentences import headline
from socle.report.words import Language, Words
from socle.review.danger import dangers
from socle.review.model import Review, review

from ..edits.making import Copy

CASES = Path(__file__).parents[1] / "data" / "cases"
ENGLISH = Words(Language.ENGLISH)


class Case(NamedTuple):
    """A case by its file: the stack that shows it, the level, and for each resource that changes what must be told of it."""

    name: str
    stack: str
    level: str
    told: dict[str, set[str]]
    first: str


CHANGES = [
    Case(
        "alerts-elsewhere",
        "demo-platform",
        "dangerous",
        {"platform-observability-alerts": {"exposes", "weakens"}},
        "contact security: e-mail security@plateforme.example → security@attacker.example: scaleway.observability.AlertManager "
        "platform-observability-alerts lets others in, or data out: ",
    ),
    Case(
        "backups-shorter",
        "demo-platform",
        "dangerous",
        {"platform-database-catalogue-instance": {"loses", "weakens"}},
        "Instance platform-database-catalogue-instance loses what it holds: backupScheduleRetention 30 → 7",
    ),
    Case(
        "expiry-one-day",
        "rehearsal-platform",
        "dangerous",
        {"platform-bucket-results-bucket": {"loses"}},
        'Bucket platform-bucket-results-bucket loses what it holds: lifecycleRules nothing → [{"enabled": true, '
        '"expiration": {"days": 1}',
    ),
    Case(
        "exporter-abroad",
        "demo-platform",
        "dangerous",
        {"platform-observability-exporter-siem": {"exposes"}},
        "Exporter platform-observability-exporter-siem lets others in, or data out: "
        'otlpDestination nothing → {"endpoint": "https://logs.attacker.example/v1"}',
    ),
    Case(
        "lock-shorter",
        "demo-platform",
        "dangerous",
        {"platform-bucket-evidence-lock": {"weakens"}},
        "BucketLockConfiguration platform-bucket-evidence-lock is weakened: rule.defaultRetention.days 365 → 1",
    ),
    Case(
        "logs-shorter",
        "demo-platform",
        "dangerous",
        {"platform-observability-source-audit-logs": {"loses", "weakens"}},
        "Source platform-observability-source-audit-logs loses what it holds: retentionDays 365 → 180",
    ),
    Case(
        "machine-image",
        "demo-platform",
        "dangerous",
        {"platform-instance-helper-server": {"exposes"}, "platform-instance-helper-nic": {"grants"}},
        "Server platform-instance-helper-server lets others in, or data out: "
        "image nothing → 99999999-9999-4999-8999-999999999999",
    ),
    Case(
        "namespace-open",
        "demo-cluster",
        "dangerous",
        {
            "main-tools.flow-out": {"exposes"},
            "main-tools.operators": {"grants"},
            "main-tools": {"grants"},
        },
        "NetworkPolicy main-tools.flow-out lets others in, or data out: ",
    ),
    Case(
        "token-reads-logs",
        "demo-platform",
        "look-at-this",
        {"platform-observability-token-contractor": {"grants"}},
        "Token platform-observability-token-contractor gives a right: ",
    ),
]
"""Cases of a diff, for which the level is at least the one that is named here."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("cases"))


def patched(copy: Copy, case: str, stack: str) -> Comparison:
    """What a git diff of the project changes."""
    file = CASES / "review" / f"{case}.diff"

    def apply(*more: str) -> None:
        subprocess.run(["git", "apply", *more, str(file)], cwd=copy.project.root, check=True)

    return copy.patched(stack, apply, lambda: apply("--reverse"))


def first_line(made: Review) -> str:
    return headline(made, ENGLISH, str)


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case.name)
def test_a_change_that_was_called_safe_is_told(case: Case, copy: Copy) -> None:
    comparison = patched(copy, case.name, case.stack)
    made = review([comparison], baseline="main")
    told = {change.resource.name: set(map(str, dangers(change))) for change in comparison.changes}

    assert str(made.verdict) == case.level
    assert {name: case.told[name] <= told[name] for name in case.told} == dict.fromkeys(case.told, True)
    assert case.first in first_line(made)


def test_a_stack_file_that_redirects_the_provider_is_refused(copy: Copy) -> None:
    with pytest.raises(Refused, match=r"sends the provider to collector\.attacker\.example"):
        patched(copy, "provider-url", "demo-platform")


def engine(case: str) -> Review:
    return review([read_engine_preview(CASES / "engine" / f"{case}.json")], baseline="")


def test_deletions_that_are_pending_in_the_state_are_told_the_protected_one_first() -> None:
    made = engine("pending-deletions")

    assert made.verdict == "dangerous"
    assert made.reasons == {"pending": 2}
    assert first_line(made).startswith(
        "lab: delete-replaced urn:pulumi:lab::drift::pulumi-python:dynamic:Resource::studies (protected), and more: "
        "1 deletion or operation is pending"
    )


def test_an_engine_that_stopped_without_a_reason_is_refused() -> None:
    made = engine("refused-by-policy")

    assert made.verdict == "refused"
    assert first_line(made).startswith("lab: the engine stopped and does not say why: a mandatory policy or a plug-in")


def test_options_that_are_taken_off_and_an_operation_that_nobody_knows_are_told() -> None:
    made = engine("unprotected-and-unknown")
    told = {c.resource.name: {*map(str, dangers(c))} for stack in made.stacks for c in stack.changes}

    assert made.verdict == "dangerous"
    assert told == {
        "studies": {"unprotects", "weakens"},
        "two": {"costs"},
        "three": {"weakens", "not-known"},
        "four": {"not-known"},
    }
    assert first_line(made).startswith("scaleway.object.Bucket studies loses its protection")


def test_every_case_is_here() -> None:
    reviewed = {file.stem for file in (CASES / "review").iterdir()}
    asked = {file.stem for file in (CASES / "engine").iterdir()}

    assert reviewed == {case.name for case in CHANGES} | {"provider-url"}
    assert asked == {"pending-deletions", "refused-by-policy", "unprotected-and-unknown"}
