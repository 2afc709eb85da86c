"""What is made first of all: buckets for the states of every stack, and the identity that deploys the foundation."""

from dataclasses import replace

import pulumi
from pulumiverse_scaleway import iam

from socle.estate import ApplicationSpec, BootstrapSpec, DataClass, Estate, KeySpec, ProjectSpec, StateSpec
from socle.estate.foundation import (
    FOUNDER,
    OVER_IDENTITIES,
    OVER_PROJECTS,
    OVER_STATES,
    STATE,
    STATE_BUCKETS,
    TrustZone,
)

from ..bucket_policy import application_principal
from ..component import Component
from ..keys import KeyRing
from ..storage import PrivateBucket
from ..tenancy import Tenancy
from .identities import Applications
from .projects import Projects


class Bootstrap(Component):
    """A project of states with a bucket for each trust zone, and the application that deploys the foundation.

    Every bucket's policy names that application, the administrators of bootstrap and the user of emergencies, so that whoever deploys
    is not locked out by what is deployed. Buckets keep versions and are protected, as every store is.

    Args:
        tenancy: names, tags and region; everything is in the project that is made here, whatever project the tenancy names.

    Raises:
        ValueError: the estate declares no bootstrap; or as the components inside it do.
    """

    project_id: pulumi.Output[str]
    founder_id: pulumi.Output[str]
    buckets: dict[TrustZone, PrivateBucket]
    key_secret_ids: dict[str, pulumi.Output[str]]
    """The secret that holds the founder's key, while there is one."""

    def __init__(
        self, name: str, estate: Estate, *, tenancy: Tenancy, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        spec = estate.foundation and estate.foundation.bootstrap
        if spec is None:
            raise ValueError(f"{name}: the estate {estate.name} declares no bootstrap; write it in foundation.yaml")
        super().__init__(name, None, tenancy, opts)
        organization_id = estate.scaleway.organization_id
        projects = Projects(
            f"{name}-projects",
            {STATE: ProjectSpec(description="states of every stack, by trust zone")},
            tenancy=tenancy,
            organization_id=organization_id,
            opts=self.nested(),
        )
        self.project_id = projects.ids[STATE]
        self.tenancy = replace(tenancy, project_id=self.project_id)
        keys = KeyRing(
            f"{name}-keys",
            {STATE: KeySpec(data_class=DataClass.INTERNAL, description="states of every stack")},
            tenancy=self.tenancy,
            opts=self.nested(),
        )
        key_id = keys.bare_id(STATE)
        self._founder(name, spec, organization_id, key_id)
        administrators = [
            application_principal(self.founder_id),
            *(f"user_id:{each}" for each in (*spec.administrators, estate.scaleway.break_glass_user_id)),
        ]
        self.buckets = {
            zone: PrivateBucket(
                f"{name}-{called}",
                states(spec, zone).bucket(),
                tenancy=self.tenancy,
                bucket_name=tenancy.cloud_name(called),
                key_id=key_id,
                administrators=administrators,
                opts=self.nested(),
            )
            for zone, called in STATE_BUCKETS.items()
        }
        self.register_outputs({})

    def _founder(self, name: str, spec: BootstrapSpec, organization_id: str, key_id: pulumi.Input[str]) -> None:
        """The application, its key while there is one, and its one policy, through a group as every other."""
        key = spec.founder_key and spec.founder_key.model_copy(update={"default_project": STATE})
        applications = Applications(
            f"{name}-applications",
            {FOUNDER: ApplicationSpec(reason="deploys the foundation", api_keys={"key": key} if key else {})},
            tenancy=self.tenancy,
            organization_id=organization_id,
            project_ids={STATE: self.project_id},
            key_name=STATE,
            key_id=key_id,
            opts=self.nested(),
        )
        self.founder_id, self.key_secret_ids = applications.ids[FOUNDER], applications.key_secret_ids
        called = self.tenancy.cloud_name(FOUNDER)
        group = iam.Group(
            f"{name}-{FOUNDER}",
            name=called,
            description="deploys the foundation",
            application_ids=[self.founder_id],
            tags=self.tenancy.tag_list(),
            organization_id=organization_id,
            opts=self.child(iam.Group),
        )
        iam.Policy(
            f"{name}-{FOUNDER}-policy",
            name=called,
            description="deploys the foundation",
            group_id=group.id,
            rules=[
                iam.PolicyRuleArgs(permission_set_names=list(OVER_IDENTITIES), organization_id=organization_id),
                iam.PolicyRuleArgs(permission_set_names=list(OVER_PROJECTS), organization_id=organization_id),
                iam.PolicyRuleArgs(permission_set_names=list(OVER_STATES), project_ids=[self.project_id]),
            ],
            tags=self.tenancy.tag_list(),
            organization_id=organization_id,
            opts=self.child(iam.Policy),
        )


def states(spec: BootstrapSpec, zone: TrustZone) -> StateSpec:
    """What is declared of the states of a zone."""
    return {
        "organization": spec.organization,
        "platform": spec.platform,
        "spaces": spec.spaces,
        "legacy": spec.legacy,
    }[zone]
