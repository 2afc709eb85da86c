"""One request as the plan records it: Pulumi's raw fields, the options the engine inherits, the references it adds."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from socle.facts.scaleway import facts
from socle.plan import UNKNOWN, AliasSpec, Resource, masked, resolve_aliases, without_credentials

from .answers import Answer, Mode
from .cloud_values import derived_uuid
from .prior import Prior
from .program import is_installed, is_own
from .wire import plain, plain_object

_PROVIDER = "pulumi:providers:"
_UNCHECKED = "not among the provider facts: its inputs, replacement and secrets are unchecked"
_ELSEWHERE = "made by the code of another package, which no capture runs: what is in it is in no plan"


@dataclass(frozen=True)
class Surroundings:
    """What does not change during one capture."""

    root: str
    prior: Prior
    mode: Mode

    def provider_id(self, urn: str) -> str:
        """The id of a default provider: known once deployed."""
        existing = self.prior.find(urn)
        if existing:
            return existing.id
        return derived_uuid(urn) if self.mode == "up" else UNKNOWN


def described(
    request: Any,
    urn: str,
    registered: Mapping[str, Resource],
    surroundings: Surroundings,
    default_provider: Callable[[Any], str],
) -> Resource:
    """A registration or a read as the engine would record it."""
    parent = registered.get(request.parent)
    is_read = request.DESCRIPTOR.name == "ReadResourceRequest"
    custom = is_read or request.custom
    remote = not is_read and request.remote
    position = _called(request, surroundings.root)
    inputs = plain_object(request.properties if is_read else request.object, references=not custom)
    if request.type.startswith(_PROVIDER):
        inputs.pop("version", None)
    resource = Resource(
        urn=urn,
        type=request.type,
        custom=custom,
        parent=request.parent,
        inputs=masked(request.type, inputs, request.additionalSecretOutputs if custom else ()),
        dependencies=tuple(sorted(request.dependencies)),
        remote=remote,
        provider=_provider(request, custom, default_provider),
        additional_secret_outputs=tuple(request.additionalSecretOutputs),
        source_position=source_position(position.uri, position.line, surroundings.root),
        notes=(_ELSEWHERE,)
        if remote
        else (_UNCHECKED,)
        if custom and package_of(request.type) == "scaleway" and facts(request.type) is None
        else (),
    )
    if custom or remote:
        resource = replace(resource, **_plugin(request))
    return resource if is_read else replace(resource, **_options(request, urn, parent))


def _called(request: Any, root: str) -> Any:
    """The line that calls for a resource: the program's own where there is one on the way, whatever library makes it then."""
    frames = (frame.pc for frame in request.stackTrace.frames)
    return next((at for at in frames if _is_own(at.uri, root)), request.sourcePosition)


@cache
def _is_own(uri: str, root: str) -> bool:
    return bool(uri) and is_own(unquote(urlsplit(uri).path), Path(root))


def answered(resource: Resource, replied: Answer) -> Resource:
    """After the answer: with the id if it is known, and the inputs that the engine goes on with."""
    id_ = resource.import_id or replied.id
    if not id_ and replied.inputs is resource.inputs:
        return resource
    return replace(resource, id=id_, inputs=replied.inputs)


def package_of(type_: str) -> str:
    """The package of a type token: `scaleway` of `scaleway:object/bucket:Bucket`."""
    return type_.split(":", 1)[0]


def _options(request: Any, urn: str, parent: Resource | None) -> dict[str, Any]:
    """Options of a registration; protect, retain and deleted-with come from the parent unless the program says so."""
    return {
        "property_dependencies": {
            name: tuple(sorted(deps.urns)) for name, deps in sorted(request.propertyDependencies.items())
        },
        "protect": _inherited(request, "protect", parent.protect if parent else False),
        "retain_on_delete": _inherited(request, "retainOnDelete", parent.retain_on_delete if parent else False),
        "deleted_with": request.deletedWith or (parent.deleted_with if parent else ""),
        "delete_before_replace": request.deleteBeforeReplace,
        "ignore_changes": tuple(request.ignoreChanges),
        "replace_on_changes": tuple(request.replaceOnChanges),
        "replace_with": tuple(request.replace_with),
        "replacement_trigger": without_credentials(plain(request.replacement_trigger)),
        "aliases": _aliases(request, urn, parent),
        "import_id": request.importId,
        "hide_diffs": tuple(request.hideDiffs),
        "custom_timeouts": _timeouts(request),
        "hooks": {field.name.replace("_", "-"): tuple(names) for field, names in request.hooks.ListFields()},
    }


def _inherited(request: Any, name: str, from_parent: bool) -> bool:
    return getattr(request, name) if request.HasField(name) else from_parent


def _provider(request: Any, custom: bool, default: Callable[[Any], str]) -> str:
    """The reference that the SDK sends (its parent's, if the program names none), else the one that the engine adds."""
    if not custom or request.type.startswith(_PROVIDER):
        return ""
    return request.provider or default(request)


def _plugin(request: Any) -> dict[str, Any]:
    """Version and source of the provider where the program chose them. An SDK sends its own with everything."""
    asked = {"version": request.version, "plugin_download_url": request.pluginDownloadURL}
    usual = _usual_plugin(package_of(request.type.removeprefix(_PROVIDER)))
    return {name: value for name, value in asked.items() if value and value != getattr(usual, name, None)}


def _usual_plugin(package: str) -> Any:
    """The options that the SDK of a package gives to every resource (`_utilities`, as Pulumi generates it); nothing without one."""
    for maker in ("pulumi", "pulumiverse"):
        utilities = sys.modules.get(f"{maker}_{package.replace('-', '_')}._utilities")
        if usual := getattr(utilities, "get_resource_opts_defaults", None):
            return usual()
    return None


def _aliases(request: Any, urn: str, parent: Resource | None) -> tuple[str, ...]:
    inherited = parent.aliases if parent else ()
    if not request.aliases and not inherited:
        return ()
    return resolve_aliases(urn, request.parent, [_alias(alias) for alias in request.aliases], inherited)


def _alias(alias: Any) -> AliasSpec:
    if alias.urn:
        return AliasSpec(urn=alias.urn)
    spec = alias.spec
    return AliasSpec(
        name=spec.name,
        type=spec.type,
        stack=spec.stack,
        project=spec.project,
        parent=spec.parentUrn,
        no_parent=spec.noParent,
    )


_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def _timeouts(request: Any) -> dict[str, float]:
    if not request.HasField("customTimeouts"):
        return {}
    given = {name: getattr(request.customTimeouts, name) for name in ("create", "update", "delete")}
    return {name: _seconds(text) for name, text in given.items() if text}


def _seconds(text: str) -> float:
    """A Go duration such as `1h30m` in seconds, as a state records it."""
    total = sum(float(number) * _SECONDS[unit] for number, unit in re.findall(r"([\d.]+)(ms|h|m|s)", text))
    return int(total) if total == int(total) else total


@cache
def source_position(uri: str, line: int, root: str) -> str:
    """The line that calls a resource's constructor.

    Under the project's root it reads as the engine writes it, `project:///infra/__main__.py#12`. Installed packages
    and files elsewhere are named by their import path, `package:///socle/scaleway/storage.py#12`, where the engine
    would give the path of this machine.
    """
    if not uri or line <= 0:
        return ""
    path = Path(unquote(urlsplit(uri).path))
    if not is_installed(path) and path.is_relative_to(root):
        return f"project:///{path.relative_to(root).as_posix()}#{line}"
    return f"package:///{_import_path(path)}#{line}"


def _import_path(path: Path) -> str:
    homes = [Path(entry) for entry in sys.path if entry and path.is_relative_to(entry)]
    if homes:
        return path.relative_to(max(homes, key=lambda home: len(home.parts))).as_posix()
    return path.name
