"""Whom an estate relies on beside its hosts. Deploys nothing; a role that nobody has filled in is told as not known."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from socle.facts import Law
from socle.specs import Form, Line, Reason, Spec

SupplierRole = Literal[
    "forge", "pipelines", "package-index", "registrar", "mail", "identity-provider", "support", "sub-processor"
]
"""What the estate relies on beside its hosts; of each somebody has to say who runs it."""

Country = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{2}$"),
    Form("a country in two letters (ISO 3166)", "FR"),
]


class SupplierSpec(Spec):
    """Somebody whom the estate relies on beside its hosts. What is left out is not known, and said to be."""

    role: SupplierRole
    """What is relied on."""
    operator: Annotated[Line, StringConstraints(min_length=2, max_length=80)]
    """The company or body that runs it."""
    country: Country | None = None
    """Where it has its seat."""
    parent: Annotated[Line, StringConstraints(max_length=80)] | None = None
    """Who owns it; the operator itself where nobody does."""
    law: Law = "not-known"
    """Whose law reaches it: `european` alone, `foreign` too, or `not-known`."""
    sees: Literal["nothing", "accounts", "logs", "health"] | None = None
    """What of people it sees at the most; nothing means that nobody has looked."""
    until: date | None = None
    """The day on which it is left, where that is planned."""
    reason: Reason
    """What it is relied on for."""
