"""Signatures by the SSH keys that people have (`ssh-keygen -Y sign`), verified in process. No qualified signature, and without a time.

The format is PROTOCOL.sshsig of OpenSSH. What is signed is a record's address and a line's end, in a namespace of its own, so that no
signature for something else counts here.
"""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from socle.extras import EVIDENCE

NAMESPACE = "socle-cutover"
_MAGIC = b"SSHSIG"
_HASHES = {"sha256": hashlib.sha256, "sha512": hashlib.sha512}
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


@dataclass(frozen=True)
class Signature:
    """A signature in its parts: the key that it says it is by, in the form of an authorised key, and what verifies it."""

    key: str
    namespace: str
    reserved: bytes
    hash: str
    blob: bytes


def message(digest: str) -> bytes:
    """What a person signs for a record: its address and a line's end, as `echo` writes it into a file."""
    return f"{digest}\n".encode()


def parse(armoured: str) -> Signature:
    """A signature from the text that `ssh-keygen -Y sign` writes.

    Raises:
        ValueError: it is none.
    """
    lines = armoured.strip().splitlines()
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        raise ValueError("no SSH signature")
    try:
        raw = base64.b64decode("".join(lines[1:-1]), validate=True)
    except binascii.Error as error:
        raise ValueError("no SSH signature") from error
    if raw[:6] != _MAGIC or raw[6:10] != struct.pack(">I", 1):
        raise ValueError("a signature of another version")
    key, namespace, reserved, hash_, blob = _strings(raw[10:], 5)
    kind = _strings(key, 1, whole=False)[0]
    return Signature(
        f"{kind.decode('ascii')} {base64.b64encode(key).decode()}", namespace.decode(), reserved, hash_.decode(), blob
    )


@lru_cache(maxsize=65_536)
def verifies(signature: Signature, digest: str) -> bool:
    """Whether a signature is of a record, by the key that it names, in our namespace.

    Raises:
        ExtraMissing: the package that verifies is not installed.
    """
    if signature.namespace != NAMESPACE or signature.hash not in _HASHES:
        return False
    hashed = _HASHES[signature.hash](message(digest)).digest()
    parts = (signature.namespace.encode(), signature.reserved, signature.hash.encode(), hashed)
    return _verified(signature, _MAGIC + b"".join(struct.pack(">I", len(each)) + each for each in parts))


def _verified(signature: Signature, signed: bytes) -> bool:
    EVIDENCE.demand()
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key  # noqa: PLC0415

    try:
        kind, blob = _strings(signature.blob, 2)
        if kind.decode("ascii") != signature.key.partition(" ")[0]:
            return False
        _by_key(load_ssh_public_key(signature.key.encode()), blob, signed)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _by_key(key: Any, blob: bytes, signed: bytes) -> None:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils  # noqa: PLC0415

    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(blob, signed)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        r, s = (int.from_bytes(each, "big", signed=True) for each in _strings(blob, 2))
        algorithm = hashes.SHA256() if key.curve.key_size == 256 else hashes.SHA384()
        key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(algorithm))
    else:
        raise ValueError("a key of a type that is not verified")  # noqa: TRY004 - told as any fault of a key


def _strings(raw: bytes, count: int, *, whole: bool = True) -> list[bytes]:
    """Strings of the SSH wire format, each behind its length."""
    found: list[bytes] = []
    for _ in range(count):
        if len(raw) < 4:
            raise ValueError("a signature that is cut")
        length = int.from_bytes(raw[:4], "big")
        if len(raw) < 4 + length:
            raise ValueError("a signature that is cut")
        found.append(raw[4 : 4 + length])
        raw = raw[4 + length :]
    if whole and raw:
        raise ValueError("a signature with more behind it")
    return found
