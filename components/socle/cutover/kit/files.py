"""What is in the kit of a wave: the scripts as they are, and what they are told of the estate. Text alone; whoever asks writes it."""

import hashlib
import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

from socle.estate import DatasetSpec, Estate, Sealed

from ..book import Book

SCRIPTS = (
    "common.sh",
    "0-save.sh",
    "1-fence-platform.sh",
    "2-prove-fence.sh",
    "3-open-azure.sh",
    "4-names-back.sh",
    "5-prove-azure.sh",
    "sequences.sql",
)
SEALED: tuple[Sealed, ...] = get_args(Sealed)
"""The credentials that scripts need, by the names of `sealed` of `cutover.yaml`."""

_POLICY_VERSION = "2023-04-17"
"""Scaleway's own version of bucket policies: the one in which whoever is not named may nothing."""


@dataclass(frozen=True)
class Unsealed:
    """A credential whose sealed place nobody has declared."""

    name: str


def sealed_places(estate: Estate) -> dict[str, str | Unsealed]:
    """Where each credential of the kit is sealed."""
    declared: Mapping[Sealed, str] = estate.cutover.sealed if estate.cutover else {}
    return {name: declared.get(name) or Unsealed(name) for name in SEALED}


def kit_files(book: Book, checklist: str, states: Mapping[str, str]) -> dict[str, str]:
    """Every file of the kit by its name, the manifest with their addresses last.

    Args:
        checklist: what is read beside the scripts, in the language of the reader.
        states: exported states by the name of their file.
    """
    found = {name: _script(name) for name in SCRIPTS}
    found |= {"settings.sh": settings(book), "checklist.md": checklist}
    found |= {f"policies/{bucket}.json": _closed(bucket, book.estate) for bucket in _buckets(book)}
    found |= {f"states/{name}": text for name, text in states.items()}
    return found | {"manifest.json": _manifest(book, found)}


@cache
def _script(name: str) -> str:
    return files(__package__ or "").joinpath("scripts", name).read_text("utf-8")


def settings(book: Book) -> str:
    """What the scripts are told of the estate: ids, names and addresses inside it, quoted for a shell."""
    region = book.estate.scaleway.region
    lines = [
        "# What the scripts are told of the estate. No credential is here.",
        "# shellcheck shell=bash disable=SC2034",
        f"ESTATE={shlex.quote(book.estate.name)}",
        f"WAVE={shlex.quote(book.wave)}",
        f"DATASETS={len(book.spec.datasets)}",
        f"FENCE_MINUTES={book.asked.thresholds.fence_minutes}",
        f"ENDPOINT={shlex.quote(f'https://s3.{region}.scw.cloud')}",
        *_array("ACCOUNTS", _accounts(book)),
        *_array("CONTAINERS", _containers(book)),
        *_array("AZURE_DATABASES", _azure_databases(book)),
        *_array("BUCKETS", _buckets(book)),
        *_array("PLATFORM_DATABASES", _platform_databases(book)),
        *_array("NAMES", _names(book)),
    ]
    return "\n".join(lines) + "\n"


def _array(name: str, rows: Sequence[str]) -> Iterator[str]:
    yield f"{name}=("
    yield from (f"  {shlex.quote(row)}" for row in rows)
    yield ")"


def _row(*parts: str) -> str:
    return "|".join(parts)


def _of(book: Book, kind: str) -> list[DatasetSpec]:
    return [each for _, each in sorted(book.spec.datasets.items()) if getattr(each, kind)]


def _accounts(book: Book) -> list[str]:
    """Accounts by key: id, and what they allowed before the fence."""
    legacy = book.estate.legacy
    keys = dict.fromkeys(str(each.container).partition(".")[0] for each in _of(book, "container"))
    accounts = [(key, legacy.storage_accounts[key]) for key in keys] if legacy else []
    return [_row(key, each.id, str(each.shared_keys).lower(), each.public_network) for key, each in accounts]


def _containers(book: Book) -> list[str]:
    legacy, found = book.estate.legacy, list[str]()
    for each in _of(book, "container"):
        key, _, container = str(each.container).partition(".")
        if legacy:
            account = legacy.storage_accounts[key]
            found.append(_row(account.arm.name, account.containers[container].called(container)))
    return found


def _azure_databases(book: Book) -> list[str]:
    return [_row(*str(each.database).split(".", 1)) for each in _of(book, "database")]


def _buckets(book: Book) -> list[str]:
    return list(dict.fromkeys(f"{book.estate.name_prefix}-{each.bucket}" for each in _of(book, "bucket")))


def _platform_databases(book: Book) -> list[str]:
    return [_row(each.into.instance, each.into.database) for each in _of(book, "into") if each.into]


def _names(book: Book) -> list[str]:
    """Names with their zone on Azure, and both addresses."""
    legacy, bridge = book.estate.legacy, book.estate.bridge
    names = bridge.names if bridge else None
    if names is None or legacy is None:
        return []
    zone = legacy.dns_zones[names.legacy_zone].arm
    services = [(key, names.services[key]) for key in book.spec.services]
    return [_row(key, zone.resource_group, zone.name, str(each.legacy), str(each.platform)) for key, each in services]


def _closed(bucket: str, estate: Estate) -> str:
    """A policy that names who answers for the bucket alone, so that nobody else may anything, readers among them."""
    own = estate.scaleway
    deployer = [f"application_id:{own.deployer_application_id}"] if own.deployer_application_id else []
    statement = {
        "Sid": "administrators",
        "Effect": "Allow",
        "Principal": {"SCW": [*deployer, f"user_id:{own.break_glass_user_id}"]},
        "Action": ["s3:*"],
        "Resource": [bucket, f"{bucket}/*"],
    }
    return json.dumps({"Version": _POLICY_VERSION, "Id": bucket, "Statement": [statement]}, indent=2) + "\n"


def _manifest(book: Book, found: Mapping[str, str]) -> str:
    """What the kit was made from, and the address of each of its files: a drill sees whether it is still the newest."""
    head = book.head()
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(found.items())}
    made = {
        "estate": book.estate.name,
        "wave": book.wave,
        "at": f"{book.at:%Y-%m-%dT%H:%M:%SZ}",
        "stage": book.position.stage.value,
    }
    return (
        json.dumps({**made, "ledger": {"serial": head.serial, "digest": head.digest}, "files": digests}, indent=2)
        + "\n"
    )
