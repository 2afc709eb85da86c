"""What is wrong with a ledger, told apart: each way of tampering has its own name, consequence and remedy. Pure, at a given time.

A cut tail shows only against a head that somebody outside has noted. Without one that is said, and nothing is called whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from socle.estate import ApproverSpec, CollectorSpec
from socle.messages import Place, Refusal

from .ledger import Entry, Head, Line, Unread
from .record import GENESIS, LEVELS, Level
from .signature import parse, verifies
from .signers import COLLECTOR, Signer, may_level, signers_of

CLOCK_SKEW = timedelta(minutes=5)
"""How far the clock of a collector may be ahead."""


_BEGINNING = datetime.min.replace(tzinfo=UTC)


class Flaw(StrEnum):
    """What can be wrong with a ledger."""

    UNREAD = "unread"
    ALTERED = "altered"
    CUT_OFF = "cut off"
    LEFT_OUT = "left out"
    REORDERED = "reordered"
    REPLAYED = "replayed"
    REWRITTEN = "rewritten"
    OTHER_WAVE = "of another wave"
    OTHER_EPOCH = "of another epoch"
    OTHER_ENVIRONMENT = "of another environment"
    EXPIRED = "expired"
    FUTURE = "from the future"
    UNSIGNED = "unsigned"
    FORGED = "signed for something else"
    TWICE = "signed twice by one person"
    WRONG_ROLE = "by a role that may not"
    OUTSIDE_VALIDITY = "outside the key's validity"
    UNLISTED = "by a key that is not listed"
    NO_ANCHOR = "no anchor"


HARMLESS = frozenset({Flaw.EXPIRED, Flaw.NO_ANCHOR})
"""What breaks no chain: an expired record opens no gate, and a missing anchor proves nothing either way."""

_SAID: Mapping[Flaw, tuple[str, str]] = {
    Flaw.UNREAD: ("nothing after it can be trusted to follow from it", "restore the ledger from the base revision or the locked bucket"),
    Flaw.ALTERED: ("a gate could open on what nobody saw", "restore the line from the base revision, and record anew what was seen"),
    Flaw.CUT_OFF: ("what was recorded last is missing, perhaps a fence", "restore the end from the base revision or the locked bucket"),
    Flaw.LEFT_OUT: ("a record that somebody did not like may be gone", "restore the line from the base revision"),
    Flaw.REORDERED: ("evidence from before a fence would count for after it", "restore the order of the base revision"),
    Flaw.REPLAYED: ("what was true once would count again", "remove the second, and record anew what is true now"),
    Flaw.REWRITTEN: ("history was made anew from there on", "restore the ledger that the anchor knows, and find out who wrote this one"),
    Flaw.OTHER_WAVE: ("another wave's data would open this one's gates", "remove it, and record it in the ledger of its wave"),
    Flaw.OTHER_EPOCH: ("what was seen before authority moved proves nothing after it", "collect it again at this epoch"),
    Flaw.OTHER_ENVIRONMENT: ("a rehearsal would open the gates of a permanent estate", "remove it, and collect it in this estate"),
    Flaw.EXPIRED: ("it opens no gate any more", "collect it again"),
    Flaw.FUTURE: ("it would still count when it should have expired", "set the collector's clock right, and collect it again"),
    Flaw.UNSIGNED: ("nobody answers for it", "have the missing role sign its address"),
    Flaw.FORGED: ("the signature was given for something else", "have the address of this record signed"),
    Flaw.TWICE: ("one person would count for two", "have somebody else sign"),
    Flaw.WRONG_ROLE: ("who signed does not answer for this", "have a role sign that may"),
    Flaw.OUTSIDE_VALIDITY: ("the key was not yet, or no longer, its holder's", "record it anew, signed with a key that is valid now"),
    Flaw.UNLISTED: ("nobody knows whose it is", "put the key's entry back with its last day: keys are ended, never removed"),
    Flaw.NO_ANCHOR: ("a tail that was cut off would not show", "compare with a stack's outputs, the base revision or the locked bucket"),
}  # fmt: skip
"""Of each flaw what it would lead to, and what to do."""


@dataclass(frozen=True)
class Holder:
    """Whose a key is: the entry, the person or program that counts as one, what it signs as, at which levels, and its days."""

    name: str
    subject: str
    signs_as: Signer
    levels: tuple[Level, ...]
    first: date
    last: date


@dataclass(frozen=True)
class Known:
    """What a ledger is held against.

    estate, lifetime, wave, epoch: where its records must be from; the epoch is the newest that there is. at: the time of the
    question. approvers, collectors: all people and programs that may ever have signed. heads: ends that others have noted.
    file: the ledger's name in messages.
    """

    estate: str
    lifetime: str
    wave: str
    epoch: int
    at: datetime
    approvers: Mapping[str, ApproverSpec]
    heads: Sequence[Head] = ()
    file: str = ""
    collectors: Mapping[str, CollectorSpec] = field(default_factory=dict[str, CollectorSpec])

    def holder(self, key: str) -> Holder | None:
        """Whose a public key is; None where no entry lists it."""
        for name, person in self.approvers.items():
            if person.key == key:
                return Holder(name, person.subject, person.role, LEVELS, person.valid_from, person.valid_until)
        for name, program in self.collectors.items():
            if program.key == key:
                return Holder(name, name, COLLECTOR, program.levels, program.valid_from, program.valid_until)
        return None


@dataclass(frozen=True)
class Found:
    """One flaw, and the line that has it, from 1; 0 for the ledger as a whole."""

    flaw: Flaw
    line: int
    about: str = ""

    def refusal(self, file: str) -> Refusal:
        """The same with consequence and remedy."""
        consequence, remedy = _SAID[self.flaw]
        what = f"record {self.line} is {self.flaw}" if self.line else f"the ledger: {self.flaw}"
        return Refusal(
            f"{what}{f' ({self.about})' if self.about else ''}", consequence, remedy, place=Place(file, self.line)
        )


def verify(lines: Sequence[Line], known: Known) -> list[Found]:
    """Everything that is wrong with a ledger, in the order of its lines."""
    found = [*_chain(lines), *_each(lines, known), *_anchored(lines, known.heads)]
    return sorted(found, key=lambda each: (each.line, list(Flaw).index(each.flaw)))


def broken(found: Iterable[Found]) -> bool:
    """Whether a ledger can be trusted for nothing."""
    return any(each.flaw not in HARMLESS for each in found)


def _chain(lines: Sequence[Line]) -> Iterator[Found]:
    """Flaws of one line beside its neighbours."""
    places = {each.digest: number for number, each in enumerate(lines, 1) if isinstance(each, Entry)}
    seen: Counter[str] = Counter()
    contents: set[str] = set()
    before, serial = GENESIS, 0
    for number, line in enumerate(lines, 1):
        if isinstance(line, Unread):
            yield Found(Flaw.UNREAD if number < len(lines) else Flaw.CUT_OFF, number, line.why)
            continue
        record = line.record
        seen[line.digest] += 1
        content = _content(line)
        if record.digest != line.digest:
            yield Found(Flaw.ALTERED, number)
        elif seen[line.digest] > 1 or content in contents:
            yield Found(Flaw.REPLAYED, number)
        elif record.previous != before or record.serial != serial + 1:
            yield Found(_misplaced(record.previous, number, places), number)
        contents.add(content)
        before, serial = line.digest, record.serial


def _misplaced(previous: str, number: int, places: Mapping[str, int]) -> Flaw:
    """Why a record does not follow the one before it: its predecessor stands elsewhere, or nowhere."""
    elsewhere = previous == GENESIS or previous in places
    return Flaw.REORDERED if elsewhere and places.get(previous, 0) != number - 1 else Flaw.LEFT_OUT


def _content(line: Entry) -> str:
    """What a record says, whatever its place in the chain: signed again under another number it is still the same sight."""
    data = line.record.as_json()
    return repr({name: value for name, value in sorted(data.items()) if name not in ("serial", "previous")})


def _each(lines: Sequence[Line], known: Known) -> Iterator[Found]:
    """Flaws of one line by itself, and against what the ledger is of."""
    newest, latest = 0, _BEGINNING
    for number, line in enumerate(lines, 1):
        if isinstance(line, Unread):
            continue
        record = line.record
        if record.wave != known.wave:
            yield Found(Flaw.OTHER_WAVE, number, record.wave)
        if (record.estate, record.lifetime) != (known.estate, known.lifetime):
            yield Found(Flaw.OTHER_ENVIRONMENT, number, f"{record.estate}, {record.lifetime}")
        if record.epoch > known.epoch or record.epoch < newest:
            yield Found(Flaw.OTHER_EPOCH, number, str(record.epoch))
        newest = max(newest, record.epoch)
        if record.at > known.at + CLOCK_SKEW:
            yield Found(Flaw.FUTURE, number)
        if record.expires and record.expires <= known.at:
            yield Found(Flaw.EXPIRED, number)
        latest = max(latest, record.at)
        yield from (Found(flaw, number, about) for flaw, about in signature_flaws(line, known, latest.date()))


def signature_flaws(line: Entry, known: Known, day: date) -> Iterator[tuple[Flaw, str]]:
    """What is wrong with the signatures of a record; the flaw and who it is about.

    Args:
        day: on which the keys must have been valid, beside that of the record: the latest that the ledger names so far, so
            that a key that has ended signs nothing by dating it back.
    """
    asked = signers_of(line.record)
    may = frozenset[Signer]().union(*asked)
    signed: dict[str, Signer] = {}
    for armoured in line.signatures:
        try:
            signature = parse(armoured)
        except ValueError as error:
            yield Flaw.FORGED, str(error)[:80]
            continue
        holder = known.holder(signature.key)
        if holder is None:
            yield Flaw.UNLISTED, ""
        elif not verifies(signature, line.record.digest):
            yield Flaw.FORGED, holder.name
        elif not holder.first <= line.record.at.date() <= day <= holder.last:
            yield Flaw.OUTSIDE_VALIDITY, holder.name
        elif holder.subject in signed:
            yield Flaw.TWICE, holder.name
        elif holder.signs_as not in may or not may_level(line.record, holder.levels):
            yield Flaw.WRONG_ROLE, holder.name
        else:
            signed[holder.subject] = holder.signs_as
    given = set(signed.values())
    yield from ((Flaw.UNSIGNED, " or ".join(sorted(each))) for each in asked if not each & given)


def _anchored(lines: Sequence[Line], heads: Sequence[Head]) -> Iterator[Found]:
    if not heads:
        yield Found(Flaw.NO_ANCHOR, 0)
    by_serial = {each.record.serial: each.digest for each in lines if isinstance(each, Entry)}
    last = max(by_serial, default=0)
    for head in heads:
        if head.serial > last:
            yield Found(Flaw.CUT_OFF, 0, f"{head.serial - last} records are missing")
        elif by_serial.get(head.serial) != head.digest:
            yield Found(Flaw.REWRITTEN, head.serial)
