"""What the organisation keeps for whoever judges it later, and what it may cost: buckets of logs and evidence, and the budget."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Form, Key, Refers, Spec

from ..data_class import DataClass
from ..platform import BucketSpec, Grant, ObjectLock, old_versions

FOUNDATION_KEY = Refers(
    "foundation.keys", "there is no key {name} in the foundation", "what is kept could not be encrypted", "bucket"
)
EMAIL = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", max_length=200),
    Form("the address of a list or an office", "finance@plateforme.example"),
]
AUDIT_BUCKETS = {"logs": "audit-logs", "evidence": "audit-evidence"}
"""What the buckets are called after the prefix."""
LOCKED_DAYS = 365
"""A year: the only span that SecNumCloud 12.6, CNIL SEC-JOU-4 (6 to 12 months) and EHDS 73(1)(e) all accept."""


class KeptBucketSpec(Spec):
    """A bucket of the audit project: written by few, deleted from by nobody before its lock ends."""

    BECOMES: ClassVar[str] = "scaleway:object/bucket:Bucket"
    secret_count: ClassVar[int] = 0

    data_class: DataClass = DataClass.INTERNAL
    """What it holds: never health data, which would make the lock and the expiry unlawful."""
    key: Annotated[Key, FOUNDATION_KEY] = "audit"
    """The entry of the foundation's keys that encrypts it, of the same class."""
    lock: ObjectLock = Field(default_factory=lambda: ObjectLock(days=LOCKED_DAYS))
    """How long each object stays as it is. Governance unless told otherwise: compliance cannot be undone by anyone."""
    expire_after_days: int | None = Field(default=None, ge=1, le=36_500)
    """Days after which the host deletes objects; at least the lock's. Only the current version goes: see the next one."""
    expire_old_versions_after_days: int | None = Field(default=None, ge=1, le=36_500)
    """Days after which the host deletes what is no longer the current version; at least the lock's. Without it that stays, billed."""

    def refusals(self) -> Iterator[Refusal]:
        if self.data_class.floor.hds_contract:
            yield Refusal(
                f"logs or evidence of class {self.data_class}",
                "a locked object cannot be erased when it must be, and health data may not expire by itself",
                "keep health data in buckets of the platform, and write class internal here",
                at="data_class",
            )
            return
        if self.expire_after_days and self.expire_after_days < self.lock.days:
            yield Refusal(
                f"objects expire after {self.expire_after_days} days and are locked for {self.lock.days}",
                "expiry would fail on every object until its lock ends",
                f"write expire_after_days: {self.lock.days} or more",
                at="expire_after_days",
            )
        yield from old_versions(self.lock, self.expire_old_versions_after_days)

    def bucket(self, grants: dict[str, Grant] | None = None) -> BucketSpec:
        """The bucket that it becomes."""
        made = BucketSpec(
            data_class=self.data_class,
            key=self.key,
            lock=self.lock,
            expire_after_days=self.expire_after_days,
            expire_old_versions_after_days=self.expire_old_versions_after_days,
            grants=grants or {},
        )
        if self.origin:
            made.declared_at(self.origin)
        return made


class AuditSpec(Spec):
    """Logs and evidence, in a project of their own that no deployer of the platform has rights in."""

    logs: KeptBucketSpec = Field(default_factory=KeptBucketSpec)
    """Where the host's audit trail and the platform's logs are exported to."""
    evidence: KeptBucketSpec = Field(default_factory=KeptBucketSpec)
    """Where pipelines put plans, reviews and reports of restores."""


class BudgetAlertSpec(Spec):
    """Who is told when a part of the budget is spent."""

    BECOMES: ClassVar[str] = "scaleway:billing/budgetAlert:BudgetAlert"

    threshold_percent: int = Field(ge=1, le=100)
    """The part of the budget, in percent."""
    emails: tuple[EMAIL, ...] = Field(min_length=1)
    """Lists or offices, never people: people change and the file stays."""


class OrganizationBudgetSpec(Spec):
    """What the whole organisation may cost a month. Nothing stops when it is spent: somebody is told."""

    BECOMES: ClassVar[str] = "scaleway:billing/budget:Budget"

    euros: int = Field(ge=1, le=100_000_000)
    """Euros a month, of all projects of the organisation together."""
    alerts: dict[Key, BudgetAlertSpec] = Field(min_length=1)
    """Thresholds, by name."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._thresholds())

    def _thresholds(self) -> Iterator[Refusal]:
        seen: dict[int, str] = {}
        for name, alert in self.alerts.items():
            if alert.threshold_percent in seen:
                yield Refusal(
                    f"{name} tells at {alert.threshold_percent} percent, as {seen[alert.threshold_percent]} does",
                    "one of the two says nothing new",
                    "join them",
                    at=f"alerts.{name}.threshold_percent",
                )
            seen.setdefault(alert.threshold_percent, name)
