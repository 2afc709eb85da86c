"""`socle preview`: which stacks, what is drawn, what is written, and how it ends."""

import json
import os
from pathlib import Path

import pytest

from socle.plan import from_json

from .conftest import Socle, write


def test_a_stack_is_drawn_with_its_totals(project: Path, socle: Socle) -> None:
    said = socle("preview", "demo-a")
    assert said.code == 0
    assert "├── Store scratch" in said.out or "└── Store scratch" in said.out
    assert "    └── Bucket studies-bucket  [stateful, protected]" in said.out
    assert "demo-a: 2 resources in 2 components, 1 protected, 1 stateful and not protected, " in said.out
    assert " s (imports " in said.out.splitlines()[-1]


def test_every_stack_is_drawn_when_none_is_named(project: Path, socle: Socle) -> None:
    out = socle("preview").out
    assert [line for line in out.splitlines() if line in {"demo-a", "demo-b", "test-a"}] == [
        "demo-a",
        "demo-b",
        "test-a",
    ]
    assert "3 stacks: 6 resources in 6 components, 3 protected" in out


def test_stacks_of_one_estate_are_kept(project: Path, socle: Socle) -> None:
    assert "2 stacks: " in socle("preview", "--estate", "demo").out


def test_a_component_shows_the_line_of_the_estate_it_comes_from(project: Path, socle: Socle) -> None:
    assert "Store studies  stacks/estates/demo/estate.yaml:7" in socle("preview", "demo-a").out


def test_a_store_without_protection_is_a_warning_that_names_it(project: Path, socle: Socle) -> None:
    said = socle("preview", "demo-a")
    assert "warning: 1 stateful resource of demo-a is not protected" in said.out
    assert "stacks/estates/demo/estate.yaml:7: scratch-bucket: every object in it" in said.out
    assert "studies-bucket: every object" not in said.out


def test_a_protected_store_is_no_warning(project: Path, socle: Socle) -> None:
    write(project / "stacks/Pulumi.demo-a.yaml", "config:\n  small:careful: true\n")
    assert "warning" not in socle("preview", "demo-a").out


def test_what_a_program_prints_stays_out_of_the_output(project: Path, socle: Socle) -> None:
    said = socle("preview", "demo-a", "--json", "-")
    assert "a program may print" in said.err
    assert said.out.startswith("{")


def test_json_of_one_stack_is_the_plan_itself(project: Path, socle: Socle) -> None:
    plan = from_json(socle("preview", "demo-a", "--json", "-").out)
    assert (plan.stack, plan.outputs) == ("demo-a", {"greeting": "hello"})


def test_json_of_several_stacks_is_one_versioned_object(project: Path, socle: Socle) -> None:
    form = json.loads(socle("preview", "--json", "-").out)
    assert form["version"] == 1
    assert [plan["stack"] for plan in form["plans"]] == ["demo-a", "demo-b", "test-a"]


def test_json_goes_to_a_file_beside_the_tree(project: Path, socle: Socle) -> None:
    said = socle("preview", "demo-a", "--json", "plan.json")
    assert "Store studies" in said.out
    assert (project / "plan.json").read_text() == socle("preview", "demo-a", "--json", "-").out
    assert not list(project.glob(".*partial"))


def test_a_mode_of_up_makes_ids_up(project: Path, socle: Socle) -> None:
    program = (project / "infra/__main__.py").read_text()
    write(project / "infra/__main__.py", f'{program}\npulumi.export("id", bucket("b").id)\n')
    unknown = json.loads(socle("preview", "demo-a", "--json", "-").out)["outputs"]["id"]
    known = json.loads(socle("preview", "demo-a", "--json", "-", "--mode", "up").out)["outputs"]["id"]
    assert unknown == "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    assert known != unknown


@pytest.mark.usefixtures("failing")
def test_a_program_that_fails_is_told_with_its_line_and_writes_nothing(project: Path, socle: Socle) -> None:
    write(project / "infra/__main__.py", "import pulumi\n\nraise KeyError('no such study')\n")
    said = socle("preview", "demo-a", "--json", "plan.json")
    assert said.code == 1
    assert said.err.startswith("infra/__main__.py:3: the program of demo-a failed: KeyError: 'no such study'\n")
    assert "plan.json: not written" in said.err
    assert not (project / "plan.json").exists()


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    "last_words", ["raise SystemExit(3)", "import sys; sys.exit('no')", "raise pulumi.RunError('no')"]
)
def test_a_program_that_gives_up_is_no_success(project: Path, socle: Socle, last_words: str) -> None:
    write(project / "infra/__main__.py", f"import pulumi\n\n{last_words}\n")
    said = socle("preview", "demo-a")
    assert said.code == 1
    assert "the program of demo-a failed: " in said.err


@pytest.mark.usefixtures("failing")
def test_one_stack_that_fails_does_not_hide_the_others(project: Path, socle: Socle) -> None:
    program = (project / "infra/__main__.py").read_text()
    write(project / "infra/__main__.py", f"{program}\nassert pulumi.get_stack() != 'demo-b'\n")
    said = socle("preview")
    assert said.code == 1
    assert "the program of demo-b failed: AssertionError" in said.err
    assert "2 stacks: 4 resources" in said.out


@pytest.mark.usefixtures("failing")
def test_everything_that_a_capture_refuses_is_listed(project: Path, socle: Socle) -> None:
    twice = "storage.Bucket('same', name='x-y')\n" * 2
    write(project / "infra/__main__.py", f"from pulumiverse_scaleway import object as storage\n{twice}")
    said = socle("preview", "demo-a")
    assert said.code == 1
    first, *below = said.err.splitlines()
    assert first.startswith("infra/__main__.py:3: same: ")
    assert [line.partition(":")[0].strip() for line in below] == ["consequence", "remedy"]


@pytest.mark.usefixtures("failing")
def test_a_stack_that_refers_to_another_is_captured_after_it(project: Path, socle: Socle) -> None:
    write(
        project / "infra/__main__.py",
        "import pulumi\n"
        "if pulumi.get_stack() == 'demo-a':\n"
        "    other = pulumi.StackReference('organization/small/demo-b')\n"
        "    pulumi.export('theirs', other.require_output('ours'))\n"
        "else:\n"
        "    pulumi.export('ours', 'from b')\n",
    )
    said = socle("preview", "demo-a", "--json", "-")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["outputs"] == {"theirs": "from b"}


@pytest.mark.usefixtures("failing")
def test_a_stack_that_nobody_refers_to_is_not_captured(project: Path, socle: Socle) -> None:
    write(
        project / "infra/__main__.py",
        "import pulumi\n"
        "print('ran', pulumi.get_stack())\n"
        "assert pulumi.get_stack() != 'test-a'\n"
        "if pulumi.get_stack() == 'demo-a':\n"
        "    pulumi.StackReference('demo-b').require_output('ours')\n"
        "pulumi.export('ours', 1)\n",
    )
    said = socle("preview", "demo-a")
    assert said.code == 0
    assert said.err.split() == ["ran", "demo-a", "ran", "demo-b", "ran", "demo-a"]


@pytest.mark.usefixtures("failing")
def test_stacks_that_wait_for_each_other_are_refused(project: Path, socle: Socle) -> None:
    write(
        project / "infra/__main__.py",
        "import pulumi\n"
        "other = {'demo-a': 'demo-b', 'demo-b': 'demo-a'}[pulumi.get_stack()]\n"
        "pulumi.StackReference(other).require_output('theirs')\n",
    )
    said = socle("preview", "demo-a")
    assert said.code == 1
    assert "demo-b" in said.err


@pytest.mark.usefixtures("failing")
def test_a_failure_of_a_stack_that_another_waits_for_is_told(project: Path, socle: Socle) -> None:
    write(
        project / "infra/__main__.py",
        "import pulumi\n"
        "if pulumi.get_stack() == 'demo-a':\n"
        "    pulumi.StackReference('demo-b').require_output('ours')\n"
        "else:\n"
        "    raise ValueError('b is broken')\n",
    )
    said = socle("preview", "demo-a")
    assert said.code == 1
    assert "the program of demo-b failed: ValueError: b is broken" in said.err


@pytest.mark.usefixtures("failing")
def test_what_a_stack_that_nobody_has_gives_out_is_unknown_and_told(project: Path, socle: Socle) -> None:
    write(
        project / "infra/__main__.py",
        "import pulumi\npulumi.StackReference('organization/other/prod').get_output('x')\n",
    )
    said = socle("preview", "demo-a")
    assert said.code == 0
    assert "organization/other/prod" in said.err
    assert "count as unknown" in said.err


def test_an_encrypted_value_is_a_secret_that_never_shows(project: Path, socle: Socle) -> None:
    write(project / "stacks/Pulumi.demo-a.yaml", "config:\n  small:token:\n    secure: v1:abc:def\n")
    write(project / "infra/__main__.py", "import pulumi\npulumi.export('t', pulumi.Config().require_secret('token'))\n")
    said = socle("preview", "demo-a", "--json", "-")
    assert json.loads(said.out)["outputs"] == {"t": "[secret]"}


def test_what_is_deployed_makes_ids_known(project: Path, socle: Socle) -> None:
    write(project / "infra/__main__.py", BARE_BUCKET)
    write(project / "state.json", json.dumps({"version": 3, "deployment": {"resources": [deployed("demo-a")]}}))
    said = socle("preview", "demo-a", "--json", "-", "--prior", "state.json")
    assert json.loads(said.out)["outputs"] == {"id": "fr-par/x-y"}


def test_the_state_of_another_stack_is_refused(project: Path, socle: Socle) -> None:
    write(project / "state.json", json.dumps({"version": 3, "deployment": {"resources": [deployed("demo-b")]}}))
    said = socle("preview", "demo-a", "--prior", "state.json")
    assert said.code == 1
    assert said.err.startswith("state.json: this is the state of small/demo-b, and small/demo-a is previewed\n")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"deployment": {"resources": [{}]}}', "[" * 100_000, '"\\ud800']
)
def test_a_broken_state_is_refused(project: Path, socle: Socle, text: str) -> None:
    write(project / "state.json", text)
    said = socle("preview", "demo-a", "--prior", "state.json")
    assert said.code == 1
    assert said.err.startswith("state.json")
    assert "pulumi stack export" in said.err


def test_a_state_is_for_one_stack(project: Path, socle: Socle) -> None:
    write(project / "state.json", "{}")
    assert socle("preview", "--prior", "state.json").code == 2


def test_a_pipe_is_written_to_and_not_replaced(project: Path, socle: Socle) -> None:
    os.mkfifo(project / "pipe")
    reader = os.open(project / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert socle("preview", "demo-a", "--json", "pipe").code == 0
    assert os.read(reader, 20).startswith(b'{\n  "outputs"')
    os.close(reader)
    assert (project / "pipe").is_fifo()


BARE_BUCKET = """\
import pulumi

pulumi.export("id", pulumi.CustomResource("scaleway:object/bucket:Bucket", "b", {"name": "x-y"}).id)
"""


def deployed(stack: str) -> dict[str, object]:
    """The exported state of `BARE_BUCKET`."""
    return {
        "urn": f"urn:pulumi:{stack}::small::scaleway:object/bucket:Bucket::b",
        "type": "scaleway:object/bucket:Bucket",
        "custom": True,
        "id": "fr-par/x-y",
        "inputs": {"name": "x-y"},
        "outputs": {"name": "x-y", "id": "fr-par/x-y"},
    }


def test_what_a_program_says_shows_no_credential_and_steers_no_terminal(project: Path, socle: Socle) -> None:
    program = project / "infra" / "__main__.py" if (project / "infra").is_dir() else project / "__main__.py"
    lines = [
        "import sys, pulumi",
        "pulumi.log.warn('db_password=hunter2-log')",
        "print('token: hunter2-out9')",
        "print('\\x1b[2Jpassword=hunter2-err', file=sys.stderr)",
    ]
    program.write_text("\n".join([*lines, program.read_text()]))
    said = socle("preview", "demo-a")
    assert "hunter2" not in said.out + said.err
    assert "\x1b" not in said.err
    assert "\\x1b[2Jpassword=[secret]" in said.err
