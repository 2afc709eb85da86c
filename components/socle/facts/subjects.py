"""Whom a name stands for: subjects of roles in a cluster, and access lists of buckets."""

EVERYBODY = ("system:authenticated", "system:unauthenticated", "system:anonymous", "system:serviceaccounts")
"""Beginnings of the names of whoever can sign in, whoever cannot, and every account of the cluster or of a namespace (Kubernetes, RBAC)."""

_PUBLIC_LISTS = ("public-read", "public-read-write", "authenticated-read")
_GROUPS = ("allusers", "authenticatedusers")


def is_public_list(acl: str) -> bool:
    """Whether a canned access list of a bucket lets in anybody, or whoever has an account at the host."""
    return acl.lower() in _PUBLIC_LISTS


def is_group_of_everybody(uri: str) -> bool:
    """Whether an address names such a group in an access list."""
    return any(each in uri.lower() for each in _GROUPS)
