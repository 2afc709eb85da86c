"""The vocabulary of intent: specs, loader, data classes, address plan. Imports no cloud SDK."""

from .account import account_refusals
from .addresses import TUNNEL_RANGES
from .attestation import AttestationSpec, ExemptionSpec
from .baseline import BaselineSpec, ContainerSpec, NamespaceSpec, PodFlowSpec, QuotaSpec
from .bridge import SCALEWAY_ASN, AzureEndSpec, BridgeSpec, MachinesSpec, MovingNameSpec, NamesSpec
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
from .instances import TIME_SERVERS, DataVolumeSpec, InstanceFlowSpec, InstanceSpec
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
from .posture import STEADY, BridgePosture, LegacyPosture, Posture
from .refusal import EstateRefused, Problem, Refusal, Refusals
from .registry import RegistrySpec
from .schema import schema
from .secrets import SecretSpec
from .spec import Origin, Spec
from .stack import StackName, stack_refusals
from .storage import BucketSpec, Grant, ObjectLock
from .tunnels import TunnelSpec
from .vpn_profile import DOCUMENTED, STRONG, EspSpec, IkeSpec, VpnProfileSpec

__all__ = [
    "DOCUMENTED",
    "SCALEWAY_ASN",
    "STEADY",
    "STRONG",
    "TIME_SERVERS",
    "TUNNEL_RANGES",
    "AddressSpec",
    "AdminSource",
    "AttestationSpec",
    "Autoscale",
    "AzureEndSpec",
    "BackupSpec",
    "BaselineSpec",
    "BastionSpec",
    "BridgePosture",
    "BridgeSpec",
    "BucketSpec",
    "ContactSpec",
    "ContainerSpec",
    "DataClass",
    "DataVolumeSpec",
    "DatabaseSpec",
    "DatabaseUserSpec",
    "Declared",
    "EspSpec",
    "Estate",
    "EstateRefused",
    "ExemptionSpec",
    "ExporterSpec",
    "Floor",
    "FlowSpec",
    "GatewaySpec",
    "Grant",
    "IkeSpec",
    "InstanceFlowSpec",
    "InstanceSpec",
    "KeySpec",
    "KubernetesSpec",
    "Layer",
    "LegacyPosture",
    "MachinesSpec",
    "MovingNameSpec",
    "NamesSpec",
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
    "TunnelSpec",
    "UpgradeWindow",
    "VpnProfileSpec",
    "account_refusals",
    "load",
    "schema",
    "stack_refusals",
]
