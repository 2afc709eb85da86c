"""The platform on Scaleway: one component a file, each private, encrypted and protected unless its spec says otherwise."""

from .database import PostgresDatabase
from .instance import Placements, ProtectedInstance
from .keys import KeyRing
from .kubernetes import KubernetesCluster
from .network import Network
from .observability import Observability
from .platform import SovereignPlatform
from .registry import ContainerRegistry
from .secrets import SecretEntry
from .storage import PrivateBucket
from .tenancy import Tenancy

__all__ = [
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
]
