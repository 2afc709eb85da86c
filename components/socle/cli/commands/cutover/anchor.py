"""`socle cutover anchor`: the end of each ledger goes into a bucket whose lock keeps it, out of reach of whoever writes ledgers."""

from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any
from urllib.request import Request, urlopen

import typer

from socle.cutover import Book
from socle.cutover.evidence import (
    Head,
    broken,
    keep,
    keep_stamp,
    kept_ends,
    lock_of,
    stamp_of,
    stamp_request,
    stamped_at,
)
from socle.estate.foundation import AUDIT_BUCKETS
from socle.extras import LIVE
from socle.messages import Refusal, Refused
from socle.report.words import Language, Words

from ...options import Lang, Root
from .asked import Asked, At, OfCutover, Waves, asked

StampCa = Annotated[
    Path | None,
    typer.Option(
        "--stamp-ca",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Certificates that time stamps count by, in PEM.",
    ),
]
BUCKET = "s3://"
"""How a bucket is told from an end."""


def anchor(
    waves: Waves = None,
    bucket: Annotated[
        str | None,
        typer.Option("--bucket", metavar="NAME", help="The locked bucket. Default: audit-evidence of the foundation."),
    ] = None,
    stamp_by: Annotated[
        str | None,
        typer.Option("--stamp-by", metavar="URL", help="A service of time stamps (RFC 3161) that stamps each new end."),
    ] = None,
    stamp_ca: StampCa = None,
    estate: OfCutover = None,
    as_of: At = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Keep the end of each ledger in a locked bucket, so that a tail that is cut off shows."""
    found, words = asked(root, estate, as_of), Words(lang)
    if stamp_by and stamp_ca is None:
        raise typer.BadParameter("a stamp counts by the certificate of its service: name it", param_hint="--stamp-ca")
    client, name = client_of(found), bucket or evidence_bucket(found)
    lock = lock_of(client, name)
    for book in found.books(waves):
        if not book.lines:
            typer.echo(words("cutover.anchored.none", wave=book.wave))
            continue
        _believed(book, tuple(kept_ends(client, name, book.estate.name, book.wave)))
        head = book.head()
        answer = _stamped(stamp_by, head, stamp_ca.read_bytes()) if stamp_by and stamp_ca else b""
        new = keep(client, name, book.estate.name, book.wave, head, found.at)
        if new and answer:
            keep_stamp(client, name, book.estate.name, book.wave, head, answer)
        key = "cutover.anchored" if new else "cutover.anchored.already"
        typer.echo(
            words(key, wave=book.wave, end=f"{head.serial}:{head.digest}", bucket=name, days=words.number(lock.days))
        )
    if lock.yields:
        typer.echo(words("cutover.anchored.yields", bucket=name))


def _stamped(url: str, head: Head, roots: bytes) -> bytes:
    """What a service answers of an end, once it is verified.

    Raises:
        Refused: it does not answer, or what it answers is not verified.
    """
    if not url.startswith(("https://", "http://")):
        raise Refused([_silent(url, "no address of the web")])
    asking = Request(url, data=stamp_request(head.digest), headers={"Content-Type": "application/timestamp-query"})  # noqa: S310 - typed
    try:
        with urlopen(asking, timeout=30) as answered:  # noqa: S310
            answer: bytes = answered.read(1 << 20)
    except (OSError, ValueError) as error:
        raise Refused([_silent(url, str(error)[:120])]) from None
    stamped_at(answer, head.digest, roots)
    return answer


def _silent(url: str, why: str) -> Refusal:
    return Refusal(
        f"the service of time stamps {url} does not answer: {why}",
        "the end was neither stamped nor kept",
        "try again, or keep it without a stamp by leaving --stamp-by out",
    )


def evidence_bucket(found: Asked) -> str:
    """The bucket of evidence of the foundation."""
    return f"{found.estate.name_prefix}-{AUDIT_BUCKETS['evidence']}"


def client_of(found: Asked) -> Any:
    """What opens a bucket of the platform, with the credentials of the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`).

    Raises:
        ExtraMissing: the SDK is not installed.
    """
    LIVE.demand()
    region = found.estate.scaleway.region
    session: Any = import_module("boto3").session.Session()
    return session.client("s3", endpoint_url=f"https://s3.{region}.scw.cloud", region_name=region)


def ends_in(found: Asked, bucket: str, wave: str) -> list[Head]:
    """The ends of a wave's ledger that a bucket keeps.

    Raises:
        Refused: it keeps nothing by a lock, or cannot be asked.
    """
    client = client_of(found)
    lock_of(client, bucket)
    try:
        return list(kept_ends(client, bucket, found.estate.name, wave))
    except Exception as error:
        raise Refused([_unread(bucket, str(error)[:200])]) from None


def stamp_time(found: Asked, bucket: str, wave: str, head: Head, roots: Path) -> datetime:
    """Since when an end is there, by its time stamp.

    Raises:
        Refused: it has none, or none that is verified.
    """
    return stamped_at(
        stamp_of(client_of(found), bucket, found.estate.name, wave, head), head.digest, roots.read_bytes()
    )


def _believed(book: Book, ends: tuple[Head, ...]) -> None:
    """Refuse to keep the end of a ledger that is not believed, or that does not continue what is kept."""
    held = replace(book, heads=ends)
    if book.reached.refusals or broken(held.flaws):
        raise Refused(held.refusals)


def _unread(bucket: str, why: str) -> Refusal:
    return Refusal(
        f"the bucket {bucket} cannot be listed: {why}",
        "no end of a ledger can be read from it, and nothing was compared",
        "see that AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY may list it",
    )
