"""What every cluster holds before any workload: namespaces that are closed, limited and given to named groups.

Left out on purpose: the workloads, ingress controllers and certificates. They come and go with applications; this stays.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Form, Key, Reason, Refers, Spec, within

from ..data_class import DataClass
from .kubernetes import LabelKey, LabelValue
from .ranges import Ports, Range, wide_refusals

Group = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$"),
    Form("a group's name: letters, digits and ._/-", "portal-readers"),
]
"""A group of the identity provider, without the prefix that the cluster puts before it."""
Cpu = Annotated[
    str,
    StringConstraints(pattern=r"^([1-9][0-9]{0,4}m|[1-9][0-9]{0,3})$"),
    Form("cores or thousandths of one, in quotes", "500m"),
]
"""Processor time as Kubernetes writes it: `500m` is half a core, `4` is four."""
Memory = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,5}(Mi|Gi)$"), Form("a number with Mi or Gi", "16Gi")]
"""Memory as Kubernetes writes it: `512Mi`, `16Gi`."""

RESERVED = ("default", "kube-system", "kube-public", "kube-node-lease")
"""Namespaces that Kubernetes makes itself; the host's own parts run there."""


def cores(text: str) -> float:
    """`500m` as 0.5."""
    return int(text[:-1]) / 1000 if text.endswith("m") else float(text)


def mebibytes(text: str) -> int:
    """`2Gi` as 2048."""
    return int(text[:-2]) * (1024 if text.endswith("Gi") else 1)


class QuotaSpec(Spec):
    """The most that a namespace may take in all."""

    cpu: Cpu = "8"
    """Cores that all pods together may ask for; their limits may be twice that."""
    memory: Memory = "16Gi"
    """Memory of all pods together, asked for and limited."""
    pods: int = Field(default=50, ge=1, le=1_000)
    """How many pods."""
    storage: Memory = "100Gi"
    """Volumes of all claims together."""
    load_balancers: int = Field(default=0, ge=0, le=10)
    """Load balancers that services may ask the host for. Each is reachable from the Internet unless its service says otherwise."""


class ContainerSpec(Spec):
    """What a container gets that asks for nothing, and the most that one may have."""

    cpu: Cpu = "100m"
    """Cores asked for."""
    cpu_limit: Cpu = "1"
    """Cores at the most, where the container does not say."""
    memory: Memory = "128Mi"
    """Memory asked for."""
    memory_limit: Memory = "512Mi"
    """Memory at the most, where the container does not say."""

    def refusals(self) -> Iterator[Refusal]:
        if cores(self.cpu) > cores(self.cpu_limit):
            yield _above("cpu", self.cpu, self.cpu_limit)
        if mebibytes(self.memory) > mebibytes(self.memory_limit):
            yield _above("memory", self.memory, self.memory_limit)


def _above(what: str, asked: str, limit: str) -> Refusal:
    return Refusal(
        f"{what} {asked} asked for and {limit} at the most",
        "Kubernetes would refuse every container that says nothing itself",
        f"write {what}_limit: {asked} or more",
        at=what,
    )


_NAMESPACE = Refers(
    "baselines.*.namespaces", "there is no namespace {name}", "the flow would open nothing", besides=RESERVED
)


class PodFlowSpec(Spec):
    """Traffic that pods of a namespace may open or answer. What no flow declares is dropped, inside the namespace too."""

    direction: Literal["in", "out"]
    """`in`: others connect to these pods. `out`: these pods connect to others."""
    namespace: Annotated[Key, _NAMESPACE] | None = None
    """The other side: a namespace, this one included. Either this or `range`."""
    range: Range | None = None
    """The other side: addresses outside the cluster, such as a database's network."""
    ports: tuple[Ports, ...] = Field(min_length=1)
    """Ports that answer, each as text."""
    protocol: Literal["tcp", "udp"] = "tcp"
    """The protocol."""
    pods: dict[LabelKey, LabelValue] = Field(default_factory=dict[LabelKey, LabelValue])
    """Labels of the pods of this namespace that the flow is for; nothing means all of them."""
    reason: Reason
    """Why the flow exists."""

    def refusals(self) -> Iterator[Refusal]:
        if (self.namespace is None) == (self.range is None):
            yield Refusal(
                "a flow names either no other side or two",
                "it is unclear what would be opened",
                "give exactly one of namespace and range",
            )
        if self.range:
            yield from wide_refusals(self.range, "a pod could ask for what its node starts with, secrets among it")


class NamespaceSpec(Spec):
    """A namespace: closed in both directions, with a quota, for named groups."""

    data_class: DataClass
    """The most sensitive data handled in it; not above the cluster's."""
    pod_security: Literal["restricted", "baseline"] = "restricted"
    """The pod security standard that is enforced (Kubernetes documentation). `privileged` cannot be written."""
    pod_security_reason: Reason | None = None
    """Why `baseline` is needed."""
    quota: QuotaSpec = QuotaSpec()
    """The most that all its pods may take."""
    container: ContainerSpec = ContainerSpec()
    """What a container gets that asks for nothing."""
    flows: dict[Key, PodFlowSpec] = Field(default_factory=dict[Key, PodFlowSpec])
    """What may pass, name lookups aside, which always may."""
    readers: tuple[Group, ...] = ()
    """Groups that see what runs, but neither secrets nor logs nor a shell."""
    operators: tuple[Group, ...] = ()
    """Groups that deploy and repair, and read logs; they change neither policies, quotas nor rights. They list no secrets, but a pod that
    they deploy can mount any secret of the namespace and write it to its log: whoever deploys can read every secret of the namespace."""

    def refusals(self) -> Iterator[Refusal]:
        if self.pod_security == "baseline" and self.data_class.floor.restricted_pods:
            yield Refusal(
                f"pods of class {self.data_class} under the standard baseline",
                "they could run as root next to health data",
                "write pod_security: restricted",
                at="pod_security",
            )
        elif self.pod_security == "baseline" and self.pod_security_reason is None:
            yield Refusal(
                "the standard baseline without a reason",
                "nobody could say later why pods may run as root",
                "write pod_security_reason, or pod_security: restricted",
                at="pod_security_reason",
            )
        for what in ("cpu_limit", "memory_limit"):
            yield from self._limit_above_quota(what)
        both = sorted(set(self.readers) & set(self.operators))
        if both:
            yield Refusal(
                f"{', '.join(both)} both reads and operates",
                "taking one of the two away would take nothing away",
                "name each group once",
                at="operators",
            )

    def _limit_above_quota(self, what: str) -> Iterator[Refusal]:
        kind = what.removesuffix("_limit")
        measure = cores if kind == "cpu" else mebibytes
        limit, quota = getattr(self.container, what), getattr(self.quota, kind)
        if measure(limit) > measure(quota):
            yield Refusal(
                f"one container may have {limit} and the whole namespace {quota}",
                "no container that says nothing itself could start",
                f"write a quota of {limit} or more, or a smaller limit",
                at=f"container.{what}",
            )


class BaselineSpec(Spec):
    """What the cluster layer puts into one cluster."""

    namespaces: dict[Key, NamespaceSpec] = Field(min_length=1)
    """Namespaces by name. Renaming one deletes everything in it."""
    readers: tuple[Group, ...] = ()
    """Groups that see nodes, namespaces and volumes of the whole cluster."""

    def refusals(self) -> Iterator[Refusal]:
        for name in sorted(set(RESERVED) & self.namespaces.keys()):
            yield Refusal(
                f"{name} is Kubernetes' own namespace",
                "closing it would stop the cluster itself",
                "use a namespace of your own",
                at=f"namespaces.{name}",
            )
        yield from within(self, "baselines.*")
