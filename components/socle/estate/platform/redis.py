"""Managed Redis, as the estate declares it. A public endpoint, an open access list and plain text cannot be written."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Form, Key, Reason, Spec

from ..data_class import DataClass
from ..shared import attached, encrypts
from .network import Zone

NodeType = Annotated[
    str, StringConstraints(pattern=r"^RED1-[A-Z0-9]+$"), Form("a node type of managed Redis", "RED1-MICRO")
]
"""A size of node, in the host's words. Which there are is the host's catalogue, which nobody has read up on here."""

Version = Annotated[
    str, StringConstraints(pattern=r"^[67]\.[0-9]{1,2}\.[0-9]{1,2}$"), Form("a version of Redis in full", "7.2.4")
]


class RedisSpec(Spec):
    """A Redis in memory, in one private network, over TLS. It is backed up nowhere: what it holds must be had again from elsewhere."""

    BECOMES: ClassVar[str] = "scaleway:redis/cluster:Cluster"

    data_class: DataClass
    """What it holds. The host publishes no HDS conditions for it: class health needs an attestation."""
    key: Annotated[Key, encrypts("password")]
    """The entry of `keys` that encrypts its password in Secret Manager. The memory itself is the host's."""
    network: Annotated[Key, attached("clients would find it nowhere")]
    """The private network that it answers in; its purpose must be data. Another one is another address for every client."""
    zone: Zone
    """Where its nodes are. Another one is another, empty cluster."""
    node_type: NodeType
    """Its size. It can grow, which moves it to other nodes, and never shrink."""
    version: Version
    """Its version. It can be raised, which moves it to other nodes, and never lowered."""
    high_availability: bool = True
    """A second node that takes over. Adding or removing it makes another, empty cluster."""
    refilled_from: Reason
    """Where what it holds can be had again once it is gone."""
    rotation: int = Field(default=1, ge=1, le=10_000)
    """Add one to change the password: in Redis first, then in Secret Manager."""

    @property
    def address_count(self) -> int:
        """How many addresses of its network it takes: one a node."""
        return 2 if self.high_availability else 1

    def refusals(self) -> Iterator[Refusal]:
        floor = self.data_class.floor
        if floor.external_key:
            yield Refusal(
                f"a Redis of class {self.data_class}",
                "it is kept in the host's memory without a key of yours, so the host could read what identifies people",
                "keep identifying data in a bucket with client-side encryption, or on a machine's own encrypted volume",
                at="data_class",
            )
        if floor.high_availability and not self.high_availability:
            yield Refusal(
                f"a Redis of class {self.data_class} without a second node",
                "one broken machine would empty it, and every study would wait until it is filled again",
                "write high_availability: true",
                at="high_availability",
            )
