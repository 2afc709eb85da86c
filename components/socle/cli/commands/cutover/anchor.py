"""`socle cutover anchor`: the end of each ledger goes into a bucket whose lock keeps it, out of reach of whoever writes ledgers."""

from dataclasses import replace
from importlib import import_module
from typing import Annotated, Any

import typer

from socle.cutover import Book
from socle.cutover.evidence import Head, broken, keep, kept_ends, lock_of
from socle.estate.foundation import AUDIT_BUCKETS
from socle.extras import LIVE
from socle.messages import Refusal, Refused
from socle.report.words import Language, Words

from ...options import Lang, Root
from .asked import Asked, At, OfCutover, Waves, asked

BUCKET = "s3://"
"""How a bucket is told from an end."""


def anchor(
    waves: Waves = None,
    bucket: Annotated[
        str | None,
        typer.Option("--bucket", metavar="NAME", help="The locked bucket. Default: audit-evidence of the foundation."),
    ] = None,
    estate: OfCutover = None,
    as_of: At = None,
    lang: Lang = Language.ENGLISH,
    root: Root = None,
) -> None:
    """Keep the end of each ledger in a locked bucket, so that a tail that is cut off shows."""
    found, words = asked(root, estate, as_of), Words(lang)
    client, name = client_of(found), bucket or evidence_bucket(found)
    lock = lock_of(client, name)
    for book in found.books(waves):
        if not book.lines:
            typer.echo(words("cutover.anchored.none", wave=book.wave))
            continue
        _believed(book, tuple(kept_ends(client, name, book.estate.name, book.wave)))
        head = book.head()
        new = keep(client, name, book.estate.name, book.wave, head, found.at)
        key = "cutover.anchored" if new else "cutover.anchored.already"
        typer.echo(
            words(key, wave=book.wave, end=f"{head.serial}:{head.digest}", bucket=name, days=words.number(lock.days))
        )
    if lock.yields:
        typer.echo(words("cutover.anchored.yields", bucket=name))


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
