"""What a component can know of the ids that are passed to it: which declared part they belong to.

Only outputs of our own components are known. An id written as text, or read from another stack, says nothing about the class of
what it names, so nothing is refused there: whoever writes it answers for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import pulumi

from socle.estate import DataClass
from socle.messages import Refusal


@dataclass(frozen=True)
class Declared:
    """The part that an id belongs to: its name, and its class where it has one."""

    name: str
    data_class: DataClass | None = None


_DECLARED: WeakKeyDictionary[pulumi.Output[Any], Declared] = WeakKeyDictionary()


def declared_as(output: pulumi.Output[str], name: str, data_class: DataClass | None = None) -> pulumi.Output[str]:
    """The same output, known from now on as the id of a declared part."""
    _DECLARED[output] = Declared(name, data_class)
    return output


def key_refusals(key_id: pulumi.Input[str], name: str, data_class: DataClass) -> Iterator[Refusal]:
    """A key that is known to be another than the spec names, or of another class than the data."""
    known = _known(key_id)
    if known is None:
        return
    if known.name != name:
        yield Refusal(
            f"the spec names the key {name}, and the id of {known.name} is passed",
            "the data would be encrypted with a key that no review of the spec shows",
            f"write key={known.name!r}, or pass the id of {name}",
            at="key",
        )
    if known.data_class is not data_class:
        yield Refusal(
            f"the key {known.name} is of class {known.data_class} and the data of class {data_class}",
            "whoever may use the key for one class could read the other",
            f"use a key of class {data_class}",
            at="key",
        )


def network_refusals(private_network_id: pulumi.Input[str], name: str) -> Iterator[Refusal]:
    """A private network that is known to be another than the spec names."""
    known = _known(private_network_id)
    if known and known.name != name:
        yield Refusal(
            f"the spec names the private network {name}, and the id of {known.name} is passed",
            "it would answer where no review of the spec expects it",
            f"write network={known.name!r}, or pass the id of {name}",
            at="network",
        )


def _known(wired: pulumi.Input[str]) -> Declared | None:
    return _DECLARED.get(wired) if isinstance(wired, pulumi.Output) else None
