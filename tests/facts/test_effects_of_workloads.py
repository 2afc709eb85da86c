"""What a change of a pod, a job or a service is told as: what it may of its node, what it is given, and whom it answers."""

from copy import deepcopy
from typing import Any

import pytest

from socle.facts.effects import Effect, changed, created
from socle.facts.effects.kubernetes.workloads import dangers

pytestmark = pytest.mark.slow

DEPLOYMENT, SERVICE = "kubernetes:apps/v1:Deployment", "kubernetes:core/v1:Service"
IMAGE = "registry.example/mover@sha256:" + "5f" * 32


def inputs() -> dict[str, Any]:
    guarded: dict[str, Any] = {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    }
    container: dict[str, Any] = {"name": "one", "image": IMAGE, "securityContext": guarded, "env": []}
    pod: dict[str, Any] = {"automountServiceAccountToken": False, "containers": [container], "volumes": []}
    return {"metadata": {"name": "workers"}, "spec": {"replicas": 2, "template": {"spec": pod}}}


def told(
    path: tuple[str | int, ...], value: Any, type_: str = DEPLOYMENT, before: dict[str, Any] | None = None
) -> set[Effect]:
    """The effects of another value at a path."""
    was = before or inputs()
    will: Any = deepcopy(was)
    place = will
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return set(changed(type_, path, was, will)[1])


POD = ("spec", "template", "spec")
ONE = (*POD, "containers", 0)


def test_a_guarded_pod_has_no_danger() -> None:
    assert dangers(inputs()["spec"]["template"]) == frozenset()
    assert dict(created(DEPLOYMENT, inputs()))["spec"] == {Effect.HARMLESS}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*POD, "hostNetwork"), True),
        ((*POD, "hostPID"), True),
        ((*POD, "hostIPC"), True),
        ((*POD, "automountServiceAccountToken"), True),
        ((*POD, "volumes"), [{"name": "root", "hostPath": {"path": "/"}}]),
        ((*POD, "initContainers"), [{"name": "two", "image": "busybox"}]),
        ((*ONE, "image"), "registry.example/mover:latest"),
        ((*ONE, "ports"), [{"containerPort": 80, "hostPort": 80}]),
        ((*ONE, "securityContext", "privileged"), True),
        ((*ONE, "securityContext", "runAsNonRoot"), False),
        ((*ONE, "securityContext", "readOnlyRootFilesystem"), False),
        ((*ONE, "securityContext", "allowPrivilegeEscalation"), True),
        ((*ONE, "securityContext", "capabilities"), {"drop": ["ALL"], "add": ["NET_ADMIN"]}),
        ((*ONE, "securityContext", "capabilities"), {}),
    ],
)  # fmt: skip
def test_what_a_pod_may_of_its_node_weakens(path: tuple[str | int, ...], value: Any) -> None:
    assert Effect.WEAKENS in told(path, value)


def test_another_image_is_other_code_and_nobody_knows_what_it_does() -> None:
    assert told((*ONE, "image"), IMAGE.replace("5f", "6f")) == {Effect.NOT_KNOWN, Effect.INTERRUPTS}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*ONE, "env"), [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "target", "key": "a"}}}]),
        ((*ONE, "envFrom"), [{"secretRef": {"name": "target"}}]),
        ((*POD, "volumes"), [{"name": "a", "secret": {"secretName": "target"}}]),
    ],
)
def test_a_further_secret_is_a_right_that_is_given(path: tuple[str | int, ...], value: Any) -> None:
    assert Effect.GRANTS in told(path, value)
    later = inputs()
    assert Effect.GRANTS not in told((*ONE, "command"), ["true"], before=later)


@pytest.mark.parametrize(("replicas", "effect"), [(3, Effect.COSTS), (1, Effect.INTERRUPTS)])
def test_more_replicas_cost_and_fewer_interrupt(replicas: int, effect: Effect) -> None:
    assert told(("spec", "replicas"), replicas) == {effect}


@pytest.mark.parametrize("kind", ["LoadBalancer", "NodePort", "ExternalName"])
def test_a_service_that_leaves_the_cluster_exposes(kind: str) -> None:
    service = {"metadata": {"name": "scheduler"}, "spec": {"type": "ClusterIP", "ports": [{"port": 8786}]}}
    assert told(("spec", "type"), kind, SERVICE, service) == {Effect.EXPOSES}
    opened = {**service, "spec": {**service["spec"], "type": kind}}
    assert Effect.EXPOSES in dict(created(SERVICE, opened))["spec"]
    assert Effect.EXPOSES not in dict(created(SERVICE, service))["spec"]
    assert Effect.EXPOSES in told(("spec", "externalIPs"), ["203.0.113.9"], SERVICE, service)
