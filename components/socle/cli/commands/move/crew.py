"""Who runs the shards of a pass: the options that say so, the scheduler and workers that they mean, and the key of the wave."""

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from threading import Event
from typing import Annotated, Any

import typer
from rich.text import Text

from socle.messages import Refusal, Refused
from socle.move import cluster, key_of, scheduler
from socle.move.objects import MoveSpec, Running
from socle.report import console
from socle.report.words import Words

from .watching import watched

WAVE_KEY = "SOCLE_MOVE_WAVE_KEY"
"""The environment variable with the key of a wave, 256 bits in base64: roots of different waves cannot be compared without it."""

Workers = Annotated[
    int, typer.Option("--workers", min=0, max=64, help="Processes of this machine; 0: threads of this one.")
]
Threads = Annotated[int, typer.Option("--threads", min=1, max=64, help="Shards that each process runs at a time.")]
Address = Annotated[
    str, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler: tls://host:port. Default: here.")
]
Certificate = Annotated[str, typer.Option("--certificate", metavar="FILE", help="Of this side, in PEM.")]
CertificateKey = Annotated[str, typer.Option("--certificate-key", metavar="FILE", help="The key of the certificate.")]
Authority = Annotated[str, typer.Option("--authority", metavar="FILE", help="Who signed both sides, in PEM.")]
Dashboard = Annotated[
    int | None, typer.Option("--dashboard", metavar="PORT", min=0, max=65535, help="Dask's own page, on the loopback.")
]


@dataclass(frozen=True)
class Crew:
    """Who runs the shards, as it was typed."""

    address: str
    certificate: str
    key: str
    authority: str
    workers: int
    threads: int
    dashboard: int | None


@contextmanager
def running(job: MoveSpec, crew: Crew, words: Words, *, events: bool) -> Generator[Running]:
    """Shards of a job at work. The first Ctrl-C lets those that run end and begins no other; the second ends at once."""
    asked = scheduler(crew.address, crew.certificate, crew.key, crew.authority)
    stop = Event()
    with (
        _outliving_connections(),
        cluster(asked, crew.workers, crew.threads, crew.dashboard) as client,
        watched(words, events=events) as told,
        _stopping(stop, words),
    ):
        if crew.dashboard is not None:
            _announce(client, words)
        limit = (job.megabytes_per_second or 0) * 1e6
        yield Running(client, told, stop, job.hours, limit)


@contextmanager
def _outliving_connections() -> Generator[None]:
    """A connection that is gone is an error to answer. A command ends by the signal of a broken pipe, which sockets send as well: a
    scheduler or a worker that went away would end this process without a word."""
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)


def _announce(client: Any, words: Words) -> None:
    key = "move.dashboard" if find_spec("bokeh") else "move.dashboard.bare"
    console(sys.stderr).print(Text(words(key, address=client.dashboard_link)), soft_wrap=True)


@contextmanager
def _stopping(stop: Event, words: Words) -> Generator[None]:
    def note(_number: int, _frame: Any) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)
        console(sys.stderr).print(Text(words("move.stopping")), soft_wrap=True)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def wave_key() -> bytes:
    """The key of the wave, from the environment.

    Raises:
        Refused: it is missing, or is none.
    """
    if key := key_of(os.environ.get(WAVE_KEY, "")):
        return key
    raise Refused(
        [
            Refusal(
                f"{WAVE_KEY} holds no key of 256 bits in base64",
                "roots in a ledger would tell whether two waves hold the same objects",
                "put the wave's key of the secret manager into the environment",
            )
        ]
    )
