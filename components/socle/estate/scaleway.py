"""The account on the sovereign cloud that an estate lives in."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Key, Line, Spec, Unbound, Uuid

from .platform import Region, Zone


class ScalewaySpec(Spec):
    """The account that the estate lives in. Every id is checked against the credentials in use before anything is registered."""

    organization_id: Uuid
    """The organisation; a deployment with the credentials of another one is refused."""
    region: Region = "fr-par"
    """Where everything is. Health data may only be in fr-par: the host's HDS scope ends there."""
    zones: tuple[Zone, ...] = Field(default=("fr-par-1", "fr-par-2", "fr-par-3"), min_length=1)
    """Zones that may be used, in order of preference; each must belong to the region."""
    projects: dict[Annotated[Key, Unbound("what a project holds")], Uuid] = Field(
        default_factory=dict[Key, Uuid], min_length=1
    )
    """Project ids by layer, `platform` among them. Leave it out where the foundation makes them."""
    deployer_application_id: Uuid | None = None
    """The IAM application that deploys. Every bucket policy names it, or the policy would lock it out. Leave it out where the foundation
    makes it."""
    break_glass_user_id: Uuid
    """The IAM user that can still enter when all else fails; every bucket policy names it too."""
    hds_contract: Annotated[Line, StringConstraints(min_length=3, max_length=200)] | None = None
    """Reference of the HDS contract signed with the host; needed before the estate may hold health data."""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._identities())

    def _identities(self) -> Iterator[Refusal]:
        if self.deployer_application_id == self.break_glass_user_id:
            yield Refusal(
                "the deployer and the break-glass user are the same identity",
                "losing one would lose both",
                "name an IAM application and an IAM user",
                at="break_glass_user_id",
            )
