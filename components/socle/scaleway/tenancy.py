"""Where a resource lives: the arguments that every component takes in the same words."""

from dataclasses import dataclass, field, replace

import pulumi

from socle.estate import LAYERS, STEADY, AttestationSpec, Estate, Place, Posture
from socle.messages import Refused


@dataclass(frozen=True)
class Tenancy:
    """One project in one region, the names and tags used there, and the posture of the cut-over.

    Every child gets project and region explicitly: an inherited SCW_DEFAULT_PROJECT_ID would silently move it otherwise.
    `name_prefix` is the first part of every cloud name; `zones` are in order of preference. In a `rehearsal` nothing is
    protected, at the host neither, so that it can be destroyed. Health data needs `hds_contract`, the reference of the contract
    signed with the host, and `attestations` for products that the host publishes no HDS conditions for; both are claims of the
    owner and recorded nowhere. `read_only` says that clients may not write to what is declared with this tenancy.
    """

    project_id: pulumi.Input[str]
    name_prefix: str
    region: str = "fr-par"
    zones: tuple[str, ...] = ("fr-par-1", "fr-par-2", "fr-par-3")
    tags: dict[str, str] = field(default_factory=dict[str, str])
    posture: Posture = STEADY
    rehearsal: bool = False
    hds_contract: str | None = None
    attestations: tuple[AttestationSpec, ...] = ()
    read_only: bool = False

    def __post_init__(self) -> None:
        """Refuse places that the host has not: the provider sends whatever is written, and the host answers half-way through.

        Raises:
            Refused: there is no such region, or no such zone.
        """
        if found := list(self.place.unknown()):
            raise Refused(found)

    @property
    def place(self) -> Place:
        """What a data class is held against."""
        return Place(
            region=self.region,
            zones=self.zones,
            rehearsal=self.rehearsal,
            hds_contract=self.hds_contract,
            attestations=self.attestations,
        )

    @classmethod
    def of(
        cls,
        estate: Estate,
        layer: str,
        posture: Posture | None = None,
        project_id: pulumi.Input[str] | None = None,
    ) -> "Tenancy":
        """The tenancy of one layer of an estate: in the project that the table of layers names.

        Args:
            posture: what the cut-over says of every switch. Default: what the estate's lifetime says.
            project_id: the project, where the estate does not give its id and the foundation made it.

        Raises:
            KeyError: there is no such layer, or it deploys nothing to this cloud.
        """
        return cls(
            project_id=estate.scaleway.projects[LAYERS[layer].project] if project_id is None else project_id,
            name_prefix=estate.name_prefix,
            region=estate.scaleway.region,
            zones=estate.scaleway.zones,
            tags={"estate": estate.name, "owner": estate.owner, "layer": layer},
            posture=posture or estate.posture,
            rehearsal=not estate.lasts,
            hds_contract=estate.place.hds_contract,
            attestations=estate.place.attestations,
        )

    def entry(self, key: str) -> "Tenancy":
        """The tenancy of one entry (`buckets.studies`), read-only if the posture says so."""
        return replace(self, read_only=key in self.posture.platform.read_only)

    def cloud_name(self, name: str) -> str:
        """The name that the cloud shows, without a random suffix so that reviews and logs agree."""
        return f"{self.name_prefix}-{name}"

    def tag_list(self, **more: str) -> list[str]:
        """Tags for the products that take a list; object storage takes a map."""
        return [f"{key}={value}" for key, value in {**self.tags, **more}.items()]

    def protects(self, opts: pulumi.ResourceOptions | None) -> bool:
        """Whether a stateful child is protected: what the caller's options say, else what the posture says."""
        steady = self.posture.protected and not self.rehearsal
        return steady if opts is None or opts.protect is None else opts.protect
