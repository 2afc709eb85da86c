"""The estates of this repository as they are deployed: stacks in the order of the layers, and the secrets that they ask for."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import yaml

from socle.estate import LAYERS, Estate, KeySpec, load
from socle.project import capture_stacks, find_project, unwatched

from .azure_inventory import simulated_azure
from .cloud import Emulation
from .workplace import ROOT, Workplace

MATERIAL = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="  # base64 of 32 bytes
Written = Mapping[str, Sequence[tuple[str, str]]]
"""By file of the project: texts that are in it once, and what stands there instead."""

PASSWORD = "Aa1!aaaaaaaaaaaaaaaaaaaaaaaa"


ESTATES = tuple(sorted(folder.name for folder in (ROOT / "stacks" / "estates").iterdir() if folder.is_dir()))


def stacks_of(estate: str) -> list[str]:
    """Its stacks, none before one that it reads; not every estate has one of every layer."""
    named = (f"{estate}-{layer}" for layer in LAYERS)
    return [stack for stack in named if (ROOT / "stacks" / f"Pulumi.{stack}.yaml").is_file()]


def secrets_of(estate: Estate, layer: str) -> dict[str, str]:
    """What the program asks for as secret configuration, with values that no estate has."""
    if layer == "foundation" and estate.foundation:
        return _materials(estate.foundation.keys)
    if layer == "platform":
        values = {f"secret-{name}": PASSWORD for name, each in estate.secrets.items() if each.content == "given"}
        exporters = estate.observability.exporters if estate.observability else {}
        headers = {
            f"exporter-{n}": json.dumps({"X-Key": PASSWORD}) for n, each in exporters.items() if each.authenticated
        }
        return {**_materials(estate.keys), **values, **headers}
    if layer == "bridge" and estate.bridge and estate.bridge.shared_keys == "given":
        return {f"psk-{name}": PASSWORD for name in estate.bridge.tunnels}
    if layer == "legacy" and estate.legacy and estate.legacy.twin_of:
        return {f"legacy-{name}-password": PASSWORD for name in estate.legacy.databases}
    return {}


def _materials(keys: Mapping[str, KeySpec]) -> dict[str, str]:
    return {f"key-{name}": MATERIAL for name, key in keys.items() if key.material == "external"}


def people_of(root: Path, estate: str) -> list[str]:
    """Who is in the groups of an estate's foundation, in a project of today or an older one."""
    file = root / "stacks" / "estates" / estate / "foundation.yaml"
    groups = yaml.safe_load(file.read_text("utf-8"))["groups"].values() if file.exists() else ()
    return [member for group in groups for member in group.get("members", ())]


def configure(workplace: Workplace, stack: str) -> None:
    """Give a stack its secrets."""
    estate, layer = stack.split("-")
    declared = load(workplace.project / "stacks" / "estates" / estate).estate
    for key, value in secrets_of(declared, layer).items():
        workplace.set(stack, f"socle:{key}", value, secret=True)


@contextmanager
def place_of(
    estate: str, *, root: Path = ROOT, written: Written | None = None, gone: Sequence[str] = ()
) -> Iterator[Workplace]:
    """Emulated clouds with what an estate finds there, and a copy of the project, or of an older one, to deploy it from.

    Args:
        written: what is written otherwise in files of the copy.
        gone: files and folders that the copy goes without.
    """
    with Emulation(invited=people_of(root, estate)) as emulation, Workplace(emulation, root) as workplace:
        for file, pairs in (written or {}).items():
            workplace.edit(file, *pairs)
        for each in gone:
            there = workplace.project / each
            shutil.rmtree(there) if there.is_dir() else there.unlink()
        export = ROOT / "stacks" / "estates" / estate / "azure-inventory.json"
        if export.exists():
            stack = f"{estate}-legacy"
            captured = capture_stacks(find_project(ROOT), [stack], "preview", None, unwatched)
            there = simulated_azure(export, captured.plans[stack])
            workplace.azure = workplace.folder / "azure.json"
            workplace.azure.write_text(json.dumps(there), "utf-8")
        for stack in stacks_of(estate) if root == ROOT else ():  # the older ones ask for nothing
            configure(workplace, stack)
        yield workplace
