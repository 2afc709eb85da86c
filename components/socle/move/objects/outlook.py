"""What a move takes: days, requests, workers, and what leaving costs. Pure arithmetic over rates that were measured, and dated facts."""

import math
from dataclasses import dataclass
from datetime import date

SDK_PAGE = 1000
"""Objects that one request of a listing gives."""
_DAY = 86_400


@dataclass(frozen=True)
class Rates:
    """What one worker does, and what the link carries. measured: by this move, or only on the machine of its developers.

    bytes, objects: a second of one worker process that copies and hashes. listed: objects a second of one listing. link: bytes a second.
    """

    bytes: float
    objects: float
    listed: float
    link: float = 1.25e9
    measured: bool = False


ASSUMED = Rates(bytes=120e6, objects=350, listed=5_000)
"""Of one worker with eight threads on two shared cores against an S3 server on the same machine (30 November 2026)."""


@dataclass(frozen=True)
class Volume:
    """What is to be moved, and how much of it changes in a day."""

    objects: int
    bytes: int
    changed_objects: int = 0
    changed_bytes: int = 0


@dataclass(frozen=True)
class Scheme:
    """A dated rule on what leaving costs."""

    name: str
    since: date | None
    source: str


SCHEMES = (
    Scheme("leaving-free", date(2024, 3, 13), "https://www.gcti.cloud/en/post/microsoft-ends-cloud-exit-fees"),
    Scheme("parallel-at-cost", None, "Microsoft, cost-management-billing/manage/data-transfer-fees"),
    Scheme("data-act", date(2027, 1, 12), "Regulation (EU) 2023/2854, article 29"),
)
"""Free on request for who leaves for good: 60 days, over the Internet, all subscriptions cancelled; at cost while both clouds run; no
charge for switching from the date of the regulation on. What applies to a contract is for its owner to ask."""


@dataclass(frozen=True)
class Estimate:
    """What a move takes.

    days: of the copy, with so many workers. workers: that many, or those that the days asked for take; link_bound: more would not help.
    requests_source, requests_target: in all, with reading back. egress_eur: nothing where no price was given. fence_seconds: to list both
    sides and to copy and read what changed in the last day.
    """

    days: float
    workers: int
    link_bound: bool
    requests_source: int
    requests_target: int
    egress_gb: float
    egress_eur: float | None
    fence_seconds: float
    rates: Rates


def estimate(
    volume: Volume,
    rates: Rates,
    workers: int = 1,
    days: float | None = None,
    hours_a_day: float = 24.0,
    eur_per_gb: float | None = None,
    tags: bool = True,
) -> Estimate:
    """What a volume takes with so many workers, or how many workers it takes to be done in so many days."""
    alone = _seconds(volume.objects, volume.bytes, rates, 1) * 24 / hours_a_day
    if days:
        workers = max(1, math.ceil(alone / (days * _DAY)))
    moving = max(alone / workers, volume.bytes / rates.link * 24 / hours_a_day)
    each = 2 if tags else 1
    parts = volume.bytes // (8 << 20)
    pages = -(-volume.objects // SDK_PAGE)
    listing = 2 * volume.objects / rates.listed
    return Estimate(
        days=(moving + listing) / _DAY,
        workers=workers,
        link_bound=volume.bytes / rates.link > alone / workers,
        requests_source=pages + volume.objects * each,
        requests_target=pages + volume.objects * (1 + each) + parts,
        egress_gb=volume.bytes / 1e9,
        egress_eur=None if eur_per_gb is None else volume.bytes / 1e9 * eur_per_gb,
        fence_seconds=listing / workers + _seconds(volume.changed_objects, volume.changed_bytes, rates, workers),
        rates=rates,
    )


def _seconds(objects: int, size: int, rates: Rates, workers: int) -> float:
    """To copy objects and to read them back: requests and bytes both take their time."""
    return 2 * (objects / rates.objects + size / rates.bytes) / workers
