"""Who may do what, as the estate declares it: groups with a role, applications, and their keys of the host's API."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from socle.facts import takes_resource_conditions
from socle.messages import Refusal, each
from socle.specs import Key, Line, Reason, Refers, Spec, Uuid

from .condition import ConditionSpec, can_hold
from .roles import ROLES, Layers, RoleName, given

PROJECT = Refers("foundation.projects", "there is no project {name}", "the rights would hold nowhere")
APPLICATION = Refers("foundation.applications", "there is no application {name}", "nobody would have the rights")
LONGEST_KEY = timedelta(days=366)
"""A key of the API lives a year at most; the rule `api-key-expires-in-time` says when one is due."""


class ApiKeySpec(Spec):
    """A key of the host's API. Its secret half is kept in Secret Manager by the provider, and enters neither state nor plan.

    To rotate it, add another one beside it, let what uses it move over, and take this one out.
    """

    BECOMES: ClassVar[str] = "scaleway:iam/apiKey:ApiKey"

    issued_on: date
    """The day it was asked for: its end is at most a year from it."""
    expires_on: date
    """Its last day. Another one is another key, and the old one stops at once."""
    default_project: Annotated[Key, PROJECT] = "platform"
    """The project that buckets made with it belong to. Never left to the host, which would take another one."""
    description: Annotated[Line, Field(max_length=200)] = ""
    """What it is for, as the console shows it."""

    def refusals(self) -> Iterator[Refusal]:
        if self.expires_on <= self.issued_on:
            yield Refusal(
                "the key ends before it begins",
                "the host would refuse it, or it would never work",
                "write an expires_on after issued_on",
                at="expires_on",
            )
        elif self.expires_on - self.issued_on > LONGEST_KEY:
            yield Refusal(
                f"the key lives {(self.expires_on - self.issued_on).days} days",
                "a key that leaks works until somebody notices",
                f"write an expires_on of at most {LONGEST_KEY.days} days after issued_on, and rotate",
                at="expires_on",
            )


class ApplicationSpec(Spec):
    """The identity of a program: a pipeline, a collector, a loader. It can do what its groups may, and nothing by itself."""

    BECOMES: ClassVar[str] = "scaleway:iam/application:Application"

    reason: Reason
    """What it is, and who answers for it."""
    existing: Uuid | None = None
    """The application, where it was made by hand or by bootstrap: it is used, and neither made nor changed."""
    api_keys: dict[Key, ApiKeySpec] = Field(default_factory=dict[Key, ApiKeySpec])
    """Its keys, by name; two while one is rotated."""


class GroupSpec(Spec):
    """Identities with one role. It gets one policy of the host, made of the role's permission sets."""

    BECOMES: ClassVar[str] = "scaleway:iam/group:Group"

    role: RoleName
    """What its members may do: an entry of the catalogue of roles."""
    members: tuple[Uuid, ...] = ()
    """People, by the ids of their IAM users; never names."""
    applications: tuple[Annotated[Key, APPLICATION], ...] = ()
    """Programs, by their names in `applications`."""
    projects: tuple[Annotated[Key, PROJECT], ...] = Field(default=("platform",), min_length=1)
    """The projects that it is for. What a role may do in the projects of keys and of audit comes with it."""
    layers: tuple[Layers, ...] = ()
    """For roles of pipelines: the layers that they deploy or preview, and so the rights that they need."""
    condition: ConditionSpec | None = None
    """From where, when and on what its rights hold; nothing means always."""
    reason: Reason
    """Why these identities need it."""
    review_by: date | None = None
    """The day by which somebody asks whether it is still needed; for break-glass, the day it ends."""

    @property
    def holders(self) -> tuple[str, ...]:
        """Everyone in it: ids of people, names of applications."""
        return (*self.members, *self.applications)

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._kinds(), self._layers(), self._twice(), self._condition(), self._emergency())

    def _kinds(self) -> Iterator[Refusal]:
        holders = ROLES[self.role].holders
        if holders == "people" and self.applications:
            yield Refusal(
                f"a program with the role {self.role}",
                "nobody would decide when it is used",
                "name people in members, or give the program a role of machines",
                at="applications",
            )
        if holders == "machines" and self.members:
            yield Refusal(
                f"a person with the role {self.role}",
                "what a pipeline does could be done around it, unreviewed",
                "name programs in applications",
                at="members",
            )

    def _layers(self) -> Iterator[Refusal]:
        takes = bool(ROLES[self.role].by_layer)
        if self.role == "deployer" and not self.layers:
            yield Refusal(
                "a deployer of no layer",
                "it would have no right at all, and the first deployment would stop",
                "name the layers that it deploys",
                at="layers",
            )
        if self.layers and not takes:
            yield Refusal(
                f"the role {self.role} deploys nothing", "the layers would mean nothing", "remove layers", at="layers"
            )

    def _twice(self) -> Iterator[Refusal]:
        for name in ("members", "applications", "projects", "layers"):
            values: tuple[str, ...] = getattr(self, name)
            if len(set(values)) != len(values):
                yield Refusal(
                    f"{name} names one twice", "the list does not say what was meant", "name each once", at=name
                )

    def _condition(self) -> Iterator[Refusal]:
        if self.condition is None or not self.condition.expression:
            return
        sets = [
            name for each_given in given(self.role, self.projects, self.layers) for name in each_given.permission_sets
        ]
        others = [name for name in sets if not takes_resource_conditions(name)]
        if self.condition.on_resources and others:
            yield Refusal(
                f"a condition on resources, and the role {self.role} has {others[0]}",
                "only Key Manager, Secret Manager and IAM say which resource a call is for: nothing else would answer but lists",
                "write from_ranges or a window, or use a role of keys alone",
                at="condition",
            )
        elif not can_hold(self.condition, resources=self.condition.on_resources):
            yield Refusal(
                "no call can meet the condition",
                "the rights would never hold, and the host would not say so",
                "widen it",
                at="condition",
            )

    def _emergency(self) -> Iterator[Refusal]:
        if self.role == "break-glass" and self.review_by is None:
            yield Refusal(
                "access in an emergency without an end",
                "nobody would try it again, and nobody would miss the alarm",
                "write review_by: the day of the next drill, within a year",
                at="review_by",
            )
