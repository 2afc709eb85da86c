"""Small plans to compare, written as a reader of a preview would say them."""

from typing import Any

from socle.plan.model import Plan, Resource

STACK = "urn:pulumi:demo::socle"
ACL = "scaleway:network/acl:Acl"
VPC = "scaleway:network/vpc:Vpc"
NETWORK = "scaleway:network/privateNetwork:PrivateNetwork"
DATABASE = "scaleway:databases/instance:Instance"
CLUSTER = "scaleway:kubernetes/cluster:Cluster"
BUCKET = "scaleway:object/bucket:Bucket"
POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
REGISTRY = "scaleway:registry/namespace:Namespace"
IAM_POLICY = "scaleway:iam/policy:Policy"
SECRET_VERSION = "scaleway:secrets/version:Version"


def urn(type_: str, name: str) -> str:
    return f"{STACK}::{type_}::{name}"


def resource(type_: str, name: str, inputs: dict[str, Any] | None = None, **more: Any) -> Resource:
    """A managed resource at the top of the stack; `uses` gives the property dependencies by input."""
    uses: dict[str, tuple[str, ...]] = more.pop("uses", {})
    dependencies = tuple(sorted({u for urns in uses.values() for u in urns}))
    return Resource(
        urn(type_, name),
        type_,
        True,
        inputs=inputs or {},
        dependencies=dependencies,
        property_dependencies={key: uses.get(key, ()) for key in inputs or {}},
        **more,
    )


def component(name: str, **inputs: Any) -> Resource:
    return Resource(urn("socle:scaleway:Store", name), "socle:scaleway:Store", False, inputs=inputs)


def plan(*resources: Resource, **outputs: Any) -> Plan:
    return Plan("demo", "socle", resources, outputs)
