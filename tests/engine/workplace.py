"""A copy of the project with a backend of its own, and the engine run in it against emulated clouds.

Nothing of the caller's identity is passed on: no credential, no profile, no setting of an engine. The copy, the backend and
the engine's home are one folder, which goes at the end.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml

from socle.estate import LAYERS
from tests.checkout import edit

from . import cloud
from .cloud import Emulation
from .inside.alterations import Edits, Lacking
from .plugins import CLI, lacking, plugin_folder
from .processes import ends_with, heed_ctrl_c, kill
from .runs import Run, last_document, steps_of

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PASSPHRASE = "not-a-secret"
TIMEOUT_SECONDS = 300

_PARTS = ("components", "infra", "stacks", "policies", "Pulumi.yaml")
_OWN = re.compile(
    r"^(SCW|AWS|ARM|AZURE|PULUMI|SIMULATED)_|^(https?|all|no|grpc)_proxy$|^SSL_CERT|_CA_BUNDLE$", re.IGNORECASE
)
_SIMULATED = ("azure-native", "kubernetes", "random")


@dataclass(frozen=True)
class Caller:
    """Whose key of the platform's API a stack is deployed with, and the project that it is of."""

    access_key: str = cloud.ACCESS_KEY
    project: str = cloud.PROJECT


Calling = Callable[[Emulation, str], Caller]
"""Who deploys a stack, by its name."""


def as_usual(emulation: Emulation, stack: str) -> Caller:
    """The owner of the organisation for what a person deploys, for all else the application that is there before anything is deployed."""
    by_hand = any(layer.by_hand and stack.endswith(f"-{name}") for name, layer in LAYERS.items())
    return Caller(cloud.OWNER_KEY) if by_hand else Caller()


@dataclass
class Workplace:
    """Where stacks of a project are deployed, one backend for all, so that they may refer to each other.

    Args:
        left_out: inputs by type that the program goes without, beside those that the plugin does not know.
    """

    emulation: Emulation
    root: Path = ROOT
    azure: Path | None = None
    calling: Calling = as_usual
    left_out: Lacking = field(default_factory=dict[str, Sequence[str]])
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="socle-engine-"))
        self.project = self.folder / "project"
        for part in _PARTS:
            _copy(self.root / part, self.project / part)
        for name in ("home", "state"):
            (self.folder / name).mkdir()
        (self.folder / "scw.yaml").touch()
        self.alter({})
        self._point()
        self._known: set[str] = set()
        self.before = self.emulation.held()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _point(self) -> None:
        """Backend, plugins and Python of the copy: those of this run."""
        file = self.project / "Pulumi.yaml"
        document = yaml.safe_load(file.read_text("utf-8"))
        document["backend"] = {"url": f"file://{self.folder / 'state'}"}
        document["runtime"] = {"name": "python", "options": {"virtualenv": sys.prefix}}
        places = {"scaleway": plugin_folder(), **dict.fromkeys(_SIMULATED, HERE / "simulated" / "bin")}
        document["plugins"] = {"providers": [{"name": name, "path": str(at)} for name, at in places.items()]}
        file.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
        pack = self.project / "policies" / "PulumiPolicy.yaml"
        if pack.exists():  # a project as old as the recorded revisions may have none
            said = yaml.safe_load(pack.read_text("utf-8"))
            said["runtime"] = document["runtime"]
            pack.write_text(yaml.safe_dump(said, sort_keys=False), "utf-8")

    def environment(self, stack: str) -> dict[str, str]:
        """What the engine and the program see."""
        kept = {name: value for name, value in os.environ.items() if not _OWN.search(name)}
        paths = (str(self.project / "components"), str(HERE / "inside"))
        return {
            **kept,
            **self._of_clouds(stack),
            "PATH": f"{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": ":".join(paths),
            "PYTHONWARNINGS": "ignore",
            "PYTHONDONTWRITEBYTECODE": "",  # the copy is compiled once, whatever the shell says
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
            "PULUMI_DISABLE_REGISTRY_RESOLVE": "1",
            "PULUMI_DEBUG_COMMANDS": "1",
            "PULUMI_ERROR_OUTPUT_STRING": "true",
            "NO_COLOR": "1",
            "ALTERED": str(self.folder / "altered.json"),
        }

    def _of_clouds(self, stack: str) -> dict[str, str]:
        caller = self.calling(self.emulation, stack)
        journals = {name: str(self.folder / f"{name}.jsonl") for name in ("azure", "kubernetes", "random")}
        return {
            "SCW_API_URL": self.emulation.api_url,
            "SCW_ACCESS_KEY": caller.access_key,
            "SCW_SECRET_KEY": cloud.SECRET_KEY,
            "SCW_DEFAULT_ORGANIZATION_ID": cloud.ORGANIZATION,
            "SCW_DEFAULT_PROJECT_ID": caller.project,
            "SCW_DEFAULT_REGION": "fr-par",
            "SCW_DEFAULT_ZONE": "fr-par-1",
            "SCW_CONFIG_PATH": str(self.folder / "scw.yaml"),
            # Upper case: the lower-case names would lead gRPC astray.
            "HTTPS_PROXY": self.emulation.proxy_url,
            "NO_PROXY": "127.0.0.1,localhost,::1",
            "SSL_CERT_FILE": str(self.emulation.authority),
            **{f"SIMULATED_{name.upper()}_JOURNAL": file for name, file in journals.items()},
            **({"SIMULATED_AZURE": str(self.azure)} if self.azure else {}),
            **self._azure_account(stack),
            "SIMULATED_AZURE_ADDRESSES": " ".join(self._azure_addresses(stack)),
        }

    def _azure_account(self, stack: str) -> dict[str, str]:
        """The directory and subscription that a stack's configuration names, else those of its estate's legacy."""
        config = self.config_of(stack)
        file = self.project / "stacks" / "estates" / config.get("socle:estate", "") / "legacy.yaml"
        legacy = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
        tenant = config.get("azure-native:tenantId") or legacy.get("tenant_id")
        subscription = config.get("azure-native:subscriptionId") or legacy.get("subscription_id")
        return {"ARM_TENANT_ID": tenant, "ARM_SUBSCRIPTION_ID": subscription} if tenant and subscription else {}

    def _azure_addresses(self, stack: str) -> list[str]:
        """The public addresses that the estate expects of Azure: else the program refuses the tunnel."""
        file = self.project / "stacks" / "estates" / self.config_of(stack).get("socle:estate", "") / "bridge.yaml"
        bridge = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else {}
        return (bridge.get("azure") or {}).get("public_addresses") or []

    def config_of(self, stack: str) -> dict[str, Any]:
        """A stack's configuration as its file says it."""
        file = self.project / "stacks" / f"Pulumi.{stack}.yaml"
        return yaml.safe_load(file.read_text("utf-8")).get("config") or {} if file.is_file() else {}

    def start(self, stack: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Begin a command in the background, in a group of its own; it ends with this process."""
        runner = os.getpid()

        def begin() -> None:
            heed_ctrl_c()
            ends_with(runner, signal.SIGINT)  # so that it ends its plugins

        with (self.folder / f"{stack}.log").open("wb") as log:
            return subprocess.Popen(
                [CLI, *arguments, "--non-interactive"],
                cwd=self.project,
                env=self.environment(stack),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=begin,
            )

    def run(self, stack: str, command: str, *arguments: str) -> Run:
        """Run a command of the engine on a stack, which is made at its first."""
        self.make(stack)
        if command not in ("preview", "up", "refresh", "destroy", "import"):
            return self._run(stack, command, *arguments, "--stack", stack)
        events = self.folder / "events.jsonl"
        events.unlink(missing_ok=True)
        before = len(self.emulation.calls)
        done = self._run(stack, command, *arguments, "--stack", stack, "--event-log", str(events))
        calls = tuple(self.emulation.calls[before:])
        return Run(done.command, done.code, done.text, done.seconds, steps_of(events), calls)

    def make(self, stack: str) -> None:
        """Begin a stack, where it is not there yet."""
        if stack not in self._known:
            self._run(stack, "stack", "init", stack).ok()
            self._known.add(stack)

    def _run(self, stack: str, *arguments: str) -> Run:
        began = time.monotonic()
        process = self.start(stack, *arguments)
        self.wait(process, stack, arguments, TIMEOUT_SECONDS)
        return Run(arguments, process.returncode, self._log(stack), time.monotonic() - began)

    def wait(
        self, process: "subprocess.Popen[bytes]", stack: str, arguments: Sequence[str], longest_seconds: float
    ) -> None:
        """Wait for a command that was begun.

        Raises:
            AssertionError: it took too long, and was killed with all that it started; with what it had said until then.
        """
        try:
            process.wait(longest_seconds)
        except subprocess.TimeoutExpired:
            kill(process)
            said = Run(tuple(arguments), process.returncode, self._log(stack), longest_seconds)
            raise AssertionError(f"after {longest_seconds:g} s it had not ended. {said.told()}") from None
        except BaseException:
            kill(process)
            raise

    def _log(self, stack: str) -> str:
        return (self.folder / f"{stack}.log").read_text("utf-8", "replace")

    def up(self, stack: str, *more: str) -> Run:
        """Deploy."""
        return self.run(stack, "up", "--yes", "--skip-preview", *more)

    def preview(self, stack: str, *more: str) -> Run:
        """What would change, as people see it."""
        return self.run(stack, "preview", "--diff", *more)

    def unchanged(self, stack: str) -> None:
        """Nothing would change, whether the clouds are asked or not."""
        self.preview(stack, "--expect-no-changes").ok()
        self.run(stack, "refresh", "--yes", "--expect-no-changes", "--diff").ok()
        self.preview(stack, "--refresh", "--expect-no-changes").ok()

    def digest(self, stack: str, *more: str) -> tuple[int, dict[str, Any]]:
        """What would change, as the engine tells machines: every step, unchanged and read ones too."""
        self.make(stack)
        flags = ("--json", "--show-sames", "--show-reads", "--show-replacement-steps")
        done = self._run(stack, "preview", *flags, *more, "--stack", stack)
        document = last_document(done.text)
        assert document is not None, done.told()
        return done.code, document

    def export(self, stack: str) -> dict[str, Any]:
        """The state of a stack."""
        done = self._run(stack, "stack", "export", "--stack", stack).ok()
        document = last_document(done.text)  # a state that was cut off is exported after a warning
        assert document is not None, done.told()
        return document

    def set(self, stack: str, key: str, value: str, *, secret: bool = False) -> None:
        """Configure a stack."""
        self.make(stack)
        flag = "--secret" if secret else "--plaintext"
        self._run(stack, "config", "set", key, value, flag, "--stack", stack).ok()

    def alter(self, edits: Edits) -> None:
        """Let the program register other inputs from now on, beside leaving out what the plugin does not know."""
        gone = {each: [*lacking().get(each, ()), *self.left_out.get(each, ())] for each in {*lacking(), *self.left_out}}
        (self.folder / "altered.json").write_text(json.dumps({"lacking": gone, "edits": edits}), "utf-8")

    def edit(self, file: str, *pairs: tuple[str, str]) -> None:
        """Replace texts of a file of the copy, each of which is in it exactly once."""
        edit(self.project / file, *pairs)

    def restore(self, file: str) -> None:
        """Put a file of the copy back."""
        shutil.copy(self.root / file, self.project / file)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
