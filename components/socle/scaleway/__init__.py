"""The platform on Scaleway: one component a file, each private, encrypted and protected unless its spec says otherwise."""

from .cloud_config import METADATA, setup_document, shipped, written
from .component import Component
from .database import PostgresDatabase
from .instance import Placements, ProtectedInstance
from .keys import KeyRing, bare_id
from .kubernetes import KubernetesCluster
from .network import Network
from .observability import Observability
from .platform import SovereignPlatform
from .registry import ContainerRegistry
from .secrets import SecretEntry
from .storage import PrivateBucket
from .tenancy import Tenancy

__all__ = [
    "METADATA",
    "Component",
    "ContainerRegistry",
    "KeyRing",
    "KubernetesCluster",
    "Network",
    "Observability",
    "Placements",
    "PostgresDatabase",
    "PrivateBucket",
    "ProtectedInstance",
    "SecretEntry",
    "SovereignPlatform",
    "Tenancy",
    "bare_id",
    "setup_document",
    "shipped",
    "written",
]
