"""What each part of a Kubernetes object does when it changes: rights, openings, and the floors of a namespace.

Source: the Kubernetes documentation of RBAC, network policies, pod security standards and resource quotas.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from ...subjects import EVERYBODY
from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..judges import IDENTITY, always, by_key, data_class, effects, members, number, objects_in, range_weighed
from ..usual import COSTS, EXPOSES, GRANTS, INTERRUPTS, REVOKES, WEAKENS
from .admission import ADMISSION
from .cluster_rights import rights_of
from .workloads import workloads

_E = Effect
_FLOOR = "pod-security.kubernetes.io/"
_LEVELS = ("privileged", "baseline", "restricted")
_COMMON = "app.kubernetes.io/"
_OWN_LABELS = ("estate", "owner", "layer")
_WORDS = ("reason", "description", "pulumi.com/autonamed", "pulumi.com/skipAwait", "pulumi.com/timeoutSeconds")
_COMPLETE = (1, 25)
"""The version since which no rule was added that this project knows of (Pod Security Standards)."""


def _label(key: str, old: Any, new: Any) -> Effects:
    """Labels of a namespace hold its floors, and others select by them."""
    if key == "data-class":
        return data_class(old, new)
    if key.startswith(_FLOOR):
        if key.endswith("-version"):
            return _floor_version(old, new)
        steps = [_LEVELS.index(value) if value in _LEVELS else -1 for value in (old, new)]
        return (WEAKENS if steps[1] < 1 else HARMLESS) if old is None else WEAKENS if steps[1] < steps[0] else REVOKES
    if "aggregate-to-" in key:
        return EXPOSES
    return HARMLESS if key in _OWN_LABELS or key.startswith(_COMMON) else NOT_KNOWN


def _floor_version(old: Any, new: Any) -> Effects:
    """The rules of an older version forbid less; nobody says which pods a newer one refuses. Without one it is the latest."""
    was, will = _version(old), _version(new)
    if was is None or will is None:
        return NOT_KNOWN
    if will < was and (old is not None or will < _COMPLETE):
        return WEAKENS
    return HARMLESS if old is None or was == will else NOT_KNOWN


def _version(value: Any) -> tuple[float, float] | None:
    if value in (None, "latest"):
        return (math.inf, 0)
    found = re.fullmatch(r"v(\d+)\.(\d+)", str(value))
    return (float(found[1]), float(found[2])) if found else None


def _annotation(key: str, _old: Any, _new: Any) -> Effects:
    return HARMLESS if key in _WORDS else NOT_KNOWN


def _opening(row: Any) -> Effects:
    """A rule of a network policy: without peers it is for everybody, and a public range is the internet."""
    entry = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    peers = objects_in(entry.get("to") or entry.get("from"))
    if not peers or any(not peer or peer.get("namespaceSelector") == {} for peer in peers):
        return EXPOSES
    blocks = [block.get("cidr") for peer in peers for block in objects_in(peer.get("ipBlock"))]
    return range_weighed(EXPOSES, GRANTS)(blocks) if blocks else GRANTS


def _closing(inputs: Mapping[str, Any]) -> Effects:
    """A policy that only forbids goes, and what it held is open; one that lets through goes, and its flow with it."""
    spec = objects_in(inputs.get("spec"))
    opens = any(one.get("ingress") or one.get("egress") for one in spec)
    return REVOKES | NOT_KNOWN if opens else EXPOSES


def _sets(value: Any) -> Any:
    """Rules with the lists in each in one order: a verb or a resource holds wherever it stands."""
    return [_set(row) for row in cast("list[Any]", value)] if isinstance(value, list) else value


def _set(row: Any) -> Any:
    if isinstance(row, list):
        return sorted(cast("list[Any]", row), key=str)
    return {key: _set(each) for key, each in cast("dict[str, Any]", row).items()} if isinstance(row, dict) else row


_RULES = members(more=rights_of, fewer=REVOKES)


def _subject(row: Any) -> Effects:
    name = str(cast("dict[str, Any]", row).get("name", "")) if isinstance(row, dict) else ""
    return EXPOSES if name.startswith(EVERYBODY) else GRANTS


def _role(name: Any) -> Effects:
    return EXPOSES if name in ("cluster-admin", "admin", "system:masters") else GRANTS


_OBJECT = {
    "apiVersion": IDENTITY,
    "kind": IDENTITY,
    "metadata.name": IDENTITY,
    "metadata.namespace": IDENTITY,
    "metadata.labels": by_key(_label),
    "metadata.annotations": by_key(_annotation),
}
_BINDING = {
    **_OBJECT,
    "roleRef": Judge(lambda _old, new: _role(_named(new)), lambda new: _role(_named(new))),
    "subjects": members(more=_subject, fewer=REVOKES),
}
_ROLE = {
    **_OBJECT,
    "rules": Judge(lambda old, new: _RULES.change(_sets(old), _sets(new)), _RULES.born),
    "aggregationRule": always(_E.EXPOSES, born=EXPOSES),
}
_LIMIT = number(less=INTERRUPTS, more=COSTS)


def _named(reference: Any) -> Any:
    return cast("dict[str, Any]", reference).get("name") if isinstance(reference, dict) else None


def _quota(key: str, old: Any, new: Any) -> Effects:
    if old is None:
        return HARMLESS
    told = WEAKENS if new is None else _LIMIT.change(old, new)
    return EXPOSES if key.startswith("services.") and _E.COSTS in told else told


def _limits(old: Any, new: Any) -> Effects:
    return (
        HARMLESS
        if json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)
        else effects(_E.COSTS, _E.INTERRUPTS)
    )


def _labels_born(labels: Any) -> Effects:
    """A namespace without a floor for its pods lets them do what they like."""
    found = by_key(_label).born(labels)
    held = isinstance(labels, dict) and f"{_FLOOR}enforce" in labels
    return found if held else found | WEAKENS


_ADMISSION = TypeEffects(
    {**_OBJECT, "spec": always(_E.WEAKENS, _E.INTERRUPTS, born=INTERRUPTS)},
    deleted=WEAKENS,
)
"""What refuses an object by an expression, and what binds it to objects: another one may let in what was refused, or refuse what runs."""

KUBERNETES: dict[str, TypeEffects] = {
    "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": _ADMISSION,
    "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": _ADMISSION,
    "core/v1:LimitRange": TypeEffects({**_OBJECT, "spec.limits": Judge(_limits, lambda _v: HARMLESS)}, deleted=WEAKENS),
    "core/v1:Namespace": TypeEffects(
        {**_OBJECT, "metadata.labels": Judge(by_key(_label).change, _labels_born)},
        created=GRANTS,
        deleted=effects(_E.LOSES),
    ),
    "core/v1:ResourceQuota": TypeEffects({**_OBJECT, "spec.hard": by_key(_quota)}, deleted=WEAKENS),
    "core/v1:ServiceAccount": TypeEffects(
        {**_OBJECT, "automountServiceAccountToken": always(_E.GRANTS), "imagePullSecrets": always(_E.INTERRUPTS)},
        created=GRANTS,
        deleted=REVOKES,
    ),
    "networking.k8s.io/v1:NetworkPolicy": TypeEffects(
        {
            **_OBJECT,
            "spec.egress": members(more=_opening, fewer=REVOKES),
            "spec.ingress": members(more=_opening, fewer=REVOKES),
            "spec.podSelector": always(_E.WEAKENS),
            "spec.policyTypes": Judge(members(more=REVOKES, fewer=EXPOSES).change, lambda _v: HARMLESS),
        },
        deleted=_closing,
    ),
    "rbac.authorization.k8s.io/v1:ClusterRole": TypeEffects(_ROLE, created=GRANTS, deleted=REVOKES),
    "rbac.authorization.k8s.io/v1:ClusterRoleBinding": TypeEffects(_BINDING, created=GRANTS, deleted=REVOKES),
    "rbac.authorization.k8s.io/v1:Role": TypeEffects(_ROLE, created=GRANTS, deleted=REVOKES),
    "rbac.authorization.k8s.io/v1:RoleBinding": TypeEffects(_BINDING, created=GRANTS, deleted=REVOKES),
    **workloads(_OBJECT),
    **{type_: replace(row, properties={**_OBJECT, **row.properties}) for type_, row in ADMISSION.items()},
}
"""By type token without its package."""
