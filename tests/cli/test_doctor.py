"""`socle doctor` as it is typed: text, JSON, both languages, exit codes; nothing of a variable is repeated."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.checkout import copied, edit
from tests.readiness.machines import machine

from .conftest import Socle
from .test_language import ENGLISH, FRENCH, left_in

ORGANIZATION, PLATFORM = "22222222-2222-4222-8222-222222222222", "11111111-1111-4111-8111-111111111111"
SECRET = "7f3c1e62-0b9d-4c55-9c1e-51a2b8e0d94f"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone on a machine of its own, which has what a rehearsal needs. Quotas, which take seconds, are asked elsewhere."""
    (place := tmp_path / "clone").mkdir()
    here = machine(tmp_path, ("pulumi", "v3.260.0"), ("uv", "uv 0.13.9"), ("pulumi-language-python", ""))
    for name in ("SCW_", "AWS_", "ARM_", "AZURE_", "PULUMI_", "SSL_CERT", "REQUESTS_CA", "HTTP", "NO_PROXY"):
        for each in [key for key in os.environ if key.upper().startswith(name)]:
            monkeypatch.delenv(each)
    (state := tmp_path / "state").mkdir()
    own = {
        "SCW_ACCESS_KEY": "SCWAAAAAAAAAAAAAAAAA", "SCW_SECRET_KEY": SECRET, "SCW_DEFAULT_ORGANIZATION_ID": ORGANIZATION,
        "SCW_DEFAULT_PROJECT_ID": PLATFORM, "PULUMI_BACKEND_URL": f"file://{state}", "HOME": str(here.home),
    }  # fmt: skip
    for key, value in {**here.environment, **own}.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(copied(place))
    monkeypatch.setattr("socle.readiness.doctor.quotas", lambda *_: iter(()))
    return place


def test_a_machine_is_told_line_by_line(checkout: Path, socle: Socle) -> None:
    said = socle("doctor", "demo-platform")
    assert said.code == 1
    assert "a folder keeps no versions of a state" in said.out
    assert "remedy: move the stack to a versioned bucket" in said.out
    assert "the variables are those of demo on Scaleway" in said.out
    assert "11 ok, 1 wrong" in said.out
    assert SECRET not in said.out


def test_nothing_wrong_is_fine_whatever_is_not_known(
    checkout: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://acme?endpoint=https://s3.fr-par.scw.cloud&region=fr-par")
    said = socle("doctor", "demo-platform")
    assert said.code == 0, said.out
    assert "0 wrong" in said.out
    assert "not known" in said.out


def test_every_line_is_json(checkout: Path, socle: Socle) -> None:
    said = socle("doctor", "demo-platform", "--json")
    told = json.loads(said.out)
    assert said.code == 1
    assert {"topic", "state", "what", "consequence", "remedy"} == set(told["lines"][0])
    assert told["count"]["wrong"] == sum(each["state"] == "wrong" for each in told["lines"]) == 1
    assert all(each["consequence"] and each["remedy"] for each in told["lines"] if each["state"] != "ok")
    assert SECRET not in said.out


def test_the_lasting_estate_is_asked_about_by_default(checkout: Path, socle: Socle) -> None:
    assert "demo-foundation" in socle("doctor").out
    assert "rehearsal" not in socle("doctor").out
    assert "and all that is asked about is a rehearsal" in socle("doctor", "--estate", "rehearsal").out


def test_one_machine_has_the_credentials_of_one_estate(checkout: Path, socle: Socle) -> None:
    said = socle("doctor", "demo-platform", "rehearsal-platform")
    assert said.code == 2
    assert "which estate? There are: demo, rehearsal." in said.err


def test_what_a_stack_file_says_to_a_provider_is_told_at_its_line(checkout: Path, socle: Socle) -> None:
    edit(
        checkout / "stacks/Pulumi.demo-platform.yaml", ("config:\n", "config:\n  scaleway:apiUrl: https://a.example\n")
    )
    said = socle("doctor", "demo-platform")
    assert "stacks/Pulumi.demo-platform.yaml:2: scaleway:apiUrl sends the provider to a.example" in said.out
    edit(checkout / "stacks/Pulumi.demo-platform.yaml", ("apiUrl: https://a.example", "profile: mine"))
    assert "scaleway:profile is in the stack's configuration" in socle("doctor", "demo-platform").out


def test_an_estate_that_is_refused_is_told_and_the_rest_too(checkout: Path, socle: Socle) -> None:
    edit(checkout / "stacks/estates/demo/estate.yaml", ("name_prefix:", "name_prefixx:"))
    said = socle("doctor", "demo-platform")
    assert said.code == 1
    assert "stacks/estates/demo/estate.yaml:" in said.out
    assert "a folder keeps no versions" in said.out


@pytest.mark.parametrize("arguments", [("doctor",), ("doctor", "--json"), ("doctor", "demo-bridge")])
def test_it_speaks_both_languages(checkout: Path, socle: Socle, arguments: tuple[str, ...]) -> None:
    english, french = socle(*arguments), socle(*arguments, "--lang", "fr")
    assert english.code == french.code
    keys = '"(topic|state|what|consequence|remedy|lines|count|not-known|ok|wrong)"'
    assert left_in(re.sub(keys, "", french.out), ENGLISH) == []
    assert left_in(re.sub(keys, "", english.out), FRENCH) == []


@pytest.mark.slow
def test_quotas_are_counted_over_the_estates_of_the_organisation(
    checkout: Path, socle: Socle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from socle.readiness.quotas import quotas

    monkeypatch.setattr("socle.readiness.doctor.quotas", quotas)
    said = socle("doctor", "demo-platform")
    assert "GB of volumes are planned, and no quota of it is published" in said.out
    assert "by what an organisation has at first" in said.out
