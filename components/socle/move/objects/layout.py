"""Where the records of a move are, and what a shard is called: names say nothing of the data."""

from dataclasses import dataclass
from typing import Literal

Stage = Literal["list-source", "list-target", "copy", "read-back", "read-source", "read-target"]
LISTINGS: tuple[Stage, ...] = ("list-source", "list-target")

JOB = "job.json"
KEY = "key"
PASSES = "passes"


@dataclass(frozen=True)
class Piece:
    """A Parquet file of rows: its record's name, how many rows and bytes it is about, and its smallest and largest key."""

    name: str
    rows: int
    bytes: int
    first: str
    last: str


@dataclass(frozen=True)
class Ticket:
    """What a worker is told: where the records are, and which shard is meant. No credential, and no object's name.

    control: the address of the control bucket, as JSON. attempt: of the plan whose shard it is. share: bytes a second of the
    process that runs it; 0: no limit. back: of a pass the other way.
    """

    control: str
    move: str
    number: int
    stage: Stage
    of_pass: int
    attempt: str
    share: float = 0.0
    back: bool = False

    @property
    def key(self) -> str:
        """What the scheduler calls it."""
        return f"{self.move}-{self.of_pass}-{self.stage}-{self.number}"


def stage_folder(of_pass: int, stage: Stage) -> str:
    return f"{PASSES}/{of_pass:05d}/{stage}"


def plan_name(of_pass: int, stage: Stage) -> str:
    """What a stage has to do: the list of its shards."""
    return f"{stage_folder(of_pass, stage)}/plan.json"


def input_folder(of_pass: int, stage: Stage, attempt: str) -> str:
    return f"{stage_folder(of_pass, stage)}/in-{attempt}"


def input_name(folder: str, number: int) -> str:
    return f"{folder}/{number:08d}.parquet"


def done_folder(of_pass: int, stage: Stage) -> str:
    return f"{stage_folder(of_pass, stage)}/done"


def done_name(of_pass: int, stage: Stage, number: int) -> str:
    """What is there when a shard is finished, and not before."""
    return f"{done_folder(of_pass, stage)}/{number:08d}." + ("json" if stage in LISTINGS else "parquet")


def begun_name(of_pass: int) -> str:
    return f"{PASSES}/{of_pass:05d}/begun.json"


def ended_name(of_pass: int) -> str:
    return f"{PASSES}/{of_pass:05d}/ended.json"
