"""Everything that is asked of a machine before a deployment, topic by topic. Nothing is changed; a host is asked where that is wanted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from socle.estate import Estate, load
from socle.messages import Refused
from socle.project import Project, layer_of

from . import line
from .account import account, clouds_of, configuration, scaleway_refusals
from .backend import backend
from .line import Line, refused
from .live import Bearer, Host, can_ask, versioned
from .machine import Machine
from .passphrase import passphrase
from .profiles import profiles
from .quotas import quotas
from .redirects import redirects
from .rights import rights
from .tools import tools

TOPICS = (
    "tools", "backend", "passphrase", "environment", "profiles", "configuration", "account", "rights", "clock", "quotas",
)  # fmt: skip
"""In the order in which they are asked and shown."""
_FAR = 300
"""Seconds that a clock may be off: signed requests are refused from fifteen minutes on."""
_SDK_OF_CLOUD = {"scaleway": "pulumiverse-scaleway", "azure": "pulumi-azure-native"}


def examined(project: Project, stacks: Iterable[str], name: str, machine: Machine, *, live: bool) -> Iterator[Line]:
    """What is known of everything that a deployment of some stacks of one estate needs.

    Args:
        name: the estate.
        live: ask the hosts too, with the credentials of the environment.
    """
    asked = tuple(stacks)
    clouds = clouds_of(project, asked)
    yield from tools(project, machine, _needed(project, asked, clouds))
    estate, told = _estate(project, name)
    host, closed = _host(estate, machine, live=live)
    lasting = estate is None or estate.lasts
    yield from backend(project, machine, lasting=lasting, ask=versioned(machine) if live and not closed else None)
    yield from passphrase(project, asked, machine)
    yield from redirects(machine, clouds | frozenset({"kubernetes"} if _has(project, asked, "cluster") else ()))
    yield from profiles(machine, [estate] if estate else [], clouds)
    yield from configuration(project, asked)
    yield from told
    if estate is None:
        return
    yield from account(project, asked, estate, machine)
    layers = tuple(dict.fromkeys(layer_of(project, stack) for stack in asked))
    yield from _asked_of(host, closed, estate, layers, machine)
    yield from quotas(project, estate.scaleway.organization_id, host.limits if host else None)


def _asked_of(
    host: Host | None, closed: list[Line], estate: Estate, layers: tuple[str, ...], machine: Machine
) -> Iterator[Line]:
    yield from closed
    if host is None:
        if not closed:
            yield line.unknown("rights", "rights.unasked")
            yield line.unknown("clock", "clock.unasked")
        return
    bearer = host.bearer()
    if isinstance(bearer, Bearer):
        yield from rights(bearer, estate, layers, machine)
    else:
        yield line.unknown("rights", "rights.silent", why=bearer)
    off = host.seconds_off()
    if not isinstance(off, int):
        yield line.unknown("clock", "clock.silent", why=off)
    else:
        far = abs(off) > _FAR
        yield (line.wrong if far else line.ok)("clock", "clock.off" if far else "clock", seconds=abs(off))


def _host(estate: Estate | None, machine: Machine, *, live: bool) -> tuple[Host | None, list[Line]]:
    """Whom to ask, or why nobody is asked: credentials go to no endpoint that the program would refuse."""
    if not live or estate is None:
        return None, []
    if not can_ask():
        return None, [line.unknown(topic, "live.absent") for topic in ("rights", "clock")]
    if scaleway_refusals(estate, machine):
        return None, [line.unknown(topic, "live.refused") for topic in ("rights", "clock")]
    try:
        return Host(machine, estate.scaleway.organization_id), []
    except ValueError:
        return None, [line.unknown(topic, "live.malformed") for topic in ("rights", "clock")]


def _estate(project: Project, name: str) -> tuple[Estate | None, list[Line]]:
    try:
        return load(project.estates / name).estate, []
    except Refused as found:
        told = refused("account", found.refusals)
        return None, [replace(each, place=str(project.estates / each.place)) if each.place else each for each in told]


def _needed(project: Project, stacks: tuple[str, ...], clouds: frozenset[str]) -> list[str]:
    """The distributions that stacks need."""
    found = ["pulumi", *(_SDK_OF_CLOUD[cloud] for cloud in sorted(clouds, reverse=True))]
    of_layer = {"platform": "pulumi-random", "cluster": "pulumi-kubernetes"}
    return found + [sdk for layer, sdk in of_layer.items() if _has(project, stacks, layer)]


def _has(project: Project, stacks: tuple[str, ...], layer: str) -> bool:
    return any(layer_of(project, stack) == layer for stack in stacks)
