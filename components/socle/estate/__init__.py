"""The vocabulary of intent: specs, loader, data classes, address plan. Imports no cloud SDK."""

from .account import account_refusals
from .addresses import TUNNEL_RANGES
from .attestation import AttestationSpec, ExemptionSpec
from .baseline import BaselineSpec, ContainerSpec, NamespaceSpec, PodFlowSpec, QuotaSpec
from .data_class import DataClass, Floor
from .database import (
    BackupSpec,
    DatabaseSpec,
    DatabaseUserSpec,
    NetworkMove,
    ReadReplicaSpec,
    SqlDatabaseSpec,
    Succession,
)
from .estate import Estate, Layer, ScalewaySpec
from .instances import DataVolumeSpec, InstanceFlowSpec, InstanceSpec
from .keys import KeySpec
from .kubernetes import AdminSource, Autoscale, KubernetesSpec, OidcSpec, PoolSpec, Taint, UpgradeWindow
from .load import Declared, load
from .network import (
    AddressSpec,
    BastionSpec,
    FlowSpec,
    GatewaySpec,
    NetworkSpec,
    OutsideSpec,
    PrivateNetworkSpec,
    RouteSpec,
)
from .observability import ContactSpec, ExporterSpec, ObservabilitySpec, SourceSpec, TokenSpec
from .posture import STEADY, LegacyPosture, Posture
from .refusal import EstateRefused, Problem, Refusal, Refusals
from .registry import RegistrySpec
from .schema import schema
from .secrets import SecretSpec
from .spec import Origin, Spec
from .stack import StackName, stack_refusals
from .storage import BucketSpec, Grant, ObjectLock

__all__ = [
    "STEADY",
    "TUNNEL_RANGES",
    "AddressSpec",
    "AdminSource",
    "AttestationSpec",
    "Autoscale",
    "BackupSpec",
    "BaselineSpec",
    "BastionSpec",
    "BucketSpec",
    "ContactSpec",
    "ContainerSpec",
    "DataClass",
    "DataVolumeSpec",
    "DatabaseSpec",
    "DatabaseUserSpec",
    "Declared",
    "Estate",
    "EstateRefused",
    "ExemptionSpec",
    "ExporterSpec",
    "Floor",
    "FlowSpec",
    "GatewaySpec",
    "Grant",
    "InstanceFlowSpec",
    "InstanceSpec",
    "KeySpec",
    "KubernetesSpec",
    "Layer",
    "LegacyPosture",
    "NamespaceSpec",
    "NetworkMove",
    "NetworkSpec",
    "ObjectLock",
    "ObservabilitySpec",
    "OidcSpec",
    "Origin",
    "OutsideSpec",
    "PodFlowSpec",
    "PoolSpec",
    "Posture",
    "PrivateNetworkSpec",
    "Problem",
    "QuotaSpec",
    "ReadReplicaSpec",
    "Refusal",
    "Refusals",
    "RegistrySpec",
    "RouteSpec",
    "ScalewaySpec",
    "SecretSpec",
    "SourceSpec",
    "Spec",
    "SqlDatabaseSpec",
    "StackName",
    "Succession",
    "Taint",
    "TokenSpec",
    "UpgradeWindow",
    "account_refusals",
    "load",
    "schema",
    "stack_refusals",
]
