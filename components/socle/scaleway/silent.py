"""Arguments that the provider neither replaces on nor sends when they change: `up` reports an update and nothing happens.

Each is made to replace instead. On a protected resource the engine then refuses, which is the point: fail loudly, decide,
and never believe that a key changed its algorithm. Source: the provider's update functions, Terraform provider 2.81.
"""

import pulumi
from pulumiverse_scaleway import databases, iam, keymanager, network, observability, s2svpn

SILENT: dict[type[pulumi.CustomResource], tuple[str, ...]] = {
    keymanager.Key: ("usage", "algorithm", "origin", "unprotected"),
    network.Acl: ("vpcId", "isIpv6"),
    network.PublicGatewayPatRule: ("gatewayId",),
    s2svpn.Gateway: ("gatewayType", "privateNetworkId", "publicConfigs", "ipamPrivateIpv4Id", "ipamPrivateIpv6Id"),
    s2svpn.Connection: ("bgpConfigIpv4s", "bgpConfigIpv6s"),  # the schema replaces on their number alone
    observability.Exporter: ("datasourceId", "datadogDestination", "otlpDestination"),
    iam.ApiKey: ("userId",),
    databases.Privilege: ("userName", "databaseName"),
    databases.ReadReplica: ("instanceId",),
}
