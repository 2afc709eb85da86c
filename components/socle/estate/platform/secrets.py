"""Secrets, as the estate declares them: never a value, only where it comes from and which key encrypts it."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from socle.facts import VERSIONS_PER_SECRET
from socle.messages import Refusal
from socle.specs import Key, Line, Spec

from ..data_class import DataClass
from ..shared import encrypts

KEPT_VERSIONS = VERSIONS_PER_SECRET // 2
"""How many versions may stay at most. A rotation needs one more for a moment: half of what the host takes leaves room for
whoever adds versions by hand."""


class SecretSpec(Spec):
    """A secret of Secret Manager, encrypted with a key of the class of data that it opens.

    Versions are either there or destroyed: the provider has no way to disable one. What is destroyed is the oldest, once
    `keep` newer ones exist.
    """

    BECOMES: ClassVar[str] = "scaleway:secrets/secret:Secret"

    data_class: DataClass
    """What the secret opens; sets which key may encrypt it."""
    key: Annotated[Key, encrypts("secret")]
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
