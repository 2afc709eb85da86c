"""The platform on Scaleway, as the estate declares it: one spec a file, and what its parts contradict."""

from .addresses import TUNNEL_RANGES
from .baseline import BaselineSpec, ContainerSpec, NamespaceSpec, PodFlowSpec, QuotaSpec, cores
from .compute_checks import baseline_refusals, cluster_refusals, instance_refusals
from .database import (
    BackupSpec,
    DatabaseUserSpec,
    NetworkMove,
    ReadReplicaSpec,
    SqlDatabaseSpec,
    SqlName,
    Succession,
)
from .database_checks import DatabaseSpec, database_refusals
from .flows import NetworkSpec
from .instances import TIME_SERVERS, DataVolumeSpec, HostName, InstanceFlowSpec, InstanceSpec
from .keys import KeySpec
from .kubernetes import AdminSource, Autoscale, KubernetesSpec, OidcSpec, PoolSpec, Taint, UpgradeWindow
from .network import (
    ZONES,
    AddressSpec,
    BastionSpec,
    FlowSpec,
    GatewaySpec,
    OutsideSpec,
    PrivateNetworkSpec,
    Region,
    RouteSpec,
    Zone,
)
from .observability import ContactSpec, ExporterSpec, ObservabilitySpec, SourceSpec, TokenSpec
from .ranges import Address, Range, not_public
from .redis import RedisSpec
from .registry import RegistrySpec
from .secrets import SecretSpec
from .storage import BucketSpec, Grant, ObjectLock, Prefix, old_versions

__all__ = [
    "TIME_SERVERS",
    "TUNNEL_RANGES",
    "ZONES",
    "Address",
    "AddressSpec",
    "AdminSource",
    "Autoscale",
    "BackupSpec",
    "BaselineSpec",
    "BastionSpec",
    "BucketSpec",
    "ContactSpec",
    "ContainerSpec",
    "DataVolumeSpec",
    "DatabaseSpec",
    "DatabaseUserSpec",
    "ExporterSpec",
    "FlowSpec",
    "GatewaySpec",
    "Grant",
    "HostName",
    "InstanceFlowSpec",
    "InstanceSpec",
    "KeySpec",
    "KubernetesSpec",
    "NamespaceSpec",
    "NetworkMove",
    "NetworkSpec",
    "ObjectLock",
    "ObservabilitySpec",
    "OidcSpec",
    "OutsideSpec",
    "PodFlowSpec",
    "PoolSpec",
    "Prefix",
    "PrivateNetworkSpec",
    "QuotaSpec",
    "Range",
    "ReadReplicaSpec",
    "RedisSpec",
    "Region",
    "RegistrySpec",
    "RouteSpec",
    "SecretSpec",
    "SourceSpec",
    "SqlDatabaseSpec",
    "SqlName",
    "Succession",
    "Taint",
    "TokenSpec",
    "UpgradeWindow",
    "Zone",
    "baseline_refusals",
    "cluster_refusals",
    "cores",
    "database_refusals",
    "instance_refusals",
    "not_public",
    "old_versions",
]
