"""Object storage, as the estate declares it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Form, Key, Reason, Spec, Uuid

from ..data_class import DataClass
from ..shared import GROUP, encrypts

Prefix = Annotated[
    str,
    StringConstraints(pattern=r"^([A-Za-z0-9._=-]+/)+$", max_length=200),
    Form("a folder that ends with a slash, without wildcards", "studies/cardio/"),
]
"""A folder in a bucket, ending with a slash and without wildcards: `studies/cardio/`."""

Access = Literal["read", "write", "delete"]


class ObjectLock(Spec):
    """Write once, read many. `compliance` cannot be shortened by anyone, the owner included."""

    mode: Literal["governance", "compliance"] = "governance"
    """`governance` yields to a person with the right to bypass it; `compliance` yields to nobody."""
    days: int = Field(ge=1, le=36_500)
    """How many days each new version of an object stays locked."""

    def outliving(self, lifetime: str, at: str) -> Iterator[Refusal]:
        """A lock that would keep an estate from being destroyed when its lifetime ends. `at` is where the lock stands."""
        if lifetime == "rehearsal" and self.mode == "compliance":
            yield Refusal(
                "a compliance lock in a rehearsal",
                "nobody, the owner included, could delete the bucket before the lock ends, so the rehearsal could not be destroyed",
                "write mode: governance",
                at=f"{at}.mode",
            )


class Grant(Spec):
    """Access of one machine identity or person to a bucket, or to one folder of it."""

    application_id: Uuid | None = None
    """The IAM application that gets the access; either this, `user_id` or `group`."""
    user_id: Uuid | None = None
    """The IAM user that gets the access: an identity-provider subject, never a name."""
    group: Annotated[Key, GROUP] | None = None
    """The group of the foundation whose programs and people get the access, whoever is in it."""
    access: tuple[Access, ...] = Field(default=("read",), min_length=1)
    """What it may do: `read` gets and lists, `write` puts, `delete` removes; none implies another."""
    prefix: Prefix | None = None
    """The only folder that the grant reaches; nothing means the whole bucket."""
    reason: Reason
    """Why this identity needs it."""

    @property
    def principal(self) -> str:
        """The identity in the words of a Scaleway bucket policy; of a group, which such a policy does not know, its name."""
        if self.group:
            return f"group:{self.group}"
        return f"application_id:{self.application_id}" if self.application_id else f"user_id:{self.user_id}"

    @property
    def folders(self) -> tuple[str, ...]:
        """The prefix and every folder around it, the whole bucket (empty) first."""
        parts = (self.prefix or "").split("/")[:-1]
        return tuple("".join(f"{part}/" for part in parts[:end]) for end in range(len(parts) + 1))

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._identities(), self._accesses())

    def _identities(self) -> Iterator[Refusal]:
        if sum(each is not None for each in (self.application_id, self.user_id, self.group)) != 1:
            yield Refusal(
                "a grant names either no identity or two",
                "it is unclear who would get the access",
                "give exactly one of application_id, user_id and group",
            )

    def _accesses(self) -> Iterator[Refusal]:
        if len(set(self.access)) != len(self.access):
            yield Refusal(
                "an access is named twice",
                "the grant does not say what was meant",
                "name each access once",
                at="access",
            )


def old_versions(lock: ObjectLock | None, days: int | None, *, versioning: bool = True) -> Iterator[Refusal]:
    """What is wrong with an end of older versions: there are none, or their lock holds them longer."""
    if days and not versioning:
        yield Refusal(
            f"older versions expire after {days} days in a bucket that keeps none",
            "the rule would end nothing",
            "write versioning: true, or remove it",
            at="expire_old_versions_after_days",
        )
    if days and lock and days < lock.days:
        yield Refusal(
            f"older versions expire after {days} days and are locked for {lock.days}",
            "expiry would fail on every version until its lock ends",
            f"write expire_old_versions_after_days: {lock.days} or more",
            at="expire_old_versions_after_days",
        )


class BucketSpec(Spec):
    """A private bucket, encrypted with a key of its own data class, closed to whoever is not named."""

    BECOMES: ClassVar[str] = "scaleway:object/bucket:Bucket"

    secret_count: ClassVar[int] = 0
    """Its key encrypts the objects themselves; no secret is made."""

    data_class: DataClass
    """What the bucket holds; sets the floor of every value below."""
    key: Annotated[Key, encrypts("bucket")]
    """The entry of `keys` that encrypts it. It must be of the same data class."""
    versioning: bool = True
    """Whether overwritten and deleted objects stay recoverable."""
    lock: ObjectLock | None = None
    """Write once, read many, for every new object. Can only be chosen when the bucket is made: adding it later replaces the bucket."""
    expire_after_days: int | None = Field(default=None, ge=1, le=36_500)
    """Days after which objects are deleted by the host; not allowed for health data. In a bucket that keeps versions only the
    current version goes: older ones stay, and are billed, unless `expire_old_versions_after_days` ends them."""
    expire_old_versions_after_days: int | None = Field(default=None, ge=1, le=36_500)
    """Days after which a version that is no longer current is deleted by the host, for good; not allowed for health data."""
    client_encryption: Literal["sse-c", "client-side"] | None = None
    """How objects are encrypted before they leave the client; needed for health data, on top of the bucket's own encryption."""
    grants: dict[Key, Grant] = Field(default_factory=dict[Key, Grant])
    """Who else may read or write, each with a reason; the deployer and the break-glass user are always there."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(
            self._lifecycle(), self._versions(), self._client(), self._lock(), self._expiry(), self._grants()
        )

    def _lifecycle(self) -> Iterator[Refusal]:
        for field in ("expire_after_days", "expire_old_versions_after_days"):
            if getattr(self, field) and not self.data_class.floor.lifecycle_allowed:
                yield Refusal(
                    f"a bucket of class {self.data_class} has a lifecycle rule",
                    "the host's HDS conditions forbid lifecycle rules, and health data would vanish unseen",
                    "remove it and delete objects explicitly, or keep logs in a bucket of class internal",
                    at=field,
                )

    def _versions(self) -> Iterator[Refusal]:
        if self.data_class.floor.versioning and not self.versioning:
            yield Refusal(
                f"a bucket of class {self.data_class} keeps no versions",
                "an overwritten or deleted object could not be recovered",
                "write versioning: true",
                at="versioning",
            )

    def _client(self) -> Iterator[Refusal]:
        if self.data_class.floor.client_encryption and self.client_encryption is None:
            yield Refusal(
                f"a bucket of class {self.data_class} does not say how objects are encrypted before they leave the client",
                "the host's HDS page does not accept the bucket's own encryption alone",
                "write client_encryption: sse-c or client-side",
                at="client_encryption",
            )

    def _lock(self) -> Iterator[Refusal]:
        if self.lock and not self.versioning:
            yield Refusal(
                "object lock without versioning",
                "the provider ignores the lock on a bucket that keeps no versions",
                "write versioning: true, or remove lock",
                at="lock",
            )

    def _expiry(self) -> Iterator[Refusal]:
        if self.lock and self.expire_after_days and self.expire_after_days < self.lock.days:
            yield Refusal(
                f"objects expire after {self.expire_after_days} days and are locked for {self.lock.days}",
                "expiry would fail on every object until its lock ends",
                f"write expire_after_days: {self.lock.days} or more",
                at="expire_after_days",
            )
        yield from old_versions(self.lock, self.expire_old_versions_after_days, versioning=self.versioning)

    def _grants(self) -> Iterator[Refusal]:
        """Grants that another one makes pointless: of the same identity, around the same folder, with the same access."""
        broadest_first = sorted(self.grants.items(), key=lambda item: (len(item[1].folders), -len(item[1].access)))
        seen: dict[tuple[str, str], list[tuple[str, Grant]]] = {}
        for name, grant in broadest_first:
            if not (grant.application_id or grant.user_id or grant.group):
                continue
            around = (other for folder in grant.folders for other in seen.get((grant.principal, folder), ()))
            for other in (other for other, given in around if set(grant.access) <= set(given.access)):
                yield Refusal(
                    f"{other} gives the same identity this access already",
                    "removing one of the two would not take the access away",
                    "keep one of them",
                    at=f"grants.{name}",
                )
            seen.setdefault((grant.principal, grant.folders[-1]), []).append((name, grant))
