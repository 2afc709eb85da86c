"""Kubernetes clusters, as the estate declares them: what the platform layer makes. What is inside them is in `baseline`.

Left out on purpose: public nodes, clusters over several clouds (not in the host's HDS scope), and load balancers, which the
cluster's own controller makes and removes.
"""

import ipaddress
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from socle.facts.offers import TOO_SMALL_FOR_NODES
from socle.messages import Refusal
from socle.specs import Form, Key, Reason, Spec

from ..data_class import DataClass
from ..shared import IN_ZONE, attached
from .ranges import Range

ControlPlane = Literal["kapsule", "kapsule-dedicated-4", "kapsule-dedicated-8", "kapsule-dedicated-16"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Minor = Annotated[
    str, StringConstraints(pattern=r"^1\.[1-9][0-9]$"), Form("a minor version, in quotes and without a patch", "1.36")
]
"""A minor version such as `1.36`; the host chooses the patch."""
LabelKey = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z0-9.-]{1,100}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$"),
    Form("a Kubernetes label's key", "workload"),
]
"""A Kubernetes label's key."""
LabelValue = Annotated[
    str,
    StringConstraints(pattern=r"^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$"),
    Form("a Kubernetes label's value, 63 characters at the most", "apps"),
]
"""A Kubernetes label's value."""
Prefix = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}:$"),
    Form("a word in lower case and a colon, in quotes", "oidc:"),
]
"""What stands before names from the identity provider, with its colon: `oidc:`."""
Claim = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$"), Form("a claim's name", "groups")]
"""A claim of the identity provider's tokens."""


class UpgradeWindow(Spec):
    """When the host installs patches of the minor version, by itself, for two hours."""

    day: Day = "sunday"
    """The day of the week."""
    hour: int = Field(default=3, ge=0, le=23)
    """The first hour, 0 to 23, in UTC."""


class AdminSource(Spec):
    """Where the API server may be reached from. Its endpoint is public at this host, so this list is the only door."""

    range: Range
    """Public addresses, /24 or narrower."""
    reason: Reason
    """Who is there; shown in the access list of the cluster."""

    def refusals(self) -> Iterator[Refusal]:
        network = ipaddress.IPv4Network(self.range)
        if network.prefixlen < 24:
            yield Refusal(
                f"the API server is open to {self.range}",
                "it would be reachable from a large part of the Internet",
                "name the administrators' own ranges, /24 or narrower",
                at="range",
            )
        elif any(network.overlaps(private) for private in _PRIVATE):
            yield Refusal(
                f"{self.range} is private",
                "the API server sees public addresses only, so the entry would admit nobody",
                "write the public address that these administrators come from",
                at="range",
            )


_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))


class OidcSpec(Spec):
    """The identity provider that people sign in with. Without it the only way in is an API key of the host."""

    issuer_url: Annotated[
        str,
        StringConstraints(pattern=r"^https://[^\s?#@]+[^\s?#@/]$", max_length=200),
        Form("an https address without a slash at the end", "https://login.example.org/realms/platform"),
    ]
    """Its URL, https, without a slash at the end."""
    client_id: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z0-9._:/-]{1,200}$"),
        Form("a client's id: letters, digits and ._:/-", "kubernetes"),
    ]
    """The client that tokens must be issued for."""
    username_claim: Claim = "sub"
    """The claim that identifies a person; the subject by default, since names and addresses change hands."""
    groups_claim: Claim = "groups"
    """The claim that lists a person's groups."""
    prefix: Prefix = "oidc:"
    """Put before every name and group, so that the identity provider cannot issue one that Kubernetes reserves."""

    def refusals(self) -> Iterator[Refusal]:
        if self.prefix == "system:":
            yield Refusal(
                "names from the identity provider would begin with system:",
                "a group called masters there would rule the cluster",
                "write another prefix, such as oidc:",
                at="prefix",
            )


class Autoscale(Spec):
    """Bounds within which the host adds and removes nodes."""

    minimum: int = Field(ge=1, le=100)
    """Fewest nodes. Not 0: the provider would send 1 instead, in silence."""
    maximum: int = Field(ge=1, le=100)
    """Most nodes; the private network must have room for them."""

    def refusals(self) -> Iterator[Refusal]:
        if self.minimum > self.maximum:
            yield Refusal(
                f"at least {self.minimum} nodes and at most {self.maximum}",
                "the host would refuse the pool",
                f"write a maximum of {self.minimum} or more",
                at="maximum",
            )


class Taint(Spec):
    """Keeps pods away from the nodes of a pool unless they tolerate it."""

    value: LabelValue
    """The value that a toleration must name."""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = "NoSchedule"
    """What happens to pods that do not tolerate it."""


class PoolSpec(Spec):
    """Nodes of one type in one zone, without public addresses.

    The pool's key is its identity. Another node type, zone or disk means other nodes: declare a pool under a new name beside the
    old one, write `retiring: true` on the old one, deploy, drain it, then remove it and deploy again.
    """

    MACHINE: ClassVar[str] = "node_type"
    """The field that names a type of machine, which the zone must offer and the class admit."""

    node_type: str
    """The machine type. Another one replaces every node."""
    zone: Annotated[str, IN_ZONE]
    """Where the nodes are; a zone of the estate. Another one replaces every node."""
    nodes: int = Field(ge=1, le=100)
    """How many nodes the pool starts with; with `autoscale`, only that: later changes of it are ignored."""
    autoscale: Autoscale | None = None
    """Bounds for the host to move in; nothing means a fixed number of nodes."""
    disk_gb: int = Field(default=50, ge=20, le=10_000)
    """Size of each node's own disk in GB, 20 to 10000 (the provider's range). Another one replaces every node."""
    disk: Literal["sbs_5k", "sbs_15k"] = "sbs_5k"
    """Block storage with 5,000 or 15,000 operations a second. Another one replaces every node."""
    max_surge: int = Field(default=1, ge=0, le=10)
    """Nodes added first while the pool is upgraded."""
    max_unavailable: int = Field(default=1, ge=1, le=10)
    """Nodes that may be away while the pool is upgraded. Not 0: the provider would send nothing, and the host would take 1."""
    labels: dict[LabelKey, LabelValue] = Field(default_factory=dict[LabelKey, LabelValue])
    """Labels of the nodes. Let workloads choose by these and not by the pool's name, which changes when it is replaced."""
    taints: dict[LabelKey, Taint] = Field(default_factory=dict[LabelKey, Taint])
    """Taints of the nodes."""
    retiring: bool = False
    """The pool is on its way out: nothing new is scheduled on it, and removing its entry deletes it."""

    @property
    def most_nodes(self) -> int:
        """The most nodes that exist at once, upgrades included."""
        return (self.autoscale.maximum if self.autoscale else self.nodes) + self.max_surge

    def refusals(self) -> Iterator[Refusal]:
        if self.autoscale and not self.autoscale.minimum <= self.nodes <= self.autoscale.maximum:
            yield Refusal(
                f"{self.nodes} nodes, outside {self.autoscale.minimum} to {self.autoscale.maximum}",
                "the host would refuse the pool",
                "write a number within the bounds",
                at="nodes",
            )
        if self.node_type in TOO_SMALL_FOR_NODES:
            yield Refusal(
                f"{self.node_type} has too little memory for a node",
                "the host would refuse the pool",
                "use a larger type, such as POP2-2C-8G",
                at="node_type",
            )
        for key in sorted({*self.labels, *self.taints}):
            if key.partition("/")[0].endswith(("kubernetes.io", "k8s.io", "scaleway.com")) and "/" in key:
                yield Refusal(
                    f"{key} belongs to Kubernetes or to the host",
                    "it would overwrite what they rely on",
                    "use a name of your own, such as workload",
                    at="labels" if key in self.labels else "taints",
                )


class KubernetesSpec(Spec):
    """A managed Kubernetes cluster on private nodes, with an API server that only declared sources reach."""

    BECOMES: ClassVar[str] = "scaleway:kubernetes/cluster:Cluster"

    data_class: DataClass
    """The most sensitive data that workloads handle; sets the floor of every value below."""
    network: Annotated[Key, attached()]
    """The private network of the nodes, one that goes out through the gateway. Another one replaces the cluster."""
    version: Minor
    """The minor version. Raise it by one at a time; it cannot go back."""
    control_plane: ControlPlane = "kapsule"
    """Shared, or dedicated with 4, 8 or 16 GB of memory. The host decides whether a change is possible without a new cluster."""
    cni: Literal["cilium", "calico"] = "cilium"
    """The network plugin; both enforce network policies. Another one replaces the cluster."""
    upgrade_window: UpgradeWindow = UpgradeWindow()
    """When patches are installed."""
    admins: dict[Key, AdminSource] = Field(default_factory=dict[Key, AdminSource])
    """Who reaches the API server. None means nobody, which also stops the cluster layer from deploying."""
    oidc: OidcSpec | None = None
    """The identity provider for people; needed for health data."""
    pools: dict[Key, PoolSpec] = Field(min_length=1)
    """Pools of nodes by name."""

    @property
    def address_count(self) -> int:
        """How many addresses of its network it takes at the most: one a node."""
        return sum(pool.most_nodes for pool in self.pools.values())

    def refusals(self) -> Iterator[Refusal]:
        floor = self.data_class.floor
        if floor.dedicated_control_plane and self.control_plane == "kapsule":
            yield Refusal(
                f"a cluster of class {self.data_class} on a shared control plane",
                "the host's HDS scope covers dedicated control planes only",
                "write control_plane: kapsule-dedicated-4 or larger",
                at="control_plane",
            )
        if floor.named_people and self.oidc is None:
            yield Refusal(
                f"a cluster of class {self.data_class} without an identity provider",
                "people would share an API key, and no action could be traced to one of them",
                "declare oidc",
                at="oidc",
            )
        if all(pool.retiring for pool in self.pools.values()):
            yield Refusal(
                "every pool is retiring",
                "nothing could be scheduled any more",
                "add the pool that takes over",
                at="pools",
            )
