"""Rights that are as good as everything: rules of a cluster's roles, roles and vaults of Azure, elements of a policy that nobody reads.

Kinds are drawn by chance from the lists of their documentation. Does not prove that a role gives no more than it is named after.
"""

import json
import random
from typing import Any

import pytest

from socle.facts.effects import Effect, created, deleted

from .edited import born, does, effects_of

ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"
SEES: dict[str, Any] = {"apiGroups": [""], "resources": ["pods", "services"], "verbs": ["get", "list", "watch"]}
AS_GOOD_AS_ALL = [
    ("clusterroles", "escalate"), ("roles", "bind"), ("users", "impersonate"), ("secrets", "get"), ("secrets", "list"),
    ("secrets", "watch"),
    ("nodes/proxy", "get"), ("pods/exec", "create"), ("pods/exec", "get"), ("pods/attach", "create"), ("pods/portforward", "create"),
    ("pods/ephemeralcontainers", "patch"), ("serviceaccounts/token", "create"), ("rolebindings", "create"), ("clusterroles", "update"),
    ("clusterrolebindings", "patch"), ("certificatesigningrequests/approval", "update"), ("mutatingwebhookconfigurations", "create"),
    ("validatingwebhookconfigurations", "delete"), ("apiservices", "update"), ("customresourcedefinitions", "create"), ("nodes", "patch"),
    ("networkpolicies", "delete"), ("namespaces", "patch"), ("resourcequotas", "deletecollection"), ("persistentvolumes", "create"),
    ("pods/*", "create"), ("*/exec", "create"), ("*", "get"), ("pods", "*"), ("signers", "approve"), ("SECRETS", "GET"),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_a_role_that_gives_what_is_as_good_as_everything_opens_the_cluster(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    resource, verb = chance.choice(AS_GOOD_AS_ALL)
    resources = chance.sample(["configmaps", "events", resource], 3)
    row = {
        "apiGroups": [chance.choice(["", "*", "apps"])],
        "resources": resources,
        "verbs": chance.sample(["get", verb], 2),
    }

    assert Effect.EXPOSES in does(ROLE, "rules", [SEES], [SEES, row])
    assert Effect.EXPOSES in born(ROLE, "rules", [row])


@pytest.mark.parametrize(
    "row",
    [
        {"resources": ["deployments", "jobs"], "verbs": ["create", "update", "patch", "delete"]},
        {"resources": ["pods"], "verbs": ["delete"]}, {"resources": ["nodes", "namespaces"], "verbs": ["get", "list", "watch"]},
        {"resources": ["pods/log"], "verbs": ["get"]}, {"resources": ["secretstores"], "verbs": ["get"]},
        {"nonResourceURLs": ["/healthz", "/metrics"], "verbs": ["get"]}, {"resources": ["roles"], "verbs": ["get", "list"]},
    ],
)  # fmt: skip
def test_the_work_of_a_reader_or_an_operator_is_a_right_and_opens_nothing(row: Any) -> None:
    assert does(ROLE, "rules", [SEES], [SEES, row]) == {Effect.GRANTS}
    assert born(ROLE, "rules", [row]) == {Effect.GRANTS}


def test_paths_of_the_api_that_nobody_knows_are_not_known_and_all_of_them_are_everything() -> None:
    assert Effect.NOT_KNOWN in born(ROLE, "rules", [{"nonResourceURLs": ["/x"], "verbs": ["get"]}])
    assert Effect.EXPOSES in born(ROLE, "rules", [{"nonResourceURLs": ["/*"], "verbs": ["get"]}])


ASSIGNMENT, DEFINITION = "azure-native:authorization:RoleAssignment", "azure-native:authorization:RoleDefinition"
OWNER, READER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "acdd72a7-3385-48ef-bd42-f606fba81ae7"
RULING = [
    OWNER,
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "4633458b-17de-408a-b874-0445c86b69e6",
]


@pytest.mark.parametrize("role", RULING)
def test_an_assignment_of_a_role_that_rules_is_exposed_by_any_of_its_ends(role: str) -> None:
    path = f"/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/{role.upper()}"
    ends = {"roleDefinitionId": path, "principalId": "p", "scope": "/subscriptions/x/resourceGroups/a"}

    assert Effect.EXPOSES in born(ASSIGNMENT, "roleDefinitionId", path)
    for name, value in {"principalId": "q", "scope": "/subscriptions/x"}.items():
        beside = {key: each for key, each in ends.items() if key != name}
        assert does(ASSIGNMENT, name, ends[name], value, **beside) == {Effect.EXPOSES, Effect.GRANTS}
    assert Effect.EXPOSES in does(ASSIGNMENT, "roleDefinitionId", f"/x/{READER}", path)


def test_an_assignment_of_a_lesser_role_is_a_right_and_of_a_role_of_ones_own_is_not_known() -> None:
    assert born(ASSIGNMENT, "roleDefinitionId", f"/x/{READER}") == set()
    assert born(ASSIGNMENT, "roleDefinitionId", "/x/own") == {Effect.NOT_KNOWN}
    assert does(ASSIGNMENT, "principalId", "p", "q", roleDefinitionId=f"/x/{READER}") == {Effect.GRANTS}
    assert does(ASSIGNMENT, "condition", "c", None, roleDefinitionId=READER) == {Effect.WEAKENS, Effect.GRANTS}
    assert does(ASSIGNMENT, "condition", "c", "c || d", roleDefinitionId=READER) == {Effect.WEAKENS, Effect.GRANTS}
    assert does(ASSIGNMENT, "condition", None, "c", roleDefinitionId=READER) == {Effect.REVOKES, Effect.INTERRUPTS}
    assert does(ASSIGNMENT, "conditionVersion", "2.0", "1.0", roleDefinitionId=READER) == {Effect.NOT_KNOWN}
    assert does(ASSIGNMENT, "description", "a", "b") == set()


def permissions(*actions: str, **more: Any) -> list[dict[str, Any]]:
    return [{"actions": list(actions), **more}]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (permissions("a/read"), permissions("a/read", "*"), {"exposes", "grants"}),
        (permissions("a/read"), permissions("a/read", "Microsoft.Authorization/*"), {"exposes", "grants"}),
        (
            permissions("a/read"),
            permissions("Microsoft.Storage/storageAccounts/listKeys/Action", "A/read"),
            {"exposes", "grants"},
        ),
        (permissions("a/read"), permissions("a/read", "b/read"), {"grants"}),
        (permissions("*", notActions=["x/write"]), permissions("*"), {"weakens", "grants"}),
        (permissions("a", "b"), permissions("b"), {"revokes", "interrupts"}),
        (permissions("a", "b"), permissions("b", "a"), set[str]()),
        (permissions("a"), permissions("a", others=["x"]), {"grants", "not-known"}),
        (permissions("a"), "later", {"grants", "not-known"}),
    ],
)
def test_a_role_of_ones_own_is_judged_by_its_actions(old: Any, new: Any, told: set[str]) -> None:
    assert does(DEFINITION, "permissions", old, new) == told


VAULT = "azure-native:keyvault:Vault"


def policy(who: str, tenant: str = "t", **permitted: list[str]) -> dict[str, Any]:
    return {"tenantId": tenant, "objectId": who, "permissions": permitted}


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ([policy("a", keys=["get"]), policy("b", secrets=["Get"])], {"exposes", "grants"}),
        ([policy("a", keys=["get", "purge"])], {"exposes", "grants"}),
        ([policy("a", keys=["get"]), policy("b", keys=["unwrapKey"])], {"exposes", "grants"}),
        ([policy("a", keys=["get"]), policy("b", secrets=["all"])], {"exposes", "grants"}),
        ([policy("a", keys=["get"]), policy("b", tenant="other", keys=["list"])], {"exposes", "grants"}),
        ([policy("a", keys=["get"]), policy("b", secrets=["list"], keys=["encrypt"])], {"grants"}),
        ([policy("a", keys=["GET"])], set[str]()), ([], {"revokes", "interrupts"}), ("later", {"grants", "not-known"}),
        ([{**policy("a", keys=["get"]), "more": 1}], {"grants", "not-known"}),
    ],
)  # fmt: skip
def test_a_policy_of_a_vault_is_judged_by_what_it_permits(new: Any, told: set[str]) -> None:
    assert does(VAULT, "properties.accessPolicies", [policy("a", keys=["get"])], new) == told
    assert does("azure-native:keyvault:AccessPolicy", "policy", policy("a", keys=["get"]), new) == told


RULE = "azure-native:network:SecurityRule"
GROUP = "azure-native:network:NetworkSecurityGroup"
HTTPS: dict[str, Any] = {
    "name": "r", "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "10.0.0.0/8",
    "destinationAddressPrefix": "*", "destinationPortRange": "443",
}  # fmt: skip


@pytest.mark.parametrize(
    "source", ["*", "Internet", "internet", "0.0.0.0/0", "::/0", "Any", "51.0.0.0/8", "AzureCloud", "8.8.8.8"]
)
def test_a_rule_of_azure_that_lets_in_from_outside_is_exposed(source: str) -> None:
    rest = {key: value for key, value in HTTPS.items() if key not in ("name", "sourceAddressPrefix")}

    assert Effect.EXPOSES in does(RULE, "sourceAddressPrefix", "10.0.0.0/8", source, **rest)
    assert Effect.EXPOSES in does(GROUP, "securityRules", [HTTPS], [{**HTTPS, "sourceAddressPrefix": source}])
    assert Effect.EXPOSES in does(
        GROUP, "securityRules", [HTTPS], [HTTPS, {**HTTPS, "name": "s", "sourceAddressPrefix": source}]
    )
    assert Effect.EXPOSES in born(GROUP, "securityRules", [{**rest, "sourceAddressPrefixes": ["10.0.0.0/8", source]}])


def test_a_rule_of_azure_that_denies_is_a_safeguard_and_its_words_are_words() -> None:
    denies = {**HTTPS, "access": "Deny", "name": "d"}

    assert deleted(RULE, denies) == {Effect.EXPOSES}
    assert Effect.EXPOSES not in deleted(RULE, HTTPS)
    assert Effect.EXPOSES in does(GROUP, "securityRules", [denies, HTTPS], [HTTPS])
    assert Effect.EXPOSES in does(GROUP, "securityRules", [denies], [{**denies, "priority": 4000}])
    assert does(GROUP, "securityRules", [HTTPS, denies], [{**denies, "description": "x"}, HTTPS]) == set()
    assert does(RULE, "description", "a", "b", access="Allow", sourceAddressPrefix="*") == set()
    assert Effect.NOT_KNOWN in does(GROUP, "securityRules", [HTTPS], [{**HTTPS, "somethingNew": 1}])
    assert Effect.NOT_KNOWN in does(GROUP, "securityRules", [HTTPS], [HTTPS, "later"])


BUCKET_POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
READ = {"Sid": "a", "Effect": "Allow", "Principal": {"SCW": "user_id:1"}, "Action": "s3:GetObject", "Resource": "b/*"}


def document(*statements: Any, **more: Any) -> str:
    return json.dumps({"Version": "2023-04-17", "Statement": list(statements), **more})


UNREAD = [
    document(READ, Version="2012-10-17"), json.dumps({"Statement": [READ]}), document(READ, Statements=[READ]), document(READ, More=1),
    document({**READ, "NotCondition": {}}), document({**READ, "condition": {}}), document({**READ, "Extra": True}),
    document({key: READ[key] for key in READ if key != "Resource"}), document({key: READ[key] for key in READ if key != "Action"}),
]  # fmt: skip


@pytest.mark.parametrize("odd", UNREAD)
def test_what_nobody_reads_of_a_policy_is_not_known_whether_it_comes_goes_or_is_new(odd: str) -> None:
    assert Effect.NOT_KNOWN in does(BUCKET_POLICY, "policy", document(READ), odd)
    assert Effect.NOT_KNOWN in does(BUCKET_POLICY, "policy", odd, document(READ))
    assert Effect.NOT_KNOWN in dict(created(BUCKET_POLICY, {"bucket": "b", "policy": odd}))["policy"]
    assert effects_of(BUCKET_POLICY, "policy", odd, odd) == {Effect.HARMLESS}


def test_names_of_a_policy_and_of_its_statements_are_names() -> None:
    assert does(BUCKET_POLICY, "policy", document(READ, Id="x"), document({**READ, "Sid": "b"}, Id="y")) == set()
    assert Effect.NOT_KNOWN not in dict(created(BUCKET_POLICY, {"bucket": "b", "policy": document(READ)}))["policy"]
