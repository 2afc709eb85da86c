"""The platform on Scaleway: one component a file, each private, encrypted and protected unless its spec says otherwise."""

from .keys import KeyRing
from .network import Network
from .platform import SovereignPlatform
from .storage import PrivateBucket
from .tenancy import Tenancy

__all__ = ["KeyRing", "Network", "PrivateBucket", "SovereignPlatform", "Tenancy"]
