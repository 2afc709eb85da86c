"""Data classes: one value that sets the controls of everything that holds the data.

A class is a floor: a spec may be stricter, never weaker. Sources: the host's published HDS conditions for object storage,
Instances and Kubernetes (Scaleway documentation, "Host healthcare data", November 2025 to May 2026).
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Floor:
    """What a data class demands at least.

    lifecycle_allowed: whether objects may expire by themselves (the HDS conditions forbid lifecycle rules).
    versioning: whether a bucket must keep versions.
    client_encryption: whether objects must be encrypted before they leave the client; bucket encryption alone is not
        among the ways that the host's HDS page accepts.
    external_key: whether the key's material must come from the owner's own HSM (Key Manager's own HSM is not documented).
    regions: where the data may be; nothing means any region of the provider. HDS is fr-par only.
    hds_contract: whether the owner must have signed the host's HDS contract first.
    """

    lifecycle_allowed: bool = True
    versioning: bool = False
    client_encryption: bool = False
    external_key: bool = False
    regions: tuple[str, ...] = ()
    hds_contract: bool = False


class DataClass(StrEnum):
    """How sensitive data is, from open to health data that still names people."""

    OPEN = "open"
    INTERNAL = "internal"
    HEALTH = "health"
    HEALTH_IDENTIFYING = "health-identifying"

    @property
    def floor(self) -> Floor:
        """The controls that this class demands."""
        return _FLOORS[self]

    @property
    def rank(self) -> int:
        """0 for the least sensitive."""
        return list(DataClass).index(self)


_HEALTH = {
    "lifecycle_allowed": False,
    "versioning": True,
    "client_encryption": True,
    "regions": ("fr-par",),
    "hds_contract": True,
}
_FLOORS = {
    DataClass.OPEN: Floor(),
    DataClass.INTERNAL: Floor(versioning=True),
    DataClass.HEALTH: Floor(**_HEALTH),  # pyright: ignore[reportArgumentType]
    DataClass.HEALTH_IDENTIFYING: Floor(**_HEALTH, external_key=True),  # pyright: ignore[reportArgumentType]
}
