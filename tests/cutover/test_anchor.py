"""Ends of ledgers in a locked bucket: kept once, stamped, read back, and what a ledger is worth beside them.

The bucket is a stand-in of the test: that a host keeps what its lock keeps is not proven here.
"""

import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from socle.cutover.evidence import kept_ends, lock_of, stamped_at
from socle.messages import Refused

from ..cli.conftest import Socle, as_written, socle  # noqa: F401 - fixtures
from .operator import FENCED, WAVE, Checkout, checkout

pytestmark = pytest.mark.slow

BUCKET = "acme-audit-evidence"


class Bucket:
    """A bucket by the few calls that are made of it; what is in it cannot be written over."""

    def __init__(self, mode: str = "COMPLIANCE", days: int = 365) -> None:
        self.kept: dict[str, bytes] = {}
        self.lock: dict[str, Any] = {
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": mode, "Days": days}},
        }
        self.denied = False

    def get_object_lock_configuration(self, Bucket: str) -> dict[str, Any]:  # noqa: N803 - the SDK's names
        if self.denied or Bucket != BUCKET:
            raise RuntimeError("AccessDenied")
        return {"ObjectLockConfiguration": self.lock}

    def put_object(self, *, Key: str, Body: bytes, **asked: str) -> None:  # noqa: N803
        kind = "application/json" if Key.endswith(".json") else "application/timestamp-reply"
        assert asked == {"Bucket": BUCKET, "ContentType": kind}
        assert Key not in self.kept
        self.kept[Key] = Body

    def get_object(self, *, Key: str, **_: str) -> dict[str, Any]:  # noqa: N803
        return {"Body": BytesIO(self.kept[Key])}

    def get_paginator(self, _: str) -> "Bucket":
        return self

    def paginate(self, Bucket: str, Prefix: str) -> Iterator[dict[str, Any]]:  # noqa: N803
        assert Bucket == BUCKET
        for name in sorted(each for each in self.kept if each.startswith(Prefix)):
            yield {"Contents": [{"Key": name}]}
        yield {}


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    found = Bucket()
    monkeypatch.setattr("socle.cli.commands.cutover.anchor.client_of", lambda _: found)
    return found


@pytest.fixture
def fenced(tmp_path: Path, socle: Socle) -> Checkout:  # noqa: F811
    return checkout(tmp_path, socle, FENCED)


def test_the_end_of_each_ledger_is_kept_once(fenced: Checkout, bucket: Bucket) -> None:
    head = fenced.book.head()
    said = fenced.type("anchor").out.splitlines()
    assert said[0] == f"catalogue: its end {head.serial}:{head.digest} is kept in {BUCKET} for 365 days"
    assert said[1] == "studies: no record yet, so there is no end to keep"
    assert list(bucket.kept) == [f"cutover/acme/{WAVE}/{head.serial:08}-{head.digest}.json"]
    assert "is in acme-audit-evidence already" in fenced.type("anchor", WAVE).out
    assert list(kept_ends(bucket, BUCKET, "acme", WAVE)) == [head]


def test_a_tail_that_was_cut_off_shows_beside_the_bucket(fenced: Checkout, bucket: Bucket) -> None:
    fenced.type("anchor")
    said = fenced.type("verify", "--anchor", f"s3://{BUCKET}")
    assert f"held against: the locked bucket {BUCKET}" in said.out
    lines = fenced.ledger.read_text().splitlines(keepends=True)
    fenced.ledger.write_text("".join(lines[:-3]))
    assert "no flaw" not in fenced.type("verify", WAVE).out, (
        "without an anchor that is said, and nothing is called whole"
    )
    assert "3 records are missing" in fenced.type("verify", WAVE, "--anchor", f"s3://{BUCKET}", code=1).out
    before = dict(bucket.kept)
    assert "3 records are missing" in fenced.type("anchor", WAVE, code=1).err
    assert bucket.kept == before


def test_a_ledger_that_is_not_believed_is_not_kept(fenced: Checkout, bucket: Bucket) -> None:
    fenced.ledger.write_text(fenced.ledger.read_text().replace('"differences": 0', '"differences": 1', 1))
    assert "altered" in fenced.type("anchor", WAVE, code=1).err
    assert bucket.kept == {}


def test_a_bucket_that_keeps_nothing_of_a_ledger_is_no_anchor(fenced: Checkout, bucket: Bucket) -> None:
    bucket.kept[f"cutover/other/{WAVE}/00000001-{'a' * 64}.json"] = b""
    bucket.kept[f"cutover/acme/{WAVE}/notes.txt"] = b""
    assert "held against no anchor" in fenced.type("verify", WAVE, "--anchor", f"s3://{BUCKET}").out


@pytest.mark.parametrize(("mode", "days"), [("", 365), ("COMPLIANCE", 0), ("GOVERNANCE", 0)])
def test_a_bucket_without_a_lock_that_holds_is_refused(fenced: Checkout, bucket: Bucket, mode: str, days: int) -> None:
    bucket.lock["Rule"]["DefaultRetention"] = {"Mode": mode, "Days": days}
    assert "keeps nothing by a lock" in fenced.type("anchor", code=1).err
    assert "keeps nothing by a lock" in fenced.type("verify", "--anchor", f"s3://{BUCKET}", code=1).err
    assert bucket.kept == {}


def test_a_lock_that_yields_is_said_to(fenced: Checkout, bucket: Bucket) -> None:
    assert "governance" not in fenced.type("anchor").out
    bucket.lock["Rule"]["DefaultRetention"]["Mode"] = "GOVERNANCE"
    assert "yields to whoever has the right to bypass it" in fenced.type("anchor").out


def test_a_lock_that_cannot_be_seen_is_none(bucket: Bucket) -> None:
    bucket.denied = True
    with pytest.raises(Refused, match="AccessDenied"):
        lock_of(bucket, BUCKET)
    bucket.denied = False
    bucket.lock = {"ObjectLockEnabled": "Enabled"}
    with pytest.raises(Refused, match="keeps nothing"):
        lock_of(bucket, BUCKET)


CONFIG = """
[tsa]
serial = {0}/serial
signer_cert = {0}/tsa.pem
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


_REQUEST = ("req", "-newkey", "rsa:2048", "-nodes")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A service of time stamps on the loopback, and the certificate that it counts by; openssl answers."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("stamps")

    def openssl(*asked: str) -> None:
        subprocess.run(["openssl", *asked], cwd=folder, check=True, capture_output=True)

    for name in ("ca", "other"):
        openssl(*_REQUEST, "-x509", "-days", "30", "-subj", "/CN=ca", "-keyout", f"{name}.key", "-out", f"{name}.pem")
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    openssl(*_REQUEST, "-subj", "/CN=tsa", "-keyout", "tsa.key", "-out", "tsa.csr")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", "ext")
    openssl("x509", "-req", "-in", "tsa.csr", *signed, "-out", "tsa.pem")
    (folder / "conf").write_text(CONFIG.format(folder))
    (folder / "serial").write_text("01\n")

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (folder / "asked").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl("ts", "-reply", "-config", "conf", "-section", "tsa", "-queryfile", "asked", "-out", "answer")
            self.send_response(200)
            self.end_headers()
            self.wfile.write((folder / "answer").read_bytes())

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder / "ca.pem"
    server.shutdown()
    server.server_close()


def test_an_end_is_stamped_and_its_time_is_read_without_the_service(
    fenced: Checkout, bucket: Bucket, service: tuple[str, Path]
) -> None:
    url, roots = service
    fenced.type("anchor", WAVE, "--stamp-by", url, "--stamp-ca", str(roots))
    assert sorted(name.rpartition(".")[2] for name in bucket.kept) == ["json", "tsr"]
    said = fenced.type("verify", WAVE, "--anchor", f"s3://{BUCKET}", "--stamp-ca", str(roots)).out
    assert f"record {fenced.book.head().serial} of catalogue was there at 20" in said
    other = roots.with_name("other.pem")
    wrong = fenced.type("verify", WAVE, "--anchor", f"s3://{BUCKET}", "--stamp-ca", str(other), code=1)
    assert "is not verified" in wrong.err
    name = next(each for each in bucket.kept if each.endswith("tsr"))
    bucket.kept[name] = b"no answer"
    wrong = fenced.type("verify", WAVE, "--anchor", f"s3://{BUCKET}", "--stamp-ca", str(roots), code=1)
    assert "is not verified" in wrong.err


def test_a_stamp_of_another_end_is_none(service: tuple[str, Path], fenced: Checkout, bucket: Bucket) -> None:
    url, roots = service
    fenced.type("anchor", WAVE, "--stamp-by", url, "--stamp-ca", str(roots))
    answer = next(body for name, body in bucket.kept.items() if name.endswith("tsr"))
    assert stamped_at(answer, fenced.book.head().digest, roots.read_bytes()).tzinfo is not None
    with pytest.raises(Refused, match="is not verified"):
        stamped_at(answer, "a" * 64, roots.read_bytes())


def test_without_a_stamp_nothing_is_kept_as_stamped(
    fenced: Checkout, bucket: Bucket, service: tuple[str, Path]
) -> None:
    _, roots = service
    fenced.type("anchor", WAVE, "--stamp-by", "http://127.0.0.1:9", "--stamp-ca", str(roots), code=1)
    fenced.type("anchor", WAVE, "--stamp-by", "file:///etc/hosts", "--stamp-ca", str(roots), code=1)
    assert "name it" in fenced.type("anchor", WAVE, "--stamp-by", "http://127.0.0.1:9", code=2).err
    assert bucket.kept == {}
    fenced.type("anchor", WAVE)
    said = fenced.type("verify", WAVE, "--anchor", f"s3://{BUCKET}", "--stamp-ca", str(roots), code=1)
    assert "has no time stamp" in said.err
