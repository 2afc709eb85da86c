"""Which resources of the legacy estate are stores of their own: what is counted, moved, derogated and erased one by one."""

from socle.facts import kind, pulumi_token

from .legacy import LegacyResource
from .stores import ContainerSpec, PostgresDatabaseSpec, PostgresSpec, StorageAccountSpec, VaultSpec


def is_store(resource: LegacyResource) -> bool:
    """Whether a resource is a store of its own: a container and not its account, a server only where its databases are not listed."""
    spec = resource.spec
    if isinstance(spec, ContainerSpec | PostgresDatabaseSpec | VaultSpec):
        return True
    if isinstance(spec, StorageAccountSpec):
        return not spec.containers
    if isinstance(spec, PostgresSpec):
        return not spec.databases
    if resource.spec is not resource.entry:
        return False
    row = kind(token) if (token := pulumi_token(resource.type)) else None
    return bool(row and row.holds) and not resource.type.endswith(("resourceGroups", "managedClusters"))
