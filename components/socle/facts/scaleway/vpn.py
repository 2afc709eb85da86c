"""The host's own VPN."""

from ..rows import Kind, Meter, Silent

KINDS: tuple[Kind, ...] = (
    Kind(
        "scaleway:s2svpn/connection:Connection",
        standard="IPsec",
        silent=Silent(("bgpConfigIpv4s", "bgpConfigIpv6s"), "s2svpn/connection.go"),
        meters=(Meter("connection", "hour", key={"meter": "connection"}),),
    ),
    Kind("scaleway:s2svpn/customerGateway:CustomerGateway", standard="IPsec", meters=()),
    Kind(
        "scaleway:s2svpn/gateway:Gateway",
        standard="IPsec",
        silent=Silent(
            ("gatewayType", "privateNetworkId", "publicConfigs", "ipamPrivateIpv4Id", "ipamPrivateIpv6Id"),
            "s2svpn/vpn_gateway.go",
        ),
        meters=(Meter("hour", "hour", by={"gatewayType": None, "zone": None}),),
        band="bridge",
    ),
    Kind("scaleway:s2svpn/routingPolicy:RoutingPolicy", standard="IPsec", meters=()),
)
