"""The bridge as a plan: both ends of every tunnel agree, nothing passes at first, and what is made can be taken down in order.

Proves nothing about a real gateway of either cloud: what two real peers do with the same profile is in test_real_strongswan.py.
"""

import json
from pathlib import Path

import pytest

from socle.diff.change import Certainty, Op
from socle.diff.compare import compare
from socle.estate.bridge.vpn_profile import DOCUMENTED
from socle.estate.estate import Estate
from socle.estate.load import load
from socle.estate.posture import BridgePosture
from socle.plan.model import SECRET, Plan, Resource
from tests.estate.bridged import BRIDGE, CROSSING, ESTATE, PAR1, write_bridge

from .conftest import OPEN, Planned, bridged, four

GATEWAY = "scaleway:s2svpn/gateway:Gateway"
CUSTOMER = "scaleway:s2svpn/customerGateway:CustomerGateway"
CONNECTION = "scaleway:s2svpn/connection:Connection"
POLICY = "scaleway:s2svpn/routingPolicy:RoutingPolicy"
AZURE_GATEWAY = "azure-native:network:VirtualNetworkGateway"
AZURE_CONNECTION = "azure-native:network:VirtualNetworkGatewayConnection"
AZURE_PEER = "azure-native:network:LocalNetworkGateway"
AZURE_ADDRESS = "azure-native:network:PublicIPAddress"
RECORDS = ("scaleway:domain/record:Record", "azure-native:privatedns:PrivateRecordSet")


@pytest.fixture
def plan(planned: Planned) -> Plan:
    return planned()


def depends(plan: Plan, resource: Resource) -> set[str]:
    """Everything that a resource waits for and that therefore goes after it."""
    found: set[str] = set()
    waiting = list(resource.dependencies)
    while waiting:
        urn = waiting.pop()
        if urn not in found and urn in plan.by_urn:
            found.add(urn)
            waiting += plan.by_urn[urn].dependencies
    return found


def test_nothing_passes_until_the_posture_opens_it(planned: Planned) -> None:
    assert planned().one(CONNECTION).inputs["enableRoutePropagation"] is False
    assert planned(posture=OPEN).one(CONNECTION).inputs["enableRoutePropagation"] is True


def test_exactly_the_declared_prefixes_may_pass(plan: Plan) -> None:
    policy = plan.one(POLICY).inputs
    assert (policy["prefixFilterIns"], policy["prefixFilterOuts"]) == (["10.100.0.0/16"], ["10.20.32.0/22"])


def test_both_sides_propose_the_same_and_the_same_forward_secrecy(plan: Plan) -> None:
    ours, theirs = plan.one(CONNECTION).inputs, plan.one(AZURE_CONNECTION).inputs["ipsecPolicies"][0]

    assert ours["ikev2Ciphers"] == [{"encryption": "aes256", "integrity": "sha384", "dhGroup": "ecp384"}]
    assert ours["espCiphers"] == [{"encryption": "aes256gcm", "dhGroup": "ecp384"}]
    assert {key: theirs[key] for key in ("ikeEncryption", "ikeIntegrity", "dhGroup")} == {
        "ikeEncryption": "AES256",
        "ikeIntegrity": "SHA384",
        "dhGroup": "ECP384",
    }
    assert (theirs["ipsecEncryption"], theirs["ipsecIntegrity"], theirs["pfsGroup"]) == (
        "GCMAES256",
        "GCMAES256",
        ours["espCiphers"][0]["dhGroup"].upper(),
    )


def test_bgp_peers_are_written_on_both_sides_and_meet(plan: Plan) -> None:
    session = plan.one(CONNECTION).inputs["bgpConfigIpv4s"][0]
    peer, gateway = plan.one(AZURE_PEER).inputs, plan.one(AZURE_GATEWAY).inputs

    assert (session["privateIp"], session["peerPrivateIp"]) == ("169.254.21.1/30", "169.254.21.2/30")
    assert peer["bgpSettings"] == {"asn": 12876, "bgpPeeringAddress": "169.254.21.1"}
    assert plan.one(CUSTOMER).inputs["asn"] == gateway["bgpSettings"]["asn"] == 65515
    assert gateway["bgpSettings"]["bgpPeeringAddresses"][0]["customBgpIpAddresses"] == ["169.254.21.2"]


def test_azures_gateway_is_one_that_routes_and_asks_for_no_more_than_its_subnet(plan: Plan) -> None:
    given = plan.one(AZURE_GATEWAY).inputs
    kind = ("gatewayType", "vpnType", "vpnGatewayGeneration", "sku", "activeActive", "enableBgp")

    assert [given[key] for key in kind] == [
        "Vpn", "RouteBased", "Generation2", {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"}, False, True,
    ]  # fmt: skip
    for key in ("enablePrivateIpAddress", "allowRemoteVnetTraffic", "allowVirtualWanTraffic"):
        assert given[key] is False
    assert given["disableIPSecReplayProtection"] is False
    assert given["virtualNetworkGatewayName"] == "acme-bridge"
    assert [each["name"] for each in given["ipConfigurations"]] == ["instance-0"]
    assert given["bgpSettings"]["bgpPeeringAddresses"][0]["ipconfigurationId"].endswith(
        "/virtualNetworkGateways/acme-bridge/ipConfigurations/instance-0"
    )


def test_azures_addresses_stay_and_are_in_every_zone(plan: Plan) -> None:
    address = plan.one(AZURE_ADDRESS).inputs

    assert address["zones"] == ["1", "2", "3"]
    assert (address["publicIPAllocationMethod"], address["publicIPAddressVersion"]) == ("Static", "IPv4")
    assert address["sku"] == {"name": "Standard", "tier": "Regional"}


def test_azure_routes_by_bgp_and_renews_after_our_side(plan: Plan) -> None:
    connection = plan.one(AZURE_CONNECTION).inputs
    policy = connection["ipsecPolicies"][0]

    assert (connection["connectionType"], connection["connectionProtocol"]) == ("IPsec", "IKEv2")
    assert (connection["enableBgp"], connection["usePolicyBasedTrafficSelectors"]) == (True, False)
    assert (policy["saLifeTimeSeconds"], policy["saDataSizeKilobytes"]) == (27_000, 102_400_000)
    assert connection["dpdTimeoutSeconds"] == 45
    assert plan.one(CONNECTION).inputs["isIpv6"] is plan.one(POLICY).inputs["isIpv6"] is False


@pytest.mark.parametrize(
    ("initiation", "ours", "theirs"),
    [("scaleway", "vpn_gateway", "ResponderOnly"), ("azure", "customer_gateway", "Default")],
)
def test_one_side_opens_the_tunnel_and_the_other_waits(
    planned: Planned, tmp_path: Path, initiation: str, ours: str, theirs: str
) -> None:
    plan = planned(bridged(tmp_path, ("initiation: scaleway", f"initiation: {initiation}")))

    assert plan.one(CONNECTION).inputs["initiationPolicy"] == ours
    assert plan.one(AZURE_CONNECTION).inputs["connectionMode"] == theirs


def test_one_tunnel_needs_one_instance(plan: Plan) -> None:
    gateway = plan.one(AZURE_GATEWAY).inputs

    assert gateway["activeActive"] is False
    assert len(plan.all(AZURE_ADDRESS)) == len(gateway["ipConfigurations"]) == 1


def test_four_tunnels_join_every_zone_with_every_instance(planned: Planned, tmp_path: Path) -> None:
    plan = planned(four(tmp_path))
    gateway = plan.one(AZURE_GATEWAY).inputs
    by_instance = {
        a["ipconfigurationId"][-1]: a["customBgpIpAddresses"] for a in gateway["bgpSettings"]["bgpPeeringAddresses"]
    }

    assert gateway["activeActive"] is True
    assert sorted(g.inputs["zone"] for g in plan.all(GATEWAY)) == ["fr-par-1", "fr-par-1", "fr-par-2", "fr-par-2"]
    assert by_instance == {"0": ["169.254.21.2", "169.254.22.2"], "1": ["169.254.21.6", "169.254.22.6"]}
    assert len({c.inputs["bgpConfigIpv4s"][0]["privateIp"] for c in plan.all(CONNECTION)}) == 4


def test_each_connection_of_four_calls_the_instance_that_it_ends_at(planned: Planned, tmp_path: Path) -> None:
    plan = planned(four(tmp_path))
    second = plan.named("bridge-azure-par2-b-connection").inputs["gatewayCustomBgpIpAddresses"]

    assert {a["ipConfigurationId"][-1]: a["customBgpIpAddress"] for a in second} == {
        "0": "169.254.22.2",
        "1": "169.254.22.6",
    }
    assert plan.named("bridge-azure-par2-b-peer").inputs["bgpSettings"]["bgpPeeringAddress"] == "169.254.22.5"


def test_azure_tells_its_peers_apart(planned: Planned, tmp_path: Path) -> None:
    """Azure wants unique public and BGP addresses: each tunnel has a gateway of its own."""
    plan = planned(four(tmp_path))

    assert len(plan.all(GATEWAY)) == len(plan.all(AZURE_PEER)) == 4
    assert len({p.inputs["bgpSettings"]["bgpPeeringAddress"] for p in plan.all(AZURE_PEER)}) == 4
    for key in ("par1-a", "par2-b"):
        wanted = f"bridge-tunnel-{key}-gateway"
        sources = plan.named(f"bridge-azure-{key}-peer").property_dependencies["gatewayIpAddress"]
        assert [urn.rsplit("::", 1)[-1] for urn in sources] == [wanted]


def test_the_estate_can_pin_the_address_of_our_gateway(planned: Planned, tmp_path: Path) -> None:
    pinned = bridged(
        tmp_path, ("azure_address: 169.254.21.2}", "azure_address: 169.254.21.2, public_address: 203.0.113.9}")
    )

    assert planned(pinned).one(AZURE_PEER).inputs["gatewayIpAddress"] == "203.0.113.9"


def test_without_it_the_host_is_asked(planned: Planned) -> None:
    """Once the gateway exists: before, there is nothing to ask about."""
    asked: list[object] = []

    def answer(arguments: dict[str, object]) -> dict[str, object]:
        asked.append(arguments["ipamIpId"])
        return {"address": "203.0.113.77"}

    gateway = planned(mode="preview").one(GATEWAY)
    deployed = {
        "urn": gateway.urn,
        "type": GATEWAY,
        "custom": True,
        "id": "fr-par/1",
        "inputs": gateway.inputs,
        "outputs": {**gateway.inputs, "publicConfigs": [{"ipamIpv4Id": "fr-par/ip"}]},
    }
    prior = {"version": 3, "deployment": {"resources": [deployed]}}
    plan = planned(mode="preview", capture={"prior": prior, "invokes": {"scaleway:ipam/getIp:getIp": answer}})

    assert plan.one(AZURE_PEER).inputs["gatewayIpAddress"] == "203.0.113.77"
    assert asked == ["fr-par/ip"]


def test_azures_address_must_be_the_one_that_was_reviewed(planned: Planned, tmp_path: Path) -> None:
    estate = bridged(tmp_path, ("  asn: 65515", "  asn: 65515\n  public_addresses: [203.0.113.5]"))
    address = planned(estate, mode="preview").one(AZURE_ADDRESS)

    def on(given: str | None) -> Plan:
        row = {
            "urn": address.urn,
            "type": AZURE_ADDRESS,
            "custom": True,
            "id": "/a/b",
            "inputs": address.inputs,
            "outputs": {**address.inputs, "ipAddress": given},
        }
        prior = {"version": 3, "deployment": {"resources": [row]}}
        return planned(estate, mode="preview", capture={"prior": prior})

    assert on("203.0.113.5").one(CUSTOMER).inputs["ipv4Public"] == "203.0.113.5"
    with pytest.raises(ValueError, match=r"has the public address 203\.0\.113\.6, and the estate says 203\.0\.113\.5"):
        on("203.0.113.6")


def test_both_sides_are_given_one_secret_key_that_no_plan_shows(planned: Planned) -> None:
    plan = planned()
    ours = plan.one(CONNECTION)

    assert plan.one(AZURE_CONNECTION).inputs["sharedKey"] == SECRET
    assert plan.one("scaleway:secrets/version:Version").inputs["data"] == SECRET
    assert ours.inputs["secretId"] == plan.one("scaleway:secrets/secret:Secret").id
    assert ours.inputs["secretVersion"] == 1
    assert any("password" in urn for urn in plan.one(AZURE_CONNECTION).property_dependencies["sharedKey"])


def test_a_given_key_is_nowhere_in_the_plan(planned: Planned, tmp_path: Path) -> None:
    given = bridged(tmp_path, ("shared_keys: generated", "shared_keys: given"))
    plan = planned(given, shared_keys={"par1": "a-very-long-pre-shared-key-that-nobody-sees"})

    assert "a-very-long" not in plan.to_json()
    assert not plan.all("random:index/randomPassword:RandomPassword")


def test_a_key_that_is_not_given_stops_the_program(planned: Planned, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="its content is given"):
        planned(bridged(tmp_path, ("shared_keys: generated", "shared_keys: given")))


def test_another_rotation_is_another_key_on_both_sides(planned: Planned, tmp_path: Path) -> None:
    plan = planned(bridged(tmp_path, ("shared_keys: generated", "rotation: 2")))

    assert [p.name for p in plan.all("random:index/randomPassword:RandomPassword")] == ["bridge-psk-par1-password-2"]


def test_azure_is_given_the_time_that_it_needs(plan: Plan) -> None:
    assert plan.one(AZURE_GATEWAY).custom_timeouts == {"create": 5400, "update": 5400, "delete": 5400}


def test_gateways_are_protected_and_connections_can_be_replaced(plan: Plan) -> None:
    assert plan.one(GATEWAY).protect
    assert plan.one(AZURE_GATEWAY).protect
    assert plan.one(AZURE_ADDRESS).protect
    assert not plan.one(CONNECTION).protect


def test_other_bgp_addresses_replace_the_connection_since_the_provider_would_not_send_them(
    planned: Planned, tmp_path: Path
) -> None:
    moved = bridged(
        tmp_path, ("169.254.21.1, azure_address: 169.254.21.2", "169.254.21.5, azure_address: 169.254.21.6")
    )

    change = next(c for c in compare(planned(moved), planned()).changes if c.resource.type == CONNECTION)

    assert (change.op, change.certainty) == (Op.REPLACE, Certainty.CERTAIN)
    assert change.delete_before_replace


def test_the_old_connection_goes_before_the_new_one_claims_its_addresses(plan: Plan) -> None:
    assert plan.one(CONNECTION).delete_before_replace


def test_it_is_taken_down_from_azures_connection_to_the_gateways(planned: Planned, tmp_path: Path) -> None:
    plan = planned(four(tmp_path))
    for connection in plan.all(AZURE_CONNECTION):
        after = {plan.by_urn[urn].type for urn in depends(plan, connection)}
        assert {CONNECTION, AZURE_GATEWAY, AZURE_PEER, AZURE_ADDRESS, GATEWAY, CUSTOMER, POLICY} <= after


def test_everything_names_its_place(plan: Plan) -> None:
    for type_ in (GATEWAY, CUSTOMER, CONNECTION, POLICY):
        assert {"projectId", "region"} <= plan.one(type_).inputs.keys()
    assert plan.one(GATEWAY).inputs["zone"] == "fr-par-1"
    for type_ in (AZURE_GATEWAY, AZURE_CONNECTION, AZURE_PEER, AZURE_ADDRESS):
        assert plan.one(type_).inputs["location"] == "francecentral"


@pytest.mark.parametrize(
    ("posture", "target", "ttl"),
    [
        (BridgePosture(), "10.100.1.4", 3600),
        (BridgePosture(lowered_ttl=frozenset({"catalogue"})), "10.100.1.4", 60),
        (BridgePosture(moved=frozenset({"catalogue"}), lowered_ttl=frozenset({"catalogue"})), "10.20.32.10", 60),
    ],
)
def test_the_posture_moves_a_name_on_both_clouds(
    planned: Planned, posture: BridgePosture, target: str, ttl: int
) -> None:
    host, azure = (planned(posture=posture).one(type_).inputs for type_ in RECORDS)

    assert (host["name"], host["data"], host["ttl"]) == ("catalogue", target, ttl)
    assert (azure["relativeRecordSetName"], azure["aRecords"], azure["ttl"]) == (
        "catalogue",
        [{"ipv4Address": target}],
        ttl,
    )


def test_a_name_that_is_not_declared_cannot_move(planned: Planned) -> None:
    with pytest.raises(ValueError, match="moves cohorts, which the bridge does not declare"):
        planned(posture=BridgePosture(moved=frozenset({"cohorts"})))


def test_without_a_transport_only_names_are_made(planned: Planned, tmp_path: Path) -> None:

    names = BRIDGE[BRIDGE.index("names:") :]
    folder = write_bridge(tmp_path, f"transport: none\n{names}", estate=ESTATE.replace(CROSSING, "  flows:\n"))
    plan = planned(load(folder).estate)

    assert {r.type for r in plan if r.custom} == {*RECORDS, "scaleway:domain/zone:Zone"}


def test_another_profile_reaches_both_sides(planned: Planned, tmp_path: Path) -> None:
    estate = bridged(
        tmp_path,
        ("{encryption: aes256, integrity: sha384, group: ecp384}", json.dumps(DOCUMENTED.ike.model_dump())),
        ("{encryption: aes256gcm, pfs: ecp384}", json.dumps(DOCUMENTED.esp.model_dump())),
    )
    plan = planned(estate)

    assert plan.one(CONNECTION).inputs["espCiphers"] == [
        {"encryption": "aes256", "integrity": "sha256", "dhGroup": "modp2048"}
    ]
    assert plan.one(AZURE_CONNECTION).inputs["ipsecPolicies"][0]["pfsGroup"] == "PFS2048"


MACHINES = "\n".join(
    f"  par{zone}: {{zone: fr-par-{zone}, scaleway_address: 169.254.2{zone}.1, azure_address: 169.254.2{zone}.2}}"
    for zone in (1, 2)
)


def machines(folder: Path, active: str = "par1") -> Estate:
    """Our ends are two machines."""
    return bridged(
        folder, ("transport: vpn", f"transport: self-hosted\nmachines: {{active: {active}}}"), (PAR1, MACHINES)
    )


def test_machines_of_ours_take_the_place_of_the_hosts_gateways(planned: Planned, tmp_path: Path) -> None:
    plan = planned(machines(tmp_path))

    assert [s.inputs["zone"] for s in plan.all("scaleway:instance/server:Server")] == ["fr-par-1", "fr-par-2"]
    assert [p.inputs["bgpSettings"]["asn"] for p in plan.all(AZURE_PEER)] == [64512, 64512]
    assert plan.one(AZURE_GATEWAY).inputs["activeActive"] is False
    assert not [r for r in plan if r.type.startswith("scaleway:s2svpn/")]


def test_the_same_flows_are_carried_whatever_the_transport(planned: Planned, tmp_path: Path) -> None:
    plan = planned(machines(tmp_path), posture=OPEN)
    setup = plan.named("bridge-machines-par1-server").inputs["userData"]["cloud-init"]

    assert "ip saddr 10.100.0.0/16 ip daddr 10.20.32.0/22 tcp dport { 5432 }" in setup


@pytest.mark.parametrize("active", ["par1", "par2"])
def test_the_platforms_routes_lead_to_the_active_machine_once_it_is_open(
    planned: Planned, tmp_path: Path, active: str
) -> None:
    estate = machines(tmp_path, active)
    route = planned(estate, posture=OPEN).one("scaleway:network/route:Route")

    assert route.inputs["destination"] == "10.100.0.0/16"
    assert [urn.rsplit("::", 1)[-1] for urn in route.property_dependencies["nexthopResourceId"]] == [
        f"bridge-machines-{active}-nic"
    ]
    assert not planned(estate).all("scaleway:network/route:Route")


def test_azures_half_goes_before_our_machine(planned: Planned, tmp_path: Path) -> None:
    plan = planned(machines(tmp_path))
    for connection in plan.all(AZURE_CONNECTION):
        assert "scaleway:instance/server:Server" in {plan.by_urn[urn].type for urn in depends(plan, connection)}
