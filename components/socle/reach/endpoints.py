"""Endpoints on the Internet that belong to the host: Object Storage, registry, control planes, secrets, keys, logs, Azure's stores.

No filter of a network stands before them, so each is listed with the guard of identity that closes it. What no plan says is
said to be unknown. Rights themselves are not evaluated here.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from socle.plan import Resource

from .addresses import INTERNET, interval, text_of
from .graph import INTERNET_KEY, Hop, Network, Place, Written
from .index import Index, inner, known, objects, texts
from .scaleway import CLUSTER
from .traffic import ALL4, ALL6, TCP, Interval, boxes, common

State = Literal["guarded", "open", "closed", "unknown"]
"""`guarded`: anyone may knock, identity decides. `closed`: nothing of the Internet reaches it. `open`: a guard is missing."""

BUCKET = "scaleway:object/bucket:Bucket"
BUCKET_POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
BUCKET_ACL = "scaleway:object/bucketAcl:BucketAcl"
CLUSTER_ACL = "scaleway:kubernetes/acl:Acl"
REGISTRY = "scaleway:registry/namespace:Namespace"
IAM_POLICY = "scaleway:iam/policy:Policy"
STORAGE = "azure-native:storage:StorageAccount"
VAULT = "azure-native:keyvault:Vault"
AKS = "azure-native:containerservice:ManagedCluster"

_SERVICES = {
    "scaleway:secrets/secret:Secret": ("Secret Manager", "SecretManager"),
    "scaleway:keymanager/key:Key": ("Key Manager", "KeyManager"),
    "scaleway:observability/source:Source": ("Cockpit", "Observability"),
}
"""APIs of the host without a resource of their own: by a type that lives behind it, its name and its permission sets."""


@dataclass(frozen=True)
class Endpoint:
    """One endpoint on the Internet. `sources` are the addresses that may knock at all."""

    name: str
    product: str
    state: State
    guard: str
    by: tuple[Written, ...]
    remedy: str = ""
    sources: tuple[Interval, ...] = INTERNET
    port: int = 443


def read_endpoints(index: Index, net: Network) -> list[Endpoint]:
    """Every endpoint, and a place for each so that a path may be asked for."""
    readers: dict[str, Callable[[Index, Resource], Endpoint]] = {
        BUCKET: _bucket,
        REGISTRY: _registry,
        CLUSTER: _cluster,
        STORAGE: _azure_store,
        VAULT: _azure_store,
        AKS: _aks,
    }
    found: list[Endpoint] = []
    for type_, read in readers.items():
        for resource in index.all(type_):
            endpoint = read(index, resource)
            found.append(endpoint)
            _place(index, net, resource, endpoint)
    return found + list(_services(index))


def _place(index: Index, net: Network, resource: Resource, endpoint: Endpoint) -> None:
    cloud = "azure" if resource.type.startswith("azure") else "scaleway"
    key = f"api {resource.urn}"
    net.add(Place(key, "api", endpoint.name, cloud, written=endpoint.by[0], names=index.names(resource)))
    shut = "it answers nothing from the Internet" if endpoint.state == "closed" else ""
    port = (endpoint.port, endpoint.port)
    net.link(
        Hop(
            INTERNET_KEY,
            key,
            f"{endpoint.product}, on the Internet; {endpoint.guard}",
            boxes(endpoint.sources, (ALL4, ALL6), TCP, port) if endpoint.sources else (),
            endpoint.by,
            closed=shut,
            remedy=endpoint.remedy or "open its public endpoint",
            inside=True,
        )
    )


def _bucket(index: Index, bucket: Resource) -> Endpoint:
    written = index.written(bucket)
    policies = [*index.referring(BUCKET_POLICY, "bucket", bucket), *_by_name(index, BUCKET_POLICY, bucket)]
    acls = [*index.referring(BUCKET_ACL, "bucket", bucket), *_by_name(index, BUCKET_ACL, bucket)]
    public = [acl for acl in (bucket, *acls) if str(acl.inputs.get("acl", "")).startswith("public")]
    name = index.title(bucket)
    if public:
        return Endpoint(
            name,
            "Object Storage",
            "open",
            "its access list is public",
            (index.written(public[0]), written),
            "remove the list",
        )
    if not policies:
        guard = "it has no policy, so the IAM of its project decides, which no plan has in full"
        return Endpoint(name, "Object Storage", "unknown", guard, (written,), "give it a policy")
    state, guard = _policy(policies[-1].inputs.get("policy"))
    remedy = "name the principals in the policy" if state == "open" else ""
    return Endpoint(name, "Object Storage", state, guard, (index.written(policies[-1]), written), remedy)


def _by_name(index: Index, type_: str, bucket: Resource) -> list[Resource]:
    """Policies name a bucket by its bare name."""
    return index.grouped(type_, "bucket").get(str(bucket.inputs.get("name")), [])


def _policy(text: Any) -> tuple[State, str]:
    try:
        document = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return "unknown", "its policy is not readable before the deployment"
    statements = [s for s in objects(inner(document or {}, "Statement")) if s.get("Effect") == "Allow"]
    if not statements:
        return "unknown", "its policy is not readable before the deployment"
    anyone = [s for s in statements if "*" in _principals(s)]
    if any(not s.get("Condition") for s in anyone):
        return "open", "its policy lets anyone in"
    if anyone:
        return "guarded", "its policy lets anyone in under a condition, which is not evaluated"
    holders = len({p for s in statements for p in _principals(s)})
    return "guarded", f"its policy names {holders} {'holder' if holders == 1 else 'holders'}"


def _principals(statement: dict[str, Any]) -> Iterator[str]:
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        for value in cast("dict[str, Any]", principal).values():
            yield from texts(value)
    else:
        yield from texts(principal)


def _registry(index: Index, registry: Resource) -> Endpoint:
    written = index.written(registry)
    if registry.inputs.get("isPublic") is True:
        return Endpoint(
            index.title(registry), "registry", "open", "anyone may pull its images", (written,), "is_public: False"
        )
    return Endpoint(index.title(registry), "registry", "guarded", _iam(index, "ContainerRegistry"), (written,))


def _cluster(index: Index, cluster: Resource) -> Endpoint:
    """The control plane answers on the Internet. Without a list it answers anyone (the provider's default 0.0.0.0/0)."""
    acls = index.referring(CLUSTER_ACL, "clusterId", cluster)
    by = (*map(index.written, acls), index.written(cluster))
    issuer = inner(cluster.inputs, "openIdConnectConfig", "issuerUrl")
    identity = f"identities of {issuer}" if known(issuer) else "credentials of the cluster"
    name, product = index.title(cluster), "Kubernetes API"
    if any(acl.inputs.get("noIpAllowed") is True for acl in acls):
        return Endpoint(name, product, "closed", "no address may connect", by, sources=(), port=6_443)
    ranges = [r for acl in acls for row in objects(acl.inputs.get("aclRules")) for r in _allowed(row)]
    if not acls or any(high - low > (1 << 24) for low, high in ranges):
        who = "has no access list" if not acls else f"its access list lets {text_of(ranges)} connect"
        remedy = "list the operators' own ranges in the cluster's access list"
        return Endpoint(name, product, "open", f"{who}; then {identity}", by, remedy, port=6_443)
    guard = f"only {text_of(ranges)} may connect; then {identity}"
    return Endpoint(
        name, product, "guarded", guard, by, "list the address in the cluster's access list", tuple(ranges), 6_443
    )


def _allowed(row: dict[str, Any]) -> list[Interval]:
    """The host's own ranges are not in a plan, so they count as any."""
    found = interval(row.get("ip"))
    return [found] if found and not row.get("scalewayRanges") else [ALL4]


def _azure_store(index: Index, store: Resource) -> Endpoint:
    written, product = index.written(store), "Azure Storage" if store.type == STORAGE else "Azure Key Vault"
    name = index.title(store)
    if store.external and not store.inputs:
        return Endpoint(name, product, "unknown", "only observed, so whether it answers is not known", (written,))
    inputs = cast("dict[str, Any]", store.inputs.get("properties") or store.inputs)
    if inputs.get("publicNetworkAccess") == "Disabled":
        return Endpoint(name, product, "closed", "public network access is off", (written,), sources=())
    rules = cast("dict[str, Any]", inputs.get("networkRuleSet") or inputs.get("networkAcls") or {})
    if rules.get("defaultAction") == "Deny":
        listed = [interval(row.get("iPAddressOrRange") or row.get("value")) for row in objects(rules.get("ipRules"))]
        ranges = common([r for r in listed if r], INTERNET)
        return Endpoint(
            name, product, "guarded", f"only {text_of(ranges)} may connect", (written,), sources=tuple(ranges)
        )
    keys = "its keys or its identities" if inputs.get("allowSharedKeyAccess", True) is not False else "its identities"
    guard = f"any address may connect; then {keys}"
    return Endpoint(name, product, "open", guard, (written,), "public_network_access: Disabled")


def _aks(index: Index, cluster: Resource) -> Endpoint:
    written, name = index.written(cluster), index.title(cluster)
    if cluster.external and not cluster.inputs:
        return Endpoint(name, "AKS API", "unknown", "only observed, so whether it answers is not known", (written,))
    profile = cast("dict[str, Any]", cluster.inputs.get("apiServerAccessProfile") or {})
    if profile.get("enablePrivateCluster") is True:
        return Endpoint(name, "AKS API", "closed", "the cluster is private", (written,), sources=())
    ranges = [r for text in texts(profile.get("authorizedIPRanges")) if (r := interval(text))]
    if not ranges:
        return Endpoint(
            name,
            "AKS API",
            "open",
            "any address may connect; then its identities",
            (written,),
            "enable_private_cluster",
        )
    return Endpoint(
        name, "AKS API", "guarded", f"only {text_of(ranges)} may connect", (written,), sources=tuple(ranges)
    )


def _services(index: Index) -> Iterable[Endpoint]:
    for type_, (name, sets) in _SERVICES.items():
        found = index.all(type_)
        if found:
            count = f"{len(found)} of {type_.rsplit(':', 1)[-1].lower()}"
            guard = _iam(index, sets)
            state: State = "guarded" if "policies" in guard and "no plan" not in guard else "unknown"
            yield Endpoint(f"{name} ({count})", name, state, guard, (index.written(found[0]),))


def _iam(index: Index, sets: str) -> str:
    """Who may use a product, as far as policies of the plans say."""
    granting = [
        policy
        for policy in index.all(IAM_POLICY)
        for rule in objects(policy.inputs.get("rules"))
        if any(sets in each or each == "AllProductsFullAccess" for each in texts(rule.get("permissionSetNames")))
    ]
    if not granting:
        return "IAM of the organisation; no plan has a policy that grants it"
    return f"IAM; of these plans {len(set(granting))} policies grant it"
