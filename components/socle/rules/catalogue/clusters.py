"""Managed Kubernetes at the host: who reaches the control plane, and where nodes are."""

from collections.abc import Iterator
from functools import partial

from socle.facts.offers import NOT_ELIGIBLE
from socle.messages import Text, said

from ..context import Fact
from ..offered import closed
from ..opened import opened
from ..ranges import is_wide
from ..rule import Severity, Topic
from ..view import View, apart, over

CLUSTER = "scaleway:kubernetes/cluster:Cluster"
POOL = "scaleway:kubernetes/pool:Pool"
ACL = "scaleway:kubernetes/acl:Acl"

topic = Topic("clusters")


@topic.on(
    "cluster-api-listed", Severity.HIGH, "A cluster's control plane has an access list", CLUSTER,
    why="Without a list the control plane answers every address of the Internet.",
    remedy="Add a kubernetes.Acl with the operators' ranges, or no_ip_allowed.",
    controls=("SecNumCloud 9.6", "SecNumCloud 12.12"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _listed(view: View) -> Iterator[Text]:
    if not view.referring(ACL, "clusterId"):
        yield said("found.api_open")


@topic.on(
    "cluster-api-narrow", Severity.CRITICAL, "The list of a control plane is narrow", ACL,
    why="A list that holds wide ranges, or those of all the host's customers, guards nothing.",
    remedy="List single ranges of the operators, a /16 at the widest, and leave scaleway_ranges out.",
    declared="Narrow the ranges of the cluster's admins.",
    controls=("SecNumCloud 9.6", "SecNumCloud 12.12"),
)  # fmt: skip
def _narrow(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        if row.on("scalewayRanges"):
            yield said("found.list_lets_customers")

    def range_of(row: View) -> Iterator[Text]:
        ip = row.text("ip")
        if is_wide(ip) and (ip or row.value("scalewayRanges").value is not True):
            yield said("found.api_lets", range=ip or "*")

    rows = view.rows("aclRules")
    yield from apart(partial(over, rows, judge), partial(over, rows, range_of))


@topic.on(
    "cluster-private-network", Severity.HIGH, "A cluster is in a private network", CLUSTER,
    why="Nodes without one speak to each other, and to databases, over public addresses.",
    remedy="Set private_network_id.", controls=("SecNumCloud 13.2", "Scaleway-HDS Kapsule"),
)  # fmt: skip
def _network(view: View) -> Iterator[Text]:
    if not view.has("privateNetworkId"):
        yield said("found.no_network")


@topic.on(
    "cluster-keeps-network", Severity.HIGH, "Deleting a cluster deletes nothing beside it", CLUSTER,
    why="delete_additional_resources deletes volumes, load balancers and the private network with the cluster.",
    remedy="Set delete_additional_resources to false.", controls=("SecNumCloud 12.5",),
)  # fmt: skip
def _additional(view: View) -> Iterator[Text]:
    if view.on("deleteAdditionalResources"):
        yield said("found.deletes_more")


@topic.on(
    "cluster-version-supported", Severity.MEDIUM, "A cluster runs a version that the host supports", CLUSTER,
    why="Of a version that is withdrawn the host makes no new cluster, and it upgrades what is out of support by itself.",
    remedy="Upgrade minor by minor to a version that the host offers.",
    declared="Write the next minor version of the cluster, one at a time, up to one that the host offers.",
    controls=("SecNumCloud 12.2",), needs=(Fact.DAY,), when_new=Severity.HIGH,
)  # fmt: skip
def _version(view: View) -> Iterator[Text]:
    yield from closed(view)


@topic.on(
    "cluster-upgrades", Severity.LOW, "A cluster upgrades itself within its version", CLUSTER,
    why="Corrections of security wait for somebody to remember.",
    remedy="Set auto_upgrade.enable and a maintenance window.",
    declared="Write upgrade_window on the cluster.", controls=("SecNumCloud 12.2",),
)  # fmt: skip
def _upgrades(view: View) -> Iterator[Text]:
    if not view.on("autoUpgrade.enable"):
        yield said("found.no_upgrade")


@topic.on(
    "cluster-health-dedicated", Severity.HIGH, "A cluster of health data has a control plane of its own", CLUSTER,
    why="The host's conditions for health data (HDS) cover dedicated control planes only.",
    remedy="Set type to kapsule-dedicated-4 or larger.",
    declared="Write control_plane with a dedicated offer.", controls=("Scaleway-HDS Kapsule",), when=View.holds_health,
)  # fmt: skip
def _dedicated(view: View) -> Iterator[Text]:
    if not view.text("type").startswith("kapsule-dedicated"):
        yield said("found.shared_api")


@topic.on(
    "pool-private", Severity.HIGH, "Nodes have no public address", POOL,
    why="The provider's default gives every node an address on the Internet.",
    remedy="Set public_ip_disabled to true, with a gateway on the network.",
    controls=("SecNumCloud 13.2", "CNIL SEC-RES", "Scaleway-HDS Kapsule"),
)  # fmt: skip
def _pool(view: View) -> Iterator[Text]:
    yield from (said("found.nodes_public") for _ in opened(view))


@topic.on(
    "pool-security-group", Severity.MEDIUM, "Nodes have a security group of their own", POOL,
    why="Without one, nodes share the project's default group, which others may change.",
    remedy="Set security_group_id.", controls=("SecNumCloud 13.2",),
)  # fmt: skip
def _group(view: View) -> Iterator[Text]:
    if not view.has("securityGroupId"):
        yield said("found.nodes_default_group")


@topic.on(
    "pool-heals", Severity.LOW, "A pool replaces nodes that fail", POOL,
    why="A node that does not answer keeps its pods until somebody sees it.",
    remedy="Set autohealing to true.", controls=("SecNumCloud 12.5",),
)  # fmt: skip
def _heals(view: View) -> Iterator[Text]:
    if not view.on("autohealing"):
        yield said("found.no_healing")


@topic.on(
    "machine-eligible", Severity.HIGH, "Machines of health data are of an eligible offer", POOL,
    "scaleway:instance/server:Server",
    why="The host's conditions for health data (HDS) exclude these offers.",
    remedy="Use POP2 or another eligible offer.",
    declared="Write type or node_type with POP2 or another eligible offer.", controls=("Scaleway-HDS instance",), when=View.holds_health,
)  # fmt: skip
def _eligible(view: View) -> Iterator[Text]:
    offer = view.text("nodeType") or view.text("type")
    if offer.upper().replace("_", "-").split("-")[0] in NOT_ELIGIBLE:
        yield said("found.not_eligible", offer=offer)


RULES = topic.rules
