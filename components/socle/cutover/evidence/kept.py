"""Ends of ledgers in a bucket whose lock keeps them: written once, never again, and read back to show a tail that was cut off.

An end is an object whose name says all: estate, wave, number and address. Whoever may list the bucket reads it, and who may write
there can add ends but take none away before the lock ends. The client is given: what opens a bucket is for whoever asks.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socle.messages import Refusal, Refused

from .ledger import Head

_NAME = re.compile(r"cutover/(?P<estate>[^/]+)/(?P<wave>[^/]+)/(?P<serial>[0-9]{8})-(?P<digest>[0-9a-f]{64})\.json")


@dataclass(frozen=True)
class Lock:
    """How long a bucket keeps what is written into it, and whether that yields to whoever has the right to bypass it."""

    days: int
    yields: bool


def lock_of(client: Any, bucket: str) -> Lock:
    """The lock of a bucket.

    Raises:
        Refused: it has no lock that holds by itself.
    """
    try:
        found = client.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
        kept = found["Rule"]["DefaultRetention"]
        days = int(kept.get("Days", 0)) + 365 * int(kept.get("Years", 0))
    except Exception as error:
        raise Refused([_unlocked(bucket, str(error)[:200])]) from None
    if found.get("ObjectLockEnabled") != "Enabled" or kept.get("Mode") not in ("COMPLIANCE", "GOVERNANCE") or days < 1:
        raise Refused([_unlocked(bucket, f"its lock is {kept.get('Mode', 'none')}, {days} days")])
    return Lock(days, kept["Mode"] == "GOVERNANCE")


def keep(client: Any, bucket: str, estate: str, wave: str, head: Head, at: datetime) -> bool:
    """Write an end into the bucket; False where it is there already."""
    name = _name(estate, wave, head)
    if any(each == head for each in kept_ends(client, bucket, estate, wave)):
        return False
    said = {
        "estate": estate,
        "wave": wave,
        "serial": head.serial,
        "digest": head.digest,
        "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
    }
    client.put_object(
        Bucket=bucket, Key=name, Body=json.dumps(said, sort_keys=True).encode(), ContentType="application/json"
    )
    return True


def kept_ends(client: Any, bucket: str, estate: str, wave: str) -> Iterator[Head]:
    """Every end of a wave's ledger that the bucket keeps."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"cutover/{estate}/{wave}/")
    for page in pages:
        for each in page.get("Contents", ()):
            if found := _NAME.fullmatch(str(each["Key"])):
                yield Head(int(found["serial"]), found["digest"])


def keep_stamp(client: Any, bucket: str, estate: str, wave: str, head: Head, answer: bytes) -> None:
    """Write what a service of time stamps answered beside an end."""
    name = _name(estate, wave, head, "tsr")
    client.put_object(Bucket=bucket, Key=name, Body=answer, ContentType="application/timestamp-reply")


def stamp_of(client: Any, bucket: str, estate: str, wave: str, head: Head) -> bytes:
    """What a service of time stamps answered of an end.

    Raises:
        Refused: there is none.
    """
    try:
        return bytes(client.get_object(Bucket=bucket, Key=_name(estate, wave, head, "tsr"))["Body"].read())
    except Exception as error:
        raise Refused([_no_stamp(wave, head, str(error)[:120])]) from None


def _no_stamp(wave: str, head: Head, why: str) -> Refusal:
    return Refusal(
        f"the end {head.serial} of {wave} has no time stamp: {why}",
        "nothing shows since when it is there but the clock of whoever wrote it",
        "have it stamped: socle cutover anchor --stamp-by URL",
    )


def _name(estate: str, wave: str, head: Head, kind: str = "json") -> str:
    return f"cutover/{estate}/{wave}/{head.serial:08}-{head.digest}.{kind}"


def _unlocked(bucket: str, why: str) -> Refusal:
    return Refusal(
        f"the bucket {bucket} keeps nothing by a lock: {why}",
        "whoever cut a ledger off could take its end away, too",
        "name a bucket whose lock keeps for days whatever is written, such as audit-evidence of the foundation",
    )
