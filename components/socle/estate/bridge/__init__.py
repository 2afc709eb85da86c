"""The bridge between the two clouds, as `bridge.yaml` declares it."""

from .bridge import (
    BRIDGE_FILE,
    LOWERED_TTL_SECONDS,
    REGULAR_TTL_SECONDS,
    SCALEWAY_ASN,
    AzureEndSpec,
    BridgeSpec,
    MachinesSpec,
    MovingNameSpec,
    NamesSpec,
)
from .checks import bridge_refusals, crossing, gateway_subscription
from .standing import BUILT, GATEWAY
from .tunnels import TUNNEL_PREFIX, TunnelSpec
from .vpn_profile import DOCUMENTED, STRONG, EspSpec, IkeSpec, VpnProfileSpec

__all__ = [
    "BRIDGE_FILE",
    "BUILT",
    "DOCUMENTED",
    "GATEWAY",
    "LOWERED_TTL_SECONDS",
    "REGULAR_TTL_SECONDS",
    "SCALEWAY_ASN",
    "STRONG",
    "TUNNEL_PREFIX",
    "AzureEndSpec",
    "BridgeSpec",
    "EspSpec",
    "IkeSpec",
    "MachinesSpec",
    "MovingNameSpec",
    "NamesSpec",
    "TunnelSpec",
    "VpnProfileSpec",
    "bridge_refusals",
    "crossing",
    "gateway_subscription",
]
