"""None"""

from .addresses import text_of
from .ask import NO_RULE, Answer, End, UnknownEnd, ask, end_of, names
from .build import Model, model_of
from .compare import PathChange, compare_paths
from .declared import Declared, Flow, Named
from .endpoints import Endpoint
from .filters import PROTOCOLS
from .graph import Hop, Network, Place, Written
from .outside import Outside
from .proofs import Finding, FlowResult, Proofs, prove
from .traffic import PORTS
from .wording import connections, services

__all__ = [
    "NO_RULE",
    "PORTS",
    "PROTOCOLS",
    "Answer",
    "Declared",
    "End",
    "Endpoint",
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
    "connections",
    "end_of",
    "model_of",
    "names",
    "prove",
    "services",
    "text_of",
]
