"""What a change of an object of Kubernetes does: rights, openings, what runs, what admits it and where data is kept."""

from .cluster_rights import rights_of
from .objects import KUBERNETES

__all__ = ["KUBERNETES", "rights_of"]
