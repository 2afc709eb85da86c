"""What was measured or read of providers: data and look-ups, each with its source. Imports nothing of Socle but messages."""

from .azure import SPELLINGS, pulumi_token
from .limits import (
    BUCKET_NAME_LENGTH,
    BUCKETS_PER_ORGANIZATION,
    CLUSTERS_PER_ORGANIZATION,
    DATABASES_PER_ORGANIZATION,
    DEDICATED_PER_ORGANIZATION,
    KEPT_AT_EITHER_END,
    NETWORKS_PER_VPC,
    READ_REPLICAS_PER_DATABASE,
    REGISTRY_NAME_LENGTH,
    SECRETS_PER_ORGANIZATION,
    SMALLEST_PREFIX,
    TAKEN_IN_A_NETWORK,
    VERSIONS_PER_SECRET,
)
from .lookup import kind, kinds, silent_inputs, usual
from .providers import CREDENTIALS, ENDPOINTS, MEASURED_WITH, REDIRECTING, redirects, strangers
from .rows import Effect, Kind, Logic, Meter, Public, Silent, When, is_public

__all__ = [
    "BUCKETS_PER_ORGANIZATION",
    "BUCKET_NAME_LENGTH",
    "CLUSTERS_PER_ORGANIZATION",
    "CREDENTIALS",
    "DATABASES_PER_ORGANIZATION",
    "DEDICATED_PER_ORGANIZATION",
    "ENDPOINTS",
    "KEPT_AT_EITHER_END",
    "MEASURED_WITH",
    "NETWORKS_PER_VPC",
    "READ_REPLICAS_PER_DATABASE",
    "REDIRECTING",
    "REGISTRY_NAME_LENGTH",
    "SECRETS_PER_ORGANIZATION",
    "SMALLEST_PREFIX",
    "SPELLINGS",
    "TAKEN_IN_A_NETWORK",
    "VERSIONS_PER_SECRET",
    "Effect",
    "Kind",
    "Logic",
    "Meter",
    "Public",
    "Silent",
    "When",
    "is_public",
    "kind",
    "kinds",
    "pulumi_token",
    "redirects",
    "silent_inputs",
    "strangers",
    "usual",
]
