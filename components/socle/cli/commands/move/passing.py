"""`socle move copy`, `digest` and `verify`: passes over a move, each of which is taken up where it stopped."""

import json
import sys
from typing import Annotated

import typer

from socle.move.collect import Sight, delta_shrinks, erasures_applied, objects_drained, objects_equal
from socle.move.objects import Kind, Move, Passed, Verdict, deltas, open_move, run_pass
from socle.move.objects import verdict as judged
from socle.report import console
from socle.report.move import passed_data, show_passed, show_verdict
from socle.report.words import Language, Words

from ...options import Lang, Root
from .asked import Back, Events, Job, job_of
from .crew import (
    Address,
    Authority,
    Certificate,
    CertificateKey,
    Crew,
    Dashboard,
    Threads,
    Workers,
    running,
    wave_key,
)


def copy(
    job: Job,
    back: Back = False,
    workers: Workers = 0,
    threads: Threads = 8,
    scheduler: Address = "",
    certificate: Certificate = "",
    certificate_key: CertificateKey = "",
    authority: Authority = "",
    dashboard: Dashboard = None,
    events: Events = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Copy what is not on the target as it is at the source, hash it on the way, and read it back; run again to go on."""
    crew = Crew(scheduler, certificate, certificate_key, authority, workers, threads, dashboard)
    _run("copy", job, crew, events, Words(lang), root, back=back)


def digest(
    job: Job,
    back: Back = False,
    workers: Workers = 0,
    threads: Threads = 8,
    scheduler: Address = "",
    certificate: Certificate = "",
    certificate_key: CertificateKey = "",
    authority: Authority = "",
    dashboard: Dashboard = None,
    events: Events = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Read what nobody has a valid digest of, on both sides, so that a fence has little left to read."""
    crew = Crew(scheduler, certificate, certificate_key, authority, workers, threads, dashboard)
    _run("digest", job, crew, events, Words(lang), root, back=back)


def verify(
    job: Job,
    fence: Annotated[
        bool, typer.Option("--fence", help="The source is closed: the records are those of parity.")
    ] = False,
    back: Back = False,
    workers: Workers = 0,
    threads: Threads = 8,
    scheduler: Address = "",
    certificate: Certificate = "",
    certificate_key: CertificateKey = "",
    authority: Authority = "",
    dashboard: Dashboard = None,
    events: Events = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say whether source and target hold the same objects: missing, extra, different, or not proven; name what is not."""
    crew = Crew(scheduler, certificate, certificate_key, authority, workers, threads, dashboard)
    _run("verify", job, crew, events, Words(lang), root, back=back, fence=fence)


def _run(
    kind: Kind, job: Job, crew: Crew, events: bool, words: Words, root: Root, *, back: bool, fence: bool = False
) -> None:
    """Run a pass, say how it ended, and exit with 1 where something is not as it should be."""
    spec, key = job_of(job, root), wave_key() if kind == "verify" else b""
    with running(spec, crew, words, events=events) as at_work:
        move = open_move(spec, back=back)
        passed = run_pass(move, at_work, kind)
        proven = judged(move, passed.number, key, dict(passed.hazards)) if kind == "verify" and passed.whole else None
        sights = _sights(proven, move, fence=fence)
    if events:
        typer.echo(json.dumps({"event": "passed", **passed_data(passed, proven, sights)}, sort_keys=True))
    else:
        _show(passed, proven, sights, words)
    if not passed.whole or passed.failures or (proven and not proven.equal):
        raise typer.Exit(1)


def _sights(proven: Verdict | None, move: Move, *, fence: bool) -> list[Sight]:
    """What goes into the wave's ledger, as far as it is known."""
    if proven is None:
        return []
    equal = objects_equal([proven], "parity" if fence else "digests-green")
    return [equal, erasures_applied([proven]), objects_drained([proven]) if fence else delta_shrinks([deltas(move)])]


def _show(passed: Passed, proven: Verdict | None, sights: list[Sight], words: Words) -> None:
    output = console(sys.stdout)
    show_passed(passed, output, words)
    if proven:
        show_verdict(proven, sights, output, words)
