"""What was read of Kubernetes beyond what a change does: under which names one object is found."""

from .manifests import is_list, is_patch, listed, patched, ripe

__all__ = ["is_list", "is_patch", "listed", "patched", "ripe"]
