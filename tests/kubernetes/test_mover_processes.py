"""Scheduler and worker as the manifests start them, as real processes: who can talk to them, and what listens where.

Does not prove what a container's limits or a network policy do.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import psutil
import pytest
from distributed import Client, Security

from socle.estate import load
from socle.kubernetes import image_of, move_of, mover_manifests
from socle.move import cluster, scheduler

from ..estate.mover_cluster import write_moving
from ..move.objects.seaweed import INSTALLED, seaweed
from ..move.objects.typed import environment, written

pytestmark = pytest.mark.slow

POD = "127.0.0.2"
"""Stands for a pod's address, so that what listens there is told from what stays on its loopback."""


@dataclass
class Started:
    """Processes by part, the ports that they have in place of the declared ones, certificates, probes, and how the run is begun."""

    processes: dict[str, subprocess.Popen[bytes]]
    ports: dict[str, int]
    files: Path
    probes: dict[str, list[str]]
    run: list[str] = field(default_factory=list[str])

    @property
    def address(self) -> str:
        return f"tls://{POD}:{self.ports['8786']}"


def free() -> int:
    with socket.socket() as listening:
        listening.bind((POD, 0))
        return listening.getsockname()[1]


def certificates(folder: Path) -> Path:
    folder.mkdir()
    made: Any = Security.temporary()  # pyright: ignore[reportUnknownMemberType]
    for name, text in (
        ("ca.crt", made.tls_ca_file),
        ("tls.crt", made.tls_scheduler_cert),
        ("tls.key", made.tls_scheduler_key),
    ):
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Generator[Started]:
    folder = tmp_path_factory.mktemp("movers")
    estate = load(write_moving(folder)).estate
    assert estate.cutover
    job, image = move_of(estate, "raw"), image_of(estate, "raw")
    made = mover_manifests(
        "raw",
        estate.cutover.mover_clusters["raw"],
        job=job,
        image=image,
        direction="forward",
        version="1.34",
        owner="acme",
    )
    found = Started({}, {each: free() for each in ("8786", "8787", "8788", "8789")}, certificates(folder / "tls"), {})
    swaps = {"scheduler.mover-raw.svc": POD, "$(POD_IP)": POD, "/certificates": str(found.files), "/tmp": str(folder)}
    swaps |= {name: str(port) for name, port in found.ports.items()}
    known = re.compile("|".join(map(re.escape, swaps)))

    def here(text: str) -> str:
        return known.sub(lambda each: swaps[each[0]], text)

    for part in ("scheduler", "workers"):
        (container,) = made[part]["spec"]["template"]["spec"]["containers"]
        said = {each["name"]: each["value"] for each in container["env"] if "value" in each}
        own = {
            **environment(),
            **said,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(folder),
        }
        program = shutil.which(container["command"][0], path=own["PATH"])
        assert program
        command = [program, *(here(each) for each in container["command"][1:])]
        found.processes[part] = subprocess.Popen(command, env=own, cwd=folder, stderr=subprocess.DEVNULL)
        found.probes[part] = [here(each) for each in container["livenessProbe"]["exec"]["command"]]
    (container,) = made["run-1"]["spec"]["template"]["spec"]["containers"]
    found.run = [here(each) for each in container["command"]]
    yield found
    for each in found.processes.values():
        each.terminate()
        each.wait(20)


def test_a_client_with_the_certificates_has_its_shards_run_by_the_worker(started: Started) -> None:
    files = [str(started.files / name) for name in ("tls.crt", "tls.key", "ca.crt")]
    asked = scheduler(started.address, *files)
    with cluster(asked) as client:
        client.wait_for_workers(1, timeout=60)
        assert client.submit(os.getpid).result() == started.processes["workers"].pid
        said = client.scheduler_info()
        assert [each.startswith(f"tls://{POD}:") for each in (said["address"], *said["workers"])] == [True, True]
        limits = client.run(
            lambda dask_worker: (
                dask_worker.memory_manager.memory_spill_fraction,
                dask_worker.memory_manager.memory_target_fraction,
            )
        )
        assert list(limits.values()) == [(False, False)]


@pytest.mark.skipif(not INSTALLED, reason="no S3 server: the group rehearsal is not installed")
def test_the_run_copies_through_them(started: Started, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with seaweed(tmp_path / "store") as server:
        job = server.job()
        for number in range(20):
            server.sdk.put_object(Bucket=job.source.bucket, Key=f"cohort/{number}", Body=b"x" * number)
        file = written(job, tmp_path)
        command = [str(file) if each == "/job/move.json" else each for each in started.run]
        program = shutil.which(command[0], path=str(Path(sys.executable).parent))
        assert program
        done = subprocess.run(
            [program, *command[1:]], env=environment(), capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        assert server.keys(job.target.bucket) == {f"cohort/{number}" for number in range(20)}
        told = [json.loads(each) for each in done.stdout.splitlines()]
        assert told[-1]["event"] == "passed"
        workers = {name for each in told for name in each.get("workers", {})}
        assert {each.rpartition(":")[2] for each in workers} == {str(started.processes["workers"].pid)}


def test_whoever_has_no_certificate_of_the_same_authority_is_told_nothing(started: Started, tmp_path: Path) -> None:
    other = certificates(tmp_path / "other")
    foreign = Security(
        tls_ca_file=str(started.files / "ca.crt"),
        tls_client_cert=str(other / "tls.crt"),
        tls_client_key=str(other / "tls.key"),
        require_encryption=True,
    )
    for address, security in ((started.address, foreign), (started.address.replace("tls:", "tcp:"), None)):
        with pytest.raises(OSError, match=started.address[6:]):
            Client(address, security=security, timeout=3, set_as_default=False)


def listening(started: Started, part: str) -> set[tuple[str, int]]:
    found = psutil.Process(started.processes[part].pid)
    family = (found, *found.children(recursive=True))
    return {
        (each.laddr.ip, each.laddr.port)
        for process in family
        for each in process.net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    }


def test_pages_stay_on_the_loopback_and_say_no_more_than_that_the_process_lives(started: Started) -> None:
    for part, port, page in (("scheduler", "8786", "8787"), ("workers", "8788", "8789")):
        deadline = time.monotonic() + 60
        while len(listening(started, part)) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert listening(started, part) == {(POD, started.ports[port]), ("127.0.0.1", started.ports[page])}
        assert subprocess.run([sys.executable, *started.probes[part][1:]], check=False, timeout=30).returncode == 0
        for path in ("info/main/workers.html", "json/counts.json", "metrics", "status", "api/v1/get_workers"):
            with pytest.raises(HTTPError, match="404"):
                urllib.request.urlopen(f"http://127.0.0.1:{started.ports[page]}/{path}", timeout=10)
