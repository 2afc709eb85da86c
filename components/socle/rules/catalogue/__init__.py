"""Every rule, one file a topic. A new rule is written in the file of its topic, with a pair of fixtures in tests/rules."""

from . import (
    azure,
    bucket_policies,
    buckets,
    clusters,
    databases,
    first_start,
    identity,
    keys,
    kubernetes,
    machines,
    networks,
    observability,
    places,
    secrets,
    services,
    whole,
)

TOPICS = (
    buckets,
    bucket_policies,
    databases,
    keys,
    secrets,
    identity,
    networks,
    machines,
    first_start,
    clusters,
    kubernetes,
    services,
    observability,
    places,
    azure,
    whole,
)
RULES = tuple(rule for topic in TOPICS for rule in topic.RULES)
"""All rules, by topic."""

__all__ = ["RULES"]
