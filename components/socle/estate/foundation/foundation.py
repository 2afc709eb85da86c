"""The foundation of an estate, as `foundation.yaml` declares it: projects, identities and their roles, keys, audit, budget.

Left out on purpose: the organisation itself, its owners and their second factor, and the provisioning of people (SCIM): its token would
be in the state. What is singular in an organisation (federation, budget) belongs to one of its estates.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal, each
from socle.specs import Form, Key, Line, Reason, Refers, Spec, Unbound, Uuid

from ..data_class import DataClass
from ..platform import KeySpec
from .audit import AuditSpec, OrganizationBudgetSpec
from .bootstrap import BootstrapSpec
from .break_glass import BreakGlassSpec, emergency_refusals
from .groups import APPLICATION, PROJECT, ApplicationSpec, GroupSpec
from .roles import joined_duties

FOUNDATION_FILE = "foundation.yaml"
"""The file of an estate's folder that holds its `foundation` part: who may do what is reviewed by other people."""

NEEDED = ("platform", "keys", "audit")
"""Projects that every foundation has: what is shared, what encrypts it, and what judges it."""

Certificate = Annotated[
    str,
    StringConstraints(
        pattern=r"^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$", max_length=16_000
    ),
    Form("a certificate in PEM", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"),
]

SshPublicKey = Annotated[
    str,
    StringConstraints(pattern=r"^(sk-)?ssh-ed25519(@openssh\.com)? [A-Za-z0-9+/=]{60,140}( [A-Za-z0-9._@-]{1,60})?$"),
    Form("a public key of ssh-keygen -t ed25519, on one line", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI… office"),
]


class ProjectSpec(Spec):
    """A project of the host: what is in one is neither seen nor changed with rights in another."""

    BECOMES: ClassVar[str] = "scaleway:account/project:Project"

    description: Annotated[Line, StringConstraints(max_length=200)] = ""
    """What is in it, as the console shows it."""
    existing: Uuid | None = None
    """The project, where it is there already: it is used, and neither made nor changed."""


class SshKeySpec(Spec):
    """A public key that the host puts on every new machine and bastion of a project. Prefer a bastion with identities of people."""

    BECOMES: ClassVar[str] = "scaleway:iam/sshKey:SshKey"

    public_key: SshPublicKey
    """Ed25519 alone. Another one is another key."""
    project: Annotated[Key, PROJECT]
    """The project whose machines it opens."""
    reason: Reason
    """Whose it is, and why a whole project trusts it."""
    disabled: bool = False
    """Keep it, and let it open nothing new. Of a key that is there: the provider cannot make one so, and leaves it behind, open."""


class SamlCertificateSpec(Spec):
    """A public certificate of the identity provider."""

    BECOMES: ClassVar[str] = "scaleway:iam/samlCertificate:SamlCertificate"

    content: Certificate
    """The certificate itself; it is no secret. Another one is another entry of the host."""
    type: Literal["signing", "encryption"] = "signing"
    """What it proves: who signed an assertion, or for whom one is encrypted."""


class SamlSpec(Spec):
    """Sign-in by the organisation's identity provider, for all members. One estate of the organisation has it."""

    BECOMES: ClassVar[str] = "scaleway:iam/saml:Saml"

    certificates: dict[Key, SamlCertificateSpec] = Field(min_length=1)
    """By name; two while one is rotated."""


class FoundationSpec(Spec):
    """What an organisation and an estate need before any platform, deployed rarely and by a person."""

    projects: dict[Key, ProjectSpec] = Field(
        default_factory=lambda: {name: ProjectSpec() for name in NEEDED}, min_length=1
    )
    """Projects by name, `platform`, `keys` and `audit` among them. Few: an organisation has 25."""
    applications: dict[Key, ApplicationSpec]
    """Programs with an identity, by name."""
    deployer: Annotated[Key, APPLICATION] = "deployer"
    """The application that deploys the platform: every bucket's policy names it, or it would be locked out."""
    groups: dict[Key, GroupSpec]
    """Groups by name, each with one role and so one policy. Few: an organisation has 50 policies."""
    keys: dict[Annotated[Key, Unbound("a key of the foundation's own")], KeySpec] = Field(
        default_factory=lambda: {"audit": KeySpec(data_class=DataClass.INTERNAL)}
    )
    """Keys in the project of keys, by name, one for each class of data."""
    secrets_key: Annotated[
        Key,
        Refers("foundation.keys", "there is no key {name} in the foundation", "no API key could be kept", "secrets"),
    ] = "audit"
    """The key that encrypts the secret halves of API keys in Secret Manager."""
    audit: AuditSpec = Field(default_factory=AuditSpec)
    """Buckets of logs and evidence in the project of audit."""
    break_glass: BreakGlassSpec | None = None
    """The sealed key of the user of emergencies, who is told of its use, and when it was last tried."""
    ssh_keys: dict[Key, SshKeySpec] = Field(default_factory=dict[Key, SshKeySpec])
    """Public keys of whole projects, by name."""
    saml: SamlSpec | None = None
    """Sign-in by an identity provider: of the organisation, so in one estate of it."""
    budget: OrganizationBudgetSpec | None = None
    """What the organisation may cost: in one estate of it."""
    bootstrap: BootstrapSpec | None = None
    """Where states are kept and who deploys the foundation: a layer of its own, made before it."""

    @property
    def secret_count(self) -> int:
        """One for each key of the API, those of emergencies and of bootstrap too."""
        keys = sum(len(application.api_keys) for application in self.applications.values())
        founder = self.bootstrap is not None and self.bootstrap.founder_key is not None
        return keys + (self.break_glass is not None) + founder

    def roles_of(self, holder: str) -> dict[str, str]:
        """The roles that somebody holds, by group."""
        return {name: group.role for name, group in self.groups.items() if holder in group.holders}

    def refusals(self) -> Iterator[Refusal]:
        yield from each(
            self._projects(),
            self._duties(),
            self._deployer(),
            self._orphans(),
            self._classes(),
            emergency_refusals(self.break_glass, self.groups),
        )

    def _projects(self) -> Iterator[Refusal]:
        for name in NEEDED:
            if name not in self.projects:
                yield Refusal(
                    f"no project {name}",
                    "what encrypts, what is encrypted and what judges both would stand together, for the same people",
                    f"add {name}: {{}}",
                    at="projects",
                )
        seen: dict[str, str] = {}
        for name, project in self.projects.items():
            if project.existing and project.existing in seen:
                yield Refusal(
                    f"{name} is the same project as {seen[project.existing]}",
                    "rights in one would hold in the other",
                    "name two projects",
                    at=f"projects.{name}.existing",
                )
            seen.setdefault(project.existing or name, name)

    def _duties(self) -> Iterator[Refusal]:
        """Incompatible duties of one holder, told at the group that is named last."""
        for holder in dict.fromkeys(holder for group in self.groups.values() for holder in group.holders):
            held = self.roles_of(holder)
            for one, other, consequence in joined_duties(held.values()):  # pyright: ignore[reportArgumentType]
                yield Refusal(
                    f"{holder} {one} and {other} ({', '.join(held)})",
                    consequence,
                    "take it out of one of the groups, or give the other duty to somebody else",
                    at=f"groups.{list(held)[-1]}",
                )

    def _deployer(self) -> Iterator[Refusal]:
        roles = self.roles_of(self.deployer).values()
        if self.deployer in self.applications and "deployer" not in roles:
            yield Refusal(
                f"{self.deployer} deploys the platform and is in no group of the role deployer",
                "its first deployment would stop for want of rights",
                "name it in a group with role: deployer",
                at="deployer",
            )

    def _orphans(self) -> Iterator[Refusal]:
        for name, application in self.applications.items():
            if application.api_keys and not self.roles_of(name):
                yield Refusal(
                    f"{name} has keys and is in no group",
                    "its keys would open nothing now, and whatever somebody grants it later",
                    "name it in a group, or remove its keys",
                    at=f"applications.{name}",
                )

    def _classes(self) -> Iterator[Refusal]:
        key = self.keys.get(self.secrets_key)
        if key and key.data_class is not DataClass.INTERNAL:
            yield Refusal(
                f"the key of secrets {self.secrets_key} is of class {key.data_class}",
                "whoever may use the key for data could read the secrets of API keys",
                "name a key of class internal",
                at="secrets_key",
            )
