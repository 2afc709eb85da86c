"""Every rule, one file a topic. A new rule is written in the file of its topic, with a pair of fixtures in tests/rules."""

from . import (
    azure,
    buckets,
    clusters,
    databases,
    identity,
    keys,
    kubernetes,
    machines,
    networks,
    observability,
    places,
    providers,
    secrets,
    services,
    whole,
)

TOPICS = (
    buckets,
    databases,
    keys,
    secrets,
    identity,
    networks,
    machines,
    clusters,
    kubernetes,
    services,
    observability,
    providers,
    places,
    azure,
    whole,
)
RULES = tuple(rule for topic in TOPICS for rule in topic.RULES)
"""All rules, by topic."""

__all__ = ["RULES"]
