"""The digests of a bundle in one chain of records, as the cut-over's are: a record a file, and one for the whole at the end.

The head is the address of the last record. Whoever knows it from elsewhere knows every byte; people sign it with their SSH keys
(`ssh-keygen -Y sign -n socle-cutover head`), and each signature is a file of its own beside it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version

from socle.cutover.evidence import GENESIS, Entry, Level, Record, entry, written
from socle.extras import DISTRIBUTION

from .gathered import Gathered

CHAIN, HEAD = "chain.jsonl", "head"
SIGNATURE = ".sig"
PRODUCER = "socle-evidence"
OF_FILE, OF_BUNDLE = "bundle-file", "bundle"
_SCOPE = "bundle"
"""What stands in the place of a wave: a bundle is of the whole estate."""


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sealed(files: Mapping[str, bytes], of: Gathered, levels: Mapping[str, Level]) -> dict[str, bytes]:
    """The files with their chain and its head. The same files at the same time give the same bytes.

    Raises:
        ExtraMissing: the package that writes canonical forms is not installed.
    """
    made = list(_records(files, of, levels))
    return {
        **files,
        CHAIN: written(made).encode(),
        HEAD: f"{made[-1].digest}\n".encode(),
    }


def _records(files: Mapping[str, bytes], of: Gathered, levels: Mapping[str, Level]) -> Iterator[Entry]:
    previous, digests = GENESIS, list[str]()
    for serial, (path, content) in enumerate(sorted(files.items()), 1):
        digest = digest_of(content)
        digests.append(digest)
        values: dict[str, int | bool | str] = {"path": path, "bytes": len(content)}
        made = _record(of, OF_FILE, levels.get(path, "declared"), serial, previous, (digest,), values)
        previous = made.digest
        yield made
    values = {"revision": of.revision, "dirty": of.dirty, "files": len(files)}
    yield _record(of, OF_BUNDLE, of.level, len(digests) + 1, previous, tuple(digests), values)


def _record(
    of: Gathered,
    kind: str,
    level: Level,
    serial: int,
    previous: str,
    inputs: tuple[str, ...],
    values: Mapping[str, int | bool | str],
) -> Entry:
    return entry(
        Record(
            kind=kind,
            level=level,
            estate=of.estate.name,
            lifetime=of.estate.lifetime,
            wave=_SCOPE,
            epoch=1,
            serial=serial,
            previous=previous,
            at=of.at,
            producer=PRODUCER,
            version=version(DISTRIBUTION),
            inputs=inputs,
            values=values,
        )
    )
