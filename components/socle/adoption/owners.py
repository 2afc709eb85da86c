"""Who decides about a resource, as its tags say: a team, never a person."""

import re

from .export import Row

TAGS = ("owner", "team", "responsible", "responsable", "service", "proprietaire", "equipe")
"""Tags that name an owner, in any case, the first one that is there."""


def owner_of(row: Row) -> str | None:
    """The owning team; nothing when no tag says it, or when the tag is the address of a person.

    A tag that goes does not take the owner with it: somebody still decides.
    """
    for tag in TAGS:
        value = row.at("tags", tag)
        if isinstance(value, str) and value.strip():
            return None if names_person(value) or not _FITS.match(value.strip()) else value.strip()
    return None


def names_person(value: str) -> bool:
    """Whether text is an address: people change, and their names do not belong into a repository."""
    return "@" in value


_FITS = re.compile(r"^[^\x00-\x1f\x7f-\x9f]{2,80}$")
