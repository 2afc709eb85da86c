"""Where shards run without a scheduler elsewhere: in this process, or in processes whose ports are closed to other machines and users."""

import os

import psutil
import pytest

from socle.move import Scheduler, cluster

pytestmark = pytest.mark.slow


def test_by_default_shards_run_in_this_process() -> None:
    with cluster(Scheduler()) as client:
        assert client.submit(os.getpid).result() == os.getpid()
        assert client.scheduler_info()["address"].startswith("inproc://")


def test_processes_of_this_machine_speak_tls() -> None:
    with cluster(Scheduler(), workers=1, threads=1) as client:
        assert client.submit(os.getpid).result() != os.getpid()
        addresses = [client.scheduler_info()["address"], *client.scheduler_info()["workers"]]
    assert all(each.startswith("tls://127.0.0.1:") for each in addresses)


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("dashboard", [None, 0])
def test_nothing_listens_beyond_the_loopback(workers: int, dashboard: int | None) -> None:
    with cluster(Scheduler(), workers=workers, threads=1, dashboard=dashboard):
        here = psutil.Process()
        listening = {
            socket.laddr.ip
            for process in (here, *here.children(recursive=True))
            for socket in process.net_connections("tcp")
            if socket.status == psutil.CONN_LISTEN
        }
    assert listening == {"127.0.0.1"}
