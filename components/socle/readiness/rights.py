"""Whether the key in use is the estate's, for how long, and whether it may do what the stacks in question need."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from socle.estate import LAYERS, Estate
from socle.estate.foundation import OVER_IDENTITIES, OVER_PROJECTS, ROLES

from . import line
from .line import Line
from .live import Bearer, missing
from .machine import Machine

_ok, _wrong, _unknown = (partial(kind, "rights") for kind in (line.ok, line.wrong, line.unknown))

RULING = (*OVER_IDENTITIES, *OVER_PROJECTS)
"""What the foundation takes over the organisation, where no owner deploys it."""


def rights(bearer: Bearer, estate: Estate, layers: Iterable[str], machine: Machine) -> Iterator[Line]:
    """What is said of the bearer of the key in use."""
    here = estate.scaleway
    if not bearer.organization_id:
        yield _unknown("key.bearer")
    elif bearer.organization_id != here.organization_id:
        yield _wrong("key.organization", expected=here.organization_id)
    else:
        yield _ok("key.organization.own", expected=here.organization_id)
    yield _expiry(bearer, machine)
    asked = [layer for layer in layers if layer in LAYERS and "scaleway" in LAYERS[layer].clouds]
    in_projects = here.projects and not all(LAYERS[layer].by_hand for layer in asked)
    if in_projects and bearer.default_project_id not in here.projects.values():
        yield _wrong("key.project", projects=", ".join(sorted(here.projects)))
    for layer in asked:
        yield _may(bearer, layer, here.projects)


def _expiry(bearer: Bearer, machine: Machine) -> Line:
    if bearer.expires_at is None:
        return _wrong("key.lasting")
    hours = int((bearer.expires_at - machine.now()).total_seconds() // 3600)
    return (_wrong if hours < 1 else _ok)("key.ending" if hours < 1 else "key.expires", hours=hours)


def _may(bearer: Bearer, layer: str, projects: Mapping[str, str]) -> Line:
    by_hand = LAYERS[layer].by_hand
    if bearer.owner:
        return (_ok if by_hand else _wrong)("right.owner" if by_hand else "right.too_much", layer=layer)
    if bearer.rights is None:
        return _unknown("right.unread", layer=layer)
    needed = RULING if by_hand else ROLES["deployer"].by_layer.get(layer, ())
    project = "" if by_hand else projects.get(LAYERS[layer].project, "")
    if not by_hand and not project:
        return _unknown("right.unplaced", layer=layer)
    lacking = missing(bearer, needed, project)
    return _wrong("right.missing", layer=layer, sets=", ".join(lacking)) if lacking else _ok("right", layer=layer)
