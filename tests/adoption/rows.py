"""Small Azure inventories, as Resource Graph would write them, and the estates folder they are adopted into."""

import json
from pathlib import Path
from typing import Any

from socle.adoption.export import Export, read_export
from socle.adoption.file import open_legacy, write
from socle.adoption.proposal import Proposal, propose
from socle.adoption.target import Target
from tests import checkout

OURS = "00000000-0000-4000-8000-000000000001"
TENANT = "00000000-0000-4000-8000-000000000002"
THEIRS = "00000000-0000-4000-8000-000000000003"

Row = dict[str, Any]


def identify(type_: str, *names: str, group: str = "rg", subscription: str = OURS) -> str:
    """The id of a resource."""
    namespace, *types = type_.split("/")
    tail = "/".join(f"{type_}/{name}" for type_, name in zip(types, names, strict=True))
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{tail}"


def row(id_: str, properties: Row | None = None, **more: Any) -> Row:
    """One row of an export; `location` and `tenantId` are there unless they are given."""
    base = {"id": id_, "name": id_.rsplit("/", 1)[1], "tenantId": TENANT, "location": "francecentral"}
    return {**base, "properties": properties or {}, **more}


NETWORK = "Microsoft.Network/virtualNetworks"
SUBNET = f"{NETWORK}/subnets"
FILTER = "Microsoft.Network/networkSecurityGroups"
ACCOUNT = "Microsoft.Storage/storageAccounts"
CONTAINER = f"{ACCOUNT}/blobServices/containers"
POSTGRES = "Microsoft.DBforPostgreSQL/flexibleServers"
VAULT = "Microsoft.KeyVault/vaults"
WORKSPACE = "Microsoft.OperationalInsights/workspaces"


EVERYWHERE = {
    "protocol": "*",
    **{f"{end}{what}": "*" for end in ("source", "destination") for what in ("AddressPrefix", "PortRange")},
}
"""What a rule of a filter says that matches every packet of a direction."""


def group(name: str = "rg", subscription: str = OURS, **more: Any) -> Row:
    """A resource group."""
    return row(f"/subscriptions/{subscription}/resourceGroups/{name}", **more)


def network(
    name: str = "vnet", ranges: tuple[str, ...] = ("10.101.0.0/16",), subscription: str = OURS, **subnets: Row
) -> Row:
    """A network with its subnets inside, as Resource Graph gives it."""
    id_ = identify(NETWORK, name, subscription=subscription)
    held = [{"id": f"{id_}/subnets/{key}", "name": key, "properties": value} for key, value in subnets.items()]
    return row(id_, {"addressSpace": {"addressPrefixes": list(ranges)}, "subnets": held})


def account(name: str = "store", measured: Row | None = None, tags: Row | None = None, **properties: Any) -> Row:
    """A storage account that is closed unless it says otherwise."""
    closed = {"allowSharedKeyAccess": False, "publicNetworkAccess": "Disabled", **properties}
    more = ({"measured": measured} if measured else {}) | ({"tags": tags} if tags else {})
    return row(identify(ACCOUNT, name), closed, kind="StorageV2", sku={"name": "Standard_ZRS"}, **more)


def container(name: str = "raw", of: str = "store", measured: Row | None = None, **properties: Any) -> Row:
    """A container."""
    more = {"measured": measured} if measured else {}
    return row(identify(CONTAINER, of, "default", name), properties, **more)


def server(name: str = "pg", measured: Row | None = None, **properties: Any) -> Row:
    """A PostgreSQL server with a public endpoint."""
    said = {"version": "16", "administratorLogin": "admin1", "storage": {"storageSizeGB": 64}, **properties}
    sku = {"name": "Standard_D4ds_v5", "tier": "GeneralPurpose"}
    return row(identify(POSTGRES, name), said, sku=sku, **({"measured": measured} if measured else {}))


def vault(name: str = "kv", **properties: Any) -> Row:
    """A vault with purge protection."""
    said = {"sku": {"name": "premium"}, "enablePurgeProtection": True, "softDeleteRetentionInDays": 90, **properties}
    return row(identify(VAULT, name), said)


def export_file(folder: Path, rows: list[Row], name: str = "export.json", **envelope: Any) -> Path:
    """An export on disk, in the form of `az graph query`."""
    file = folder / name
    file.write_text(
        json.dumps({"count": len(rows), "data": rows, "skip_token": None, "total_records": len(rows), **envelope}),
        "utf-8",
    )
    return file


def estate(folder: Path) -> Path:
    """The folder of an estate in an estates folder."""
    made = folder / "estates" / "demo"
    made.mkdir(parents=True, exist_ok=True)
    return made


def adopt(folder: Path, rows: list[Row], mode: Any = "observe", **target: str) -> Proposal:
    """Adopt rows into an estate's folder, and write."""
    return adopt_export(folder, read_export([export_file(folder.parent, rows)]), mode, **target)


def adopt_export(folder: Path, export: Export, mode: Any = "observe", **target: str) -> Proposal:
    """Adopt an export into an estate's folder, and write."""
    proposal = propose(open_legacy(folder), export, Target(**target), mode)
    write(proposal.file, proposal.text, proposal.memory)
    return proposal


def text(folder: Path) -> str:
    """What legacy.yaml says."""
    return (folder / "legacy.yaml").read_text("utf-8")


def edit(folder: Path, old: str, new: str) -> None:
    """What a person does in an editor."""
    checkout.edit(folder / "legacy.yaml", (old, new))
