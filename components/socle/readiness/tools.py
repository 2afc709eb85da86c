"""The engine, its plugins and the SDKs, against what the project and its lock file want."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from socle.facts import MEASURED_WITH
from socle.messages import Refused
from socle.project import Project, document_of

from . import line
from .line import Line
from .machine import Machine, read

_ok, _wrong, _unknown = (partial(kind, "tools") for kind in (line.ok, line.wrong, line.unknown))

SDKS = {
    "pulumi": "pulumi",
    "pulumi-random": "pulumi_random",
    "pulumiverse-scaleway": "pulumiverse_scaleway",
    "pulumi-azure-native": "pulumi_azure_native",
    "pulumi-kubernetes": "pulumi_kubernetes",
}
"""The SDKs of programs, each with its package."""


def tools(project: Project, machine: Machine, needed: Iterable[str]) -> Iterator[Line]:
    """What is said of the tools of a machine.

    Args:
        needed: the distributions of `SDKS` that the stacks in question need.
    """
    said, wanted = _settings(project), tuple(needed)
    yield from _engine(machine, str(said.get("requiredPulumiVersion") or ""))
    yield from _runtime(machine)
    locked = _locked(project)
    if locked is None:
        yield _unknown("lock", file="uv.lock")
    for name in wanted:
        yield _sdk(name, (locked or {}).get(name, ""))
    for name in wanted:
        yield from _plugin(name, machine, said)


def _settings(project: Project) -> dict[str, Any]:
    """What Pulumi.yaml says; nothing where it cannot be read, which opening the project has refused already."""
    try:
        return document_of(project.file, read(project.file) or "").value
    except Refused:
        return {}


def _engine(machine: Machine, wanted: str) -> Iterator[Line]:
    program = machine.program("pulumi")
    if program is None:
        yield _wrong("cli.absent", wanted=wanted or "-")
        return
    found = machine.answer(program, "version").removeprefix("v")
    if not _numbers(found):
        yield _unknown("cli.silent")
    elif not wanted:
        yield _unknown("cli.any", found=found)
    else:
        fits = _fits(found, wanted)
        kind = _ok if fits else _unknown if fits is None else _wrong
        yield kind("cli" if fits else "cli.range" if fits is None else "cli.other", found=found, wanted=wanted)


def _runtime(machine: Machine) -> Iterator[Line]:
    """What the engine starts to run a program: uv, and its host of Python, which lies beside it."""
    engine = machine.program("pulumi")
    for name in ("uv", "pulumi-language-python"):
        there = machine.program(name) or (engine and name != "uv" and engine.resolve().with_name(name).is_file())
        yield _ok("program", name=name) if there else _wrong("program.absent", name=name)


def _locked(project: Project) -> dict[str, str] | None:
    """The versions of the lock file, by distribution; None where there is none that can be read."""
    text = read(project.root / "uv.lock")
    try:
        packages = cast("list[dict[str, Any]]", tomllib.loads(text).get("package", [])) if text else None
    except tomllib.TOMLDecodeError:
        return None
    return None if packages is None else {str(each.get("name")): str(each.get("version", "")) for each in packages}


def _sdk(name: str, locked: str) -> Line:
    try:
        found = version(name)
    except PackageNotFoundError:
        return _wrong("sdk.absent", name=name)
    if not locked:
        return _unknown("sdk.unlocked", name=name, found=found)
    if found != locked:
        return _wrong("sdk.other", name=name, found=found, locked=locked)
    measured = MEASURED_WITH.get(name, found)
    if found != measured:
        return _unknown("sdk.unmeasured", name=name, found=found, measured=measured)
    return _ok("sdk", name=name, found=found)


def _plugin(name: str, machine: Machine, said: dict[str, Any]) -> Iterator[Line]:
    """The provider's plugin, in the order in which the engine looks for it (workspace/plugins.go)."""
    wanted = _plugin_of(SDKS[name])
    if wanted is None:
        return
    plugin, number = wanted
    program = f"pulumi-resource-{plugin}"
    if plugin in _named(said):
        yield _unknown("plugin.named", name=plugin, wanted=number)
        return
    ambient = None if machine.given("PULUMI_IGNORE_AMBIENT_PLUGINS") in ("1", "true") else machine.program(program)
    if ambient:
        found = machine.answer(ambient, "--version").removeprefix("v")
        if not _numbers(found):
            yield _unknown("plugin.silent", name=plugin, wanted=number)
        elif found != number:
            yield _wrong("plugin.other", name=plugin, found=found, wanted=number)
        else:
            yield _ok("plugin.path", name=plugin, found=found)
        return
    cached = machine.folder("PULUMI_HOME", ".pulumi") / "plugins" / f"resource-{plugin}-v{number}"
    if cached.is_dir():
        yield _ok("plugin", name=plugin, found=number)
    elif machine.given("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION") in ("1", "true"):
        yield _wrong("plugin.absent", name=plugin, wanted=number)
    else:
        yield _unknown("plugin.later", name=plugin, wanted=number)


def _named(said: dict[str, Any]) -> set[str]:
    """The plugins that Pulumi.yaml takes from a place of its own."""
    plugins = said.get("plugins")
    providers = cast("dict[str, Any]", plugins).get("providers") if isinstance(plugins, dict) else None
    every = cast("list[Any]", providers) if isinstance(providers, list) else []
    return {str(cast("dict[str, Any]", each).get("name")) for each in every if isinstance(each, dict)}


def _plugin_of(package: str) -> tuple[str, str] | None:
    """Name and version of the plugin that an SDK asks the engine for; None where it asks for none, or is not installed."""
    spec = find_spec(package)
    text = read(Path(spec.origin).with_name("pulumi-plugin.json")) if spec and spec.origin else ""
    try:
        asked = json.loads(text or "{}")
    except ValueError:
        return None
    return (str(asked["name"]), str(asked["version"])) if {"name", "version"} <= asked.keys() else None


def _fits(found: str, wanted: str) -> bool | None:
    """Whether a version is in a range such as `>=3.258.0 <4.0.0`; None for a range in other words than these."""
    bounds = [re.fullmatch(r"(>=|<=|>|<|=)?v?([0-9.]+)", part) for part in wanted.replace(",", " ").split()]
    if not bounds or not all(bounds):
        return None
    here = _numbers(found)
    kept = {"<": here.__lt__, "<=": here.__le__, ">": here.__gt__, ">=": here.__ge__}
    return all(kept.get(each[1], here.__eq__)(_numbers(each[2])) for each in bounds if each)


def _numbers(text: str) -> tuple[int, ...]:
    """A version as numbers; empty where it is none. What comes after a dash is of the same version."""
    plain = re.match(r"([0-9]+)\.([0-9]+)(?:\.([0-9]+))?(?=$|[-+ ])", text)
    return tuple(int(part or 0) for part in plain.groups()) if plain else ()
