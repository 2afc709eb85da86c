"""Endpoints on the Internet that belong to the host: Object Storage, registry, control planes, secrets, keys, logs, Azure's stores.

No filter of a network stands before them, so each is listed with the guard of identity that closes it. What no plan says is
said to be unknown. Rights themselves are not evaluated here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from socle.access import statements_of
from socle.facts import is_public_list
from socle.messages import Text, said
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
    product: Text
    state: State
    guard: Text
    by: tuple[Written, ...]
    remedy: Text = ""
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
    shut = said("closed.no_answer") if endpoint.state == "closed" else ""
    port = (endpoint.port, endpoint.port)
    net.link(
        Hop(
            INTERNET_KEY,
            key,
            said("hop.on_internet", product=endpoint.product, guard=endpoint.guard),
            boxes(endpoint.sources, (ALL4, ALL6), TCP, port) if endpoint.sources else (),
            endpoint.by,
            closed=shut,
            remedy=endpoint.remedy or said("remedy.open_endpoint"),
            inside=True,
        )
    )


def _bucket(index: Index, bucket: Resource) -> Endpoint:
    written = index.written(bucket)
    policies = [*index.referring(BUCKET_POLICY, "bucket", bucket), *_by_name(index, BUCKET_POLICY, bucket)]
    acls = [*index.referring(BUCKET_ACL, "bucket", bucket), *_by_name(index, BUCKET_ACL, bucket)]
    public = [acl for acl in (bucket, *acls) if is_public_list(str(acl.inputs.get("acl", "")))]
    name = index.title(bucket)
    if public:
        return Endpoint(
            name,
            "Object Storage",
            "open",
            said("guard.public_list"),
            (index.written(public[0]), written),
            said("remedy.remove_list"),
        )
    if not policies:
        guard = said("guard.no_policy")
        return Endpoint(name, "Object Storage", "unknown", guard, (written,), said("remedy.policy"))
    state, guard = _policy(policies[-1].inputs.get("policy"))
    remedy = said("remedy.principals") if state == "open" else ""
    return Endpoint(name, "Object Storage", state, guard, (index.written(policies[-1]), written), remedy)


def _by_name(index: Index, type_: str, bucket: Resource) -> list[Resource]:
    """Policies name a bucket by its bare name."""
    return index.grouped(type_, "bucket").get(str(bucket.inputs.get("name")), [])


def _policy(document: Any) -> tuple[State, Text]:
    statements = [each for each in statements_of(document) or () if each.allows]
    if not statements:
        return "unknown", said("guard.unreadable")
    anyone = [each for each in statements if each.everybody]
    if any(not each.condition for each in anyone):
        return "open", said("guard.anyone")
    if anyone:
        return "guarded", said("guard.conditional")
    holders = len({principal for each in statements for principal in each.principals})
    return "guarded", said("guard.holders", n=holders)


def _registry(index: Index, registry: Resource) -> Endpoint:
    written = index.written(registry)
    if registry.inputs.get("isPublic") is True:
        return Endpoint(
            index.title(registry),
            said("product.registry"),
            "open",
            said("guard.anyone_pulls"),
            (written,),
            "is_public: False",
        )
    return Endpoint(
        index.title(registry),
        said("product.registry"),
        "guarded",
        _iam(_granting(index, "ContainerRegistry")),
        (written,),
    )


def _cluster(index: Index, cluster: Resource) -> Endpoint:
    """The control plane answers on the Internet. Without a list it answers anyone (the provider's default 0.0.0.0/0)."""
    acls = index.referring(CLUSTER_ACL, "clusterId", cluster)
    by = (*map(index.written, acls), index.written(cluster))
    issuer = inner(cluster.inputs, "openIdConnectConfig", "issuerUrl")
    identity = said("guard.identities_of", issuer=str(issuer)) if known(issuer) else said("guard.cluster_credentials")
    name, product = index.title(cluster), "Kubernetes API"
    if any(acl.inputs.get("noIpAllowed") is True for acl in acls):
        return Endpoint(name, product, "closed", said("guard.no_address"), by, sources=(), port=6_443)
    ranges = [r for acl in acls for row in objects(acl.inputs.get("aclRules")) for r in _allowed(row)]
    if not acls or any(high - low > (1 << 24) for low, high in ranges):
        who = said("guard.no_list") if not acls else said("guard.list_lets", ranges=text_of(ranges))
        remedy = said("remedy.operators")
        return Endpoint(name, product, "open", said("guard.then", who=who, identity=identity), by, remedy, port=6_443)
    guard = said("guard.then", who=said("guard.only", ranges=text_of(ranges)), identity=identity)
    return Endpoint(name, product, "guarded", guard, by, said("remedy.list_address"), tuple(ranges), 6_443)


def _allowed(row: dict[str, Any]) -> list[Interval]:
    """The host's own ranges are not in a plan, so they count as any."""
    found = interval(row.get("ip"))
    return [found] if found and not row.get("scalewayRanges") else [ALL4]


def _azure_store(index: Index, store: Resource) -> Endpoint:
    written, product = index.written(store), "Azure Storage" if store.type == STORAGE else "Azure Key Vault"
    name = index.title(store)
    if store.external and not store.inputs:
        return Endpoint(name, product, "unknown", said("guard.observed"), (written,))
    inputs = cast("dict[str, Any]", store.inputs.get("properties") or store.inputs)
    if inputs.get("publicNetworkAccess") == "Disabled":
        return Endpoint(name, product, "closed", said("guard.off"), (written,), sources=())
    rules = cast("dict[str, Any]", inputs.get("networkRuleSet") or inputs.get("networkAcls") or {})
    if rules.get("defaultAction") == "Deny":
        listed = [interval(row.get("iPAddressOrRange") or row.get("value")) for row in objects(rules.get("ipRules"))]
        ranges = common([r for r in listed if r], INTERNET)
        return Endpoint(
            name, product, "guarded", said("guard.only", ranges=text_of(ranges)), (written,), sources=tuple(ranges)
        )
    shared = inputs.get("allowSharedKeyAccess", True) is not False
    guard = said("guard.any_then_keys" if shared else "guard.any_then_identities")
    return Endpoint(name, product, "open", guard, (written,), "public_network_access: Disabled")


def _aks(index: Index, cluster: Resource) -> Endpoint:
    written, name = index.written(cluster), index.title(cluster)
    if cluster.external and not cluster.inputs:
        return Endpoint(name, "AKS API", "unknown", said("guard.observed"), (written,))
    profile = cast("dict[str, Any]", cluster.inputs.get("apiServerAccessProfile") or {})
    if profile.get("enablePrivateCluster") is True:
        return Endpoint(name, "AKS API", "closed", said("guard.private"), (written,), sources=())
    ranges = [r for text in texts(profile.get("authorizedIPRanges")) if (r := interval(text))]
    if not ranges:
        return Endpoint(
            name,
            "AKS API",
            "open",
            said("guard.any_then_identities"),
            (written,),
            "enable_private_cluster",
        )
    return Endpoint(
        name, "AKS API", "guarded", said("guard.only", ranges=text_of(ranges)), (written,), sources=tuple(ranges)
    )


def _services(index: Index) -> Iterable[Endpoint]:
    for type_, (name, sets) in _SERVICES.items():
        found = index.all(type_)
        if found:
            count = f"{len(found)} x {type_.rsplit(':', 1)[-1].lower()}"
            granting = _granting(index, sets)
            state: State = "guarded" if granting else "unknown"
            guard = _iam(granting)
            yield Endpoint(f"{name} ({count})", name, state, guard, (index.written(found[0]),))


def _granting(index: Index, sets: str) -> set[Resource]:
    """The policies of the plans that grant the use of a product."""
    return {
        policy
        for policy in index.all(IAM_POLICY)
        for rule in objects(policy.inputs.get("rules"))
        if any(sets in each or each == "AllProductsFullAccess" for each in texts(rule.get("permissionSetNames")))
    }


def _iam(granting: set[Resource]) -> Text:
    return said("guard.iam", n=len(granting)) if granting else said("guard.iam_unknown")
