"""What only the whole graph shows: declared flows, guards of public endpoints, one writer, quotas, attestations in date."""

import json
from collections.abc import Iterator
from typing import Any, cast

from socle.facts import kinds
from socle.messages import Text, all_of, said

from ..context import Fact
from ..graph import BUCKET, Graph
from ..rule import Severity, Topic
from ..view import State, Unknown, View
from .buckets import POLICY

topic = Topic("whole")


def _proved(graph: Graph, *proofs: str) -> Iterator[tuple[View | None, Text]]:
    """What the proofs found, each laid at the resource that opens the way nearest to where the traffic lands."""
    for found in graph.proofs.findings if graph.proofs else ():
        if found.proof in proofs:
            opens = graph.view(found.by[-1].urn) if found.by else None
            yield opens, said("finding.proof", title=found.title, why=found.explanation)


@topic.over_all(
    "flows-declared", Severity.CRITICAL, "Nothing reaches what no declared flow allows",
    why="A path that nobody declared is one that nobody watches.",
    remedy="Close the path, or declare the flow with its reason; socle reach shows it hop by hop.",
    controls=("SecNumCloud 13.1", "CNIL SEC-ESP", "SATRE 2.2"), needs=(Fact.STACKS,),
)  # fmt: skip
def _undeclared(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    yield from _proved(graph, "undeclared-path", "wide-route", "legacy")
    if graph.proofs and graph.proofs.unknown:
        raise Unknown(all_of(graph.proofs.unknown))


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
    "bucket-one-policy", Severity.HIGH, "A bucket has one policy",
    why="The host keeps one policy a bucket: the last one written wins, and nobody knows which that is.",
    remedy="Write one policy that names every principal.", controls=("SecNumCloud 9.3", "EHDS 73"),
)  # fmt: skip
def _one_policy(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    for bucket in graph.all(BUCKET):
        policies = bucket.referring(POLICY, "bucket")
        if len(policies) > 1:
            yield bucket, f"{len(policies)} policies claim it"


@topic.over_all(
    "one-write-authority", Severity.HIGH, "One principal beside the administrators writes to a bucket of health data",
    why="Two writers of one dataset, and nobody can say which state is true.",
    remedy="Give s3:PutObject to one application; let the others read.",
    controls=("EHDS 73", "CNIL SEC-ESP"),
)  # fmt: skip
def _writers(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    for view in graph.all(POLICY):
        if not view.holds_health() or view.value("policy").state is not State.KNOWN:
            continue
        writers = _writing(view.value("policy").value)
        if len(writers) > 1:
            yield view, f"{len(writers)} principals beside the administrators write to it"


def _writing(text: Any) -> set[str]:
    try:
        document: Any = json.loads(text)
    except (TypeError, ValueError):
        return set()
    found: set[str] = set()
    for statement in cast("list[dict[str, Any]]", document.get("Statement") or []):
        actions: Any = statement.get("Action")
        principal: Any = statement.get("Principal")
        names: Any = cast("dict[str, Any]", principal).get("SCW") if isinstance(principal, dict) else principal
        if statement.get("Effect") == "Allow" and "s3:PutObject" in (
            actions if isinstance(actions, list) else [actions]
        ):
            found |= {str(n) for n in cast("list[Any]", names if isinstance(names, list) else [names])}
    return found


@topic.over_all(
    "quotas-hold", Severity.MEDIUM, "The stacks fit the host's default quotas",
    why="A deployment stops half-way where a quota ends.",
    remedy="Ask the host for more before the deployment, then exempt nothing: the message names what to ask.",
    controls=("SecNumCloud 12.2",),
)  # fmt: skip
def _quotas(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    for row in kinds():
        count = sum(view.resource.custom and not view.resource.external for view in graph.all(row.type))
        if row.quota and count > row.quota.most:
            yield None, f"{count} of {row.type}, and an organisation may have {row.quota.most}"


@topic.over_all(
    "attestations-valid", Severity.HIGH, "What the estate claims is still attested",
    why="A certificate out of date counts as absent: nothing shows that the host is still held to it.",
    remedy="Ask the host for the new document, and write its reference and last day.",
    controls=("HDS 12", "SREN 31"), needs=(Fact.ESTATE, Fact.DAY),
)  # fmt: skip
def _attested(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    estate, day = graph.context.estate, graph.context.as_of
    for key, claim in estate.attestations.items() if estate and day else ():
        if day and not claim.valid_on(day):
            yield None, f"attestations.{key} ({claim.scheme}, {claim.product}) ended on {claim.valid_until}"


RULES = topic.rules
