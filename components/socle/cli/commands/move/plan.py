"""`socle move plan`: what a move takes in days, requests, money and workers. It asks no store."""

import json
import sys
from typing import Annotated

import typer

from socle.move.objects import ASSUMED, Rates, Volume, estimate
from socle.report import console
from socle.report.move import estimate_data, show_estimate
from socle.report.words import Language, Words

from ...options import Lang, Root
from .asked import Events, Job, job_of

_HOURS = 24.0


def plan(
    job: Job,
    objects: Annotated[int, typer.Option("--objects", min=1, help="Objects to move.")],
    gigabytes: Annotated[float, typer.Option("--gigabytes", min=0, help="Their bytes, in thousands of millions.")],
    changed_objects: Annotated[int, typer.Option("--changed-objects", min=0, help="Objects that change in a day.")] = 0,
    changed_gigabytes: Annotated[float, typer.Option("--changed-gigabytes", min=0, help="And their bytes.")] = 0.0,
    days: Annotated[
        float | None, typer.Option("--days", min=0.01, help="Done in so many days: how many workers?")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Worker processes.")] = 1,
    link: Annotated[float, typer.Option("--link", min=0.001, help="What the link carries, in Gb/s.")] = 10.0,
    rate: Annotated[
        float | None, typer.Option("--rate", min=0.001, help="MB/s of one worker, as `copy` has shown.")
    ] = None,
    price: Annotated[
        float | None, typer.Option("--price", min=0, help="EUR for a gigabyte that leaves, as the contract says.")
    ] = None,
    window: Annotated[
        float | None,
        typer.Option("--window", min=0, help="Minutes of the signed window; refused if the fence is longer."),
    ] = None,
    events: Events = False,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Say what a move takes: days, requests, what leaving costs, workers, and how long its fence would last."""
    spec, words = job_of(job, root), Words(lang)
    volume = Volume(objects, round(gigabytes * 1e9), changed_objects, round(changed_gigabytes * 1e9))
    rates = _rates(rate, link, spec.megabytes_per_second)
    found = estimate(volume, rates, workers, days, _open_hours(spec.hours), price, spec.tags)
    too_long = window is not None and found.fence_seconds > window * 60
    if events:
        typer.echo(json.dumps({"event": "plan", **estimate_data(found), "window_held": not too_long}, sort_keys=True))
    else:
        show_estimate(found, window, console(sys.stdout), words)
    if too_long:
        raise typer.Exit(1)


def _rates(rate: float | None, link: float, limit: float | None) -> Rates:
    """Those that were measured, else the assumed ones; a limit of the job is a link of that width."""
    width = min(link * 1e9 / 8, limit * 1e6 if limit else float("inf"))
    if rate is None:
        return Rates(ASSUMED.bytes, ASSUMED.objects, ASSUMED.listed, width)
    return Rates(rate * 1e6, ASSUMED.objects, ASSUMED.listed, width, measured=True)


def _open_hours(hours: str | None) -> float:
    """Hours of a day in which shards may begin."""
    if not hours:
        return _HOURS
    begin, end = (int(each[:2]) + int(each[3:]) / 60 for each in hours.split("-"))
    return (end - begin) % _HOURS or _HOURS
