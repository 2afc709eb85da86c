"""Operator, place, key and standard of each resource, and where health data under foreign law stands. No host is asked."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from socle.estate import Declared, DerogationSpec, load
from socle.facts import STANDARDS, kinds, standard_of
from socle.origin import Origin
from socle.plan import UNKNOWN, Plan, Resource
from socle.report.words import Language, Words
from socle.report.words.catalogue import MESSAGES
from socle.sovereignty import Holding, KeyHolder, Standing, holdings_of, short, under_foreign_law

DEMO = load(Path(__file__).parents[2] / "stacks/estates/demo")
BUCKET = "scaleway:object/bucket:Bucket"
ENCRYPTED = "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
CONTAINER = "azure-native:storage:BlobContainer"
DAY = date(2026, 12, 1)


def made(type_: str, called: str, parent: str = "", **inputs: Any) -> Resource:
    return Resource(f"urn:pulumi:s::p::{type_}::{called}", type_, custom=True, parent=parent, inputs=inputs)


def held(*resources: Resource, declared: Declared = DEMO) -> list[Holding]:
    return list(holdings_of([Plan("s", "p", resources)], declared))


def sse(**rule: str) -> Resource:
    return made(ENCRYPTED, "e", bucket="x", rules=[{"applyServerSideEncryptionByDefault": rule}])


def key_of(*resources: Resource) -> KeyHolder:
    return held(*resources)[0].key


def test_the_operator_the_law_and_the_parent_follow_the_package() -> None:
    here, there, inside = held(
        made(BUCKET, "b", region="fr-par"),
        made(CONTAINER, "legacy-storage-accounts-lake-containers-raw"),
        made("kubernetes:core/v1:Namespace", "n"),
    )
    assert (here.law, here.country, here.place) == ("european", "FR", "fr-par")
    assert (there.law, there.parent, there.place) == ("foreign", "Microsoft Corporation", "francecentral")
    assert (inside.law, inside.operator, inside.place) == ("european", here.operator, "fr-par")


def test_what_no_table_knows_is_not_known() -> None:
    (found,) = held(made("aws:s3/bucket:Bucket", "b"))
    assert (found.operator, found.law, found.standard, found.place) == (
        "not-known",
        "not-known",
        "not-known",
        "not-known",
    )


def test_a_part_of_the_legacy_estate_has_its_own_class_owner_and_line() -> None:
    raw, observed = held(
        made(CONTAINER, "legacy-storage-accounts-lake-containers-raw"),
        made("azure-native:storage:StorageAccount", "legacy-storage-accounts-scratch-resource-observed"),
    )
    assert (raw.data_class, raw.owner, raw.at) == ("health", "data team", "legacy.storage_accounts.lake.containers.raw")
    assert raw.file == "demo/legacy.yaml"
    assert raw.line > 0
    assert observed.at == "legacy.storage_accounts.scratch"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ((made(BUCKET, "b", name="x"), sse(kmsMasterKeyId="k", sseAlgorithm="aws:kms")), KeyHolder.CUSTOMER_AT_HOST),
        ((made(BUCKET, "b", name="x"), sse(sseAlgorithm="AES256")), KeyHolder.HOST),
        ((made(BUCKET, "b", name="x"),), KeyHolder.NOT_KNOWN),
        ((made("scaleway:keymanager/key:Key", "k", origin="external"),), KeyHolder.BROUGHT),
        ((made("scaleway:keymanager/key:Key", "k"),), KeyHolder.CUSTOMER_AT_HOST),
        ((made("scaleway:secrets/secret:Secret", "s", keyId="k"),), KeyHolder.CUSTOMER_AT_HOST),
        ((made("scaleway:secrets/secret:Secret", "s"),), KeyHolder.NOT_KNOWN),
        ((made("scaleway:databases/instance:Instance", "d", encryptionAtRest=True),), KeyHolder.HOST),
        ((made("scaleway:databases/instance:Instance", "d", encryptionAtRest=UNKNOWN),), KeyHolder.NOT_KNOWN),
        ((made(CONTAINER, "c"),), KeyHolder.NOT_KNOWN),
        ((made("scaleway:network/vpc:Vpc", "v"),), KeyHolder.NOTHING),
        ((sse(kmsMasterKeyId="k"),), KeyHolder.NOTHING),
    ],
)
def test_who_holds_a_key(resources: tuple[Resource, ...], expected: KeyHolder) -> None:
    assert key_of(*resources) is expected


def test_what_is_encrypted_before_it_leaves_is_the_customers_alone() -> None:
    component = made("socle:scaleway:PrivateBucket", "c", spec={"client_encryption": "sse-c", "data_class": "health"})
    component = replace(component, custom=False)
    found = {each.name: each for each in held(component, made(BUCKET, "b", component.urn, name="x"))}
    assert found["b"].key is KeyHolder.CUSTOMER
    assert found["b"].health


def test_a_default_of_the_estate_is_told_at_the_key_around_it() -> None:
    bucket = replace(made(BUCKET, "b"), origin=Origin("", 0, "foundation.audit.evidence.nothing"))
    assert held(bucket)[0].file == "demo/foundation.yaml"


def derogation(**changes: Any) -> dict[str, DerogationSpec]:
    first = {
        "store": "storage_accounts.lake", "authority": "Autorite", "reference": "D-2026-1", "decided_on": "2026-04-13",
        "ends_on": "2027-06-30", "reason": "it stays until its wave has moved",
    }  # fmt: skip
    return {"one": DerogationSpec.model_validate_json(json.dumps({**first, **changes}))}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (derogation(), Standing.DEROGATION),
        (derogation(store="storage_accounts.lake.raw"), Standing.DEROGATION),
        (derogation(store="storage_accounts.lake.curated"), Standing.NON_CONFORMITY),
        (derogation(ends_on="2026-12-01"), Standing.DEROGATION),
        (derogation(ends_on="2026-11-30"), Standing.ENDED),
        (derogation(decided_on="2026-12-02"), Standing.EARLY),
        ({}, Standing.NON_CONFORMITY),
    ],
)
def test_health_data_under_foreign_law_stands_as_an_authority_has_decided(
    given: dict[str, DerogationSpec], expected: Standing
) -> None:
    found = held(made(CONTAINER, "legacy-storage-accounts-lake-containers-raw"), made(CONTAINER, "other"))
    (under,) = under_foreign_law(found, given, DAY)
    assert under.standing is expected
    assert under.standing.allowed == (expected is Standing.DEROGATION)


def test_an_exemption_of_the_owner_changes_nothing_of_it() -> None:
    assert DEMO.estate.exemptions
    found = held(made(CONTAINER, "legacy-databases-catalogue-databases-cohorts"))
    assert [each.standing for each in under_foreign_law(found, {}, DAY)] == [Standing.NON_CONFORMITY]


def test_health_data_whose_operator_nobody_has_looked_at_is_told_too() -> None:
    found = [replace(each, data_class="health", holds=True) for each in held(made("aws:s3/bucket:Bucket", "b"))]
    assert [each.standing for each in under_foreign_law(found, {}, DAY)] == [Standing.NON_CONFORMITY]


def test_health_data_under_the_law_of_the_union_is_none_of_them() -> None:
    found = [replace(each, data_class="health") for each in held(made(BUCKET, "b"))]
    assert found[0].holds
    assert under_foreign_law(found, {}, DAY) == ()


def test_a_key_is_named_as_waves_name_it() -> None:
    assert short("legacy.storage_accounts.lake.containers.raw") == "storage_accounts.lake.raw"
    assert short("legacy.databases.catalogue.databases.cohorts") == "databases.catalogue.cohorts"


def test_every_type_that_was_read_up_on_says_its_standard() -> None:
    cloud = [row for row in kinds() if row.type.startswith(("scaleway:", "azure-native:"))]
    assert [row.type for row in cloud if row.standard is None] == []
    assert {row.standard for row in cloud} - {""} <= set(STANDARDS)
    assert standard_of("kubernetes:core/v1:Namespace") == "Kubernetes"
    assert standard_of("nobody:knows:This") is None


def test_every_standard_says_in_both_languages_where_else_it_runs() -> None:
    for language in Language:
        assert all(f"elsewhere.{name}" in MESSAGES[language] for name in STANDARDS)
    assert Words().of("elsewhere", "S3") != "S3"
