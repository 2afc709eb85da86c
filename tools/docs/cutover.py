"""The reference of the cut-over as one page: its stages, its steps and what each must show, from the tables that the program uses."""

from collections.abc import Iterator

from socle.cutover import ARROWS, KINDS, MOVES, REQUIREMENTS, SHARED, STAGES, Arrow, Condition, Requirement, Row, Stage
from socle.cutover.evidence import COLLECTOR, SIGNERS

_HEAD = """# The cut-over, stage by stage

Generated from the tables that the program itself uses: what is not here cannot be taken. A *wave* is a group of datasets and
services that moves together. One cloud may write a wave's data, or none; between two stacks' deployments too, whichever fails.

## Stages

The twelve phases in their order, then the states beside them. *Latest* is the cloud that wrote last: its copy is the one to keep.
"""
_STEPS = """
## Steps

`forward` leads to the next phase, `back` towards the one before, `again` out of a state beside the phases. A step is carried
out by the hands that are named, each only once the one before is proven by its deployment; where none is named no switch moves.
What a step *asks for* must all be shown, at the epoch of the wave. The epoch grows where authority moves, so that older
evidence proves nothing.
"""
_RULES = """
## What always holds

- Authority never goes from one cloud to the other in one step: between the two nobody writes.
- A step back runs whatever has expired and whatever is held, also in the middle of the step that it takes back, unless two could
  then write. The one that gives authority back to Azure is the exception: the platform's fence must be proven closed first.
- A switch that has begun is not undone but answered: the platform is fenced (`falling-back`), then authority goes back.
- When the way back for data is broken, the measured loss, signed by both roles, takes the place of drain, parity and sequences.
  It never takes the place of the platform's fence; where the platform is down, the fence is proven from outside of it. The wave
  carries the loss until its copy is set right.
- From `committed` on there is no way back but a restore. The signed step to it is the point of no return.
- Movers of data are writers: they stop, or turn, before clients may write the copy that they write.
- A wave that was on its way before it had a ledger is *adopted* at the phase that it proves, by a record that both roles sign
  (`socle cutover approve WAVE PHASE --adopt`): with all that the steps so far ask for, or after the switch with what the steps
  from there on ask for. Every stack then proves that it shows the phase before any step goes forward. A fence, and what may be
  deleted, is never adopted.
"""
_SWITCHES = """
## Switches

What a stage moves of a wave's own data and names. What holds its data on Azure is *open* to clients, *closed* to writers (shared
keys off; roles, delegations and sessions are closed by the fence and proven), *dark* (no way in over the Internet) or
*released* (no longer protected).
"""
_SHARED = """
## Shared switches

A switch that several waves share has a rule of its own: the slowest wave for all would keep the first from ever syncing, the
fastest would delete what the others stand on.

| switch | rule |
| --- | --- |"""
_CONDITIONS = """## Conditions

What a record must say for each. A gate is *open*, *closed* (known not to hold) or *undetermined*: what nobody has seen, or not
lately, or at a lower level than is asked for, is not known, and opens nothing. The newest record of a kind counts, and only
with the signatures of those who answer for it: people for what somebody decides, a listed collector for what was seen.

| condition | shows that | kind of record | level | signed by | not older than | its values |
| --- | --- | --- | --- | --- | --- | --- |"""


def reference() -> str:
    """The page as Markdown; the same text for the same tables."""
    return "\n".join(
        [
            _HEAD,
            *_stages(),
            _STEPS,
            *_steps(),
            _RULES,
            _SWITCHES,
            *_switches(),
            _SHARED,
            *_shared(),
            _CONDITIONS,
            *_conditions(),
        ]
    )


def _stages() -> Iterator[str]:
    yield "| stage | writes | latest | movers | what people may do |"
    yield "| --- | --- | --- | --- | --- |"
    yield from (_stage(stage, row) for stage, row in STAGES.items())


def _stage(stage: Stage, row: Row) -> str:
    return f"| `{stage}` | {row.writes or 'nobody'} | {row.latest} | {row.movers} | {row.allowed} |"


def _steps() -> Iterator[str]:
    yield "| from | to | | carried out by | epoch | asks for |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield from map(_step, ARROWS)


def _step(step: Arrow) -> str:
    hands = ", ".join(step.hands) or "nobody"
    asked = ", ".join(each for each in Condition if each in step.needs) or "nothing"
    loss = f"; or {Condition.LOSS_SIGNED} in place of the copy" if step.or_loss else ""
    epoch = "grows" if step.moves_authority else ""
    return f"| `{step.origin}` | `{step.goal}` | {step.kind} | {hands} | {epoch} | {asked}{loss} |"


def _switches() -> Iterator[str]:
    yield "| stage | on Azure | on the platform | movers | names lead to | TTL | routes | the freeze allows |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for stage, row in STAGES.items():
        moves = MOVES[stage]
        azure = "open" if row.writes == "azure" else "released" if row.deletes else "dark" if moves.dark else "closed"
        platform = "written" if row.writes == "scaleway" else "read"
        where, ttl = "platform" if moves.moved else "Azure", "lowered" if moves.lowered else "regular"
        routes, allowed = "needed" if moves.needs_routes else "", ", ".join(sorted(moves.allows)) or "nothing"
        yield f"| `{stage}` | {azure} | {platform} | {row.movers} | {where} | {ttl} | {routes} | {allowed} |"


def _shared() -> Iterator[str]:
    yield from (f"| `{switch}` | {rule} |" for switch, rule in SHARED.items())
    yield ""


def _conditions() -> Iterator[str]:
    for condition, asked in REQUIREMENTS.items():
        cells = (
            f"`{condition}`",
            asked.shows,
            f"`{KINDS[condition]}`",
            asked.level,
            _signers(KINDS[condition]),
            asked.fresh and f"`{asked.fresh}`",
            _values(asked),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _signers(kind: str) -> str:
    return " and ".join(" or ".join(sorted(each)) for each in SIGNERS[kind]) if kind in SIGNERS else COLLECTOR


def _values(asked: Requirement) -> str:
    """What its values must be, in short."""
    told = [f"`{name}` ≤ {bound}" for name, bound in asked.most.items()]
    told += [f"`{name}` ≥ {bound}" for name, bound in asked.least.items()]
    told += [f"`{one}` = `{other}`" for one, other in asked.equal] + [f"`{name}` true" for name in asked.holds]
    told += [f"`{name}` not passed" for name in asked.until] + (["`goal` is the step's"] if asked.goal else [])
    return ", ".join([*told, *(["measured at the proven fence"] if asked.after else [])])
