"""When a group's rights hold, as the estate declares it: from where, in which window, on which resources. Becomes one expression.

An expression of the host's own language cannot be written: what is typed can be judged whole before anything is deployed.
"""

from collections.abc import Iterator
from datetime import date
from ipaddress import IPv4Network, collapse_addresses
from typing import Annotated

from pydantic import StringConstraints

from socle.facts.conditions import possible
from socle.messages import Refusal, each
from socle.specs import Form, Spec, Uuid

from ..platform import Range

ResourceName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9/][A-Za-z0-9/._-]{0,199}$"),
    Form("a name of a resource at the host, or the beginning of one", "/observability/"),
]


class ConditionSpec(Spec):
    """What must be true of a call, all of it. What is left out is not asked."""

    from_ranges: tuple[Range, ...] = ()
    """Public ranges that calls must come from. The host sees no private source: a range of one would let nobody in."""
    not_before: date | None = None
    """The first day, in UTC."""
    not_after: date | None = None
    """The last day, in UTC."""
    resource_ids: tuple[Uuid, ...] = ()
    """The only keys, secrets and identities that the rights hold on. Known to Key Manager, Secret Manager and IAM alone."""
    name_begins: ResourceName | None = None
    """What names of keys, secrets and identities begin with. Names can be changed: prefer ids."""
    listing: bool = True
    """Whether lists still answer. A list has no resource, so a condition on one would end it."""

    @property
    def expression(self) -> str:
        """The condition in the host's language."""
        parts = [self._either(f'inIpRange(request.ip, "{each}")' for each in self.from_ranges)]
        if self.not_before:
            parts.append(f'request.time >= timestamp("{self.not_before}T00:00:00Z")')
        if self.not_after:
            parts.append(f'request.time <= timestamp("{self.not_after}T23:59:59Z")')
        parts.append(self._either(self._of_resources()))
        return " && ".join(part for part in parts if part)

    @property
    def on_resources(self) -> bool:
        """Whether it asks anything of a resource."""
        return bool(self.resource_ids or self.name_begins)

    def _of_resources(self) -> Iterator[str]:
        yield from (f'resource.id == "{each}"' for each in self.resource_ids)
        if self.name_begins:
            yield f'resource.name.startsWith("{self.name_begins}")'
        if self.on_resources and self.listing:
            yield "!has(resource.id)"

    @staticmethod
    def _either(parts: Iterator[str]) -> str:
        found = list(parts)
        return found[0] if len(found) == 1 else f"({' || '.join(found)})" if found else ""

    def refusals(self) -> Iterator[Refusal]:
        yield from each(self._private(), self._everywhere(), self._window(), self._nothing())

    def _private(self) -> Iterator[Refusal]:
        for index, text in enumerate(self.from_ranges):
            if possible(f'inIpRange(request.ip, "{text}")') is False:
                yield Refusal(
                    f"{text} is a private range",
                    "the host sees public sources alone, so the rights would hold for nobody",
                    "write the public range that calls leave from",
                    at=f"from_ranges.{index}",
                )

    def _everywhere(self) -> Iterator[Refusal]:
        if [str(each) for each in collapse_addresses(map(IPv4Network, self.from_ranges))] == ["0.0.0.0/0"]:
            yield Refusal(
                "the ranges are every address together",
                "the rights would hold always, while a reader believes that they do not",
                "write the ranges that calls leave from, or remove from_ranges",
                at="from_ranges",
            )

    def _window(self) -> Iterator[Refusal]:
        if self.not_before and self.not_after and self.not_after < self.not_before:
            yield Refusal(
                "the window ends before it begins",
                "the rights would never hold, and the host would not say so",
                "write a not_after that is no earlier than not_before",
                at="not_after",
            )

    def _nothing(self) -> Iterator[Refusal]:
        if not self.expression:
            yield Refusal(
                "a condition that asks nothing",
                "the rights would hold always, while a reader believes that they do not",
                "give from_ranges, a window or resources, or remove the condition",
            )


def can_hold(spec: ConditionSpec, *, resources: bool) -> bool:
    """Whether some call can meet it; what is undecided may."""
    return possible(spec.expression, resources=resources) is not False
