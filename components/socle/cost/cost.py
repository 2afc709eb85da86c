"""The monthly cost of plans, line by line: what is priced, what has no price, what nobody declared. Nothing unknown counts as zero.

List prices before tax, each resource for a whole month; discounts, commitments and free allowances of an account are left out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from socle.plan import Plan, Resource

from .meters import Metered, Quantities, metered
from .prices import HOURS_PER_MONTH, Price, Prices

Usage = Mapping[str, Quantities]
"""Monthly quantities by the dotted key of the estate that a resource comes from, such as `buckets.studies`."""


INVOICE = "invoice_eur"
"""Declared euro of an invoice, which take the place of list prices."""


class Status(StrEnum):
    """What is known of one line."""

    PRICED = "priced"
    UNKNOWN_PRICE = "unknown price"
    UNDECLARED = "undeclared quantity"
    UNREAD = "no price was looked for"


@dataclass(frozen=True)
class Line:
    """One meter of one resource for one month. `amount` is in euro and None unless the line is priced."""

    stack: str
    urn: str
    name: str
    type: str
    cloud: str
    data_class: str
    meter: str
    status: Status
    space: str = ""
    unit: str = ""
    quantity: float | None = None
    amount: float | None = None
    kg_co2e: float | None = None
    usage: str = ""
    estate_key: str = ""
    date: str = ""
    source: str = ""
    confidence: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """The same line in another plan."""
        return self.urn, self.meter


@dataclass(frozen=True)
class Cost:
    """Every line of some plans."""

    lines: tuple[Line, ...]

    @property
    def total(self) -> float:
        """Euro a month, of what is priced."""
        return sum(line.amount or 0.0 for line in self.lines)

    @property
    def kg_co2e(self) -> float:
        """Kilograms of CO2 equivalent a month, of the lines for which the host publishes it."""
        return sum(line.kg_co2e or 0.0 for line in self.lines)

    def by(self, name: str) -> dict[str, float]:
        """Euro a month by one field of the lines, such as `stack`, the dearest first."""
        found: defaultdict[str, float] = defaultdict(float)
        for line in self.lines:
            if line.amount is not None:
                found[getattr(line, name)] += line.amount
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    @property
    def both_clouds(self) -> bool:
        """Whether something is paid on either cloud: then each further month costs the whole sum."""
        return {"azure", "scaleway"} <= {cloud for cloud, amount in self.by("cloud").items() if amount}

    def having(self, *statuses: Status) -> list[Line]:
        """The lines of some statuses."""
        return [line for line in self.lines if line.status in statuses]


@dataclass(frozen=True)
class CostChange:
    """The cost before and after."""

    after: Cost
    before: Cost

    @property
    def difference(self) -> float:
        return self.after.total - self.before.total

    def changed(self) -> list[tuple[Line | None, Line | None]]:
        """The lines that came, went or cost something else, those that weigh most first."""
        old = {line.identity: line for line in self.before.lines}
        new = {line.identity: line for line in self.after.lines}
        pairs = [(old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new])]
        different = [pair for pair in pairs if _figures(pair[0]) != _figures(pair[1])]
        return sorted(different, key=lambda pair: -abs(_amount(pair[1]) - _amount(pair[0])))


def cost_of(
    plans: Iterable[Plan],
    prices: Prices,
    usage: Callable[[str], Usage],
    space: Callable[[str], str] = lambda _stack: "",
) -> Cost:
    """The cost of some plans.

    Args:
        usage: the declared quantities of a stack, by its name.
        space: the project space that a stack is of, by its name; empty for what spaces share.
    """
    lines = ((plan, line) for plan in plans for line in _lines(plan, prices, usage(plan.stack)))
    return Cost(tuple(replace(line, space=space(plan.stack)) for plan, line in lines))


def _lines(plan: Plan, prices: Prices, usage: Usage) -> Iterator[Line]:
    billed = [resource for resource in plan if resource.custom]
    keys = {resource.urn: _estate_key(plan, resource, usage) for resource in billed}
    shares = Counter((keys[r.urn], m.usage) for r in billed for m in metered(r, {}, plan) or () if m.usage)
    invoiced: set[str] = set()
    for resource in billed:
        key = keys[resource.urn]
        declared = usage.get(key, {})
        if INVOICE in declared:
            if key not in invoiced:
                invoiced.add(key)
                yield _invoiced(plan, resource, key, declared[INVOICE])
            continue
        shared = {name: quantity / max(1, shares[key, name]) for name, quantity in declared.items()}
        yield from _resource_lines(plan, resource, key, shared, prices)


def _resource_lines(plan: Plan, resource: Resource, key: str, declared: Quantities, prices: Prices) -> Iterator[Line]:
    meters = metered(resource, declared, plan)
    if meters is None or (resource.external and meters):
        # What is only read exists and is billed, but a plan knows too little of it to say how much.
        yield _line(plan, resource, key, "", Status.UNREAD)
        return
    for meter in meters:
        yield _priced(plan, resource, key, meter, prices)


def _invoiced(plan: Plan, resource: Resource, key: str, euro: float) -> Line:
    """One line for a whole part of the estate, in place of everything that its resources are metered by."""
    more = {"unit": "month", "quantity": 1.0, "amount": euro, "confidence": "declared"}
    return replace(_line(plan, resource, key, "invoice", Status.PRICED, **more), name=key)


def _priced(plan: Plan, resource: Resource, key: str, meter: Metered, prices: Prices) -> Line:
    price = prices.find(resource.type, meter.unit, {k: v for k, v in meter.key.items() if v is not None})
    more: dict[str, Any] = {"unit": meter.unit, "usage": meter.usage}
    if price is None:
        return _line(plan, resource, key, meter.meter, Status.UNKNOWN_PRICE, quantity=meter.quantity, **more)
    more |= {"date": price.date, "source": price.source, "confidence": price.confidence}
    if meter.quantity is None and price.amount:
        return _line(plan, resource, key, meter.meter, Status.UNDECLARED, **more)
    return _line(plan, resource, key, meter.meter, Status.PRICED, **more, **_amounts(meter, price))


def _amounts(meter: Metered, price: Price) -> dict[str, float | None]:
    quantity = (meter.quantity or 0.0) * (HOURS_PER_MONTH if meter.unit == "hour" else 1)
    carbon = None if price.kg_co2e is None else quantity * price.kg_co2e
    return {"quantity": meter.quantity, "amount": quantity * price.amount, "kg_co2e": carbon}


def _line(plan: Plan, resource: Resource, key: str, meter: str, status: Status, **more: Any) -> Line:
    cloud = "azure" if resource.type.startswith("azure") else resource.type.split(":", 1)[0]
    return Line(
        plan.stack,
        resource.urn,
        resource.name,
        resource.type,
        cloud,
        _data_class(plan, resource),
        meter,
        status,
        estate_key=key,
        **more,
    )


def _estate_key(plan: Plan, resource: Resource, usage: Usage) -> str:
    """What a declared quantity is looked up by: the resource's own name, or the nearest key of the estate above it.

    What several resources of one key have in common is shared out equally among them.
    """
    origins = [resource.origin, *(ancestor.origin for ancestor in plan.ancestors(resource))]
    keys = [resource.name] if resource.name in usage else []
    keys += [origin.key for origin in origins if origin]
    return next((key for key in keys if key in usage), keys[0] if keys else "")


def _data_class(plan: Plan, resource: Resource) -> str:
    """The data class that a component writes into tags, or that the spec of one above has; empty where there is none."""
    if own := _tagged(resource):
        return own
    for ancestor in plan.ancestors(resource):
        spec = ancestor.inputs.get("spec")
        if isinstance(spec, dict) and "data_class" in spec:
            return str(cast("dict[str, Any]", spec)["data_class"])
    return ""


def _tagged(resource: Resource) -> str:
    tags = resource.inputs.get("tags")
    if isinstance(tags, dict):
        return str(cast("dict[str, Any]", tags).get("data-class", ""))
    found = [str(tag) for tag in cast("list[Any]", tags)] if isinstance(tags, list) else []
    return next((tag.partition("=")[2] for tag in found if tag.startswith("data-class=")), "")


def _figures(line: Line | None) -> tuple[object, ...]:
    return (None,) if line is None else (line.status, line.quantity, line.amount)


def _amount(line: Line | None) -> float:
    return line.amount or 0.0 if line else 0.0
