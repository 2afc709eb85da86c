"""Log Analytics workspaces of the legacy estate, and what resources send to them. Never created here."""

import pulumi
from pulumi_azure_native import monitor, operationalinsights

from socle.estate.legacy import DiagnosticSpec, LogWorkspaceSpec

from .component import LegacyComponent
from .tenancy import AzureTenancy


class LegacyLogWorkspace(LegacyComponent):
    """A workspace: the audit trail that must be exported and kept before Azure ends."""

    workspace_id: pulumi.Input[str]

    def __init__(
        self,
        name: str,
        spec: LogWorkspaceSpec,
        *,
        tenancy: AzureTenancy,
        group: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, group=group, opts=opts)
        workspace = self.azure(
            "operationalinsights:Workspace",
            lambda child, options: operationalinsights.Workspace(
                child,
                resource_group_name=self.group_name,
                workspace_name=self.arm.name,
                location=self.location,
                retention_in_days=spec.retention_days,
                opts=options,
            ),
        )
        self.workspace_id = self.id_of(workspace)
        self.register_outputs({"workspace_id": self.workspace_id})


class LegacyDiagnostic(LegacyComponent):
    """A diagnostic setting: without it the audit trail of the resource ends.

    Args:
        workspace_id: what receives the logs.
    """

    def __init__(
        self,
        name: str,
        spec: DiagnosticSpec,
        *,
        tenancy: AzureTenancy,
        workspace_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy=tenancy, opts=opts)
        categories = [
            monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True) for category in spec.categories
        ]
        self.azure(
            "monitor:DiagnosticSetting",
            lambda child, options: monitor.DiagnosticSetting(
                child,
                resource_uri=self.arm.scope,
                name=self.arm.name,
                workspace_id=workspace_id,
                logs=categories or [monitor.DiagnosticsLogSettingsArgs(category_group="allLogs", enabled=True)],
                opts=options,
            ),
        )
        self.register_outputs({})
