"""The cut-over, as `cutover.yaml` declares it: waves with what moves in each, what people forget, thresholds, and who signs.

Left out on purpose: what a wave has reached (that follows from signed records, never from this file) and any value that only
a cloud knows. What it contradicts elsewhere in the estate is in checks.py.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Form, Key, Line, Reason, Refers, Spec, Unbound, within

from ..attestation import Office
from .dataset import DatasetSpec
from .derogation import DerogationSpec
from .mover import MoverClusterSpec
from .people import ApproverSpec, CollectorSpec, mover_refusals, signer_refusals
from .store import Store

CUTOVER_FILE = "cutover.yaml"
"""The file of an estate's folder that holds its `cutover` part: those who review it answer for both copies of the data."""

Phase = Literal[
    "inventoried", "frozen", "bridged", "seeding", "syncing", "rehearsed", "fenced", "switched", "stabilised",
    "committed", "retiring", "retired",
]  # fmt: skip

_SERVICE = Refers("bridge.names.services", "there is no service {name} in the bridge", "its name would never move")
_WORKSPACE = Refers(
    "legacy.log_workspaces", "there is no log workspace {name} in the legacy estate", "its logs would go with Azure"
)


Mailbox = Annotated[
    str,
    StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", max_length=120),
    Form("a mailbox", "flux@organisme.example"),
]


class JobSpec(Spec):
    """A scheduled job that reads or writes the wave's data."""

    owner: Office
    """The team that runs it."""
    last_run: date
    """The last day on which it ran on Azure, as last seen."""
    next_run: date | None = None
    """The next day on which it runs; nothing means that it has ended."""
    reason: Reason
    """What it does, and what happens to it at the switch."""

    def refusals(self) -> Iterator[Refusal]:
        if self.next_run and self.next_run <= self.last_run:
            yield Refusal(
                f"the job runs next on {self.next_run} and ran last on {self.last_run}",
                "nobody would know whether it still runs on the day of the switch",
                "write a later next_run, or none",
                at="next_run",
            )


class FeedSpec(Spec):
    """Data that somebody outside sends to Azure, and must send elsewhere from the switch on."""

    sender: Office
    """The body that sends it."""
    contact: Mailbox
    """A mailbox that is read, of an office and not of a person."""
    reason: Reason
    """What it sends, how often, and by which way."""


class PendingSpec(Spec):
    """Something that is open today and would break, or be lost, without a word: whoever holds it is asked first."""

    holder: Office
    """Who holds it."""
    until: date | None = None
    """The day by which it is closed or moved; nothing means that nobody has said so yet."""
    reason: Reason
    """What it is."""


class ArchiveSpec(Spec):
    """Logs that must outlive Azure: they are exported before any key goes."""

    workspace: Annotated[Key, _WORKSPACE]
    """The entry of the legacy estate's log_workspaces."""
    keep_until: date
    """The day until which they must be kept."""


class DeadlineSpec(Spec):
    """A date that the wave cannot move: an authorisation that names the host, a contract, a certificate."""

    day: date
    """Its last day."""
    reason: Reason
    """What ends then."""


class ThresholdsSpec(Spec):
    """What the gates of a wave ask for, each with its unit in its name."""

    evidence_hours: int = Field(default=24, ge=1, le=168)
    """Hours after which an observation is too old to open a gate, where no other limit is named."""
    fence_minutes: int = Field(default=15, ge=10, le=240)
    """Minutes that a closed fence must have stood before a write with every kind of credential is tried. Azure documents ten
    minutes and more for roles to be taken away."""
    lag_seconds: int = Field(default=60, ge=1, le=3_600)
    """Seconds that the copy may lag behind, at the 99th percentile."""
    lag_hours: int = Field(default=24, ge=1, le=168)
    """Hours over which the lag was watched."""
    slot_gb: int = Field(default=64, ge=1, le=10_000)
    """Gigabytes of log that a replication slot may hold back. The host turns read-only when its disk is full."""
    free_space_percent: int = Field(default=200, ge=110, le=1_000)
    """Free space on the target, in per cent of the source."""
    rehearsal_days: int = Field(default=30, ge=1, le=90)
    """Days after which a rehearsal of the switch and of the way back is too old."""
    restore_days: int = Field(default=30, ge=1, le=180)
    """Days after which a restore of the platform's backup is too old."""
    stabilised_days: int = Field(default=14, ge=1, le=365)
    """Days after the switch before the wave counts as stable."""
    unused_days: int = Field(default=14, ge=1, le=365)
    """Days without a single connection to the old end, per client. The TTL of a name proves nothing: pools keep connections."""
    dark_days: int = Field(default=30, ge=7, le=365)
    """Days that Azure was closed, its keys disabled and nothing deleted, without anybody missing it."""
    error_per_mille: int = Field(default=1, ge=0, le=100)
    """Requests in a thousand that may have failed since the switch."""


class WaveSpec(Spec):
    """What moves together: one write authority at a time for all of it."""

    reason: Reason
    """What the wave is, for whoever is called at night."""
    desired: Phase = "inventoried"
    """The phase that the owner wants next. What is reached follows from signed records; a change here asks, it moves nothing."""
    datasets: dict[Key, DatasetSpec] = Field(min_length=1)
    """What is copied, by the owner's own names."""
    services: tuple[Annotated[Key, _SERVICE], ...] = ()
    """Names of the bridge that move with it."""
    jobs: dict[Key, JobSpec] = Field(default_factory=dict[Key, JobSpec])
    """Scheduled jobs by name."""
    feeds: dict[Key, FeedSpec] = Field(default_factory=dict[Key, FeedSpec])
    """Inbound feeds by name."""
    open_work: dict[Key, PendingSpec] = Field(default_factory=dict[Key, PendingSpec])
    """Spaces and researchers' open work by name."""
    exports: dict[Key, PendingSpec] = Field(default_factory=dict[Key, PendingSpec])
    """Exports under review by name."""
    pinned: dict[Key, PendingSpec] = Field(default_factory=dict[Key, PendingSpec])
    """Allow-lists and pinned certificates of others that name the old place, by name."""
    archives: dict[Key, ArchiveSpec] = Field(default_factory=dict[Key, ArchiveSpec])
    """Archives of logs by name."""
    deadlines: dict[Key, DeadlineSpec] = Field(default_factory=dict[Key, DeadlineSpec])
    """Dates that the switch must come before, by name."""
    switch_by: date | None = None
    """The day of the switch, as planned."""
    leave_by: date | None = None
    """The day on which its data is gone from Azure, as planned."""
    thresholds: ThresholdsSpec = Field(default_factory=ThresholdsSpec)
    """What its gates ask for."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._order(), self._deadlines())

    def _order(self) -> Iterator[Refusal]:
        if self.switch_by and self.leave_by and self.leave_by <= self.switch_by:
            yield Refusal(
                f"the wave leaves Azure on {self.leave_by} and switches on {self.switch_by}",
                "the data would be deleted before it is used elsewhere",
                "write a later leave_by",
                at="leave_by",
            )

    def _deadlines(self) -> Iterator[Refusal]:
        for name, deadline in self.deadlines.items():
            if self.switch_by and deadline.day < self.switch_by:
                yield Refusal(
                    f"{name} ends on {deadline.day}, before the switch on {self.switch_by}",
                    "the data would be on Azure without what allows it to be there",
                    "switch earlier, or have it prolonged and write its new day",
                    at=f"deadlines.{name}.day",
                )


Sealed = Literal["azure", "azure-databases", "platform-objects", "platform-databases"]
"""Credentials that give Azure back when nothing else runs: Azure's, its databases', the platform's buckets' and databases'."""


_CREDENTIAL = re.compile(
    r"(?=\S*[0-9])(?=\S*[A-Za-z])[A-Za-z0-9+!$%&*~@#]{12,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
"""A word that no place is called by: long, of letters and digits, or a UUID, as the platform's secret keys are."""


class LeftOutSpec(Spec):
    """A store or a name that moves in no wave, on purpose."""

    entry: Store | None = None
    """The store: `storage_accounts.scratch`, or a part of it: `databases.catalogue.old`."""
    service: Annotated[Key, _SERVICE] | None = None
    """The name, as the bridge declares it."""
    owner: Office
    """The office that decided it."""
    reason: Reason
    """Why it stays, and what becomes of it."""
    until: date
    """The day on which this is looked at again."""

    def refusals(self) -> Iterator[Refusal]:
        if (self.entry is None) == (self.service is None):
            yield Refusal(
                "what is left out is neither a store nor a name, or both",
                "it is unclear what stays behind",
                "write exactly one of entry and service",
            )


class CutoverSpec(Spec):
    """How the estate leaves Azure, wave by wave."""

    waves: dict[Key, WaveSpec] = Field(min_length=1)
    """Waves by name."""
    left_out: dict[Annotated[Key, Unbound("the owner's own name")], LeftOutSpec] = Field(
        default_factory=dict[Key, LeftOutSpec]
    )
    """What moves in no wave, each with owner, reason and date."""
    derogations: dict[Annotated[Key, Unbound("the owner's own name")], DerogationSpec] = Field(
        default_factory=dict[Key, DerogationSpec]
    )
    """Decisions of an authority that health data may stay on Azure, each with its last day. What has none is a known non-conformity."""
    approvers: dict[Key, ApproverSpec] = Field(min_length=3)
    """Who signs, by name of the entry: one of each role at least."""
    collectors: dict[Key, CollectorSpec] = Field(default_factory=dict[Key, CollectorSpec])
    """Programs that sign what they saw, by name of the entry. Without one no observation and no deployment can be recorded."""
    sealed: dict[Sealed, Line] = Field(default_factory=dict[Sealed, Line])
    """Where each credential of the offline kit is sealed: `safe 2, envelope 7`. Never the credential itself."""
    movers: tuple[Line, ...] = ()
    """Applications and users on the platform that bring data in: they write while clients still wait."""
    mover_clusters: dict[Key, MoverClusterSpec] = Field(default_factory=dict[Key, MoverClusterSpec])
    """Who moves objects inside a cluster of the platform, one entry a dataset. The cluster layer makes them."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(
            within(self, "cutover"),
            signer_refusals(self.approvers, self.collectors),
            mover_refusals(self.movers, self.approvers),
            self._places(),
        )

    def _places(self) -> Iterator[Refusal]:
        for name, place in self.sealed.items():
            if "=" in place or any(map(_CREDENTIAL.fullmatch, place.split())):
                yield Refusal(
                    f"where {name} is sealed looks like the credential itself",
                    "it would stand in every checkout, and in the kit that lies on a laptop",
                    "write the place: safe of the control room, envelope 2; and end the credential if it is one",
                    at=f"sealed.{name}",
                )
