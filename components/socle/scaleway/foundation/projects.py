"""Projects of an organisation, and public keys that open all machines of one."""

from collections.abc import Mapping

import pulumi
from pulumiverse_scaleway import account, iam

from socle.estate import ProjectSpec, SshKeySpec

from ..component import Component
from ..tenancy import Tenancy


class Projects(Component):
    """The projects of a foundation, by the names of the estate. They are protected: the host deletes an empty one without a word.

    Args:
        organization_id: the organisation that they are of.
    """

    ids: dict[str, pulumi.Output[str]]
    """By name, those that are there already among them."""

    def __init__(
        self,
        name: str,
        spec: Mapping[str, ProjectSpec],
        *,
        tenancy: Tenancy,
        organization_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        self.ids = {}
        for key, declared in spec.items():
            if declared.existing:
                self.ids[key] = pulumi.Output.from_input(declared.existing)
                continue
            project = account.Project(
                f"{name}-{key}",
                name=tenancy.cloud_name(key),
                description=declared.description or None,
                organization_id=organization_id,
                opts=self.child(account.Project, stateful=True),
            )
            self.ids[key] = project.id
        self.register_outputs({"ids": self.ids})


class SshKeys(Component):
    """Public keys that the host puts on every new machine and bastion of a project.

    Args:
        project_ids: ids of projects, by name.
    """

    def __init__(
        self,
        name: str,
        spec: Mapping[str, SshKeySpec],
        *,
        tenancy: Tenancy,
        project_ids: Mapping[str, pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        for key, declared in spec.items():
            iam.SshKey(
                f"{name}-{key}",
                name=tenancy.cloud_name(key),
                public_key=declared.public_key,
                disabled=declared.disabled,
                project_id=project_ids[declared.project],
                opts=self.child(iam.SshKey),
            )
        self.register_outputs({})
