"""Blocks, parts that no row names, tags that somebody reads, former type names, and what holds where nobody says it.

Does not prove that a host reads a tag as it is documented.
"""

from typing import Any

import pytest

from socle.facts.effects import Effect, changed, created, deleted, type_effects

from .edited import born, does

E = Effect
KEY = "scaleway:keymanager/key:Key"
POLICY = "scaleway:iam/policy:Policy"


MONTH = {"rotationPeriod": "720h", "nextRotationAt": "2027"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (MONTH, {**MONTH, "rotationPeriod": "8760h"}, {"weakens"}),
        (MONTH, {**MONTH, "rotationPeriod": "24h"}, set()),
        (MONTH, {**MONTH, "nextRotationAt": "2090"}, {"not-known"}),
        (MONTH, {**MONTH, "later": "x"}, {"not-known"}),
        (MONTH, {**MONTH, "rotationPeriod": "100y"}, {"weakens", "not-known"}),
        (MONTH, None, {"weakens"}),
        (MONTH, MONTH, set()),
    ],
)
def test_a_block_that_changes_as_one_path_is_judged_by_its_parts(old: Any, new: Any, told: set[str]) -> None:
    assert does(KEY, "rotationPolicy", old, new) == told


def test_a_part_of_a_block_that_no_row_names_is_not_known() -> None:
    before = {"rotationPolicy": {"later": 1}}
    assert changed(KEY, ("rotationPolicy", "later"), before, {"rotationPolicy": {"later": 2}})[1] == {E.NOT_KNOWN}
    assert born(KEY, "rotationPolicy", {"later": 1}) == {E.NOT_KNOWN}
    assert born(KEY, "rotationPolicy", {"rotationPeriod": "24h"}) == set()
    bucket = "scaleway:object/bucket:Bucket"
    assert E.WEAKENS in does(bucket, "versioning", {"enabled": True}, {"enabled": False})
    assert does(bucket, "versioning", {"enabled": False}, {"enabled": True}) == {E.COSTS}


RULE = {"permissionSetNames": ["ObjectStorageReadOnly"], "projectIds": ["p"]}


def test_a_rule_of_rights_with_a_part_that_nobody_reads_is_not_known() -> None:
    for part in ({"organizationIds": ["o"]}, {"permissionSetsScopeType": "organization"}):
        assert does(POLICY, "rules", [RULE], [{**RULE, **part}]) == {E.NOT_KNOWN}
        assert born(POLICY, "rules", [{**RULE, **part}]) == {E.GRANTS, E.NOT_KNOWN}
    assert does(POLICY, "rules", [RULE, {**RULE, "projectIds": ["q"]}], [{**RULE, "projectIds": ["q"]}, RULE]) == set()
    assert does(POLICY, "rules", [RULE], ["all"]) >= {E.NOT_KNOWN}


SERVER, POOL, VPC = (
    "scaleway:instance/server:Server",
    "scaleway:kubernetes/pool:Pool",
    "scaleway:network/vpc:Vpc",
)
ROOT = "AUTHORIZED_KEY=ssh-ed25519_AAAA"


@pytest.mark.parametrize(
    ("type_", "old", "new", "told"),
    [
        (SERVER, ["a"], ["a", ROOT], {"exposes", "grants"}),
        (SERVER, [ROOT], [ROOT, "AUTHORIZED_KEY=ssh-ed25519_BBBB"], {"exposes", "grants"}),
        (SERVER, [ROOT], ["a"], {"revokes", "interrupts"}),
        (SERVER, ["a", ROOT], [ROOT, "b"], set()),
        (SERVER, ["data-class=health"], ["data-class=open"], {"weakens"}),
        (SERVER, ["a"], {"a": "b"}, {"not-known"}),
        (POOL, ["a"], ["a", "taint=k=v:NoExecute"], {"interrupts"}),
        (POOL, ["a"], ["b"], {"interrupts"}),
        (POOL, ["a"], None, {"interrupts"}),
        (POOL, ["a"], ["a", "noprefix=node-role.kubernetes.io/x=1"], {"interrupts", "not-known"}),
        (POOL, ["a", "b"], ["b", "a"], set()),
        (POOL, ["owner=a"], ["owner=b"], set()),
        (VPC, ["a"], [ROOT, "taint=k=v:NoExecute"], set()),
    ],
)
def test_a_tag_does_what_its_reader_makes_of_it(type_: str, old: Any, new: Any, told: set[str]) -> None:
    assert does(type_, "tags", old, new) == told


def test_a_new_machine_with_a_key_for_root_lets_others_in() -> None:
    assert born(SERVER, "tags", [ROOT]) == {E.EXPOSES, E.GRANTS}
    assert born(SERVER, "tags", ["a"]) == born(POOL, "tags", ["a"]) == set()


ACCOUNT, VAULT, DATABASE = (
    "azure-native:storage:StorageAccount",
    "azure-native:keyvault:Vault",
    "azure-native:dbforpostgresql:Server",
)


@pytest.mark.parametrize(
    ("type_", "name", "old", "new", "told"),
    [
        ("scaleway:databases/instance:Instance", "encryptionAtRest", False, True, {"interrupts", "irreversible"}),
        ("scaleway:databases/instance:Instance", "encryptionAtRest", True, False, {"weakens"}),
        ("scaleway:redis/cluster:Cluster", "tlsEnabled", False, True, {"interrupts"}),
        ("scaleway:redis/cluster:Cluster", "tlsEnabled", True, False, {"weakens"}),
        ("scaleway:containers/container:Container", "httpsConnectionsOnly", False, True, {"interrupts"}),
        (ACCOUNT, "enableHttpsTrafficOnly", False, True, {"interrupts"}),
        (ACCOUNT, "allowSharedKeyAccess", False, None, {"weakens"}),
        (ACCOUNT, "allowSharedKeyAccess", True, None, set()),
        (ACCOUNT, "allowBlobPublicAccess", False, None, {"not-known"}),
        (ACCOUNT, "allowBlobPublicAccess", None, True, {"exposes", "not-known"}),
        (ACCOUNT, "allowBlobPublicAccess", False, True, {"exposes"}),
        (VAULT, "properties", {"enableSoftDelete": True}, {}, set()),
        (VAULT, "properties", {}, {"enableSoftDelete": False}, {"weakens"}),
        (DATABASE, "authConfig", {"passwordAuth": "Disabled"}, {}, {"weakens"}),
        ("azure-native:dbforpostgresql:Configuration", "source", "user-override", "system-default", {"interrupts", "not-known"}),
        ("scaleway:observability/source:Source", "retentionDays", 365, float("inf"), {"loses", "weakens", "costs", "not-known"}),
        (VPC, "enableRouting", None, None, set()),
    ],
)  # fmt: skip
def test_both_directions_of_a_safeguard_and_what_holds_without_it(
    type_: str, name: str, old: Any, new: Any, told: set[str]
) -> None:
    assert does(type_, name, old, new) == told


FLOOR = "pod-security.kubernetes.io/enforce-version"


@pytest.mark.parametrize(
    ("key", "old", "new", "told"),
    [
        (FLOOR, None, "v1.0", {"weakens"}),
        (FLOOR, "v1.34", "v1.30", {"weakens"}),
        (FLOOR, "latest", "v1.34", {"weakens"}),
        (FLOOR, "v1.30", "v1.34", {"not-known"}),
        (FLOOR, "v1.34", "lates", {"not-known"}),
        (FLOOR, None, "v1.34", set()),
        ("ownership.example/inject", None, "1", {"not-known"}),
        ("app.kubernetes.io/name", "a", "b", set()),
    ],
)
def test_a_label_of_a_namespace(key: str, old: Any, new: Any, told: set[str]) -> None:
    sides = ({"metadata": {"labels": {} if value is None else {key: value}}} for value in (old, new))
    assert changed("kubernetes:core/v1:Namespace", ("metadata",), *sides)[1] - {E.HARMLESS} == told


BROUGHT: list[tuple[str, str, Any, set[str]]] = [
    ("iam/group:Group", "externalMembership", True, {"not-known"}),
    ("edgeservices/cacheStage:CacheStage", "includeCookies", True, {"not-known"}),
    ("job/definition:Definition", "command", "sh -c x", {"not-known"}),
    ("job/definition:Definition", "startupCommands", ["x"], {"not-known"}),
    ("containers/container:Container", "args", ["x"], {"not-known"}),
    ("functions/function:Function", "zipFile", "x", {"not-known"}),
    ("iam/apiKey:ApiKey", "defaultProjectId", "p", set()),
]


@pytest.mark.parametrize(("type_", "name", "value", "told"), BROUGHT)
def test_what_nobody_has_read_is_not_known_in_a_new_resource(type_: str, name: str, value: Any, told: set[str]) -> None:
    assert born(f"scaleway:{type_}", name, value) == told


def test_a_new_zone_of_names_is_not_known() -> None:
    assert dict(created("scaleway:domain/zone:Zone", {}))[""] == {E.COSTS, E.NOT_KNOWN}


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("index/loadbalancerBackend:LoadbalancerBackend", "loadbalancers/backend:Backend"),
        ("index/objectBucket:ObjectBucket", "object/bucket:Bucket"),
        ("index/databaseAcl:DatabaseAcl", "databases/acl:Acl"),
    ],
)
def test_a_former_name_of_a_type_has_the_effects_of_its_successor(former: str, present: str) -> None:
    assert type_effects(f"scaleway:{former}") is type_effects(f"scaleway:{present}") is not None
    assert deleted(f"scaleway:{former}", {}) == deleted(f"scaleway:{present}", {})


@pytest.mark.parametrize("steps", [("endpoints",), ("endpoints", "s3"), ("endpoints", "s3", "url"), ("endpoints", 0)])
def test_a_setting_of_a_provider_is_judged_as_one(steps: tuple[str | int, ...]) -> None:
    before, after = ({"endpoints": {"s3": {"url": text}}} for text in ("https://a", "https://b"))

    assert changed("pulumi:providers:scaleway", steps, before, after) == ("endpoints", frozenset({Effect.EXPOSES}))
