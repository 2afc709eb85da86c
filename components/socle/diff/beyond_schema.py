"""What no schema shows: replacements by a provider's own plan logic, changes that are never sent, changes that fail late.

Each entry has its proof: where in the provider it was read, or what a real engine answered. An entry that no rule of the
provider bears out does not belong here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from socle.facts.scaleway import SILENT
from socle.plan import Resource

from .change import ABSENT, Certainty, Remark

Test = Callable[[Any, Any, Resource], bool]

META = "__meta"
"""The engine's reason for a replacement that the provider's plan logic asks for: it names no input."""


@dataclass(frozen=True)
class Beyond:
    """One fact about one input (dotted path; empty: any input) of one type, which holds when `when(old, new, after)` does."""

    type: str
    input: str
    proof: str
    when: Test
    replaces: bool = False
    ignored: bool = False
    certainty: Certainty = Certainty.CERTAIN
    remark: Remark | None = None
    detail: str = ""


def _always(_old: Any, _new: Any, _after: Resource) -> bool:
    return True


def _shrinks(old: Any, new: Any, _after: Resource) -> bool:
    return isinstance(old, int | float) and isinstance(new, int | float) and new < old


def _switched_off(old: Any, new: Any, _after: Resource) -> bool:
    return old is True and new is not True


def _leaves_network(old: Any, _new: Any, after: Resource) -> bool:
    """Only a Kapsule cluster that already is in a network; Kosmos clusters have none."""
    kind = after.inputs.get("type", "")
    return old not in (ABSENT, "") and not str(kind).startswith("multicloud")


def _loses_one(old: Any, new: Any, _after: Resource) -> bool:
    return isinstance(old, list) and not set(cast("list[Any]", old)) <= set(
        cast("list[Any]", new) if isinstance(new, list) else []
    )


def _on_request(_old: Any, _new: Any, after: Resource) -> bool:
    return after.inputs.get("replaceOnTypeChange") is True


def _not_on_request(old: Any, new: Any, after: Resource) -> bool:
    return not _on_request(old, new, after)


_CLUSTER = "scaleway:kubernetes/cluster:Cluster"
_BALANCER = "scaleway:loadbalancers/loadBalancer:LoadBalancer"
_SERVER = "scaleway:instance/server:Server"
_VOLUME = "scaleway:block/volume:Volume"
_DATABASE = "scaleway:databases/instance:Instance"
_PROVIDER_SOURCE = "Terraform provider 2.81, internal/services/"


_UNSENT = (
    ", the update function does not send it; `up` reports an update, and the next refresh a difference "
    "where the provider reads it back"
)
_MEASURED = "the provider's own Diff answers no change, although its schema has the replace flag"


def _plan_logic(
    type_: str, input_: str, file: str, when: Test = _always, certainty: Certainty = Certainty.CERTAIN
) -> Beyond:
    return Beyond(type_, input_, f"{_PROVIDER_SOURCE}{file}, CustomizeDiff", when, replaces=True, certainty=certainty)


def _never_sent() -> list[Beyond]:
    """One table says what components must make loud and what the diff must call not sent: `facts.scaleway.silent`."""
    return [
        Beyond(type_, name, f"{_PROVIDER_SOURCE}{silent.source}{_UNSENT}", _always, remark=Remark.NOT_SENT)
        for type_, silent in SILENT.items()
        for name in silent.inputs
    ]


BEYOND_SCHEMA: tuple[Beyond, ...] = (
    # The provider asks the API which types a cluster can move to: offline, a replacement has to be expected.
    _plan_logic(_CLUSTER, "type", "k8s/cluster.go", certainty=Certainty.PROVIDER),
    _plan_logic(_CLUSTER, "privateNetworkId", "k8s/cluster.go", _leaves_network),
    _plan_logic(_VOLUME, "sizeInGb", "block/volume.go", _shrinks),
    _plan_logic(_VOLUME, "snapshotId", "block/volume.go"),
    _plan_logic(_BALANCER, "ipIds", "lb/helpers_lb.go", _loses_one),
    _plan_logic(_BALANCER, "assignFlexibleIpv6", "lb/helpers_lb.go", _switched_off),
    _plan_logic(_SERVER, "type", "instance/server.go", _on_request),
    Beyond(
        _SERVER,
        "type",
        f"{_PROVIDER_SOURCE}instance/server.go: asks the API whether the server can migrate",
        _not_on_request,
        certainty=Certainty.PROVIDER,
    ),
    Beyond(
        _SERVER,
        "image",
        f"{_PROVIDER_SOURCE}instance/server.go: asks the API for the server's image",
        _always,
        replaces=True,
        certainty=Certainty.PROVIDER,
    ),
    Beyond(
        _SERVER,
        "rootVolume.sizeInGb",
        f"{_PROVIDER_SOURCE}instance/server.go: replaces a server with a local root volume, asks the API",
        _always,
        certainty=Certainty.PROVIDER,
    ),
    Beyond(
        "scaleway:kubernetes/pool:Pool",
        "size",
        f"{_PROVIDER_SOURCE}k8s/pool.go, ResourceK8SPoolCustomDiff; a real preview names `nodes` beside `size`",
        _always,
        remark=Remark.RECOMPUTES,
        detail="nodes",
    ),
    Beyond(
        _DATABASE,
        "volumeSizeInGb",
        "a real preview shows an update; the host's documentation: a volume cannot be made smaller",
        _shrinks,
        remark=Remark.WILL_FAIL,
    ),
    Beyond(
        _DATABASE,
        "encryptionAtRest",
        "a real preview shows an update; the host's documentation: encryption cannot be switched off",
        _switched_off,
        remark=Remark.WILL_FAIL,
    ),
    # Both live where the thing they belong to lives: the provider takes the region from its id.
    Beyond("scaleway:network/acl:Acl", "region", _MEASURED, _always, ignored=True),
    Beyond(
        "scaleway:object/bucketLockConfiguration:BucketLockConfiguration", "region", _MEASURED, _always, ignored=True
    ),
    *_never_sent(),
)


_BY_TYPE = {
    type_: [entry for entry in BEYOND_SCHEMA if entry.type == type_] for type_ in {e.type for e in BEYOND_SCHEMA}
}


def beyond(path: str, before: Resource, after: Resource) -> list[Beyond]:
    """What the table says of a difference at a dotted path; an entry holds for everything below its input."""
    return [
        entry
        for entry in _BY_TYPE.get(after.type, ())
        if (path == entry.input or path.startswith(f"{entry.input}."))
        and entry.when(_value(before, entry.input), _value(after, entry.input), after)
    ]


def _value(resource: Resource, dotted: str) -> Any:
    value: Any = resource.inputs
    for name in dotted.split("."):
        if not isinstance(value, dict):
            return ABSENT
        value = cast("dict[str, Any]", value).get(name, ABSENT)
    return value
