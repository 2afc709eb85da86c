"""Objects inside a cluster: who may do what, what pods may reach, and how much of the cluster a namespace takes."""

from collections.abc import Iterator
from functools import partial

from socle.facts import EVERYBODY
from socle.facts.effects import Effect, rights_of
from socle.messages import Said, Text, all_of, said

from ..context import Fact
from ..ranges import is_routed, is_wide
from ..rule import Severity, Topic
from ..view import Unknown, View, apart

_RBAC = "kubernetes:rbac.authorization.k8s.io/v1"
BINDINGS = tuple(f"{_RBAC}:{kind}{patch}" for kind in ("ClusterRoleBinding", "RoleBinding") for patch in ("", "Patch"))
ROLES = tuple(f"{_RBAC}:{kind}{patch}" for kind in ("ClusterRole", "Role") for patch in ("", "Patch"))
"""A patch gives what it names, whatever else is there."""
NAMESPACE = "kubernetes:core/v1:Namespace"
NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
QUOTA = "kubernetes:core/v1:ResourceQuota"
SERVICE = "kubernetes:core/v1:Service"
_NAMESPACE = "metadata.namespace"
_ESCALATES = ("escalate", "bind", "impersonate", "approve", "sign", "attest")
_POWERFUL = (
    "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "secrets", "secrets/*", "pods/*", "*/exec",
    "nodes/proxy", "serviceaccounts/token",
)  # fmt: skip
"""What lets one act as what runs in a pod or on a node (Kubernetes documentation, good practices of RBAC)."""

topic = Topic("kubernetes")


@topic.on(
    "binding-no-cluster-admin", Severity.CRITICAL, "Nobody is bound to cluster-admin", *BINDINGS,
    why="cluster-admin reads every secret and runs anything on every node.",
    remedy="Bind a role that lists what is needed.", controls=("SecNumCloud 9.3", "SecNumCloud 6.2"),
)  # fmt: skip
def _admin(view: View) -> Iterator[Text]:
    def masters(row: View) -> Iterator[Text]:
        if row.text("name") == "system:masters":
            yield said("found.binds", name="system:masters")

    def role() -> Iterator[Text]:
        if view.text("roleRef.name") in ("cluster-admin", "admin") and view.text("roleRef.kind") == "ClusterRole":
            yield said("found.binds", name=view.text("roleRef.name"))

    yield from apart(role, partial(view.each, "subjects", masters))


@topic.on(
    "binding-no-everybody", Severity.CRITICAL, "No role is bound to everybody", *BINDINGS,
    why="Every account that can sign in, or everyone at all, holds the role.",
    remedy="Bind a group of the identity provider.", controls=("SecNumCloud 9.2", "SecNumCloud 9.3"),
)  # fmt: skip
def _everybody(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        if row.text("name").startswith(EVERYBODY):
            yield said("found.binds", name=row.text("name"))

    yield from view.each("subjects", judge)


def _every(row: View, key: str) -> Iterator[Text]:
    if any("*" in each for each in row.texts(key)):
        yield said("found.role_every", entry=key)


@topic.on(
    "role-no-wildcard", Severity.HIGH, "A role lists what it gives", *ROLES,
    why="A wildcard gives what is installed later too, secrets and rights among it.",
    remedy="List resources and verbs.",
    declared="Name readers and operators of the namespace; the roles are the component's.", controls=("SecNumCloud 9.3",),
)  # fmt: skip
def _wildcard(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        parts = (partial(_every, row, key) for key in ("verbs", "resources", "apiGroups", "nonResourceURLs"))
        yield from apart(*parts)

    yield from view.each("rules", judge)


@topic.on(
    "role-no-escalation", Severity.HIGH, "A role cannot give itself more", *ROLES,
    why="Whoever may bind, escalate, impersonate, or enter a pod, holds the rights of what runs there.",
    remedy="Take away the verbs escalate, bind, impersonate, approve and sign, and what enters pods, reads secrets, or decides on rights.",
    controls=("SecNumCloud 9.3", "SNDS-2024 7"),
)  # fmt: skip
def _escalation(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        yield from apart(
            lambda: (said("found.may", verb=verb) for verb in row.texts("verbs") if verb in _ESCALATES),
            lambda: (said("found.may_use", what=each) for each in row.texts("resources") if each in _POWERFUL),
            partial(_as_good_as_all, row),
        )

    yield from view.each("rules", judge)


def _as_good_as_all(row: View) -> Iterator[Text]:
    """Rights that are as good as every other, by the verb with which they are given: the table of effects says which."""
    verbs, resources = list(row.texts("verbs")), list(row.texts("resources"))
    for each in resources:
        if each not in _POWERFUL and _exposes(verbs, [each]):
            yield said("found.may_use", what=each)


def _exposes(verbs: list[str], resources: list[str]) -> bool:
    """What a wildcard or an escalating verb gives is said of it, and not of each resource anew."""
    told = [verb for verb in verbs if verb not in (*_ESCALATES, "*")]
    return resources != ["*"] and Effect.EXPOSES in rights_of({"verbs": told, "resources": resources})


@topic.on(
    "namespace-default-deny", Severity.HIGH, "A namespace denies by default", NAMESPACE,
    why="Without such a policy pods reach, and are reached by, everything in the cluster and beyond.",
    remedy="Add a NetworkPolicy for all pods with policyTypes Ingress and Egress and no rule.",
    controls=("SecNumCloud 13.2", "SATRE 2.2", "EHDS 73"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _deny(view: View) -> Iterator[Text]:
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
        yield said("found.not_denied", kinds=all_of(sorted(missing)))


@topic.on(
    "network-policy-narrow", Severity.HIGH, "A network policy opens to few addresses", NETWORK_POLICY,
    why="A wide range outside the platform is the Internet.",
    remedy="Name the ranges, a /16 at the widest outside private addresses.",
    declared="Narrow the range of the namespace's flow.",
    controls=("SecNumCloud 12.14", "EHDS 73", "SATRE 2.2"),
)  # fmt: skip
def _narrow(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        yield from apart(*(partial(row.each, key, peer_of) for key in ("to", "from")))

    def peer_of(peer: View) -> Iterator[Text]:
        cidr = peer.text("ipBlock.cidr")
        if cidr and is_wide(cidr) and is_routed(cidr):
            yield said("found.opens_to", range=cidr)

    yield from apart(*(partial(view.each, key, judge) for key in ("spec.egress", "spec.ingress")))


@topic.on(
    "network-policy-names-peers", Severity.HIGH, "A network policy names whom it opens to", NETWORK_POLICY,
    why="A rule without peers opens to everybody.",
    remedy="Give from or to.", controls=("SecNumCloud 13.2", "EHDS 73"),
)  # fmt: skip
def _peers(view: View) -> Iterator[Text]:
    def open_rule(key: str, peers: str) -> Iterator[Text]:
        if any(not row.has(peers) or any(not peer.has("") for peer in row.rows(peers)) for row in view.rows(key)):
            yield said("found.rule_opens", entry=key.removeprefix("spec."))

    yield from apart(*(partial(open_rule, *each) for each in (("spec.egress", "to"), ("spec.ingress", "from"))))


@topic.on(
    "namespace-quota", Severity.MEDIUM, "A namespace has a quota", NAMESPACE,
    why="One namespace could take the whole cluster, and open load balancers to the Internet.",
    remedy="Add a ResourceQuota with services.loadbalancers.", controls=("SecNumCloud 13.2", "SATRE 2.1"),
    needs=(Fact.GRAPH,),
)  # fmt: skip
def _quota(view: View) -> Iterator[Text]:
    quotas, open_ended = view.graph.saying(QUOTA, _NAMESPACE, view.text("metadata.name"))
    counted = any("services.loadbalancers" in each.get("spec.hard", default={}) for each in quotas)
    if not counted and open_ended:
        raise Unknown(_NAMESPACE)
    if not quotas:
        yield said("found.no_quota")
    elif not counted:
        yield said("found.quota_without_balancers")


@topic.on(
    "namespace-pod-security", Severity.HIGH, "A namespace enforces a standard of pods", NAMESPACE,
    why="A pod with privileges is root on its node, and reads what other pods hold.",
    remedy="Set the label pod-security.kubernetes.io/enforce to restricted, or baseline.",
    declared="Write pod_security: restricted, or baseline, on the namespace.",
    controls=("SecNumCloud 9.7", "SATRE 2.1"),
)  # fmt: skip
def _pods(view: View) -> Iterator[Text]:
    labels = view.get("metadata.labels", default={})
    enforced = str(labels.get("pod-security.kubernetes.io/enforce", ""))
    wanted = ("restricted",) if view.holds_health() else ("restricted", "baseline")
    if enforced not in wanted:
        yield said("found.enforces", name=enforced or Said("found.nothing"))


_WORKLOADS = (
    "pods",
    "deployments",
    "statefulsets",
    "daemonsets",
    "replicasets",
    "replicationcontrollers",
    "jobs",
    "cronjobs",
    "*",
)
_WRITES = ("create", "update", "patch", "*")


@topic.on(
    "role-deploys-reads-secrets", Severity.LOW, "Whoever deploys is trusted with every secret of the namespace", *ROLES,
    why="A pod can mount any secret of its namespace: who may write pods, or what makes them, reads secrets without a right to.",
    remedy="Bind the role only to who may read every secret there, keep other secrets in a namespace of their own, and exempt the role.",
    declared="Name as operators only who may read every secret of the namespace, and exempt the role with that reason.",
    controls=("SecNumCloud 9.3", "SecNumCloud 10.5"),
)  # fmt: skip
def _deploys(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        made = sorted({each for each in row.texts("resources") if each in _WORKLOADS})
        if made and any(each in _WRITES for each in row.texts("verbs")):
            yield said("found.deploys", names=", ".join(made))

    yield from view.each("rules", judge)


@topic.on(
    "service-no-external-ips", Severity.HIGH, "A service takes no address that is not its own", SERVICE,
    why="Traffic of the whole cluster to an external address goes to the service that names it: it can pose as anybody (CVE-2020-8554).",
    remedy="Remove externalIPs; a load balancer has an address of its own.", controls=("SecNumCloud 13.2",),
)  # fmt: skip
def _external(view: View) -> Iterator[Text]:
    yield from (said("found.external_ips", name=each) for each in view.texts("spec.externalIPs"))


@topic.on(
    "service-not-public", Severity.HIGH, "A service opens no address of its own", SERVICE,
    why="A service of type LoadBalancer or NodePort is on the Internet, past the platform's filters.",
    remedy="Use ClusterIP; publish through the one ingress, and exempt that.",
    controls=("SecNumCloud 13.2", "CNIL SEC-RES"),
)  # fmt: skip
def _service(view: View) -> Iterator[Text]:
    if view.text("spec.type") in ("LoadBalancer", "NodePort"):
        yield said("found.type", name=view.text("spec.type"))


RULES = topic.rules
