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
    hds_attestation: whether a product without a published HDS page of the host needs an attestation in the estate.
    high_availability: whether a database must have a standby node.
    backup_days: how many days automatic backups are kept at least (SecNumCloud 12.5 wants them daily, protected and kept).
    audit_log: whether a database must log who changes rights and structure (HDS, traceability; EHDS 73(1)(e)).
    statement_texts_in_logs: whether the text of slow statements may be logged: it holds the values that were asked for.
    log_days: how many days logs are kept at least: SecNumCloud 12.6 says six months, EHDS 73(1)(e) a year.
    european_destinations: whether what leaves the platform may go to destinations in the European Economic Area only.
    exports: whether logs and metrics may be sent outside the host at all.
    dedicated_control_plane: whether a Kubernetes cluster needs one of its own (HDS covers dedicated ones only).
    eligible_machines: whether machines and nodes must be of a family that the host admits for health data.
    named_people: whether people must sign in to a cluster through an identity provider (SecNumCloud 9.2.b).
    restricted_pods: whether pods must keep the standard `restricted` (no root, no privileges).
    """

    lifecycle_allowed: bool = True
    versioning: bool = False
    client_encryption: bool = False
    external_key: bool = False
    regions: tuple[str, ...] = ()
    hds_contract: bool = False
    hds_attestation: bool = False
    high_availability: bool = False
    backup_days: int = 1
    audit_log: bool = False
    statement_texts_in_logs: bool = True
    log_days: int = 1
    european_destinations: bool = False
    exports: bool = True
    dedicated_control_plane: bool = False
    eligible_machines: bool = False
    named_people: bool = False
    restricted_pods: bool = False


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
    "hds_attestation": True,
    "high_availability": True,
    "backup_days": 30,
    "audit_log": True,
    "statement_texts_in_logs": False,
    "log_days": 365,
    "european_destinations": True,
    "exports": False,
    "dedicated_control_plane": True,
    "eligible_machines": True,
    "named_people": True,
    "restricted_pods": True,
}
_FLOORS = {
    DataClass.OPEN: Floor(),
    DataClass.INTERNAL: Floor(versioning=True, backup_days=7, log_days=180, european_destinations=True),
    DataClass.HEALTH: Floor(**_HEALTH),  # pyright: ignore[reportArgumentType]
    DataClass.HEALTH_IDENTIFYING: Floor(**_HEALTH, external_key=True),  # pyright: ignore[reportArgumentType]
}
