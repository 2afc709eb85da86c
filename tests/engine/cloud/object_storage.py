"""Object Storage: moto behind a shim that answers as Scaleway does where a program can tell.

The project travels in the access key (`KEY@PROJECT`) and comes back as the owner; a bucket belongs to one project; a
bucket policy denies whoever it leaves out, the deployer included; encryption with a key needs the bucket key.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.exceptions import InvalidBucketState
from moto.s3.models import S3Backend, s3_backends
from werkzeug.serving import make_server

from .bucket_policies import action, allowed
from .faults import Fault
from .object_calls import Asked, Environ

if TYPE_CHECKING:
    from .emulation import Emulation

Start = Callable[..., Any]

TAKES_SECONDS = 0.3
"""How long a creation takes, here and elsewhere on the platform. What needs it and does not wait for it comes too early."""

_OWNER = b"75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"  # what moto calls every owner
_VERSIONS = ("2023-04-17", "2012-10-17")


class _Denied(Exception):
    def __init__(self, status: str, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


_ACCESS = ("403 Forbidden", "AccessDenied", "Access Denied.")


class Buckets:
    """A server of Object Storage for one emulation, on a free port. There is one a process: moto keeps one store."""

    def __init__(self, emulation: "Emulation") -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        reset()
        self._emulation = emulation
        self._moto = DomainDispatcherApplication(create_backend_app)
        self.server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening and forget every bucket."""
        self.server.shutdown()
        self.server.server_close()
        reset()

    def remove(self, name: str) -> None:
        """Delete a bucket, whatever is in it."""
        for region in s3_backends[DEFAULT_ACCOUNT_ID].values():
            if name in region.buckets:
                region.buckets[name].keys.clear()
                region.delete_bucket(name)

    def _answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        call = Asked(environ)
        fault = self._emulation.faults.met(call.method, call.shown)
        try:
            status, headers, body = self._done(call) if not fault or fault.lost else ("", [], b"")
            _fail_as_ordered(fault)
        except _Denied as denied:
            status, headers = denied.status, [("Content-Type", "application/xml")]
            body = f"<Error><Code>{denied.code}</Code><Message>{denied.message}</Message></Error>".encode()
        self._emulation.record(call.method, call.shown, int(status[:3]))
        if call.method != "HEAD":
            headers = [each for each in headers if each[0].lower() != "content-length"]
            headers.append(("Content-Length", str(len(body))))
        start(status, headers)
        return [body]

    def _done(self, call: Asked) -> tuple[str, list[tuple[str, str]], bytes]:
        cloud = self._emulation.cloud
        if call.creates:
            time.sleep(TAKES_SECONDS)
            self._refuse_creation(call)
        elif call.bucket in cloud.bucket_projects:
            self._refuse_access(call)
            _refuse_content(call)
        if call.asks("policy"):
            return self._policy(call)
        status, headers, body = self._from_moto(call)
        if int(status[:3]) < 300 and call.creates:
            cloud.bucket_projects[call.bucket] = call.project
        if int(status[:3]) < 300 and call.deletes:
            cloud.bucket_projects.pop(call.bucket, None)
            cloud.bucket_policies.pop(call.bucket, None)
        owner = cloud.bucket_projects.get(call.bucket) or call.project
        return status, headers, body.replace(_OWNER, f"{owner}:{owner}".encode())

    def _from_moto(self, call: Asked) -> tuple[str, list[tuple[str, str]], bytes]:
        answered: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            answered.update(status=status, headers=headers)

        body = b"".join(self._moto(call.environ, start))
        return answered["status"], answered["headers"], body

    def _policy(self, call: Asked) -> tuple[str, list[tuple[str, str]], bytes]:
        """Kept here: moto knows other principals."""
        policies = self._emulation.cloud.bucket_policies
        if call.method == "PUT":
            policies[call.bucket] = json.loads(call.raw)
            return "204 No Content", [], b""
        if call.bucket not in policies:
            raise _Denied("404 Not Found", "NoSuchBucketPolicy", "The bucket policy does not exist")
        if call.method == "DELETE":
            policies.pop(call.bucket)
            return "204 No Content", [], b""
        return "200 OK", [("Content-Type", "application/json")], json.dumps(policies[call.bucket]).encode()

    def _refuse_creation(self, call: Asked) -> None:
        owner = self._emulation.cloud.bucket_projects.get(call.bucket)
        if owner is not None:
            code = "BucketAlreadyOwnedByYou" if owner == call.project else "BucketAlreadyExists"
            raise _Denied("409 Conflict", code, "The bucket name is taken")
        if call.project and call.project not in self._emulation.cloud.kind("account.Project"):
            raise _Denied(*_ACCESS)

    def _refuse_access(self, call: Asked) -> None:
        cloud = self._emulation.cloud
        if call.project and cloud.bucket_projects[call.bucket] != call.project:
            raise _Denied(*_ACCESS)
        who, owner = self._caller(call.access_key)
        policy = cloud.bucket_policies.get(call.bucket)
        may_repair = owner and call.asks("policy")
        did = action(call.method, call.key, call.query)
        if policy and who and not may_repair and not allowed(policy, who, did, call.bucket, call.key):
            raise _Denied(*_ACCESS)

    def _caller(self, access_key: str) -> tuple[str, bool]:
        """Who holds an access key, and whether that is the owner of the organization."""
        cloud = self._emulation.cloud
        key = cloud.kind("iam.APIKey").get(access_key)
        if not key:
            return "", False
        if key.get("user_id"):
            user = cloud.kind("iam.User").get(key["user_id"]) or {}
            return f"user_id:{key['user_id']}", user.get("type") == "owner"
        return f"application_id:{key.get('application_id')}", False


def _fail_as_ordered(fault: Fault | None) -> None:
    if fault:
        time.sleep(fault.hang_seconds)
        raise _Denied(f"{fault.status or 503} Ordered", "InternalError", "an ordered fault")


def _refuse_content(call: Asked) -> None:
    if call.method != "PUT":
        return
    if call.asks("policy"):
        try:
            version = json.loads(call.raw).get("Version")
        except ValueError:
            raise _Denied("400 Bad Request", "MalformedPolicy", "Policy is not valid JSON") from None
        if version not in _VERSIONS:
            raise _Denied("400 Bad Request", "MalformedPolicy", "Unknown policy version")
    if call.asks("encryption"):
        _refuse_encryption(call.raw)


def _refuse_encryption(raw: bytes) -> None:
    with_key = b"aws:kms" in raw
    names_key = b"<KMSMasterKeyID>" in raw and b"<KMSMasterKeyID></KMSMasterKeyID>" not in raw
    if with_key and b"<BucketKeyEnabled>true" not in raw:
        why = "Bucket key is mandatory when using Server Side Encryption with KMS managed keys."
        raise _Denied("400 Bad Request", "InvalidArgument", why)
    if names_key and not with_key:
        why = "KMS master key id is only supported when using Server Side Encryption with KMS managed keys."
        raise _Denied("400 Bad Request", "InvalidArgument", why)


def reset() -> None:
    """Forget every bucket of this process."""
    for region in s3_backends[DEFAULT_ACCOUNT_ID].values():
        region.reset()


def _lock(backend: Any, bucket_name: str, lock_enabled: Any, mode: Any, days: Any, years: Any) -> None:
    """moto accepts a default retention on an empty bucket only; the platform does not care."""
    bucket = backend.get_bucket(bucket_name)
    if not bucket.is_versioned:
        raise InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    bucket.object_lock_enabled, bucket.default_lock_mode = lock_enabled, mode
    bucket.default_lock_days, bucket.default_lock_years = days, years


S3Backend.put_object_lock_configuration = _lock
