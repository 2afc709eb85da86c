"""Newer prices of machines from the host's public product catalogue, which needs no account. Everything else keeps its date.

Only machines (Instances and the nodes of Kubernetes pools) are refreshed: the catalogue names their type and zone, so that a
price cannot land on the wrong thing. A type that the catalogue no longer has keeps its old price and its old date.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

CATALOGUE = "https://api.scaleway.com/product-catalog/v2alpha1/public-catalog/products"
"""Source: the host's API documentation, product catalogue (v2alpha1), July 2026."""
PAGE_SIZE = 100
_LAST_PAGE = 200

_MACHINES = {"scaleway:instance/server:Server": "type", "scaleway:kubernetes/pool:Pool": "nodeType"}

Get = Callable[[str], Any]
"""Answers a URL with parsed JSON."""


@dataclass(frozen=True)
class Refreshed:
    """The new text of `prices.json`, and how many of its prices changed, stayed, or were not found."""

    text: str
    changed: int
    confirmed: int
    kept: int


@dataclass(frozen=True)
class _Offer:
    """One machine in one zone, by the hour."""

    euro: float
    kg_co2e: float | None


def refreshed(text: str, today: str, get: Get) -> Refreshed:
    """The prices with those of machines as the catalogue has them today.

    Raises:
        ValueError: the catalogue answers in another form, or in another currency.
    """
    form = cast("dict[str, Any]", json.loads(text))
    offers = dict(_offers(get))
    changed = confirmed = kept = 0
    for row in cast("list[dict[str, Any]]", form["entries"]):
        offer = offers.get(_place(row))
        if offer is None:
            kept += 1
            continue
        if abs(row["price"] - offer.euro) > 1e-9:
            changed += 1
        else:
            confirmed += 1
        row |= {"price": offer.euro, "date": today, "source": CATALOGUE, "confidence": "recorded"}
        if offer.kg_co2e is not None:
            row |= {"kg_co2e_per_unit": offer.kg_co2e, "impact_date": today}
    written = json.dumps(form, indent=1, ensure_ascii=False) + "\n"
    return Refreshed(written, changed, confirmed, kept)


def _place(row: Mapping[str, Any]) -> tuple[str, str]:
    """The machine type and zone that a price is for; empty for a price of anything else."""
    name = _MACHINES.get(str(row["pulumi_type"]))
    key = cast("dict[str, Any]", row["key"])
    if name is None or row["unit"] != "hour" or set(key) != {name, "zone"}:
        return "", ""
    return str(key[name]).casefold(), str(key["zone"])


def _offers(get: Get) -> Iterator[tuple[tuple[str, str], _Offer]]:
    for page in range(1, _LAST_PAGE):
        products = _products(get(f"{CATALOGUE}?page={page}&page_size={PAGE_SIZE}&product_types=instance"))
        if products is None:
            raise ValueError("the catalogue answered in a form that this release does not know; nothing was changed")
        for product in products:
            yield from _offer(product)
        if len(products) < PAGE_SIZE:
            return


def _products(answer: Any) -> list[dict[str, Any]] | None:
    found = cast("dict[str, Any]", answer).get("products") if isinstance(answer, dict) else None
    return cast("list[dict[str, Any]]", found) if isinstance(found, list) else None


def _offer(product: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], _Offer]]:
    properties = cast("dict[str, Any]", product.get("properties") or {})
    name = cast("dict[str, Any]", properties.get("instance") or {}).get("offer_id")
    zone = cast("dict[str, Any]", product.get("locality") or {}).get("zone")
    measure = cast("dict[str, Any]", product.get("unit_of_measure") or {})
    price = cast("dict[str, Any]", cast("dict[str, Any]", product.get("price") or {}).get("retail_price") or {})
    if not name or not zone or measure.get("unit") not in ("hour", "minute") or not price:
        return
    if price.get("currency_code") != "EUR":
        raise ValueError(
            f"the catalogue prices {name} in {price.get('currency_code')}, not in EUR; nothing was changed"
        )
    per_hour = (60 if measure["unit"] == "minute" else 1) / float(measure.get("size") or 1)
    euro = (float(price.get("units") or 0) + float(price.get("nanos") or 0) / 1e9) * per_hour
    impact = cast("dict[str, Any]", product.get("environmental_impact_estimation") or {}).get("kg_co2_equivalent")
    carbon = None if impact is None else round(float(impact) * per_hour, 9)
    yield (str(name).casefold(), str(zone)), _Offer(round(euro, 9), carbon)
