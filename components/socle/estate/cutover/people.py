"""Who signs a cut-over: roles, the people in them by their identifiers, and the keys by which their signatures are told."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from socle.messages import Refusal
from socle.specs import Form, Key, Line, Reason, Refers, Spec, Uuid

Role = Literal["quality", "operations", "data-protection"]
"""`quality` says whether the evidence is sound, `operations` whether the move may be made; both sign. `data-protection` signs
what concerns people's rights: that deletion may begin."""

Level = Literal["declared", "deployed", "observed"]
"""How something is known, from what files say to what was seen live."""

SIGNING: tuple[Role, Role] = ("operations", "quality")
"""The two roles without which nothing is approved."""

_DIGITS = 6
"""Digits from which on a text is taken for a telephone number; emergency numbers are shorter, and nobody's."""

KEY_TYPES = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384")
"""Types of SSH keys whose signatures are verified here. RSA is left out: what is new needs none."""

SshKey = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}$", max_length=400),
    Form("an SSH public key without its comment", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI..."),
]

_APPROVER = Refers("cutover.approvers", "there is no approver {name}", "the deputy would stand for nobody")


class ApproverSpec(Spec):
    """One person in one role, with one key. Ended keys stay: a signature is judged at the time of its record."""

    role: Role
    """What the person signs as."""
    subject: Uuid
    """The person, by the identity provider's identifier. Never a name: people change and the file stays."""
    key: SshKey
    """The public key that verifies the person's signatures."""
    valid_from: date
    """The first day on which the key may sign."""
    valid_until: date
    """The last day on which the key may sign. To end a key, write the day here and leave the entry."""
    deputy_for: Annotated[Key, _APPROVER] | None = None
    """The entry of `approvers` in whose place this person signs, in the same role."""
    call: Line | None = None
    """Where the number stands by which the person is called at night: `on-call sheet, line 2`. Never the number itself."""

    def refusals(self) -> Iterator[Refusal]:
        yield from _validity(self.valid_from, self.valid_until)
        yield from _key_refusals(self.key)
        if self.call and sum(map(str.isdigit, self.call)) >= _DIGITS:
            yield Refusal(
                "a telephone number in the file",
                "a person's number would stand in every checkout, and be old on the night that it is needed",
                "write where the number stands: on-call sheet, line 2",
                at="call",
            )


class CollectorSpec(Spec):
    """A program that looks, measures or deploys, by the key with which it signs what it saw. Ended keys stay, as people's do."""

    purpose: Reason
    """What it is, where it runs, and where its key is kept."""
    levels: tuple[Level, ...] = Field(min_length=1)
    """What it may sign: `observed` is what it saw live, `deployed` what the exported state of a stack says, `declared` what it
    computed from files."""
    key: SshKey
    """The public key that verifies its signatures."""
    valid_from: date
    """The first day on which the key may sign."""
    valid_until: date
    """The last day on which the key may sign. To end a key, write the day here and leave the entry."""

    def refusals(self) -> Iterator[Refusal]:
        yield from _validity(self.valid_from, self.valid_until)
        yield from _key_refusals(self.key)


def _validity(first: date, last: date) -> Iterator[Refusal]:
    if last < first:
        yield Refusal(
            f"the key ends on {last} and begins on {first}",
            "no signature of it would ever count, at three in the morning",
            "write a later valid_until",
            at="valid_until",
        )


_POINTS = {"ssh-ed25519": 32, "ecdsa-sha2-nistp256": 65, "ecdsa-sha2-nistp384": 97}
"""Bytes of the last part of a key, its point (RFC 8709, section 4; RFC 5656, section 3.1): one that was cut short has fewer."""


def key_type(key: str) -> str:
    """The type that the key itself says, from inside of it; empty for what is no key, or no whole one."""
    try:
        parts = list(_parts(base64.b64decode(key.partition(" ")[2], validate=True)))
        said = parts[0].decode("ascii") if parts else ""
    except (ValueError, UnicodeDecodeError):
        return ""
    return said if len(parts) > 1 and len(parts[-1]) == _POINTS.get(said, len(parts[-1])) else ""


def _parts(blob: bytes) -> Iterator[bytes]:
    """The parts of a key, each behind its length in four bytes (RFC 4251, section 5).

    Raises:
        ValueError: it ends in the middle of one.
    """
    while blob:
        end = 4 + int.from_bytes(blob[:4], "big")
        if len(blob) < max(end, 4):
            raise ValueError("a part is cut short")
        yield blob[4:end]
        blob = blob[end:]


def _key_refusals(key: str) -> Iterator[Refusal]:
    said = key.partition(" ")[0]
    if said not in KEY_TYPES:
        yield Refusal(
            f"a key of type {said}",
            "its signatures could not be verified",
            f"write one of type {', '.join(KEY_TYPES)}",
            at="key",
        )
    elif key_type(key) != said:
        yield Refusal(
            "text that is no SSH public key, or one of another type than it says",
            "no signature could be verified by it",
            "copy the line of the .pub file again, without its comment",
            at="key",
        )


def mover_refusals(movers: Sequence[str], approvers: Mapping[str, ApproverSpec]) -> Iterator[Refusal]:
    """Movers that are named twice, or that are people who sign."""
    people = {each.subject: name for name, each in approvers.items()}
    for number, mover in enumerate(movers):
        if mover in movers[:number]:
            yield Refusal(
                f"{mover} is named twice",
                "whoever takes one of them out believes that it moves nothing any more",
                "leave one of them",
                at=f"movers.{number}",
            )
        if mover in people:
            yield Refusal(
                f"{people[mover]} signs the cut-over, and moves its data",
                "one person could write into a closed copy and sign that nobody does",
                "let an application of its own move the data",
                at=f"movers.{number}",
            )


def signer_refusals(
    approvers: Mapping[str, ApproverSpec], collectors: Mapping[str, CollectorSpec]
) -> Iterator[Refusal]:
    """People, programs and keys that contradict each other, and roles in which nobody signs."""
    for role in get_args(Role):
        if not any(each.role == role and not each.deputy_for for each in approvers.values()):
            yield Refusal(
                f"nobody signs in the role {role}",
                "no gate that asks for it would ever open",
                f"write an approver of role {role}",
                at="approvers",
            )
    people: dict[str, tuple[str, str]] = {}
    keys: dict[str, str] = {}
    for name, each in approvers.items():
        yield from _twice(name, each, people)
        yield from _same_key("approvers", name, each.key, keys)
        yield from _deputy(name, each, approvers)
    for name, each in collectors.items():
        yield from _same_key("collectors", name, each.key, keys)


def _twice(name: str, approver: ApproverSpec, people: dict[str, tuple[str, str]]) -> Iterator[Refusal]:
    first, role = people.setdefault(approver.subject, (name, approver.role))
    if role != approver.role:
        yield Refusal(
            f"{first} and {name} are one person in the roles {role} and {approver.role}",
            "one person alone could sign for both",
            "give one of the roles to somebody else",
            at=f"approvers.{name}.subject",
        )


def _same_key(kind: str, name: str, key: str, keys: dict[str, str]) -> Iterator[Refusal]:
    other = keys.setdefault(key, f"{kind}.{name}")
    if other != f"{kind}.{name}":
        yield Refusal(
            f"{other.partition('.')[2]} and {name} have the same key",
            "nobody could tell whose signature it is",
            "write the key of each, or one entry",
            at=f"{kind}.{name}.key",
        )


def _deputy(name: str, approver: ApproverSpec, approvers: Mapping[str, ApproverSpec]) -> Iterator[Refusal]:
    principal = approvers.get(approver.deputy_for or "")
    if principal and (principal.role != approver.role or principal.deputy_for or principal.subject == approver.subject):
        yield Refusal(
            f"{name} cannot stand for {approver.deputy_for}",
            "a deputy of another role, of a deputy or of the same person adds nobody",
            f"name another person's entry of role {approver.role} that stands for itself",
            at=f"approvers.{name}.deputy_for",
        )
