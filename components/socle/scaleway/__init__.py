"""The platform on Scaleway: one component a file, each private, encrypted and protected unless its spec says otherwise."""

from . import platform
from .cloud_config import METADATA, setup_document, shipped, time_addresses, time_rule, written
from .component import Component
from .foundation import (
    Applications,
    Bootstrap,
    Federation,
    Foundation,
    Groups,
    OrganizationBudget,
    Projects,
    SshKeys,
    principals,
)
from .keys import bare_id
from .platform import *  # noqa: F403 - its own list says what

__all__ = [
    "METADATA",
    "Applications",
    "Bootstrap",
    "Component",
    "Federation",
    "Foundation",
    "Groups",
    "OrganizationBudget",
    "Projects",
    "SshKeys",
    "bare_id",
    "principals",
    "setup_document",
    "shipped",
    "time_addresses",
    "time_rule",
    "written",
]
__all__ += platform.__all__
