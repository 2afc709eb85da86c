"""Subjects of roles in a cluster: whom a name stands for."""

EVERYBODY = ("system:authenticated", "system:unauthenticated", "system:anonymous", "system:serviceaccounts")
"""Beginnings of the names of whoever can sign in, whoever cannot, and every account of the cluster or of a namespace (Kubernetes, RBAC)."""
