"""The Dask cluster of a move: in this process by default, several processes of this machine, or a scheduler elsewhere.

Nothing listens beyond the loopback. Results that matter are written to the control bucket by the shards themselves: what a
scheduler or a worker remembers may be lost at any time.
"""

import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

import dask.config
from distributed import Client, LocalCluster, Security

from .schedulers import Scheduler

LOOPBACK = "127.0.0.1"

_SETTINGS: dict[str, Any] = {
    "distributed.worker.memory.target": False,  # nothing is spilt: a spill would be a copy of the data in plain text
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": 0.9,
    "distributed.worker.memory.terminate": 0.98,
    "distributed.scheduler.allowed-failures": 10,  # a shard whose worker dies is run again elsewhere
    "distributed.admin.tick.limit": "30s",
}
_SILENT: dict[str, Any] = {
    "distributed.scheduler.http.routes": ["distributed.http.health"],
    "distributed.worker.http.routes": ["distributed.http.health"],
}
"""The server of the dashboard always runs; where nobody asked for it, it says no more than that it does."""


@contextmanager
def cluster(asked: Scheduler, workers: int = 0, threads: int = 8, dashboard: int | None = None) -> Generator[Client]:
    """A client of the scheduler that was asked for; what was started for it ends with it.

    workers: processes of this machine, each with its threads; 0: threads of this process. dashboard: a port of the loopback; None: none.
    """
    with dask.config.set(_SETTINGS if dashboard is not None else _SETTINGS | _SILENT):
        if asked.address:
            _silence()
            with Client(asked.address, security=_security(asked), set_as_default=False) as client:
                yield client
            return
        security: Any = Security.temporary() if workers else None  # pyright: ignore[reportUnknownMemberType]
        local = _local(workers, threads, dashboard or 0, security)
        try:
            with Client(local, security=security, set_as_default=False) as client:
                yield client
        finally:
            with suppress(TimeoutError):
                local.close(timeout=10)


def _local(workers: int, threads: int, dashboard: int, security: Any) -> LocalCluster:
    """Several processes speak TLS with certificates of this run alone: the loopback is open to every user of the machine.

    Dask's servers of web pages listen on all interfaces unless told otherwise, those of a cluster in this process too.
    """
    return LocalCluster(
        n_workers=workers or 1,
        processes=bool(workers),
        host=LOOPBACK if workers else None,
        protocol="tls://" if workers else None,
        security=security,
        threads_per_worker=threads,
        dashboard_address=f"{LOOPBACK}:{dashboard}",
        worker_dashboard_address=f"{LOOPBACK}:0",
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    )


def _silence() -> None:
    """What Dask logs of a scheduler that went away is a traceback; what became of the shards is said by who asked for them."""
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _security(asked: Scheduler) -> Security | None:
    if not asked.secure:
        return None
    return Security(
        tls_ca_file=asked.authority,
        tls_client_cert=asked.certificate,
        tls_client_key=asked.key,
        require_encryption=True,
    )
