"""Objects inside a cluster: who may do what, what pods may reach, and how much of the cluster a namespace takes."""

import re
from collections.abc import Iterator

from ..context import Fact
from ..rule import Severity, Topic
from ..view import Unknown, View, over

_RBAC = "kubernetes:rbac.authorization.k8s.io/v1"
BINDINGS = (f"{_RBAC}:ClusterRoleBinding", f"{_RBAC}:RoleBinding")
ROLES = (f"{_RBAC}:ClusterRole", f"{_RBAC}:Role")
NAMESPACE = "kubernetes:core/v1:Namespace"
NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
QUOTA = "kubernetes:core/v1:ResourceQuota"
SERVICE = "kubernetes:core/v1:Service"
_NAMESPACE = "metadata.namespace"
_EVERYBODY = ("system:authenticated", "system:unauthenticated", "system:anonymous", "system:serviceaccounts")
_PRIVATE = re.compile(r"^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])")
_ESCALATES = ("escalate", "bind", "impersonate")

topic = Topic("kubernetes")


@topic.on(
    "binding-no-cluster-admin", Severity.CRITICAL, "Nobody is bound to cluster-admin", *BINDINGS,
    why="cluster-admin reads every secret and runs anything on every node.",
    remedy="Bind a role that lists what is needed.", controls=("SecNumCloud 9.3", "SecNumCloud 6.2"),
)  # fmt: skip
def _admin(view: View) -> Iterator[str]:
    if view.text("roleRef.name") in ("cluster-admin", "admin") and view.text("roleRef.kind") == "ClusterRole":
        yield f"it binds {view.text('roleRef.name')}"


@topic.on(
    "binding-no-everybody", Severity.CRITICAL, "No role is bound to everybody", *BINDINGS,
    why="Every account that can sign in, or everyone at all, holds the role.",
    remedy="Bind a group of the identity provider.", controls=("SecNumCloud 9.2", "SecNumCloud 9.3"),
)  # fmt: skip
def _everybody(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        if row.text("name").startswith(_EVERYBODY):
            yield f"it binds {row.text('name')}"

    yield from over(view.rows("subjects"), judge)


@topic.on(
    "role-no-wildcard", Severity.HIGH, "A role lists what it gives", *ROLES,
    why="A wildcard gives what is installed later too, secrets and rights among it.",
    remedy="List resources and verbs.", controls=("SecNumCloud 9.3",),
)  # fmt: skip
def _wildcard(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        for key in ("verbs", "resources", "apiGroups"):
            if "*" in row.texts(key):
                yield f"a rule gives every one of {key}"

    yield from over(view.rows("rules"), judge)


@topic.on(
    "role-no-escalation", Severity.HIGH, "A role cannot give itself more", *ROLES,
    why="Whoever may bind, escalate, impersonate, or enter a pod, holds the rights of what runs there.",
    remedy="Take the verbs escalate, bind, impersonate and the resources pods/exec and secrets away.",
    controls=("SecNumCloud 9.3", "SNDS-2024 7"),
)  # fmt: skip
def _escalation(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        verbs, resources = row.texts("verbs"), row.texts("resources")
        yield from (f"it may {verb}" for verb in verbs if verb in _ESCALATES)
        yield from (f"it may use {r}" for r in resources if r in ("pods/exec", "pods/attach", "secrets"))

    yield from over(view.rows("rules"), judge)


@topic.on(
    "namespace-default-deny", Severity.HIGH, "A namespace denies by default", NAMESPACE,
    why="Without such a policy pods reach, and are reached by, everything in the cluster and beyond.",
    remedy="Add a NetworkPolicy for all pods with policyTypes Ingress and Egress and no rule.",
    controls=("SecNumCloud 13.2", "SATRE 2.2", "EHDS 73"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _deny(view: View) -> Iterator[str]:
    policies, open_ended = view.graph.saying(NETWORK_POLICY, _NAMESPACE, view.text("metadata.name"))
    denied: set[str] = set()
    for each in policies:
        if not each.has("spec.podSelector"):
            rules = {"Ingress": "spec.ingress", "Egress": "spec.egress"}
            denied |= {kind for kind in each.texts("spec.policyTypes") if not each.has(rules.get(kind, ""))}
    missing = {"Ingress", "Egress"} - denied
    if missing and open_ended:
        raise Unknown(_NAMESPACE)
    if missing:
        yield f"nothing denies {' and '.join(sorted(missing))} by default"


@topic.on(
    "network-policy-narrow", Severity.HIGH, "A network policy opens to few addresses", NETWORK_POLICY,
    why="A wide range outside the platform is the Internet.",
    remedy="Name the ranges, a /16 at the widest outside private addresses.",
    controls=("SecNumCloud 12.14", "EHDS 73", "SATRE 2.2"),
)  # fmt: skip
def _narrow(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        for peer in (*row.rows("to"), *row.rows("from")):
            cidr = peer.text("ipBlock.cidr")
            width = cidr.partition("/")[2]
            if width.isdigit() and int(width) < 16 and not _PRIVATE.match(cidr):
                yield f"it opens to {cidr}"

    yield from over([*view.rows("spec.egress"), *view.rows("spec.ingress")], judge)


@topic.on(
    "network-policy-names-peers", Severity.HIGH, "A network policy names whom it opens to", NETWORK_POLICY,
    why="A rule without peers opens to everybody.",
    remedy="Give from or to.", controls=("SecNumCloud 13.2", "EHDS 73"),
)  # fmt: skip
def _peers(view: View) -> Iterator[str]:
    for key, peers in (("spec.egress", "to"), ("spec.ingress", "from")):
        if any(not row.has(peers) for row in view.rows(key)):
            yield f"a rule of {key.removeprefix('spec.')} opens to everybody"


@topic.on(
    "namespace-quota", Severity.MEDIUM, "A namespace has a quota", NAMESPACE,
    why="One namespace could take the whole cluster, and open load balancers to the Internet.",
    remedy="Add a ResourceQuota with services.loadbalancers.", controls=("SecNumCloud 13.2", "SATRE 2.1"),
    needs=(Fact.GRAPH,),
)  # fmt: skip
def _quota(view: View) -> Iterator[str]:
    quotas, open_ended = view.graph.saying(QUOTA, _NAMESPACE, view.text("metadata.name"))
    counted = any("services.loadbalancers" in each.get("spec.hard", default={}) for each in quotas)
    if not counted and open_ended:
        raise Unknown(_NAMESPACE)
    if not quotas:
        yield "it has no quota"
    elif not counted:
        yield "its quota does not count load balancers"


@topic.on(
    "namespace-pod-security", Severity.HIGH, "A namespace enforces a standard of pods", NAMESPACE,
    why="A pod with privileges is root on its node, and reads what other pods hold.",
    remedy="Set the label pod-security.kubernetes.io/enforce to restricted, or baseline.",
    controls=("SecNumCloud 9.7", "SATRE 2.1"),
)  # fmt: skip
def _pods(view: View) -> Iterator[str]:
    labels = view.get("metadata.labels", default={})
    enforced = str(labels.get("pod-security.kubernetes.io/enforce", "nothing"))
    wanted = ("restricted",) if view.holds_health() else ("restricted", "baseline")
    if enforced not in wanted:
        yield f"it enforces {enforced}"


@topic.on(
    "service-not-public", Severity.HIGH, "A service opens no address of its own", SERVICE,
    why="A service of type LoadBalancer or NodePort is on the Internet, past the platform's filters.",
    remedy="Use ClusterIP; publish through the one ingress, and exempt that.",
    controls=("SecNumCloud 13.2", "CNIL SEC-RES"),
)  # fmt: skip
def _service(view: View) -> Iterator[str]:
    if view.text("spec.type") in ("LoadBalancer", "NodePort"):
        yield f"its type is {view.text('spec.type')}"


RULES = topic.rules
