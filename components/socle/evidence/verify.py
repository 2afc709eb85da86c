"""What is wrong with a bundle, told apart, each with its file. Needs no estate, no project and no network: files, signers and a head.

Signers and head are the verifier's own: a bundle that brings them itself proves nothing.
"""

import base64
import binascii
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from socle.cutover.evidence import GENESIS, Entry, entries, lines_of, parse, verifies, written

from .chain import CHAIN, HEAD, OF_BUNDLE, OF_FILE, SIGNATURE, digest_of
from .signers import Allowed


class Flaw(StrEnum):
    """What can be wrong with a bundle."""

    ALTERED = "altered"
    MISSING = "missing"
    ADDED = "added"
    SWAPPED = "swapped"
    LINK = "link"
    NO_FILE = "no-file"
    CHAIN_ALTERED = "chain-altered"
    CHAIN_BROKEN = "chain-broken"
    OTHER_HEAD = "other-head"
    FUTURE = "future"
    UNSIGNED = "unsigned"
    FORGED = "forged"
    UNLISTED = "unlisted"
    EXPIRED = "expired"
    NOT_PERMITTED = "not-permitted"
    SIGNATURE_ALTERED = "signature-altered"


_OF_SIGNATURES = frozenset(
    {
        Flaw.UNSIGNED,
        Flaw.FORGED,
        Flaw.UNLISTED,
        Flaw.EXPIRED,
        Flaw.NOT_PERMITTED,
        Flaw.SIGNATURE_ALTERED,
        Flaw.OTHER_HEAD,
    }
)
"""What is said with a list of signers and a head that somebody else told."""


@dataclass(frozen=True)
class Found:
    """One flaw, the file that has it, and what it is about: another file, a line, a name."""

    flaw: Flaw
    file: str
    about: str = ""


@dataclass(frozen=True)
class Verified:
    """What came of it: flaws, and whose signatures hold. `day` is that of the bundle by its chain."""

    flaws: tuple[Found, ...]
    signed_by: tuple[str, ...]
    files: int
    day: date | None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws


def verified(
    files: Mapping[str, bytes],
    signers: Sequence[Allowed],
    head: str,
    links: Sequence[str] = (),
    others: Sequence[str] = (),
    received: date | None = None,
) -> Verified:
    """Hold a bundle against its chain, the chain against the head, and the head against signatures.

    A bundle that is sound by itself and has another head than the verifier knows is another bundle: it has that one flaw, and its
    signatures are nobody's of the head that was asked for. Of one whose chain cannot be read nothing else can be said.

    Args:
        files: every file below the bundle's folder, by its path with slashes.
        head: the address that the verifier knows from elsewhere.
        links: paths that are no files of their own.
        others: paths that are neither file, link nor a folder with something in it.
        received: the day on which the verifier was told the head. The day of a bundle is its own claim: one that is of a later day, or
            whose signer had ended by then, was not signed as it says. Without it only the day of the bundle counts.
    """
    flaws = [Found(Flaw.LINK, path) for path in links] + [Found(Flaw.NO_FILE, path) for path in others]
    chain = _entries(files[CHAIN], flaws) if CHAIN in files else []
    if CHAIN not in files and CHAIN not in (*links, *others):
        flaws.append(Found(Flaw.MISSING, CHAIN))
    signed: list[str] = []
    if chain:
        own = chain[-1].digest
        another = own != head and files.get(HEAD) == f"{own}\n".encode() and chain[-1].record.kind == OF_BUNDLE
        flaws += [*_chained(chain), *_listed(files, chain, {*links, *others})]
        if own != head:
            flaws.append(Found(Flaw.OTHER_HEAD, CHAIN, own))
        if not another and files.get(HEAD) != f"{head}\n".encode():
            flaws.append(Found(Flaw.MISSING if HEAD not in files else Flaw.ALTERED, HEAD))
        day = chain[-1].record.at.date()
        if received and day > received:
            flaws.append(Found(Flaw.FUTURE, CHAIN, day.isoformat()))
        days = (day, received) if received else (day,)
        signed = _signed(files, signers, own if another else head, days, flaws)
        signed = [] if another else signed
    order = list(Flaw)
    found = tuple(sorted(dict.fromkeys(flaws), key=lambda each: (order.index(each.flaw), each.file)))
    return Verified(found, tuple(signed), len(files), chain[-1].record.at.date() if chain else None)


def torn(files: Mapping[str, bytes], links: Sequence[str] = (), others: Sequence[str] = ()) -> tuple[Found, ...]:
    """What of a bundle is not as its own chain says. Where nothing is, who made it and whether it is the one that was meant are open."""
    own = files.get(HEAD, b"").decode("ascii", errors="replace").strip()
    found = verified(files, (), own, links, others).flaws
    ends = [each for each in found if each.flaw is Flaw.OTHER_HEAD]
    return (*(each for each in found if each.flaw not in _OF_SIGNATURES), *(Found(Flaw.ALTERED, HEAD) for _ in ends))


def _entries(content: bytes, flaws: list[Found]) -> list[Entry]:
    """The records of the chain. Text that says the same in other bytes is altered, too."""
    try:
        lines = lines_of(content.decode("ascii"))
    except UnicodeDecodeError:
        flaws.append(Found(Flaw.CHAIN_ALTERED, CHAIN))
        return []
    found = list(entries(lines))
    if not found or len(found) != len(lines) or written(found).encode() != content:
        flaws.append(Found(Flaw.CHAIN_ALTERED, CHAIN))
    return found


def _chained(chain: Sequence[Entry]) -> Iterator[Found]:
    previous, expected = GENESIS, 1
    for serial, each in enumerate(chain, 1):
        if each.record.digest != each.digest:
            yield Found(Flaw.CHAIN_ALTERED, CHAIN, str(serial))
        elif each.record.previous != previous or each.record.serial != expected:
            yield Found(Flaw.CHAIN_BROKEN, CHAIN, str(serial))
        previous, expected = each.digest, each.record.serial + 1
    if chain[-1].record.kind != OF_BUNDLE:
        yield Found(Flaw.CHAIN_BROKEN, CHAIN, "end")


def _listed(files: Mapping[str, bytes], chain: Sequence[Entry], no_files: Collection[str]) -> Iterator[Found]:
    told = {
        str(each.record.values.get("path", "")): each.record.inputs[0]
        for each in chain
        if each.record.kind == OF_FILE and each.record.inputs
    }
    by_digest = {digest: path for path, digest in told.items()}
    for path, digest in told.items():
        if path not in files:
            if path not in no_files:
                yield Found(Flaw.MISSING, path)
        elif (now := digest_of(files[path])) != digest:
            other = by_digest.get(now, "")
            yield Found(Flaw.SWAPPED if other else Flaw.ALTERED, path, other)
    for path in files:
        if path not in told and path not in (CHAIN, HEAD) and not _is_signature(path):
            yield Found(Flaw.ADDED, path)


def _is_signature(path: str) -> bool:
    return path.startswith(HEAD) and path.endswith(SIGNATURE) and "/" not in path


def _signed(
    files: Mapping[str, bytes], signers: Sequence[Allowed], head: str, days: Sequence[date], flaws: list[Found]
) -> list[str]:
    """Whose signatures of the head hold; whatever is wrong with another is a flaw of its file."""
    names: list[str] = []
    for path in sorted(filter(_is_signature, files)):
        flaw, name = _signature(files[path], signers, head, days)
        if flaw:
            flaws.append(Found(flaw, path, name))
        elif name not in names:
            names.append(name)
    if not names:
        flaws.append(Found(Flaw.UNSIGNED, HEAD))
    return names


def _signature(content: bytes, signers: Sequence[Allowed], head: str, days: Sequence[date]) -> tuple[Flaw | None, str]:
    try:
        text = content.decode("ascii")
        signature = parse(text)
    except (ValueError, UnicodeDecodeError):
        return Flaw.SIGNATURE_ALTERED, ""
    if not _as_written(text):
        return Flaw.SIGNATURE_ALTERED, ""
    listed = [each for each in signers if each.key == signature.key]
    if not listed:
        return Flaw.UNLISTED, ""
    if not verifies(signature, head):
        return Flaw.FORGED, listed[0].name
    permitted = [each for each in listed if each.may_sign]
    if not permitted:
        return Flaw.NOT_PERMITTED, listed[0].name
    valid = [each for each in permitted if all(map(each.valid_on, days))]
    return (None, valid[0].name) if valid else (Flaw.EXPIRED, permitted[0].name)


def _as_written(text: str) -> bool:
    """Whether a signature is written as `ssh-keygen` writes it: bytes that decode to the same are not the same file."""

    lines = text.splitlines()
    try:
        raw = base64.b64decode("".join(lines[1:-1]), validate=True)
    except binascii.Error:
        return False
    again = base64.b64encode(raw).decode()
    body = [again[at : at + 70] for at in range(0, len(again), 70)]
    return text == "\n".join([lines[0], *body, lines[-1], ""])
