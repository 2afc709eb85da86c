"""The monitor that stands in for the engine during a capture.

It gets Pulumi's raw requests, which hold everything a plan needs, and answers them in process. State transforms run
inside the engine and are refused here rather than left out in silence; hooks do not change a plan and are accepted.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2

from socle.facts.scaleway import facts
from socle.messages import Place, Refusal, Refused
from socle.plan import STACK_TYPE, UNKNOWN, Resource, default_provider_urn, make_urn, masked, without_credentials

from .answers import Answer, Answers, Asked, Mode
from .checks import faults
from .output_types import unknown_outputs
from .prior import Prior
from .recorded import Surroundings, answered, described, package_of
from .references import References, is_known, secret_names, wire_outputs
from .wire import plain_object, unknown_whole, wire, wire_object, without_references

Invokes = Mapping[str, "Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]]"]
_REFERENCE_TYPE = "pulumi:pulumi:StackReference"
_GET_RESOURCE = "pulumi:pulumi:getResource"
_READ_RESOURCES = "pulumi:pulumi:readStackResourceOutputs"


class _NoMocks(Mocks):
    """The monitor answers everything itself."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        raise NotImplementedError(args.typ)

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise NotImplementedError(args.token)


class CaptureMonitor(MockMonitor):
    """Records every registration and read; `registered` holds them by URN, `refused` says what would not pass."""

    def __init__(
        self,
        *,
        stack: str,
        project: str,
        root: str,
        mode: Mode,
        prior: Prior,
        references: References,
        invokes: Invokes | None,
    ) -> None:
        super().__init__(_NoMocks())
        self._stack = stack
        self._project = project
        self._surroundings = Surroundings(root, prior, mode)
        self._mode: Mode = mode
        self._prior = prior
        self._answers = Answers(mode, prior)
        self._references = references
        self._invokes = invokes or {}
        self.registered: dict[str, Resource] = {}
        self._refused: list[tuple[str, Refusal]] = []
        self.stack_outputs: dict[str, Any] = {}
        self.unanswered: set[str] = set()
        self.referenced: dict[str, dict[str, Any]] = {}
        self.classes: dict[str, type[pulumi.Resource]] = {}
        self._states: dict[str, tuple[str, Struct]] = {}

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        return make_urn(self._stack, self._project, parent, type_, name)

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the name of Pulumi's call
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK_TYPE:
            self.registered[urn] = Resource(urn, STACK_TYPE, custom=False)
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if self.unanswered:
            unknown_whole(request.object)
        resource = described(request, urn, self.registered, self._surroundings, self._default_provider)
        if urn in self.registered:
            self._refuse_duplicate(resource)
        if request.transforms:
            self._refuse_transforms(resource)
        if not request.custom:
            self.registered.setdefault(urn, resource)
            self._states[urn] = ("", request.object)
            state = unknown_outputs(self.classes.get(request.type)) if request.remote else request.object
            return resource_pb2.RegisterResourceResponse(urn=urn, object=state)
        replied = self._answer(request, resource)
        self._states[urn] = (request.importId or replied.id, replied.state)
        self.registered.setdefault(urn, answered(resource, replied))
        return resource_pb2.RegisterResourceResponse(
            urn=urn,
            id=request.importId or replied.id,
            object=replied.state,
            unknown=self._mode == "up",  # what nobody gave is unknown, not empty
        )

    def _answer(self, request: Any, resource: Resource) -> Answer:
        known = facts(resource.type)
        if known is not None:
            for fault in faults(known, resource.inputs):
                self._refuse(resource, fault)
        says = request.deleteBeforeReplaceDefined
        return self._answers.to(
            Asked(
                resource=resource,
                given=without_references(request.object),
                facts=known,
                resource_class=self.classes.get(resource.type),
                deleted_first=resource.delete_before_replace if says else None,
            )
        )

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - the name of Pulumi's call
        urn = self.make_urn(request.parent, request.type, request.name)
        resource = described(request, urn, self.registered, self._surroundings, self._default_provider)
        if urn in self.registered:
            self._refuse_duplicate(resource)
        is_reference = request.type == _REFERENCE_TYPE
        state = self._referenced(request, urn) if is_reference else self._read(request, urn)
        id_ = "" if request.id == UNKNOWN else request.id
        self._states[urn] = (id_, state)
        self.registered.setdefault(
            urn, replace(resource, id=id_, external=True, outputs=masked(request.type, plain_object(state)))
        )
        return resource_pb2.ReadResourceResponse(
            urn=urn,
            properties=state,
            id=id_,
            unknown=self._mode == "up" and (not is_reference or not is_known(plain_object(state))),
        )

    def _referenced(self, request: Any, urn: str) -> Struct:
        name = request.properties.fields["name"].string_value or request.id
        outputs = self.referenced[urn] = self._references.outputs(name, urn)
        fields = {
            "name": wire(name),
            "outputs": wire_outputs(outputs),
            "secretOutputNames": wire(secret_names(outputs)),
        }
        return Struct(fields=fields)

    def _read(self, request: Any, urn: str) -> Struct:
        existing = self._prior.find(urn)
        return wire_object(existing.outputs) if existing else request.properties

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the name of Pulumi's call
        if self.unanswered:
            unknown_whole(request.outputs)
        outputs = without_credentials(plain_object(request.outputs, references=True))
        resource = self.registered[request.urn]
        if resource.type == STACK_TYPE:
            self.stack_outputs = outputs
        else:
            self.registered[request.urn] = replace(resource, outputs=outputs)
        return empty_pb2.Empty()

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the name of Pulumi's call
        if request.tok == _GET_RESOURCE:
            return self._recalled(request.args.fields["urn"].string_value)
        if request.tok == _READ_RESOURCES and request.tok not in self._invokes and self._is_own(request.args):
            return self._last_deployment()
        if request.tok not in self._invokes:
            self.unanswered.add(request.tok)
            return resource_pb2.ResourceInvokeResponse(unknown=True)
        given = self._invokes[request.tok]
        result = given(plain_object(request.args)) if callable(given) else given
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(wire_object(result))
        return response

    def _is_own(self, args: Struct) -> bool:
        return args.fields["stackName"].string_value.split("/")[-2:] == [self._project, self._stack]

    def _last_deployment(self) -> Any:
        """What a program may read of its own stack before this deployment: the exported state, or nothing of a new stack."""
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(wire_object({"outputs": self._prior.outputs()}))
        return response

    def _recalled(self, urn: str) -> Any:
        """A resource that the program registered and now meets again as a value."""
        if urn not in self._states:
            raise LookupError(
                f"no resource {urn} is registered, so nothing is known of it; pass its id into the program instead"
            )
        id_, state = self._states[urn]
        response = resource_pb2.ResourceInvokeResponse()
        fields = {"urn": wire(urn), "id": wire(id_), "state": Value(struct_value=state)}
        getattr(response, "return").CopyFrom(Struct(fields=fields))
        return response

    def Call(self, request: Any) -> Any:  # noqa: N802 - the name of Pulumi's call
        raise NotImplementedError(
            f"{request.tok}: a call of a resource's method needs its provider, so nothing after it could be known; "
            "pass its result into the program instead"
        )

    def RegisterStackTransform(self, request: Message) -> Any:  # noqa: ARG002, N802 - the name of Pulumi's call
        raise _transforms_error("register_resource_transform")

    def RegisterStackInvokeTransform(self, request: Message) -> Any:  # noqa: ARG002, N802 - as above
        raise _transforms_error("register_invoke_transform")

    def _default_provider(self, request: Any) -> str:
        urn = default_provider_urn(
            self._stack, self._project, package_of(request.type), request.version, request.pluginDownloadURL
        )
        return f"{urn}::{self._surroundings.provider_id(urn)}"

    def _refuse_duplicate(self, resource: Resource) -> None:
        first = self.registered[resource.urn].source_position
        self._refuse(
            resource,
            Refusal(
                f"registered twice under the URN {resource.urn}" + (f" (first at {first})" if first else ""),
                "the engine stops at the second one",
                "give one of them another logical name or parent",
            ),
        )

    def _refuse_transforms(self, resource: Resource) -> None:
        self._refuse(
            resource,
            Refusal(
                "has transforms, which run inside the engine",
                "the plan would show the resource as it was before them",
                "use `transformations`, which run in the program",
            ),
        )

    def _refuse(self, resource: Resource, refusal: Refusal) -> None:
        file, _, line = resource.source_position.removeprefix("project:///").partition("#")
        place = Place(file, int(line or 0), 0, refusal.at, resource.name, resource.type)
        self._refused.append((resource.urn, refusal.placed(place)))

    def refused(self) -> Refused | None:
        """Everything that would not pass, by resource; nothing when all would."""
        found = [refusal for _, refusal in sorted(self._refused, key=lambda each: (each[0], each[1].at, each[1].what))]
        if not found:
            return None
        return Refused(found, "1 thing is refused" if len(found) == 1 else f"{len(found)} things are refused")


def _transforms_error(name: str) -> NotImplementedError:
    return NotImplementedError(
        f"pulumi.runtime.{name}: transforms run inside the engine, so the plan would show every resource as it was "
        "before them; use pulumi.runtime.register_stack_transformation, which runs in the program"
    )
