"""The foundation layer of an estate: projects, identities, keys, audit and what the organisation has one of, wired together."""

from collections.abc import Mapping
from dataclasses import replace

import pulumi

from socle.estate import Estate, FoundationSpec, Grant
from socle.estate.foundation import AUDIT_BUCKETS

from ..bucket_policy import application_principal
from ..component import Component
from ..keys import KeyRing
from ..storage import PrivateBucket
from ..tenancy import Tenancy
from .break_glass import BreakGlass
from .identities import Applications, Groups, principals
from .organization import Federation, OrganizationBudget
from .projects import Projects, SshKeys


class Foundation(Component):
    """Everything below the platforms of one estate. It records no spec of its own: each component inside it records its part.

    The policies of the audit buckets name who deploys them, the founder. Where there is none they name the platform's deployer, since they
    need an application, and it has no right in their project: the host asks for both.

    Args:
        tenancy: names, tags and region; each part is in a project that is made here, whatever project the tenancy names.
        key_materials: for each key of the foundation with external material, the base64 text of the key, as a secret.
        founder_id: the application that deploys the foundation, where bootstrap made one.

    Raises:
        ValueError: the estate has no foundation; or as the components inside it do.
    """

    projects: Projects
    keys: KeyRing
    applications: Applications
    groups: Groups
    audit: dict[str, PrivateBucket]
    """The buckets `logs` and `evidence`."""
    break_glass: BreakGlass | None
    federation: Federation | None
    budget: OrganizationBudget | None
    members: dict[str, list[pulumi.Input[str]]]
    """Who is in each group, in the words of bucket policies."""

    def __init__(
        self,
        name: str,
        estate: Estate,
        *,
        tenancy: Tenancy,
        key_materials: Mapping[str, pulumi.Input[str]] | None = None,
        founder_id: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        spec = estate.foundation
        if spec is None:
            raise ValueError(f"{name}: the estate {estate.name} declares no foundation; write a foundation.yaml")
        super().__init__(name, None, tenancy, opts)
        organization_id = estate.scaleway.organization_id
        self.projects = Projects(
            f"{name}-projects", spec.projects, tenancy=tenancy, organization_id=organization_id, opts=self.nested()
        )
        of_keys = replace(tenancy, project_id=self.projects.ids["keys"])
        self.keys = KeyRing(f"{name}-keys", spec.keys, tenancy=of_keys, materials=key_materials, opts=self.nested())
        self.applications = Applications(
            f"{name}-applications",
            spec.applications,
            tenancy=of_keys,
            organization_id=organization_id,
            project_ids=self.projects.ids,
            key_name=spec.secrets_key,
            key_id=self.keys.bare_id(spec.secrets_key),
            opts=self.nested(),
        )
        self.groups = Groups(
            f"{name}-groups",
            spec.groups,
            tenancy=tenancy,
            organization_id=organization_id,
            project_ids=self.projects.ids,
            application_ids=self.applications.ids,
            opts=self.nested(),
        )
        self.members = principals(spec.groups, self.applications.ids)
        ruling = self.applications.ids[spec.deployer] if founder_id is None else founder_id
        self.audit = {kind: self._kept(name, kind, spec, estate, ruling) for kind in AUDIT_BUCKETS}
        self.break_glass = spec.break_glass and BreakGlass(
            f"{name}-break-glass",
            spec.break_glass,
            tenancy=of_keys,
            user_id=estate.scaleway.break_glass_user_id,
            project_ids=self.projects.ids,
            key_name=spec.secrets_key,
            key_id=self.keys.bare_id(spec.secrets_key),
            opts=self.nested(),
        )
        self.federation = spec.saml and Federation(
            f"{name}-federation", spec.saml, tenancy=tenancy, organization_id=organization_id, opts=self.nested()
        )
        self.budget = spec.budget and OrganizationBudget(
            f"{name}-budget", spec.budget, tenancy=tenancy, organization_id=organization_id, opts=self.nested()
        )
        if spec.ssh_keys:
            SshKeys(
                f"{name}-ssh-keys", spec.ssh_keys, tenancy=tenancy, project_ids=self.projects.ids, opts=self.nested()
            )
        self.register_outputs({})

    def _kept(
        self, name: str, kind: str, spec: FoundationSpec, estate: Estate, ruling: pulumi.Input[str]
    ) -> PrivateBucket:
        kept = spec.audit.logs if kind == "logs" else spec.audit.evidence
        return PrivateBucket(
            f"{name}-audit-{kind}",
            kept.bucket(grants(spec)),
            tenancy=replace(self.tenancy, project_id=self.projects.ids["audit"]),
            bucket_name=self.tenancy.cloud_name(AUDIT_BUCKETS[kind]),
            key_id=self.keys.bare_id(kept.key),
            administrators=[
                application_principal(ruling),
                f"user_id:{estate.scaleway.break_glass_user_id}",
            ],
            members=self.members,
            opts=self.nested(),
        )


def grants(spec: FoundationSpec) -> dict[str, Grant]:
    """Who writes and who reads what is kept: programs that write logs write alone, auditors read alone."""
    may = {
        "log-writer": ("write", "what is kept is written by programs alone"),
        "auditor": ("read", "auditors read what is kept"),
    }
    return {
        name: Grant(group=name, access=(may[group.role][0],), reason=may[group.role][1])  # pyright: ignore[reportArgumentType]
        for name, group in spec.groups.items()
        if group.role in may and group.holders
    }
