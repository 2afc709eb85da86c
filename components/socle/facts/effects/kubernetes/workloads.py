"""What runs in a cluster, and what a change of it does: which code, beside which rights of its node, and what answers it.

Source: the Kubernetes documentation of pods, services and pod security standards.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..judges import always, members, number, objects_in, texts_in
from ..usual import COSTS, EXPOSES, GRANTS, INTERRUPTS, REVOKES, RUNS, WEAKENS

_E = Effect
_PINNED = re.compile(r"\S+@sha256:[0-9a-f]{64}")
_HOST = ("hostNetwork", "hostPID", "hostIPC")
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_KEEPS = {"runAsNonRoot": True, "readOnlyRootFilesystem": True}
_GIVES = {"privileged": True, "allowPrivilegeEscalation": True}


def dangers(template: Any) -> frozenset[str]:
    """What a pod may that the strictest standard forbids, each by a word and who: an image without digest, the host's network, root."""
    pod = _part(template, "spec")
    return frozenset(
        [*_of_pod(pod), *(each for container in _containers(pod) for each in _of_container(pod, container))]
    )


def _of_pod(pod: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in _HOST if pod.get(name) not in (None, False))
    yield from (f"hostPath {volume.get('name')}" for volume in objects_in(pod.get("volumes")) if "hostPath" in volume)
    if pod.get("automountServiceAccountToken") is not False:
        yield "token"
    yield from _unconfined(_part(pod, "securityContext"), "")


def _unconfined(context: Mapping[str, Any], name: str) -> Iterator[str]:
    """Walls of the kernel that are taken down."""
    if context.get("procMount") not in (None, "Default"):
        yield f"procMount {name}"
    for key in ("seccompProfile", "appArmorProfile"):
        if _part(context, key).get("type") == "Unconfined":
            yield f"{key} {name}"
    if _part(context, "windowsOptions").get("hostProcess") not in (None, False):
        yield f"hostProcess {name}"


def _of_container(pod: Mapping[str, Any], container: Mapping[str, Any]) -> Iterator[str]:
    name, own, shared = container.get("name"), _part(container, "securityContext"), _part(pod, "securityContext")
    if not _PINNED.fullmatch(str(container.get("image", ""))):
        yield f"image {name}"
    for key, wanted in _KEEPS.items():
        if own.get(key, shared.get(key)) is not wanted:
            yield f"{key} {name}"
    yield from (f"{key} {name}" for key, given in _GIVES.items() if own.get(key, key != "privileged") is given)
    if "ALL" not in (_part(own, "capabilities").get("drop") or ()) or _part(own, "capabilities").get("add"):
        yield f"capabilities {name}"
    yield from _unconfined(own, str(name))
    yield from (f"hostPort {name}" for port in objects_in(container.get("ports")) if port.get("hostPort"))


def _template(old: Any, new: Any) -> Effects:
    """Another image or command is other code, and what that does nobody reads here."""
    if old == new:
        return HARMLESS
    found = INTERRUPTS | NOT_KNOWN
    if dangers(new) - dangers(old):
        found |= WEAKENS
    return found | GRANTS if _secrets(new) - _secrets(old) else found


def _template_born(template: Any) -> Effects:
    found = WEAKENS if dangers(template) else HARMLESS
    return (found - HARMLESS) | GRANTS if _secrets(template) else found


def _secrets(template: Any) -> set[str]:
    """Names of secrets that a pod is given."""
    pod = _part(template, "spec")
    held = [_part(volume, "secret") for volume in objects_in(pod.get("volumes"))]
    for container in _containers(pod):
        held += [_part(_part(each, "valueFrom"), "secretKeyRef") for each in objects_in(container.get("env"))]
        held += [_part(each, "secretRef") for each in objects_in(container.get("envFrom"))]
    return {text for each in held for text in texts_in(each)}


def _containers(pod: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [container for kind in _CONTAINERS for container in objects_in(pod.get(kind))]


def _part(value: Any, name: str) -> Mapping[str, Any]:
    found = cast("Mapping[str, Any]", value).get(name) if isinstance(value, Mapping) else None
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}


def _service(old: Any, new: Any) -> Effects:
    opens = new in ("LoadBalancer", "NodePort", "ExternalName")
    return EXPOSES if opens else HARMLESS if old is None else REVOKES


def _runs_at(path: str) -> dict[str, Judge]:
    """A pod, or a template of one, whose specification is at a path."""

    def judged(old: Any, new: Any) -> Effects:
        return _template({"spec": old}, {"spec": new}) if new is not None else INTERRUPTS | NOT_KNOWN

    return {path: Judge(judged, lambda value: _template_born({"spec": value}))}


_OTHERS = {
    "core/v1:Pod": "spec",
    "core/v1:PodTemplate": "template.spec",
    "core/v1:ReplicationController": "spec.template.spec",
    "apps/v1:DaemonSet": "spec.template.spec",
    "apps/v1:ReplicaSet": "spec.template.spec",
    "apps/v1:StatefulSet": "spec.template.spec",
    "batch/v1:CronJob": "spec.jobTemplate.spec.template.spec",
}
"""Whatever else runs pods, by where it says how. What else it says is not known."""

_RUNS = {
    "spec.template": Judge(_template, _template_born),
    "spec.replicas": number(less=INTERRUPTS, more=COSTS),
    "spec.selector": always(_E.INTERRUPTS, _E.NOT_KNOWN),
    "spec.strategy": RUNS,
    "spec.backoffLimit": always(),
    "spec.completions": number(less=INTERRUPTS, more=COSTS),
    "spec.parallelism": number(less=INTERRUPTS, more=COSTS),
}


def workloads(parts: Mapping[str, Judge]) -> dict[str, TypeEffects]:
    """The rows of what runs, by type token without its package.

    Args:
        parts: what every object of Kubernetes has: its names, labels and words.
    """
    return {
        **{type_: TypeEffects({**parts, **_runs_at(path)}, created=NOT_KNOWN) for type_, path in _OTHERS.items()},
        "apps/v1:Deployment": TypeEffects({**parts, **_RUNS}),
        "batch/v1:Job": TypeEffects({**parts, **_RUNS}),
        "core/v1:ConfigMap": TypeEffects({**parts, "data": always(_E.INTERRUPTS, _E.NOT_KNOWN, born=HARMLESS)}),
        "core/v1:Service": TypeEffects(
            {
                **parts,
                "spec.type": Judge(_service, lambda value: _service(None, value)),
                "spec.externalIPs": members(more=EXPOSES, fewer=REVOKES),
                "spec.ports": members(more=GRANTS, fewer=REVOKES),
                "spec.selector": always(_E.INTERRUPTS, _E.NOT_KNOWN, born=HARMLESS),
            }
        ),
    }
