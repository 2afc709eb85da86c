"""What runs, watches, locks and pays in the legacy estate, and the entries of types that the library does not know."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Key

from ..shared import of_legacy
from .entry import LegacyChild, LegacyEntry, Reference


class PoolSpec(LegacyChild):
    """A pool of nodes of a cluster."""

    purpose: Literal["System", "User"] = "User"
    """Azure's mode of the pool; a cluster needs one `System`."""
    size: str = Field(default="Standard_D4s_v5", min_length=3, max_length=60)
    """The machine in Azure's words."""
    nodes: int = Field(default=1, ge=0, le=1000)
    """How many nodes there are when nobody scales."""
    subnet: Annotated[Reference, of_legacy("networks", "subnets")] | None = None
    """Where the nodes are: `<network>.<subnet>`."""


class ClusterSpec(LegacyEntry):
    """An AKS cluster and its pools. What runs inside belongs to its own tools."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.ContainerService/managedClusters"

    version: str = Field(pattern=r"^1\.[0-9]{2}(\.[0-9]{1,2})?$")
    """Kubernetes version."""
    dns_prefix: str = Field(min_length=1, max_length=54)
    """First part of the API server's name; cannot be changed."""
    private: bool = True
    """Whether the API server has a private address only."""
    local_accounts: bool = False
    """Whether a static administrator's certificate exists beside the directory's identities."""
    pools: dict[Key, PoolSpec] = Field(min_length=1)
    """Pools by name."""


class LogWorkspaceSpec(LegacyEntry):
    """A Log Analytics workspace: the audit trail that must be exported and kept before Azure ends."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.OperationalInsights/workspaces"

    retention_days: int = Field(default=365, ge=7, le=730)
    """Days that logs can be queried (Azure documentation: 7 to 730)."""


class DiagnosticSpec(LegacyEntry):
    """What a resource sends to a workspace. Its id is `<resource id>/providers/Microsoft.Insights/diagnosticSettings/<name>`."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.Insights/diagnosticSettings"

    workspace: Annotated[Key, of_legacy("log_workspaces")]
    """The entry of `log_workspaces` that receives."""
    categories: tuple[str, ...] = ()
    """Categories of logs in Azure's words; nothing means the group `allLogs`."""


class LockSpec(LegacyEntry):
    """A management lock. Its id is `<what it locks>/providers/Microsoft.Authorization/locks/<name>`.

    `create` is allowed in the legacy subscription: locking is one of the changes that the freeze may make. The lock is then
    made as soon as the posture allows it, not before.
    """

    AZURE_TYPE: ClassVar[str] = "Microsoft.Authorization/locks"

    level: Literal["CanNotDelete", "ReadOnly"] = "CanNotDelete"
    """`ReadOnly` may only be observed: it blocks the calls that the copy of the data needs and does not stop data from changing."""
    notes: str = Field(default="", max_length=512)
    """What Azure shows to whoever meets the lock."""

    def contradictions(self) -> Iterator[Refusal]:
        if self.level == "ReadOnly" and self.mode != "observe":
            yield Refusal(
                "a ReadOnly lock that this program would hold",
                "it blocks listing keys and assigning roles, which the bridge needs, and does not stop writes of data",
                "write level: CanNotDelete",
                at="level",
            )


class BudgetSpec(LegacyEntry):
    """A budget of a subscription or group. Its id is `<scope>/providers/Microsoft.Consumption/budgets/<name>`."""

    AZURE_TYPE: ClassVar[str] = "Microsoft.Consumption/budgets"

    amount: int = Field(ge=1)
    """What may be spent a period, in the currency of the subscription's bill."""
    period: Literal["Monthly", "Quarterly", "Annually"] = "Monthly"
    """How often it starts anew."""
    starts_on: date
    """First day of the first period; Azure wants the first of a month."""

    def contradictions(self) -> Iterator[Refusal]:
        if self.starts_on.day != 1:
            yield Refusal(
                f"the budget starts on {self.starts_on}",
                "Azure accepts the first day of a month only",
                f"write {self.starts_on.replace(day=1)}",
                at="starts_on",
            )


class GenericSpec(LegacyEntry):
    """A resource of a type that the library does not know: observed, counted and checked by its id, never read or written."""

    mode: Literal["observe"] = "observe"  # pyright: ignore[reportIncompatibleVariableOverride] - narrower on purpose
    """Always `observe`."""
    type: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9.]*(/[A-Za-z0-9]+)+$")]
    """Azure's type, such as `Microsoft.Databricks/workspaces`; must be that of the id."""
    subnet: Annotated[Reference, of_legacy("networks", "subnets")] | None = None
    """Where it stands, for a VPN gateway: `<network>.<subnet>`. Azure has one in a network, and the bridge builds none beside it."""

    def contradictions(self) -> Iterator[Refusal]:
        if self.type.lower() != self.arm.type.lower():
            yield Refusal(
                f"the type {self.type} is not that of the id ({self.arm.type})",
                "the inventory would count another thing than there is",
                f"write type: {self.arm.type}",
                at="type",
            )
