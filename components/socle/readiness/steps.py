"""The first day as a list: what is done, what a person must do and how that is checked, and the next command.

What is done is read from files and states, and asked of the host where that is wanted. What nobody could see is not said to be done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from socle.estate import Estate
from socle.messages import Text, said
from socle.project import Project

from .account import scaleway_refusals
from .live import Host, can_ask, stored
from .machine import Machine
from .states import States, states

_FIRST_FOLDER = "file:///ENCRYPTED-DISK/first"
"""Where the first state is, before there is a bucket: whoever types it puts a folder of an encrypted disk in its place."""


class Progress(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NEXT = "to-do"
    BY_HAND = "by-hand"
    UNKNOWN = "not-known"


@dataclass(frozen=True)
class Step:
    """One step: where it stands, how that is checked, and what to type or do next, if anything."""

    name: str
    progress: Progress
    what: Text
    how: Text
    command: str = ""


def first_day(project: Project, estate: Estate, machine: Machine, *, live: bool) -> list[Step]:
    """Every step of the first day of an estate, in the order in which they are done.

    Args:
        live: ask the host too, with the credentials of the environment; read-only, and only where they are the estate's.
    """
    open_ = live and can_ask() and not scaleway_refusals(estate, machine)
    host = _host(machine, estate) if open_ else None
    found = states(project, machine, stored(machine) if open_ else None)
    return list(_steps(project, estate, found, host))


def following(steps: Iterable[Step]) -> Step | None:
    """The first step that something can be typed for."""
    return next((each for each in steps if each.progress is Progress.NEXT), None)


def _steps(project: Project, estate: Estate, found: States, host: Host | None) -> Iterator[Step]:
    name = estate.name
    first, foundation, platform = (f"{name}-{layer}" for layer in ("bootstrap", "foundation", "platform"))
    bootstrap = estate.foundation and estate.foundation.bootstrap
    declared = bootstrap is not None and first in project.stacks()
    yield _owners(host)
    yield _step("contract", Progress.DONE if estate.scaleway.hds_contract else Progress.BY_HAND)
    yield _step("quotas", Progress.BY_HAND, f"socle check --quotas --estate {name}")
    yield _step("declared", Progress.DONE if declared else Progress.NEXT, estate=name)
    yield _deployed("first", first, found, waits=not declared)
    yield _moved(first, found)
    yield _wiped((first, foundation, platform), found)
    yield _step("revoked", Progress.BY_HAND)
    yield _deployed("foundation", foundation, found, waits=not _there(first, found))
    yield _trail(host, estate)
    yield _step("federation", Progress.DONE if estate.foundation and estate.foundation.saml else Progress.BY_HAND)
    granted = bootstrap is not None and bool(bootstrap.platform.grants)
    yield _step(
        "grants", Progress.DONE if granted else Progress.NEXT if _there(foundation, found) else Progress.UNKNOWN
    )
    yield _deployed("platform", platform, found, waits=not _there(foundation, found))
    if estate.legacy:
        yield _step("copies", Progress.BY_HAND)


def _step(name: str, progress: Progress, command: str = "", **values: Text | int) -> Step:
    done = progress is Progress.DONE
    return Step(
        name, progress, said(f"first.{name}", **values), said(f"first.{name}.how", **values), "" if done else command
    )


def _owners(host: Host | None) -> Step:
    counted = host.owners() if host else None
    if not isinstance(counted, tuple):
        return _step("owners", Progress.BY_HAND)
    owners, with_factor = counted
    enough = owners >= 2 and owners == with_factor
    return Step(
        "owners",
        Progress.DONE if enough else Progress.BY_HAND,
        said("first.owners.counted", owners=owners, with_factor=with_factor),
        said("first.owners.how"),
    )


def _trail(host: Host | None, estate: Estate) -> Step:
    count = host.trail_exports(estate.scaleway.region) if host else None
    return _step("trail", Progress.DONE if isinstance(count, int) and count else Progress.BY_HAND)


def _there(stack: str, found: States) -> bool:
    """Whether a stack surely has a state somewhere."""
    return bool(found.kept(stack) or found.left(stack))


def _deployed(name: str, stack: str, found: States, *, waits: bool) -> Step:
    login = "" if found.scheme else f"pulumi login {_FIRST_FOLDER} && "
    command = f"{login}pulumi stack select --create {stack} && pulumi up --stack {stack}"
    if _there(stack, found):
        return _step(name, Progress.DONE, stack=stack)
    if found.kept(stack) is None or waits:
        return _step(name, Progress.UNKNOWN, stack=stack)
    return _step(name, Progress.NEXT, command, stack=stack)


def _moved(stack: str, found: States) -> Step:
    """Whether bootstrap's own state is in what it made."""
    left = found.left(stack)
    if found.kept(stack):
        return _step("moved", Progress.DONE, stack=stack)
    if not left:
        return _step("moved", Progress.UNKNOWN, stack=stack)
    command = f"pulumi stack migrate file://{left[0]} {stack} --secrets-provider passphrase"
    return _step("moved", Progress.NEXT, command, stack=stack)


def _wiped(stacks: tuple[str, ...], found: States) -> Step:
    """Whether no folder of this machine has a state any more, once the bucket has it."""
    places = sorted({str(folder) for stack in stacks for folder in found.left(stack) if found.kept(stack)})
    if places:
        return _step("wiped", Progress.NEXT, f"rm -r {' '.join(f'{place}/.pulumi' for place in places)}")
    return _step("wiped", Progress.BY_HAND)


def _host(machine: Machine, estate: Estate) -> Host | None:
    try:
        return Host(machine, estate.scaleway.organization_id)
    except ValueError:
        return None
