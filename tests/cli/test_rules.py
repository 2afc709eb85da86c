"""`socle check --rules` and `socle audit` on a small project: what is broken and where, exemptions by day, and what blocks.

What each rule finds is tested in `tests/rules`.
"""

import json
from pathlib import Path

import pytest

from socle.cli.app import commands

from .conftest import Socle, write

DEMO = Path(__file__).parents[2] / "stacks/estates/demo/estate.yaml"
BEFORE_EXEMPTIONS = DEMO.read_text().partition("\nexemptions:\n")[0]
PROGRAM = """\
import pulumi

INPUTS = {"name": "x-studies", "region": "fr-par", "projectId": "11111111-1111-4111-8111-111111111111"}


class Bucket(pulumi.CustomResource):
    def __init__(self, name, versioning):
        more = {"versioning": {"enabled": versioning}}
        super().__init__("scaleway:object/bucket:Bucket", name, INPUTS | more, pulumi.ResourceOptions(protect=True))


Bucket("studies", versioning=VERSIONED)
"""
ALARMS = """\
import pulumi

PLACE = {"region": "fr-par", "projectId": "11111111-1111-4111-8111-111111111111"}
pulumi.CustomResource("scaleway:observability/alertManager:AlertManager", "alarms", PLACE)
"""
EXEMPTIONS = """
exemptions:
  studies-without-versions:
    rule: {rule}
    resource: {resource}
    reason: the copies are made elsewhere every night
    owner: Security office
    granted_on: 2026-01-01
    expires_on: 2026-06-30
"""


@pytest.fixture
def judged(project: Path) -> Path:
    """One stack of the estate `demo`, whose bucket keeps no versions."""
    for stack in ("demo-b", "test-a"):
        (project / f"stacks/Pulumi.{stack}.yaml").unlink()
    (project / "stacks/estates/test/estate.yaml").unlink()
    (project / "stacks/estates/test").rmdir()
    write(project / "infra/__main__.py", PROGRAM.replace("VERSIONED", "False"))
    write(project / "stacks/estates/demo/estate.yaml", BEFORE_EXEMPTIONS)
    return project


def exempt(project: Path, rule: str = "bucket-versioned", resource: str = "studies") -> None:
    text = BEFORE_EXEMPTIONS + EXEMPTIONS.format(rule=rule, resource=resource)
    write(project / "stacks/estates/demo/estate.yaml", text)


def results(out: str, rule: str) -> list[str]:
    return [each["result"] for each in json.loads(out) if each["rule"] == rule]


def test_what_is_broken_has_its_line_its_remedy_and_ends_with_1(judged: Path, socle: Socle) -> None:
    said = socle("check", "--rules", "--as-of", "2026-03-01")

    assert said.code == 1
    lines = said.out.splitlines()
    at = lines.index("high bucket-versioned: A bucket keeps versions")
    assert lines[at + 1 : at + 3] == [
        "  infra/__main__.py:12: studies: versioning is off",
        "  remedy: Set versioning.enabled to true.",
    ]


def test_without_rules_no_program_is_run(judged: Path, socle: Socle) -> None:
    write(judged / "infra/__main__.py", "raise SystemExit(3)")

    assert socle("check").code == 0


def test_rules_of_medium_severity_block_nothing(judged: Path, socle: Socle) -> None:
    write(judged / "infra/__main__.py", ALARMS)
    said = socle("check", "--rules")

    assert "medium alerts-received: Somebody receives alarms" in said.out
    assert said.code == 0


@pytest.mark.parametrize(
    ("day", "result", "others"),
    [
        ("2026-06-30", "exempt", []),
        ("2026-07-01", "fail", ["exemption-expired"]),
        ("2025-12-31", "fail", ["exemption-early"]),
    ],
)
def test_an_exemption_of_the_estate_counts_while_it_lasts(
    judged: Path, socle: Socle, day: str, result: str, others: list[str]
) -> None:
    exempt(judged)
    said = socle("check", "--rules", "--json", "--as-of", day)

    assert results(said.out, "bucket-versioned") == [result]
    assert [each["rule"] for each in json.loads(said.out) if each["rule"].startswith("exemption-")] == others


def test_an_exemption_that_lasts_is_said_with_who_permits_it(judged: Path, socle: Socle) -> None:
    exempt(judged)
    said = socle("check", "--rules", "--as-of", "2026-03-01", "--lang", "fr")

    assert (
        "Exemptés\n  haute bucket-versioned: studies: les versions ne sont pas gardées\u00a0; Security office le permet"
        in said.out
    )


def test_an_exemption_that_covers_nothing_warns_at_its_line(judged: Path, socle: Socle) -> None:
    exempt(judged)
    write(judged / "infra/__main__.py", PROGRAM.replace("VERSIONED", "True"))
    said = socle("check", "--rules", "--as-of", "2026-03-01")

    line = BEFORE_EXEMPTIONS.count("\n") + 3
    assert "low exemption-unused: An exemption is not used" in said.out
    assert f"  stacks/estates/demo/estate.yaml:{line}: studies: exemptions.studies-without-versions" in said.out


def test_an_exemption_from_no_rule_is_refused_without_asking_for_rules(judged: Path, socle: Socle) -> None:
    exempt(judged, rule="bucket-versionned")
    said = socle("check")

    assert said.code == 1
    line = BEFORE_EXEMPTIONS.count("\n") + 4
    start = f"stacks/estates/demo/estate.yaml:{line}: exemptions.studies-without-versions.rule: "
    assert said.err.startswith(f"{start}there is no rule bucket-versionned\n")
    assert "did you mean bucket-versioned?" in said.err


def test_stacks_of_no_estate_are_judged_too(judged: Path, socle: Socle) -> None:
    write(judged / "stacks/Pulumi.alone.yaml", "config: {}\n")
    said = socle("check", "--rules", "--json")

    assert results(said.out, "bucket-versioned") == ["fail", "fail"]
    assert results(socle("check", "--rules", "--json", "--estate", "demo").out, "bucket-versioned") == ["fail"]


def test_what_the_code_of_another_package_makes_is_said_not_to_be_judged(judged: Path, socle: Socle) -> None:
    write(judged / "stacks/Pulumi.alone.yaml", "config: {}\n")
    made = 'pulumi.ComponentResource("awsx:ec2:Vpc", "v", {}, remote=True)\n'
    write(judged / "infra/__main__.py", PROGRAM.replace("VERSIONED", "True") + made)

    assert results(socle("check", "--rules", "--json").out, "resource-judged") == ["undetermined", "undetermined"]


@pytest.mark.usefixtures("failing")
def test_a_stack_that_cannot_be_captured_is_no_stack_without_findings(judged: Path, socle: Socle) -> None:
    write(judged / "infra/__main__.py", "raise ValueError('no')")
    said = socle("check", "--rules", "--json")

    assert said.code == 1
    assert "the program of demo-a failed" in said.err
    assert results(said.out, "flows-declared") == ["undetermined"]


def test_findings_alone_are_written_as_json(judged: Path, socle: Socle) -> None:
    said = socle("check", "--json")

    assert said.code == 2
    assert "add --rules" in said.err


def test_a_state_is_judged_with_the_exemptions_of_an_estate_that_is_named(judged: Path, socle: Socle) -> None:
    exempt(judged)
    row = {
        "urn": "urn:pulumi:demo-a::small::scaleway:object/bucket:Bucket::studies",
        "type": "scaleway:object/bucket:Bucket",
        "custom": True,
        "id": "fr-par/x-studies",
        "inputs": {"name": "x-studies"},
    }
    write(judged / "state.json", json.dumps({"version": 3, "deployment": {"resources": [row]}}))
    asked = ("audit", "state.json", "--json", "--as-of", "2026-03-01")

    assert results(socle(*asked).out, "bucket-versioned") == ["fail"]
    said = socle(*asked, "--estate", "demo")
    assert results(said.out, "bucket-versioned") == ["exempt"]
    assert results(said.out, "flows-declared") == ["undetermined"]
    assert results(said.out, "exemption-unused") == []


@pytest.mark.parametrize("command", ["check", "audit"])
def test_help_has_examples_and_exit_codes(command: str) -> None:
    from click.testing import CliRunner

    said = CliRunner().invoke(commands(), [command, "--help"]).output
    assert f"socle {command} " in said.partition("Examples:")[2]
    assert "Exit codes: 0" in said
