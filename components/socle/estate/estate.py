"""The estate: everything one environment consists of, as reviewed YAML. One file a theme, one class here a file's top level."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal, Undecided
from socle.specs import Form, Key, Spec, Unbound

from .attestation import AttestationSpec, ExemptionSpec, attestation_refusals
from .bridge import BridgeSpec, bridge_refusals
from .checks import (
    bucket_refusals,
    name_refusals,
    quota_refusals,
    reference_refusals,
    room_refusals,
    standing_in,
    store_refusals,
)
from .cutover import CutoverSpec, cutover_refusals, derogation_refusals, mover_refusals
from .foundation import FoundationSpec, SupplierSpec, audit_refusals, bootstrap_refusals, identity_refusals
from .legacy import LegacySpec, beside_the_platform
from .place import Place, place_refusals
from .platform import (
    BaselineSpec,
    BucketSpec,
    DatabaseSpec,
    InstanceSpec,
    KeySpec,
    KubernetesSpec,
    NetworkSpec,
    ObservabilitySpec,
    RedisSpec,
    RegistrySpec,
    SecretSpec,
    baseline_refusals,
    cluster_refusals,
    database_refusals,
    instance_refusals,
)
from .posture import STEADY, Posture
from .quotas import RaisedQuotaSpec, raised_refusals
from .scaleway import ScalewaySpec
from .shared import CLUSTER
from .usage import UsageSpec, usage_refusals

_OWNER = Form("plain letters, digits, spaces, dots and dashes, 2 to 62 characters", "Plateforme de demonstration")


class Estate(Spec):
    """One environment on both clouds, checked as a whole."""

    name: Annotated[Key, Unbound("the estate's own name")]
    """The environment's name: the folder's name and the first part of its stacks' names."""
    owner: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,60}[A-Za-z0-9.]$"), _OWNER]
    """The body that answers for the data; becomes a tag of every resource, so plain letters, digits and spaces."""
    name_prefix: Annotated[Key, Unbound("the first part of names at the host")]
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
    baselines: dict[Annotated[Key, CLUSTER], BaselineSpec] = Field(default_factory=dict[Key, BaselineSpec])
    """What is in each cluster before any workload, by the cluster's name; the cluster layer makes it."""
    instances: dict[Key, InstanceSpec] = Field(default_factory=dict[Key, InstanceSpec])
    """Machines with an encrypted volume, by name."""
    databases: dict[Key, DatabaseSpec] = Field(default_factory=dict[Key, DatabaseSpec])
    """Managed PostgreSQL instances by name."""
    redis: dict[Key, RedisSpec] = Field(default_factory=dict[Key, RedisSpec])
    """Managed Redis by name."""
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

    suppliers: dict[Annotated[Key, Unbound("the owner's own name")], SupplierSpec] = Field(
        default_factory=dict[Key, SupplierSpec]
    )
    """Whom the estate relies on beside its hosts: forge, pipelines, package indexes, registrar, mail, identity provider, support,
    sub-processors. Deploys nothing; a role without entry is told as not known."""

    usage: dict[Key, UsageSpec] = Field(default_factory=dict[Key, UsageSpec])
    """Quantities of a month that no program knows, for cost reports. Deploys nothing."""

    quotas: dict[Key, RaisedQuotaSpec] = Field(default_factory=dict[Key, RaisedQuotaSpec])
    """Quotas of the organisation that the host has raised, such as `buckets` or `api-keys`. What is not here is what everybody has."""

    foundation: FoundationSpec | None = None
    """Projects, identities, keys and audit below the platform; written in `foundation.yaml`, a file of its own."""
    legacy: LegacySpec | None = None
    """The Azure estate that the platform replaces; written in `legacy.yaml`, a file of its own."""
    bridge: BridgeSpec | None = None
    """How the two clouds reach each other meanwhile; written in `bridge.yaml`, a file of its own."""

    cutover: CutoverSpec | None = None
    """How the estate leaves Azure, wave by wave; written in `cutover.yaml`, a file of its own."""

    @property
    def lasts(self) -> bool:
        """Whether it is no rehearsal, of which nothing is to be kept."""
        return self.lifetime != "rehearsal"

    @property
    def posture(self) -> Posture:
        """What the estate's own lifetime says of every switch: nothing of a rehearsal is protected."""
        return replace(STEADY, protected=self.lasts)

    @property
    def place(self) -> Place:
        """Where the platform is, with what its owner has signed and attested."""
        here = self.scaleway
        return Place(here.region, here.zones, not self.lasts, here.hds_contract, tuple(self.attestations.values()))

    def refusals(self) -> Iterator[Refusal]:
        """What no single spec can know. Each check takes the parts that it needs, and is silent where one was refused."""
        checks: tuple[Callable[[], Iterator[Refusal]], ...] = (
            lambda: self.place.refusals("scaleway."),
            lambda: place_refusals(self.model_copy(update={"legacy": None}), self.place),  # Azure is another place
            lambda: reference_refusals(self),
            lambda: identity_refusals(self.scaleway, self.foundation),
            lambda: quota_refusals(self, self.quotas),
            lambda: raised_refusals(self.quotas),
            lambda: store_refusals(self, self.network),
            lambda: bucket_refusals(self.buckets, self.scaleway, self.name_prefix, self.lifetime),
            lambda: bootstrap_refusals(
                self.foundation and self.foundation.bootstrap,
                self.scaleway.break_glass_user_id,
                self.name_prefix,
                buckets=self.buckets,
                legacy=self.legacy is not None,
            ),
            lambda: audit_refusals(self.foundation, self.buckets, self.name_prefix, self.lifetime),
            lambda: name_refusals("registry", self.registries, self.name_prefix),
            lambda: cluster_refusals(self.clusters, self.network),
            lambda: room_refusals(self, self.network, self._balancers()),
            lambda: baseline_refusals(self.baselines, self.clusters),
            lambda: instance_refusals(self.instances, self.network),
            lambda: database_refusals(self.databases, self.network, self.lifetime),
            lambda: attestation_refusals(self.attestations),
            self._beside,
            lambda: mover_refusals(self),
            lambda: usage_refusals(self, self.usage),
        )
        for check in checks:
            with suppress(Undecided):
                yield from check()

    def _balancers(self) -> dict[str, int]:
        """The most load balancers that workloads may ask for, by network: each takes an address of its cluster's."""
        found: dict[str, int] = {}
        for name, baseline in self.baselines.items():
            if name in self.clusters:
                network, most = (
                    self.clusters[name].network,
                    (n.quota.load_balancers for n in baseline.namespaces.values()),
                )
                found[network] = found.get(network, 0) + sum(most)
        return found

    def _beside(self) -> Iterator[Refusal]:
        if self.legacy:
            yield from beside_the_platform(self.legacy, self.lifetime, self.network.supernet)
        if self.bridge:
            yield from bridge_refusals(
                self.bridge, self.legacy, self.network, standing_in(self, self.bridge.network), self.name_prefix
            )
        if self.cutover:
            yield from cutover_refusals(self.cutover, self.legacy, self.bridge, self.buckets, self.databases)
            if self.legacy:
                yield from derogation_refusals(self.cutover.derogations, self.legacy, self.owner, self._offices())

    def _offices(self) -> set[str]:
        """Offices and teams of the owner's own, by what they answer for."""
        cutover = self.cutover
        left = (
            (*cutover.left_out.values(), *(job for wave in cutover.waves.values() for job in wave.jobs.values()))
            if cutover
            else ()
        )
        teams = [entry.owner for _, entry in self.legacy.entries()] if self.legacy else []
        given = [each.owner for each in (*self.exemptions.values(), *left)]
        return {each for each in (*given, *teams, *(claim.claimed_by for claim in self.attestations.values())) if each}
