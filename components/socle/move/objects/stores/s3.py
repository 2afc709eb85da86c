"""S3: Scaleway's Object Storage, and whatever else speaks it."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from obstore.store import ObjectStore, S3Store

from ...schedulers import on_loopback
from ..listed import OLD_VERSION, Listed
from .store import PIECE, RETRIES, Gone, Store, bare, closing, plain_version, seconds

_HEADERS = {
    "Content-Type": "ContentType",
    "Content-Encoding": "ContentEncoding",
    "Content-Disposition": "ContentDisposition",
    "Content-Language": "ContentLanguage",
    "Cache-Control": "CacheControl",
}
"""Headers that describe an object, and what the SDK calls them."""


class S3(Store):
    """A bucket."""

    def _bytes(self) -> ObjectStore:
        options: Any = {
            "endpoint": self.spec.endpoint,
            "region": self.spec.region,
            "access_key_id": self.secrets.access_key_id,
            "secret_access_key": self.secrets.secret_access_key,
            "virtual_hosted_style_request": False,
            "client_options": {"allow_http": on_loopback(self.spec.endpoint), "timeout": "30 minutes"},
            "retry_config": RETRIES,
        }
        if self.secrets.session_token:
            options["session_token"] = self.secrets.session_token
        if self._customer_key:
            options |= {
                "server_side_encryption": "sse-c",
                "sse_customer_key_base64": base64.b64encode(self.secrets.customer_key).decode(),
            }
        self.sdk: Any = _sdk(self)
        return S3Store(self.spec.bucket, **options)

    @property
    def _customer_key(self) -> bool:
        return self.spec.encryption == "customer-key"

    @property
    def versioned(self) -> bool:
        """Whether the bucket keeps what is overwritten or deleted."""
        return self._versioning

    @cached_property
    def _versioning(self) -> bool:
        return self.sdk.get_bucket_versioning(Bucket=self.spec.bucket).get("Status") == "Enabled"

    def units(self) -> list[str]:
        """One for each first part of the keys below the prefix, and an empty one for keys without a slash."""
        pages = self.sdk.get_paginator("list_objects_v2").paginate(
            Bucket=self.spec.bucket, Prefix=self.spec.prefix, Delimiter="/"
        )
        found = [
            each["Prefix"].removeprefix(self.spec.prefix) for page in pages for each in page.get("CommonPrefixes", ())
        ]
        return ["", *found]

    def listed(self, unit: str) -> Iterator[Listed]:
        if self.versioned:
            yield from self._versions(unit)
            return
        pages = self.sdk.get_paginator("list_objects_v2").paginate(**self._within(unit))
        yield from (self._row(each) for page in pages for each in page.get("Contents", ()))

    def _versions(self, unit: str) -> Iterator[Listed]:
        """With what was overwritten, marked as such: a listing of objects alone does not say their versions."""
        pages = self.sdk.get_paginator("list_object_versions").paginate(**self._within(unit))
        yield from (self._version(each) for page in pages for each in page.get("Versions", ()))

    def _version(self, each: Mapping[str, Any]) -> Listed:
        row = self._row(each)
        return row if each["IsLatest"] else replace(row, kind=OLD_VERSION)

    def _within(self, unit: str) -> dict[str, str]:
        asked = {"Bucket": self.spec.bucket, "Prefix": self.spec.prefix + unit}
        return asked if unit else {**asked, "Delimiter": "/"}

    def _row(self, each: Mapping[str, Any]) -> Listed:
        etag = bare(each["ETag"])
        return Listed(
            each["Key"].removeprefix(self.spec.prefix),
            plain_version(each.get("VersionId")),
            etag,
            seconds(each["LastModified"]),
            each["Size"],
            each.get("StorageClass", ""),
            "",
            "" if "-" in etag else etag,
        )

    def tags(self, key: str, version: str) -> dict[str, str]:
        asked = {"VersionId": version} if version else {}
        found = self.sdk.get_object_tagging(Bucket=self.spec.bucket, Key=self.spec.prefix + key, **asked)
        return {each["Key"]: each["Value"] for each in found["TagSet"]}

    def exists(self, key: str) -> bool:
        """Whether the object is there now."""
        try:
            self.sdk.head_object(Bucket=self.spec.bucket, Key=self.spec.prefix + key, **self._encryption())
        except self.sdk.exceptions.ClientError as error:
            if _status(error) == 404:
                return False
            raise
        return True

    def versions(self, key: str) -> list[str]:
        """Every version of an object, and of the marks that say that it was deleted."""
        path = self.spec.prefix + key
        pages = self.sdk.get_paginator("list_object_versions").paginate(Bucket=self.spec.bucket, Prefix=path)
        kinds = ("Versions", "DeleteMarkers")
        return [
            each["VersionId"] for page in pages for kind in kinds for each in page.get(kind, ()) if each["Key"] == path
        ]

    def held(self, key: str, version: str) -> bool | None:
        """Whether a legal hold or a retention keeps a version; nothing where the store does not say."""
        asked = {"Bucket": self.spec.bucket, "Key": self.spec.prefix + key, "VersionId": version}
        hold = self._lock(self.sdk.get_object_legal_hold, asked)
        retention = self._lock(self.sdk.get_object_retention, asked)
        if hold is None or retention is None:
            return None
        until = retention.get("RetainUntilDate")
        return hold.get("Status") == "ON" or bool(until and until > datetime.now(UTC))

    def _lock(self, ask: Any, asked: dict[str, str]) -> Mapping[str, Any] | None:
        """What the store says of one kind of lock: nothing where it does not say. None of it is empty, on object, mark or bucket."""
        try:
            told = ask(**asked)
        except self.sdk.exceptions.ClientError as error:
            none = ("InvalidRequest", "MethodNotAllowed")
            return {} if _status(error) == 404 or error.response["Error"]["Code"] in none else None
        return told.get("LegalHold") or told.get("Retention") or {}

    def erase(self, key: str, version: str) -> None:
        """Remove one version for good."""
        self.sdk.delete_object(Bucket=self.spec.bucket, Key=self.spec.prefix + key, VersionId=version)

    def _read_plainly(self, key: str, version: str) -> tuple[dict[str, Any], dict[str, str], Iterator[bytes]]:
        asked = {"VersionId": version} if version else {}
        try:
            found = self.sdk.get_object(Bucket=self.spec.bucket, Key=key, **asked, **self._encryption())
        except self.sdk.exceptions.NoSuchKey:
            raise Gone from None
        attributes = {name: found[theirs] for name, theirs in _HEADERS.items() if theirs in found}
        meta = {
            "version": found.get("VersionId"),
            "e_tag": found["ETag"],
            "last_modified": found["LastModified"],
            "size": found["ContentLength"],
        }
        return meta, attributes | found["Metadata"], closing(found["Body"].iter_chunks(PIECE), found["Body"])

    def _write_plainly(
        self, key: str, chunks: Iterable[bytes], attributes: Mapping[str, str], tags: Mapping[str, str]
    ) -> tuple[str, str]:
        """In one request, for keys that the library of bytes cannot say: markers of folders, as a rule empty."""
        body = b"".join(chunks)
        given = {theirs: attributes[name] for name, theirs in _HEADERS.items() if name in attributes}
        metadata = {name: value for name, value in attributes.items() if name not in _HEADERS}
        more = {"Tagging": urlencode(tags)} if tags else {}
        done = self.sdk.put_object(
            Bucket=self.spec.bucket, Key=key, Body=body, Metadata=metadata, **given, **more, **self._encryption()
        )
        return bare(done["ETag"]), plain_version(done.get("VersionId"))

    def _encryption(self) -> dict[str, Any]:
        if not self._customer_key:
            return {}
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": self.secrets.customer_key}


def _status(error: Any) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


def _sdk(store: S3) -> Any:
    """The client of the SDK, for listings, tags, versions and keys that are no paths."""
    config = import_module("botocore.config").Config(
        s3={"addressing_style": "path"},
        retries={"max_attempts": 10, "mode": "adaptive"},
        connect_timeout=20,
        read_timeout=120,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return _session().client(
        "s3",
        endpoint_url=store.spec.endpoint,
        region_name=store.spec.region,
        aws_access_key_id=store.secrets.access_key_id,
        aws_secret_access_key=store.secrets.secret_access_key,
        aws_session_token=store.secrets.session_token or None,
        config=config,
    )


@cache
def _session() -> Any:
    """One of a process: what it reads of the service before its first client takes longer than the client."""
    return import_module("boto3").session.Session()
