"""VPCs, private networks, gateways, reserved addresses, dedicated links."""

from ..rows import Kind, Logic, Meter, Quota, Silent

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:interlink/link:Link", standard="BGP"),
    Kind("scaleway:interlink/routingPolicy:RoutingPolicy", standard="BGP"),
    Kind("scaleway:ipam/ip:Ip", standard="IP", meters=(Meter("private IP", "hour", key={"meter": "private IP"}),)),
    Kind("scaleway:ipam/ipReverseDns:IpReverseDns", standard="DNS"),
    Kind(
        "scaleway:network/acl:Acl",
        standard="IP",
        silent=Silent(("vpcId", "isIpv6"), "vpc/acl.go"),
        logic=(
            Logic(
                "region",
                "ignored",
                "the provider's own Diff answers no change, although its schema has the replace flag",
            ),
        ),
        id="{vpcId}",
        meters=(),
    ),
    Kind(
        "scaleway:network/connector:Connector",
        standard="IP",
        meters=(Meter("VPC peering connector", "hour", key={"meter": "VPC peering connector"}),),
    ),
    Kind("scaleway:network/gatewayNetwork:GatewayNetwork", standard="IP", meters=()),
    Kind("scaleway:network/ingressRule:IngressRule", standard="IP"),
    Kind(
        "scaleway:network/privateNetwork:PrivateNetwork",
        standard="IP",
        meters=(Meter("existence", "hour", key={"meter": "existence"}),),
        quota=Quota(255, "private networks"),
        band="networks",
    ),
    Kind(
        "scaleway:network/publicGateway:PublicGateway",
        standard="IP",
        meters=(Meter("hour", "hour", by={"type": None, "zone": "fr-par-1"}),),
        quota=Quota(50, "public gateways"),
        band="bridge",
    ),
    Kind("scaleway:network/publicGatewayDhcp:PublicGatewayDhcp", standard="IP"),
    Kind("scaleway:network/publicGatewayDhcpReservation:PublicGatewayDhcpReservation", standard="IP"),
    Kind(
        "scaleway:network/publicGatewayIp:PublicGatewayIp",
        standard="IP",
        meters=(Meter("IPv4", "hour", key={"meter": "IPv4"}),),
    ),
    Kind("scaleway:network/publicGatewayIpReverseDns:PublicGatewayIpReverseDns", standard="DNS"),
    Kind(
        "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule",
        standard="IP",
        silent=Silent(("gatewayId",), "vpcgw/pat_rule.go"),
        meters=(),
    ),
    Kind("scaleway:network/route:Route", standard="IP", meters=()),
    Kind(
        "scaleway:network/vpc:Vpc",
        standard="IP",
        computed={"isDefault": False},
        meters=(Meter("existence", "hour", key={"meter": "existence"}),),
        quota=Quota(256, "VPCs"),
    ),
)
