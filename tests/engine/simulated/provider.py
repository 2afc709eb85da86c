"""A Pulumi resource provider that keeps nothing: the engine's state is its only memory, a journal its only trace.

On the raw protocol, since the SDK's own base class for providers cannot tell an unknown value from a text.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from .sdk_types import SdkType, sdk_type

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SECRET = "4dabf18193072939515e22adb298388d"
_LARGEST = 400 << 20  # bytes of one message, as the engine allows

Values = dict[str, Any]
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
        token, olds, news = _token(request), read(request.olds), read(request.news)
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
        token, old, new = _token(request), read(request.old_inputs), read(request.news)
        ignored = tuple(request.ignoreChanges)
        changes = {
            path: change
            for path, change in self._changes(token, old, new).items()
            if not any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in ignored)
        }
        replaces = sorted({_top(path) for path, (_, replacing) in changes.items() if replacing})
        none, some = provider_pb2.DiffResponse.DIFF_NONE, provider_pb2.DiffResponse.DIFF_SOME
        return provider_pb2.DiffResponse(
            changes=some if changes else none,
            diffs=sorted({_top(path) for path in changes}),
            replaces=replaces,
            detailedDiff={path: _detail(*change) for path, change in changes.items()},
            hasDetailedDiff=True,
            deleteBeforeReplace=bool(replaces) and self.ident(token, old) == self.ident(token, new),
        )

    def Create(self, request: Any, context: Any) -> Any:
        token, inputs = _token(request), read(request.properties)
        if request.preview:
            state = {**dict.fromkeys(self.computed_names(token), UNKNOWN), **inputs}
            return provider_pb2.CreateResponse(id="", properties=written(state))
        ident = self.ident(token, inputs)
        self._permit(context, "create", token, ident, request.urn, inputs=inputs)
        return provider_pb2.CreateResponse(
            id=ident, properties=written({**self.computed(token, ident, inputs), **inputs})
        )

    def Update(self, request: Any, context: Any) -> Any:
        token, old, new = _token(request), read(request.olds), read(request.news)
        if not request.preview:
            self._permit(context, "update", token, request.id, request.urn, inputs=new)
        given = read(request.old_inputs)
        kept = {name: value for name, value in old.items() if name not in given}
        return provider_pb2.UpdateResponse(properties=written({**kept, **new}))

    def Delete(self, request: Any, context: Any) -> Any:
        self._permit(context, "delete", _token(request), request.id, request.urn)
        return empty_pb2.Empty()

    def Read(self, request: Any, context: Any) -> Any:
        token = _token(request)
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
        self._note(op=operation, type=token, id=ident, urn=urn, refused=why, **more)
        if why:
            context.abort(grpc.StatusCode.UNKNOWN, why)


def read(struct: Any) -> Values:
    """A message as plain values; secrets as what they hold, since no simulation tells them apart."""
    return _tidy(json_format.MessageToDict(struct))


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        if _SECRET in value:
            return _tidy(value.get("value"))
        return {name: _tidy(each) for name, each in value.items() if name != "__defaults"}
    if isinstance(value, list):
        return [_tidy(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def written(values: Mapping[str, Any]) -> Any:
    """Plain values as a message."""
    struct = struct_pb2.Struct()
    struct.update(values)
    return struct


def _token(request: Any) -> str:
    return request.urn.split("::")[2].rsplit("$", maxsplit=1)[-1]


def _top(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _detail(kind: str, replacing: bool) -> Any:
    name = f"{kind}_REPLACE" if replacing else kind
    return provider_pb2.PropertyDiff(kind=provider_pb2.PropertyDiff.Kind.Value(name), inputDiff=True)


def stable(text: str, length: int = 8) -> str:
    """Hexadecimal digits that are the same in every run."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def uuid_of(text: str) -> str:
    """An id that is the same in every run."""
    digits = stable(text, 32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


def serve(provider: Provider) -> None:
    """Serve on a free port of the loopback until whoever started this is gone."""
    options = [("grpc.max_receive_message_length", _LARGEST)]
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=8), options=options)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    parent = os.getppid()
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while os.getppid() == parent:
        time.sleep(1)
