"""What every component on Scaleway does the same way: it lives in a tenancy, and refuses what its data class forbids there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

import pulumi

from socle import component
from socle.component import Intent
from socle.estate import place_refusals
from socle.messages import Refusal, Refused, each
from socle.specs import Spec

from .tenancy import Tenancy


class Component(component.Component):
    """A component in a tenancy, whose floors hold also where no estate was loaded.

    Args:
        wiring: what is refused of the ids and names that are passed beside the spec.

    Raises:
        Refused: the tenancy contradicts itself, or is no place for data of the spec's class.
    """

    PACKAGE: ClassVar[str] = "scaleway"
    """The middle part of the type token."""

    tenancy: Tenancy

    def __init__(
        self,
        name: str,
        spec: Intent,
        tenancy: Tenancy,
        opts: pulumi.ResourceOptions | None,
        *,
        wiring: Iterable[Refusal] = (),
    ) -> None:
        refusals = list(each(_unfit(spec, tenancy), wiring))
        if refusals:
            raise Refused(refusals, heading=name)
        self.tenancy = tenancy
        super().__init__(
            f"socle:{self.PACKAGE}:{type(self).__name__}", name, spec, steady=tenancy.protects(None), opts=opts
        )

    @property
    def given_out(self) -> Mapping[str, Any]:
        """What clients of a managed service need to know of it, which the stack gives out; nothing unless a component says so."""
        return {}


def _unfit(spec: Intent, tenancy: Tenancy) -> Iterator[Refusal]:
    """What the place says against itself, and what the spec demands and does not find there."""
    yield from tenancy.place.refusals("tenancy.")
    specs: Mapping[str, Spec] = {} if spec is None else {"": spec} if isinstance(spec, Spec) else spec
    for key, entry in specs.items():
        yield from place_refusals(entry, tenancy.place, key)
