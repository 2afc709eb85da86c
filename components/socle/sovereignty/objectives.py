"""The eight objectives of the EU Cloud Sovereignty Framework, each with what is known here of it. No score and no SEAL of our own."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from socle.estate import AttestationSpec, Estate
from socle.messages import Text, said

from .exposure import Exposure
from .holdings import GLOBAL, NOT_KNOWN, Holding, KeyHolder
from .standing import Under


@dataclass(frozen=True)
class Objective:
    """One objective: its id (`SOV-2`), what is known, and what is not."""

    id: str
    known: tuple[Text, ...]
    unknown: tuple[Text, ...]


def objectives(
    found: Sequence[Holding], under: Sequence[Under], exposure: Exposure, estate: Estate, day: date
) -> tuple[Objective, ...]:
    """All eight, in order."""
    holds = [each for each in found if each.holds]
    parts = (
        (_strategic(found), ("ownership",)),
        (_legal(found, under, estate, day), ()),
        (_data(holds), ("hsm",)),
        (_operational(exposure), ("exit_tried",)),
        (_supply(exposure), ("sbom", "hosts_chain")),
        (_technology(found), ()),
        (_security(found, estate), ("hosts_soc",)),
        ((), ("environment",)),
    )
    return tuple(
        Objective(
            f"SOV-{number}",
            tuple(known),
            tuple(said(f"sovereignty.unknown.{each}") for each in unknown),
        )
        for number, (known, unknown) in enumerate(parts, 1)
    )


def _strategic(found: Sequence[Holding]) -> Iterator[Text]:
    for (operator, parent, country), count in _counted((each.operator, each.parent, each.country) for each in found):
        yield said("sovereignty.operated", n=count, operator=operator, parent=parent, country=country)


def _legal(found: Sequence[Holding], under: Sequence[Under], estate: Estate, day: date) -> Iterator[Text]:
    for law, count in _counted(each.law for each in found):
        yield said("sovereignty.law", n=count, law=said(f"law.{law}"))
    for standing, count in _counted(each.standing for each in under):
        yield said("sovereignty.standing", n=count, standing=said(f"standing.{standing}"))
    yield from qualifications(estate.attestations.values(), day)


def qualifications(claims: Iterable[AttestationSpec], day: date) -> Iterator[Text]:
    """What is claimed of SecNumCloud on a day, product by product; where nothing is, that."""
    held = [each for each in claims if each.scheme == "secnumcloud"]
    if not held:
        yield said("sovereignty.no_qualification")
    for each in held:
        valid = "sovereignty.qualified" if each.valid_on(day) else "sovereignty.qualification_over"
        yield said(valid, product=each.product, region=each.region, until=each.valid_until.isoformat())


def _data(holds: Sequence[Holding]) -> Iterator[Text]:
    order = list(KeyHolder)
    for holder, count in sorted(_counted(each.key for each in holds), key=lambda each: order.index(each[0])):
        yield said("sovereignty.keys", n=count, holder=said(f"keyholder.{holder}"))
    for place, count in _counted(each.place for each in holds):
        yield said("sovereignty.placed", n=count, place=told_place(place))


def _operational(exposure: Exposure) -> Iterator[Text]:
    yield said("sovereignty.left", n=len(exposure.left), of=len(exposure.stores))


def _supply(exposure: Exposure) -> Iterator[Text]:
    for each in exposure.suppliers:
        role = said(f"supplier.{each.role}")
        if each.spec is None:
            yield said("sovereignty.supplier_unknown", role=role)
        else:
            law = said(f"law.{each.spec.law}")
            yield said("sovereignty.supplier", role=role, operator=each.spec.operator, law=law)


def _technology(found: Sequence[Holding]) -> Iterator[Text]:
    for standard, count in _counted(each.standard for each in found):
        if standard == NOT_KNOWN:
            yield said("sovereignty.standard_unknown", n=count)
        elif standard:
            yield said("sovereignty.standard", n=count, standard=standard, elsewhere=said(f"elsewhere.{standard}"))
        else:
            yield said("sovereignty.no_standard", n=count)


def _security(found: Sequence[Holding], estate: Estate) -> Iterator[Text]:
    sinks = [each for each in found if each.type.endswith((":Source", ":Workspace")) and each.holds]
    for place, count in _counted(each.place for each in sinks):
        yield said("sovereignty.sinks", n=count, place=told_place(place))
    exporters = sum(each.type.endswith(":Exporter") for each in found)
    yield said("sovereignty.exporters", n=exporters)
    contacts = len(estate.observability.contacts) if estate.observability else 0
    yield said("sovereignty.contacts", n=contacts)


def told_place(place: str) -> Text:
    """A region or zone by its name, anything else in words."""
    return said(f"place.{place}") if place in (NOT_KNOWN, GLOBAL) else place


_Value = TypeVar("_Value", bound=Hashable)


def _counted(values: Iterable[_Value]) -> list[tuple[_Value, int]]:
    """Each value with how often it is there, the most first."""
    return sorted(Counter(values).items(), key=lambda each: (-each[1], str(each[0])))
