"""A call of Object Storage in the form in which moto may take it."""

import io
import re
from typing import Any

Environ = dict[str, Any]

_CREDENTIAL = re.compile(r"Credential=([^/@]+)(?:@([0-9a-f-]{36}))?/\d+/([a-z0-9-]+)/s3")
_VIRTUAL = re.compile(r"(?:(.+)\.)?s3\.[a-z0-9-]+\.scw\.cloud(:\d+)?$")


class Asked:
    """A call as moto may take it: path style, the region in which no location is needed, a body that can be read twice."""

    def __init__(self, environ: Environ) -> None:
        self.environ = environ
        _path_style(environ)
        self.method: str = environ["REQUEST_METHOD"]
        self.query: str = environ.get("QUERY_STRING", "")
        self.bucket, _, self.key = environ["PATH_INFO"].strip("/").partition("/")
        self.shown = f"s3:{environ['PATH_INFO']}" + (f"?{self.query}" if self.query else "")
        signed = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        self.access_key, self.project = (signed[1], signed[2] or "") if signed else ("", "")
        if signed:  # moto takes the region from here, and us-east-1 needs no LocationConstraint
            authorization = environ["HTTP_AUTHORIZATION"].replace(f"/{signed[3]}/s3/", "/us-east-1/s3/")
            environ["HTTP_AUTHORIZATION"] = authorization
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.raw: bytes = environ["wsgi.input"].read(length) if length else b""
        self._fit()
        environ["wsgi.input"] = io.BytesIO(self.raw)

    def _fit(self) -> None:
        if self.method != "PUT":
            return
        if self.asks("lifecycle"):  # always sent by the provider; moto refuses it next to Days
            self.raw = self.raw.replace(b"<ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker>", b"")
            self.environ["CONTENT_LENGTH"] = str(len(self.raw))
            self.environ.pop("HTTP_CONTENT_MD5", None)
        if self.key and ("HTTP_X_AMZ_TRAILER" in self.environ or self.query):  # moto looks for this header only
            trailer = self.environ.get("HTTP_X_AMZ_TRAILER", "-crc32")
            self.environ.setdefault("HTTP_X_AMZ_SDK_CHECKSUM_ALGORITHM", trailer.rsplit("-", 1)[1].upper())

    def asks(self, what: str) -> bool:
        """Whether the call is about one aspect of a bucket: `policy`, `encryption`."""
        return bool(re.match(rf"{what}(=|&|$)", self.query))

    @property
    def creates(self) -> bool:
        """Whether this would make a bucket."""
        return bool(self.method == "PUT" and self.bucket and not self.key and not self.query)

    @property
    def deletes(self) -> bool:
        """Whether this would remove a bucket."""
        return bool(self.method == "DELETE" and self.bucket and not self.key and not self.query)


def _path_style(environ: Environ) -> None:
    virtual = _VIRTUAL.match(environ.get("HTTP_HOST", ""))
    if not virtual:
        return
    environ["HTTP_HOST"] = "localhost"
    for name in ("PATH_INFO", "RAW_URI", "REQUEST_URI"):
        if name in environ and virtual[1]:
            environ[name] = f"/{virtual[1]}{environ[name]}"
