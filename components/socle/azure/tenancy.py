"""Where the legacy estate lives: the arguments that every component of this package takes in the same words."""

from dataclasses import dataclass, field, replace

from socle.estate import STEADY, Posture


@dataclass(frozen=True)
class AzureTenancy:
    """One subscription of one directory, its region, and the posture of the cut-over.

    `location` is an Azure region in its API form. A `twin` is a rehearsal's: what it creates is not protected, so that it can
    be destroyed. `released` says that the time has come for what is declared with this tenancy: it loses its protection.
    `closed` says that clients may not write to it, `dark` that nobody may reach it over the Internet.
    """

    tenant_id: str
    subscription_id: str
    location: str = "francecentral"
    tags: dict[str, str] = field(default_factory=dict[str, str])
    posture: Posture = STEADY
    twin: bool = False
    released: bool = False
    closed: bool = False
    dark: bool = False

    @property
    def freezes(self) -> bool:
        """Whether what is adopted is frozen: protected, kept on delete, its changes ignored."""
        return self.posture.legacy.frozen and not self.twin and not self.released

    def of(self, key: str) -> "AzureTenancy":
        """The tenancy of one entry (`storage_accounts.lake`), released, closed and dark if the posture says so."""
        legacy = self.posture.legacy
        return replace(self, released=legacy.releases(key), closed=key in legacy.closed, dark=key in legacy.dark)
