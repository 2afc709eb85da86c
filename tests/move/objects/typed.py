"""`socle move` as an operator types it, in a process of its own, so that it can be killed as one."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from socle.move.objects import MoveSpec

from .seaweed import KEY, SECRET

SOCLE = Path(sys.executable).with_name("socle")
WAVE = base64.b64encode(bytes(32)).decode()


def environment(**more: str) -> dict[str, str]:
    """That of an operator with the credentials of both sides."""
    sides = {
        f"SOCLE_MOVE_{side}_{name}": value
        for side in ("SOURCE", "TARGET")
        for name, value in (("ACCESS_KEY_ID", KEY), ("SECRET_ACCESS_KEY", SECRET))
    }
    return {**os.environ, **sides, "SOCLE_MOVE_WAVE_KEY": WAVE, **more}


def written(job: MoveSpec, folder: Path) -> Path:
    """The file of a job; JSON is YAML."""
    file = folder / f"{job.name}.yaml"
    file.write_text(json.dumps(job.model_dump(mode="json", exclude_defaults=True)), "utf-8")
    return file


def typed(*arguments: Any, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that runs to its end."""
    command = [SOCLE, "move", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment(**more), timeout=300, check=False)


def begun(*arguments: Any, **more: str) -> subprocess.Popen[str]:
    """A command that runs."""
    command = [SOCLE, "move", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
        start_new_session=True,
    )


def events(said: str) -> list[dict[str, Any]]:
    """What it said with --json."""
    return [json.loads(line) for line in said.splitlines()]
