"""Whether credentials and the configuration of stacks are those of an estate: what the program itself refuses, told beforehand."""

from collections.abc import Iterable, Iterator
from functools import partial

from socle.estate import (
    LAYERS,
    PROVIDER_SETTINGS,
    SETTINGS,
    Estate,
    account_refusals,
    azure_account_refusals,
    provider_refusals,
)
from socle.estate.bridge import gateway_subscription
from socle.messages import Refusal, Refused
from socle.project import Project, is_secret, layer_of

from . import line
from .line import Line, refused
from .machine import Machine

_ok, _wrong, _unknown = (partial(kind, "account") for kind in (line.ok, line.wrong, line.unknown))
_NAMED = {f"{provider}:{name}" for provider, names in PROVIDER_SETTINGS.items() for name in names}


def account(project: Project, stacks: Iterable[str], estate: Estate, machine: Machine) -> Iterator[Line]:
    """What is said of the credentials in the environment, for the stacks of an estate."""
    asked = tuple(stacks)
    clouds = clouds_of(project, asked)
    if "scaleway" in clouds:
        found = scaleway_refusals(estate, machine)
        yield from refused("account", found) or [_ok("account", estate=estate.name, cloud="Scaleway")]
    for stack in asked:
        layer = layer_of(project, stack)
        if estate.legacy and layer in LAYERS and "azure" in LAYERS[layer].clouds:
            given = {key: _plain(project, stack).get(f"azure-native:{key}", "") for key in SETTINGS}
            subscription_id = gateway_subscription(estate.bridge, estate.legacy) if layer == "bridge" else ""
            told = azure_account_refusals(estate.legacy, machine.environment, given, subscription_id)
            yield from refused("account", told) or [_ok("account", estate=stack, cloud="Azure")]


def scaleway_refusals(estate: Estate, machine: Machine) -> list[Refusal]:
    """Why the credentials in the environment are not those of an estate."""
    return list(account_refusals(estate, machine.environment))


def configuration(project: Project, stacks: Iterable[str]) -> Iterator[Line]:
    """What the files of stacks say to providers: where they go and who they are."""
    sound: list[str] = []
    for stack in stacks:
        try:
            project.config(stack)
            problems: tuple[Refusal, ...] = ()
        except Refused as found:
            problems = found.refusals
        given = {key: value for key, value in _plain(project, stack).items() if key in _NAMED}
        said = refused("configuration", [*problems, *provider_refusals(given)])
        yield from said
        if not said:
            sound.append(stack)
    if sound:
        yield line.ok("configuration", "configuration", stacks=", ".join(sound))


def clouds_of(project: Project, stacks: Iterable[str]) -> frozenset[str]:
    """The clouds that stacks are deployed on."""
    layers = {layer_of(project, stack) for stack in stacks}
    return frozenset(cloud for layer in layers if layer in LAYERS for cloud in LAYERS[layer].clouds)


def _plain(project: Project, stack: str) -> dict[str, str]:
    return {key: value for key, value in (project.unchecked(stack) or {}).items() if not is_secret(value)}
