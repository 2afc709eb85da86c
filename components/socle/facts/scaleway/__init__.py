"""The Scaleway provider: every resource type with its inputs, and one row of what no schema shows."""

from . import (
    databases,
    identity,
    instances,
    keys,
    kubernetes,
    load_balancers,
    names,
    network,
    object_storage,
    observability,
    registry,
    secrets,
    stores,
    vpn,
)
from .flat_names import current_type
from .schema import Input, ResourceFacts, facts, known_types, nested_type

KINDS = (
    *databases.KINDS,
    *identity.KINDS,
    *instances.KINDS,
    *keys.KINDS,
    *kubernetes.KINDS,
    *load_balancers.KINDS,
    *names.KINDS,
    *network.KINDS,
    *object_storage.KINDS,
    *observability.KINDS,
    *registry.KINDS,
    *secrets.KINDS,
    *stores.KINDS,
    *vpn.KINDS,
)
"""The rows of every product."""

__all__ = ["KINDS", "Input", "ResourceFacts", "current_type", "facts", "known_types", "nested_type"]
