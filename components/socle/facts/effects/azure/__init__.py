"""What each input of a legacy Azure resource does when it changes."""

from .filters import lets_outside
from .table import AZURE

__all__ = ["AZURE", "lets_outside"]
