"""What the host takes at the most of what is no resource type of its own, with unit and source. How many of a type: its row.

Quotas of an organisation can be raised on request; what stands here is what a new organisation has. A limit of a product cannot.
"""

DEDICATED = "dedicated control planes"
DEDICATED_PER_ORGANIZATION = 4
"""Dedicated control planes of clusters (Scaleway documentation, organization quotas, October 2025)."""

NETWORKS_PER_VPC = 100
"""Private networks (Scaleway documentation, organization quotas, October 2025)."""

VERSIONS_PER_SECRET = 20
"""Versions of one secret that are not destroyed (the same page)."""

READ_REPLICAS_PER_DATABASE = 3
"""Read replicas of one instance (Scaleway API documentation, managed databases)."""

BUCKET_NAME_LENGTH = 63
"""Characters of a bucket's name (the S3 API)."""

REGISTRY_NAME_LENGTH = 54
"""Characters of a registry's name that we let through: the API's own limit is not documented, and every other product takes 54
or more."""

PODS_OF_A_NODE = 24
"""Bits of the prefix that each node takes of its cluster's pod range (Kubernetes' default, `--node-cidr-mask-size`)."""

SERVICES_AT_MOST, SERVICES_AT_LEAST = 12, 28
"""Bits of the widest and the narrowest prefix of a service range: Kubernetes' API server takes no wider one, and the cluster's names
are answered at its tenth address."""

SMALLEST_PREFIX = 28
"""Bits of the smallest private network's prefix (Scaleway documentation, how to create a Private Network, April 2025)."""

KEPT_AT_EITHER_END = 2
"""Addresses at each end of a private network that nothing can have (the same page): they bound what may be *reserved*."""

TAKEN_IN_A_NETWORK = 2 * KEPT_AT_EITHER_END + 1
"""Addresses of a private network that no machine gets: those at its ends, and the one that the gateway's DHCP and names answer at.
They bound how many machines *fit*. An upper estimate: a network without a gateway has one more."""
