"""The foundation of an organisation and an estate, below any platform."""

from .bootstrap import Bootstrap
from .break_glass import BreakGlass
from .foundation import Foundation
from .identities import Applications, Groups, principals
from .organization import Federation, OrganizationBudget
from .projects import Projects, SshKeys

__all__ = [
    "Applications",
    "Bootstrap",
    "BreakGlass",
    "Federation",
    "Foundation",
    "Groups",
    "OrganizationBudget",
    "Projects",
    "SshKeys",
    "principals",
]
