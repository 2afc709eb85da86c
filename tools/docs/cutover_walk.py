"""A whole wave of the demo, a rollback and a drill of the kit, command by command, from the tables that the program uses."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from socle.cutover import (
    KINDS,
    REQUIREMENTS,
    Arrow,
    Asked,
    Condition,
    Hand,
    Position,
    Stage,
    arrow,
    asked_of,
    begin,
    prove,
    start,
)
from socle.cutover.evidence import SIGNERS, Signer
from socle.estate import load

from ..walked_ledger import FENCES, least_values

ROOT = Path(__file__).parents[2]
WAVE, ESTATE = "catalogue", "demo"
WINDOW = datetime(2027, 2, 8, 0, tzinfo=UTC)
KEYS: dict[Signer, str] = {
    "operations": "keys/operations",
    "quality": "keys/quality",
    "data-protection": "keys/data-protection",
    "collector": "keys/probe",
}
TO_THE_END: tuple[Stage, ...] = tuple(Stage)[1:12]
"""Every phase, in its order."""

BACK: tuple[Stage, ...] = (Stage.FALLING_BACK, Stage.ROLLED_BACK, Stage.SYNCING)
"""The way back after a switch, and on to where the wave was."""

IN_WINDOW = (Stage.FENCED, Stage.SWITCHED)
"""What begins inside of the window: its ledger runs ahead of git, and is committed after it."""

_SAID: dict[Stage, str] = {
    Stage.FROZEN: "Nothing of Azure may change any more but what the freeze lists.",
    Stage.BRIDGED: "Routes are open between the clouds; only declared ports pass.",
    Stage.SEEDING: "The bulk is copied. For health data this is where the law is asked; schemas are frozen from here.",
    Stage.SYNCING: "What changes is copied; answers of names live a minute from here.",
    Stage.REHEARSED: "Switch, way back and kit have run on a clone, within the window.",
    Stage.FENCED: "The window: both roles sign it days before. From the fence on nobody writes, and the clock runs.",
    Stage.SWITCHED: "Evidence is collected at the fence; both roles sign what the gate rests on. Movers turn first, then clients write.",
    Stage.STABILISED: "Days pass. What is written goes back to Azure where it may.",
    Stage.COMMITTED: "**The point of no return.** After it there is no way back but a restore.",
    Stage.RETIRING: "Azure was dark and nobody missed it. Deletion begins, keys last.",
    Stage.RETIRED: "Nothing is left on Azure.",
    Stage.FALLING_BACK: "The platform is fenced, whatever has expired. Nobody writes.",
    Stage.ROLLED_BACK: "Authority goes back to Azure, over the platform's proven fence and an equal copy.",
}
_AGAIN = "Once the cause is removed and the platform's copy set right, the wave copies again."
_HEAD = f"""# A wave from the first day to the last, command by command

Generated from the tables that the program uses, for the wave `{WAVE}` of the demo; a test types it. `keys/...` stands for the key of
whoever signs: leave `--key` out where yours is in `~/.ssh`. At any time, what to do next: `socle cutover status {WAVE}`. What a gate lacks,
and who owes it: `socle cutover check {WAVE}`. Who does what in a step: `socle cutover plan {WAVE}`.

The demo's own waves are under way, and the keys that signed for them were thrown away: to type this, take a copy of it without the folder
`cutover`, put your keys into its `cutover.yaml`, and write `desired: inventoried` of
its waves: what is desired before it is begun stops the stacks.

A step forward is committed, and reviewed as a merge request, before a stack follows it; inside of a window, which is committed
beforehand, the ledger runs ahead, and is committed after it.

The numbers are the least that open each gate. Collectors of ours write most of them; who has a better one types its counts.

## The first proof

Each stack shows that it stands in the first phase.
"""
_BACK = """
# The way back

After the switch the way back has two steps: the platform is fenced and that is proven, then Azure is opened. From `fenced` it is
one, and loses nothing.
"""
_KIT = f"""
# A drill of the kit

On a laptop without a network but to both clouds. First while everything runs:

```console
$ socle cutover plan {WAVE} --kit kit
$ bash kit/0-save.sh
```

Then as if platform, forge and state backend were down; without `GO=yes` each script shows what it would do:

```console
$ bash kit/1-fence-platform.sh
$ GO=yes bash kit/1-fence-platform.sh
$ MINUTES=15 CLIENT_PROFILES="-" CLIENT_SERVICES="catalogue-app" bash kit/2-prove-fence.sh
$ GO=yes FENCE_PROVEN=yes DRAINED=yes bash kit/3-open-azure.sh
$ GO=yes bash kit/4-names-back.sh
$ CLIENT_SERVICES="azure-catalogue-app" bash kit/5-prove-azure.sh
```

The drill is recorded, so that the gate to `rehearsed` counts it:

```console
$ socle cutover record {WAVE} kit-drilled gave-back=true --key keys/probe
```
"""


def page() -> str:
    """The page as Markdown; the same text for the same tables."""
    asked = asked_of(load(ROOT / "stacks/estates" / ESTATE).estate, WAVE)
    position = start()
    lines = [_HEAD, *_block(_turns(position))]
    position = _finished(position)
    at_switch = position
    for goal in TO_THE_END:
        lines += [f"\n## To `{goal}`\n", _SAID[goal], "", *_block(_step(position, goal, asked))]
        position = _after(position, goal)
        at_switch = position if goal is Stage.SWITCHED else at_switch
    lines.append(_BACK)
    position = at_switch
    for goal in BACK:
        said = _AGAIN if goal is Stage.SYNCING else _SAID[goal]
        lines += [f"\n## To `{goal}`, on the way back\n", said, "", *_block(_step(position, goal, asked))]
        position = _after(position, goal)
    return "\n".join([*lines, _KIT])


def _block(commands: Iterator[str]) -> list[str]:
    return ["```console", *(f"$ {each}" for each in commands), "```"]


def _step(position: Position, goal: Stage, asked: Asked) -> Iterator[str]:
    """The commands of a step: its evidence, its approval, the step itself, and the turn of each hand."""
    step = arrow(position.stage, goal)
    if step is None:
        raise ValueError(goal)
    for condition in _wanted(step, asked):
        yield from _recorded(condition, step, asked)
        if condition is Condition.WINDOW:
            yield from _committed("its window")
    if Condition.APPROVED in step.needs:
        yield f"socle cutover approve {WAVE} --key {KEYS['operations']}"
        yield f"socle cutover approve {WAVE} --key {KEYS['quality']}"
    command = "rollback" if step.kind == "back" else "advance"
    yield f"socle cutover {command} {WAVE} --key {KEYS['operations']}"
    if step.kind == "forward" and step.goal not in IN_WINDOW:
        yield from _committed(f"to {goal.value}")
    yield from _turns(begin(position, goal, frozenset(Condition)))


def _committed(what: str) -> Iterator[str]:
    """The ledger as a commit: a step forward outside of a committed window moves no stack before."""
    yield f"git add stacks/estates/{ESTATE}/cutover"
    yield f'git commit --message "{WAVE}: {what}"'


def _wanted(step: Arrow, asked: Asked) -> list[Condition]:
    left_out = {Condition.APPROVED} | ({Condition.LEGAL} if not asked.health else set())
    left_out |= {Condition.REVERSE_READY} if not asked.returning else set()
    left_out |= {Condition.WINDOW} if step.goal is Stage.SWITCHED else set()  # the one of the fence holds
    return sorted((each for each in Condition if each in step.needs - left_out), key=lambda each: each not in FENCES)


def _recorded(condition: Condition, step: Arrow, asked: Asked) -> Iterator[str]:
    kind = KINDS[condition]
    values = " ".join(f"{name}={_text(value)}" for name, value in least_values(asked, condition, step, WINDOW).items())
    first, *others = _who(kind)
    key = "keys/deployer" if first == "collector" and REQUIREMENTS[condition].level != "observed" else KEYS[first]
    yield f"socle cutover record {WAVE} {kind} {values} --key {key}"
    yield from (f"socle cutover approve {WAVE} --key {KEYS[each]}" for each in others)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _who(kind: str) -> Sequence[Signer]:
    return [min(each) for each in SIGNERS[kind]] if kind in SIGNERS else ["collector"]


def _turns(position: Position) -> Iterator[str]:
    while position.waiting:
        yield from _turn(position.waiting[0])
        position = prove(position, position.waiting[0])


def _turn(hand: Hand) -> Iterator[str]:
    if hand == "movers":
        yield f"socle cutover record {WAVE} deployment hand=movers --key keys/deployer"
        return
    stack = f"{ESTATE}-{hand}"
    yield f"pulumi up --stack {stack}"
    yield f"pulumi stack export --stack {stack} --file {stack}.json"
    yield f"socle cutover record {WAVE} deployment hand={hand} --state {stack}.json --key keys/deployer"


def _after(position: Position, goal: Stage) -> Position:
    return _finished(begin(position, goal, frozenset(Condition)))


def _finished(position: Position) -> Position:
    while position.waiting:
        position = prove(position, position.waiting[0])
    return position
