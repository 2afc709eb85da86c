"""Plans written by hand, for what no program of ours registers: a private network, its neighbours, and one line of the estate each."""

from dataclasses import dataclass, field
from typing import Any

from socle.capture.cloud_values import cloud_id
from socle.origin import Origin
from socle.plan.model import Plan, Resource

SCALEWAY = "scaleway:"
PROJECT = "11111111-1111-4111-8111-111111111111"


@dataclass
class Stack:
    """Resources of one stack, each written at the next line of `demo/estate.yaml`."""

    name: str = "demo-platform"
    file: str = "demo/estate.yaml"
    resources: list[Resource] = field(default_factory=list)

    def add(self, type_: str, name: str, /, **inputs: Any) -> Resource:
        """Register a resource; inputs under Pulumi's own names."""
        type_ = type_ if type_.startswith("azure-native:") else f"{SCALEWAY}{type_}"
        urn = f"urn:pulumi:{self.name}::socle::{type_}::{name}"
        origin = Origin(self.file, len(self.resources) + 1, name)
        identifier = inputs.pop("id", None) or cloud_id(type_, urn, {"region": "fr-par", **inputs}, None)
        resource = Resource(urn, type_, custom=True, inputs=inputs, id=identifier, origin=origin)
        self.resources.append(resource)
        return resource

    @property
    def plan(self) -> Plan:
        return Plan(self.name, "socle", tuple(self.resources))

    def vpc(self, name: str, **inputs: Any) -> Resource:
        return self.add("network/vpc:Vpc", name, **inputs)

    def network(self, vpc: Resource, name: str, range_: str, **inputs: Any) -> Resource:
        return self.add(
            "network/privateNetwork:PrivateNetwork", name, vpcId=vpc.id, ipv4Subnet={"subnet": range_}, **inputs
        )

    def filter(self, vpc: Resource, name: str, rules: list[dict[str, Any]], *, default: str = "drop") -> None:
        """Both families; the rules are IPv4."""
        self.add("network/acl:Acl", name, vpcId=vpc.id, isIpv6=False, defaultPolicy=default, rules=rules)
        self.add("network/acl:Acl", f"{name}-ipv6", vpcId=vpc.id, isIpv6=True, defaultPolicy="drop", rules=[])

    def gateway(self, name: str, *networks: Resource, **inputs: Any) -> Resource:
        made = self.add("network/publicGateway:PublicGateway", name, **inputs)
        for network in networks:
            self.add(
                "network/gatewayNetwork:GatewayNetwork",
                f"{name}-{network.name}",
                gatewayId=made.id,
                privateNetworkId=network.id,
                enableMasquerade=True,
                ipamConfigs=[{"pushDefaultRoute": True}],
            )
        return made


def rule(source: str, destination: str, low: int = 0, high: int = 0, **more: Any) -> dict[str, Any]:
    """One rule that accepts TCP to some ports."""
    return {
        "action": "accept",
        "protocol": "TCP",
        "source": source,
        "destination": destination,
        "srcPortLow": 0,
        "srcPortHigh": 0,
        "dstPortLow": low,
        "dstPortHigh": high or low,
        **more,
    }


def answer(source: str, destination: str, low: int, high: int = 0) -> dict[str, Any]:
    """The rule for the answers of `rule`."""
    return {
        **rule(destination, source),
        "srcPortLow": low,
        "srcPortHigh": high or low,
        "dstPortLow": 0,
        "dstPortHigh": 0,
    }
