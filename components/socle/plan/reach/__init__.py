"""What can reach what, from the plans of all layers of an estate: the network as one graph, its paths, and proofs over them.

Data planes are not seen (what Kubernetes, a proxy or a machine's own filter does), nor rights, names or the networks of a host.
"""

from .build import Model, model_of
from .flows import Declared, Flow, Named
from .graph import Hop, Network, Place, Written
from .outside import Outside
from .proofs import Finding, FlowResult, Proofs, prove

__all__ = [
    "Declared",
    "Finding",
    "Flow",
    "FlowResult",
    "Hop",
    "Model",
    "Named",
    "Network",
    "Outside",
    "Place",
    "Proofs",
    "Written",
    "model_of",
    "prove",
]
