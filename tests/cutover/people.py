"""People who sign in tests, with keys that are made for one run, and a ledger that they have signed."""

import base64
import hashlib
import struct
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from socle.cutover.evidence import COLLECTOR, GENESIS, NAMESPACE, Entry, Known, Record, entry, message, signers_of
from socle.estate import ApproverSpec, CollectorSpec

T0 = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
ROLES = {
    "operations": "operations",
    "quality": "quality",
    "deputy": "quality",
    "privacy": "data-protection",
}


@cache
def key_of(who: str) -> Any:
    return ec.generate_private_key(ec.SECP256R1()) if who == "deputy" else ed25519.Ed25519PrivateKey.generate()


def public(who: str) -> str:
    return key_of(who).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def signed(digest: str, who: str, namespace: str = NAMESPACE, hash_: str = "sha512") -> str:
    """What `ssh-keygen -Y sign` would write."""
    hashed = hashlib.new(hash_, message(digest)).digest()
    body = _packed(namespace.encode(), b"", hash_.encode(), hashed)
    key, kind = key_of(who), public(who).split()[0]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        blob = key.sign(b"SSHSIG" + body)
    else:
        r, s = utils.decode_dss_signature(key.sign(b"SSHSIG" + body, ec.ECDSA(hashes.SHA256())))
        blob = _packed(*(each.to_bytes(each.bit_length() // 8 + 1, "big") for each in (r, s)))
    wire = base64.b64decode(public(who).split()[1])
    raw = b"SSHSIG" + struct.pack(">I", 1)
    raw += _packed(wire, namespace.encode(), b"", hash_.encode(), _packed(kind.encode(), blob))
    text = base64.b64encode(raw).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def _packed(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(each)) + each for each in parts)


def approvers(**changes: Any) -> dict[str, ApproverSpec]:
    """The people by the names of their entries."""
    first = {"valid_from": date(2026, 11, 1), "valid_until": date(2027, 10, 31)}
    subjects = {name: f"66666666-6666-4666-8666-66666666660{index}" for index, name in enumerate(ROLES, 1)}
    rows = {
        name: {"role": role, "subject": subjects[name], "key": public(name), **first, **changes.get(name, {})}
        for name, role in ROLES.items()
    }
    return {name: ApproverSpec.model_validate(row) for name, row in rows.items()}


def collectors(**changes: Any) -> dict[str, CollectorSpec]:
    """The programs by the names of their entries."""
    first = {
        "purpose": "looks at both clouds",
        "levels": ["declared", "deployed", "observed"],
        "key": public("collector"),
    }
    days = {"valid_from": date(2026, 11, 1), "valid_until": date(2027, 10, 31)}
    return {"collector": CollectorSpec.model_validate({**first, **days, **changes})}


def answering(made: Record) -> tuple[str, ...]:
    """Who signs a record so that it counts, one for each signature that it needs."""
    people = {role: name for name, role in reversed(ROLES.items())} | {COLLECTOR: "collector"}
    return tuple(people[min(each)] for each in signers_of(made))


def record(kind: str = "fence-closed", **changes: Any) -> Record:
    """One record, the first of its ledger where nothing else is said."""
    first: dict[str, Any] = {
        "kind": kind, "level": "observed", "estate": "acme", "lifetime": "permanent", "wave": "studies", "epoch": 3, "serial": 1,
        "previous": GENESIS, "at": T0, "producer": "socle-collect", "version": "0.1.0",
    }  # fmt: skip
    return Record(**{**first, **changes})


def answered(made: Record) -> Entry:
    """A record signed by who answers for it."""
    return entry(made, *(signed(made.digest, who) for who in answering(made)))


def chained(*records: Record, **signers: tuple[str, ...]) -> list[Entry]:
    """Records in one chain, an hour apart, signed by who answers for each; `r2=("quality",)` has quality alone sign the second."""
    found: list[Entry] = []
    for number, each in enumerate(records, 1):
        data: dict[str, Any] = {name: getattr(each, name) for name in Record.__dataclass_fields__}
        data |= {"serial": number, "previous": found[-1].digest if found else GENESIS}
        data["at"] = T0 + timedelta(hours=number) if each.at == T0 else each.at
        made = Record(**data)
        found.append(entry(made, *(signed(made.digest, who) for who in signers.get(f"r{number}", answering(made)))))
    return found


def known(**changes: Any) -> Known:
    first: dict[str, Any] = {
        "estate": "acme", "lifetime": "permanent", "wave": "studies", "epoch": 3, "at": T0 + timedelta(days=2),
        "approvers": approvers(), "collectors": collectors(), "file": "acme/cutover/studies.jsonl",
    }  # fmt: skip
    return Known(**{**first, **changes})
