"""The networks of Azure as parts of the graph."""

from .groups import GROUP, directed, rules_of
from .networks import Azure, read_azure

__all__ = ["GROUP", "Azure", "directed", "read_azure", "rules_of"]
