"""Azure Blob: listings with everything the service says of a blob, through its SDK; bytes through `obstore`."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from obstore.store import AzureStore, ObjectStore

from ...schedulers import on_loopback
from ..listed import FOLDER, OLD_VERSION, SNAPSHOT, Listed
from .store import RETRIES, Gone, Store, bare, plain_version, seconds

DIRECTORY = "hdi_isfolder"
"""The metadata of an entry that is a directory of a hierarchical namespace, and no object."""


_HEADERS = {
    "Content-Type": "content_type",
    "Content-Encoding": "content_encoding",
    "Content-Disposition": "content_disposition",
    "Content-Language": "content_language",
    "Cache-Control": "cache_control",
}
"""Headers that describe a blob, and what the SDK calls them."""

_SAID = ["metadata", "snapshots", "versions"]
"""What a listing is asked to say beside what it always says."""


def _kind(each: Any) -> str:
    """What an entry is: a blob of some type, or what is kept beside one."""
    metadata: dict[str, str] = each.metadata or {}
    if metadata.get(DIRECTORY) == "true":
        return FOLDER
    if each.snapshot:
        return SNAPSHOT
    if each.version_id and not each.is_current_version:
        return OLD_VERSION
    return str(getattr(each.blob_type, "value", each.blob_type))


class AzureBlobs(Store):
    """A container of a storage account: read, and written on the way back alone."""

    def _bytes(self) -> ObjectStore:
        name = self.account
        options: Any = {
            "account_name": name,
            "endpoint": self.spec.endpoint,
            "client_options": {"allow_http": on_loopback(self.spec.endpoint), "timeout": "30 minutes"},
            "retry_config": RETRIES,
        }
        if self.secrets.sas_token:
            options["sas_key"] = self.secrets.sas_token.removeprefix("?")
        elif self.secrets.account_key:
            options["account_key"] = self.secrets.account_key
        self.sdk: Any = import_module("azure.storage.blob").ContainerClient(
            self.spec.endpoint, self.spec.bucket, credential=self._credential()
        )
        return AzureStore(self.spec.bucket, **options)

    @property
    def account(self) -> str:
        """The storage account: the first part of the host's name, or of the path of an emulator."""
        host, _, path = self.spec.endpoint.partition("://")[2].partition("/")
        return path.strip("/") or host.partition(".")[0]

    def _credential(self) -> Any:
        if self.secrets.sas_token:
            return self.secrets.sas_token
        return {"account_name": self.account, "account_key": self.secrets.account_key}

    def units(self) -> list[str]:
        prefix = self.spec.prefix
        walked = self.sdk.walk_blobs(name_starts_with=prefix, delimiter="/")
        return [
            "",
            *(each.name.removeprefix(prefix) for each in walked if each.name.endswith("/") and "size" not in each),
        ]

    def listed(self, unit: str) -> Iterator[Listed]:
        """Of an empty unit only what has no slash behind the prefix."""
        start = self.spec.prefix + unit
        if unit:
            found = self.sdk.list_blobs(name_starts_with=start, include=_SAID)
        else:
            walked = self.sdk.walk_blobs(name_starts_with=start, delimiter="/", include=_SAID)
            found = (each for each in walked if "blob_type" in each)
        yield from (self._row(each) for each in found)

    def _row(self, each: Any) -> Listed:
        md5 = each.content_settings.content_md5
        return Listed(
            each.name.removeprefix(self.spec.prefix),
            plain_version(each.version_id),
            bare(each.etag),
            seconds(each.last_modified),
            each.size,
            str(each.blob_tier or ""),
            _kind(each),
            bytes(md5).hex() if md5 else "",
        )

    def tags(self, key: str, version: str) -> dict[str, str]:
        asked = {"version_id": version} if version else {}
        return dict(self.sdk.get_blob_client(self.spec.prefix + key).get_blob_tags(**asked))

    def exists(self, key: str) -> bool:
        """Whether the blob is there now."""
        return bool(self.sdk.get_blob_client(self.spec.prefix + key).exists())

    def _read_plainly(self, key: str, version: str) -> tuple[dict[str, Any], dict[str, str], Iterator[bytes]]:
        asked = {"version_id": version} if version else {}
        try:
            found = self.sdk.get_blob_client(key).download_blob(**asked)
        except import_module("azure.core.exceptions").ResourceNotFoundError:
            raise Gone from None
        told = found.properties
        meta = {"version": told.version_id, "e_tag": told.etag, "last_modified": told.last_modified, "size": told.size}
        headers = {name: getattr(told.content_settings, theirs) for name, theirs in _HEADERS.items()}
        described = {name: str(value) for name, value in headers.items() if value}
        return meta, described | dict(told.metadata or {}), iter(found.chunks())

    def _write_plainly(
        self, key: str, chunks: Iterable[bytes], attributes: Mapping[str, str], tags: Mapping[str, str]
    ) -> tuple[str, str]:
        given = {theirs: attributes[name] for name, theirs in _HEADERS.items() if name in attributes}
        done = self.sdk.get_blob_client(key).upload_blob(
            b"".join(chunks),
            overwrite=True,
            content_settings=import_module("azure.storage.blob").ContentSettings(**given),
            metadata={name: value for name, value in attributes.items() if name not in _HEADERS},
            tags=dict(tags) or None,
        )
        return bare(done["etag"]), plain_version(done.get("version_id"))
