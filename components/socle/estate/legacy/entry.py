"""What every entry of the legacy estate has: an Azure id, a mode, an owner. The types themselves are in the files beside this one."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Spec

from .ids import ArmId, AzureId, parse

Mode = Literal["observe", "adopt", "create"]
"""`observe`: another tool owns it; read, never written. `adopt`: imported, protected, kept on delete, changes ignored but for
the few switches that the cut-over moves. `create`: made by us, in a rehearsal twin only (and locks, see `LockSpec`)."""

Location = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{2,39}$")]
"""An Azure region in its API form: `francecentral`, not `France Central`."""

Owner = Annotated[str, StringConstraints(min_length=2, max_length=80, strip_whitespace=True)]
"""The team that decides about the resource until it is gone: a team, never a person."""

Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$", max_length=81)]
"""An entry of another map by its key; `network.subnet` for a subnet, `map.entry` where the map is not obvious."""

AzureName = Annotated[str, StringConstraints(pattern=r"^[^/\s?#%\\][^/?#\\]{0,259}$")]
"""A name as Azure spells it, casing included."""


DECIDING = frozenset({"shared_keys", "hierarchical", "tier", "purge_protection", "retention_days", "locked"})
"""Fields that decide when Azure can end. Of what is only read, a default says nothing: where such a field is not written, nobody has
read it, and the inventory says so."""


class LegacyEntry(Spec):
    """One resource of the legacy estate, named by its Azure id in every mode: subscription, group and names are read from it."""

    AZURE_TYPE: ClassVar[str] = ""
    """The type that the id must have (a class attribute of each spec, not a field); empty: any."""

    id: ArmId
    """The resource's Azure id; in mode `create`, the id that it will have. Identity: changing it in place is refused."""
    mode: Mode = "observe"
    """Who writes the resource: `observe` (another tool), `adopt` (this program, frozen), `create` (a rehearsal twin)."""
    location: Location | None = None
    """The region it is in; nothing means that of the legacy estate."""
    owner: Owner | None = None
    """The team that decides about it until it is gone; what has none is listed by `socle inventory`."""
    note: str | None = Field(default=None, max_length=500)
    """What the next reader should know."""

    @property
    def arm(self) -> AzureId:
        """The id in its parts."""
        return parse(self.id)

    def refusals(self) -> Iterator[Refusal]:
        yield from self._of_type()
        yield from self.contradictions()

    def contradictions(self) -> Iterator[Refusal]:
        """What the values of this type contradict; a type overrides this and not `refusals`."""
        return iter(())

    def _of_type(self) -> Iterator[Refusal]:
        expected = type(self).AZURE_TYPE
        found = self.arm.type
        if expected and found.lower() != expected.lower():
            yield Refusal(
                f"the id is that of a {found}",
                f"what is declared here as {expected} would be read from another resource",
                f"write the id of a {expected}, or move the entry to the map of its type",
                at="id",
            )


class LegacyChild(Spec):
    """A part of an entry, whose id follows from the entry's: a subnet, a container, a database."""

    name: AzureName | None = None
    """The name as Azure spells it; nothing means the key of the entry."""
    mode: Mode | None = None
    """Who writes it; nothing means the mode of the entry that it is part of."""
    owner: Owner | None = None
    """The team that decides about it; nothing means that of the entry that it is part of."""

    def called(self, key: str) -> str:
        """The Azure name, given the key of the map."""
        return self.name or key

    def mode_in(self, entry: LegacyEntry) -> Mode:
        """Who writes it, given the entry that it is part of."""
        return self.mode or entry.mode
