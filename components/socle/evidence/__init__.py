"""Evidence bundles: what an auditor asks to see, each claim with its sources, sealed in a chain that a third party can check.

What gathers, or builds OSCAL, opens on first use: verifying needs neither estate nor project.
"""

from typing import TYPE_CHECKING

from socle.lazy import on_first_use

from .chain import CHAIN, HEAD, SIGNATURE, digest_of, sealed
from .diff import Became, Difference, differences
from .document import Cell, Document, Line, Row, Title, plain
from .gathered import Gathered
from .signers import Allowed, allowed_signers
from .verify import Flaw, Found, Verified, torn, verified

if TYPE_CHECKING:
    from .bundle import DOCUMENTS, Bundle, bundle_of
    from .gathering import gather

__all__ = [
    "CHAIN",
    "DOCUMENTS",
    "HEAD",
    "SIGNATURE",
    "Allowed",
    "Became",
    "Bundle",
    "Cell",
    "Difference",
    "Document",
    "Flaw",
    "Found",
    "Gathered",
    "Line",
    "Row",
    "Title",
    "Verified",
    "allowed_signers",
    "bundle_of",
    "differences",
    "digest_of",
    "gather",
    "plain",
    "sealed",
    "torn",
    "verified",
]

__getattr__ = on_first_use(
    __name__, {"DOCUMENTS": "bundle", "Bundle": "bundle", "bundle_of": "bundle", "gather": "gathering"}
)
