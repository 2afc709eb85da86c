"""The table of switches: what moves with each stage, on every pair of stages, and that nothing else asks for one.

What a component makes of a posture is in the tests of the components.
"""

import ast
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from socle.cutover import (
    ARROWS,
    MOVES,
    PHASES,
    SHARED,
    STAGES,
    Arrow,
    Cutover,
    Position,
    Stage,
    Wave,
    begin,
    of_stages,
    posture,
    start,
)
from socle.cutover.arrows import Condition
from socle.estate import STEADY, BridgePosture, LegacyPosture, Posture

from .test_machine import at

S = Stage
ROOT = Path(__file__).parents[2]
ONE = Wave(
    frozenset({"storage_accounts.lake"}),
    frozenset({"buckets.studies"}),
    frozenset({"catalogue"}),
    frozenset({"studies", "consents"}),
    frozenset({"studies"}),
)
OTHER = Wave(
    frozenset({"databases.registry"}),
    frozenset({"databases.registry"}),
    frozenset({"registry"}),
    frozenset({"registry"}),
)
BOTH = Cutover({"one": ONE, "other": OTHER}, frozenset({"networks.hub", "locks.data"}), movers=frozenset({"mover"}))
ALONE = Cutover({"one": ONE}, BOTH.shared, movers=BOTH.movers)
BEFORE_SWITCH = [*PHASES[: PHASES.index(S.SWITCHED)], S.ROLLED_BACK, S.ABORTED]


def of(one: Stage, other: Stage) -> Posture:
    return of_stages(STEADY, BOTH, {"one": one, "other": other})


def own(shown: Posture, wave: Wave) -> tuple[frozenset[str], ...]:
    """What is said of a wave's own data and names."""
    legacy = [each & wave.sources for each in (shown.legacy.closed, shown.legacy.dark, shown.legacy.released)]
    names = [each & wave.services for each in (shown.bridge.moved, shown.bridge.lowered_ttl)]
    movers = [each & wave.datasets for each in (shown.movers.forward, shown.movers.reverse)]
    return (*legacy, shown.platform.read_only & wave.targets, *names, *movers)


@pytest.mark.parametrize(("one", "other"), [*product(Stage, Stage)])
def test_a_waves_own_switches_follow_it_alone(one: Stage, other: Stage) -> None:
    alone = of_stages(STEADY, ALONE, {"one": one})
    assert own(of(one, other), ONE) == own(alone, ONE)
    assert own(of(other, one), OTHER) == own(of(S.INVENTORIED, one), OTHER)


@pytest.mark.parametrize(("one", "other"), [*product(Stage, Stage)])
def test_shared_switches_follow_their_rules(one: Stage, other: Stage) -> None:
    shown, late = of(one, other), {S.RETIRING, S.RETIRED}
    between = {*PHASES[PHASES.index(S.BRIDGED) : PHASES.index(S.COMMITTED)], S.FALLING_BACK, S.ROLLED_BACK}
    assert shown.bridge.propagation == bool({one, other} & between)
    assert shown.legacy.allowed == MOVES[one].allows | MOVES[other].allows
    assert (shown.legacy.released >= BOTH.shared) == ({one, other} <= late)
    assert not (shown.legacy.released & BOTH.shared) or {one, other} <= late
    assert shown.legacy.frozen
    assert shown.protected
    assert shown.platform.movers == {"mover"}


def test_every_shared_switch_has_its_rule_said() -> None:
    assert {each.partition(" ")[0] for each in SHARED} == {
        "bridge.propagation", "legacy.allowed", "legacy.released", "legacy.frozen", "protected",
    }  # fmt: skip


@pytest.mark.parametrize("stage", Stage)
def test_who_may_write_is_what_the_stage_says(stage: Stage) -> None:
    shown, row = of_stages(STEADY, ALONE, {"one": stage}), STAGES[stage]
    assert (shown.legacy.closed == frozenset()) == (row.writes == "azure")
    assert (shown.platform.read_only == frozenset()) == (row.writes == "scaleway")
    assert shown.movers.forward == (ONE.datasets if row.movers == "forward" else frozenset())
    assert shown.movers.reverse == (ONE.returning if row.movers == "reverse" else frozenset())
    assert not shown.movers.forward or not shown.movers.reverse
    assert shown.legacy.dark <= shown.legacy.closed
    assert shown.legacy.released & ONE.sources <= shown.legacy.dark


@pytest.mark.parametrize(
    ("stage", "azure", "platform", "name", "ttl"),
    [
        (S.INVENTORIED, "open", "read", "azure", "regular"),
        (S.FROZEN, "open", "read", "azure", "regular"),
        (S.BRIDGED, "open", "read", "azure", "regular"),
        (S.SEEDING, "open", "read", "azure", "regular"),
        (S.SYNCING, "open", "read", "azure", "lowered"),
        (S.REHEARSED, "open", "read", "azure", "lowered"),
        (S.FENCED, "closed", "read", "azure", "lowered"),
        (S.SWITCHED, "closed", "written", "platform", "lowered"),
        (S.STABILISED, "closed", "written", "platform", "lowered"),
        (S.COMMITTED, "dark", "written", "platform", "regular"),
        (S.RETIRING, "released", "written", "platform", "regular"),
        (S.RETIRED, "released", "written", "platform", "regular"),
        (S.FALLING_BACK, "closed", "read", "platform", "lowered"),
        (S.ROLLED_BACK, "open", "read", "azure", "lowered"),
        (S.ABORTED, "open", "read", "azure", "regular"),
    ],
)
def test_what_each_stage_shows(stage: Stage, azure: str, platform: str, name: str, ttl: str) -> None:
    shown = of_stages(STEADY, ALONE, {"one": stage})
    legacy = shown.legacy
    told = (legacy.released & ONE.sources and "released") or (legacy.dark and "dark") or (legacy.closed and "closed")
    assert (told or "open") == azure
    assert ("read" if shown.platform.read_only else "written") == platform
    assert ("platform" if shown.bridge.moved else "azure") == name
    assert ("lowered" if shown.bridge.lowered_ttl else "regular") == ttl
    assert (shown.legacy.allowed, shown.bridge.propagation) == (MOVES[stage].allows, MOVES[stage].needs_routes)


@pytest.mark.parametrize(
    ("stage", "allowed"),
    [
        (S.INVENTORIED, set[str]()),
        (S.FROZEN, {"replication-settings", "gateway-subnet", "vpn", "reader-roles", "lower-ttl", "locks"}),
        (S.SYNCING, {"reader-roles", "lower-ttl"}),
        (S.FENCED, {"close-stores"}),
        (S.COMMITTED, set[str]()),
        (S.RETIRING, set[str]()),
    ],
)
def test_the_freeze_allows_what_the_stage_needs_and_nothing_else(stage: Stage, allowed: set[str]) -> None:
    assert of_stages(STEADY, ALONE, {"one": stage}).legacy.allowed == allowed


@pytest.mark.parametrize("step", ARROWS, ids=lambda each: f"{each.origin}-{each.goal}")
def test_a_step_is_carried_out_by_exactly_those_whose_switches_it_moves(step: Arrow) -> None:
    before, after = (of_stages(STEADY, ALONE, {"one": each}) for each in (step.origin, step.goal))
    moved = {hand for hand in ("legacy", "bridge", "platform", "movers") if vars(before)[hand] != vars(after)[hand]}
    assert moved - {"legacy"} == set(step.hands) - {"legacy"}
    assert ("legacy" in step.hands) == ("legacy" in moved)


def test_the_platform_opens_before_names_lead_to_it_and_movers_turn_before_either() -> None:
    step = next(each for each in ARROWS if each.goal is S.SWITCHED and each.kind == "forward")
    assert step.hands == ("movers", "platform", "bridge")


def test_movers_stop_and_azure_opens_before_names_lead_back() -> None:
    step = next(each for each in ARROWS if each.goal is S.ROLLED_BACK)
    assert step.hands == ("movers", "legacy", "bridge")


@pytest.mark.parametrize("stage", BEFORE_SWITCH)
def test_what_is_not_switched_is_neither_dark_nor_released_nor_moved(stage: Stage) -> None:
    shown = of_stages(STEADY, ALONE, {"one": stage})
    assert not shown.legacy.dark
    assert not shown.legacy.released
    assert not shown.bridge.moved


def test_the_way_back_returns_to_the_earlier_posture() -> None:
    def shown(stage: Stage) -> Posture:
        return of_stages(STEADY, ALONE, {"one": stage})

    assert shown(S.ROLLED_BACK).movers == STEADY.movers
    closing = shown(S.ROLLED_BACK)
    assert replace(closing, movers=shown(S.SYNCING).movers, legacy=shown(S.SYNCING).legacy) == shown(S.SYNCING)
    aborted = replace(shown(S.ABORTED), legacy=LegacyPosture())
    assert aborted == shown(S.INVENTORIED)


def test_what_is_left_out_is_never_let_go_of_with_what_moves_beside_it() -> None:
    kept = Cutover({"one": ONE}, BOTH.shared, kept=ONE.sources)
    shown = of_stages(STEADY, kept, {"one": S.RETIRED})
    assert shown.legacy.released == frozenset()
    assert shown.legacy.dark == frozenset()
    assert shown.legacy.closed == ONE.sources


@pytest.mark.parametrize("part", ["sources", "targets", "services"])
def test_two_waves_have_nothing_in_common(part: str) -> None:
    with pytest.raises(ValueError, match=f"other shares with another wave: {part}"):
        Cutover({"one": ONE, "other": replace(OTHER, **{part: getattr(ONE, part)})})
    with pytest.raises(ValueError, match=r"one shares with another wave: sources storage_accounts\.lake"):
        Cutover({"one": ONE}, shared=ONE.sources)


def test_without_a_wave_nothing_moves_and_nothing_is_released() -> None:
    assert of_stages(STEADY, Cutover({}, BOTH.shared), {}) == STEADY


def test_a_wave_that_is_only_inventoried_moves_nothing_but_that_clients_wait_for_authority() -> None:
    shown = of_stages(STEADY, ALONE, {"one": S.INVENTORIED})
    assert replace(shown, platform=STEADY.platform) == STEADY
    assert shown.platform.read_only == ONE.targets


def test_what_the_estate_says_of_itself_stays() -> None:
    base = replace(
        STEADY,
        protected=False,
        legacy=LegacyPosture(
            allowed=frozenset({"vpn"}), released=frozenset({"budgets.old"}), closed=frozenset({"x.y"})
        ),
        bridge=BridgePosture(propagation=True, moved=frozenset({"m"}), lowered_ttl=frozenset({"l"})),
    )
    shown = of_stages(base, ALONE, {"one": S.INVENTORIED})
    assert replace(shown, platform=base.platform) == base


def test_a_hand_shows_its_turn_and_no_other_stage() -> None:
    fenced = at(S.FENCED)
    switching = begin(fenced, S.SWITCHED, frozenset(Condition))
    positions = {"one": switching, "other": start()}
    assert posture(STEADY, BOTH, positions, "movers").movers.reverse == ONE.returning
    assert posture(STEADY, BOTH, positions, "platform").platform.read_only == ONE.targets | OTHER.targets
    assert not posture(STEADY, BOTH, positions, "bridge").bridge.moved


def test_a_wave_without_a_position_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        posture(STEADY, BOTH, {"one": Position()}, "legacy")


def test_no_other_code_asks_for_a_stage() -> None:
    """Neither a component nor a layer knows one: who deploys takes a posture. What reads ledgers, to say or to judge, may ask."""
    asked = [ROOT / "components" / "socle" / room for room in ("scaleway", "azure", "kubernetes", "bridge")]
    asked += [ROOT / "components" / "socle" / "component.py", ROOT / "infra" / "layers"]
    files = [file for each in asked for file in ([each] if each.is_file() else each.rglob("*.py"))]
    assert len(files) > 50
    assert [(file.name, name) for file in files for name in _of_cutover(file)] == []


def _of_cutover(file: Path) -> set[str]:
    """What a file imports of the cut-over; a module as a whole is its name. What the estate declares of it is no stage."""
    text = file.read_text("utf-8")
    nodes = list(ast.walk(ast.parse(text))) if "socle.cutover" in text else []
    whole = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    parts = [
        node for node in nodes if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("socle.cutover")
    ]
    return {each for each in whole if "cutover" in each} | {each.name for node in parts for each in node.names}
