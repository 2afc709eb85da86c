"""What only the whole graph shows, and what the host takes back: flows, guards, one writer, quotas, claims and offers in date."""

from collections.abc import Iterator

from socle.facts import kinds, quota_key
from socle.messages import Text, all_of, said
from socle.reach import Finding as Proved

from ..context import Fact
from ..graph import Graph
from ..offered import CLUSTER, OTHERS, closed, closing
from ..rule import Severity, Topic
from ..view import Unknown, View

topic = Topic("whole")


def _proved(graph: Graph, *proofs: str, inside: bool | None = None) -> Iterator[tuple[View | None, Text]]:
    """What the proofs found, each laid at the resource that opens the way nearest to where the traffic lands.

    Args:
        inside: only what opens inside the legacy estate, or only the rest; all where nothing is said.
    """
    for found in graph.proofs.findings if graph.proofs else ():
        if found.proof in proofs and inside in (None, _is_inside(found)):
            opens = graph.view(found.by[-1].urn) if found.by else None
            yield opens, said("finding.proof", title=found.title, why=found.explanation)


def _is_inside(found: Proved) -> bool:
    """Whether resources of Azure alone open a way."""
    return bool(found.by) and all(each.type.startswith("azure-native:") for each in found.by)


@topic.over_all(
    "flows-declared", Severity.CRITICAL, "Nothing reaches what no declared flow allows",
    why="A path that nobody declared is one that nobody watches.",
    remedy="Close the path, or declare the flow with its reason; socle reach shows it hop by hop.",
    declared="Close the path, or declare the flow under network.flows with its reason; socle reach shows it hop by hop.",
    controls=("SecNumCloud 13.1", "CNIL SEC-ESP", "SATRE 2.2"), needs=(Fact.STACKS,),
)  # fmt: skip
def _undeclared(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    yield from _proved(graph, "undeclared-path", "wide-route", "legacy", inside=False)
    ours = [each for each in graph.proofs.unknown if each not in graph.proofs.beyond] if graph.proofs else []
    if ours:
        raise Unknown(all_of(ours))


@topic.over_all(
    "legacy-flows-declared", Severity.HIGH, "Nothing inside the legacy estate reaches what no declared flow allows",
    why="What is reached there is beside the tunnels; paths inside Azure can be proved only where its networks are read.",
    remedy="Close the path in Azure, or declare the flow; adopt the networks and filters that are only observed.",
    controls=("SecNumCloud 13.1",), needs=(Fact.STACKS,),
)  # fmt: skip
def _legacy(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    yield from _proved(graph, "undeclared-path", "legacy", inside=True)
    if graph.proofs and graph.proofs.beyond:
        raise Unknown(all_of(graph.proofs.beyond))


@topic.over_all(
    "endpoints-guarded", Severity.HIGH, "Each public endpoint has a guard that closes it",
    why="The host's endpoints are on the Internet, before every filter of a network: only identity guards them.",
    remedy="Do as the message says of each.", controls=("SecNumCloud 9.6", "SecNumCloud 13.2"), needs=(Fact.STACKS,),
)  # fmt: skip
def _endpoints(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    yield from _proved(graph, "open-endpoint")


@topic.over_all(
    "flows-have-paths", Severity.LOW, "Each declared flow has a way",
    why="A flow without a way is a hole in wait: whoever opens a route later opens it unseen.",
    remedy="Remove the flow, or the rule that no traffic meets.", controls=("SecNumCloud 13.1",), needs=(Fact.STACKS,),
)  # fmt: skip
def _paths(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    yield from _proved(graph, "flow-without-path", "dead-rule")


@topic.over_all(
    "quotas-hold", Severity.MEDIUM, "The stacks fit the organisation's quotas",
    why="A deployment stops half-way where a quota ends.",
    remedy="Ask the host for more before the deployment, then exempt nothing: the message names what to ask.",
    declared="Ask the host for more before the deployment, and write its answer in quotas: value, raised_on, reference.",
    controls=("SecNumCloud 12.2",),
)  # fmt: skip
def _quotas(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    raised = graph.context.estate.quotas if graph.context.estate else {}
    for row in kinds():
        count = sum(view.resource.custom and not view.resource.external for view in graph.all(row.type))
        given = raised.get(quota_key(row.quota.called)) if row.quota else None
        most = given.value if given else row.quota.most if row.quota else count
        if count > most:
            yield None, said("found.quota", n=count, type=row.type, most=most)


@topic.over_all(
    "attestations-valid", Severity.HIGH, "What the estate claims is still attested",
    why="A certificate out of date counts as absent: nothing shows that the host is still held to it.",
    remedy="Ask the host for the new document, and write its reference and last day.",
    controls=("HDS 12", "SREN 31"), needs=(Fact.ESTATE, Fact.DAY),
)  # fmt: skip
def _attested(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    estate, day = graph.context.estate, graph.context.as_of
    for key, claim in (estate.attestations if estate else {}).items():
        if day and not claim.valid_on(day):
            yield (
                None,
                said(
                    "found.claim_ended",
                    entry=key,
                    scheme=claim.scheme,
                    product=claim.product,
                    day=claim.valid_until.isoformat(),
                ),
            )


topic.on(
    "offer-open", Severity.MEDIUM, "The host still makes what is used: engines, machine types, images, versions of stores", *OTHERS,
    why="Of what it has withdrawn the host makes nothing new: a restore or a second one fails, and support may end without a day.",
    remedy="Move to what the host offers now; make it beside the old one first where the change replaces.",
    declared="Write an engine, type, image or version that the host offers now.",
    controls=("SecNumCloud 12.2",), needs=(Fact.DAY,), when_new=Severity.HIGH,
)(closed)  # fmt: skip

topic.on(
    "offer-ends", Severity.LOW, "Nothing that is used has a published end within four months", CLUSTER, *OTHERS,
    why="What the host withdraws it changes by itself in the end, on a day of its own choice.",
    remedy="Plan the change now: a cluster goes up one minor version at a time; try it in a rehearsal first.",
    declared="Write the next version in the rehearsal, then here; a cluster goes up one minor version at a time.",
    controls=("SecNumCloud 12.2",), needs=(Fact.DAY,),
)(closing)  # fmt: skip

RULES = topic.rules
