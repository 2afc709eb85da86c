"""What a plan costs: prices with their dates, quantities that are declared, and nothing unknown counted as zero."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from socle.cost.cost import Cost, CostChange, Line, Status, cost_of
from socle.cost.meters import METERS, PART_OF_ANOTHER
from socle.cost.prices import HOURS_PER_MONTH, Prices, prices, read_prices
from socle.cost.refresh import refreshed
from socle.origin import Origin
from socle.plan.model import Plan, Resource

TEXT = files("socle.facts").joinpath("prices.json").read_text(encoding="utf-8")


WITHOUT_PRICE = {
    "scaleway:redis/cluster:Cluster",
    "azure-native:network:LocalNetworkGateway",
    "azure-native:network:PublicIPAddress",
    "azure-native:network:VirtualNetworkGatewayConnection",
    "scaleway:s2svpn/connection:Connection",
    "scaleway:s2svpn/gateway:Gateway",
}
"""What no price page was read for: what the bridge needs, and Redis."""


def made(type_: str, name: str = "one", inputs: dict[str, Any] | None = None, **more: Any) -> Resource:
    return Resource(f"urn:pulumi:demo::socle::{type_}::{name}", type_, custom=True, inputs=inputs or {}, **more)


def lines(*resources: Resource, usage: dict[str, dict[str, float]] | None = None) -> tuple[Line, ...]:
    return cost_of([Plan("demo", "socle", resources)], prices(), lambda _stack: usage or {}).lines


def one(*resources: Resource, **more: Any) -> Line:
    found = lines(*resources, **more)
    assert len(found) == 1, found
    return found[0]


def test_a_pool_costs_its_nodes_for_a_month() -> None:
    pool = made("scaleway:kubernetes/pool:Pool", inputs={"nodeType": "PRO2-S", "zone": "fr-par-1", "size": 3})
    price = prices().find(pool.type, "hour", {"nodeType": "PRO2-S", "zone": "fr-par-1"})

    assert price is not None
    assert one(pool).amount == pytest.approx(price.amount * 3 * HOURS_PER_MONTH)


def test_a_unknown_price_is_listed_and_never_zero() -> None:
    line = one(made("scaleway:s2svpn/gateway:Gateway", inputs={"gatewayType": "VGW-S", "zone": "fr-par-1"}))

    assert (line.status, line.amount) == (Status.UNKNOWN_PRICE, None)


def test_a_type_that_nobody_read_up_on_is_listed() -> None:
    assert one(made("azure-native:sql:Server")).status is Status.UNREAD


def test_what_is_part_of_another_resource_has_no_line() -> None:
    assert lines(made("scaleway:network/acl:Acl"), made("kubernetes:core/v1:Namespace")) == ()
    assert not PART_OF_ANOTHER & METERS


def test_stored_gigabytes_are_undeclared_until_the_estate_declares_them() -> None:
    bucket = made("scaleway:object/bucket:Bucket", origin=Origin("demo/estate.yaml", 7, "buckets.studies"))
    usage = {"buckets.studies": {"stored_gb": 1000.0, "egress_gb": 0.0}}

    assert {line.status for line in lines(bucket)} == {Status.UNDECLARED}
    stored, sent = lines(bucket, usage=usage)
    assert (stored.status, stored.amount) == (Status.PRICED, pytest.approx(16.06))
    assert (sent.status, sent.amount) == (Status.PRICED, 0.0)


def test_a_quantity_of_a_part_is_shared_out_and_not_counted_twice() -> None:
    origin = Origin("demo/estate.yaml", 7, "keys")
    keys = [made("scaleway:keymanager/key:Key", name, origin=origin) for name in ("a", "b")]
    operations = [line for line in lines(*keys, usage={"keys": {"key_operations": 1e6}}) if line.usage]

    assert [line.quantity for line in operations] == [5e5, 5e5]


def test_an_invoice_takes_the_place_of_list_prices() -> None:
    origin = Origin("demo/legacy.yaml", 3, "legacy.storage_accounts.lake")
    stores = [made("azure-native:storage:StorageAccount", name, origin=origin) for name in ("a", "b")]

    line = one(*stores, usage={"legacy.storage_accounts.lake": {"invoice_eur": 840.0}})

    assert (line.amount, line.confidence, line.cloud) == (840.0, "declared", "azure")


def test_the_data_class_is_that_of_the_tags_or_of_the_component_above() -> None:
    above = Resource(
        "urn:pulumi:demo::socle::a:b:C::c", "a:b:C", custom=False, inputs={"spec": {"data_class": "health"}}
    )
    tagged = made("scaleway:keymanager/key:Key", "tagged", {"tags": ["data-class=internal"]})
    below = made("scaleway:keymanager/key:Key", "below", parent=above.urn)

    assert {line.name: line.data_class for line in lines(above, tagged, below)} == {
        "tagged": "internal",
        "below": "health",
    }


def test_what_is_only_read_is_billed_but_not_priced() -> None:
    assert one(made("azure-native:storage:StorageAccount", external=True)).status is Status.UNREAD


def test_a_larger_machine_shows_as_a_difference_with_its_line() -> None:
    def cost(node: str) -> Any:
        pool = made("scaleway:kubernetes/pool:Pool", inputs={"nodeType": node, "zone": "fr-par-1", "size": 1})
        return cost_of([Plan("demo", "socle", (pool,))], prices(), lambda _stack: {})

    change = CostChange(after=cost("PRO2-M"), before=cost("PRO2-S"))

    assert change.difference > 0
    assert len(change.changed()) == 1
    assert CostChange(cost("PRO2-S"), cost("PRO2-S")).changed() == []


def test_carbon_is_summed_only_where_the_host_publishes_it() -> None:
    known = next(price for price in prices().entries if price.kg_co2e is not None and price.type.endswith("Server"))
    inputs = {"type": known.key["type"], "zone": known.key["zone"]}

    assert one(made(known.type, inputs=inputs)).kg_co2e == pytest.approx((known.kg_co2e or 0) * HOURS_PER_MONTH)
    assert lines(made("scaleway:keymanager/key:Key"))[0].kg_co2e is None


def test_every_price_has_a_day_and_a_source() -> None:
    for price in prices().entries:
        assert date.fromisoformat(price.date)
        assert price.source
        assert price.amount >= 0


def test_every_meter_of_a_priced_type_can_find_its_price() -> None:
    """A misspelt key would turn every price of a type into an unknown one."""
    for type_ in METERS - WITHOUT_PRICE:
        assert prices().by_type.get(type_), type_


@pytest.mark.parametrize("text", ['{"entries": []}', "[]", '{"currency": "EUR", "entries": [{"price": 1}]}'])
def test_a_file_that_is_no_price_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="price"):
        read_prices(text)


def product(name: str, nanos: int, **more: Any) -> dict[str, Any]:
    return {
        "properties": {"instance": {"offer_id": name}},
        "locality": {"zone": "fr-par-1"},
        "unit_of_measure": {"unit": "hour", "size": 1},
        "price": {"retail_price": {"currency_code": "EUR", "units": 0, "nanos": nanos}},
        **more,
    }


def test_a_refresh_changes_machines_and_keeps_everything_else_with_its_date() -> None:
    found = refreshed(TEXT, "2026-12-01", lambda _url: {"products": [product("PRO2-S", 500_000_000)]})
    before, after = read_prices(TEXT), read_prices(found.text)
    changed = [
        b for a, b in zip(before.entries, after.entries, strict=True) if replace(a, key={}) != replace(b, key={})
    ]

    assert found.changed == 2
    assert {(p.type.rsplit(":", 1)[1], p.amount, p.date) for p in changed} == {
        ("Server", 0.5, "2026-12-01"),
        ("Pool", 0.5, "2026-12-01"),
    }


def test_a_refresh_reads_every_page() -> None:
    asked: list[str] = []

    def get(url: str) -> Any:
        asked.append(url)
        return {"products": [product(f"X{n}", 1) for n in range(100 if len(asked) == 1 else 1)]}

    refreshed(TEXT, "2026-12-01", get)

    assert len(asked) == 2


@pytest.mark.parametrize(
    "answer",
    [[], {"products": None}, {"products": [product("PRO2-S", 1, price={"retail_price": {"currency_code": "USD"}})]}],
)
def test_a_refresh_that_is_not_understood_changes_nothing(answer: Any) -> None:
    with pytest.raises(ValueError, match="nothing was changed"):
        refreshed(TEXT, "2026-12-01", lambda _url: answer)


def test_prices_are_found_whatever_the_case_of_a_type() -> None:
    assert isinstance(prices(), Prices)
    assert prices().find("scaleway:kubernetes/pool:Pool", "hour", {"nodeType": "pro2-s", "zone": "fr-par-1"})


@pytest.mark.parametrize("type_", sorted(WITHOUT_PRICE))
def test_what_nobody_has_read_a_price_of_is_unknown_and_never_free(type_: str) -> None:
    assert one(made(type_)).status is Status.UNKNOWN_PRICE


def test_paying_on_both_clouds_is_told() -> None:
    store = made("azure-native:storage:StorageAccount", origin=Origin("demo/legacy.yaml", 3, "legacy.lake"))
    address = made("scaleway:instance/ip:Ip", inputs={"type": "routed_ipv4"})
    usage = {"legacy.lake": {"invoice_eur": 840.0}}

    def cost(*resources: Resource) -> Cost:
        return cost_of([Plan("demo", "socle", resources)], prices(), lambda _stack: usage)

    assert cost(store, address).both_clouds
    assert not cost(store).both_clouds
    assert not cost(address).both_clouds


def test_the_cost_of_a_space_is_that_of_its_stacks() -> None:
    address = made("scaleway:instance/ip:Ip", inputs={"type": "routed_ipv4"})
    plans = [Plan(stack, "socle", (address,)) for stack in ("demo-platform", "demo-space-cardio", "demo-space-more")]
    of = {"demo-space-cardio": "cardio", "demo-space-more": "cardio"}

    found = cost_of(plans, prices(), lambda _stack: {}, lambda stack: of.get(stack, ""))

    assert found.by("space") == pytest.approx({"cardio": 7.3, "": 3.65})
