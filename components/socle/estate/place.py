"""Where data may be: what a data class demands of the place, the same for an estate and for a component alone.

A place is a region with its zones, whether what stands there can be destroyed in one command, and what its owner has signed and
attested. The loader asks before any resource exists; every component asks again, for whoever imports components only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from socle.facts import HDS_PAGES, KEYS_ONLY, kind
from socle.facts.offers import type_refusals
from socle.messages import Refusal, choose, each
from socle.specs import Part, Reference, Spec, parts, references

from .attestation import AttestationSpec
from .data_class import DataClass
from .offers import impossible
from .platform import ZONES, Region
from .shared import IN_ZONE


@dataclass(frozen=True)
class Place:
    """One region of the host, as its tenant uses it.

    Args:
        region: such as `fr-par`.
        zones: the zones that may be used, in order of preference.
        rehearsal: whether nothing here is protected, so that it can be destroyed.
        hds_contract: the reference of the HDS contract signed with the host; nothing where there is none.
        attestations: claims that no program can check.
    """

    region: str
    zones: tuple[str, ...]
    rehearsal: bool = False
    hds_contract: str | None = None
    attestations: tuple[AttestationSpec, ...] = ()

    def attested(self, scheme: str, product: str) -> bool:
        """Whether there is a claim about a product in this region, of whatever date."""
        return any(claim.covers(scheme, product, self.region) for claim in self.attestations)

    def unknown(self, at: str = "") -> Iterator[Refusal]:
        """A region or a zone that the host does not have."""
        regions = get_args(Region)
        if self.region not in regions:
            yield Refusal(
                f"{self.region} is not a region of the host",
                "nothing could be made there, and what was meant would be somewhere else",
                choose(self.region, regions),
                at=f"{at}region",
            )
        for index, zone in enumerate(self.zones):
            if zone not in ZONES:
                yield Refusal(
                    f"{zone} is not a zone of the host",
                    "nothing could be made there, and what was meant would be somewhere else",
                    choose(zone, ZONES),
                    at=f"{at}zones.{index}",
                )

    def refusals(self, at: str = "") -> Iterator[Refusal]:
        """What the place says against itself: a region or a zone that the host does not have, zones of another one, a zone twice."""
        yield from self.unknown(at)
        for index, zone in enumerate(self.zones):
            if zone in ZONES and zone.rpartition("-")[0] != self.region:
                yield Refusal(
                    f"{zone} is not a zone of {self.region}",
                    "what is placed there would leave the region",
                    f"use zones of {self.region}, such as {self.region}-1",
                    at=f"{at}zones.{index}",
                )
            if zone in self.zones[:index]:
                yield Refusal(
                    f"{zone} is named twice",
                    "their order says which one is preferred",
                    "name it once",
                    at=f"{at}zones.{index}",
                )


def place_refusals(spec: Spec, place: Place, at: str = "") -> Iterator[Refusal]:
    """What a spec, and everything inside it, demands of its place and does not find there.

    Its class says which region, contract and claims it needs; a field of a zone must name one of the place's; a machine must be of a type
    that the zone offers and the class admits, a version one that can stand anywhere. A part without a class of its
    own has that of the spec around it.
    """
    classes: dict[str, DataClass] = {}
    for part in parts(spec, at):
        own = vars(part.spec).get("data_class")
        if isinstance(own, DataClass):
            classes[part.at] = own
        yield from each(_of(part, place, own, _around(classes, part.at, at)))


def _around(classes: Mapping[str, DataClass], key: str, root: str) -> DataClass:
    """The class of the nearest spec around a part that has one; that of the part itself, where it has."""
    while key not in classes and len(key) > len(root):
        key = key.rpartition(".")[0]
    return classes.get(key, DataClass.OPEN)


def _of(part: Part, place: Place, own: Any, data_class: DataClass) -> Iterator[Refusal]:
    at, spec = part
    yield from impossible(part)
    if isinstance(own, DataClass):
        yield from _class(own, place, _key(at, "data_class"), _product(spec))
    machine: str = getattr(type(spec), "MACHINE", "")
    if machine:
        zone: str = getattr(spec, "zone")  # noqa: B009 - what has a machine has a zone; the base of specs knows neither
        health = data_class.floor.eligible_machines
        yield from type_refusals(getattr(spec, machine), zone, health=health, at=_key(at, machine))
    for reference in references([part]):
        if reference.refers.to == IN_ZONE.to:
            yield from _zone(reference, place)
            yield from _offered(spec, reference)


def _product(spec: Spec) -> str:
    """The product of the host that a spec becomes a part of."""
    row = kind(spec.BECOMES)
    return row.product if row else ""


def _offered(spec: Spec, reference: Reference) -> Iterator[Refusal]:
    row, zone = kind(spec.BECOMES), reference.name
    if row and zone in row.absent:
        yield Refusal(
            f"{row.product.replace('-', ' ')} is not offered in {zone}",
            "the deployment would fail half-way",
            f"use another zone of {zone.rpartition('-')[0]}",
            at=reference.at,
        )


def _class(data_class: DataClass, place: Place, at: str, product: str) -> Iterator[Refusal]:
    floor = data_class.floor
    if floor.regions and place.region not in floor.regions:
        yield Refusal(
            f"data of class {data_class} in {place.region}",
            "the host's HDS certificate covers fr-par only",
            f"move the estate to {' or '.join(floor.regions)}",
            at=at,
        )
    if floor.hds_contract and place.rehearsal:
        yield Refusal(
            f"data of class {data_class} in a rehearsal",
            "nothing in a rehearsal is protected, so one command would delete it",
            "use class open or internal with made-up data, or write lifetime: permanent",
            at=at,
        )
    if floor.hds_contract and not place.hds_contract:
        yield Refusal(
            f"data of class {data_class} without an HDS contract",
            "the host would hold health data without having accepted its duties",
            "sign it first and write its reference as scaleway.hds_contract, or as hds_contract of a Tenancy",
            at=at,
        )
    attested = product in HDS_PAGES | KEYS_ONLY or place.attested("hds", product)
    if product and floor.hds_attestation and not attested:
        yield Refusal(
            f"data of class {data_class} on {product} without an attestation",
            "the host publishes no HDS conditions for it, so nothing shows that its certificate covers the data",
            f"ask the host, then add an entry to attestations with scheme: hds, product: {product}, "
            f"region: {place.region}; or use class internal for data that is not health data",
            at=at,
        )


def _zone(reference: Reference, place: Place) -> Iterator[Refusal]:
    zone, refers = reference.name, reference.refers
    if zone not in place.zones:
        yield Refusal(refers.what.format(name=zone), refers.otherwise, choose(zone, place.zones), at=reference.at)


def _key(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
