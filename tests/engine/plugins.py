"""The engine and the Scaleway plugin that are on the PATH, and what that plugin does not know yet."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from socle.facts.scaleway import schema

CLI, LANGUAGE, PLUGIN = "pulumi", "pulumi-language-python", "pulumi-resource-scaleway"


def missing() -> list[str]:
    """What the tests need and the PATH lacks."""
    return [name for name in (CLI, LANGUAGE, PLUGIN) if shutil.which(name) is None]


def plugin_folder() -> Path:
    """Where the Scaleway plugin is."""
    found = shutil.which(PLUGIN)
    assert found
    return Path(found).parent


@cache
def lacking() -> dict[str, tuple[str, ...]]:
    """Inputs that facts and SDK know and the plugin does not, by type; a type that it lacks altogether has all of its own."""
    with tempfile.TemporaryDirectory(prefix="socle-engine-") as home:
        asked = subprocess.run(
            [CLI, "package", "get-schema", str(plugin_folder() / PLUGIN)],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "PULUMI_HOME": home, "PULUMI_SKIP_UPDATE_CHECK": "1"},
        )
    known = {token: set(each["inputProperties"]) for token, each in json.loads(asked.stdout)["resources"].items()}
    found = {token: _unknown(token, known.get(token, set())) for token in schema.known_types()}
    return {token: inputs for token, inputs in found.items() if inputs}


def _unknown(token: str, known: set[str]) -> tuple[str, ...]:
    facts = schema.facts(token)
    return tuple(sorted(facts.inputs.keys() - known)) if facts else ()


def snake(name: str) -> str:
    """The name of an input as Python and reviewed YAML spell it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
