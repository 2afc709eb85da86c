"""Whether the passphrase of this machine opens what the stack files are sealed with. Neither it nor anything sealed is repeated.

The scheme is the engine's own (pulumi, secrets/passphrase and config/crypt.go): `v1:SALT:v1:NONCE:SEALED`, AES-256-GCM with a key from
PBKDF2 over SHA-256, and the sealed text is the word `pulumi`.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from socle.messages import Refused
from socle.project import Project, document_of

from . import line
from .line import Line
from .machine import Machine, read

_ok, _wrong, _unknown = (partial(kind, "passphrase") for kind in (line.ok, line.wrong, line.unknown))

ROUNDS = 1_000_000
"""Of PBKDF2, as the engine has it: half a second each."""
_PROOF = b"pulumi"


def passphrase(project: Project, stacks: Iterable[str], machine: Machine) -> Iterator[Line]:
    """What is said of the passphrase for each salt: stacks that share one are told together."""
    by_salt: dict[str, list[str]] = {}
    bare: list[str] = []
    for stack in stacks:
        sealed = _sealed(project.stack_file(stack))
        if sealed is None:
            yield _unknown("salt.other", stack=stack)
        elif sealed:
            by_salt.setdefault(sealed, []).append(stack)
        else:
            bare.append(stack)
    if bare:
        yield _unknown("salt.absent", stacks=", ".join(bare))
    if not by_salt:
        return
    phrase = _phrase(machine)
    for salt, of in by_salt.items():
        named = ", ".join(of)
        if phrase is None:
            yield _unknown("phrase.absent", stacks=named)
        elif find_spec("cryptography") is None:
            yield _unknown("phrase.unasked", stacks=named)
        else:
            opens = opened(salt, phrase)
            kind = _unknown if opens is None else _ok if opens else _wrong
            yield kind("salt.malformed" if opens is None else "phrase" if opens else "phrase.other", stacks=named)


def opened(salt: str, phrase: str) -> bool | None:
    """Whether a passphrase opens an `encryptionsalt`; None for a scheme that is not known here."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    parts = salt.split(":")
    if len(parts) != 5 or (parts[0], parts[2]) != ("v1", "v1"):
        return None
    try:
        seed, nonce, sealed = (base64.b64decode(part, validate=True) for part in (parts[1], parts[3], parts[4]))
    except ValueError:
        return None
    try:
        return (
            AESGCM(hashlib.pbkdf2_hmac("sha256", phrase.encode(), seed, ROUNDS)).decrypt(nonce, sealed, None) == _PROOF
        )
    except InvalidTag:
        return False
    except ValueError:
        return None


def _sealed(file: Path) -> str | None:
    """The `encryptionsalt` of a stack file, empty where it has none; None where another scheme seals it or it cannot be read."""
    text = read(file)
    try:
        value = document_of(file, text).value if text is not None else None
    except Refused:
        return None
    if value is None or value.get("secretsprovider") not in (None, "", "passphrase") or "encryptedkey" in value:
        return None
    return str(value.get("encryptionsalt") or "")


def _phrase(machine: Machine) -> str | None:
    """The passphrase that the engine would take; None where it would ask. An empty one is one."""
    if "PULUMI_CONFIG_PASSPHRASE" in machine.environment:
        return machine.environment["PULUMI_CONFIG_PASSPHRASE"]
    file = machine.given("PULUMI_CONFIG_PASSPHRASE_FILE")
    text = read(Path(file)) if file and Path(file).is_file() else None
    return text.strip() if text is not None else None
