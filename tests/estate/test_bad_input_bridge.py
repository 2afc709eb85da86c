"""Bridges written wrongly: each parameter of profile, addresses, prefixes, ASN and initiation broken once, each with its consequence.

Proves nothing about what a gateway would do: two real peers are in tests/bridge.
"""

from pathlib import Path

import pytest

from .bridged import BRIDGE, CROSSING, ESTATE, FOUR, PAR1, write_bridge
from .edited_case import Case, assert_refused, case
from .written import edited, problems_of

_NO_TUNNEL = "no tunnel would come up"
_NO_BGP = "BGP would never come up"
_IKE, _ESP = "bridge.profile.ike", "bridge.profile.esp"


def _ike(text: str) -> tuple[str, str]:
    return "  ike: {encryption: aes256, integrity: sha384, group: ecp384}", f"  ike: {{{text}}} # <-"


def _esp(text: str) -> tuple[str, str]:
    return "  esp: {encryption: aes256gcm, pfs: ecp384}", f"  esp: {{{text}}} # <-"


def _tunnel(
    ours: str = "169.254.21.1", theirs: str = "169.254.21.2", more: str = "", zone: str = "fr-par-1"
) -> tuple[str, str]:
    return PAR1, f"  par1: {{zone: {zone}, scaleway_address: {ours}, azure_address: {theirs}{more}}} # <-"


def _asn(number: int) -> tuple[str, str]:
    return "  asn: 65515", f"  asn: {number} # <-"


def _four(old: str, new: str) -> tuple[str, str]:
    assert FOUR.count(old) == 1, old
    return PAR1, FOUR.replace(old, f"{new} # <-")


def _name(old: str, new: str) -> tuple[str, str]:
    line = "    catalogue: {legacy: 10.100.1.4, platform: 10.20.32.10, reason: applications ask for the catalogue}"
    return line, f"{line.replace(old, new)} # <-"


PROFILE = [
    case(
        "GCM in IKE",
        _ike("encryption: aes256gcm"),
        key=f"{_IKE}.encryption",
        said=("aes256gcm in IKE", _NO_TUNNEL, "aes256 with integrity"),
    ),
    case(
        "GCM in IKE under another name",
        _ike("encryption: aes256gcm16"),
        key=f"{_IKE}.encryption",
        said=("in IKE", _NO_TUNNEL, "belongs into esp"),
    ),
    case(
        "a cipher of one side",
        _ike("encryption: chacha20poly1305"),
        key=f"{_IKE}.encryption",
        said=("Azure does not offer it", _NO_TUNNEL, "aes256"),
    ),
    case(
        "a broken cipher",
        _ike("encryption: 3des"),
        key=f"{_IKE}.encryption",
        said=("it is broken", _NO_TUNNEL, "aes256"),
    ),
    case(
        "a hash of one side",
        _ike("integrity: sha512"),
        key=f"{_IKE}.integrity",
        said=("SHA384 at most", _NO_TUNNEL, "sha256 or sha384"),
    ),
    case(
        "a broken hash",
        _ike("integrity: sha1"),
        key=f"{_IKE}.integrity",
        said=("it is broken", _NO_TUNNEL, "sha256 or sha384"),
    ),
    case(
        "the host's first choice of group",
        _ike("group: curve25519"),
        key=f"{_IKE}.group",
        said=("Azure does not offer it", _NO_TUNNEL, "ecp384"),
    ),
    case(
        "a group that is too short",
        _ike("group: modp1024"),
        key=f"{_IKE}.group",
        said=("too short", _NO_TUNNEL, "modp2048"),
    ),
    case(
        "an unknown group",
        _ike("group: ecp999"),
        key=f"{_IKE}.group",
        said=("do not both offer it", _NO_TUNNEL, "ecp384"),
    ),
    case(
        "no forward secrecy",
        _esp("pfs: none"),
        key=f"{_ESP}.pfs",
        said=("no perfect forward secrecy", "recorded before", "pfs: ecp384"),
    ),
    case(
        "forward secrecy of one side",
        _esp("pfs: ecp521"),
        key=f"{_ESP}.pfs",
        said=("Azure does not offer it", _NO_TUNNEL, "ecp384"),
    ),
    case(
        "integrity twice",
        _esp("encryption: aes256gcm, integrity: sha256"),
        key=f"{_ESP}.integrity",
        said=("integrity sha256 beside", "refuses a second", "remove"),
    ),
    case(
        "no integrity",
        _esp("encryption: aes256"),
        key=f"{_ESP}.integrity",
        said=("aes256 without integrity", "could be changed", "sha256"),
    ),
    case(
        "an integrity that Azure lacks in ESP",
        _esp("encryption: aes256, integrity: sha384"),
        key=f"{_ESP}.integrity",
        said=("sha384", _NO_TUNNEL, "sha256"),
    ),
    case(
        "an ESP cipher of one side",
        _esp("encryption: aes256ccm, integrity: sha256"),
        key=f"{_ESP}.encryption",
        said=("Azure does not offer it", _NO_TUNNEL, "aes256gcm"),
    ),
    case(
        "a word that is no algorithm",
        _esp("encryption: strong"),
        key=f"{_ESP}.encryption",
        said=("'strong'", _NO_TUNNEL, "aes256gcm"),
        also=1,
    ),
]
ADDRESSES = [
    case(
        "what the host would choose",
        _tunnel("169.254.10.0", "169.254.10.1"),
        key="bridge.tunnels.par1.scaleway_address",
        said=("169.254.10.0 is not between", _NO_BGP, "that range"),
        also=1,
    ),
    case(
        "an address of ours",
        _tunnel("10.20.44.10", "10.20.44.9"),
        key="bridge.tunnels.par1.azure_address",
        said=("10.20.44.9 is not between", _NO_BGP, "that range"),
        also=1,
    ),
    case(
        "the first of a /30",
        _tunnel("169.254.21.0"),
        key="bridge.tunnels.par1.scaleway_address",
        said=("the first or the last", _NO_BGP, "169.254.21.1"),
    ),
    case(
        "the last of a /30",
        _tunnel(theirs="169.254.21.3"),
        key="bridge.tunnels.par1.azure_address",
        said=("the first or the last", _NO_BGP, "169.254.21.2"),
    ),
    case(
        "one address for both",
        _tunnel(theirs="169.254.21.1"),
        key="bridge.tunnels.par1.azure_address",
        said=("both ends", _NO_BGP, "169.254.21.0/30"),
    ),
    case(
        "ends in two ranges",
        _tunnel(theirs="169.254.21.6"),
        key="bridge.tunnels.par1.azure_address",
        said=("not in 169.254.21.0/30", _NO_BGP, "169.254.21.2"),
    ),
    case(
        "a private gateway",
        _tunnel(more=", public_address: 10.20.44.2"),
        key="bridge.tunnels.par1.public_address",
        said=("not a public address", "its own network", "or nothing"),
    ),
    case(
        "a zone that nobody agreed to",
        _tunnel(zone="nl-ams-1"),
        key="bridge.tunnels.par1.zone",
        said=("nl-ams-1", "nobody agreed", "fr-par-1"),
    ),
    case(
        "an instance that is not there",
        _tunnel(more=", azure_instance: 1"),
        key="bridge.tunnels.par1.azure_instance",
        said=("has only one", "nobody at its other end", "four tunnels"),
    ),
    case(
        "two tunnels share addresses",
        _four(
            "scaleway_address: 169.254.21.5, azure_address: 169.254.21.6}",
            "scaleway_address: 169.254.21.1, azure_address: 169.254.21.2}",
        ),
        key="bridge.tunnels.par1-b.scaleway_address",
        said=("inside par1-a already", "two connections share", "its own /30"),
    ),
    case(
        "two tunnels fail together",
        _four(
            "azure_instance: 1, scaleway_address: 169.254.21.5, azure_address: 169.254.21.6}",
            "azure_instance: 0, scaleway_address: 169.254.21.5, azure_address: 169.254.21.6}",
        ),
        key="bridge.tunnels.par1-b",
        said=("already", "fail together", "its own pair"),
    ),
    case(
        "two gateways with one address",
        (
            PAR1,
            FOUR.replace("21.2}", "21.2, public_address: 203.0.113.1}").replace(
                "21.6}", "21.6, public_address: 203.0.113.1} # <-"
            ),
        ),
        key="bridge.tunnels.par1-b.public_address",
        said=("is the address of par1-a", "tells its peers apart", "own gateway"),
    ),
    case(
        "three tunnels",
        ("tunnels:\n", "tunnels: # <-\n"),
        (PAR1, "\n".join(FOUR.split("\n")[:3])),
        key="bridge.tunnels",
        said=("3 tunnels", "another to take over", "1 or 4"),
    ),
    case(
        "four in three zones",
        ("tunnels:\n", "tunnels: # <-\n"),
        (PAR1, FOUR.replace("par2-b: {zone: fr-par-2", "par2-b: {zone: fr-par-3")),
        key="bridge.tunnels",
        said=("in 3 zones", "one zone is survived", "two zones"),
    ),
]
PREFIXES = [
    case(
        "an unknown network is announced",
        ("announce: [data]", "announce: [data, date] # <-"),
        key="bridge.announce.1",
        said=("no private network date", "route to nothing", "data"),
    ),
    case(
        "more is announced than flows need",
        ("announce: [data]", "announce: [data, admin] # <-"),
        key="bridge.announce.1",
        said=("no flow joins admin", "no business", "remove it"),
    ),
    case(
        "announced twice",
        ("announce: [data]", "announce: [data, data] # <-"),
        key="bridge.announce.1",
        said=("named twice", "", "once"),
    ),
    case(
        "a flow that is not announced",
        ("announce: [data]", "announce: [apps] # <-"),
        key="bridge.announce",
        said=("legacy-to-data names data", "one direction", "add data"),
        also=1,
    ),
    case(
        "an office is accepted",
        ("accept: [azure]", "accept: [azure, office] # <-"),
        key="bridge.accept.1",
        said=("in cloud office", "routes of others", "azure"),
    ),
    case(
        "an unknown range is accepted",
        ("accept: [azure]", "accept: [azur] # <-"),
        key="bridge.accept.0",
        said=("no range of network.outside", "routes of others", "did you mean azure"),
        also=1,
    ),
    case(
        "a range of no network",
        ("  spokes: [data]", "  spokes: []"),
        ("accept: [azure]", "accept: [azure] # <-"),
        key="bridge.accept.0",
        said=("not a whole range", "whole ranges", "10.90.0.0/16"),
    ),
    case(
        "a default route",
        ("accept: [azure]", "accept: [0.0.0.0/0] # <-"),
        key="bridge.accept.0",
        said=("0.0.0.0/0", "", "lower-case letters"),
    ),
]
AZURE = [
    case(
        "the host's own ASN",
        _asn(12876),
        key="bridge.azure.asn",
        said=("the host's own", "drop the other's routes", "65515"),
    ),
    case(
        "a public ASN", _asn(3215), key="bridge.azure.asn", said=("not a private", "somebody else's", "64512 to 65534")
    ),
    case(
        "an ASN of Azure's",
        _asn(65518),
        key="bridge.azure.asn",
        said=("Azure keeps 65518", "after 45 minutes", "65515"),
    ),
    case("the last 16-bit ASN", _asn(65535), key="bridge.azure.asn", said=("not a private", "", "64512 to 65534")),
    case(
        "nobody initiates",
        ("initiation: scaleway", "initiation: none # <-"),
        key="bridge.initiation",
        said=("none", "who opens the tunnel", "scaleway, azure"),
    ),
    case(
        "an unknown subnet",
        ("subnet: hub.gateway", "subnet: hub.gatway # <-"),
        key="bridge.azure.subnet",
        said=("no subnet hub.gatway", "stand nowhere", "hub.gateway"),
    ),
    case(
        "a subnet of another name",
        ("subnet: hub.gateway", "subnet: hub.small # <-"),
        key="bridge.azure.subnet",
        said=("GatewaySubnet2", "only into a subnet named", "GatewaySubnet"),
        also=1,
    ),
    case(
        "another subscription's group",
        ("resource_group: net", "resource_group: far # <-"),
        key="bridge.azure.resource_group",
        said=("another subscription", "only in the subscription", "of that subscription"),
    ),
    case(
        "an unknown resource group",
        ("resource_group: net", "resource_group: nett # <-"),
        key="bridge.azure.resource_group",
        said=("no resource group nett", "stand nowhere", "net"),
    ),
    case(
        "a hub as its own spoke",
        ("spokes: [data]", "spokes: [data, hub] # <-"),
        key="bridge.azure.spokes.1",
        said=("the gateway itself", "those of another network", "remove"),
    ),
    case(
        "more addresses than instances",
        ("  asn: 65515", "  asn: 65515\n  public_addresses: [203.0.113.1, 203.0.113.2] # <-"),
        key="bridge.azure.public_addresses",
        said=("2 public addresses for 1 instances", "with nobody", "one for each instance"),
    ),
    case(
        "a private address for Azure's gateway",
        ("  asn: 65515", "  asn: 65515\n  public_addresses: [10.90.255.4] # <-"),
        key="bridge.azure.public_addresses.0",
        said=("not a public address", "in place of Azure's", "or nothing"),
    ),
    case(
        "an unknown size",
        ("  asn: 65515", "  asn: 65515\n  sku: Basic # <-"),
        key="bridge.azure.sku",
        said=("Basic", "", "VpnGw2AZ"),
    ),
]
PLACES = [
    case(
        "a network full of stores",
        ("network: transit", "network: data # <-"),
        key="bridge.network",
        said=("network.addresses.catalogue", "would reach all of it", "of its own"),
    ),
    case(
        "an unknown network",
        ("network: transit", "network: tranist # <-"),
        key="bridge.network",
        said=("no private network tranist", "nowhere", "transit"),
    ),
    case("an unknown key", ("key: logs", "key: log # <-"), key="bridge.key", said=("no key log", "encrypted", "logs")),
    case(
        "no transport but tunnels",
        ("transport: vpn", "transport: none"),
        ("tunnels:\n", "tunnels: # <-\n"),
        key="bridge.tunnels",
        said=("tunnels beside transport: none", "nobody makes", "transport: vpn"),
        also=6,
    ),
    case(
        "tunnels without an end",
        ("transport: vpn", "transport: vpn # <-"),
        (BRIDGE[BRIDGE.index("azure:\n") : BRIDGE.index("names:")], ""),
        key="bridge.transport",
        said=("no azure", "no tunnel", "transport: none"),
        also=1,
    ),
    case(
        "one machine",
        ("transport: vpn", "transport: self-hosted"),
        ("tunnels:\n", "tunnels: # <-\n"),
        key="bridge.tunnels",
        said=("1 tunnels", "take over", "2"),
        also=1,
    ),
    case(
        "given keys that rotate",
        ("shared_keys: generated", "shared_keys: given\nrotation: 2 # <-"),
        key="bridge.rotation",
        said=("rotation of keys that are given", "nothing would rotate", "other values"),
    ),
    case(
        "a name that both files have",
        (
            "    catalogue: {legacy",
            "    taken: {legacy: 10.100.1.4, platform: 10.20.32.10, reason: asked for by applications} # <-\n    catalogue: {legacy",
        ),
        key="bridge.names.services.taken",
        said=("declares the record taken too", "two stacks", "another name"),
    ),
    case(
        "a name that leads to nobody",
        _name("10.20.32.10", "10.99.0.1"),
        key="bridge.names.services.catalogue.platform",
        said=("in no private network", "somebody else", "answers"),
    ),
    case(
        "a name that leaves the legacy estate",
        _name("10.100.1.4", "10.20.32.9"),
        key="bridge.names.services.catalogue.legacy",
        said=("in no network of the legacy estate", "somebody else", "answers"),
    ),
    case(
        "an unknown DNS zone",
        ("legacy_zone: moving", "legacy_zone: move # <-"),
        key="bridge.names.legacy_zone",
        said=("no DNS zone move", "not exist on Azure", "moving"),
    ),
]
CASES: list[Case] = [*PROFILE, *ADDRESSES, *PREFIXES, *AZURE, *PLACES]


@pytest.mark.parametrize("bridge", [BRIDGE, edited((PAR1, FOUR), text=BRIDGE)], ids=["one", "four"])
def test_the_bridge_that_the_cases_spoil_is_sound(bridge: str, tmp_path: Path) -> None:
    assert problems_of(write_bridge(tmp_path, bridge)) == []


def test_there_are_enough_cases() -> None:
    assert len({each.id for each in CASES}) == len(CASES) >= 50


@pytest.mark.parametrize("bad", CASES, ids=lambda each: each.id)
def test_a_bad_bridge_is_refused_where_and_why(bad: Case, tmp_path: Path) -> None:
    text = edited(*bad.edits, text=BRIDGE)

    problems = problems_of(write_bridge(tmp_path, text))

    assert {p.place.file for p in problems} == {"acme/bridge.yaml"}
    assert_refused(bad, text, problems)


def test_a_bridge_to_nothing_is_refused(tmp_path: Path) -> None:
    folder = write_bridge(tmp_path, BRIDGE)
    (folder / "legacy.yaml").unlink()

    assert any("without a legacy estate" in p.what for p in problems_of(folder))


def test_a_route_beside_the_bridge_is_refused(tmp_path: Path) -> None:
    estate = edited(("destination: 192.168.40.0/24", "destination: 10.100.4.0/24"), text=ESTATE)

    assert [p.at for p in problems_of(write_bridge(tmp_path, BRIDGE, estate=estate))] == [
        "network.routes.partner.destination"
    ]


def test_no_transport_carries_no_flow(tmp_path: Path) -> None:
    names = BRIDGE[BRIDGE.index("names:") :]

    found = problems_of(write_bridge(tmp_path, f"transport: none\n{names}"))

    assert [p.what for p in found] == ["the flow legacy-to-data needs a tunnel, and there is none"]
    assert (
        problems_of(write_bridge(tmp_path, f"transport: none\n{names}", estate=ESTATE.replace(CROSSING, "  flows:\n")))
        == []
    )
