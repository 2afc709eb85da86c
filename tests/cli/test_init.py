"""`socle init` as a new user would try it: what it writes checks, previews and keeps the rules, and nothing of anybody is overwritten.

Does not prove that the host deploys what it writes: nothing here can ask it.
"""

import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from socle.estate import load
from socle.project import find_project
from socle.project.new import Answers, from_demo, left_over, small, wrong
from tests.checkout import copied

from .conftest import Socle

ROOT = Path(__file__).parents[2]
ORGANIZATION, PERSON = "26262626-2626-4262-8262-262626262626", "27272727-2727-4272-8272-272727272727"
FACTS = {
    "--owner": "Agence regionale",
    "--organization-id": ORGANIZATION,
    "--break-glass-user-id": PERSON,
    "--contact": "on-call@agence.fr",
}
MORE = {"--runner-range": "198.51.100.0/28", "--hds-contract": "HDS-2026-041"}
ANSWERS = Answers(
    "mine",
    "Agence regionale",
    ORGANIZATION,
    PERSON,
    "astreinte@agence.fr",
    "",
    "198.51.100.0/28",
    "HDS-2026-041",
    date(2026, 11, 30),
)


def options(**more: str) -> list[str]:
    given = {**FACTS, **{f"--{name.replace('_', '-')}": value for name, value in more.items()}}
    return [part for option, value in given.items() if value for part in (option, value)]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository's program and estates, as a clone has them."""
    monkeypatch.chdir(copied(tmp_path))
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_a_new_estate_checks_and_previews_clean(checkout: Path, socle: Socle) -> None:
    said = socle("init", "mine", *options(), "--as-of", "2026-11-30")
    assert (said.code, said.err) == (0, "")
    assert "stacks/estates/mine/foundation.yaml" in said.out
    assert socle("check", "--estate", "mine").code == 0
    preview = socle("preview", "mine-foundation", "mine-platform")
    assert (preview.code, preview.err) == (0, "")
    assert "mine-platform" in preview.out
    rules = socle("check", "--rules", "--estate", "mine", "--as-of", "2026-12-01")
    assert rules.code == 0, rules.out


@pytest.mark.slow
@pytest.mark.parametrize(
    "model", [(), ("--from", "demo", "--runner-range", "198.51.100.0/28", "--hds-contract", "HDS-2026-041")]
)
def test_with_who_deploys_first_bootstrap_is_written_too(checkout: Path, socle: Socle, model: tuple[str, ...]) -> None:
    person = "28282828-2828-4282-8282-282828282828"
    said = socle("init", "mine", *options(administrator_user_id=person), *model, "--as-of", "2026-11-30")
    assert (said.code, said.err) == (0, "")
    assert "pulumi stack init mine-bootstrap && pulumi up --stack mine-bootstrap" in said.out
    foundation = load(checkout / "stacks/estates/mine").estate.foundation
    assert foundation
    assert foundation.bootstrap
    assert foundation.bootstrap.administrators == (person,)
    assert socle("preview", "mine-bootstrap").code == 0
    assert socle("check", "--rules", "--estate", "mine", "--as-of", "2026-12-01").code == 0


def test_without_it_no_bootstrap_is_written(checkout: Path, socle: Socle) -> None:
    assert socle("init", "mine", *options()).code == 0
    assert not (checkout / "stacks/Pulumi.mine-bootstrap.yaml").exists()
    assert "bootstrap" not in (checkout / "stacks/estates/mine/foundation.yaml").read_text("utf-8")


@pytest.mark.slow
def test_the_large_one_is_the_demo_under_ones_own_name(checkout: Path, socle: Socle) -> None:
    said = socle(
        "init",
        "mine",
        *options(runner_range="198.51.100.0/28", hds_contract="HDS-2026-041"),
        "--from",
        "demo",
        "--as-of",
        "2026-11-30",
    )
    assert (said.code, said.err) == (0, "")
    assert "still says what the demo made up" in said.out
    assert "login.plateforme.example" in said.out
    estate = load(checkout / "stacks/estates/mine").estate
    assert estate.scaleway.organization_id == ORGANIZATION
    assert estate.scaleway.projects == {}
    assert estate.legacy is estate.bridge is None
    assert estate.network.outside == {}
    assert socle("check", "--estate", "mine").code == 0
    assert socle("preview", "mine-foundation", "mine-platform", "mine-cluster").code == 0
    assert socle("check", "--rules", "--estate", "mine", "--as-of", "2026-12-01").code == 0


def test_its_network_overlaps_with_no_other_estates(checkout: Path, socle: Socle) -> None:
    assert socle("init", "mine", *options()).code == 0
    assert socle("init", "second", *options()).code == 0
    said = socle("check", "--estate", "second")
    assert (said.code, said.err) == (0, "")
    ranges = {load(checkout / "stacks/estates" / name).estate.network.supernet for name in ("mine", "second", "demo")}
    assert len(ranges) == 3


def test_nothing_fictional_is_in_the_small_one_and_what_is_in_the_large_one_is_told() -> None:
    assert left_over(small(ANSWERS), ANSWERS) == []
    demo = {
        file: (ROOT / "stacks/estates/demo" / file).read_text("utf-8") for file in ("estate.yaml", "foundation.yaml")
    }
    told = left_over(from_demo(ANSWERS, demo), ANSWERS)
    assert [line.partition(": ")[2] for line in told] == [
        "issuer_url: https://login.plateforme.example/realms/platform"
    ]
    assert left_over({"estate.yaml": demo["estate.yaml"]}, ANSWERS)


def test_ids_of_projects_and_programs_come_from_the_foundation() -> None:
    text = small(ANSWERS)["estates/mine/estate.yaml"]
    assert "projects:" not in text
    assert "deployer_application_id" not in text


@pytest.mark.slow
def test_the_quotas_of_an_organisation_are_counted_over_its_estates(checkout: Path, socle: Socle) -> None:
    said = socle("check", "--quotas", "--estate", "rehearsal")
    assert said.code == 0, said.err
    shown = " ".join(said.out.split())
    assert "all of its estates here together" in shown
    assert "not known whether it fits" in shown
    assert "For the host's support" not in said.out


@pytest.mark.parametrize("there", ["stacks/Pulumi.mine-platform.yaml", "stacks/estates/mine/notes.txt"])
def test_it_never_overwrites(checkout: Path, socle: Socle, there: str) -> None:
    place = checkout / there
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("somebody's own\n", "utf-8")
    before = files(checkout)
    said = socle("init", "mine", *options())
    assert said.code == 1
    assert "it is there already" in said.err
    assert "choose another name" in said.err
    assert files(checkout) == before


def test_twice_changes_nothing(checkout: Path, socle: Socle) -> None:
    assert socle("init", "mine", *options()).code == 0
    before = files(checkout)
    assert socle("init", "mine", *options(owner="Another body")).code == 1
    assert files(checkout) == before


@pytest.mark.parametrize(
    ("answers", "said", "remedy"),
    [
        ({"owner": ""}, "--owner is missing", "choose it"),
        ({"organization_id": ""}, "--organization-id is missing", "console.scaleway.com, Organization, Settings"),
        ({"organization_id": "my-organisation"}, "'my-organisation' is not a bare UUID", "11111111"),
        ({"organization_id": f"fr-par/{ORGANIZATION}"}, "is not a bare UUID", "11111111"),
        ({"break_glass_user_id": "dupont"}, "'dupont' is not a bare UUID", "IAM, Users"),
        ({"contact": "ops"}, "'ops' is not the address of a list", "finance@plateforme.example"),
        ({"owner": "L'Agence"}, "is not plain letters", "Plateforme de demonstration"),
        ({"name_prefix": "Mine"}, "'Mine' is not a name in lower-case letters", "studies"),
        ({"runner_range": "198.51.100.1/28"}, "is not an IPv4 range", "10.20.0.0/22"),
        ({"hds_contract": "x"}, "--hds-contract 'x' is not letters", "HDS-2026-041"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_a_remedy(
    checkout: Path, socle: Socle, answers: dict[str, str], said: str, remedy: str
) -> None:
    before = files(checkout)
    done = socle("init", "mine", *options(**answers))
    assert done.code == 1
    assert said in done.err
    assert remedy in done.err
    assert files(checkout) == before


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("Mine", {}, "NAME 'Mine' is not a name"),
        ("../mine", {}, "NAME '../mine' is not a name"),
        ("mine", {"break_glass_user_id": ORGANIZATION}, ""),
        ("mine", {"runner_range": "10.0.0.0/24"}, "is a private range"),
        ("a" * 30, {"name_prefix": "a" * 40}, ""),
    ],
)  # fmt: skip
def test_what_only_the_whole_estate_shows_is_refused_before_anything_is_written(
    checkout: Path, socle: Socle, name: str, answers: dict[str, str], said: str
) -> None:
    before = files(checkout)
    done = socle("init", name, *options(**answers))
    assert said in done.err
    assert (done.code == 0) == (not said)
    assert said == "" or files(checkout) == before


def test_all_that_is_missing_is_told_at_once(checkout: Path, socle: Socle) -> None:
    done = socle("init", "mine", "--from", "demo")
    assert done.code == 1
    assert done.err.count("is missing") == 6


def test_an_unknown_model_is_wrong_use(checkout: Path, socle: Socle) -> None:
    assert socle("init", "mine", *options(), "--from", "dmo").code == 2


def test_it_speaks_french(checkout: Path, socle: Socle) -> None:
    assert "Le parc mine est écrit" in socle("init", "mine", *options(), "--lang", "fr").out


def test_it_asks_for_what_was_not_given_until_it_can_be(checkout: Path) -> None:
    """In a process of its own, on a terminal."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [str(Path(sys.executable).with_name("socle")), "init", "mine", *options(organization_id="")],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=checkout, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip
    os.write(ours, f"nonsense\n{ORGANIZATION}\n".encode())
    out, _ = run.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert run.returncode == 0, out
    assert b"'nonsense' is not a bare UUID" in out
    assert load(find_project(checkout).estates / "mine").estate.scaleway.organization_id == ORGANIZATION


def test_every_answer_that_is_wrong_is_told() -> None:
    assert {each.at for each in wrong(Answers("x"))} == set(FACTS)
    assert {each.at for each in wrong(Answers("x"), demo=True)} == {*FACTS, *MORE}
