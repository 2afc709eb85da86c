"""The stages of a wave, in one table: twelve phases and three states beside them, who may write in each, and what the movers do.

A row that would let two write is refused where it is made, so that there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Cloud = Literal["azure", "scaleway"]
Direction = Literal["off", "forward", "reverse"]
"""Where the movers of data write: nowhere, to the platform, or back to Azure."""


class Stage(StrEnum):
    """Where a wave stands. The first twelve are its phases, in their order; the others are states beside them."""

    INVENTORIED = "inventoried"
    FROZEN = "frozen"
    BRIDGED = "bridged"
    SEEDING = "seeding"
    SYNCING = "syncing"
    REHEARSED = "rehearsed"
    FENCED = "fenced"
    SWITCHED = "switched"
    STABILISED = "stabilised"
    COMMITTED = "committed"
    RETIRING = "retiring"
    RETIRED = "retired"
    FALLING_BACK = "falling-back"
    ROLLED_BACK = "rolled-back"
    ABORTED = "aborted"


PHASES: tuple[Stage, ...] = tuple(Stage)[: tuple(Stage).index(Stage.RETIRED) + 1]
"""The phases in the order in which a wave passes them, none left out."""


def past_return(stage: Stage) -> bool:
    """Whether nothing but a restore leads back from a stage: stabilised is the last from which authority can return."""
    return stage in PHASES and PHASES.index(stage) > PHASES.index(Stage.STABILISED)


@dataclass(frozen=True)
class Row:
    """What holds in a stage.

    writes: the cloud whose clients may write the wave's data; None: nobody may, on either.
    latest: the cloud that wrote last, so that its copy is the one to keep.
    movers: where the movers write. A mover is a writer too: it may not write where clients do.
    deletes: what is on Azure may be deleted.
    allowed: what people may do, in words.

    Raises:
        ValueError: two would write one copy, or whoever may write does not have the latest one, or what people still write may be deleted.
    """

    writes: Cloud | None
    latest: Cloud
    movers: Direction
    allowed: str
    deletes: bool = False

    def __post_init__(self) -> None:
        if clash(self.writes, self.movers):
            raise ValueError(f"movers {self.movers} while {self.writes} writes: two would write one copy")
        if self.writes and self.writes != self.latest:
            raise ValueError(
                f"{self.writes} writes and {self.latest} has the latest data: the older copy would be written on"
            )
        if self.deletes and (self.latest == "azure" or self.movers != "off"):
            raise ValueError("deletion while Azure's copy is needed")


def clash(writes: Cloud | None, movers: Direction) -> bool:
    """Whether movers of a direction write the copy that a cloud's clients write."""
    return (writes, movers) in {("azure", "reverse"), ("scaleway", "forward")}


STAGES: Mapping[Stage, Row] = {
    Stage.INVENTORIED: Row("azure", "azure", "off", "import, read; make the platform's foundations"),
    Stage.FROZEN: Row("azure", "azure", "off", "what the freeze lists: replication settings, gateway, locks, TTL"),
    Stage.BRIDGED: Row("azure", "azure", "off", "configure the bridge, rotate its keys"),
    Stage.SEEDING: Row("azure", "azure", "forward", "copy in bulk; schemas are frozen from here"),
    Stage.SYNCING: Row("azure", "azure", "forward", "copy what changes, compare, rehearse"),
    Stage.REHEARSED: Row("azure", "azure", "forward", "as syncing"),
    Stage.FENCED: Row(None, "azure", "forward", "last delta, drain, digests, sequences, arm the way back"),
    Stage.SWITCHED: Row("scaleway", "scaleway", "reverse", "write on the platform; copy back what may go back"),
    Stage.STABILISED: Row("scaleway", "scaleway", "reverse", "as switched; schema changes that replay both ways"),
    Stage.COMMITTED: Row("scaleway", "scaleway", "off", "end the way back; Azure dark: closed, nothing deleted"),
    Stage.RETIRING: Row("scaleway", "scaleway", "off", "delete on Azure in order, keys last", deletes=True),
    Stage.RETIRED: Row("scaleway", "scaleway", "off", "nothing is left on Azure", deletes=True),
    Stage.FALLING_BACK: Row(None, "scaleway", "reverse", "drain back, compare, set sequences"),
    Stage.ROLLED_BACK: Row("azure", "azure", "off", "find the cause; set the platform's copy right"),
    Stage.ABORTED: Row("azure", "azure", "off", "keep the evidence; wipe the platform's copy"),
}
"""What holds in each stage."""
