"""What every resource of a plan is on: operator, law, place, who holds its key, which open standard, and which of it is health data.

What no input and no table says is not known. A key at the host is never told as the customer's alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from socle.estate import Declared
from socle.estate.legacy import LegacyResource
from socle.facts import Law, kind, operator_of, standard_of
from socle.facts.scaleway import facts
from socle.plan import SECRET, UNKNOWN, Plan, Resource
from socle.rules import Context, Graph, Runner
from socle.rules import Unknown as NotKnown

NOT_KNOWN = "not-known"
GLOBAL = "global"
"""The place of what the host keeps for a whole organisation, without region."""


class KeyHolder(StrEnum):
    """Who can read what a resource holds, by its keys alone."""

    CUSTOMER = "customer"
    """The customer encrypts before the host sees anything: neither key nor data is readable there."""
    BROUGHT = "brought"
    """Material of the customer's own, given to the host's key service, which uses it."""
    CUSTOMER_AT_HOST = "customer-at-host"
    """A key of the customer's in the host's key service: the customer can destroy it, the host makes and keeps it."""
    HOST = "host"
    """The host's own key, or one that it alone rules."""
    NOT_KNOWN = "not-known"
    NOTHING = "nothing"
    """It holds nothing that a key would protect."""


@dataclass(frozen=True)
class Holding:
    """One resource, as far as it is known. `place` is a region or zone, `global`, or `not-known`; `file` and `line` are of the estate."""

    stack: str
    urn: str
    name: str
    type: str
    operator: str
    parent: str
    country: str
    law: Law
    place: str
    key: KeyHolder
    standard: str
    data_class: str
    holds: bool
    owner: str
    file: str = ""
    line: int = 0
    at: str = ""
    """The dotted key of the estate that it comes from."""

    @property
    def health(self) -> bool:
        """Whether it is declared to hold health data; what nobody has classed is told apart."""
        return self.data_class.startswith("health")

    @property
    def foreign(self) -> bool:
        """Whether a law from outside the Union reaches its operator."""
        return self.law == "foreign"


def holdings_of(plans: Iterable[Plan], declared: Declared) -> tuple[Holding, ...]:
    """Every resource of some plans that stands for something at a host, in the order of the plans."""
    known = list(plans)
    reading = _Reading(known, declared)
    return tuple(
        reading.holding(plan, resource)
        for plan in known
        for resource in plan
        if resource.custom and _is_there(resource)
    )


def _is_there(resource: Resource) -> bool:
    """Whether a resource stands for something: providers, references and what only a state has do not."""
    return not resource.type.startswith(("pulumi:", "random:"))


class _Reading:
    """Some plans with the estate that they are of."""

    def __init__(self, plans: list[Plan], declared: Declared) -> None:
        self.declared = declared
        self.graph = Graph(plans, Context(Runner.CHECK, estate=declared.estate))

    def holding(self, plan: Plan, resource: Resource) -> Holding:
        """All that is known of one resource."""
        origin = plan.origin_of(resource)
        legacy = self.graph.legacy(resource)
        at = f"legacy.{legacy.key}" if legacy else origin.key if origin else ""
        operator = operator_of("scaleway:" if resource.type.startswith("kubernetes:") else resource.type)
        row = kind(resource.type)
        place = self.declared.nearest(at) or origin
        return Holding(
            plan.stack,
            resource.urn,
            resource.name,
            resource.type,
            operator.name if operator else NOT_KNOWN,
            operator.parent if operator else NOT_KNOWN,
            operator.parent_country if operator else NOT_KNOWN,
            operator.law if operator else "not-known",
            self._place(plan, resource, legacy),
            self._key(plan, resource),
            _standard(resource.type),
            self._data_class(resource, legacy),
            bool(row and row.holds) and not resource.type.endswith(_SETTINGS),
            (legacy.owner or "") if legacy else self.declared.estate.owner,
            place.file if place else "",
            place.line if place else 0,
            at,
        )

    def _place(self, plan: Plan, resource: Resource, legacy: LegacyResource | None) -> str:
        if legacy and self.declared.estate.legacy:
            return legacy.entry.location or self.declared.estate.legacy.location
        for each in (resource, *plan.ancestors(resource)):
            for name in ("zone", "region", "location"):
                if _given(each.inputs.get(name)):
                    return str(each.inputs[name])
        if resource.type.startswith("kubernetes:"):
            estate = self.declared.estate  # what is inside a cluster of the platform is where that is
            return estate.scaleway.region if estate.clusters else NOT_KNOWN
        schema = facts(resource.type)
        if schema and not {"region", "zone"} & schema.inputs.keys():
            return GLOBAL
        return NOT_KNOWN

    def _data_class(self, resource: Resource, legacy: LegacyResource | None) -> str:
        if legacy:
            return str(getattr(legacy.spec, "data_class", None) or "")
        try:
            return self.graph.data_class(resource)
        except NotKnown:
            return NOT_KNOWN

    def _key(self, plan: Plan, resource: Resource) -> KeyHolder:
        row = kind(resource.type)
        if not row or not row.holds or resource.type.endswith(_SETTINGS):
            return KeyHolder.NOTHING
        if _spec(plan, resource).get("client_encryption") in ("client-side", "sse-c"):
            return KeyHolder.CUSTOMER
        if resource.type == _BUCKET:
            return self._of_bucket(resource)
        return _by_inputs(resource, _spec(plan, resource))

    def _of_bucket(self, bucket: Resource) -> KeyHolder:
        try:
            found = self.graph.referring(_ENCRYPTION, "bucket", bucket)
        except NotKnown:
            return KeyHolder.NOT_KNOWN
        keys = {bool(_nested(view.resource.inputs, "kmsMasterKeyId")) for view in found}
        return KeyHolder.NOT_KNOWN if not keys else KeyHolder.CUSTOMER_AT_HOST if keys == {True} else KeyHolder.HOST


def _by_inputs(resource: Resource, spec: Mapping[str, Any]) -> KeyHolder:
    """What the inputs of a resource say, and those of its component."""
    if resource.type == _KEY:
        return KeyHolder.BROUGHT if resource.inputs.get("origin") == "external" else KeyHolder.CUSTOMER_AT_HOST
    if resource.inputs.get("keyId") or (resource.type in _GUEST and "volume" in spec):
        return KeyHolder.CUSTOMER_AT_HOST  # of a guest: LUKS, its passphrase a secret of the host's Secret Manager
    return KeyHolder.HOST if resource.inputs.get("encryptionAtRest") is True else KeyHolder.NOT_KNOWN


_SETTINGS = ("Configuration", "domain/zone:Zone", ":ResourceGroup")
"""Types with which something is lost, and that hold nothing of people's: settings, names, and the boxes that others are in."""

_BUCKET, _KEY = "scaleway:object/bucket:Bucket", "scaleway:keymanager/key:Key"
_ENCRYPTION = "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
_GUEST = ("scaleway:block/volume:Volume", "scaleway:instance/server:Server")


def _standard(type_: str) -> str:
    found = standard_of(type_)
    return NOT_KNOWN if found is None else found


def _spec(plan: Plan, resource: Resource) -> Mapping[str, Any]:
    """What the nearest component was asked for."""
    for each in plan.ancestors(resource):
        if isinstance(each.inputs.get("spec"), dict):
            return each.inputs["spec"]
    return {}


def _given(value: Any) -> bool:
    return isinstance(value, str) and value not in ("", SECRET) and UNKNOWN not in value


def _nested(value: Any, name: str) -> Any:
    """The first value of that name anywhere inside."""
    if isinstance(value, dict):
        return value.get(name) or next((found for each in value.values() if (found := _nested(each, name))), None)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType]
    if isinstance(value, list):
        return next((found for each in value if (found := _nested(each, name))), None)  # pyright: ignore[reportUnknownVariableType]
    return None
