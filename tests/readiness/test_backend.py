"""Which backend the engine would take, and whether an old state can be had back."""

import json
from pathlib import Path

import pytest

from socle.messages import said
from socle.readiness.backend import StateBucket, backend, state_bucket

from .machines import machine, project, repository, states, told

HERE = "s3://acme-state/platform?endpoint=https://s3.fr-par.scw.cloud&region=fr-par"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", [("wrong", "backend.none")]),
        ("file:///nowhere/at/all", [("wrong", "backend.folder.absent"), ("wrong", "backend.folder.bare")]),
        ("https://api.pulumi.com", [("not-known", "backend.service")]),
        ("https://pulumi.acme.example", [("not-known", "backend.service")]),
        ("gs://acme-state", [("not-known", "backend.other")]),
        ("azblob://state?storage_account=acme", [("not-known", "backend.other")]),
        ("postgres://me:secret@db.acme.example/state", [("not-known", "backend.other")]),
        ("ftp://acme.example", [("wrong", "backend.unreadable")]),
        ("acme-state", [("wrong", "backend.unreadable")]),
        ("s3://", [("wrong", "backend.unreadable")]),
        ("s3://acme-state", [("wrong", "backend.bucket.elsewhere")]),
        ("s3://acme-state?region=fr-par", [("wrong", "backend.bucket.elsewhere")]),
        ("s3://acme-state?endpoint=https://s3.scw.cloud.acme.example", [("wrong", "backend.bucket.stranger")]),
        ("s3://acme-state?endpoint=https://s3.fr-par.scw.cloud.acme.example", [("wrong", "backend.bucket.stranger")]),
        ("s3://acme-state?endpoint=https://[", [("wrong", "backend.bucket.stranger")]),
        ("s3://acme-state?endpoint=a-secret-without-a-dot", [("wrong", "backend.bucket.stranger")]),
        (HERE, [("not-known", "backend.bucket.unasked")]),
        ("s3://acme-state?endpoint=s3.fr-par.scw.cloud", [("not-known", "backend.bucket.unasked")]),
        (f"{HERE}&ssetype=AES256", [("wrong", "backend.bucket.sealed"), ("not-known", "backend.bucket.unasked")]),
    ],
)
def test_a_backend_is_judged_by_its_address(tmp_path: Path, url: str, found: list[tuple[str, str]]) -> None:
    lines = list(backend(repository(), machine(tmp_path, PULUMI_BACKEND_URL=url), lasting=True))
    assert states(lines) == found
    assert "secret" not in told(lines).replace("its secrets", "")


def test_a_folder_keeps_no_versions_which_only_a_rehearsal_may_do_without(tmp_path: Path) -> None:
    there = repository()
    here = machine(tmp_path, PULUMI_BACKEND_URL=f"file://{tmp_path}")
    assert states(backend(there, here, lasting=True)) == [("ok", "backend.folder"), ("wrong", "backend.folder.bare")]
    assert states(backend(there, here, lasting=False)) == [("ok", "backend.folder"), ("ok", "backend.folder.rehearsal")]


def test_a_folder_of_the_home_is_found(tmp_path: Path) -> None:
    here = machine(tmp_path, PULUMI_BACKEND_URL="file://~/.state")
    (here.home / ".state").mkdir()
    assert states(backend(repository(), here, lasting=True))[0] == ("ok", "backend.folder")


def test_the_variable_wins_over_the_project_and_the_project_over_the_login(tmp_path: Path) -> None:
    there = project(tmp_path)
    here = machine(tmp_path)
    (here.home / ".pulumi").mkdir()
    (here.home / ".pulumi/credentials.json").write_text(json.dumps({"current": "gs://login"}), "utf-8")
    assert "kind gs (pulumi login)" in told(backend(there, here, lasting=True))
    there.file.write_text(f"{there.file.read_text('utf-8')}backend: {{url: 'azblob://project'}}\n", "utf-8")
    assert "kind azblob (Pulumi.yaml)" in told(backend(there, here, lasting=True))
    named = machine(tmp_path, PULUMI_BACKEND_URL="postgres://variable")
    assert "kind postgres (PULUMI_BACKEND_URL)" in told(backend(there, named, lasting=True))


@pytest.mark.parametrize("text", ["", "[]", "not json", "{}", '{"current": ""}'])
def test_a_login_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    home = tmp_path / "elsewhere"
    home.mkdir()
    (home / "credentials.json").write_text(text, "utf-8")
    here = machine(tmp_path, PULUMI_CREDENTIALS_PATH=str(home))
    assert states(backend(repository(), here, lasting=True)) == [("wrong", "backend.none")]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (True, ("ok", "backend.bucket")),
        (False, ("wrong", "backend.bucket.unversioned")),
        (said("doctor.why.closed"), ("not-known", "backend.bucket.silent")),
    ],
)
def test_the_bucket_says_whether_it_keeps_versions(tmp_path: Path, answer: object, found: tuple[str, str]) -> None:
    asked: list[StateBucket] = []

    def ask(bucket: StateBucket):
        asked.append(bucket)
        return answer

    here = machine(tmp_path, PULUMI_BACKEND_URL=HERE)
    assert states(backend(repository(), here, lasting=True, ask=ask)) == [found]
    assert asked == [StateBucket("acme-state", "https://s3.fr-par.scw.cloud", "fr-par", path_style=False)]


@pytest.mark.parametrize("url", ["s3://acme-state", "s3://acme-state?endpoint=https://s3.acme.example"])
def test_a_stranger_is_asked_nothing(tmp_path: Path, url: str) -> None:
    def ask(bucket: StateBucket):
        raise AssertionError

    assert states(backend(repository(), machine(tmp_path, PULUMI_BACKEND_URL=url), lasting=True, ask=ask))


def test_an_address_is_read_as_the_engine_reads_it() -> None:
    url = "s3://b?endpoint=localhost:9000&disable_https=true&s3ForcePathStyle=true&region=nl-ams"
    assert state_bucket(url) == StateBucket("b", "http://localhost:9000", "nl-ams", path_style=True)
