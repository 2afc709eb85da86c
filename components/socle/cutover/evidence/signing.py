"""Signing with the SSH key that somebody has, by `ssh-keygen` itself: a passphrase, an agent or a token asks as it always does."""

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from socle.messages import Place, Refusal, Refused

from .record import Record
from .signature import NAMESPACE, message
from .signers import may_level, signers_of
from .verify import Holder, Known
from .writer import Sign


@dataclass(frozen=True)
class Key(Holder):
    """A key on this machine that `cutover.yaml` lists: whose it is, and its file."""

    path: Path

    def may_sign(self, record: Record) -> bool:
        """Whether its signature counts for a record."""
        asked = any(self.signs_as in each for each in signers_of(record))
        return asked and may_level(record, self.levels) and self.first <= record.at.date() <= self.last


def keys_here(folder: Path, known: Known) -> list[Key]:
    """The listed keys whose public half is in a folder, such as `~/.ssh`."""
    return [key for path in sorted(folder.glob("*.pub")) if (key := _listed(path, known))]


def key_at(path: Path, known: Known) -> Key:
    """The listed key whose file this is: the private half, or the public one where an agent holds the other.

    Raises:
        Refused: there is no such file, its public half is not beside it, or no entry lists it.
    """
    public = path if path.suffix == ".pub" else path.with_name(f"{path.name}.pub")
    if not public.is_file():
        raise Refused([_no_key(path, public)])
    found = _listed(public, known)
    if found is None:
        raise Refused([_not_listed(path, known)])
    return replace(found, path=path)


def fitting(record: Record, keys: list[Key]) -> Key:
    """The key here whose signature a record needs.

    Raises:
        Refused: there is none.
    """
    found = next((each for each in keys if each.may_sign(record)), None)
    if found is None:
        raise Refused([_none_fits(record, keys)])
    return found


def ssh_sign(key: Path) -> Sign:
    """What signs an address with a key, in our namespace.

    Raises:
        Refused: `ssh-keygen` is not here, or does not sign.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise Refused([_no_program()])

    def sign(digest: str) -> str:
        command = [program, "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE]
        done = subprocess.run(command, input=message(digest), capture_output=True, check=False)  # noqa: S603 - found on the PATH
        if done.returncode != 0:
            raise Refused([_unsigned(key, done.stderr.decode(errors="replace").strip())])
        return done.stdout.decode("ascii")

    return sign


def _listed(public: Path, known: Known) -> Key | None:
    try:
        words = public.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError):
        return None
    holder, private = known.holder(" ".join(words[:2])), public.with_suffix("")
    return Key(**vars(holder), path=private if private.is_file() else public) if holder else None


def _no_key(path: Path, public: Path) -> Refusal:
    return Refusal(
        f"there is no public key {public.name} beside the key",
        "nobody could tell whose signature it would be",
        "name a key whose .pub file is there: --key ~/.ssh/id_ed25519",
        place=Place(str(path)),
    )


def _not_listed(path: Path, known: Known) -> Refusal:
    return Refusal(
        "no entry of cutover.yaml lists this key",
        "its signature would count for nothing",
        f"use one of those of: {', '.join(sorted({*known.approvers, *known.collectors})) or 'nobody'}",
        place=Place(str(path)),
    )


def _none_fits(record: Record, keys: list[Key]) -> Refusal:
    asked = " and ".join(" or ".join(sorted(each)) for each in signers_of(record))
    have = ", ".join(f"{each.name} ({each.signs_as})" for each in keys) or "none that is listed"
    return Refusal(
        f"a record of kind {record.kind}, level {record.level}, is signed by: {asked}",
        "without their signature it counts for nothing, so nothing was written",
        f"sign with --key FILE, or have them sign; valid keys here: {have}",
    )


def _no_program() -> Refusal:
    return Refusal(
        "there is no ssh-keygen on this machine",
        "nothing can be signed, so nothing was written",
        "install OpenSSH 8.2 or later, or sign on another machine",
    )


def _unsigned(key: Path, said: str) -> Refusal:
    return Refusal(
        f"ssh-keygen did not sign: {said[:200]}",
        "without the signature the record counts for nothing, so nothing was written",
        "unlock the key, or name another with --key",
        place=Place(str(key)),
    )
