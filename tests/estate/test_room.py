"""Room in a private network: whatever stands in it takes an address, and what finds none is refused before anything is made."""

from pathlib import Path

import pytest

from socle.estate import Estate, InstanceSpec
from socle.specs import specs

from .written import edited, problems_of, write

_KINDS = {
    "databases": "engine: PostgreSQL-17, node_type: DB-PRO2-XXS, volume_gb: 20, databases: {n: {}}",
    "redis": "zone: fr-par-1, node_type: RED1-MICRO, version: 7.2.11, refilled_from: the files that it came from",
}


def _standing(kind: str, count: int) -> str:
    rest = f"data_class: internal, key: logs, {_KINDS[kind]}, network: data"
    return f"{kind}:\n" + "".join(f"  n{index}: {{{rest}}}\n" for index in range(count))


@pytest.mark.parametrize(("kind", "fits"), [("databases", 10), ("redis", 5)])
def test_stores_are_refused_where_their_network_has_no_address_left(tmp_path: Path, kind: str, fits: int) -> None:
    """A /28 has 16 addresses, of which the host and the gateway keep five and `network.addresses` one; a Redis takes two."""
    small = edited(("range: 10.20.32.0/22", "range: 10.20.32.0/28"))

    def said(count: int) -> list[str]:
        (tmp_path / str(count)).mkdir()
        return [each.what for each in problems_of(write(tmp_path / str(count), small + _standing(kind, count)))]

    assert not [each for each in said(fits) if "addresses are needed" in each]
    assert [each for each in said(fits + 1) if "needed in 10.20.32.0/28, which has room for 11" in each]


def test_each_kind_says_how_many_addresses_it_takes_where_that_is_not_one() -> None:
    numbers = {model.__name__ for _, model in specs(Estate) if hasattr(model, "address_count")}

    assert numbers == {"BridgeSpec", "DatabaseSpec", "InstanceSpec", "KubernetesSpec", "RedisSpec"}


def test_a_machine_with_a_reserved_address_takes_no_other() -> None:
    asked = {"data_class": "open", "network": "apps", "key": "k", "zone": "fr-par-1", "type": "POP2-2C-8G"}
    free = InstanceSpec.model_validate({**asked, "volume": {"size_gb": 5}})

    assert (free.address_count, free.model_copy(update={"address": "front"}).address_count) == (1, 0)
