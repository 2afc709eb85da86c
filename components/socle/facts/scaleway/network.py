"""VPCs, private networks, gateways, reserved addresses, dedicated links."""

from ..rows import Kind, Logic, Meter, Quota, Silent

KINDS: tuple[Kind, ...] = (
    Kind("scaleway:interlink/link:Link"),
    Kind("scaleway:interlink/routingPolicy:RoutingPolicy"),
    Kind("scaleway:ipam/ip:Ip", meters=(Meter("private IP", "hour", key={"meter": "private IP"}),)),
    Kind("scaleway:ipam/ipReverseDns:IpReverseDns"),
    Kind(
        "scaleway:network/acl:Acl",
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
        meters=(Meter("VPC peering connector", "hour", key={"meter": "VPC peering connector"}),),
    ),
    Kind("scaleway:network/gatewayNetwork:GatewayNetwork", meters=()),
    Kind("scaleway:network/ingressRule:IngressRule"),
    Kind(
        "scaleway:network/privateNetwork:PrivateNetwork",
        meters=(Meter("existence", "hour", key={"meter": "existence"}),),
        quota=Quota(255, "private networks"),
        band="networks",
    ),
    Kind(
        "scaleway:network/publicGateway:PublicGateway",
        meters=(Meter("hour", "hour", by={"type": None, "zone": "fr-par-1"}),),
        quota=Quota(50, "public gateways"),
        band="bridge",
    ),
    Kind("scaleway:network/publicGatewayDhcp:PublicGatewayDhcp"),
    Kind("scaleway:network/publicGatewayDhcpReservation:PublicGatewayDhcpReservation"),
    Kind("scaleway:network/publicGatewayIp:PublicGatewayIp", meters=(Meter("IPv4", "hour", key={"meter": "IPv4"}),)),
    Kind("scaleway:network/publicGatewayIpReverseDns:PublicGatewayIpReverseDns"),
    Kind(
        "scaleway:network/publicGatewayPatRule:PublicGatewayPatRule",
        silent=Silent(("gatewayId",), "vpcgw/pat_rule.go"),
        meters=(),
    ),
    Kind("scaleway:network/route:Route", meters=()),
    Kind(
        "scaleway:network/vpc:Vpc",
        computed={"isDefault": False},
        meters=(Meter("existence", "hour", key={"meter": "existence"}),),
        quota=Quota(256, "VPCs"),
    ),
)
