"""What the cloud fills in by itself, in mode `up`: deterministic values of the real shape where the shape is known.

A computed property without a known shape stays unknown, never an echo of an input: a test that depends on it should
not pass by accident.
"""

from collections.abc import Callable
from typing import Any

from socle.facts.scaleway import ResourceFacts
from socle.plan import SECRET, UNKNOWN

from .ids import DEFAULT_REGION, access_key, derived_uuid

_THEN = "2026-01-01T00:00:00Z"  # a fixed moment: plans are the same whenever they are captured

# (urn, id, inputs) -> value
_Maker = Callable[[str, str, dict[str, Any]], Any]


def _bare(cloud_id: str) -> str:
    return cloud_id.rsplit("/", 1)[-1]


def _region(inputs: dict[str, Any]) -> str:
    return _text(inputs, "region") or DEFAULT_REGION


def _text(inputs: dict[str, Any], name: str) -> str:
    value = inputs.get(name)
    return value if isinstance(value, str) and value not in (UNKNOWN, SECRET) else ""


def _named(shape: str) -> _Maker:
    def make(_urn: str, _id: str, inputs: dict[str, Any]) -> Any:
        name = _text(inputs, "name")
        return shape.format(name=name, region=_region(inputs)) if name else UNKNOWN

    return make


def _identified(shape: str) -> _Maker:
    return lambda _urn, id_, inputs: shape.format(id=_bare(id_), region=_region(inputs))


def _test_address(urn: str) -> str:
    """One of 198.18.0.0/15, which nobody on the Internet has (RFC 2544)."""
    drawn = int(derived_uuid(urn, "address")[:8], 16)
    return f"198.{18 + drawn % 2}.{drawn // 2 % 256}.{1 + drawn // 512 % 254}"


def _always(value: Any) -> _Maker:
    return lambda _urn, _id, _inputs: value


_BY_NAME: dict[str, _Maker] = {
    "createdAt": _always(_THEN),
    "updatedAt": _always(_THEN),
    "rotatedAt": _always(_THEN),
    "organizationId": _always(derived_uuid("organization")),
    "editable": _always(True),
    "srn": _always(""),
}
_BY_TYPE: dict[str, dict[str, _Maker]] = {
    "scaleway:iam/apiKey:ApiKey": {
        "accessKey": lambda urn, _id, _inputs: access_key(urn),
        "secretKey": lambda urn, _id, _inputs: derived_uuid(urn, "secret key"),
    },
    "scaleway:instance/ip:Ip": {"address": lambda urn, _id, _inputs: _test_address(urn)},
    "scaleway:kubernetes/cluster:Cluster": {
        "apiserverUrl": _identified("https://{id}.api.k8s.{region}.scw.cloud:6443"),
        "wildcardDns": _identified("*.{id}.nodes.k8s.{region}.scw.cloud"),
    },
    "scaleway:network/vpc:Vpc": {"isDefault": _always(False)},
    "scaleway:object/bucket:Bucket": {
        "apiEndpoint": lambda _urn, _id, inputs: f"https://s3.{_region(inputs)}.scw.cloud",
        "endpoint": _named("https://{name}.s3.{region}.scw.cloud"),
    },
    "scaleway:observability/source:Source": {
        "origin": _always("custom"),
        "synchronizedWithGrafana": _always(False),
    },
    "scaleway:observability/token:Token": {"secretKey": lambda urn, _id, _inputs: derived_uuid(urn, "secret key")},
    "scaleway:registry/namespace:Namespace": {"endpoint": _named("rg.{region}.scw.cloud/{name}")},
    "scaleway:secrets/version:Version": {"revision": _always("1")},
}


def made_values(type_: str, urn: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """The same for types of providers without facts, as far as a program goes on with them: generated passwords."""
    length = inputs.get("length")
    if type_ != "random:index/randomPassword:RandomPassword" or not isinstance(length, int | float):
        return {}
    text = derived_uuid(urn, "password").replace("-", "")
    return {"result": (text * (int(length) // len(text) + 1))[: int(length)]}


def computed_values(type_: str, urn: str, id_: str, inputs: dict[str, Any], facts: ResourceFacts) -> dict[str, Any]:
    """Every computed property of a resource after `up`; the sentinel for one whose shape is not known."""
    makers = _BY_NAME | _BY_TYPE.get(type_, {})
    return {name: makers[name](urn, id_, inputs) if name in makers else UNKNOWN for name in sorted(facts.computed)}
