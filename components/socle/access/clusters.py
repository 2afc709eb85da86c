"""Who may do what inside a cluster, and where its pods may send: roles, bindings, accounts, network policies, services, quotas.

Source: the Kubernetes documentation of RBAC, network policies and services.
"""

import json
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any, cast

from socle.facts import EVERYBODY
from socle.facts.effects import routed
from socle.messages import Said, Text
from socle.plan import Resource

from .gains import ANYONE, ANYWHERE, UNDECIDED, Names, Reach, Reader, objects, path, plainly, right, text, texts

_ALL_POWERFUL = ("cluster-admin", "system:masters")
_COUNTED = ("services.loadbalancers", "services.nodeports")
_MOST_COUNTED = 100


def _meta(resource: Resource, key: str) -> Text:
    metadata = objects(resource.inputs.get("metadata"))
    return text(metadata[0].get(key)) if metadata and metadata[0].get(key) else ""


def _where(resource: Resource) -> str:
    """The namespace, or the whole cluster."""
    return plainly(_meta(resource, "namespace")) or "*"


def _role(resource: Resource, _names: Names) -> Iterator[Reach]:
    name = _meta(resource, "name") or resource.name
    for rule in objects(resource.inputs.get("rules")):
        only = texts(rule.get("resourceNames"))
        targets = (
            [f"{plainly(r)}/{plainly(n)}" for r in texts(rule.get("resources")) for n in only]
            if only
            else texts(rule.get("resources"))
        )
        for verb in texts(rule.get("verbs")):
            for group in _groups(rule.get("apiGroups")):
                for target in targets:
                    yield right(name, verb, f"{_where(resource)}: {group}{plainly(target)}")
            for address in texts(rule.get("nonResourceURLs")):
                yield right(name, verb, address)
    if "aggregationRule" in resource.inputs:
        selector = json.dumps(resource.inputs["aggregationRule"], sort_keys=True, default=str)
        yield right(name, Said("word.aggregates"), selector, public=True)


def _groups(given: Any) -> list[str]:
    """The groups of the API that a rule speaks of, each before what is in it; the core group has an empty name."""
    rows = cast("list[Any]", given) if isinstance(given, list) else [given or ""]
    return [f"{plainly(text(row))}/" if row else "" for row in rows or [""]]


def _binding(resource: Resource, _names: Names) -> Iterator[Reach]:
    references = objects(resource.inputs.get("roleRef"))
    role = text(references[0].get("name")) if references else UNDECIDED
    for subject in objects(resource.inputs.get("subjects")) or [{}]:
        name = text(subject.get("name"))
        everybody = isinstance(name, str) and name.startswith(EVERYBODY)
        namespace = subject.get("namespace")
        holder = ANYONE if everybody else f"{namespace}/{plainly(name)}" if namespace else name
        yield right(holder, role, _where(resource), public=everybody or role in _ALL_POWERFUL or name in _ALL_POWERFUL)


def _account(resource: Resource, _names: Names) -> Iterator[Reach]:
    name = f"{_where(resource)}/{plainly(_meta(resource, 'name')) or resource.name}"
    if resource.inputs.get("automountServiceAccountToken") is not False:
        yield right(name, Said("word.mounted_token"), _where(resource))
    for secret in objects(resource.inputs.get("secrets")):
        yield right(name, Said("word.reads_secret"), text(secret.get("name")))


def _network_policy(resource: Resource, _names: Names) -> Iterator[Reach]:
    """A rule without peers is for everybody, one without ports for every port; a kind of traffic that is not named is not denied."""
    for spec in objects(resource.inputs.get("spec")):
        pods = _pods(spec.get("podSelector"), _where(resource))
        for key, peers, inbound in (("ingress", "from", True), ("egress", "to", False)):
            for rule in objects(spec.get(key)):
                for port in _ports(rule.get("ports")):
                    for peer in objects(rule.get(peers)) or [{}]:
                        other, public = _peer(peer, _where(resource))
                        yield (
                            path(other, port, pods, public=public)
                            if inbound
                            else path(pods, port, other, public=public)
                        )


def _pods(selector: Any, namespace: str) -> str:
    written = json.dumps(selector, sort_keys=True, default=str) if selector else "*"
    return f"{namespace}: {written}"


def _ports(given: Any) -> list[str]:
    found: list[str] = []
    for port in objects(given):
        low, high = port.get("port", "*"), port.get("endPort")
        found.append(f"{port.get('protocol', 'TCP')} {low}-{high}" if high else f"{port.get('protocol', 'TCP')} {low}")
    return found or ["*"]


def _peer(peer: dict[str, Any], namespace: str) -> tuple[Text, bool]:
    block = peer.get("ipBlock")
    if not peer:
        return ANYWHERE, True
    if isinstance(block, dict):
        cidr = text(cast("dict[str, Any]", block).get("cidr"))
        return (ANYWHERE, True) if cidr in ("0.0.0.0/0", "::/0") else (cidr, _is_outside(cidr))
    where = peer.get("namespaceSelector")
    if where is None:
        return _pods(peer.get("podSelector"), namespace), False
    return f"{json.dumps(where, sort_keys=True, default=str)}: {_pods(peer.get('podSelector'), '*')}", False


def _is_outside(cidr: Text) -> bool:
    """Whether the Internet routes any of a range; one that cannot be read may be anything."""
    try:
        return routed(ip_network(plainly(cidr), strict=False))
    except ValueError:
        return not isinstance(cidr, Said)


def _lifted_default(resource: Resource, _names: Names) -> Iterator[Reach]:
    """What a policy that lets nothing through denies to the pods that it selects, by being there."""
    for spec in objects(resource.inputs.get("spec")):
        kinds = [plainly(kind) for kind in texts(spec.get("policyTypes"))] or [
            "Ingress",
            *(["Egress"] if spec.get("egress") else []),
        ]
        for kind in kinds:
            if not spec.get(kind.lower()):
                yield path(ANYWHERE, kind, _pods(spec.get("podSelector"), _where(resource)), public=True)


def _service(resource: Resource, _names: Names) -> Iterator[Reach]:
    for spec in objects(resource.inputs.get("spec")):
        name = f"{_where(resource)}/{plainly(_meta(resource, 'name')) or resource.name}"
        if spec.get("type", "ClusterIP") not in ("ClusterIP", "ExternalName"):
            sources = texts(spec.get("loadBalancerSourceRanges")) or ["0.0.0.0/0"]
            yield from (path(source, text(spec.get("type")), name) for source in sources)
        if spec.get("type") == "ExternalName":
            yield path(name, Said("word.route"), text(spec.get("externalName")))
        for address in texts(spec.get("externalIPs")):
            yield path(address, text(spec.get("type", "ClusterIP")), name, public=True)


def _ingress(resource: Resource, _names: Names) -> Iterator[Reach]:
    for spec in objects(resource.inputs.get("spec")):
        for rule in objects(spec.get("rules")) or [{}]:
            yield path(
                ANYWHERE,
                text(rule.get("host") or "*"),
                f"{_where(resource)}/{plainly(_meta(resource, 'name'))}",
                public=True,
            )


def _quota(resource: Resource, _names: Names) -> Iterator[Reach]:
    """Addresses of its own that a namespace may open: each is one more way in."""
    for spec in objects(resource.inputs.get("spec")):
        for hard in objects(spec.get("hard")):
            for key in _COUNTED:
                count = str(hard.get(key, "0"))
                most = min(int(count), _MOST_COUNTED) if count.isdigit() else _MOST_COUNTED
                yield from (
                    right(_where(resource), Said("word.opens_address"), f"{key} {n}") for n in range(1, most + 1)
                )


_RBAC = "kubernetes:rbac.authorization.k8s.io/v1"
CLUSTER_RIGHTS: dict[str, Reader] = {
    "kubernetes:core/v1:ResourceQuota": _quota,
    "kubernetes:core/v1:ServiceAccount": _account,
    f"{_RBAC}:ClusterRole": _role,
    f"{_RBAC}:ClusterRoleBinding": _binding,
    f"{_RBAC}:Role": _role,
    f"{_RBAC}:RoleBinding": _binding,
}
CLUSTER_OPENINGS: dict[str, Reader] = {
    "kubernetes:core/v1:Service": _service,
    "kubernetes:networking.k8s.io/v1:Ingress": _ingress,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": _network_policy,
}
CLUSTER_DENIED: dict[str, Reader] = {"kubernetes:networking.k8s.io/v1:NetworkPolicy": _lifted_default}
