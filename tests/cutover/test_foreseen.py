"""What a runbook says that the stacks change: what the same programs show once the step is made, and nothing that is not known."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from socle.cutover import LEDGERS, Stage
from socle.diff import diff
from socle.plan import STACK_TYPE, Plan
from socle.project import capture_stacks, find_project

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import FENCED, WAVE, Checkout, checkout
from .rehearsed import WaveBook, brought, commit, git, rehearsal

pytestmark = pytest.mark.slow

S = Stage


@pytest.fixture
def typed(tmp_path: Path, socle: Socle) -> Checkout:  # noqa: F811
    return checkout(tmp_path, socle, FENCED)


def test_each_turn_of_a_switch_says_what_its_stack_changes(typed: Checkout) -> None:
    found = typed.data("plan", WAVE)["expected"]
    assert [(each["hand"], each["stack"]) for each in found] == [
        ("platform", "acme-platform"),
        ("bridge", "acme-bridge"),
    ]
    tops = [{row["path"].split("[")[0] for change in each["changes"] for row in change["properties"]} for each in found]
    assert "kept" in tops[0]
    assert "moved" in tops[1]
    said = typed.type("plan", WAVE).out
    assert "acme-platform: 1 resource differs" in said
    assert said.index("Way back") < said.index("acme-platform: 1")  # what is known at once is not kept back


def test_a_wish_that_nobody_has_begun_hides_nothing(typed: Checkout) -> None:
    file = typed.folder / "cutover.yaml"
    file.write_text(file.read_text().replace("desired: inventoried", "desired: switched", 1))
    assert [len(each["changes"]) for each in typed.data("plan", WAVE)["expected"]] == [1, 1]


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("raise ValueError('no key')\n", "no key"),
        ("import pulumi\npulumi.ComponentResource('small:Switches', 'switches')\n", "does not ask where the waves"),
    ],
)
def test_what_no_program_shows_is_not_known(typed: Checkout, program: str, why: str) -> None:
    (typed.root / "infra/__main__.py").write_text(program)
    found = json.loads(typed.type("plan", WAVE, "--json", code=1).out)["expected"]
    assert [each["changes"] for each in found] == [None, None]
    assert all(why in each["unknown"] for each in found)
    said = typed.type("plan", WAVE, code=1).out
    assert said.count("NOT KNOWN") == 2
    assert "no resource differs" not in said


def test_a_hand_without_a_stack_is_not_known(typed: Checkout) -> None:
    (typed.root / "stacks/Pulumi.acme-bridge.yaml").unlink()
    said = typed.type("plan", WAVE, code=1).out
    assert "bridge: NOT KNOWN: no stack here has the layer of bridge" in said
    assert "acme-platform: 1 resource differs" in said


def test_a_checkout_without_a_program_still_gives_the_runbook_and_the_kit(typed: Checkout) -> None:
    (typed.root / "infra/__main__.py").unlink()
    said = typed.type("plan", WAVE, "--kit", str(typed.root / "kit"), code=1).out
    assert "1. set the movers to switched" in said
    assert said.count("NOT KNOWN") == 2
    assert (typed.root / "kit/3-open-azure.sh").is_file()


def test_the_program_shows_after_the_step_what_was_foreseen_of_it(tmp_path: Path, socle: Socle) -> None:  # noqa: F811
    estate = rehearsal(tmp_path / "copy")
    file = estate / "cutover.yaml"
    unwished = file.read_text()
    book = brought(WaveBook(estate, WAVE), S.FROZEN)
    brought(WaveBook(estate, "studies"))
    root = estate.parents[2]
    git(root, "init", "-q")
    for goal, between in ((S.BRIDGED, ()), (S.SWITCHED, (S.SEEDING, S.SYNCING, S.REHEARSED, S.FENCED))):
        brought(book, *between)
        commit(root)
        file.write_text(unwished.replace("desired: inventoried", f"desired: {goal}", 1))  # as before an advance
        at = max(each.record.at for each in book.lines)
        asked = ("cutover", "plan", WAVE, goal.value, "--estate", "rehearsal", "--as-of", f"{at:%Y-%m-%dT%H:%M:%SZ}")
        found = socle(*asked, "--json", "--root", str(root))
        assert found.code == 0, found
        foreseen = {each["stack"]: each["changes"] for each in json.loads(found.out)["expected"]}
        file.write_text(unwished)
        before = plans_of(root, foreseen)
        brought(book, goal)
        commit(root)
        after = plans_of(root, foreseen)
        for stack, changes in foreseen.items():
            real = [
                each for each in diff(after[stack], before[stack]) if each.resource.type not in (LEDGERS, STACK_TYPE)
            ]
            assert {(each["urn"], each["op"]) for each in changes} == {(each.urn, str(each.op)) for each in real}
        assert any(foreseen.values())


def plans_of(root: Path, stacks: Iterable[str]) -> dict[str, Plan]:
    run = capture_stacks(find_project(root), list(stacks), "up")
    assert run.failures == {}
    return run.plans
