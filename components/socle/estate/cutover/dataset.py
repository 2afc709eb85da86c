"""One dataset of a wave: where it is on Azure, where it goes, and whether new data may flow back."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from socle.messages import Refusal, Undecided
from socle.specs import Key, Line, Refers, Spec

from ..attestation import Office
from ..legacy import Reference
from ..platform import SqlName

_LOST = "the movers would look for it in vain, and nothing would close it"
_NOWHERE = "its data would be copied nowhere"
CONTAINER = Refers(
    "legacy.storage_accounts", "there is no container {name} in the legacy estate", _LOST, inner="containers"
)
DATABASE = Refers("legacy.databases", "there is no database {name} in the legacy estate", _LOST, inner="databases")
_VAULT = Refers("legacy.vaults", "there is no vault {name} in the legacy estate", _LOST)
_GENERIC = Refers("legacy.generic", "there is no entry {name} in generic of the legacy estate", _LOST)
_BUCKET = Refers("buckets", "there is no bucket {name}", _NOWHERE)
_INSTANCE = Refers("databases", "there is no database {name} on the platform", _NOWHERE)
_SECRET = Refers("secrets", "there is no secret {name}", _NOWHERE)
_REGISTRY = Refers("registries", "there is no registry {name}", _NOWHERE)
_MACHINE = Refers("instances", "there is no machine {name}", _NOWHERE)


class DecisionSpec(Spec):
    """A legal decision, by its document: who took it, when, and until when it holds."""

    reference: Line = Field(min_length=5, max_length=200)
    """Where the document is: its number, or its address in the owner's files."""
    decided_by: Office
    """The office that took it."""
    decided_on: date
    """The day on which it was taken."""
    valid_until: date
    """Its last day."""

    def refusals(self) -> Iterator[Refusal]:
        if self.valid_until < self.decided_on:
            yield Refusal(
                f"the decision ends on {self.valid_until} and was taken on {self.decided_on}",
                "it would never hold, and whoever reads it believes that it does",
                "write a later valid_until",
                at="valid_until",
            )


class InstanceTargetSpec(Spec):
    """A database inside a managed PostgreSQL of the platform."""

    instance: Annotated[Key, _INSTANCE]
    """The entry of `databases`."""
    database: SqlName
    """The database inside it."""


_FROM = ("container", "database", "vault", "other")
_TO = ("bucket", "into", "secrets", "registry", "machine")
_GOES: dict[str, tuple[str, ...]] = {
    "container": ("bucket",),
    "database": ("into",),
    "vault": ("secrets",),
    "other": ("bucket", "registry", "machine"),
}
"""What may become what: a container a bucket, a database a database, a vault's secrets secrets, images, volumes and shares the rest."""


class DatasetSpec(Spec):
    """What is copied as one: one source on Azure, one target on the platform."""

    container: Annotated[Reference, CONTAINER] | None = None
    """A blob container or file system: `<account>.<container>` of the legacy estate."""
    database: Annotated[Reference, DATABASE] | None = None
    """A database: `<server>.<database>` of the legacy estate."""
    vault: Annotated[Key, _VAULT] | None = None
    """A vault whose secrets move. Its keys never do: what they encrypt is encrypted anew."""
    other: Annotated[Key, _GENERIC] | None = None
    """An entry of `generic` of the legacy estate: a registry of images, a volume, a file share."""
    bucket: Annotated[Key, _BUCKET] | None = None
    """The bucket that it goes to."""
    into: InstanceTargetSpec | None = None
    """The database that it goes to."""
    secrets: tuple[Annotated[Key, _SECRET], ...] = ()
    """The entries of `secrets` that take its values, each made anew at the switch."""
    registry: Annotated[Key, _REGISTRY] | None = None
    """The registry that its images go to."""
    machine: Annotated[Key, _MACHINE] | None = None
    """The machine whose volume it goes to."""
    reverse: Literal["replicate", "restore-only"] = "restore-only"
    """What happens to data that is written after the switch: `replicate` sends it back to Azure for a way back without loss,
    `restore-only` keeps it from there, so that a way back loses it."""
    decision: DecisionSpec | None = None
    """The legal decision that new health data may be sent to a host under foreign law; needed to replicate it."""

    @property
    def source(self) -> str:
        """The entry of the legacy estate that holds it, which closes and goes as a whole: `storage_accounts.lake`."""
        found = {"container": "storage_accounts", "database": "databases", "vault": "vaults", "other": "generic"}
        named = next((name for name in _FROM if getattr(self, name)), None)
        if named is None:
            raise Undecided("source")
        return f"{found[named]}.{str(getattr(self, named)).partition('.')[0]}"

    @property
    def targets(self) -> tuple[str, ...]:
        """The entries of the platform that take it: `buckets.studies`."""
        one = (("buckets", self.bucket), ("registries", self.registry), ("instances", self.machine))
        into = (f"databases.{self.into.instance}",) if self.into else ()
        return (*(f"{kind}.{key}" for kind, key in one if key), *into, *(f"secrets.{each}" for each in self.secrets))

    def refusals(self) -> Iterator[Refusal]:
        given = [name for name in _FROM if getattr(self, name)]
        taken = [name for name in _TO if getattr(self, name)]
        if len(given) != 1:
            yield Refusal(
                f"{'no source' if not given else ' and '.join(given)} for one dataset",
                "it is unclear what is copied, and what the fence closes",
                f"write exactly one of {', '.join(_FROM)}",
            )
        elif len(taken) != 1:
            yield Refusal(
                f"{'no target' if not taken else ' and '.join(taken)} for one dataset",
                "its data would be copied nowhere, or to two places of which one ages",
                f"write exactly one of {', '.join(_GOES[given[0]])}",
            )
        elif taken[0] not in _GOES[given[0]]:
            yield Refusal(
                f"{given[0]} goes to {taken[0]}",
                "no mover can make the one of the other",
                f"write one of {', '.join(_GOES[given[0]])}",
                at=taken[0],
            )
