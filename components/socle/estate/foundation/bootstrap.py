"""What stands below the foundation: where the states of all stacks are kept, and who deploys the foundation.

It is made first, by a person, from a state in a folder that is then moved into what was made. Left out on purpose: the organisation itself
and its owners, whom only a person can sign up.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import ClassVar, Literal, get_args

from pydantic import Field

from socle.messages import Refusal, each
from socle.specs import Key, Line, Spec, Uuid

from ..data_class import DataClass
from ..platform import BucketSpec, Grant
from .groups import ApiKeySpec
from .own_buckets import long_name_refusals

TrustZone = Literal["organization", "platform", "spaces", "legacy"]
"""Whoever reads the states of one reads what is secret in all of its stacks, so each has a bucket of its own."""
STATE_BUCKETS: Mapping[TrustZone, str] = {zone: f"state-{zone}" for zone in get_args(TrustZone)}
"""What the buckets are called after the prefix."""
STATE = "state"
"""The name of the project, of its key, and the first part of the buckets' names."""
FOUNDER = "founder"
"""The application that deploys the foundation, and its group and policy."""
LONGEST_FOUNDER_KEY = timedelta(days=7)
"""It may give itself any right, as an owner may: a week is enough to deploy a foundation, and to correct it."""

OVER_IDENTITIES = (
    "BillingManager",
    "IAMApplicationManager",
    "IAMGroupManager",
    "IAMPolicyManager",
    "OrganizationReadOnly",
    "ProjectManager",
)
"""Of the organisation itself: what makes projects, identities and the budget. It can give itself the rest, so its key lives days."""
OVER_PROJECTS = (
    "KeyManagerKeyCreate",
    "KeyManagerKeyDelete",
    "KeyManagerKeyWrite",
    "KeyManagerReadOnly",
    "ObjectStorageBucketPolicyFullAccess",
    "ObjectStorageBucketsDelete",
    "ObjectStorageBucketsRead",
    "ObjectStorageBucketsWrite",
    "SecretManagerReadOnly",
    "SecretManagerSecretCreate",
    "SecretManagerSecretDelete",
    "SecretManagerSecretWrite",
)
"""In every project, since those of the foundation have no id before it is deployed: its keys, its secrets, its buckets, and no object."""
OVER_STATES = (
    "KeyManagerKeyDecrypt",
    "KeyManagerKeyEncrypt",
    "ObjectStorageObjectsDelete",
    "ObjectStorageObjectsRead",
    "ObjectStorageObjectsWrite",
)
"""In the project of states: to read and write its own."""


class StateSpec(Spec):
    """The bucket of one trust zone's states: versioned, encrypted, closed to whoever is not named."""

    BECOMES: ClassVar[str] = "scaleway:object/bucket:Bucket"
    secret_count: ClassVar[int] = 0

    grants: dict[Key, Grant] = Field(default_factory=dict[Key, Grant])
    """Who reads and writes the states of this zone beside those who deploy the foundation: its pipeline, by its application's id. A
    deployment needs read, write and delete; a preview read alone."""

    def refusals(self) -> Iterator[Refusal]:
        for name, grant in self.grants.items():
            if grant.group:
                yield Refusal(
                    f"the grant {name} names a group",
                    "groups are made by the foundation, whose state this bucket is to hold: the grant would be empty",
                    "name the application by application_id, once the foundation has given its id out",
                    at=f"grants.{name}.group",
                )

    def bucket(self) -> BucketSpec:
        """The bucket that it becomes."""
        made = BucketSpec(data_class=DataClass.INTERNAL, key=STATE, grants=self.grants)
        if self.origin:
            made.declared_at(self.origin)
        return made


class BootstrapSpec(Spec):
    """Buckets of states per trust zone, and the identity that deploys the foundation."""

    administrators: tuple[Uuid, ...] = Field(min_length=1)
    """People who deploy this layer, with a key of a day, by the ids of their IAM users. Every state bucket's policy names them, or it
    would lock them out."""
    organization: StateSpec = Field(default_factory=StateSpec)
    """States of bootstrap and foundation."""
    platform: StateSpec = Field(default_factory=StateSpec)
    """States of the platform and its clusters."""
    spaces: StateSpec = Field(default_factory=StateSpec)
    """States of project spaces."""
    legacy: StateSpec = Field(default_factory=StateSpec)
    """States of the legacy estate and of the bridge."""
    founder_key: ApiKeySpec | None = None
    """The key of the application that deploys the foundation; it may give itself any right, so it lives a week at most. Its default
    project is that of the states. Leave it out between deployments."""
    copies: Line = ""
    """Where copies of the states of `legacy` and of the bridge are kept outside the platform: going back must work without it."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._twice(), self._long())

    def _twice(self) -> Iterator[Refusal]:
        if len(set(self.administrators)) != len(self.administrators):
            yield Refusal(
                "administrators names one twice",
                "the list does not say what was meant",
                "name each once",
                at="administrators",
            )

    def _long(self) -> Iterator[Refusal]:
        key = self.founder_key
        if key and key.expires_on - key.issued_on > LONGEST_FOUNDER_KEY:
            yield Refusal(
                f"the founder's key lives {(key.expires_on - key.issued_on).days} days",
                "whoever finds it can give itself any right in the organisation until then",
                f"write an expires_on of at most {LONGEST_FOUNDER_KEY.days} days after issued_on, and take the key out when the "
                "foundation stands",
                at="founder_key.expires_on",
            )


def bootstrap_refusals(
    bootstrap: BootstrapSpec | None,
    break_glass_user_id: str,
    prefix: str,
    *,
    buckets: Mapping[str, object],
    legacy: bool,
) -> Iterator[Refusal]:
    """What bootstrap contradicts elsewhere in its estate: the identity of emergencies, names of buckets, and a state without a copy."""
    if bootstrap is None:
        return
    if break_glass_user_id in bootstrap.administrators:
        yield Refusal(
            "the user of emergencies is among the administrators of bootstrap",
            "it would be in use on ordinary days, and its alarm would mean nothing",
            "name another person; every bucket lets the user of emergencies in anyway",
            at="foundation.bootstrap.administrators",
        )
    if legacy and not bootstrap.copies:
        yield Refusal(
            "the estate has a legacy part, and nothing says where copies of its states are",
            "going back to Azure would need a platform that may be what failed",
            "write where they are kept, such as copies: the safe of the security office, every day",
            at="foundation.bootstrap.copies",
        )
    for name in STATE_BUCKETS.values():
        if name in buckets:
            yield Refusal(
                f"bootstrap has a bucket {name} of its own",
                "two stacks would make one bucket, and the second would fail",
                "give this one another name",
                at=f"buckets.{name}",
            )
        yield from long_name_refusals(prefix, name)
