"""Which resources hold something that a new one would not have: data, keys, secrets, or names that others rely on.

Networks, rules and identities are left out: deleting one interrupts, and declaring it again brings it back. (Components protect
some of them all the same, because of who is cut off; what is protected is an option, what holds something is a fact.) So are the
versions of a secret and generated passwords: a rotation removes the oldest by design, and the secret that keeps them is here.
"""

from socle.facts import kind, kinds

from .model import Resource

STATEFUL: dict[str, str] = {row.type: row.holds for row in kinds() if row.holds}
"""What is lost with a resource, by type token."""


def loss(resource: Resource) -> str:
    """What would be lost with a resource, in words; empty for one that holds nothing, or that is only read."""
    row = kind(resource.type) if resource.custom and not resource.external else None
    return row.holds if row else ""
