"""What an organisation has one of: sign-in by its identity provider, and its budget. One estate of the organisation holds each.

Left out on purpose: provisioning of people (SCIM), whose token would be in the state.
"""

import pulumi
from pulumiverse_scaleway import billing, iam

from socle.estate import OrganizationBudgetSpec, SamlSpec

from ..component import Component
from ..tenancy import Tenancy


class Federation(Component):
    """Sign-in of all members by the identity provider, whose public certificates are declared.

    Args:
        organization_id: the organisation.
    """

    service_provider: pulumi.Output[str]
    """What the identity provider must be told of the host, as JSON."""

    def __init__(
        self,
        name: str,
        spec: SamlSpec,
        *,
        tenancy: Tenancy,
        organization_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        # Protected: without it nobody signs in, the person who would repair it neither.
        saml = iam.Saml(f"{name}-saml", organization_id=organization_id, opts=self.child(iam.Saml, stateful=True))
        for key, certificate in spec.certificates.items():
            iam.SamlCertificate(
                f"{name}-certificate-{key}",
                content=certificate.content,
                type=certificate.type,
                saml_id=saml.id,
                organization_id=organization_id,
                opts=self.child(iam.SamlCertificate),
            )
        self.service_provider = pulumi.Output.json_dumps(saml.service_provider)
        self.register_outputs({"service_provider": self.service_provider})


class OrganizationBudget(Component):
    """What the organisation may cost a month, and who is told at which part of it. Nothing stops when it is spent.

    Args:
        organization_id: the organisation.
    """

    id: pulumi.Output[str]
    """The budget's."""

    def __init__(
        self,
        name: str,
        spec: OrganizationBudgetSpec,
        *,
        tenancy: Tenancy,
        organization_id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, spec, tenancy, opts)
        budget = billing.Budget(
            f"{name}-budget",
            consumption_limit=spec.euros,
            enabled=True,
            organization_id=organization_id,
            opts=self.child(billing.Budget),
        )
        for key, declared in spec.alerts.items():
            alert = billing.BudgetAlert(
                f"{name}-alert-{key}",
                budget_id=budget.id,
                threshold=declared.threshold_percent,
                opts=self.child(billing.BudgetAlert),
            )
            billing.BudgetAlertNotification(
                f"{name}-alert-{key}-emails",
                budget_alert_id=alert.id,
                email_addresses=list(declared.emails),
                opts=self.child(billing.BudgetAlertNotification),
            )
        self.id = budget.id
        self.register_outputs({"id": self.id})
