"""The vocabulary of intent: specs, loader, data classes, address plan. Imports no cloud SDK."""

from socle.messages import Refusal, Refused
from socle.origin import Origin
from socle.specs import Spec

from . import platform
from .account import PROVIDER_SETTINGS, SETTINGS, account_refusals, azure_account_refusals, provider_refusals
from .attestation import AttestationSpec, ExemptionSpec
from .bridge import (
    DOCUMENTED,
    SCALEWAY_ASN,
    STRONG,
    AzureEndSpec,
    BridgeSpec,
    EspSpec,
    IkeSpec,
    MachinesSpec,
    MovingNameSpec,
    NamesSpec,
    TunnelSpec,
    VpnProfileSpec,
)
from .cutover import (
    SIGNING,
    ApproverSpec,
    ArchiveSpec,
    CutoverSpec,
    DatasetSpec,
    DeadlineSpec,
    DecisionSpec,
    FeedSpec,
    InstanceTargetSpec,
    JobSpec,
    LeftOutSpec,
    PendingSpec,
    Role,
    ThresholdsSpec,
    WaveSpec,
)
from .data_class import DataClass, Floor
from .estate import Estate
from .floor import demanded
from .foundation import (
    AlarmSpec,
    ApiKeySpec,
    ApplicationSpec,
    AuditSpec,
    BootstrapSpec,
    BreakGlassSpec,
    BudgetAlertSpec,
    ConditionSpec,
    DrillSpec,
    FoundationSpec,
    GroupSpec,
    KeptBucketSpec,
    OrganizationBudgetSpec,
    ProjectSpec,
    SamlCertificateSpec,
    SamlSpec,
    SshKeySpec,
    StateSpec,
    organization_refusals,
)
from .layers import LAYERS, Layer, StackName, stack_refusals
from .load import Declared, beside, load, remembered
from .offers import withdrawn
from .place import Place, place_refusals
from .platform import *  # noqa: F403 - its own list says what
from .posture import STEADY, AllowedChange, BridgePosture, LegacyPosture, MoversPosture, PlatformPosture, Posture
from .quotas import RaisedQuotaSpec
from .scaleway import ScalewaySpec
from .schema import schema

__all__ = [
    "DOCUMENTED",
    "LAYERS",
    "PROVIDER_SETTINGS",
    "SCALEWAY_ASN",
    "SETTINGS",
    "SIGNING",
    "STEADY",
    "STRONG",
    "AlarmSpec",
    "AllowedChange",
    "ApiKeySpec",
    "ApplicationSpec",
    "ApproverSpec",
    "ArchiveSpec",
    "AttestationSpec",
    "AuditSpec",
    "AzureEndSpec",
    "BootstrapSpec",
    "BreakGlassSpec",
    "BridgePosture",
    "BridgeSpec",
    "BudgetAlertSpec",
    "ConditionSpec",
    "CutoverSpec",
    "DataClass",
    "DatasetSpec",
    "DeadlineSpec",
    "DecisionSpec",
    "Declared",
    "DrillSpec",
    "EspSpec",
    "Estate",
    "ExemptionSpec",
    "FeedSpec",
    "Floor",
    "FoundationSpec",
    "GroupSpec",
    "IkeSpec",
    "InstanceTargetSpec",
    "JobSpec",
    "KeptBucketSpec",
    "Layer",
    "LeftOutSpec",
    "LegacyPosture",
    "MachinesSpec",
    "MoversPosture",
    "MovingNameSpec",
    "NamesSpec",
    "OrganizationBudgetSpec",
    "Origin",
    "PendingSpec",
    "Place",
    "PlatformPosture",
    "Posture",
    "ProjectSpec",
    "RaisedQuotaSpec",
    "Refusal",
    "Refused",
    "Role",
    "SamlCertificateSpec",
    "SamlSpec",
    "ScalewaySpec",
    "Spec",
    "SshKeySpec",
    "StackName",
    "StateSpec",
    "ThresholdsSpec",
    "TunnelSpec",
    "VpnProfileSpec",
    "WaveSpec",
    "account_refusals",
    "azure_account_refusals",
    "beside",
    "demanded",
    "load",
    "organization_refusals",
    "place_refusals",
    "provider_refusals",
    "remembered",
    "schema",
    "stack_refusals",
    "withdrawn",
]
__all__ += platform.__all__
