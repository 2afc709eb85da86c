"""Arguments that the provider neither replaces on nor sends when they change: `up` reports an update and nothing happens.

Components make each replace instead: on a protected resource the engine then refuses, which is the point (fail loudly, decide, and
never believe that a key changed its algorithm). The diff says of each that it is not sent. Source: the provider's update
functions, Terraform provider 2.81, by file.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Silent:
    """Inputs of one type that an update does not send, and the file of the provider where that was read."""

    inputs: tuple[str, ...]
    source: str


SILENT: dict[str, Silent] = {
    "scaleway:databases/privilege:Privilege": Silent(("userName", "databaseName"), "rdb/privilege.go"),
    "scaleway:databases/readReplica:ReadReplica": Silent(("instanceId",), "rdb/read_replica.go"),
    "scaleway:iam/apiKey:ApiKey": Silent(("userId",), "iam/api_key.go"),
    "scaleway:keymanager/key:Key": Silent(
        ("usage", "algorithm", "origin", "unprotected"), "keymanager/key_resource.go"
    ),
    "scaleway:network/acl:Acl": Silent(("vpcId", "isIpv6"), "vpc/acl.go"),
    "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule": Silent(("gatewayId",), "vpcgw/pat_rule.go"),
    "scaleway:observability/exporter:Exporter": Silent(
        ("datasourceId", "datadogDestination", "otlpDestination"), "cockpit/exporter.go"
    ),
    # the schema replaces a connection on the number of its BGP addresses alone
    "scaleway:s2svpn/connection:Connection": Silent(("bgpConfigIpv4s", "bgpConfigIpv6s"), "s2svpn/connection.go"),
    "scaleway:s2svpn/gateway:Gateway": Silent(
        ("gatewayType", "privateNetworkId", "publicConfigs", "ipamPrivateIpv4Id", "ipamPrivateIpv6Id"),
        "s2svpn/vpn_gateway.go",
    ),
}
"""By type token."""


def silent_inputs(type_token: str) -> tuple[str, ...]:
    """The inputs of a type that an update does not send."""
    return SILENT[type_token].inputs if type_token in SILENT else ()
