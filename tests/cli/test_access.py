"""`socle access` in its four forms, against another revision, and where something cannot be read: on a small project.

What the matrix of plans says is the matter of `tests/access`.
"""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.repository import begin, git

from .conftest import Socle, write

PROGRAM = """\
import pulumi

config = pulumi.Config()
sets = ["VPCReadOnly", *(["ObjectStorageObjectsRead"] if config.get("more") else [])]
group = pulumi.CustomResource("scaleway:iam/group:Group", "readers", {"userIds": ["44444444-4444-4444-8444-444444444431"]})
pulumi.CustomResource(
    "scaleway:iam/policy:Policy",
    "policy",
    {"groupId": group.id, "rules": [{"permissionSetNames": sets, "projectIds": ["11111111-1111-4111-8111-111111111111"]}]},
)
pulumi.CustomResource(
    "scaleway:databases/privilege:Privilege",
    "p",
    {"userName": "=app", "databaseName": "d", "permission": "custom", "instanceId": "fr-par/66666666-6666-4666-8666-666666666666"},
)
"""


@pytest.fixture
def rights(project: Path) -> Path:
    """Two stacks of one estate, committed; the other stack of the small project is not asked for."""
    write(project / "infra/__main__.py", PROGRAM)
    write(project / "stacks/estates/demo/estate.yaml", "name: demo\n")
    begin(project)
    return project


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_it_draws_each_holder_with_five_answers(rights: Path, socle: Socle) -> None:
    said = socle("access", "demo-a")

    assert said.code == 0
    group = said.out[said.out.index("readers (people)") :].splitlines()
    assert group[1].split() == ["see", "read", "write", "delete", "manage", "on"]
    assert group[2].split()[:5] == ["yes", "no", "no", "no", "no"]
    assert "owners of an organisation" in said.out


def test_csv_has_one_line_for_a_holder_and_a_thing_and_a_spreadsheet_runs_none(rights: Path, socle: Socle) -> None:
    found = lines(socle("access", "demo-a", "--format", "csv").out)

    app = next(line for line in found if "app" in line["who"])
    assert app["who"] == "'=app"
    assert {app[verb] for verb in ("see", "read", "write", "delete", "manage")} == {"not known"}
    assert app["beside that"] == "custom"
    answered = {line[verb] for line in found for verb in ("see", "read", "write", "delete", "manage")}
    assert answered == {"yes", "no", "not known"}


def test_json_says_the_same_in_every_language(rights: Path, socle: Socle) -> None:
    english, french = (socle("access", "demo-a", "--format", "json", "--lang", each).out for each in ("en", "fr"))

    assert english == french
    form = json.loads(english)
    assert form["holders"]["readers"] == {
        "is": "people", "members": ["44444444-4444-4444-8444-444444444431"], "memberOf": [], "keysUntil": [],
    }  # fmt: skip
    row = next(each for each in form["rows"] if each["holder"] == "readers")
    assert row["may"] == {"see": "yes", "read": "no", "write": "no", "delete": "no", "manage": "no"}


def test_markdown_is_written_to_a_file_with_names_in_code(rights: Path, socle: Socle) -> None:
    assert socle("access", "demo-a", "--format", "markdown", "-o", "rights.md").code == 0
    text = (rights / "rights.md").read_text("utf-8")
    assert text.startswith("# Who may what: small\n")
    assert "| `readers` (people) | `VPC` in `11111111-1111-4111-8111-111111111111` | yes | no | no | no | no |" in text


@pytest.mark.slow
def test_a_base_says_whose_rights_grew(rights: Path, socle: Socle) -> None:
    write(rights / "stacks/Pulumi.demo-a.yaml", "config:\n  socle:estate: demo\n  small:more: yes\n")

    said = socle("access", "demo-a", "--base", "main")
    assert said.code == 0
    assert "grew: readers may now read on ObjectStorage in 11111111" in said.out

    changes = [line["change"] for line in lines(socle("access", "demo-a", "--base", "main", "--format", "csv").out)]
    assert sorted(filter(None, changes)) == ["grew: read"]


def test_a_new_member_and_a_lost_one_are_told_in_a_sentence(rights: Path, socle: Socle) -> None:
    other = "44444444-4444-4444-8444-444444444499"
    write(rights / "infra/__main__.py", PROGRAM.replace("44444444-4444-4444-8444-444444444431", other))

    said = socle("access", "demo-a", "--base", "main").out
    assert f"  grew: {other} becomes a member readers" in said
    assert "  shrank: no longer: 44444444-4444-4444-8444-444444444431 becomes a member readers" in said
    assert "may now" not in said


@pytest.mark.slow
def test_a_base_that_has_more_says_whose_rights_shrank_also_where_nothing_is_left(rights: Path, socle: Socle) -> None:
    write(rights / "infra/__main__.py", "import pulumi\n")

    found = lines(socle("access", "demo-a", "--base", "main", "--format", "csv").out)
    assert {(line["who"], line["see"], line["change"]) for line in found} >= {("readers", "no", "shrank: see")}
    assert {line["change"] for line in found if line["who"] == "'=app"} == {
        "not known: custom, see, read, write, delete, manage"
    } or all(line["change"] for line in found)
    form = json.loads(socle("access", "demo-a", "--base", "main", "--format", "json").out)
    assert {each["change"] for each in form["changes"]} == {"shrank", "unknown"}


def test_a_stack_without_a_plan_is_not_known_in_every_form(rights: Path, socle: Socle, failing: None) -> None:
    write(rights / "infra/__main__.py", "raise RuntimeError('broken')\n")

    said = socle("access", "demo-a", "--format", "csv")
    assert said.code == 1
    assert "broken" in said.err
    assert [set(line.values()) for line in lines(said.out)] == [{"demo-a", "not known"}]
    assert "the stack demo-a has no plan" in socle("access", "demo-a").out
    form = json.loads(socle("access", "demo-a", "--format", "json").out)
    assert list(form["withoutPlan"]) == ["demo-a"]


def test_a_base_without_a_plan_is_not_compared(rights: Path, socle: Socle) -> None:
    write(rights / "infra/__main__.py", "raise RuntimeError('broken then')\n")
    git(rights, "commit", "--quiet", "-am", "broken")
    write(rights / "infra/__main__.py", PROGRAM)

    said = socle("access", "demo-a", "--base", "main")
    assert said.code == 1
    assert "the stack demo-a is not compared" in said.out
    assert "grew:" not in said.out
    assert "of the stacks that could be compared, none" in said.out


@pytest.mark.parametrize("arguments", [("-o", "rights.txt"), ("--format", "xml"), ("nosuch",), ("--estate", "nosuch")])
def test_wrong_use_is_code_2(rights: Path, socle: Socle, arguments: tuple[str, ...]) -> None:
    assert socle("access", *arguments).code == 2
