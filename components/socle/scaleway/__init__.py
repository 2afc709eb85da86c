"""The platform on Scaleway: one component a file, each private, encrypted and protected unless its spec says otherwise."""

from . import platform
from .cloud_config import METADATA, setup_document, shipped, written
from .component import Component
from .keys import bare_id
from .platform import *  # noqa: F403 - its own list says what

__all__ = [
    "METADATA",
    "Component",
    "bare_id",
    "setup_document",
    "shipped",
    "written",
]
__all__ += platform.__all__
