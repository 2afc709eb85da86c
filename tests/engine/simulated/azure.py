"""Simulated azure-native: ids of Azure's form, names made up where none is given, resource locks that refuse, adoption of what exists.

`SIMULATED_AZURE` names a JSON file of what exists already: id, type token and properties as the SDK names them.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from .azure_ids import IDS, IMMUTABLE
from .made_up import stable, uuid_of
from .messages import Values
from .provider import Provider

_LOCK = "/providers/microsoft.authorization/locks/"
_IDENTITY = ("name", "type", "azureApiVersion", "provisioningState", "etag", "resourceGuid", "systemData")
_SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
_PLACE = re.compile(r"(/subscriptions/[^/]+/resourcegroups/[^/]+)(/providers/[^/]+/[^/]+/[^/]+)?(/.+)?")


class Azure(Provider):
    package, version, sdk, journal = "azure-native", "3.29.0", "pulumi_azure_native", "SIMULATED_AZURE_JOURNAL"

    def place(self, token: str) -> tuple[str, str]:
        _, module, name = token.split(":")
        return re.sub(r"/v\d+.*", "", module), name

    def ident(self, token: str, inputs: Values) -> str:
        def filled(match: re.Match[str]) -> str:
            return self._subscription() if match[1] == "s" else str(inputs.get(match[1], "?")).strip("/")

        return "/" + re.sub(r"{(\w+)}", filled, self._template(token)).lstrip("/")

    def _subscription(self) -> str:
        return self.settings.get("subscriptionId") or os.environ.get("ARM_SUBSCRIPTION_ID", _SUBSCRIPTION)

    def _short(self, token: str) -> str:
        return ":".join(self.place(token))

    def _template(self, token: str) -> str:
        path = IDS.get(self._short(token)) or self._guessed(token)
        return path if path[0] == "/" else f"/subscriptions/{{s}}/resourceGroups/{{resourceGroupName}}/providers/{path}"

    def _guessed(self, token: str) -> str:
        """An id for a type that the table does not have: its own name last, the other required names before it."""
        module, name = self.place(token)
        known = self.known(token)
        names = [each for each in (known.inputs if known else {}) if each.endswith("Name")]
        own = next((each for each in names if each.lower() == f"{name.lower()}name"), names[-1] if names else "name")
        above = "".join(
            f"/{each.removesuffix('Name')}s/{{{each}}}"
            for each in names
            if known and known.inputs[each] and each not in (own, "resourceGroupName")
        )
        return f"Microsoft.{module.title()}{above}/{name[0].lower()}{name[1:]}s/{{{own}}}"

    def _names(self, token: str) -> list[str]:
        return [each for each in re.findall(r"{(\w+)}", self._template(token)) if each != "s"]

    def checked(self, urn: str, token: str, olds: Values, news: Values, seed: str) -> list[tuple[str, str]]:
        own = self._names(token)[-1]
        if own not in news:
            news[own] = olds.get(own) or urn.rsplit("::", maxsplit=1)[-1] + stable(seed + urn)
        known = self.known(token)
        if known and "location" in known.inputs and "location" not in news and news.get("resourceGroupName"):
            news["location"] = olds.get("location") or "francecentral"
        storage = self._short(token) == "storage:StorageAccount"
        if storage and not re.fullmatch(r"[a-z0-9]{3,24}", str(news[own])):
            return [(own, "a storage account name has 3 to 24 lower-case letters and digits")]
        return []

    def replaces(self, token: str, path: str) -> bool:
        fixed = IMMUTABLE.get(self._short(token), ())
        under = any(path == each or path.startswith(f"{each}.") for each in fixed)
        return under or path in self._names(token) or path in ("location", "subscriptionId")

    def same(self, path: str, old: Any, new: Any) -> bool:
        if not isinstance(old, str) or not isinstance(new, str):
            return False
        if path.endswith("location"):
            return old.replace(" ", "").lower() == new.replace(" ", "").lower()
        return old.startswith("/subscriptions/") and old.lower() == new.lower()

    def computed_names(self, token: str) -> list[str]:
        known = self.known(token)
        if known is None:
            return []
        new = {name: annotation for name, annotation in known.outputs.items() if name not in known.inputs}
        return [name for name, annotation in new.items() if name in _IDENTITY or "Optional" not in annotation]

    def computed(self, token: str, ident: str, inputs: Values) -> Values:
        known = self.known(token)
        if known is None:
            return {}
        _complete(self._short(token), inputs)
        told = _told(ident, inputs)
        return {
            name: told[name] if name in told else _empty(known.outputs[name]) for name in self.computed_names(token)
        }

    def found(self, token: str, ident: str, state: Values, inputs: Values) -> tuple[Values, Values] | None:
        entry = self._existing().get(ident.lower())
        if entry is None:
            return (state, inputs) if state else None
        if self.place(entry["type"]) != self.place(token):
            return None
        named = re.match(self._pattern(token), ident, re.IGNORECASE)
        properties = {**(named.groupdict() if named else {}), **entry["properties"]}
        known = self.known(token)
        read = {name: value for name, value in properties.items() if known and name in known.inputs}
        return {**self.computed(token, ident, dict(read)), **properties}, read

    def _pattern(self, token: str) -> str:
        """What an id must match. A scope that the id begins with keeps its slash, as in azure-native since September 2026."""

        def named(match: re.Match[str]) -> str:
            if match.start() == 0:
                return f"(?P<{match[1]}>/.+)"
            return "[^/]+" if match[1] == "s" else f"(?P<{match[1]}>[^/]+)"

        template = self._template(token)
        return "^" + re.sub(r"{(\w+)}", named, template.lstrip("/") if template[1] == "{" else template) + "$"

    def _existing(self) -> dict[str, Values]:
        file = os.environ.get("SIMULATED_AZURE")
        rows = json.loads(Path(file).read_text("utf-8")) if file else {}
        return {ident.lower(): row for ident, row in rows.items()}

    def refused(self, operation: str, token: str, ident: str) -> str | None:
        """What it lies in must be there; CanNotDelete stops deletions at and below its scope, ReadOnly every change."""
        if ":ManagementLock" in token:
            return None
        missing = sorted(_above(ident) - self._held()) if operation == "create" else []
        if missing:
            return f"Code=\"ParentResourceNotFound\" Message=\"The resource '{ident}' lies in '{missing[0]}', which is not there.\""
        for lock, level in self._locks().items():
            scope = lock.split(_LOCK)[0]
            below = f"{ident.lower()}/".startswith(f"{scope.rstrip('/')}/")
            if below and (operation == "delete" or level == "ReadOnly"):
                return (
                    f'Code="ScopeLocked" Message="The scope \'{ident}\' cannot perform {operation} operation because '
                    f"following scope(s) are locked: '{scope}'. Please remove the lock and try again.\""
                )
        return None

    def _held(self) -> set[str]:
        """The ids of what is there, in lower case: from the beginning, or made and not deleted since."""
        held = set(self._existing())
        for row in self.entries():
            if row["op"] == "create" and not row["refused"]:
                held.add(row["id"].lower())
            elif row["op"] == "delete" and not row["refused"]:
                held.discard(row["id"].lower())
        return held

    def _locks(self) -> dict[str, str]:
        locks: dict[str, str] = {}
        for row in self.entries():
            if ":ManagementLock" not in row["type"] or row.get("refused"):
                continue
            if row["op"] in ("create", "update"):
                locks[row["id"].lower()] = row["inputs"].get("level")
            elif row["op"] == "delete":
                locks.pop(row["id"].lower(), None)
        there = {i: row["properties"].get("level") for i, row in self._existing().items() if _LOCK in i}
        return {**locks, **there}

    def invoked(self, token: str, arguments: Values) -> Values | None:
        function = token.rsplit(":", maxsplit=1)[-1]
        if function == "getClientConfig":
            ids = {name: uuid_of(name) for name in ("clientId", "objectId", "tenantId")}
            return {**ids, "subscriptionId": self._subscription()}
        names = [str(value).lower() for name, value in arguments.items() if name.endswith("Name")]
        for ident, row in self._existing().items():
            named = row["type"].split(":")[-1].lower() == function.removeprefix("get").lower()
            if named and all(f"/{name}" in ident for name in names):
                return {"id": ident, "name": ident.rsplit("/", 1)[-1], **row["properties"]}
        return None


def _above(ident: str) -> set[str]:
    """The resource group that an id is in, and the resource that it is a part of, in lower case."""
    found = _PLACE.fullmatch(ident.lower())
    if found is None:
        return set()
    group, whole, part = found.groups()
    return {group, *([group + whole] if part else [])} if whole else set()


def _complete(short: str, inputs: Values) -> None:
    """What Azure adds to what was given."""
    if short == "network:PublicIPAddress":
        inputs.setdefault("ipAddress", _public_address(inputs["publicIpAddressName"]))
    if short == "network:VirtualNetworkGateway":
        given = dict(inputs.get("bgpSettings") or {})
        inputs["bgpSettings"] = {"asn": 65515, "bgpPeeringAddress": "10.0.255.30", "peerWeight": 0, **given}


def _public_address(name: str) -> str:
    """The address of that number among those that `SIMULATED_AZURE_ADDRESSES` lists; another one for what it does not list."""
    listed = os.environ.get("SIMULATED_AZURE_ADDRESSES", "").split()
    number = int(name.rpartition("-")[2]) if name.rpartition("-")[2].isdigit() else len(listed)
    return listed[number] if number < len(listed) else f"20.74.{int(stable(name, 2), 16)}.1"


def _told(ident: str, inputs: Values) -> Values:
    name = ident.rsplit("/", 1)[-1]
    vault = f"https://{inputs.get('vaultName')}.vault.azure.net/keys/{name}"
    parts = ident.rsplit("/providers/", 1)[-1].split("/")
    return {
        "name": name,
        "type": "/".join([parts[0], *parts[1::2]]) if "/providers/" in ident else "Microsoft.Resources/resourceGroups",
        "provisioningState": "Succeeded",
        "azureApiVersion": "2025-01-01",
        "etag": f'W/"{uuid_of(ident)}"',
        "resourceGuid": uuid_of(ident),
        "fullyQualifiedDomainName": f"{name}.postgres.database.azure.com",
        "fqdn": f"{name}.hcp.francecentral.azmk8s.io",
        "customerId": uuid_of(ident),
        "keyUri": vault,
        "keyUriWithVersion": f"{vault}/{stable(ident, 32)}",
        "state": "Ready",
        "principalId": uuid_of(name),
    }


def _empty(annotation: str) -> Any:
    if "Sequence" in annotation:
        return []
    if "Mapping" in annotation or "outputs." in annotation:
        return {}
    if "int" in annotation or "float" in annotation:
        return 0
    return False if "bool" in annotation else ""
