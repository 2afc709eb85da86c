"""Logical names of the legacy estate, from the keys of `legacy.yaml` alone, so that a state can be compared with a file.

They are identity: another name is a removal and an adoption. What is observed has another name than what is adopted or
created: under one name the engine shows the first adoption as a replacement (docs/traps.md).
"""

from socle.estate.legacy import LegacyResource, Mode

_OBSERVED = "-observed"


def component_name(estate: str, key: str) -> str:
    """The component of an entry: `legacy-storage-accounts-lake` for `storage_accounts.lake`."""
    section, _, entry = key.partition(".")
    return f"{estate}-{section.replace('_', '-')}-{entry}"


def resource_name(component: str, part: str, mode: Mode) -> str:
    """The Azure resource of an entry, or of a part of it by its key in the entry: `subnets.data`."""
    name = f"{component}-{part.replace('.', '-') or 'resource'}"
    return f"{name}{_OBSERVED}" if mode == "observe" else name


def name_in(estate: str, resource: LegacyResource) -> str:
    """The logical name of a resource of a legacy estate."""
    return name_of_key(estate, resource.key, resource.mode)


def name_of_key(estate: str, key: str, mode: Mode = "adopt") -> str:
    """The same from the key alone, which has the section, the entry, and then the part."""
    section, entry, *part = key.split(".", 2)
    return resource_name(component_name(estate, f"{section}.{entry}"), ".".join(part), mode)


def is_observed(name: str) -> bool:
    """Whether a logical name is that of a read."""
    return name.endswith(_OBSERVED)
