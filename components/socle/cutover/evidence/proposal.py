"""A record that needs more than one signature, while it is being signed: a file beside the ledger, which goes when the record is in it.

It has its place in the chain already, so that what people sign is what is written. Where the ledger moves on meanwhile it is stale, and
both sign anew: what was recorded in between may be what one of them would not have signed for.
"""

from dataclasses import replace
from pathlib import Path

from socle.messages import Place, Refusal, Refused

from .ledger import Entry, read_ledger, written


def proposal_file(ledger: Path) -> Path:
    """Where the proposal of a ledger is."""
    return ledger.with_name(f"{ledger.stem}.proposed.json")


def read_proposal(path: Path) -> Entry | None:
    """The record that is proposed, with the signatures that it has; None where there is none.

    Raises:
        Refused: the file is none, or the record is not the one that was signed.
    """
    lines = read_ledger(path)
    if not lines:
        return None
    (found,) = lines[:1]
    if len(lines) > 1 or not isinstance(found, Entry) or found.record.digest != found.digest or path.is_symlink():
        raise Refused([_unread(path)])
    return found


def write_proposal(path: Path, proposed: Entry) -> None:
    """Write a proposal in place of the one before, whole or not at all.

    Raises:
        Refused: a link is in its place.
    """
    if path.is_symlink():
        raise Refused([_unread(path)])
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(written([proposed]), encoding="utf-8")
    partial.replace(path)


def signed_by(proposed: Entry, signature: str) -> Entry:
    """The same with one signature more."""
    return replace(proposed, signatures=(*proposed.signatures, signature))


def _unread(path: Path) -> Refusal:
    return Refusal(
        "the proposal cannot be read, or is not what was signed",
        "nobody knows what would be signed",
        "remove the file, and propose the record again",
        place=Place(str(path)),
    )
