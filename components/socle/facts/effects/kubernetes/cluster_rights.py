"""What a rule of a Kubernetes role amounts to: which rights are as good as everything, or reach what the cluster keeps secret.

Source: the Kubernetes documentation of privilege escalation ("RBAC Good Practices", November 2026) and of its API groups.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any, cast

from ..effect import NOT_KNOWN, Effects
from ..usual import EXPOSES, GRANTS

_READS = frozenset({"get", "list", "watch"})
_CHANGES = frozenset({"create", "update", "patch"})
_ENDS = frozenset({*_CHANGES, "delete", "deletecollection"})
_RULES = frozenset({"escalate", "bind", "impersonate", "approve", "sign", "attest", "*"})
"""Verbs that give further rights, or somebody else's, whatever they are about."""
_AS_GOOD_AS_ALL: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (_READS, ("secrets", "nodes/proxy", "services/proxy", "pods/proxy", "nodes/log")),
    # what enters a pod, or speaks as its service account; a workload of one's own is the work of an operator
    (frozenset({"get", "create"}), ("pods/exec", "pods/attach", "pods/portforward", "nodes/proxy", "services/proxy", "pods/proxy")),
    (_CHANGES, ("pods/ephemeralcontainers", "serviceaccounts/token", "secrets")),
    # rights, and what the cluster asks before it lets something in
    (_ENDS, (
        "roles", "clusterroles", "rolebindings", "clusterrolebindings", "mutatingwebhookconfigurations",
        "validatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
        "mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "apiservices", "customresourcedefinitions",
        "certificatesigningrequests/approval", "certificatesigningrequests/status", "networkpolicies", "namespaces", "nodes",
        "nodes/status", "persistentvolumes", "resourcequotas", "limitranges",
    )),
)  # fmt: skip
_PATHS = ("/metrics", "/healthz", "/livez", "/readyz", "/version", "/api", "/apis", "/openapi")
"""Beginnings of paths that say how the API is, and nothing of what is in it."""


def rights_of(row: Any) -> Effects:
    """A rule of a role: what it gives is a right; one that is as good as everything opens the cluster."""
    entry = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    verbs, resources, paths = (_texts(entry.get(key)) for key in ("verbs", "resources", "nonResourceURLs"))
    strange = [path for path in paths if not path.startswith(_PATHS)]
    if "*" in resources or verbs & _RULES or any("*" in path for path in strange):
        return EXPOSES
    if any(verbs & which and _any(resources, what) for which, what in _AS_GOOD_AS_ALL):
        return EXPOSES
    return GRANTS | NOT_KNOWN if strange else GRANTS


def _any(resources: Iterable[str], dangerous: Iterable[str]) -> bool:
    """Whether a resource, which may be a pattern such as `pods/*` or `*/exec`, is one of those that are as good as everything."""
    named = [each for each in resources if "*" not in each]
    patterns = [each for each in resources if "*" in each]
    return any(each in named or any(fnmatchcase(each, form) for form in patterns) for each in dangerous)


def _texts(value: Any) -> frozenset[str]:
    return frozenset(str(each).lower() for each in cast("list[Any]", value)) if isinstance(value, list) else frozenset()
