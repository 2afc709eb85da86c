"""What refers to something says so in its type, and one walk knows it: checks, explain, schema, reference page and completion."""

from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field
from tools.docs.estate import reference

from socle.estate import Estate, load
from socle.estate.legacy import Reference
from socle.estate.shared import IN_ZONE
from socle.specs import Refers, Slot, Spec, Unbound, leads_to, parts, references, slot_of, specs
from socle.specs.spec import Key
from socle.specs.vocabulary import _bare  # pyright: ignore[reportPrivateUsage]

MARKS = (Refers, Unbound)


def places(root: type[Spec] = Estate) -> list[tuple[str, Slot]]:
    """Every place where a value stands: fields, items of lists and values of maps."""
    found: list[tuple[str, Slot]] = []
    for place, model in specs(root):
        for name in model.model_fields:
            slot = slot_of(model, name)
            found += [(f"{place}.{name}".removeprefix("."), one) for one in (slot, slot.entry) if one]
    return found


def marks(slot: Slot) -> list[Any]:
    return [mark for mark in slot.metadata if isinstance(mark, MARKS)]


KEY = {mark for form in (Key, Reference) for mark in _bare(form, Slot(None)).metadata}
"""What the types of names are made of: of an entry, and of one entry inside another."""
MARKED = {
    place.rpartition(".")[2] for place, slot in places() if any(isinstance(mark, Refers) for mark in slot.metadata)
}
"""Names of fields that refer to something anywhere."""
REFERRED = {
    mark
    for _, slot in places()
    for here in (slot, slot.key_of_entries)
    for mark in (here.metadata if here else ())
    if isinstance(mark, Refers)
}
TARGETS = {place.replace("*", "<name>") for mark in REFERRED for place in (mark.to, *mark.said.split(" or "))}
"""Places that something refers to."""
REFERENCE = {*_bare(Reference, Slot(None)).metadata} - {*_bare(Key, Slot(None)).metadata}
"""What the type of a name inside another entry has beyond that of an own name."""


def unmarked(root: type[Spec]) -> list[str]:
    """Values that look like the name of an entry: of the types of names, or bare text named as a field that refers elsewhere."""
    return [
        place for place, slot in places(root) if slot.annotation is str and not marks(slot) and is_a_name(place, slot)
    ]


def unmarked_keys(root: type[Spec]) -> list[str]:
    """Maps whose names look like those of other entries: called as what others refer to, or by the names of values, and no such place."""
    named = {name.rstrip("s") for name in MARKED} | {to.rpartition(".")[2].rstrip("s") for to in TARGETS}
    return [
        place
        for place, slot in places(root)
        if slot.key_of_entries
        and place not in TARGETS
        and not marks(slot.key_of_entries)
        and (place.rpartition(".")[2].rstrip("s") in named or REFERENCE & {*slot.key_of_entries.metadata})
    ]


def is_a_name(place: str, slot: Slot) -> bool:
    has_a_form = any(hasattr(mark, "said") for mark in slot.metadata)
    return bool(KEY & {*slot.metadata}) or (place.rpartition(".")[2] in MARKED and not has_a_form)


def test_every_value_that_looks_like_a_reference_says_what_it_refers_to() -> None:
    assert {"key", "network", "zone", "address", "subnet", "source"} <= MARKED
    assert unmarked(Estate) == []


class Forgetful(Spec):
    """A kind whose author forgot every mark."""

    key: Key
    network: str
    others: tuple[Key, ...] = ()
    inside: Reference
    name: Key | None = None
    zone: Annotated[str, Field(min_length=1)]
    by_name: dict[Key, Key]


class Beside(Spec):
    """A kind with maps whose names are those of other entries, and nothing says so."""

    networks: dict[Key, Forgetful]
    buckets: dict[str, str]
    inside: dict[Reference, Forgetful]
    own: dict[Key, Forgetful]


def test_every_map_whose_names_look_like_those_of_other_entries_says_what_they_are() -> None:
    assert unmarked_keys(Estate) == []


def test_a_forgotten_mark_on_the_names_of_a_map_is_named() -> None:
    assert [place for place in unmarked_keys(Beside) if "." not in place] == ["networks", "inside"]


def test_a_forgotten_mark_is_named() -> None:
    assert unmarked(Forgetful) == ["key", "network", "others", "inside", "name", "zone", "by_name"]


def test_what_is_referred_to_is_there() -> None:
    known = {place for place, _ in specs(Estate)} | {place for place, _ in places()}
    assert REFERRED
    for mark in REFERRED:
        first = mark.to.replace("*", "<name>")
        wanted = [f"{first}.<name>.{mark.inner}" if mark.inner else first, *filter(None, [mark.also])]
        assert set(wanted) <= known, mark
        assert "{name}" in mark.what


@pytest.mark.parametrize(
    ("at", "target"),
    [
        ("buckets.studies.key", "keys.health"),
        ("network.flows.platform-to-database.source", "network.private_networks.platform"),
        ("bridge.azure.subnet", "legacy.networks.hub.subnets.gateway"),
        ("legacy.databases.catalogue.subnet", "legacy.networks.data.subnets.databases"),
        ("databases.catalogue.zone", ""),
    ],
)
def test_a_reference_leads_to_the_entry_that_it_names(at: str, target: str) -> None:
    estate = load(Path(__file__).parents[2] / "stacks" / "estates" / "demo").estate
    named = [each for each in references(parts(estate)) if each.refers.to != IN_ZONE.to]
    found = {each.at: leads_to(estate, each) for each in named}
    assert found.get(at, "") == target
    assert all(found.values())
    assert all(outside in estate.network.outside for outside in _outside(found))


def _outside(found: dict[str, str]) -> list[str]:
    """Ends of flows that are others': the second map that a value may name an entry of."""
    ends = [target.rpartition(".")[2] for target in found.values() if target.startswith("network.outside.")]
    assert ends
    return ends


def test_the_page_says_what_a_value_is_an_entry_of() -> None:
    page = reference()
    assert "; of `keys`" in page
    assert "; of `network.private_networks or network.outside`" in page
    assert "; of `legacy.networks.<name>.subnets`" in page
