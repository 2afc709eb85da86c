"""`socle preview` with a baseline, and `socle cost`: exit codes, files, and what a person reads."""

import json
from pathlib import Path

import jsonschema
import pytest

from socle.report.review.json import schema
from tests.repository import begin, git

from .conftest import PROGRAM, Socle, write

pytestmark = pytest.mark.slow

PREVIEWS = Path(__file__).parents[1] / "data" / "engine-previews"


@pytest.fixture
def committed(project: Path) -> Path:
    """The small project as one commit."""
    begin(project)
    return project


def edit(project: Path, old: str, new: str) -> None:
    file = project / "infra/__main__.py"
    assert old in file.read_text()
    file.write_text(PROGRAM.replace(old, new))


def test_an_unchanged_program_is_safe(committed: Path, socle: Socle) -> None:
    said = socle("preview", "demo-a", "--base", "main")

    assert said.code == 0
    assert "No risk found: nothing changes" in said.out
    assert "Compared with main (" in said.out


def test_a_refused_change_ends_with_code_1_and_names_the_line_of_the_estate(committed: Path, socle: Socle) -> None:
    edit(committed, '{"name": f"x-{name}"}', '{"name": f"y-{name}"}')

    said = socle("preview", "--base", "main")

    assert said.code == 1
    assert "replace scaleway.object.Bucket" in said.out
    assert "because of name" in said.out
    assert "stacks/estates/demo/estate.yaml:7" in said.out
    assert "Refused: " in said.out


def test_every_file_that_was_asked_for_is_written(committed: Path, socle: Socle) -> None:
    edit(committed, '"studies", protect=True', '"studies", protect=False')

    said = socle(
        "preview", "demo-a", "--base", "main", "--markdown", "r.md", "--html", "r.html", "--json-report", "r.json"
    )

    assert said.code == 0
    assert (committed / "r.md").read_text().startswith("<!-- socle:review:small -->")
    assert (committed / "r.html").read_text().startswith("<!doctype html>")
    form = json.loads((committed / "r.json").read_text())
    jsonschema.validate(form, schema())
    assert form["reasons"] == {"unprotects": 1, "weakens": 1, "broken": 1, "files": 1}


def test_the_comment_alone_goes_to_the_standard_output(committed: Path, socle: Socle) -> None:
    said = socle("preview", "demo-a", "--base", "main", "--markdown", "-")

    assert said.out.startswith("<!-- socle:review:small -->")
    assert said.out.count("\n## ") == 1


def test_the_review_speaks_french(committed: Path, socle: Socle) -> None:
    assert (
        "Aucun risque trouvé\u00a0: rien ne change" in socle("preview", "demo-a", "--base", "main", "--lang", "fr").out
    )


def test_a_stack_that_the_base_does_not_have_is_new(committed: Path, socle: Socle) -> None:
    write(committed / "stacks/Pulumi.demo-c.yaml", "config:\n  socle:estate: demo\n")

    assert "create scaleway.object.Bucket" in socle("preview", "demo-c", "--base", "main").out


def test_a_stack_without_a_file_is_told_to_still_be_deployed(committed: Path, socle: Socle) -> None:
    (committed / "stacks/Pulumi.test-a.yaml").unlink()

    said = socle("preview", "demo-a", "--base", "main")

    assert "No program is left for test-a" in said.out
    assert "Look at this" in said.out


def test_a_base_that_cannot_be_captured_is_told_and_the_stack_is_shown(committed: Path, socle: Socle) -> None:
    edit(committed, 'Store("studies", protect=True)', 'raise RuntimeError("broken then")')
    git(committed, "commit", "--quiet", "-am", "broken")
    (committed / "infra/__main__.py").write_text(PROGRAM)

    said = socle("preview", "demo-a", "--base", "HEAD")

    assert "broken then" in said.out
    assert "1 stack has nothing to compare with" in said.out


@pytest.mark.usefixtures("failing")
def test_a_program_that_fails_is_refused_with_its_words(committed: Path, socle: Socle) -> None:
    edit(committed, 'Store("studies", protect=True)', 'raise RuntimeError("broken now")')

    said = socle("preview", "demo-a", "--base", "main")

    assert said.code == 1
    line = 1 + next(number for number, each in enumerate(PROGRAM.splitlines()) if 'Store("studies"' in each)
    assert (
        f"Refused: demo-a: infra/__main__.py:{line}: the program of demo-a failed: RuntimeError: broken now" in said.out
    )


def test_a_state_is_a_baseline(project: Path, socle: Socle) -> None:
    urn = "urn:pulumi:demo-a::small::scaleway:object/bucket:Bucket::gone"
    row = {"urn": urn, "type": "scaleway:object/bucket:Bucket", "custom": True, "id": "fr-par/gone", "protect": True}
    write(project / "state.json", json.dumps({"version": 3, "deployment": {"resources": [row]}}))

    said = socle("preview", "demo-a", "--state", "state.json")

    assert said.code == 1
    assert "delete scaleway.object.Bucket gone" in said.out
    assert "Level: state" in said.out


def test_the_engines_own_preview_is_drawn_as_the_same_report(project: Path, socle: Socle) -> None:
    said = socle("preview", "--engine", str(PREVIEWS / "iam-sets.json"), "--engine", str(PREVIEWS / "vpc-region.json"))

    assert said.code == 1
    assert "Level: engine" in said.out
    assert "VPCReadOnly" in said.out
    assert "unable to replace resource" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--base", "main", "--state", "Pulumi.yaml"], "a review has one baseline"),
        (["--state", "nowhere.json"], "there is no file nowhere.json"),
        (["--state", "Pulumi.yaml"], "a state is of one stack, and 3 are previewed"),
        (["demo-a", "--base", "main", "--prior", "Pulumi.yaml"], "give --state instead"),
        (["--base", "main", "--json", "plan.json"], "cannot be written in one run"),
        (["--base", "main", "--html", "nowhere/r.html"], "there is no folder nowhere"),
        (["--base", "main", "--html", "-", "--markdown", "-"], "takes one of them"),
    ],
)
def test_wrong_use_is_told_before_anything_runs(project: Path, socle: Socle, arguments: list[str], said: str) -> None:
    found = socle("preview", *arguments)

    assert found.code == 2
    assert said in " ".join(found.err.replace("│", " ").split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["demo-a", "--state", "bad.json"], "this is not JSON"),
        (["--engine", "bad.json"], "there is nothing to report"),
        (["--engine", "empty.json"], "this is not a preview"),
        (["demo-a", "--base", "nowhere"], "there is no such revision"),
    ],
)
def test_a_bad_baseline_is_refused_with_a_remedy(
    committed: Path, socle: Socle, arguments: list[str], said: str
) -> None:
    write(committed / "bad.json", "{")
    write(committed / "empty.json", "{}")

    found = socle("preview", *arguments)

    assert found.code == 1
    assert said in found.err
    assert "remedy: " in found.err
    assert "Traceback" not in found.err


def test_the_cost_names_what_is_not_in_the_sum(project: Path, socle: Socle) -> None:
    said = socle("cost", "demo-a")

    assert said.code == 0
    assert "stored_gb: buckets.studies" in said.out
    assert said.out.splitlines()[-1].startswith("€0.00 a month before tax, 4 lines not in the sum")


def test_every_line_of_the_cost_is_in_the_json(project: Path, socle: Socle) -> None:
    form = json.loads(socle("cost", "demo-a", "--json", "-").out)

    assert {line["status"] for line in form["lines"]} == {"undeclared quantity"}


def test_prices_of_another_form_are_refused(project: Path, socle: Socle) -> None:
    write(project / "prices.json", "{}")

    assert socle("cost", "demo-a", "--prices", "prices.json").code == 1


MACHINE = """\
import pulumi

found = pulumi.StackReference("acme/net/demo").require_output("type")
pulumi.CustomResource("scaleway:instance/server:Server", "studies", {"type": found, "image": "ubuntu_noble"})
"""


def broken_rules(project: Path, socle: Socle, *more: str) -> set[str]:
    write(project / "infra/__main__.py", MACHINE)
    write(project / "answers.json", json.dumps({"acme/net/demo": {"type": "ENT1-S"}}))
    said = socle("preview", "demo-a", "--json-report", "report.json", *more)

    assert said.code == 0, said.err
    return {each["rule"] for each in json.loads((project / "report.json").read_text())["broken"]}


def test_a_review_of_one_side_is_told_what_other_projects_answer(project: Path, socle: Socle) -> None:
    assert "offer-open" in broken_rules(project, socle, "--references", "answers.json")
    assert "offer-open" not in broken_rules(project, socle)


def test_a_review_asks_the_rules_as_of_a_day(project: Path, socle: Socle) -> None:
    asked = ("--references", "answers.json", "--as-of")

    assert "offer-open" in broken_rules(project, socle, *asked, "2025-08-29")
    assert "offer-open" not in broken_rules(project, socle, *asked, "2025-08-28")
