"""Pods of a mover cluster: how scheduler, workers and the run are started, what each is given, and what none of them may. Pure.

Left out on purpose: a dashboard beyond the loopback, a token of the API server, a disk, and any value of a secret.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from socle.estate import MoverClusterSpec

Manifest = dict[str, Any]
Part = Literal["scheduler", "worker", "run"]
Direction = Literal["forward", "back"]

SCHEDULER_PORT, WORKER_PORT = 8786, 8788
_STATUS = {"scheduler": 8787, "worker": 8789}
"""Of Dask's own pages. They listen on the loopback of the pod alone and say no more than that the process lives."""
_CERTIFICATES, _JOB = "/certificates", "/job/move.json"
_TMP = "/tmp"  # noqa: S108 - of the pod's own, and in memory
USER = 65532
"""The user that the image runs as, and the group that may read what is mounted."""

WORKER_MEMORY_MIB, RUN_MEMORY_MIB = 470, 1024
"""470 MiB are 493 MB: a worker that needs more is killed, and its shards are run elsewhere. The run joins what both sides list."""
_PAUSE_MIB = 440
_SCRATCH = "16Mi"
"""In memory: nothing is written to the disk of a node."""
CPU: Mapping[Part, tuple[str, str]] = {"scheduler": ("250m", "1"), "worker": ("1", "2"), "run": ("500m", "1")}

_TRIES = {"copy": 20, "digest": 20, "verify": 2, "parity": 2}
"""How often a run that failed is begun again: what is finished stays finished, and two sides that differ stay so."""

_SETTINGS = {
    "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10",
    "DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "['distributed.http.health']",
    "DASK_DISTRIBUTED__WORKER__HTTP__ROUTES": "['distributed.http.health']",
    "DASK_DISTRIBUTED__WORKER__MEMORY__PAUSE": "0.9",
    "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False",  # a spill would be a copy of the data in plain text
    "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False",
    "DASK_TEMPORARY_DIRECTORY": _TMP,
    "HOME": _TMP,
}


def scheduler_address(namespace: str) -> str:
    """Where workers and the run find the scheduler."""
    return f"tls://scheduler.{namespace}.svc:{SCHEDULER_PORT}"


@dataclass(frozen=True)
class Moving:
    """What pods are made from: the declared mover cluster in its namespace, its image and its job, and where it copies to now."""

    spec: MoverClusterSpec
    namespace: str
    image: str
    job: Mapping[str, Any]
    direction: Direction

    @property
    def run(self) -> str:
        """The name of the run."""
        return f"{'back' if self.direction == 'back' else 'run'}-{self.spec.number}"

    @property
    def source_secret(self) -> str:
        """What opens Azure: on the way there it may only read."""
        return (self.spec.secrets.back if self.direction == "back" else None) or self.spec.secrets.source


def pod(part: Part, moving: Moving) -> Manifest:
    """The template of a pod."""
    mounts, volumes, annotations = _mounted(part, moving)
    return {
        "metadata": {"labels": labels_of(part), **({"annotations": annotations} if annotations else {})},
        "spec": {
            "serviceAccountName": "mover",
            "automountServiceAccountToken": False,
            "enableServiceLinks": False,
            "hostNetwork": False,
            "hostPID": False,
            "hostIPC": False,
            "restartPolicy": "Never" if part == "run" else "Always",
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": USER,
                "runAsGroup": USER,
                "fsGroup": USER,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [_container(part, moving, mounts)],
            "volumes": volumes,
        },
    }


def labels_of(part: Part) -> dict[str, str]:
    """By what policies, services and deployments tell a part."""
    return {"app.kubernetes.io/component": part}


def job_text(job: Mapping[str, Any]) -> str:
    """The file of the move, always the same for the same job."""
    return json.dumps(job, indent=2, sort_keys=True) + "\n"


def tries(spec: MoverClusterSpec) -> int:
    """How often a run is begun again at the most."""
    return _TRIES[spec.run]


def _mounted(part: Part, moving: Moving) -> tuple[list[Manifest], list[Manifest], dict[str, str]]:
    """What a pod has in its folders: mounts, their volumes, and annotations that make it anew where the content changes."""
    mounts: list[Manifest] = [
        {"name": "certificates", "mountPath": _CERTIFICATES, "readOnly": True},
        {"name": "tmp", "mountPath": _TMP},
    ]
    volumes: list[Manifest] = [
        {"name": "certificates", "secret": _certificates(moving.spec)},
        {"name": "tmp", "emptyDir": {"medium": "Memory", "sizeLimit": _SCRATCH}},
    ]
    if part != "run":
        return mounts, volumes, {}
    job: Manifest = {"name": "job", "mountPath": "/job", "readOnly": True}
    held: Manifest = {"name": "job", "configMap": {"name": "job", "defaultMode": 0o444}}
    digest = hashlib.sha256(job_text(moving.job).encode()).hexdigest()
    return [*mounts, job], [*volumes, held], {"job": digest}


def _container(part: Part, moving: Moving, mounts: list[Manifest]) -> Manifest:
    return {
        "name": part,
        "image": moving.image,
        "imagePullPolicy": "IfNotPresent",
        "command": _command(part, moving),
        "env": _environment(part, moving),
        "resources": _resources(part),
        "volumeMounts": mounts,
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "privileged": False,
            "readOnlyRootFilesystem": True,
        },
        **_probe(part),
    }


def _command(part: Part, moving: Moving) -> list[str]:
    spec, namespace = moving.spec, moving.namespace
    files = {
        name: f"{_CERTIFICATES}/{file}" for name, file in (("ca", "ca.crt"), ("cert", "tls.crt"), ("key", "tls.key"))
    }
    tls = ["--tls-ca-file", files["ca"], "--tls-cert", files["cert"], "--tls-key", files["key"]]
    page = [
        "--no-dashboard",
        "--dashboard-address",
        f"127.0.0.1:{_STATUS.get(part)}",
    ]  # the server of the pages always runs
    listens = ["--protocol", "tls", "--host", "$(POD_IP)", *page]
    if part == "scheduler":
        return ["dask", "scheduler", "--port", str(SCHEDULER_PORT), *listens, *tls]
    if part == "worker":
        one = ["--no-nanny", "--nworkers", "1", "--nthreads", str(spec.threads), "--memory-limit", f"{_PAUSE_MIB}MiB"]
        where = ["--worker-port", str(WORKER_PORT), "--local-directory", _TMP, "--death-timeout", "300"]
        return ["dask", "worker", scheduler_address(namespace), *listens, *one, *where, *tls]
    crew = ["--certificate", files["cert"], "--certificate-key", files["key"], "--authority", files["ca"]]
    kind = ["verify", _JOB, "--fence"] if spec.run == "parity" else [spec.run, _JOB]
    back = ["--back"] if moving.direction == "back" else []
    return ["socle", "move", *kind, *back, "--scheduler", scheduler_address(namespace), *crew, "--json"]


def _environment(part: Part, moving: Moving) -> list[Manifest]:
    """Settings, and what opens the stores by reference. The scheduler opens none."""
    plain: list[Manifest] = [{"name": name, "value": value} for name, value in sorted(_SETTINGS.items())]
    address = {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}
    if part == "scheduler":
        return [address, *plain]
    spec = moving.spec
    named = [
        ("SOCLE_MOVE_SOURCE_SAS_TOKEN", moving.source_secret, "sas-token"),
        ("SOCLE_MOVE_TARGET_ACCESS_KEY_ID", spec.secrets.store, "access-key-id"),
        ("SOCLE_MOVE_TARGET_SECRET_ACCESS_KEY", spec.secrets.store, "secret-access-key"),
    ]
    if moving.job["target"].get("encryption", "none") != "none":
        named.append(("SOCLE_MOVE_TARGET_CUSTOMER_KEY", spec.secrets.store, "customer-key"))
    if moving.job["control"].get("encryption", "none") != "none":
        named.append(("SOCLE_MOVE_CONTROL_CUSTOMER_KEY", spec.secrets.store, "records-key"))
    if part == "run" and spec.secrets.wave_key:
        named.append(("SOCLE_MOVE_WAVE_KEY", spec.secrets.wave_key, "wave-key"))
    secret = [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": held, "key": key, "optional": False}}}
        for name, held, key in named
    ]
    return [address, *plain, *secret]


def _certificates(spec: MoverClusterSpec) -> Manifest:
    items = [{"key": name, "path": name} for name in ("ca.crt", "tls.crt", "tls.key")]
    return {"secretName": spec.secrets.tls, "defaultMode": 0o440, "items": items, "optional": False}


def _resources(part: Part) -> Manifest:
    memory = f"{RUN_MEMORY_MIB if part == 'run' else WORKER_MEMORY_MIB}Mi"
    asked, most = CPU[part]
    return {"requests": {"cpu": asked, "memory": memory}, "limits": {"cpu": most, "memory": memory}}


def _probe(part: Part) -> Manifest:
    """Asked from inside the pod, since nothing outside of it reaches the page."""
    if part == "run":
        return {}
    asks = f"import urllib.request as r; r.urlopen('http://127.0.0.1:{_STATUS[part]}/health', timeout=5)"
    probe = {"exec": {"command": ["python", "-c", asks]}, "periodSeconds": 60, "timeoutSeconds": 10}
    return {"livenessProbe": {**probe, "initialDelaySeconds": 60, "failureThreshold": 5}}
