"""Budgets of the legacy estate: what Azure may cost until it ends. Never created here; who is told is ignored."""

import pulumi
from pulumi_azure_native import consumption

from socle.estate.legacy import BudgetSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyBudget(LegacyComponent):
    """A budget of a subscription or of a resource group."""

    def __init__(
        self, name: str, spec: BudgetSpec, *, tenancy: AzureTenancy, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, opts=opts)
        self.azure(
            "consumption:Budget",
            lambda child, options: consumption.Budget(
                child,
                scope=self.arm.scope,
                budget_name=self.arm.name,
                amount=spec.amount,
                category="Cost",
                time_grain=spec.period,
                time_period=consumption.BudgetTimePeriodArgs(start_date=f"{spec.starts_on}T00:00:00Z"),
                opts=options,
            ),
        )
        self.register_outputs({})
