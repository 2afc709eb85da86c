"""A kind of spec that nobody has told any guard about is known to all of them, because of what its fields are."""

from typing import Annotated, Any, ClassVar

import pytest
import yaml
from pydantic import Field, ValidationError

from socle.estate import DataClass, Estate, SecretSpec, Spec
from socle.estate.checks import standing_in
from socle.estate.shared import IN_ZONE, attached, encrypts
from socle.facts import quota
from socle.specs import Key

from .written import SOUND


class CacheSpec(Spec):
    """A managed service that exists in this test only."""

    BECOMES: ClassVar[str] = "scaleway:databases/instance:Instance"

    data_class: DataClass = DataClass.INTERNAL
    key: Annotated[Key, encrypts("cache's password")] = "logs"
    network: Annotated[Key, attached()] = "data"
    zone: Annotated[str, IN_ZONE] = "fr-par-1"


class EstateWithCaches(Estate):
    caches: dict[Key, CacheSpec] = Field(default_factory=dict[Key, CacheSpec])


def _estate(*caches: dict[str, Any], **more: Any) -> EstateWithCaches:
    entries = {f"c{number}": cache for number, cache in enumerate(caches)}
    return EstateWithCaches.model_validate({**yaml.safe_load(SOUND), "caches": entries, **more})


@pytest.mark.parametrize(
    ("cache", "said"),
    [
        ({"zone": "nl-ams-1"}, "nl-ams-1 is not among the estate's zones"),
        ({"network": "nowhere"}, "there is no private network nowhere"),
        ({"key": "none"}, "there is no key none"),
        ({"key": "health"}, "the key health is of class health and the cache's password of class internal"),
        (
            {"key": "health", "data_class": "health"},
            "data of class health on managed-postgresql without an attestation",
        ),
    ],
)
def test_a_new_kind_is_held_to_its_references_and_its_class(cache: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        _estate(cache)


def test_the_region_and_the_lifetime_are_asked_of_a_new_kind() -> None:
    with pytest.raises(ValidationError, match=r"caches\.c0\.data_class: data of class health in a rehearsal"):
        _estate({"data_class": "health", "key": "health"}, lifetime="rehearsal")


def test_the_guard_of_the_bridge_network_sees_a_new_kind_and_machines_are_not_needed() -> None:
    estate = _estate({"network": "data"})

    assert not estate.instances
    assert set(standing_in(estate, "data")) - set(standing_in(_estate(), "data")) == {"caches.c0"}
    assert standing_in(estate, "apps") == standing_in(_estate(), "apps")


def test_the_quota_of_secrets_counts_a_new_kind() -> None:
    most = quota(SecretSpec.BECOMES)
    assert most
    with pytest.raises(ValidationError) as at_most:
        _estate(*[{}] * most.most)
    assert "secrets" not in str(at_most.value)
    with pytest.raises(ValidationError, match="251 secrets"):
        _estate(*[{}] * (most.most + 1))


def test_the_quota_of_its_type_counts_a_new_kind() -> None:
    _estate(*[{}] * 10)
    with pytest.raises(ValidationError, match=r"caches: 11 database instances, and an organisation takes 10"):
        _estate(*[{}] * 11)


def test_a_store_of_a_new_kind_stands_in_a_network_of_data() -> None:
    with pytest.raises(ValidationError, match=r"caches\.c0\.network: the private network apps is of purpose"):
        _estate({"network": "apps"})


def test_quantities_of_a_new_kind_are_understood() -> None:
    with pytest.raises(ValidationError, match=r"did you mean caches\.c0"):
        _estate({}, usage={"u": {"of": "caches.c9", "source": "an assumption"}})
