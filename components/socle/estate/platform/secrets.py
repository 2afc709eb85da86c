"""Secrets, as the estate declares them: never a value, only where it comes from and which key encrypts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from socle.messages import Refusal, choose, each
from socle.specs import Key, Line, Spec

from ..data_class import DataClass

if TYPE_CHECKING:
    from ..estate import Estate

SECRETS_PER_ORGANIZATION = 250
"""Scaleway documentation, organization quotas, October 2025."""

KEPT_VERSIONS = 10
"""How many versions may stay at most. The host takes 20 of one secret (organization quotas, October 2025), and a rotation
needs one more for a moment: half of it leaves room for whoever adds versions by hand."""


class SecretSpec(Spec):
    """A secret of Secret Manager, encrypted with a key of the class of data that it opens.

    Versions are either there or destroyed: the provider has no way to disable one. What is destroyed is the oldest, once
    `keep` newer ones exist.
    """

    data_class: DataClass
    """What the secret opens; sets which key may encrypt it."""
    key: Key
    """The entry of `keys` that encrypts it. It must be of the same data class."""
    content: Literal["generated", "given", "elsewhere"] = "generated"
    """`generated`: a random password. `given`: the secret config `socle:secret-<name>`, a changed value makes a new version.
    `elsewhere`: only the empty secret; whoever writes its versions must also destroy old ones before the host's 20th."""
    rotation: int = Field(default=1, ge=1, le=10_000)
    """Add one to make a new password. Only for generated content."""
    keep: int = Field(default=1, ge=1, le=KEPT_VERSIONS)
    """How many versions stay readable, the newest included. Two let an application finish with the old value."""
    length: int = Field(default=32, ge=16, le=128)
    """Characters of a generated password: letters, digits and `-_.~`, which need no quoting in a connection string."""
    description: Line = Field(default="", max_length=200)
    """What a reader of the console should know."""

    def refusals(self) -> Iterator[Refusal]:
        if self.content != "generated" and (self.rotation != 1 or self.keep != 1):
            yield Refusal(
                f"rotation or keep on a secret whose content is {self.content}",
                "nothing would rotate: its values are not made here",
                "remove both, and give another value instead; or write content: generated",
                at="rotation" if self.rotation != 1 else "keep",
            )

    @property
    def revisions(self) -> range:
        """The rotations whose versions stay, oldest first."""
        return range(max(1, self.rotation - self.keep + 1), self.rotation + 1)


def secret_refusals(estate: Estate) -> Iterator[Refusal]:
    """Keys of the right class, and no more secrets than the host takes."""
    for name, spec in estate.secrets.items():
        yield from each(_key(estate, name, spec))
    count = len(estate.secrets) + sum(1 + len(database.users) for database in estate.databases.values())
    count += len(estate.instances)
    count += len(estate.observability.tokens) if estate.observability else 0
    if count > SECRETS_PER_ORGANIZATION:
        yield Refusal(
            f"{count} secrets with those of databases and tokens, and an organisation takes {SECRETS_PER_ORGANIZATION}",
            "the deployment would stop half-way",
            "join secrets that open the same thing, or move a layer to another organisation",
            at="secrets",
        )


def _key(estate: Estate, name: str, spec: SecretSpec) -> Iterator[Refusal]:
    yield from key_refusals(estate, f"secrets.{name}", spec.key, spec.data_class, "secret")


def key_refusals(estate: Estate, at: str, name: str, data_class: DataClass, what: str) -> Iterator[Refusal]:
    """Refuse a key that does not exist or is of another class than what it would encrypt."""
    key = estate.keys.get(name)
    if key is None:
        yield Refusal(
            f"there is no key {name}",
            f"the {what} could not be encrypted",
            choose(name, estate.keys),
            at=f"{at}.key",
        )
    elif key.data_class is not data_class:
        yield Refusal(
            f"the key {name} is of class {key.data_class} and the {what} of class {data_class}",
            "whoever may use the key for one class could read the other",
            f"use a key of class {data_class}",
            at=f"{at}.key",
        )
