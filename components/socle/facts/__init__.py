"""What was measured or read of providers: data and look-ups, each with its source. Imports nothing of Socle but messages."""

from .addresses import address_parts, host_in
from .azure import SPELLINGS, pulumi_token
from .documents import document_of, policy_statements
from .images import is_host_image
from .items import identities
from .items import paired as paired_items
from .limits import (
    BUCKET_NAME_LENGTH,
    DEDICATED,
    DEDICATED_PER_ORGANIZATION,
    KEPT_AT_EITHER_END,
    NETWORKS_PER_VPC,
    PODS_OF_A_NODE,
    READ_REPLICAS_PER_DATABASE,
    REGISTRY_NAME_LENGTH,
    SERVICES_AT_LEAST,
    SERVICES_AT_MOST,
    SMALLEST_PREFIX,
    TAKEN_IN_A_NETWORK,
    VERSIONS_PER_SECRET,
)
from .lookup import HDS_PAGES, KEYS_ONLY, first_quotas, kind, kinds, products, quota, quota_key, silent_inputs, usual
from .permission_sets import permission_sets, product_of, scope_of, takes_resource_conditions
from .permissions import RULING_ACTIONS, UNLOCKING_ACTIONS, Does, Gives, gives, set_does
from .providers import (
    CREDENTIALS,
    ENDPOINTS,
    MEASURED_WITH,
    PLUGIN_SOURCE,
    REDIRECTING,
    plugin_source,
    redirected,
    redirects,
    shown,
    strangers,
    unreadable_addresses,
)
from .rows import Effect, Kind, Logic, Meter, Public, Quota, Silent, When, is_public
from .secret_inputs import secret_inputs
from .sovereignty import STANDARDS, Law, Operator, operator_of, standard_of
from .subjects import EVERYBODY, is_group_of_everybody, is_public_list
from .unreadable import UNREADABLE

__all__ = [
    "BUCKET_NAME_LENGTH",
    "CREDENTIALS",
    "DEDICATED",
    "DEDICATED_PER_ORGANIZATION",
    "ENDPOINTS",
    "EVERYBODY",
    "HDS_PAGES",
    "KEPT_AT_EITHER_END",
    "KEYS_ONLY",
    "MEASURED_WITH",
    "NETWORKS_PER_VPC",
    "PLUGIN_SOURCE",
    "PODS_OF_A_NODE",
    "READ_REPLICAS_PER_DATABASE",
    "REDIRECTING",
    "REGISTRY_NAME_LENGTH",
    "RULING_ACTIONS",
    "SERVICES_AT_LEAST",
    "SERVICES_AT_MOST",
    "SMALLEST_PREFIX",
    "SPELLINGS",
    "STANDARDS",
    "TAKEN_IN_A_NETWORK",
    "UNLOCKING_ACTIONS",
    "UNREADABLE",
    "VERSIONS_PER_SECRET",
    "Does",
    "Effect",
    "Gives",
    "Kind",
    "Law",
    "Logic",
    "Meter",
    "Operator",
    "Public",
    "Quota",
    "Silent",
    "When",
    "address_parts",
    "document_of",
    "first_quotas",
    "gives",
    "host_in",
    "identities",
    "is_group_of_everybody",
    "is_host_image",
    "is_public",
    "is_public_list",
    "kind",
    "kinds",
    "operator_of",
    "paired_items",
    "permission_sets",
    "plugin_source",
    "policy_statements",
    "product_of",
    "products",
    "pulumi_token",
    "quota",
    "quota_key",
    "redirected",
    "redirects",
    "scope_of",
    "secret_inputs",
    "set_does",
    "shown",
    "silent_inputs",
    "standard_of",
    "strangers",
    "takes_resource_conditions",
    "unreadable_addresses",
    "usual",
]
