"""Simulated kubernetes: echoes manifests, names them, replaces what an API server would refuse to change."""

import re

from .made_up import stable, uuid_of
from .messages import Values
from .provider import Provider

_IMMUTABLE = {
    "Job": ("spec.template", "spec.selector", "spec.completions"),
    "Deployment": ("spec.selector",),
    "StatefulSet": ("spec.selector", "spec.volumeClaimTemplates", "spec.serviceName"),
    "Secret": ("type",),
    "PersistentVolumeClaim": ("spec",),
    "Service": ("spec.clusterIP",),
    "RoleBinding": ("roleRef",),
    "ClusterRoleBinding": ("roleRef",),
}
_IDENTITY = ("metadata.name", "metadata.namespace", "kind", "apiVersion")


class Kubernetes(Provider):
    package, version, sdk, journal = "kubernetes", "4.34.2", "pulumi_kubernetes", "SIMULATED_KUBERNETES_JOURNAL"
    undeclared = ("apiVersion", "kind", "spec", "others")

    def place(self, token: str) -> tuple[str, str]:
        _, module, name = token.split(":")
        group, _, version = module.partition("/")
        return f"{group.removesuffix('.k8s.io').split('.')[0]}/{version}", name

    def checked(self, urn: str, token: str, olds: Values, news: Values, seed: str) -> list[tuple[str, str]]:
        metadata = news.setdefault("metadata", {})
        if "name" not in metadata and "generateName" not in metadata:
            before = (olds.get("metadata") or {}).get("name")
            metadata["name"] = before or f"{urn.rsplit('::', maxsplit=1)[-1]}-{stable(seed + urn)}"
        name = str(metadata.get("name", "generated"))
        fits = re.fullmatch(r"[a-z0-9]([-a-z0-9.:]*[a-z0-9])?|04da6b54.*", name)
        return [] if fits else [("metadata.name", f"{name} is not a name of an object")]

    def ident(self, token: str, inputs: Values) -> str:
        metadata = inputs.get("metadata") or {}
        return "/".join(each for each in (metadata.get("namespace"), metadata.get("name")) if each)

    def replaces(self, token: str, path: str) -> bool:
        fixed = _IMMUTABLE.get(token.rsplit(":", maxsplit=1)[-1], ())
        return path in _IDENTITY or any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in fixed)

    def computed_names(self, token: str) -> list[str]:
        return ["status"]

    def computed(self, token: str, ident: str, inputs: Values) -> Values:
        made = {"uid": uuid_of(token + ident), "resourceVersion": "1", "creationTimestamp": "2025-01-01T00:00:00Z"}
        inputs["metadata"] = {**(inputs.get("metadata") or {}), **made}
        return {"status": {"phase": "Active"} if token.endswith(":Namespace") else {}}
