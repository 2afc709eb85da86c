"""The engine's side of a policy pack, without an engine: what it sends to an analyzer for the resources of a plan.

Measured with the engine 3.236: a resource policy gets what the program asks for, a stack policy what the provider answers, here each
input unknown, as in the preview of a first deployment; nothing of a component; dependencies, and neither secrets nor other options.
"""

from collections.abc import Iterable
from typing import Any

from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi_policy import EnforcementLevel, Policy
from pulumi_policy.policy import _PolicyAnalyzerServicer

from socle.plan import UNKNOWN, Plan, Resource

Diagnostic = tuple[str, str, str]
"""The policy, the resource's logical name, the text."""


class Engine:
    """One run of the engine with one pack."""

    def __init__(self, policies: list[Policy]) -> None:
        self._analyzer: Any = _PolicyAnalyzerServicer("socle", "0.1.0", policies, EnforcementLevel.ADVISORY)
        self.mandatory: list[Diagnostic] = []
        self.advisory: list[Diagnostic] = []

    def run(self, plan: Plan) -> "Engine":
        """Register every resource of a plan in its order, then end."""
        for resource in plan:
            if not resource.external:
                self._keep(self._analyzer.Analyze(_registered(resource), None))
        whole = proto.AnalyzeStackRequest(resources=[_ended(each) for each in plan])
        self._keep(self._analyzer.AnalyzeStack(whole, None))
        return self

    def texts(self, policy: str) -> list[str]:
        """What one policy reported."""
        return [text for name, _, text in (*self.mandatory, *self.advisory) if name == policy]

    def _keep(self, response: Any) -> None:
        for each in response.diagnostics:
            kept = self.mandatory if each.enforcementLevel == proto.MANDATORY else self.advisory
            kept.append((each.policyName, each.urn.rsplit("::", 1)[-1], each.message))


def reported(diagnostics: Iterable[Diagnostic]) -> set[tuple[str, str]]:
    return {(policy, name) for policy, name, _ in diagnostics}


def _registered(resource: Resource) -> Any:
    return proto.AnalyzeRequest(
        type=resource.type, properties=_struct(resource.inputs), urn=resource.urn, name=resource.name, **_more(resource)
    )


def _ended(resource: Resource) -> Any:
    outputs = dict.fromkeys(resource.inputs, UNKNOWN) | {"id": resource.id or UNKNOWN}
    links = {key: proto.AnalyzerPropertyDependencies(urns=urns) for key, urns in resource.property_dependencies.items()}
    return proto.AnalyzerResource(
        type=resource.type,
        properties=_struct(outputs if resource.custom else {}),
        urn=resource.urn,
        name=resource.name,
        parent=resource.parent,
        dependencies=resource.dependencies,
        propertyDependencies=links,
        **_more(resource),
    )


def _more(resource: Resource) -> dict[str, Any]:
    options = proto.AnalyzerResourceOptions(protect=resource.protect, parent=resource.parent)
    if not resource.custom or resource.type.startswith("pulumi:providers:"):
        return {"options": options}
    provider = proto.AnalyzerProviderResource(type="pulumi:providers:scaleway", urn="urn:pulumi:s::p::x::default")
    return {"options": options, "provider": provider}


def _struct(values: dict[str, Any]) -> Any:
    return ParseDict(values, Struct())
