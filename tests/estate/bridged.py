"""A sound estate with both clouds and a bridge, as three files. Shared by the tests of what bridges may not say and of what they make."""

from pathlib import Path

from .written import edited, write

CROSSING = """\
  flows:
    legacy-to-data:
      source: azure
      destination: data
      ports: ["5432"]
      reason: the legacy database is replicated
"""
ESTATE = edited(
    ("  outside:\n", "    transit: {purpose: services, range: 10.20.44.0/24}\n  outside:\n"),
    ("  flows:\n", CROSSING),
    (
        "    azure: {range: 10.100.0.0/16, cloud: azure}\n",
        "    azure: {range: 10.100.0.0/16, cloud: azure}\n    office: {range: 192.168.1.0/24, cloud: office}\n",
    ),
)
GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups"
LEGACY = f"""\
tenant_id: 00000000-0000-4000-8000-000000000002
subscription_id: 00000000-0000-4000-8000-000000000001
other_subscriptions: {{far: 00000000-0000-4000-8000-000000000003}}
resource_groups:
  net: {{id: {GROUP}/rg-net}}
  far: {{id: {GROUP.replace("01/", "03/")}/rg-far}}
networks:
  hub:
    id: {GROUP}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-hub
    address_space: [10.90.0.0/16]
    subnets:
      gateway: {{name: GatewaySubnet, range: 10.90.255.0/27}}
      small: {{name: GatewaySubnet2, range: 10.90.254.0/28}}
  data:
    id: {GROUP}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-data
    address_space: [10.100.0.0/16]
dns_zones:
  moving:
    id: {GROUP}/rg-net/providers/Microsoft.Network/privateDnsZones/moving.interne
    records:
      taken: {{values: [10.100.0.9]}}
"""
BRIDGE = """\
transport: vpn
network: transit
key: logs
announce: [data]
accept: [azure]
profile:
  ike: {encryption: aes256, integrity: sha384, group: ecp384}
  esp: {encryption: aes256gcm, pfs: ecp384}
initiation: scaleway
shared_keys: generated
tunnels:
  par1: {zone: fr-par-1, scaleway_address: 169.254.21.1, azure_address: 169.254.21.2}
azure:
  subnet: hub.gateway
  resource_group: net
  asn: 65515
  spokes: [data]
names:
  legacy_zone: moving
  domain: acme.example
  subdomain: moving
  services:
    catalogue: {legacy: 10.100.1.4, platform: 10.20.32.10, reason: applications ask for the catalogue}
"""
PAR1 = "  par1: {zone: fr-par-1, scaleway_address: 169.254.21.1, azure_address: 169.254.21.2}"
FOUR = "\n".join(
    f"  {name}: {{zone: fr-par-{zone}, azure_instance: {instance}, scaleway_address: 169.254.{net}, azure_address: 169.254.{peer}}}"
    for name, zone, instance, net, peer in (
        ("par1-a", 1, 0, "21.1", "21.2"),
        ("par1-b", 1, 1, "21.5", "21.6"),
        ("par2-a", 2, 0, "22.1", "22.2"),
        ("par2-b", 2, 1, "22.5", "22.6"),
    )
)


def write_bridge(estates: Path, bridge: str, legacy: str = LEGACY, estate: str = ESTATE) -> Path:
    """Write the three files; the folder to load."""
    folder = write(estates, estate)
    (folder / "legacy.yaml").write_text(legacy)
    (folder / "bridge.yaml").write_text(bridge)
    return folder
