"""The estate: everything one environment consists of, as reviewed YAML. One file a theme, one class here a file's top level."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Form, Key, Line, Spec, Uuid

from .attestation import AttestationSpec, ExemptionSpec
from .bridge import BridgeSpec
from .checks import cross_refusals
from .legacy import LegacySpec
from .place import Place
from .platform import (
    BaselineSpec,
    BucketSpec,
    DatabaseSpec,
    InstanceSpec,
    KeySpec,
    KubernetesSpec,
    NetworkSpec,
    ObservabilitySpec,
    Region,
    RegistrySpec,
    SecretSpec,
    Zone,
)
from .posture import STEADY, Posture
from .usage import UsageSpec

_OWNER = Form("plain letters, digits, spaces, dots and dashes, 2 to 62 characters", "Plateforme de demonstration")


class ScalewaySpec(Spec):
    """The account that the estate lives in. Every id is checked against the credentials in use before anything is registered."""

    organization_id: Uuid
    """The organisation; a deployment with the credentials of another one is refused."""
    region: Region = "fr-par"
    """Where everything is. Health data may only be in fr-par: the host's HDS scope ends there."""
    zones: tuple[Zone, ...] = Field(default=("fr-par-1", "fr-par-2", "fr-par-3"), min_length=1)
    """Zones that may be used, in order of preference; each must belong to the region."""
    projects: dict[Key, Uuid] = Field(min_length=1)
    """Project ids by layer. `platform` is needed by the platform layer."""
    deployer_application_id: Uuid
    """The IAM application that deploys. Every bucket policy names it, or the policy would lock it out."""
    break_glass_user_id: Uuid
    """The IAM user that can still enter when all else fails; every bucket policy names it too."""
    hds_contract: Annotated[Line, StringConstraints(min_length=3, max_length=200)] | None = None
    """Reference of the HDS contract signed with the host; needed before the estate may hold health data."""


class Estate(Spec):
    """One environment on both clouds, checked as a whole."""

    name: Key
    """The environment's name: the folder's name and the first part of its stacks' names."""
    owner: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}[A-Za-z0-9.]$"), _OWNER]
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
    clusters: dict[Key, KubernetesSpec] = Field(default_factory=dict[Key, KubernetesSpec])
    """Kubernetes clusters by name; the platform layer makes them."""
    baselines: dict[Key, BaselineSpec] = Field(default_factory=dict[Key, BaselineSpec])
    """What is in each cluster before any workload, by the cluster's name; the cluster layer makes it."""
    instances: dict[Key, InstanceSpec] = Field(default_factory=dict[Key, InstanceSpec])
    """Machines with an encrypted volume, by name."""
    databases: dict[Key, DatabaseSpec] = Field(default_factory=dict[Key, DatabaseSpec])
    """Managed PostgreSQL instances by name."""
    registries: dict[Key, RegistrySpec] = Field(default_factory=dict[Key, RegistrySpec])
    """Private container registries by name."""
    secrets: dict[Key, SecretSpec] = Field(default_factory=dict[Key, SecretSpec])
    """Secrets by name; those of databases and tokens are made beside them and not listed here."""
    observability: ObservabilitySpec | None = None
    """Logs, metrics and traces of the platform, and who is called."""
    attestations: dict[Key, AttestationSpec] = Field(default_factory=dict[Key, AttestationSpec])
    """Claims that no program can check, each with its document and its last day."""
    exemptions: dict[Key, ExemptionSpec] = Field(default_factory=dict[Key, ExemptionSpec])
    """Permissions to break a rule, each for one resource, a reason and a while."""

    usage: dict[Key, UsageSpec] = Field(default_factory=dict[Key, UsageSpec])
    """Quantities of a month that no program knows, for cost reports. Deploys nothing."""

    legacy: LegacySpec | None = None
    """The Azure estate that the platform replaces; written in `legacy.yaml`, a file of its own."""
    bridge: BridgeSpec | None = None
    """How the two clouds reach each other meanwhile; written in `bridge.yaml`, a file of its own."""

    @property
    def posture(self) -> Posture:
        """What the estate's own lifetime says of every switch: nothing of a rehearsal is protected."""
        return replace(STEADY, protected=self.lifetime != "rehearsal")

    @property
    def place(self) -> Place:
        """Where the platform is, with what its owner has signed and attested."""
        here = self.scaleway
        return Place(
            here.region, here.zones, self.lifetime == "rehearsal", here.hds_contract, tuple(self.attestations.values())
        )

    def refusals(self) -> Iterator[Refusal]:
        yield from cross_refusals(self)
