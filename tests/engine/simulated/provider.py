"""A Pulumi resource provider that keeps nothing: the engine's state is its only memory, a journal its only trace.

On the raw protocol, since the SDK's own base class for providers cannot tell an unknown value from a text.
"""

import json
import os
import threading
import time
from pathlib import Path
from typing import Any, ClassVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from .messages import Values, changed_as, read, token_of, top, written
from .sdk_types import SdkType, sdk_type

TAKES_SECONDS = 0.3
"""How long a creation takes. What needs a resource and does not wait for it comes too early."""

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

Changes = dict[str, tuple[str, bool]]
"""What changed, by path: ADD, DELETE or UPDATE, and whether it replaces."""


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """What all simulations do alike; a subclass says what is named how, what replaces, and what is computed."""

    package: ClassVar[str]
    version: ClassVar[str]
    sdk: ClassVar[str]
    journal: ClassVar[str]
    """The variable that names the file of the journal."""
    undeclared: ClassVar[tuple[str, ...]] = ()
    """Inputs that every type takes though its SDK does not declare them."""

    def __init__(self) -> None:
        self.settings: Values = {}
        self._lock = threading.Lock()

    def place(self, token: str) -> tuple[str, str]:
        """The module and the class of a type token in the SDK."""
        raise NotImplementedError

    def ident(self, token: str, inputs: Values) -> str:
        """The id that a resource gets."""
        raise NotImplementedError

    def checked(self, urn: str, token: str, olds: Values, news: Values, seed: str) -> list[tuple[str, str]]:
        """Fill in what the provider fills in; the refused properties with the reason."""
        return []

    def replaces(self, token: str, path: str) -> bool:
        """Whether a change at a path makes a new resource."""
        return False

    def same(self, path: str, old: Any, new: Any) -> bool:
        """Whether two different values mean the same."""
        return False

    def computed(self, token: str, ident: str, inputs: Values) -> Values:
        """Outputs that are no inputs."""
        return {}

    def computed_names(self, token: str) -> list[str]:
        """Their names: unknown in a preview."""
        return []

    def found(self, token: str, ident: str, state: Values, inputs: Values) -> tuple[Values, Values] | None:
        """What there is under an id: its state and inputs; None where there is nothing."""
        return (state, inputs) if state else None

    def refused(self, operation: str, token: str, ident: str) -> str | None:
        """Why an operation is refused."""
        return None

    def invoked(self, token: str, arguments: Values) -> Values | None:
        """The answer of a function; None where it finds nothing."""
        return arguments

    def known(self, token: str) -> SdkType | None:
        """What the SDK says of a type."""
        return sdk_type(self.sdk, *self.place(token))

    def entries(self) -> list[Values]:
        """What the journal holds so far, of this process and of earlier ones."""
        file = self._journal()
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file and file.exists() else []

    def _journal(self) -> Path | None:
        return Path(os.environ[self.journal]) if self.journal in os.environ else None

    def _note(self, **row: Any) -> None:
        file = self._journal()
        if file:
            with self._lock, file.open("a", encoding="utf-8") as journal:
                journal.write(json.dumps(row, default=str) + "\n")

    def _changes(self, token: str, old: Any, new: Any, path: str = "") -> Changes:
        if isinstance(old, dict) and isinstance(new, dict):
            found: Changes = {}
            for name in sorted({*old, *new}):
                at = f"{path}.{name}" if path else name
                if name in old and name in new:
                    found.update(self._changes(token, old[name], new[name], at))
                else:
                    found[at] = ("DELETE" if name in old else "ADD", self.replaces(token, at))
            return found
        if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            inner = [self._changes(token, *pair, f"{path}[{n}]") for n, pair in enumerate(zip(old, new, strict=True))]
            return {at: change for each in inner for at, change in each.items()}
        return {} if old == new or self.same(path, old, new) else {path: ("UPDATE", self.replaces(token, path))}

    def Handshake(self, request: Any, context: Any) -> Any:
        return provider_pb2.ProviderHandshakeResponse()

    def Attach(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version=self.version)

    def GetSchema(self, request: Any, context: Any) -> Any:
        empty = {"name": self.package, "version": self.version, "resources": {}}
        return provider_pb2.GetSchemaResponse(schema=json.dumps(empty))

    def CheckConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:
        self.settings = read(request.args)
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Check(self, request: Any, context: Any) -> Any:
        token, olds, news = token_of(request), read(request.olds), read(request.news)
        known = self.known(token)
        if known is None:
            failures = [("", f"unknown resource type {token}")]
        else:
            accepted = {*known.inputs, *self.undeclared}
            failures = [(name, f"'{name}' is not a property of {token}") for name in news if name not in accepted]
            missing = (name for name, required in known.inputs.items() if required and name not in news)
            failures += [(name, f"missing required property '{name}'") for name in missing]
        failures = failures or self.checked(request.urn, token, olds, news, request.randomSeed.hex())
        told = [provider_pb2.CheckFailure(property=name, reason=why) for name, why in failures]
        return provider_pb2.CheckResponse(inputs=written(news), failures=told)

    def Diff(self, request: Any, context: Any) -> Any:
        token, old, new = token_of(request), read(request.old_inputs), read(request.news)
        ignored = tuple(request.ignoreChanges)
        changes = {
            path: change
            for path, change in self._changes(token, old, new).items()
            if not any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in ignored)
        }
        replaces = sorted({top(path) for path, (_, replacing) in changes.items() if replacing})
        none, some = provider_pb2.DiffResponse.DIFF_NONE, provider_pb2.DiffResponse.DIFF_SOME
        return provider_pb2.DiffResponse(
            changes=some if changes else none,
            diffs=sorted({top(path) for path in changes}),
            replaces=replaces,
            detailedDiff={path: changed_as(*change) for path, change in changes.items()},
            hasDetailedDiff=True,
            deleteBeforeReplace=bool(replaces) and self.ident(token, old) == self.ident(token, new),
        )

    def Create(self, request: Any, context: Any) -> Any:
        token, inputs = token_of(request), read(request.properties)
        if request.preview:
            state = {**dict.fromkeys(self.computed_names(token), UNKNOWN), **inputs}
            return provider_pb2.CreateResponse(id="", properties=written(state))
        ident = self.ident(token, inputs)
        self._permit(context, "create", token, ident, request.urn, inputs=inputs)
        return provider_pb2.CreateResponse(
            id=ident, properties=written({**self.computed(token, ident, inputs), **inputs})
        )

    def Update(self, request: Any, context: Any) -> Any:
        token, old, new = token_of(request), read(request.olds), read(request.news)
        if not request.preview:
            self._permit(context, "update", token, request.id, request.urn, inputs=new)
        given = read(request.old_inputs)
        kept = {name: value for name, value in old.items() if name not in given}
        return provider_pb2.UpdateResponse(properties=written({**kept, **new}))

    def Delete(self, request: Any, context: Any) -> Any:
        self._permit(context, "delete", token_of(request), request.id, request.urn)
        return empty_pb2.Empty()

    def Read(self, request: Any, context: Any) -> Any:
        token = token_of(request)
        found = self.found(token, request.id, read(request.properties), read(request.inputs))
        self._note(op="read", type=token, id=request.id, urn=request.urn, found=found is not None)
        if found is None:
            return provider_pb2.ReadResponse(id="")
        state, inputs = found
        return provider_pb2.ReadResponse(id=request.id, properties=written(state), inputs=written(inputs))

    def Invoke(self, request: Any, context: Any) -> Any:
        answer = self.invoked(request.tok, read(request.args))
        if answer is None:
            nothing = provider_pb2.CheckFailure(property="", reason=f"{request.tok}: not found")
            return provider_pb2.InvokeResponse(failures=[nothing])
        return provider_pb2.InvokeResponse(**{"return": written(answer)})

    def _permit(self, context: Any, operation: str, token: str, ident: str, urn: str, **more: Any) -> None:
        why = self.refused(operation, token, ident)
        if operation == "create" and not why:
            time.sleep(TAKES_SECONDS)
        self._note(op=operation, type=token, id=ident, urn=urn, refused=why, **more)
        if why:
            context.abort(grpc.StatusCode.UNKNOWN, why)
