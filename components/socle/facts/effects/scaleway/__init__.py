"""What each input of a Scaleway resource does when it changes."""

from .table import SCALEWAY

__all__ = ["SCALEWAY"]
