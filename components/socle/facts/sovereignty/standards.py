"""Open standards behind resource types, and where else what is built on one can run. A standard says nothing of the work of moving."""

from collections.abc import Mapping

from ..lookup import kind

STANDARDS: Mapping[str, str] = {
    "BGP": "IETF, RFC 4271",
    "ClickHouse": "open source, Apache-2.0",
    "cloud-init": "open source, Apache-2.0 and GPL-3.0",
    "DNS": "IETF, STD 13",
    "HTTP": "IETF, STD 97",
    "IP": "IETF, STD 5 and STD 86",
    "IPsec": "IETF, RFC 4301 and RFC 7296",
    "Kafka": "open source, Apache-2.0",
    "Kubernetes": "open source, Apache-2.0; conformance by the CNCF",
    "NFS": "IETF, RFC 8881",
    "OCI": "Open Container Initiative, image and distribution specifications",
    "OpenSearch": "open source, Apache-2.0",
    "OpenTelemetry": "open specification, CNCF",
    "PostgreSQL": "open source, PostgreSQL licence",
    "QCOW2": "open format, published with QEMU",
    "Redis": "published protocol; Valkey is its open implementation",
    "S3": "published interface with several open implementations, no formal standard",
    "SAML": "OASIS",
    "SCIM": "IETF, RFC 7643 and RFC 7644",
    "SMB": "published protocol, with an open implementation",
    "Spark": "open source, Apache-2.0",
    "SSH": "IETF, RFC 4251",
}
"""By name, who publishes it. Where else it can run is said by `report.words` (`elsewhere.<name>`)."""

_OF_PACKAGE = {"kubernetes": "Kubernetes"}
"""Packages all of whose types stand on one standard."""


def standard_of(type_token: str) -> str | None:
    """The standard behind a type; empty for the host's own interface, None where nobody has read up on it."""
    package = type_token.partition(":")[0]
    if package in _OF_PACKAGE:
        return _OF_PACKAGE[package]
    row = kind(type_token)
    return row.standard if row else None
