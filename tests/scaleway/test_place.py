"""A component alone, with no estate around it, refuses the place that its data class forbids."""

from dataclasses import replace
from datetime import date
from typing import Any

import pulumi
import pytest

from socle.estate import (
    AttestationSpec,
    BucketSpec,
    DatabaseSpec,
    DataClass,
    KeySpec,
    KubernetesSpec,
    NetworkSpec,
    PoolSpec,
    RegistrySpec,
    SqlDatabaseSpec,
)
from socle.messages import Refused
from socle.scaleway import (
    ContainerRegistry,
    KeyRing,
    KubernetesCluster,
    Network,
    PostgresDatabase,
    PrivateBucket,
    Tenancy,
)
from socle.testing import CaptureComponent

from .conftest import ADMINISTRATORS, PROJECT

KEY = "66666666-6666-4666-8666-666666666666"
STUDIES = BucketSpec(data_class=DataClass.HEALTH, key="health", client_encryption="client-side")
ATTESTED = AttestationSpec(
    scheme="hds",
    product="managed-postgresql",
    region="fr-par",
    reference="HDS annex 4",
    valid_until=date(2028, 1, 31),
    claimed_by="Security office",
)


def bucket(tenancy: Tenancy, **more: Any) -> PrivateBucket:
    wiring: dict[str, Any] = {"bucket_name": "acme-studies", "key_id": KEY, "administrators": ADMINISTRATORS}
    return PrivateBucket("studies", STUDIES, tenancy=tenancy, **{**wiring, **more})


def database(tenancy: Tenancy, data_class: DataClass = DataClass.HEALTH, **more: Any) -> PostgresDatabase:
    spec = DatabaseSpec(
        data_class=data_class,
        key="health",
        engine="PostgreSQL-17",
        node_type="DB-POP2-2C-8G",
        network="data",
        volume_gb=50,
        high_availability=True,
        databases={"catalogue": SqlDatabaseSpec()},
    )
    wiring: dict[str, Any] = {"private_network_id": f"fr-par/{PROJECT}", "key_id": KEY}
    return PostgresDatabase("catalogue", spec, tenancy=tenancy, instance_name="acme-catalogue", **{**wiring, **more})


def cluster(tenancy: Tenancy, zone: str) -> KubernetesCluster:
    return KubernetesCluster(
        "main",
        KubernetesSpec(
            data_class=DataClass.OPEN,
            network="apps",
            version="1.34",
            pools={"a": PoolSpec(node_type="POP2-4C-16G", zone=zone, nodes=1)},  # pyright: ignore[reportArgumentType]
        ),
        tenancy=tenancy,
        cluster_name="acme-main",
        private_network_id=f"fr-par/{PROJECT}",
        pod_range="100.64.0.0/15",
        service_range="10.32.0.0/20",
        egress=[pulumi.ComponentResource("test:way:Out", "way-out")],
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"region": "nl-ams", "zones": ("nl-ams-1",)}, "data of class health in nl-ams"),
        ({"region": "eu-west-1"}, "eu-west-1 is not a region of the host"),
        ({"region": "nl-ams"}, "fr-par-1 is not a zone of nl-ams"),
        ({"rehearsal": True}, "data of class health in a rehearsal"),
        ({"hds_contract": None}, "hds_contract of a Tenancy"),
    ],
)
def test_a_health_bucket_refuses_the_place(
    capture_component: CaptureComponent, tenancy: Tenancy, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        capture_component(lambda: bucket(replace(tenancy, **change)))


def test_health_is_refused_unless_a_contract_is_named(capture_component: CaptureComponent) -> None:
    with pytest.raises(Refused, match="without an HDS contract"):
        capture_component(lambda: bucket(Tenancy(project_id=PROJECT, name_prefix="acme")))


def test_a_bucket_of_a_permitted_place_is_made(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    assert capture_component(lambda: bucket(tenancy)).one("scaleway:object/bucket:Bucket").protect


@pytest.mark.parametrize("name", ["acme_studies", "acme-Studies", "acme-", f"acme-{'s' * 59}", "studies"])
def test_a_bucket_refuses_a_name_that_is_none_of_its_tenancy(
    capture_component: CaptureComponent, tenancy: Tenancy, name: str
) -> None:
    with pytest.raises(Refused, match="bucket_name"):
        capture_component(lambda: bucket(tenancy, bucket_name=name))


def test_a_bucket_takes_the_longest_name_of_s3(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    capture_component(lambda: bucket(tenancy, bucket_name=f"acme-{'s' * 58}"))


def test_a_health_database_needs_an_attestation_beside_the_contract(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    with pytest.raises(Refused, match="managed-postgresql without an attestation"):
        capture_component(lambda: database(tenancy))
    capture_component(lambda: database(replace(tenancy, attestations=(ATTESTED,))))


def test_an_attestation_of_another_product_or_region_is_none(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    for change in ({"product": "cockpit"}, {"region": "nl-ams"}):
        other = ATTESTED.model_copy(update=change)
        with pytest.raises(Refused, match="without an attestation"):
            capture_component(lambda other=other: database(replace(tenancy, attestations=(other,))))


def test_a_health_registry_needs_an_attestation(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    spec = RegistrySpec(data_class=DataClass.HEALTH)
    with pytest.raises(Refused, match="container-registry without an attestation"):
        capture_component(lambda: ContainerRegistry("images", spec, tenancy=tenancy, registry_name="acme-images"))


def test_every_key_of_a_ring_is_held_against_the_place(capture_component: CaptureComponent) -> None:
    spec = {"internal": KeySpec(data_class=DataClass.INTERNAL), "health": KeySpec(data_class=DataClass.HEALTH)}
    with pytest.raises(Refused, match=r"health\.data_class: data of class health without an HDS contract"):
        capture_component(lambda: KeyRing("keys", spec, tenancy=Tenancy(project_id=PROJECT, name_prefix="acme")))


@pytest.mark.parametrize("zone", ["fr-par-3", "fr-par-9", "nl-ams-1"])
def test_a_pool_stays_in_the_zones_of_the_tenancy(
    capture_component: CaptureComponent, tenancy: Tenancy, zone: str
) -> None:
    with pytest.raises((Refused, ValueError), match="zone"):
        capture_component(lambda: cluster(replace(tenancy, zones=("fr-par-1", "fr-par-2")), zone))


def test_a_pool_in_a_zone_of_the_tenancy_is_made(capture_component: CaptureComponent, tenancy: Tenancy) -> None:
    capture_component(lambda: cluster(replace(tenancy, zones=("fr-par-1", "fr-par-2")), "fr-par-2"))


@pytest.mark.parametrize(
    ("keys", "passed", "said"),
    [
        ({"health": DataClass.INTERNAL}, "health", "the key health is of class internal and the data of class health"),
        ({"other": DataClass.HEALTH}, "other", "the spec names the key health, and the id of other is passed"),
    ],
)
def test_a_bucket_refuses_a_key_that_is_known_to_be_another(
    capture_component: CaptureComponent, tenancy: Tenancy, keys: dict[str, DataClass], passed: str, said: str
) -> None:
    def make() -> None:
        ring = KeyRing("keys", {name: KeySpec(data_class=each) for name, each in keys.items()}, tenancy=tenancy)
        bucket(tenancy, key_id=ring.bare_id(passed))

    with pytest.raises(Refused, match=said):
        capture_component(make)


def test_a_key_that_a_program_wrote_as_text_is_its_own_answer(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    """The limit: the class of an id that no component of ours gave out cannot be known."""
    capture_component(lambda: bucket(tenancy, key_id=pulumi.Output.from_input(KEY)))


def test_a_database_refuses_a_network_that_is_known_to_be_another(
    capture_component: CaptureComponent, tenancy: Tenancy, network_spec: NetworkSpec
) -> None:
    def make(name: str) -> None:
        made = Network("network", network_spec, tenancy=tenancy)
        database(
            replace(tenancy, attestations=(ATTESTED,)),
            private_network_id=made.private_network_ids[name],
        )

    with pytest.raises(Refused, match="names the private network data, and the id of apps is passed"):
        capture_component(lambda: make("apps"))
    capture_component(lambda: make("data"))


def test_everything_that_is_refused_is_said_at_once_and_nothing_is_registered(
    capture_component: CaptureComponent,
) -> None:
    tenancy = Tenancy(project_id=PROJECT, name_prefix="acme", region="nl-ams", rehearsal=True)
    with pytest.raises(Refused) as caught:
        capture_component(lambda: bucket(tenancy, bucket_name="x"))
    assert len(caught.value.refusals) == 3 + 3 + 2  # zones; region, rehearsal, contract; form and prefix of the name


def test_what_the_caller_says_of_protection_goes_down_to_the_components_inside(
    capture_component: CaptureComponent, tenancy: Tenancy
) -> None:
    """A secret is made by a component inside the database's."""
    attested = replace(tenancy, attestations=(ATTESTED,))
    unprotected = capture_component(lambda: database(attested, opts=pulumi.ResourceOptions(protect=False)))
    assert [resource.name for resource in unprotected if resource.protect] == []
    steady = capture_component(lambda: database(attested))
    assert steady.one("scaleway:secrets/secret:Secret").protect
