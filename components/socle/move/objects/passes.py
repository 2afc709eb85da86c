"""A pass over a move: list both sides, copy what is not on the target as it is at the source, read back what was written.

A pass that ended is followed by one that copies the difference alone; one that did not is taken up where it stopped, by whoever comes.
Passes of both directions stand in one row of numbers: what one has read of a side counts for the other, so that the way back is a
difference, too.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from socle.messages import Refusal, Refused

from .compare import Sides, to_copy, unread
from .control import Control, Lost, as_json, from_json, refuse_unconditional
from .job import MoveSpec
from .layout import (
    JOB,
    KEY,
    LISTINGS,
    PASSES,
    Piece,
    Stage,
    Ticket,
    begun_name,
    done_folder,
    done_name,
    ended_name,
    input_folder,
    input_name,
    plan_name,
)
from .listed import DIGESTED, LISTED, Listed, written
from .pieces import Rows
from .shards import Here, opened_here, piece_of
from .stage import Ended, Progress, Running, run_stage
from .stores import opened

Kind = Literal["copy", "digest", "verify"]
KINDS: Mapping[Kind, tuple[Stage, ...]] = {
    "copy": ("list-source", "list-target", "copy", "read-back"),
    "digest": ("list-source", "list-target", "read-source", "read-target"),
    "verify": ("list-source", "list-target", "read-source", "read-target"),
}
"""What a pass does, in this order."""

_OF_SOURCE: tuple[Stage, ...] = ("copy", "read-source")
_OF_TARGET: tuple[Stage, ...] = ("read-back", "read-target")
"""Which stages of a pass read which side of it."""

LISTINGS_AT_MOST = 32
"""Shards of one listing: enough that every thread has one."""
SHARD_BYTES = 128 << 20
"""Of one shard, about: large objects are each their own, so that they run beside each other."""


@dataclass
class Move:
    """A move whose stores are open, in one direction: its description, its records, and both sides as its passes have them."""

    job: MoveSpec
    here: Here = field(repr=False)
    control: str
    back: bool = False

    @property
    def erasable(self) -> Any:
        """The bucket of the platform, whose versions can be erased, in whatever direction objects go."""
        return self.here.source if self.back else self.here.target

    @property
    def records(self) -> Control:
        return self.here.records


@dataclass(frozen=True)
class Passed:
    """How a pass ended: its number, each stage, and which hazards its listing of the source found."""

    number: int
    kind: Kind
    stages: tuple[Ended, ...]
    hazards: Mapping[str, int]
    resumed: bool = False

    @property
    def whole(self) -> bool:
        """Whether every shard of every stage is finished; objects of them may still have failed."""
        return len(self.stages) == len(KINDS[self.kind]) and all(each.whole for each in self.stages)

    @property
    def failures(self) -> int:
        return sum(each.progress.failures for each in self.stages)


def open_move(job: MoveSpec, *, back: bool = False) -> Move:
    """Open a move, and write down what it is; it cannot become another one under the same name.

    back: from its target to its source. What it overwrites there may be kept by nobody: a way back waits for nothing, and says so.

    Raises:
        Refused: another customer's key than it began with, a target that keeps no versions, a control bucket that overwrites, or another
            move of this name.
    """
    control = job.control.model_dump_json()
    records = Control(opened(job.control, "control").bytes, f"{job.control.prefix}{job.name}/")
    refuse_unconditional(records)
    wanted = as_json(identity(job))
    records.create(JOB, wanted)
    if as_json(identity(MoveSpec.model_validate_json(records.get(JOB) or b"{}"))) != wanted:
        raise Refused(
            [
                Refusal(
                    f"the move {job.name} has begun with other places",
                    "its records would be taken for those of this one",
                    "give this move another name",
                    "name",
                )
            ]
        )
    here = opened_here(control, job.name, anew=True).facing(back=back)
    here.records.create(KEY, b"")
    here.records.get(KEY)  # refused under another key than the move began with
    if not back and here.target.versioned is not True:
        raise Refused(
            [
                Refusal(
                    f"the target {job.target.bucket} keeps no versions",
                    "what is overwritten or erased by mistake could not be had back",
                    "turn versioning on",
                    "target.bucket",
                )
            ]
        )
    return Move(job, here, control, back)


def identity(job: MoveSpec) -> dict[str, Any]:
    """What makes a move the one that it is; how fast and when it runs may change."""
    return job.model_dump(mode="json", exclude={"megabytes_per_second", "hours", "shard_objects"})


def run_pass(move: Move, running: Running, kind: Kind) -> Passed:
    """Run a pass of a kind, or take up the last one where it is of this kind and has not ended."""
    number, resumed = _number(move, kind)
    stages = list[Ended]()
    for stage in KINDS[kind]:
        stages.append(_staged(move, running, number, stage))
        if not stages[-1].whole:
            break
    passed = Passed(number, kind, tuple(stages), _hazards(move, number), resumed)
    if passed.whole:
        move.records.create(ended_name(number), as_json({"at": _now(), "failures": passed.failures}))
    return passed


def _number(move: Move, kind: Kind) -> tuple[int, bool]:
    """The number of the pass to run, and whether it had begun. One of another kind that never ended is left as it is."""
    last = last_pass(move)
    begun = _begun(move.records, last)
    is_this = begun.get("kind") == kind and begun.get("back", False) == move.back
    if is_this and move.records.get(ended_name(last)) is None:
        return last, True
    move.records.create(begun_name(last + 1), as_json({"at": _now(), "kind": kind, "back": move.back}))
    return last + 1, False


def _begun(records: Control, number: int) -> dict[str, Any]:
    return from_json(records.get(begun_name(number)) or b"{}")


def went_back(records: Control, number: int) -> bool:
    """Whether a pass went the other way."""
    return bool(_begun(records, number).get("back"))


def last_pass(move: Move) -> int:
    """The highest number of a pass; 0 before the first."""
    return max(map(int, move.records.folders(PASSES)), default=0)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _staged(move: Move, running: Running, number: int, stage: Stage) -> Ended:
    """Plan a stage unless it is planned, and run what is left of it."""
    plan = _planned(move, number, stage)
    done = _finished(move.records, number, stage)
    left = [each for each in range(len(plan.shards)) if each not in done]
    sizes = [] if stage in LISTINGS else [Piece(**plan.shards[each]) for each in left]
    progress = Progress(
        stage,
        len(plan.shards),
        len(done),
        objects_in_all=sum(each.rows for each in sizes),
        bytes_in_all=sum(each.bytes for each in sizes),
    )
    running.told(progress)
    where = (stage, number, plan.attempt, running.share, move.back)
    return run_stage(running, [Ticket(move.control, move.job.name, each, *where) for each in left], progress)


@dataclass(frozen=True)
class Plan:
    """What a stage has to do. attempt: part of the names of its inputs, so that those of a driver that died are nobody's."""

    attempt: str
    shards: list[Any]


def _planned(move: Move, number: int, stage: Stage) -> Plan:
    """The plan of a stage; of two drivers that plan it at a time, the first one's."""
    plan = plan_of(move.records, number, stage)
    if plan.attempt:
        return plan
    attempt = uuid.uuid4().hex
    wanted = as_json({"attempt": attempt, "shards": _shards_of(move, number, stage, attempt)})
    move.records.create(plan_name(number, stage), wanted)
    return plan_of(move.records, number, stage)


def plan_of(records: Control, number: int, stage: Stage) -> Plan:
    """The plan of a stage; without an attempt where it was never planned."""
    return Plan(**from_json(records.get(plan_name(number, stage)) or b'{"attempt": "", "shards": []}'))


def _finished(records: Control, number: int, stage: Stage) -> set[int]:
    return {int(name.rpartition("/")[2].partition(".")[0]) for name in records.names(done_folder(number, stage))}


def _shards_of(move: Move, number: int, stage: Stage, attempt: str) -> list[Any]:
    """Units to list, or shards of objects, which are written down as they are cut."""
    match stage:
        case "list-source":
            return _grouped(move.here.source.units())
        case "list-target":
            return _grouped(move.here.target.units())
        case "read-back":
            return plan_of(move.records, number, "copy").shards
        case "copy":
            batches = to_copy(sides(move, number))
        case _:
            batches = unread(sides(move, number), stage.removeprefix("read-"))
    return [asdict(each) for each in _cut(move, input_folder(number, stage, attempt), _rows(batches))]


def _grouped(units: list[str]) -> list[list[str]]:
    """Units that one shard lists together, neighbours by their names: a record for each of thousands would cost more than the listing."""
    ordered, size = sorted(units), -(-len(units) // LISTINGS_AT_MOST)
    return [ordered[first : first + size] for first in range(0, len(ordered), size)]


def _rows(batches: Iterable[Mapping[str, Sequence[Any]]]) -> Iterator[Listed]:
    for batch in batches:
        for values in zip(*(batch[name] for name in LISTED.names), strict=True):
            yield Listed(*values)


def _cut(move: Move, folder: str, rows: Iterator[Listed]) -> Iterator[Piece]:
    """Shards of rows, each written down before it is named."""
    for place, batch in enumerate(_batches(rows, move.job.shard_objects)):
        name = input_name(folder, place)
        move.records.create(name, written(batch, LISTED))
        yield piece_of(name, batch)


def _batches(rows: Iterator[Listed], most: int) -> Iterator[list[Listed]]:
    batch, size = list[Listed](), 0
    for row in rows:
        batch.append(row)
        size += row.size
        if len(batch) >= most or size >= SHARD_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def sides(move: Move, number: int) -> Sides:
    """What is known of both sides at a pass: its own listings, and what it and those before it copied and read, in either direction."""
    records = move.records
    same = {each: went_back(records, each) == move.back for each in range(1, number + 1)}

    def listed(stage: Stage) -> Rows:
        return Rows(_listing(records, number, stage), LISTED, records.get)

    def digested(one_way: tuple[Stage, ...], other_way: tuple[Stage, ...]) -> Rows:
        pieces = list[Piece]()
        for of_pass, so in same.items():
            for stage in one_way if so else other_way:
                pieces += _results(records, of_pass, stage)
        return Rows(pieces, DIGESTED, records.get)

    return Sides(
        listed("list-source"),
        listed("list-target"),
        digested(_OF_SOURCE, _OF_TARGET),
        digested(_OF_TARGET, _OF_SOURCE),
        digested(("copy",), ()),
    )


def _listing(records: Control, number: int, stage: Stage) -> list[Piece]:
    """Files of a listing that has ended: of every shard of its plan, since objects of one that is gone would be neither here nor there."""
    shards = range(len(plan_of(records, number, stage).shards))
    return [Piece(**each) for unit in _units(records, number, stage, shards) for each in unit["pieces"]]


def _units(records: Control, number: int, stage: Stage, shards: Iterable[int]) -> Iterator[dict[str, Any]]:
    for unit in shards:
        data = records.get(done_name(number, stage, unit))
        if data is None:
            raise Lost
        yield from_json(data)


def _results(records: Control, number: int, stage: Stage) -> list[Piece]:
    """Files of what shards found; each covers the keys that its shard does."""
    done = sorted(_finished(records, number, stage))
    if not done:
        return []
    plan = plan_of(records, number, stage)
    return [replace(Piece(**plan.shards[each]), name=done_name(number, stage, each)) for each in done]


def _hazards(move: Move, number: int) -> Mapping[str, int]:
    found = Counter[str]()
    for unit in _units(move.records, number, "list-source", _finished(move.records, number, "list-source")):
        found.update(unit["hazards"])
    return dict(found)
