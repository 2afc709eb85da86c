"""A project read from its files: what the engine would give the program of each stack."""

from pathlib import Path

import pytest

from socle.messages import Refused
from socle.project.project import Project, find_project
from socle.project.settings import SEALED


def project(folder: Path, head: str = "", stack: str = "config: {}\n") -> Project:
    """A project of one stack, `s`."""
    (folder / "Pulumi.yaml").write_text(f"name: p\nruntime: python\n{head}")
    (folder / "Pulumi.s.yaml").write_text(stack)
    return find_project(folder)


def given(folder: Path, stack: str, head: str = "") -> dict[str, str]:
    """The plain configuration of a stack."""
    plain, secret = project(folder, head, stack).config("s")
    assert not secret
    return plain


def test_folders_are_those_of_the_project_file(tmp_path: Path) -> None:
    found = project(tmp_path, "main: infra\nstackConfigDir: stacks\n")
    assert (found.root, found.name) == (tmp_path, "p")
    assert (found.program, found.stack_folder, found.estates) == (
        tmp_path / "infra",
        tmp_path / "stacks",
        tmp_path / "stacks/estates",
    )


def test_without_folders_everything_is_in_the_root(tmp_path: Path) -> None:
    found = project(tmp_path)
    assert (found.program, found.stack_folder) == (tmp_path, tmp_path)
    assert found.stacks() == ["s"]


def test_the_old_key_for_the_stack_folder_still_counts(tmp_path: Path) -> None:
    assert project(tmp_path, "config: stacks\n").stack_folder == tmp_path / "stacks"


def test_the_nearest_project_above_is_found(tmp_path: Path) -> None:
    project(tmp_path)
    inner = tmp_path / "a/b"
    inner.mkdir(parents=True)
    (inner / "Pulumi.yaml").write_text("name: inner\n")
    assert find_project(inner).name == "inner"
    assert find_project(tmp_path / "a").name == "p"


def test_stack_files_have_the_extension_of_the_project_file(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yml").write_text("name: p\n")
    (tmp_path / "Pulumi.a.yml").write_text("config:\n  x: 1\n")
    (tmp_path / "Pulumi.b.yaml").write_text("config: {}\n")
    found = find_project(tmp_path)
    assert found.stacks() == ["a"]
    assert found.config("a") == ({"p:x": "1"}, {})


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("plain", "plain"),
        ("'true'", "true"),
        ("true", "true"),
        ("7", "7"),
        ("1.5", "1.5"),
        ("1.0", "1"),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("2026-01-31", "2026-01-31"),
        ("007", "007"),
        ("null", "null"),
        ("[a, 1, true]", '["a",1,true]'),
        ("{a: {b: 2}}", '{"a":{"b":2}}'),
        ("é", "é"),
    ],
)
def test_values_reach_a_program_as_the_engine_writes_them(tmp_path: Path, written: str, text: str) -> None:
    assert given(tmp_path, f"config:\n  other:x: {written}\n") == {"other:x": text}


@pytest.mark.parametrize(("key", "full"), [("x", "p:x"), ("other:x", "other:x"), ("other:config:x", "other:x")])
def test_a_bare_key_is_the_projects_own(tmp_path: Path, key: str, full: str) -> None:
    assert given(tmp_path, f"config:\n  {key}: v\n") == {full: "v"}


def test_defaults_apply_where_a_stack_is_silent(tmp_path: Path) -> None:
    head = "config:\n  x:\n    type: integer\n    default: 3\n  y: short\n  other:z: fixed\n  other:w:\n    value: v\n"
    assert given(tmp_path, "config:\n  p:x: 4\n", head) == {
        "p:x": "4",
        "p:y": "short",
        "other:z": "fixed",
        "other:w": "v",
    }


def test_an_empty_stack_file_is_a_stack(tmp_path: Path) -> None:
    assert given(tmp_path, "") == {}


def test_encrypted_values_are_placeholders_among_the_secrets(tmp_path: Path) -> None:
    stack = "config:\n  a:\n    secure: v1:x\n  b:\n    user: me\n    password:\n      secure: v1:y\n  c: plain\n"
    plain, secret = project(tmp_path, stack=stack).config("s")
    assert plain == {"p:c": "plain"}
    assert secret == {"p:a": SEALED, "p:b": f'{{"user":"me","password":"{SEALED}"}}'}


def refused(folder: Path, head: str, stack: str) -> list[str]:
    """What is wrong with a stack, in words."""
    with pytest.raises(Refused) as caught:
        project(folder, head, stack).config("s")
    return [problem.what for problem in caught.value.refusals]


def test_a_key_without_default_is_needed_in_every_stack(tmp_path: Path) -> None:
    assert refused(tmp_path, "config:\n  x:\n    type: string\n", "config: {}\n") == ["the stack does not set p:x"]


def test_a_key_of_another_namespace_is_never_needed(tmp_path: Path) -> None:
    assert given(tmp_path, "config: {}\n", "config:\n  other:x:\n    description: optional\n") == {}


def test_a_secret_in_plain_text_is_refused_without_repeating_it(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        project(tmp_path, "config:\n  x:\n    type: string\n    secret: true\n", "config:\n  x: hunter2\n").config("s")
    assert "x is a secret and is written in plain text" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("key", ["scaleway:secretKey", "azure-native:clientSecret", "kubernetes:token"])
def test_a_credential_of_a_provider_in_plain_text_is_refused_without_repeating_it(tmp_path: Path, key: str) -> None:
    with pytest.raises(Refused) as caught:
        project(tmp_path, stack=f"config:\n  {key}: hunter2\n").config("s")
    assert f"{key} is a credential and is written in plain text" in str(caught.value)
    assert f"pulumi config set --secret {key}" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "line", ["scaleway:secretKey: {secure: v1:x}", "scaleway:accessKey: SCWX", "scaleway:region: fr-par", "p:token: x"]
)
def test_what_is_sealed_or_no_credential_of_a_provider_passes(tmp_path: Path, line: str) -> None:
    project(tmp_path, stack=f"config:\n  {line}\n").config("s")


@pytest.mark.parametrize(
    ("line", "what", "remedy"),
    [
        ("scaleway:region: fr-pra", "fr-pra is not a region of the host", "did you mean fr-par?"),
        ("scaleway:region: FR-PAR", "FR-PAR is not a region of the host", "did you mean fr-par?"),
        ("scaleway:zone: fr-par", "fr-par is not a zone of the host", "did you mean fr-par-"),
        ("scaleway:config:zone: nl-ams-4", "nl-ams-4 is not a zone of the host", "did you mean nl-ams-"),
        ("scaleway:regoin: fr-par", "regoin is no setting of the provider scaleway", "did you mean region?"),
        ("scaleway:project_id: x", "project_id is no setting of the provider scaleway", "did you mean projectId?"),
        (
            "azure-native:locaton: francecentral",
            "locaton is no setting of the provider azure-native",
            "did you mean location?",
        ),
        ("kubernetes:namspace: apps", "namspace is no setting of the provider kubernetes", "did you mean namespace?"),
    ],
)
def test_a_misspelt_setting_of_a_provider_is_refused(tmp_path: Path, line: str, what: str, remedy: str) -> None:
    with pytest.raises(Refused) as caught:
        project(tmp_path, stack=f"config:\n  {line}\n").config("s")
    (refusal,) = caught.value.refusals
    assert refusal.what == what
    assert refusal.remedy.startswith(remedy)
    assert refusal.place.line == 2


@pytest.mark.parametrize(
    "line",
    [
        "scaleway:zone: it-mil-1", "scaleway:s3UsePathStyle: true", "azure-native:location: francecentral", "kubernetes:namespace: a",
        "aws:regoin: x", "p:regoin: fr-pra", "scaleway:region: {secure: v1:x}", "azure-native:pluginDownloadURL: ''",
    ],
)  # fmt: skip
def test_a_setting_that_a_provider_has_or_that_nobody_knows_passes(tmp_path: Path, line: str) -> None:
    project(tmp_path, stack=f"config:\n  {line}\n").config("s")


FITS = {
    "string": ["a", "7", "true", "1.5"],
    "integer": ["7", "'7'", "-1", "1.0"],
    "boolean": ["true", "'false'"],
    "object": ["{a: 1}"],
    "array\n    items:\n      type: integer": ["[]", "[1, 2]"],
    "array\n    items:\n      type: array\n      items:\n        type: string": ["[[a], []]"],
}
FITS_NOT = {
    "string": ["[a]", "{a: 1}", "null"],
    "integer": ["a", "1.5", "true", "[1]"],
    "boolean": ["yes", "1", "True-ish"],
    "object": ["a", "[a]"],
    "array\n    items:\n      type: integer": ["1", "[a]", "{a: 1}"],
    "array": ["[a]"],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in FITS.items() for value in values])
def test_a_value_of_the_declared_type_passes(tmp_path: Path, kind: str, value: str) -> None:
    assert "p:x" in given(tmp_path, f"config:\n  x: {value}\n", f"config:\n  x:\n    type: {kind}\n")


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in FITS_NOT.items() for value in values])
def test_a_value_of_another_type_is_refused(tmp_path: Path, kind: str, value: str) -> None:
    name = kind.split("\n", maxsplit=1)[0]
    assert refused(tmp_path, f"config:\n  x:\n    type: {kind}\n", f"config:\n  x: {value}\n") == [
        f"p:x is not of type {name}"
    ]
