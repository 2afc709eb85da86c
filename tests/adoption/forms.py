"""One small estate in every form in which people have an inventory, and what makes a form awkward without changing what it says."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import rows as r

Row = r.Row
AKS = "Microsoft.ContainerService/managedClusters"
ZONE = "Microsoft.Network/privateDnsZones"
ENDPOINT = "Microsoft.Network/privateEndpoints"
SCOPE = f"/subscriptions/{r.OURS}/resourceGroups/rg"


def estate_rows() -> list[Row]:
    """A row of every type that has a spec, each saying all that its spec can say, none of it a default of a spec."""
    net, server, vault = r.identify(r.NETWORK, "vnet"), r.identify(r.POSTGRES, "pg"), r.identify(r.VAULT, "kv")
    store, space, zone = r.identify(r.ACCOUNT, "store"), r.identify(r.WORKSPACE, "logs"), r.identify(ZONE, "a.example")
    rule = {**r.EVERYWHERE, "protocol": "Tcp", "direction": "Inbound", "access": "Allow", "destinationPortRange": "22"}
    ssh = {**rule, "priority": 200, "sourceAddressPrefix": "10.0.0.0/8"}
    subnet = {
        "addressPrefix": "10.101.1.0/24",
        "networkSecurityGroup": {"id": r.identify(r.FILTER, "nsg")},
        "delegations": [{"name": "d", "properties": {"serviceName": r.POSTGRES}}],
    }
    pool = {"name": "system", "mode": "System", "vmSize": "Standard_D8s_v5", "count": 3}
    policy = {"immutabilityPeriodSinceCreationInDays": 400, "state": "Locked"}
    link = {"privateLinkServiceId": store, "groupIds": ["blob"]}
    return [
        r.row(net, {"addressSpace": {"addressPrefixes": ["10.101.0.0/16"]}, "subnets": _held(net, "data", subnet)}),
        r.row(r.identify(r.FILTER, "nsg"), {"securityRules": _held(r.identify(r.FILTER, "nsg"), "ssh", ssh)}),
        r.row(
            store,
            {"isHnsEnabled": True, "allowSharedKeyAccess": True, "publicNetworkAccess": "Enabled"},
            kind="BlobStorage",
            sku={"name": "Standard_GRS"},
            tags={"owner": "data team"},
        ),
        r.row(
            r.identify(r.CONTAINER, "store", "default", "raw"),
            {
                "immutabilityPolicy": {"properties": policy},
                "hasImmutabilityPolicy": True,
                "hasLegalHold": True,
                "legalHold": {"tags": [{"tag": "case1"}]},
                "metadata": {"data_class": "health"},
            },
        ),
        r.row(
            server,
            {
                "version": "15",
                "administratorLogin": "admin1",
                "storage": {"storageSizeGB": 64},
                "backup": {"backupRetentionDays": 35},
                "highAvailability": {"mode": "SameZone"},
            },
            sku={"name": "Standard_D4ds_v5", "tier": "MemoryOptimized"},
        ),
        r.row(f"{server}/databases/studies", {"charset": "LATIN1", "collation": "C"}),
        r.row(f"{server}/configurations/wal_level", {"value": "logical", "source": "user-override"}),
        r.row(
            vault,
            {
                "sku": {"name": "premium"},
                "enablePurgeProtection": False,
                "softDeleteRetentionInDays": 30,
                "publicNetworkAccess": "Enabled",
            },
        ),
        r.row(f"{vault}/keys/disk", {"kty": "RSA-HSM", "keySize": 4096}),
        r.row(
            r.identify(AKS, "aks"),
            {
                "currentKubernetesVersion": "1.33.3",
                "dnsPrefix": "aks",
                "disableLocalAccounts": False,
                "apiServerAccessProfile": {"enablePrivateCluster": False},
                "agentPoolProfiles": [pool],
            },
        ),
        r.row(space, {"retentionInDays": 90}),
        r.row(
            f"{vault}/providers/Microsoft.Insights/diagnosticSettings/audit",
            {"workspaceId": space, "logs": [{"category": "AuditEvent", "enabled": True}]},
        ),
        r.row(f"{vault}/providers/Microsoft.Authorization/locks/keep", {"level": "ReadOnly", "notes": "do not touch"}),
        r.row(
            r.identify("Microsoft.Consumption/budgets", "b"),
            {"amount": 9000, "timeGrain": "Quarterly", "timePeriod": {"startDate": "2026-01-01T00:00:00Z"}},
        ),
        r.row(zone, {"numberOfRecordSets": 3}, location="global"),
        r.row(f"{zone}/virtualNetworkLinks/l", {"virtualNetwork": {"id": net}, "registrationEnabled": True}),
        r.row(f"{zone}/A/www", {"ttl": 60, "aRecords": [{"ipv4Address": "10.101.1.4"}]}),
        r.row(
            r.identify(ENDPOINT, "pe"),
            {
                "subnet": {"id": f"{net}/subnets/data"},
                "privateLinkServiceConnections": [{"name": "c", "properties": link}],
            },
        ),
        r.row(
            f"{r.identify(ENDPOINT, 'pe')}/privateDnsZoneGroups/tie",
            {"privateDnsZoneConfigs": [{"name": "z", "properties": {"privateDnsZoneId": zone}}]},
        ),
    ]


def _held(id_: str, name: str, properties: Row) -> list[Row]:
    kind = "subnets" if "virtualNetworks" in id_ else "securityRules"
    return [{"id": f"{id_}/{kind}/{name}", "name": name, "properties": properties}]


@dataclass(frozen=True)
class Form:
    """Files of one export, and what must be said beside them."""

    documents: dict[str, Any]
    encoding: str = "utf-8"
    scope: bool = False
    target: dict[str, str] = field(default_factory=dict[str, str])

    def write(self, folder: Path) -> list[Path]:
        """The files on disk."""
        for name, document in self.documents.items():
            (folder / name).write_bytes(json.dumps(document).encode(self.encoding))
        return [folder / name for name in self.documents]


def lifted(value: Any) -> Any:
    """What most lists of `az` make of an answer: members of `properties` stand one level higher, at every depth."""
    if isinstance(value, list):
        return [lifted(item) for item in value]
    if not isinstance(value, dict):
        return value
    held = value.get("properties")
    flat = {**{k: v for k, v in value.items() if k != "properties"}, **held} if isinstance(held, dict) else value
    return {name: lifted(item) for name, item in flat.items()}


def renamed(value: Any) -> Any:
    """Spellings of the command line's own: `storageSizeGb`, `vnetSubnetId`, and the group beside every id."""
    if isinstance(value, list):
        return [renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {name.replace("GB", "Gb").replace("ID", "Id"): renamed(item) for name, item in value.items()}
    return {**changed, "resourceGroup": "rg"} if "id" in value else changed


def _template(rows: list[Row], parameters: Callable[[str, str], Row]) -> Row:
    """What `az group export` makes of rows: names are parameters, ids are calls of `resourceId`."""
    made, declared = list[Row](), dict[str, Row]()
    for number, row in enumerate(rows):
        above, _, tail = row["id"].rpartition("/providers/")
        namespace, *pairs = tail.split("/")
        head, *rest = pairs[1::2]
        declared[f"n{number}"] = parameters(f"n{number}", head)
        name = f"[concat(parameters('n{number}'), '/{'/'.join(rest)}')]" if rest else f"[parameters('n{number}')]"
        body = {key: value for key, value in row.items() if key not in {"id", "name", "tenantId"}}
        scope = {"scope": above.removeprefix(f"{SCOPE}/providers/")} if above != SCOPE else {}
        made.append(
            {**body, **scope, "type": "/".join((namespace, *pairs[::2])), "apiVersion": "2024-01-01", "name": name}
        )
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    return {"$schema": schema, "contentVersion": "1.0.0.0", "parameters": declared, "variables": {}, "resources": made}


def template(rows: list[Row]) -> Form:
    """A template with default values."""
    written = _template(rows, lambda _, value: {"type": "String", "defaultValue": value})
    return Form({"template.json": written}, scope=True, target={"tenant": r.TENANT})


def portal(rows: list[Row]) -> Form:
    """What the portal's "Export template" downloads: a template without values, and its parameters beside it."""
    given: dict[str, Any] = {}

    def parameter(name: str, value: str) -> Row:
        given[name] = {"value": value}
        return {"type": "String", "defaultValue": None}

    written = _template(rows, parameter)
    schema = "https://schema.management.azure.com/schemas/2015-01-01/deploymentParameters.json#"
    return Form(
        {"template.json": written, "parameters.json": {"$schema": schema, "parameters": given}},
        scope=True,
        target={"tenant": r.TENANT},
    )


def bicep(rows: list[Row]) -> Form:
    """A template whose resources have symbolic names."""
    written = _template(rows, lambda _, value: {"type": "String", "defaultValue": value})
    named = {f"r{number}": row for number, row in enumerate(written["resources"])}
    document = {**written, "languageVersion": "2.0", "resources": named}
    return Form({"template.json": document}, scope=True, target={"tenant": r.TENANT})


def table(rows: list[Row]) -> Form:
    """Resource Graph's table form: every row has every column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    data = {"columns": [{"name": name} for name in names], "rows": [[row.get(n) for n in names] for row in rows]}
    return Form({"table.json": {"data": data}})


def powershell(rows: list[Row]) -> Form:
    """`Search-AzGraph | ConvertTo-Json -Depth 100`, in the encoding of Windows."""
    data = [{"ResourceId": row["id"], **row} for row in rows]
    return Form({"search.json": {"SkipToken": None, "Data": data, "Count": len(rows)}}, encoding="utf-16")


def texts(rows: list[Row]) -> Form:
    """Rows of Resource Graph Explorer's CSV turned into JSON by somebody's script: `properties` is text."""
    return Form({"rows.json": [{**row, "properties": json.dumps(row["properties"])} for row in rows]})


def pages(rows: list[Row]) -> Form:
    """Two pages of one answer."""
    half = len(rows) // 2
    documents = {
        "1.json": {"data": rows[:half], "count": half, "total_records": len(rows), "skip_token": "x"},
        "2.json": {"data": rows[half:], "count": len(rows) - half, "total_records": len(rows), "skip_token": None},
    }
    return Form(documents)


FORMS: dict[str, Callable[[list[Row]], Form]] = {
    "az graph query": lambda rows: Form({"g.json": {"count": len(rows), "data": rows, "skip_token": None}}),
    "plain list": lambda rows: Form({"l.json": rows}),
    "list of ARM": lambda rows: Form({"a.json": {"value": rows}}),
    "pages": pages,
    "table": table,
    "one file a resource": lambda rows: Form({f"{number}.json": row for number, row in enumerate(rows)}),
    "az <service> list": lambda rows: Form({"az.json": lifted(rows)}),
    "az <service> list, renamed": lambda rows: Form({"az.json": renamed(lifted(rows))}),
    "az group export": template,
    "portal": portal,
    "bicep": bicep,
    "PowerShell": powershell,
    "properties as text": texts,
}


def _deep(change: Callable[[Row], Row]) -> Callable[[list[Row]], list[Row]]:
    def changed(value: Any) -> Any:
        if isinstance(value, list):
            return [changed(item) for item in value]
        return change({name: changed(item) for name, item in value.items()}) if isinstance(value, dict) else value

    return lambda rows: changed(deepcopy(rows))


def _shouted(rows: list[Row]) -> list[Row]:
    """Ids that other resources are referred to by come in another case."""
    text = json.dumps([{k: v for k, v in row.items() if k not in {"id", "name"}} for row in rows])
    loud = json.loads(text.replace("/resourceGroups/rg/", "/RESOURCEGROUPS/RG/"))
    return [{**row, "id": before["id"], "name": before["name"]} for row, before in zip(loud, rows, strict=True)]


AWKWARD: dict[str, Callable[[list[Row]], list[Row]]] = {
    "as it is": lambda rows: rows,
    "backwards": lambda rows: rows[::-1],
    "with nulls for what is not set": _deep(lambda each: {**each, "sslPolicy": None, "plan": None, "zones": None}),
    "with members that nobody knows": _deep(lambda each: {**each, "provisioningState": "Succeeded", "etag": 'W/"1"'}),
    "references in capitals": _shouted,
    "with empty tags": lambda rows: [{"tags": {}, **row} for row in rows],
}
