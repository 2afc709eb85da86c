"""`socle bootstrap` as it is typed: a list of steps, the next command, JSON and both languages."""

import json
from pathlib import Path

import pytest

from tests.checkout import copied, edit
from tests.readiness.machines import machine

from .conftest import Socle
from .test_language import ENGLISH, FRENCH, left_in


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (place := tmp_path / "clone").mkdir()
    here = machine(tmp_path)
    for key in ("PULUMI_BACKEND_URL", "PULUMI_HOME", "PULUMI_CREDENTIALS_PATH"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("HOME", str(here.home))
    monkeypatch.chdir(copied(place))
    return place


def test_it_ends_with_what_comes_next(checkout: Path, socle: Socle) -> None:
    said = socle("bootstrap")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("The first day of demo\n")
    assert said.out.rstrip().endswith("pulumi up --stack demo-bootstrap")
    assert "by hand    two owners of the organisation" in said.out
    assert "checked: console, IAM, API keys" in said.out


def test_every_step_is_json(checkout: Path, socle: Socle) -> None:
    told = json.loads(socle("bootstrap", "--json").out)
    assert told["next"].endswith("pulumi up --stack demo-bootstrap")
    assert [each["step"] for each in told["steps"]][:4] == ["owners", "contract", "quotas", "declared"]
    assert sum(told["count"].values()) == len(told["steps"]) == 14
    assert all(each["what"] and each["checked"] for each in told["steps"])


def test_an_estate_that_declares_no_bootstrap_is_told_what_to_write(checkout: Path, socle: Socle) -> None:
    said = socle("bootstrap", "--estate", "rehearsal")
    assert "Next: bootstrap is declared: administrators in foundation.yaml" in said.out


def test_an_estate_that_is_refused_has_no_first_day(checkout: Path, socle: Socle) -> None:
    edit(checkout / "stacks/estates/demo/estate.yaml", ("name_prefix:", "name_prefixx:"))
    assert socle("bootstrap", "--estate", "demo").code == 1
    assert socle("bootstrap", "--estate", "nosuch").code == 2


def test_it_speaks_both_languages(checkout: Path, socle: Socle) -> None:
    english, french = socle("bootstrap"), socle("bootstrap", "--lang", "fr")
    assert left_in(french.out, ENGLISH) == []
    assert left_in(english.out, FRENCH) == []
    assert "Ensuite" in french.out
