"""What can reach what, from the plans of all layers of an estate: the network as one graph, its paths, and proofs over them.

Data planes are not seen (what Kubernetes, a proxy or a machine's own filter does), nor rights, names or the networks of a host.
"""

from .asking import Answer, End, UnknownEnd, ask, end_of, names
from .build import Model, model_of
from .comparing import PathChange, compare_paths
from .flows import Declared, Flow, Named
from .graph import Hop, Network, Place, Written
from .outside import Outside
from .proofs import Finding, FlowResult, Proofs, prove

__all__ = [
    "Answer",
    "Declared",
    "End",
    "Finding",
    "Flow",
    "FlowResult",
    "Hop",
    "Model",
    "Named",
    "Network",
    "Outside",
    "PathChange",
    "Place",
    "Proofs",
    "UnknownEnd",
    "Written",
    "ask",
    "compare_paths",
    "end_of",
    "model_of",
    "names",
    "prove",
]
