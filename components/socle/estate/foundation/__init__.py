"""The foundation of an organisation and an estate, as `foundation.yaml` declares it."""

from .audit import AUDIT_BUCKETS, EMAIL, AuditSpec, BudgetAlertSpec, KeptBucketSpec, OrganizationBudgetSpec
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
from .roles import ROLES, Duty, Given, Role, given, joined_duties

__all__ = [
    "AUDIT_BUCKETS",
    "EMAIL",
    "FOUNDATION_FILE",
    "ROLES",
    "AlarmSpec",
    "ApiKeySpec",
    "ApplicationSpec",
    "AuditSpec",
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
    "audit_refusals",
    "given",
    "identity_refusals",
    "joined_duties",
    "organization_refusals",
]
