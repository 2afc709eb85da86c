"""Whether the plans of an organisation's estates fit its quotas."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial

from socle.estate import Estate, load
from socle.messages import Refused, Text, said
from socle.project import Need, Project, capture_stacks, estate_names, needs, stacks_of_estate

from . import line
from .line import Line

_ok, _wrong, _unknown = (partial(kind, "quotas") for kind in (line.ok, line.wrong, line.unknown))

Limits = Callable[[], "Mapping[str, int] | Text"]
"""Asks the organisation for its quotas, by the name that the host shows in lower case; a text is why that could not be asked."""


def quotas(project: Project, organization_id: str, ask: Limits | None = None) -> Iterator[Line]:
    """What is said of each quota: all estates of an organisation together.

    Args:
        ask: asks the organisation; None where nothing may be asked: then what it has at first counts.
    """
    estates = _estates(project, organization_id)
    stacks = {name: stacks_of_estate(project, name) for name in estates}
    run = capture_stacks(project, [each for of in stacks.values() for each in of])
    for stack in sorted(run.failures):
        yield _unknown("quota.uncaptured", stack=stack)
    limits = ask() if ask else None
    if limits is not None and not isinstance(limits, Mapping):
        yield _unknown("quota.silent", why=limits)
    real: Mapping[str, int] = limits if isinstance(limits, Mapping) else {}
    plans = {name: [run.plans[each] for each in of if each in run.plans] for name, of in stacks.items()}
    found = needs(plans, estates)
    yield from judged(found, real)


def judged(found: Iterable[Need], real: Mapping[str, int]) -> Iterator[Line]:
    """Each quota that is too small, each whose size nobody knows, and the rest in one line."""
    fitting = 0
    for need in found:
        most = real.get(need.called.lower(), need.most)
        if need.unread and (most is None or need.total <= most):
            yield _unknown("quota.unread", what=said(f"quota.{need.called}"), count=need.unread)
        elif most is None:
            yield _unknown("quota.unpublished", what=said(f"quota.{need.called}"), needed=need.total)
        elif need.total > most:
            yield _wrong("quota.small", what=said(f"quota.{need.called}"), needed=need.total, most=most)
        else:
            fitting += 1
    if fitting:
        yield _ok("quota.fits" if real else "quota.fits.first", count=fitting)


def _estates(project: Project, organization_id: str) -> dict[str, Estate]:
    found: dict[str, Estate] = {}
    for name in estate_names(project):
        with suppress(Refused):
            estate = load(project.estates / name).estate
            if estate.scaleway.organization_id == organization_id:
                found[name] = estate
    return found
