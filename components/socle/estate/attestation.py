"""Attestations and exemptions: what only people can claim or permit, dated and owned.

Time never decides whether an estate loads: an expired claim is reported by rules that are given a date, so that the
preview of one revision stays the same for ever.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from socle.facts import products
from socle.messages import Refusal
from socle.specs import Form, Line, Reason, Spec

Scheme = Literal["hds", "secnumcloud", "iso-27001"]
"""What may be attested: the host's HDS certificate, its SecNumCloud qualification, its ISO 27001 certificate."""

if TYPE_CHECKING:
    Product = str
else:
    Product = Literal[products()]
"""A product of the host, in the words of its documentation. Certificates are given product by product."""

LONGEST_EXEMPTION = timedelta(days=366)
"""A year: what lasts longer is not an exception but a decision, and belongs into the rule."""

Resource = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][A-Za-z0-9:*._-]{2,199}$"),
    Form("a resource's logical name, three characters at least, * for any part of it", "platform-bucket-studies-*"),
]
"""The logical name of a resource, with `*` for any part of it. It names something: a bare `*` is refused."""

Rule = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$", max_length=60),
    Form("a rule's id", "bucket-encrypted"),
]
"""The id of a rule."""

Office = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9 ._-]{2,61}$"),
    Form("the name of a body or office in plain letters, digits and spaces", "Security office"),
]
"""Who answers for it: a body or an office, never a person, since people change and the file stays."""


class AttestationSpec(Spec):
    """A claim that no program can check, with the document that proves it."""

    scheme: Scheme
    """What is attested."""
    product: Product
    """The product that the certificate covers."""
    region: Literal["fr-par", "nl-ams", "pl-waw"]
    """The region that the certificate covers."""
    reference: Line = Field(min_length=5, max_length=200)
    """Where the document is: its number, or its address in the owner's files."""
    valid_until: date
    """Its last day. Rules report it once it has passed; the estate keeps loading."""
    claimed_by: Office
    """The office that read the document and answers for the claim."""

    def covers(self, scheme: str, product: str, region: str) -> bool:
        """Whether the claim is about this; whether it has expired is another question, asked with a date."""
        return (self.scheme, self.product, self.region) == (scheme, product, region)

    def valid_on(self, day: date) -> bool:
        """Whether the claim still holds on a day; its last day counts."""
        return day <= self.valid_until


class ExemptionSpec(Spec):
    """Permission to break one rule for one resource, for a while."""

    rule: Rule
    """The rule that may be broken."""
    resource: Resource
    """The resource that may break it, by its logical name."""
    reason: Reason
    """Why it must."""
    owner: Office
    """The office that granted it and answers for it."""
    granted_on: date
    """Its first day."""
    expires_on: date
    """Its last day, a year after the first at most. Rules count the exemption as absent from then on."""

    def active_on(self, day: date) -> bool:
        """Whether the permission holds on a day; its first and last day count."""
        return self.granted_on <= day <= self.expires_on

    def refusals(self) -> Iterator[Refusal]:
        if self.expires_on <= self.granted_on:
            yield Refusal(
                f"the exemption ends on {self.expires_on} and begins on {self.granted_on}",
                "it would never hold, and whoever reads it believes that it does",
                "write a later expires_on",
                at="expires_on",
            )
        elif self.expires_on - self.granted_on > LONGEST_EXEMPTION:
            yield Refusal(
                f"an exemption of {(self.expires_on - self.granted_on).days} days",
                "nobody would look at it again before it has become the rule",
                f"write an expires_on within a year of granted_on, {self.granted_on + LONGEST_EXEMPTION} at the latest",
                at="expires_on",
            )


def attestation_refusals(attestations: Mapping[str, AttestationSpec]) -> Iterator[Refusal]:
    """Two claims about the same thing: which of the two dates holds would be anybody's guess."""
    seen: dict[tuple[str, str, str], str] = {}
    for name, claim in attestations.items():
        about = (claim.scheme, claim.product, claim.region)
        if about in seen:
            yield Refusal(
                f"{seen[about]} and {name} attest the same: {' '.join(about)}",
                "it is unclear which of their dates holds",
                "keep the newer one",
                at=f"attestations.{name}",
            )
        seen.setdefault(about, name)
