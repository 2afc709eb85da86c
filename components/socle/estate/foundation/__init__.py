"""The foundation of an organisation and an estate, as `foundation.yaml` declares it."""

from .audit import AUDIT_BUCKETS, EMAIL, AuditSpec, BudgetAlertSpec, KeptBucketSpec, OrganizationBudgetSpec
from .bootstrap import (
    FOUNDER,
    OVER_IDENTITIES,
    OVER_PROJECTS,
    OVER_STATES,
    STATE,
    STATE_BUCKETS,
    BootstrapSpec,
    StateSpec,
    TrustZone,
    bootstrap_refusals,
)
from .break_glass import AlarmSpec, BreakGlassSpec, DrillSpec
from .checks import audit_refusals, identity_refusals, organization_refusals
from .condition import ConditionSpec
from .foundation import (
    FOUNDATION_FILE,
    FoundationSpec,
    ProjectSpec,
    SamlCertificateSpec,
    SamlSpec,
    SshKeySpec,
)
from .groups import ApiKeySpec, ApplicationSpec, GroupSpec
from .others import both_claim
from .roles import ROLES, Duty, Given, Role, given, joined_duties
from .supplier import SupplierRole, SupplierSpec

__all__ = [
    "AUDIT_BUCKETS",
    "EMAIL",
    "FOUNDATION_FILE",
    "FOUNDER",
    "OVER_IDENTITIES",
    "OVER_PROJECTS",
    "OVER_STATES",
    "ROLES",
    "STATE",
    "STATE_BUCKETS",
    "AlarmSpec",
    "ApiKeySpec",
    "ApplicationSpec",
    "AuditSpec",
    "BootstrapSpec",
    "BreakGlassSpec",
    "BudgetAlertSpec",
    "ConditionSpec",
    "DrillSpec",
    "Duty",
    "FoundationSpec",
    "Given",
    "GroupSpec",
    "KeptBucketSpec",
    "OrganizationBudgetSpec",
    "ProjectSpec",
    "Role",
    "SamlCertificateSpec",
    "SamlSpec",
    "SshKeySpec",
    "StateSpec",
    "SupplierRole",
    "SupplierSpec",
    "TrustZone",
    "audit_refusals",
    "bootstrap_refusals",
    "both_claim",
    "given",
    "identity_refusals",
    "joined_duties",
    "organization_refusals",
]
