"""Each step of the cut-over, forward and back, by offline diff on the rehearsal estate: the table's own changes appear, and nothing else.

The other wave stays at its beginning, so that what all stand on is seen to follow its own rules. That an engine deploys a step, and that a
fence closes anything, is not shown here.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import socle.cutover
from socle.cutover import ARROWS, HANDS, Arrow, Hand, Position, Stage, Standing, arrow, declared, switched
from socle.diff import Change, Op, diff
from socle.estate import STEADY, Estate, load
from socle.plan import Plan

from ..checkout import copied, edit
from ..cutover.rehearsed import LAYERS, plan_of, rehearsal

S = Stage
WAVES = ("catalogue", "studies")
"""The waves of the rehearsal: a database with its name and a vault, and a lake."""

Turned = frozenset[tuple[str, str]]
"""Types of resources, each with the input that changes."""

RECORD, ZONED = "scaleway:domain/record:Record", "azure-native:privatedns:PrivateRecordSet"
ACCOUNT = "azure-native:storage:StorageAccount"
TURNS: Mapping[str, Mapping[str, Turned]] = {
    "bridge.propagation": dict.fromkeys(
        WAVES, frozenset({("scaleway:s2svpn/connection:Connection", "enableRoutePropagation")})
    ),
    "bridge.moved": {"catalogue": frozenset({(RECORD, "data"), (ZONED, "aRecords[0].ipv4Address")})},
    "bridge.lowered_ttl": {"catalogue": frozenset({(RECORD, "ttl"), (ZONED, "ttl")})},
    "platform.read_only": {
        "catalogue": frozenset({("scaleway:databases/privilege:Privilege", "permission")}),
        "studies": frozenset({("scaleway:object/bucketPolicy:BucketPolicy", "policy")}),
    },
    "legacy.closed": {"studies": frozenset({(ACCOUNT, "allowSharedKeyAccess")})},
    "legacy.dark": {"studies": frozenset({(ACCOUNT, "publicNetworkAccess")})},
}
"""What each switch turns of each wave of the rehearsal. What only the freeze of a permanent estate shows is asked of the demo."""


def stands(at: Mapping[str, Stage]) -> Callable[[Estate, Path], Standing]:
    """A stand-in for the reading of ledgers: every wave at a stage that is given, with nothing under way."""

    def standing(estate: Estate, _folder: Path) -> Standing:
        waves = declared(estate)
        stages = {wave: at.get(wave, S.INVENTORIED) for wave in waves.waves}
        positions = {name: Position(stage, shown=dict.fromkeys(HANDS, (stage,))) for name, stage in stages.items()}
        return Standing(waves, positions)

    return standing


class Phases:
    """Plans of an estate with one wave at a stage, each made once."""

    def __init__(self, estate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.estate = estate
        self.monkeypatch = monkeypatch
        self.plans: dict[tuple[str, str, Stage], Plan] = {}
        self.given: dict[str, Plan] = {}

    def plan(self, layer: Hand, wave: str, stage: Stage) -> Plan:
        key = (layer, wave, stage)
        if key not in self.plans:
            if layer == "bridge" and not self.given:
                names = {each: f"organization/socle/{self.estate.name}-{each}" for each in ("platform", "legacy")}
                self.given = {name: plan_of(self.estate, each, mode="up") for each, name in names.items()}
            with self.monkeypatch.context() as patched:
                patched.setattr(socle.cutover, "standing", stands({wave: stage}))
                self.plans[key] = plan_of(self.estate, layer, references=self.given if layer == "bridge" else {})
        return self.plans[key]

    def changes(self, step: Arrow, wave: str, layer: Hand) -> list[Change]:
        return diff(self.plan(layer, wave, step.goal), self.plan(layer, wave, step.origin))

    def expected(self, step: Arrow, wave: str, layer: Hand) -> Turned:
        estate = load(self.estate).estate
        positions = {each: Position() for each in estate.cutover.waves} if estate.cutover else {}
        turns = switched(step, wave, STEADY, declared(estate), positions)
        found = (
            TURNS.get(each.switch, {}).get(wave, frozenset[tuple[str, str]]()) for each in turns if each.hand == layer
        )
        return frozenset[tuple[str, str]]().union(*found)


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patched:
        yield patched


@pytest.fixture(scope="module")
def phases(tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch) -> Phases:
    estate = rehearsal(tmp_path_factory.mktemp("phases"))
    plain = "    sku: Standard_LRS\n    hierarchical: true\n"
    edit(estate / "legacy.yaml", (plain, f"{plain}    shared_keys: true\n    public_network: Enabled\n"))
    return Phases(estate, monkeypatch_module)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch) -> Phases:
    return Phases(copied(tmp_path_factory.mktemp("demo")) / "stacks" / "estates" / "demo", monkeypatch_module)


def assert_turned(phases: Phases, step: Arrow, wave: str, layer: Hand) -> None:
    """Hold what a step changes in a stack against the table. Whoever has no turn in it changes nothing."""
    found = phases.changes(step, wave, layer)
    assert {(each.resource.type, value.path) for each in found for value in each.properties} == phases.expected(
        step, wave, layer
    )
    assert {each.op for each in found} <= {Op.UPDATE, Op.REPLACE}
    assert {each.resource.type for each in found if each.op is Op.REPLACE} <= {"scaleway:s2svpn/connection:Connection"}
    assert layer in step.hands or found == []


def step_of(origin: Stage, goal: Stage) -> Arrow:
    found = arrow(origin, goal)
    assert found
    return found


def test_authority_comes_to_the_platform_by_grants_alone(phases: Phases) -> None:
    assert_turned(phases, step_of(S.FENCED, S.SWITCHED), "studies", "platform")


@pytest.mark.slow
@pytest.mark.parametrize("wave", WAVES)
@pytest.mark.parametrize("step", ARROWS, ids=lambda each: f"{each.origin}-{each.goal}")
def test_a_step_changes_what_the_table_says_in_the_stacks_that_have_a_turn(
    phases: Phases, step: Arrow, wave: str
) -> None:
    for layer in LAYERS:
        assert_turned(phases, step, wave, layer)


@pytest.mark.slow
@pytest.mark.parametrize("wave", WAVES)
def test_the_way_back_returns_to_the_earlier_plans(phases: Phases, wave: str) -> None:
    for there in ARROWS:
        back = arrow(there.goal, there.origin)
        for layer in LAYERS if back else ():
            forth, again = (phases.changes(each, wave, layer) for each in (there, back) if each)
            values = [{(c.urn, v.path, str(v.old), str(v.new)) for c in forth for v in c.properties}]
            values.append({(c.urn, v.path, str(v.new), str(v.old)) for c in again for v in c.properties})
            assert values[0] == values[1]


@pytest.mark.slow
def test_a_lock_is_made_when_the_freeze_allows_locks_and_by_no_other_change(demo: Phases) -> None:
    made = demo.changes(step_of(S.INVENTORIED, S.FROZEN), "evidence", "legacy")
    assert [(each.op, each.resource.type) for each in made if each.resource.custom] == [
        (Op.CREATE, "azure-native:authorization:ManagementLockByScope")
    ]
    assert made[-1].resource.protect or made[0].resource.protect


@pytest.mark.slow
def test_what_is_released_loses_protection_and_hook_and_is_not_deleted(demo: Phases) -> None:
    step = step_of(S.COMMITTED, S.RETIRING)
    found = [each for each in demo.changes(step, "evidence", "legacy") if each.resource.custom]
    assert {each.op for each in found} == {Op.SAME}
    assert all(each.unprotects for each in found)
    assert all("-archive-" in each.resource.name for each in found)
    plan = demo.plan("legacy", "evidence", S.RETIRING)
    released = {each.resource.name for each in found}
    kept = {each.name for each in plan if each.hooks.get("before-delete")}
    assert released
    assert not released & kept
    assert {each.name for each in plan if each.protect} == kept
