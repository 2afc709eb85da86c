"""Time stamps of ends (RFC 3161): that an address was there at a time, said by a service and verified here without it.

What a service answers counts only when a certificate that was given verifies it: none is built in.
"""

from datetime import datetime
from typing import Any

from socle.extras import STAMP
from socle.messages import Refusal, Refused

from .signature import message


def stamp_request(digest: str) -> bytes:
    """What a service is sent: the SHA-256 of the same text that people sign, and no more of it.

    Raises:
        ExtraMissing: the package is not installed.
    """
    STAMP.demand()
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415 - an extra

    builder = TimestampRequestBuilder().data(message(digest)).hash_algorithm(HashAlgorithm.SHA256)
    return builder.cert_request(cert_request=True).build().as_bytes()


def stamped_at(answer: bytes, digest: str, roots: bytes) -> datetime:
    """When a service says that an address was there.

    Args:
        roots: the certificates that are trusted for it, in PEM.

    Raises:
        Refused: the answer is none, is of something else, or none of the certificates verifies it.
        ExtraMissing: the package is not installed.
    """
    STAMP.demand()
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 - an extra
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response  # noqa: PLC0415

    try:
        builder = VerifierBuilder()
        for root in load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(root)
        found: Any = decode_timestamp_response(answer)
        builder.build().verify_message(found, message(digest))
    except (ValueError, VerificationError) as error:
        raise Refused([_unstamped(digest, str(error)[:120])]) from None
    at: datetime = found.tst_info.gen_time
    return at


def _unstamped(digest: str, why: str) -> Refusal:
    return Refusal(
        f"the time stamp of {digest[:12]} is not verified: {why}",
        "nothing shows that the end was there at that time",
        "give the certificate of the service that stamped it, or have the end stamped anew",
    )
