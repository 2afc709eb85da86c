"""The estate: everything one environment consists of, as reviewed YAML. One file a theme, one class here a file's top level."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .checks import cross_refusals
from .keys import KeySpec
from .network import NetworkSpec
from .refusal import Refusal
from .spec import Key, Spec, Uuid
from .storage import BucketSpec

Region = Literal["fr-par", "nl-ams", "pl-waw"]
Layer = Literal["platform"]


class ScalewaySpec(Spec):
    """The account that the estate lives in. Every id is checked against the credentials in use before anything is registered."""

    organization_id: Uuid
    """The organisation; a deployment with the credentials of another one is refused."""
    region: Region = "fr-par"
    """Where everything is. Health data may only be in fr-par: the host's HDS scope ends there."""
    zones: tuple[str, ...] = Field(default=("fr-par-1", "fr-par-2", "fr-par-3"), min_length=1)
    """Zones that may be used, in order of preference; each must belong to the region."""
    projects: dict[Key, Uuid] = Field(min_length=1)
    """Project ids by layer. `platform` is needed by the platform layer."""
    deployer_application_id: Uuid
    """The IAM application that deploys. Every bucket policy names it, or the policy would lock it out."""
    break_glass_user_id: Uuid
    """The IAM user that can still enter when all else fails; every bucket policy names it too."""
    hds_contract: str | None = Field(default=None, min_length=3, max_length=200)
    """Reference of the HDS contract signed with the host; needed before the estate may hold health data."""


class Estate(Spec):
    """One environment on both clouds, checked as a whole."""

    name: Key
    """The environment's name: the folder's name and the first part of its stacks' names."""
    owner: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{1,62}$")]
    """The body that answers for the data; becomes a tag of every resource, so plain letters, digits and spaces."""
    name_prefix: Key
    """First part of every cloud name. Bucket names are unique in the world: choose one that is yours. Changing it replaces stores."""
    lifetime: Literal["permanent", "rehearsal"] = "permanent"
    """A `rehearsal` can be destroyed: nothing in it is protected and no health data is allowed. Changing it later replaces keys."""
    scaleway: ScalewaySpec
    """The account on the sovereign cloud."""
    network: NetworkSpec
    """The private network of the platform."""
    keys: dict[Key, KeySpec] = Field(default_factory=dict[Key, KeySpec])
    """Encryption keys by name."""
    buckets: dict[Key, BucketSpec] = Field(default_factory=dict[Key, BucketSpec])
    """Private buckets by name."""

    def refusals(self) -> Iterator[Refusal]:
        yield from cross_refusals(self)
