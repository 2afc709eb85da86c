"""What no program knows and a bill depends on: how much is stored, sent and asked for in a month, as someone measured or assumed it.

It deploys nothing. Cost reports need it, and say of every quantity that is not here that nobody declared it.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

from pydantic import BaseModel, Field, StringConstraints

from socle.messages import Refusal, choose
from socle.specs import Form, Line, Spec, parts

Part = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$", max_length=120),
    Form("a dotted key of this estate, as socle explain takes it", "buckets.studies"),
]
"""A part of the estate: what several resources of it have in common is shared out equally among them."""

Amount = Annotated[float, Field(ge=0, le=1e12)]


class UsageSpec(Spec):
    """Quantities of one month for one part of the estate. What is left out is not known; write 0 for what is known to be nothing."""

    of: Part
    """The part that the quantities are of."""
    stored_gb: Amount | None = None
    """Gigabytes kept, on average over the month: objects, images, logs, snapshots."""
    egress_gb: Amount | None = None
    """Gigabytes sent to the internet, or to another cloud."""
    backup_gb: Amount | None = None
    """Gigabytes of automatic backups, on average over the month."""
    ingested_gb: Amount | None = None
    """Gigabytes of logs or traces taken in."""
    samples: Amount | None = None
    """Samples of metrics taken in."""
    key_operations: Amount | None = None
    """Calls that encrypt, decrypt or sign with a key."""
    secret_reads: Amount | None = None
    """Calls that read the value of a secret."""
    invoice_eur: Amount | None = None
    """Euro before tax that the provider's invoice says for it; it takes the place of list prices."""
    source: Annotated[Line, StringConstraints(min_length=5, max_length=200)]
    """Where the figures come from: a measurement with its date, an invoice, or an assumption that says so."""

    def quantities(self) -> dict[str, float]:
        """The quantities that are declared, by name."""
        names = set(type(self).model_fields) - {"of", "source"}
        return {name: float(value) for name in sorted(names) if (value := getattr(self, name)) is not None}


def usage_refusals(estate: Spec, declared: Mapping[str, UsageSpec]) -> Iterator[Refusal]:
    """Quantities of a part that is not there, or that are declared twice: the sum would be wrong and look right."""
    seen: dict[str, str] = {}
    for name, usage in declared.items():
        if not _exists(estate, usage.of):
            yield Refusal(
                f"the estate has no part {usage.of}",
                "its cost would be missing from the sum",
                choose(usage.of, _parts(estate)),
                at=f"usage.{name}.of",
            )
        elif usage.of in seen:
            yield Refusal(
                f"{seen[usage.of]} and {name} are both of {usage.of}",
                "it is unclear which figures hold",
                "write all of them in one entry",
                at=f"usage.{name}.of",
            )
        seen.setdefault(usage.of, name)


def _exists(estate: Spec, dotted: str) -> bool:
    here: Any = estate
    for part in dotted.split("."):
        if isinstance(here, BaseModel) and part in type(here).model_fields:
            here = getattr(here, part)
        elif isinstance(here, dict) and part in here:
            here = cast("dict[str, Any]", here)[part]
        else:
            return False
    return here is not None


def _parts(estate: Spec) -> Iterator[str]:
    """The parts that a person most often means: whatever holds data of a class, and the keys together."""
    yield from (part.at for part in parts(estate) if "data_class" in type(part.spec).model_fields)
    yield "keys"
