"""An HTTPS proxy that leads `*.s3.<region>.scw.cloud` to the emulated Object Storage and refuses every other host.

A plugin without a setting for the endpoint calls the real name; the certificate is of an authority made for one run.
"""

import datetime
import re
import socketserver
import ssl
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_REGIONS = ("fr-par", "nl-ams", "pl-waw", "it-mil")
_AUTHORITY = "Emulated authority"
_PEM = serialization.Encoding.PEM


def start_proxy(
    authority: Path, target: Any, record: Callable[[str, str, int | str], None]
) -> socketserver.ThreadingTCPServer:
    """A proxy on a free port; the certificate of its authority is written to a file for its clients to trust."""
    names = [name for region in _REGIONS for name in (f"s3.{region}.scw.cloud", f"*.s3.{region}.scw.cloud")]
    context = _context(authority, names)

    class Proxy(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline().decode("latin-1").split()
            while self.rfile.readline().strip():
                pass
            if line[:1] != ["CONNECT"] or not re.search(r"s3\.[a-z-]+\.scw\.cloud:443$", line[1]):
                record("CONNECT", " ".join(line), "refused")
                self.wfile.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
                return
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                with context.wrap_socket(self.connection, server_side=True) as tls:
                    target.RequestHandlerClass(tls, self.client_address, target)
            except OSError:
                return  # the client went away

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = allow_reuse_address = True
        request_queue_size = 128

    return Server(("127.0.0.1", 0), Proxy)


def _context(authority: Path, names: Sequence[str]) -> ssl.SSLContext:
    root, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    trusted = _certificate(_AUTHORITY, root.public_key(), root, ca=True)
    authority.write_bytes(trusted.public_bytes(_PEM))
    presented = _certificate(names[0], leaf.public_key(), root, ca=False, names=names)
    private = leaf.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(dir=authority.parent) as chain:
        chain.write(presented.public_bytes(_PEM) + private)
        chain.flush()
        context.load_cert_chain(chain.name)
    return context


def _certificate(
    subject: str, public: Any, signer: ec.EllipticCurvePrivateKey, *, ca: bool, names: Sequence[str] = ()
) -> x509.Certificate:
    today = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(_AUTHORITY))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if names:
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternative, critical=False)
    return builder.sign(signer, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
