"""Wrong use ends with 2 and says what is right; refused files end with 1 and name their line; never a traceback."""

import json
import os
from pathlib import Path

import pytest

from .conftest import PROJECT, Socle, write


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["previw"], "Did you mean 'preview'?"),
        (["preview", "--jsn", "x"], "--json"),
        (["preview", "demo-bb"], "there is no stack demo-bb. Did you mean demo-b? Known: demo-a, demo-b, test-a."),
        (["preview", "--estate", "demos"], "there is no estate demos. Did you mean demo? Known: demo, test."),
        (["preview", "--mode", "destroy"], "--mode"),
        (["preview", "--root", "nowhere"], "nowhere is not a folder"),
        (["preview", "--json", "nowhere/plan.json"], "there is no folder nowhere"),
        (["preview", "--json", "stacks"], "stacks is a folder"),
        (["preview", "demo-a", "--prior", "nowhere.json"], "there is no file nowhere.json"),
        (["preview", "--capture", "stacks"], "stacks is a folder"),
        (["preview", "--captured", "Pulumi.yaml"], "Name it with --head"),
        (["preview", "--head", "main"], "its plans are --captured, or its --engine preview"),
        (["preview", "--head", "main", "--captured", "nowhere.json"], "there is no file nowhere.json"),
        (["preview", "--head", "main", "--captured", "Pulumi.yaml", "--base", "main"], "a review has one baseline"),
        (["preview", "demo-a", "--head", "main", "--captured", "Pulumi.yaml"], "every stack of a revision is judged"),
        (["preview", "--capture", "plans.json", "--base", "main"], "cannot be written in one run"),
        (["preview", "--references", "answers.json", "--base", "main"], "a review that runs two programs, or none"),
        (["preview", "--invokes", "answers.json", "--base", "main"], "a review that runs two programs, or none"),
        (["preview", "--as-of", "2027-01-01"], "only a review asks the day"),
        (["check", "--estate", "tset"], "Did you mean test?"),
        (["explain"], "STACK"),
        (["explain", "demo-bb", "name"], "Did you mean demo-b?"),
        (["schema", "--check"], "needs --output FILE"),
        (["schema", "--output", "nowhere/x"], "there is no folder nowhere"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_right(
    project: Path, socle: Socle, arguments: list[str], said: str
) -> None:
    result = socle(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.split())


BROKEN = {
    "no name": ("Pulumi.yaml", "runtime: python\n", "Pulumi.yaml:1: name: the project has no name"),
    "a name that is a list": ("Pulumi.yaml", "name: [a]\n", "Pulumi.yaml:1: name: name is not a text"),
    "not YAML": ("Pulumi.yaml", "name: small\n  x: [\n", "Pulumi.yaml:2: this is not YAML"),
    "not a mapping": ("Pulumi.yaml", "- a\n", "Pulumi.yaml:1: the file is not a mapping"),
    "a key twice": ("Pulumi.yaml", "name: a\nname: b\n", "Pulumi.yaml:2: name is there twice, first in line 1"),
    "a list as a key": ("Pulumi.yaml", "name: a\n? [x]\n: y\n", "Pulumi.yaml:2: a key is not a text"),
    "too deep": ("Pulumi.yaml", f"name: a\nx: {'[' * 3000}", "Pulumi.yaml: values are nested too deeply"),
    "far too deep": (
        "Pulumi.yaml",
        f"name: a\nx: {'[' * 110_000}{']' * 110_000}\n",
        "Pulumi.yaml: values are nested too deeply",
    ),
    "rather deep": ("Pulumi.yaml", f"name: a\nx: {'[' * 60}{']' * 60}\n", "Pulumi.yaml:2: more than"),
    "too large": ("Pulumi.yaml", f"name: a\n#{'x' * 300_000}\n", "Pulumi.yaml: the file is larger than 256 KiB"),
    "a steering character": ("Pulumi.yaml", "name: a\x1b[31m\n", "Pulumi.yaml: this is not YAML: a character"),
    "a NUL": ("Pulumi.yaml", "name: a\x00b\n", "Pulumi.yaml: this is not YAML: a character"),
    "an unknown type": (
        "Pulumi.yaml",
        "name: a\nconfig:\n  x:\n    type: text\n",
        "Pulumi.yaml:4: config.x.type: text is not a type",
    ),
    "an unhashable type": ("Pulumi.yaml", "name: a\nconfig:\n  x:\n    type: [a]\n", "Pulumi.yaml:4: config.x.type: "),
    "config as a list": ("Pulumi.yaml", "name: a\nconfig: [x]\n", "Pulumi.yaml:2: config: config is not a mapping"),
    "a key of three parts": (
        "stacks/Pulumi.demo-a.yaml",
        "config:\n  a:b:c: 1\n",
        "stacks/Pulumi.demo-a.yaml:2: config.a:b:c: a:b:c is not a configuration key",
    ),
    "a wrong type": (
        "stacks/Pulumi.demo-a.yaml",
        "config:\n  small:greeting: hi\n  small:size: many\n",
        "stacks/Pulumi.demo-a.yaml:3: config.small:size: small:size is not of type integer",
    ),
    "a merge of a text": (
        "stacks/Pulumi.demo-a.yaml",
        "config:\n  <<: x\n",
        "stacks/Pulumi.demo-a.yaml:2: this is not YAML",
    ),
    "a billion laughs": (
        "stacks/Pulumi.demo-a.yaml",
        "config:\n" + "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['lol'])}]\n" for n in range(9)),
        "stacks/Pulumi.demo-a.yaml:",
    ),
    "an anchor in itself": (
        "stacks/Pulumi.demo-a.yaml",
        "config:\n  a: &a [*a]\n",
        "stacks/Pulumi.demo-a.yaml:2: more than 20000 values",
    ),
}


@pytest.mark.parametrize(("file", "text", "first"), BROKEN.values(), ids=BROKEN.keys())
def test_a_malformed_file_is_refused_with_its_line(
    project: Path, socle: Socle, file: str, text: str, first: str
) -> None:
    write(project / file, text)
    said = socle("preview", "demo-a")
    assert said.code == 1, said
    line, *below = said.err.splitlines()
    assert line.startswith(first)
    assert [word.split(":")[0] for word in below] == ["  consequence", "  remedy"]


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(project: Path, socle: Socle) -> None:
    (project / "stacks/Pulumi.demo-a.yaml").write_bytes(b"config:\n  a: caf\xe9\n")
    said = socle("preview", "demo-a")
    assert said.code == 1
    assert said.err.startswith("stacks/Pulumi.demo-a.yaml:2: the file is not UTF-8\n")


def test_a_file_that_may_not_be_read_is_refused(project: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_file: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)  # root may read everything, so rights alone prove nothing
    said = socle("preview", "demo-a")
    assert said.code == 1
    assert said.err.startswith("Pulumi.yaml: the file cannot be read (Permission denied)\n")


def test_every_breach_of_the_declared_configuration_is_told_at_once(project: Path, socle: Socle) -> None:
    needed = "  small:owner:\n    type: string\n  small:token:\n    type: string\n    secret: true\n"
    write(project / "Pulumi.yaml", PROJECT + needed)
    write(project / "stacks/Pulumi.demo-a.yaml", "config:\n  small:size: many\n  small:token: plain\n")
    err = socle("preview", "demo-a").err
    assert "Pulumi.demo-a.yaml:1: config: the stack does not set small:owner" in err
    assert "Pulumi.demo-a.yaml:2: config.small:size: small:size is not of type integer" in err
    assert "Pulumi.demo-a.yaml:3: config.small:token: small:token is a secret and is written in plain text" in err
    assert err.endswith("3 problems\n")
    assert "plain\n" not in err.replace("plain text", "")


def test_without_a_project_the_way_out_is_told(tmp_path: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = socle("check")
    assert said.code == 1
    assert "there is no Pulumi.yaml here or in any folder above" in said.err
    assert "--root" in said.err


def test_a_project_without_stacks_is_told(project: Path, socle: Socle) -> None:
    for file in (project / "stacks").glob("*.yaml"):
        file.unlink()
    said = socle("preview")
    assert said.code == 2
    assert "the project has no stack" in said.err


def test_a_project_without_a_program_is_told(project: Path, socle: Socle) -> None:
    (project / "infra/__main__.py").unlink()
    said = socle("preview", "demo-a")
    assert said.code == 1
    assert "infra/__main__.py" in said.err
    assert "Traceback" not in said.err


def test_the_project_is_found_from_a_folder_below(project: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "infra")
    assert "Store studies  ../stacks/estates/demo/estate.yaml:7" in socle("preview", "demo-a").out


def test_a_project_elsewhere_is_named(project: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert socle("preview", "demo-a", "--root", str(project)).code == 0


def test_a_bug_is_told_in_a_line_with_the_way_to_its_traceback(
    project: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_folder: Path) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("socle.cli.options.find_project", broken)
    said = socle("check")
    assert said.code == 1
    assert said.err.startswith("unexpected error: ZeroDivisionError: by nothing\n")
    assert "SOCLE_DEBUG=1" in said.err
    monkeypatch.setitem(os.environ, "SOCLE_DEBUG", "1")
    again = socle("check")
    assert again.code == 1
    assert "Traceback" in again.err
    assert "ZeroDivisionError" in again.err


@pytest.mark.parametrize("file", ["Pulumi.yaml", "stacks/Pulumi.demo-a.yaml"])
def test_a_file_of_the_project_that_leads_elsewhere_is_refused(project: Path, socle: Socle, file: str) -> None:
    outside = project.parent / "elsewhere.yaml"
    outside.write_text((project / file).read_text())
    (project / file).unlink()
    (project / file).symlink_to(outside)
    said = socle("preview", "demo-a")

    assert said.code == 1
    assert "a link that leads out of its folder" in said.err


def test_an_estate_in_place_of_a_stack_is_answered_with_its_stacks(socle: Socle) -> None:
    said = socle("preview", "demo", "--root", str(Path(__file__).parents[2]))

    assert said.code == 2
    assert "demo is an estate, not a stack: name one of demo-b" in said.err
    assert ", demo-platform" in said.err
    assert "rehearsal-" not in said.err


def test_a_plan_in_place_of_a_state_is_answered_with_the_command_that_judges_plans(
    socle: Socle, tmp_path: Path
) -> None:
    for form in ({"version": 1, "project": "p", "stack": "s", "resources": []}, {"version": 1, "plans": []}):
        (tmp_path / "plan.json").write_text(json.dumps(form))
        said = socle("audit", str(tmp_path / "plan.json"))
        assert said.code == 1
        assert "this is a plan of socle preview" in said.err
        assert "socle check --rules judges what stacks would deploy" in said.err


def test_a_project_without_an_estate_is_told_what_judges_it(socle: Socle, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: python\n")
    said = socle("check", "--root", str(tmp_path))

    assert said.code == 2
    assert "the project has no estate" in said.err
    assert "--rules judges what its stacks would deploy" in said.err
    assert "--estate" not in said.err
