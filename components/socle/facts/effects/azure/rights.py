"""Who may do what on Azure: assignments of roles, roles of one's own, and the policies of a vault.

Source: Microsoft's lists of built-in roles and of their actions, and its reference of `AccessPolicyEntry` (November 2026).
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, cast

from ..effect import HARMLESS, NOT_KNOWN, Effects, Judge
from ..usual import EXPOSES, GRANTS, REVOKES, WEAKENS

_NONE: Effects = frozenset()

_RULING_ROLES = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
    "8b54135c-b56d-4d72-a534-26097cfdc8d8": "Key Vault Data Access Administrator",
    "f25e0fa2-a7c8-4377-a976-54943a77a395": "Key Vault Contributor",
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "Key Vault Secrets Officer",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": "Key Vault Crypto Officer",
    "12338af0-0e69-4776-bea7-57ae8d297424": "Key Vault Crypto User",
    "a4417e6f-fecd-4de8-b567-7b0420556985": "Key Vault Certificates Officer",
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "Storage Blob Data Owner",
    "17d1049b-9a84-46fb-8f53-869881c3d3ab": "Storage Account Contributor",
    "81a9662b-bebf-436f-a333-f67b29880f12": "Storage Account Key Operator Service Role",
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": "Azure Kubernetes Service RBAC Cluster Admin",
    "3498e952-d568-435e-9b2c-8d77e338d7f7": "Azure Kubernetes Service RBAC Admin",
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8": "Azure Kubernetes Service Cluster Admin Role",
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c": "Virtual Machine Contributor",
    "1c0163c0-47e6-4577-8991-ea5c82e286e4": "Virtual Machine Administrator Login",
    "f1a07417-d97a-45cb-824c-7a7467783830": "Managed Identity Operator",
}
"""Built-in roles that give further rights, keys, secrets, or the machines that hold them."""
_OTHER_ROLES = {
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "Storage Blob Data Reader",
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
    "21090545-7ca7-4776-b22c-e363652d74d2": "Key Vault Reader",
    "4d97b98b-1d4f-4787-a291-c67834d212e7": "Network Contributor",
    "43d0d8ad-25c7-4714-9337-8ba259a9fe05": "Monitoring Reader",
    "73c42c96-874c-492b-b04d-ab87d138a893": "Log Analytics Reader",
}
"""Built-in roles that give what they are named after."""


def _role(value: Any) -> Effects:
    name = str(value or "").rpartition("/")[2].lower()
    if name in _RULING_ROLES:
        return EXPOSES | GRANTS
    return GRANTS if name in _OTHER_ROLES else GRANTS | NOT_KNOWN


def _assigned(old: Mapping[str, Any], new: Mapping[str, Any]) -> Effects:
    """Another end of an assignment gives its role anew; a condition that goes, or is another, held something back."""
    ends = ("principalId", "roleDefinitionId", "scope")
    found = _role(new.get("roleDefinitionId")) if any(old.get(key) != new.get(key) for key in ends) else _NONE
    conditions = [side.get("condition") for side in (old, new)]
    if conditions[0] and conditions[0] != conditions[1]:
        found |= WEAKENS | GRANTS
    elif conditions[0] != conditions[1]:
        found |= REVOKES
    if old.get("conditionVersion") != new.get("conditionVersion"):
        found |= NOT_KNOWN
    return found or HARMLESS


def assigned(name: str) -> Judge:
    """One input of an assignment of a role. What a new one gives is that of its role."""
    is_role = name == "roleDefinitionId"
    return Judge(_assigned, lambda value: _role(value) - GRANTS or HARMLESS if is_role else HARMLESS, whole=True)


_POWERS = (
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Authorization/roleDefinitions/write",
    "Microsoft.Authorization/elevateAccess/action",
    "Microsoft.Authorization/locks/delete",
    "Microsoft.Authorization/policyAssignments/delete",
    "Microsoft.KeyVault/vaults/accessPolicies/write",
    "Microsoft.KeyVault/vaults/secrets/getSecret/action",
    "Microsoft.KeyVault/vaults/keys/decrypt/action",
    "Microsoft.KeyVault/vaults/keys/unwrap/action",
    "Microsoft.KeyVault/locations/deletedVaults/purge/action",
    "Microsoft.Storage/storageAccounts/listKeys/action",
    "Microsoft.Storage/storageAccounts/listAccountSas/action",
    "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
    "Microsoft.Compute/virtualMachines/runCommand/action",
    "Microsoft.Compute/virtualMachines/extensions/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
    "Microsoft.Insights/diagnosticSettings/delete",
)
"""Actions with which one gives oneself more, reads what is secret, or ends what guards and records."""
_GIVES, _HOLDS_BACK = ("actions", "dataActions"), ("notActions", "notDataActions")


def _permissions(old: Any, new: Any) -> Effects:
    was, will = (_actions(value) for value in (old, new))
    if was is None or will is None:
        return GRANTS | NOT_KNOWN
    found = _NONE
    for key in _GIVES:
        more = will[key] - was[key]
        found |= GRANTS if more else _NONE
        found |= EXPOSES if any(_is_power(action) for action in more) else _NONE
        found |= REVOKES if was[key] - will[key] else _NONE
    for key in _HOLDS_BACK:
        found |= WEAKENS | GRANTS if was[key] - will[key] else _NONE
        found |= REVOKES if will[key] - was[key] else _NONE
    return found or HARMLESS


def _is_power(action: str) -> bool:
    return any(fnmatchcase(power.lower(), action) for power in _POWERS)


def _actions(value: Any) -> dict[str, frozenset[str]] | None:
    """The actions of a role in lower case; nothing where it says something else."""
    rows = _objects(value)
    if rows is None or any(row.keys() - {*_GIVES, *_HOLDS_BACK} for row in rows):
        return None
    texts = {key: [text for row in rows for text in row.get(key) or ()] for key in (*_GIVES, *_HOLDS_BACK)}
    return {key: frozenset(str(text).lower() for text in found) for key, found in texts.items()}


ROLE_PERMISSIONS = Judge(_permissions, lambda value: _permissions(None, value) - REVOKES or HARMLESS)

_HARMLESS_IN_A_VAULT = {
    "secrets": {"list"},
    "keys": {"get", "list", "verify", "encrypt", "wrapkey", "getrotationpolicy"},
    "certificates": {"get", "list", "getissuers", "listissuers"},
    "storage": {"get", "list", "getsas", "listsas"},
}
"""What shows names and public parts, or only seals. Anything else reads what is secret, ends it, or speaks in its name."""


def _policies(old: Any, new: Any) -> Effects:
    """Policies of a vault by whom they are for, in any order and spelling."""
    was, will = (_permitted(value) for value in (old, new))
    if was is None or will is None:
        return GRANTS | NOT_KNOWN
    found = _NONE
    for who, what, action in will - was:
        tenants = {each for each, _, _ in was}
        stranger = bool(tenants) and who[0] not in {each[0] for each in tenants}
        harmless = not stranger and action in _HARMLESS_IN_A_VAULT.get(what, set())
        found |= GRANTS if harmless else EXPOSES | GRANTS
    return found | (REVOKES if was - will else _NONE) or HARMLESS


_Permission = tuple[tuple[str, str, str], str, str]


def _permitted(value: Any) -> frozenset[_Permission] | None:
    """Who (tenant, object, application) may do what on which kind; nothing where a policy says something else."""
    rows = _objects([value] if isinstance(value, dict) else value)
    if rows is None or any(row.keys() - {"tenantId", "objectId", "applicationId", "permissions"} for row in rows):
        return None
    return frozenset(each for row in rows for each in _of_one(row))


def _of_one(row: Mapping[str, Any]) -> Iterator[_Permission]:
    who = (str(row.get("tenantId", "")), str(row.get("objectId", "")), str(row.get("applicationId", "")))
    permissions = cast("Mapping[str, Any]", row.get("permissions") or {})
    for what, actions in permissions.items():
        for action in cast("list[Any]", actions if isinstance(actions, list) else [actions]):
            yield who, what, str(action).lower()


def _objects(value: Any) -> list[Mapping[str, Any]] | None:
    rows = [] if value is None else cast("list[Any]", value) if isinstance(value, list) else [value]
    return [cast("Mapping[str, Any]", row) for row in rows] if all(isinstance(row, dict) for row in rows) else None


VAULT_POLICIES = Judge(_policies, lambda value: _policies(None, value))
