"""The engine and the Scaleway plugin that are on the PATH, and what that plugin does not know yet."""

import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from socle.facts.scaleway import schema

from .seed import seed

CLI, LANGUAGE, PLUGIN = "pulumi", "pulumi-language-python", "pulumi-resource-scaleway"
ENGINE = (CLI, LANGUAGE, PLUGIN)
LONGEST_SECONDS = 120
"""For the plugin to say what it knows."""


def missing() -> list[str]:
    """What the tests need and the PATH lacks."""
    return [name for name in ENGINE if shutil.which(name) is None]


def plugin_folder() -> Path:
    """Where the Scaleway plugin is."""
    found = shutil.which(PLUGIN)
    assert found
    return Path(found).parent


class PluginBroken(Exception):
    """The plugin that is on the PATH does not say what it knows: with its own words, and the seed of the run."""


@cache
def lacking() -> dict[str, tuple[str, ...]]:
    """Inputs that facts and SDK know and the plugin does not, by type; a type that it lacks altogether has all of its own.

    Raises:
        PluginBroken: the plugin did not answer.
    """
    known = {token: set(each["inputProperties"]) for token, each in _schema()["resources"].items()}
    found = {token: _unknown(token, known.get(token, set())) for token in schema.known_types()}
    return {token: inputs for token, inputs in found.items() if inputs}


def _schema() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="socle-engine-") as home, tempfile.TemporaryFile("w+") as errors:
        environment = {**os.environ, "PULUMI_HOME": home, "PULUMI_SKIP_UPDATE_CHECK": "1"}
        command = [CLI, "package", "get-schema", str(plugin_folder() / PLUGIN)]
        try:
            asked = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=errors, timeout=LONGEST_SECONDS, env=environment, check=True
            )
            return json.loads(asked.stdout)
        except (subprocess.SubprocessError, ValueError) as failed:
            errors.seek(0)
            said = errors.read().strip()[-4000:] or "it said nothing of why"
            raise PluginBroken(f"{PLUGIN} is on the PATH and broken: {said} ({failed}; SEED={seed()})") from None


def _unknown(token: str, known: set[str]) -> tuple[str, ...]:
    facts = schema.facts(token)
    return tuple(sorted(facts.inputs.keys() - known)) if facts else ()
