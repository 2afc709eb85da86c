"""How a record comes into a ledger: signed by one, at once; by several, as a proposal that each signs in turn."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from socle.cutover import Book
from socle.cutover.evidence import (
    COLLECTOR,
    Draft,
    Entry,
    Key,
    Signer,
    append,
    entry,
    placed,
    proposal_file,
    read_ledger,
    record_signed,
    signed_by,
    signers_of,
    ssh_sign,
    write_proposal,
)
from socle.messages import Refusal, Refused
from socle.report.cutover import as_json, record_data
from socle.report.words import Words

from .asked import holders_of, key_for


def write(book: Book, draft: Draft, key: Path | None) -> tuple[Entry, list[str]]:
    """Sign a record and write it, or propose it where others must sign, too; what is written, and who still owes a signature.

    Raises:
        Refused: no key here may sign it, another record was faster, or another proposal is open.
    """
    try:
        record = placed(draft, book.head())
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused([_no_record(error)]) from None
    signer = key_for(record, book, key)
    if signer.signs_as == COLLECTOR:
        return record_signed(book.file, draft, ssh_sign(signer.path)), []
    signed = entry(record, ssh_sign(signer.path)(record.digest))
    return signed, settle(book, signed, [signer.signs_as])


def settle(book: Book, signed: Entry, roles: Sequence[Signer]) -> list[str]:
    """Write a record whose signatures are complete, else keep it as a proposal; the roles that still owe theirs."""
    have = set(roles)
    missing = [" or ".join(sorted(each)) for each in signers_of(signed.record) if not each & have]
    proposal = proposal_file(book.file)
    if missing:
        write_proposal(proposal, signed)
        return missing
    append(book.file, signed)
    proposal.unlink(missing_ok=True)
    return []


def signed_further(proposed: Entry, key: Key) -> Entry:
    """A proposal with the signature of a key more."""
    return signed_by(proposed, ssh_sign(key.path)(proposed.digest))


def again(book: Book) -> Book:
    """The same wave with the ledger as it is now."""
    return replace(book, lines=read_ledger(book.file))


def say_record(book: Book, written: Entry, missing: Sequence[str], said: str, words: Words, *, as_data: bool) -> None:
    """Print what was written, or who still owes a signature."""
    names = [each.name for each in holders_of(written, book)]
    if as_data:
        typer.echo(as_json(record_data(written, written=not missing, signed_by=names, missing=missing)))
    elif missing:
        kind = written.record.kind
        roles = ", ".join(words(f"cutover.signer.{each}") for each in missing)
        typer.echo(words("cutover.proposed", wave=book.wave, kind=kind, by=", ".join(names), missing=roles))
        typer.echo(words("cutover.proposed.next", wave=book.wave, estate=book.estate.name))
    else:
        typer.echo(said)


def _no_record(error: ValueError) -> Refusal:
    return Refusal(
        f"a ledger may not hold this: {error}",
        "it has counts, dates and addresses only: no name of an object or a person",
        "write NAME=NUMBER, NAME=true, or NAME=TEXT of letters, digits, spaces and .:_/+-",
    )
