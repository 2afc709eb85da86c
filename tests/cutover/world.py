"""A world in which waves are cut over: stacks that fail half-way, credentials that outlive a fence, old checkouts, copies that lag.

It knows what is really so, which the machine under test does not, and cries out where two write or an older copy is written on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from socle.cutover import (
    COPIED,
    HANDS,
    STAGES,
    Cloud,
    Condition,
    Cutover,
    Hand,
    Noted,
    Position,
    Stage,
    Standing,
    adopt,
    begin,
    forgotten,
    hold,
    prove,
    start,
)
from socle.messages import Refused


@dataclass(frozen=True)
class Checkout:
    """Where each wave stands by the ledgers of a checkout, and the addresses of their records."""

    positions: Mapping[str, Position]
    ledgers: Mapping[str, tuple[str, ...]]

    def __getitem__(self, wave: str) -> Position:
        return self.positions[wave]

    def with_(self, wave: str, position: Position, digest: str) -> "Checkout":
        """The same with a record more."""
        positions = MappingProxyType({**self.positions, wave: position})
        return Checkout(positions, MappingProxyType({**self.ledgers, wave: (*self.ledgers[wave], digest)}))

    def standing(self) -> Standing:
        """What a program makes of it."""
        return Standing(Cutover({}), self.positions, self.ends(), self.ledgers)

    def ends(self) -> dict[str, Noted]:
        """What a deployment by it notes: of a ledger without a record nothing."""
        return {
            wave: Noted(len(lines), lines[-1], self[wave].epoch, self[wave].stage)
            for wave, lines in self.ledgers.items()
            if lines
        }


CLOSINGS: Mapping[Condition, Cloud] = {Condition.SOURCE_CLOSED: "azure", Condition.TARGET_CLOSED: "scaleway"}
STACKS: Mapping[Cloud, Hand] = {"azure": "legacy", "scaleway": "platform"}


@dataclass
class Real:
    """What is really so of one wave."""

    shows: dict[Hand, Stage] = field(default_factory=lambda: dict.fromkeys(HANDS, Stage.INVENTORIED))
    late: set[Cloud] = field(default_factory=set)
    """Clouds where a token that was issued before a fence still writes."""
    version: dict[Cloud, int] = field(default_factory=lambda: {"azure": 1, "scaleway": 0})
    """How new the copy of each cloud is."""
    collected: dict[Condition, int] = field(default_factory=dict)
    """Evidence by the epoch that it was collected at."""
    losses: int = 0
    """Steps by which a loss was agreed to."""

    def writes(self, cloud: Cloud) -> bool:
        return cloud in self.late or STAGES[self.shows[STACKS[cloud]]].writes == cloud

    @property
    def movers(self) -> str:
        return STAGES[self.shows["movers"]].movers


class World:
    """Waves on shared stacks. Its methods are what people, stacks and clients do; each ends in a look at what is really so."""

    def __init__(self, *waves: str) -> None:
        self.checkouts = [Checkout({wave: start() for wave in waves}, dict.fromkeys(waves, ()))]
        self.notes: dict[Hand, dict[str, Noted]] = {hand: {} for hand in HANDS}
        self.real = {wave: Real() for wave in waves}
        self.recorded: dict[Hand, dict[str, int]] = {hand: dict.fromkeys(waves, 0) for hand in HANDS}

    @property
    def now(self) -> Checkout:
        return self.checkouts[-1]

    def begin(self, wave: str, goal: Stage) -> bool:
        """Try a step with the evidence that there is; whether it begins."""
        position, real = self.now[wave], self.real[wave]
        met = frozenset(each for each, epoch in real.collected.items() if epoch == position.epoch)
        if not self._changed(wave, lambda: begin(position, goal, met)):
            return False
        if goal is Stage.ROLLED_BACK:
            real.losses += self.now[wave].lossy
        return True

    def prove(self, wave: str, hand: Hand) -> bool:
        """Record a deployment. Only a stack that was really deployed by this ledger gives the proof."""
        position, real = self.now[wave], self.real[wave]
        if self.recorded[hand][wave] < self._begun(wave) or real.shows[hand] is not position.shows(hand):
            return False
        return self._changed(wave, lambda: prove(position, hand))

    def hold(self, wave: str, held: bool) -> None:
        self._changed(wave, lambda: hold(self.now[wave], held=held))

    def adopt(self, wave: str, goal: Stage) -> bool:
        """Let a wave, which is at a phase already and of which no stack was deployed by a ledger, go on there."""
        if any(of[wave] for of in self.recorded.values()):
            return False
        real = self.real[wave]
        try:
            after = adopt(self.now[wave], goal)
        except Refused:
            return False
        self.checkouts.append(self.now.with_(wave, after, f"{wave} {after.serial}"))
        real.shows = dict.fromkeys(HANDS, goal)
        real.version["scaleway"] = 2 if STAGES[goal].latest == "scaleway" else 0
        self.look()
        return True

    def up(self, hand: Hand, age: int, fails_at: int | None, *, anew: str = "", gone: str = "") -> bool:
        """Deploy a hand from a checkout of an age, which may fail at one of its waves: those after it keep what they showed.

        Args:
            anew: a wave whose last record was made anew in this checkout. gone: a wave that it no longer has.
        """
        checkout = self.checkouts[max(0, len(self.checkouts) - 1 - age)]
        stands = checkout.standing()
        if anew and checkout.ledgers[anew]:
            stands = Checkout(
                checkout.positions, {**checkout.ledgers, anew: (*checkout.ledgers[anew][:-1], "anew")}
            ).standing()
        if gone:
            stands = Standing(
                Cutover({}), {wave: each for wave, each in stands.positions.items() if wave != gone}, {}, stands.digests
            )
        noted = self.notes[hand]
        if list(forgotten(stands, {wave: each.as_outputs() for wave, each in noted.items()}, "world")):
            return False
        for wave, end in noted.items():
            assert wave in stands.positions or end.stage == Stage.RETIRED
            assert wave == gone or len(checkout.ledgers[wave]) >= end.serial, "an older checkout was deployed"
            assert wave != anew or len(checkout.ledgers[wave]) > end.serial, "another ledger was deployed"
        if anew or gone:
            return True  # nothing that was noted is lost by it; who reviews it is not asked here
        noted |= checkout.ends()
        for number, (wave, position) in enumerate(checkout.positions.items()):
            if number == fails_at:
                return True
            self._show(self.real[wave], hand, position.shows(hand))
        for wave, position in checkout.positions.items():
            self.recorded[hand][wave] = position.serial
        self.look()
        return True

    def wait(self, wave: str) -> None:
        """What was issued before the fence has expired."""
        self.real[wave].late.clear()

    def write(self, wave: str) -> None:
        """Clients write wherever they can."""
        real = self.real[wave]
        newest = max(real.version.values())
        for cloud in STACKS:
            if real.writes(cloud):
                older = real.version[cloud] < newest
                assert not older or real.losses, f"{cloud} writes on an older copy: {real}"
                real.version[cloud] = newest + 1
        self.look()

    def move(self, wave: str) -> None:
        """The movers bring the other copy up to date."""
        real = self.real[wave]
        if real.movers == "forward":
            real.version["scaleway"] = real.version["azure"]
        if real.movers == "reverse":
            real.version["azure"] = real.version["scaleway"]

    def collect(self, wave: str, left_out: frozenset[Condition] = frozenset()) -> None:
        """Collect all evidence that is true now, at this epoch. A copy is compared only once its source is proven closed."""
        real, epoch = self.real[wave], self.now[wave].epoch
        for condition in Condition:
            if condition in left_out:
                continue
            if condition in CLOSINGS and real.writes(CLOSINGS[condition]):
                continue
            if condition in COPIED and not self._comparable(real, epoch):
                continue
            real.collected[condition] = epoch

    def look(self) -> None:
        for wave, real in self.real.items():
            both = real.writes("azure") and real.writes("scaleway")
            assert not both, f"two write in {wave}: {real}, {self.now[wave]}"
            assert not (real.movers == "reverse" and real.writes("azure")), f"movers write where clients do: {real}"
            assert not (real.movers == "forward" and real.writes("scaleway")), f"movers write where clients do: {real}"

    def _comparable(self, real: Real, epoch: int) -> bool:
        closed = any(real.collected.get(each) == epoch for each in CLOSINGS)
        return closed and real.version["azure"] == real.version["scaleway"]

    def _show(self, real: Real, hand: Hand, stage: Stage) -> None:
        for cloud, stack in STACKS.items():
            if stack == hand and STAGES[real.shows[hand]].writes == cloud != STAGES[stage].writes:
                real.late.add(cloud)
        real.shows[hand] = stage

    def _begun(self, wave: str) -> int:
        """The serial since when the hand whose turn it is has been told what it shows."""
        now = self.now[wave]
        told = (each[wave] for each in self.checkouts if now.waiting and each[wave].shown == now.shown)
        return min((each.serial for each in told if each.waiting == now.waiting), default=now.serial)

    def _changed(self, wave: str, change: Callable[[], Position]) -> bool:
        before = self.now[wave]
        try:
            after = change()
        except Refused:
            return False
        assert after.serial > before.serial
        assert after.epoch >= before.epoch
        assert (after.epoch > before.epoch) == (STAGES[after.stage].writes != STAGES[before.stage].writes)
        self.checkouts.append(self.now.with_(wave, after, f"{wave} {after.serial}"))
        self.look()
        return True
