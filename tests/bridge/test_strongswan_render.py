"""What a machine with a tunnel is given, as text. Whether the daemons accept it, test_real_strongswan.py proves."""

import base64
import re
from itertools import product
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from socle.bridge.cloud_init import PACKAGES, bridge_ends, cloud_init, machine_files
from socle.bridge.packet_filter import nftables_conf
from socle.bridge.prefixes import RangeFlow, range_flows
from socle.bridge.proposals import azure_policy, scaleway_esp, scaleway_ike, strongswan_esp, strongswan_ike
from socle.bridge.routing import bird_conf
from socle.bridge.strongswan import psk_conf, swanctl_conf
from socle.estate.bridge.vpn_profile import (
    ESP_ENCRYPTION,
    GROUPS,
    IKE_ENCRYPTION,
    IKE_INTEGRITY,
    STRONG,
    EspSpec,
    IkeSpec,
    VpnProfileSpec,
)
from socle.estate.platform.flows import NetworkSpec
from socle.estate.platform.network import FlowSpec, OutsideSpec, PrivateNetworkSpec

from .bridges import ACCEPTED, ANNOUNCED, AZURE, FEEDS, FIRST, OURS, PSK, READS, SECOND, bridge, passing

PROFILES = [
    VpnProfileSpec(
        ike=IkeSpec(encryption=encryption, integrity=integrity, group=group),
        esp=EspSpec(encryption=esp, integrity=None if esp.endswith("gcm") else "sha256", pfs=pfs),
    )
    for encryption, integrity, group, esp, pfs in product(IKE_ENCRYPTION, IKE_INTEGRITY, GROUPS, ESP_ENCRYPTION, GROUPS)
]
"""Every profile that both clouds accept."""

GROUP_NUMBERS = {
    "modp2048": 14, "ecp256": 19, "ecp384": 20,
    "DHGroup14": 14, "PFS2048": 14, "ECP256": 19, "ECP384": 20,
}  # fmt: skip
"""Numbers of the groups (IANA, IKEv2 transform type 4), by every spelling."""


def cipher(text: str) -> tuple[str, int]:
    """Mode and key length, whoever spells it."""
    return ("gcm" if "gcm" in text.lower() else "cbc", int(re.findall(r"128|192|256", text)[0]))


def test_there_are_324_profiles() -> None:
    assert len(PROFILES) == 324


@pytest.mark.slow
@given(st.sampled_from(PROFILES))
def test_the_three_spellings_of_phase_1_name_the_same_algorithms(profile: VpnProfileSpec) -> None:
    encryption, integrity, group = strongswan_ike(profile.ike).split("-")
    host, azure = scaleway_ike(profile), azure_policy(profile)
    assert cipher(encryption) == cipher(host.encryption) == cipher(azure.ike_encryption)
    assert integrity == host.integrity == azure.ike_integrity.lower()
    assert GROUP_NUMBERS[group] == GROUP_NUMBERS[host.dh_group] == GROUP_NUMBERS[azure.dh_group]


@given(st.sampled_from(PROFILES))
def test_the_three_spellings_of_phase_2_name_the_same_algorithms_and_the_same_pfs(profile: VpnProfileSpec) -> None:
    encryption, *integrity, pfs = strongswan_esp(profile.esp).split("-")
    host, azure = scaleway_esp(profile), azure_policy(profile)
    assert cipher(encryption) == cipher(host.encryption) == cipher(azure.ipsec_encryption)
    assert (integrity or [None]) == [host.integrity]
    assert azure.ipsec_integrity == (integrity[0].upper() if integrity else azure.ipsec_encryption)
    assert GROUP_NUMBERS[pfs] == GROUP_NUMBERS[host.dh_group] == GROUP_NUMBERS[azure.pfs_group]


@pytest.mark.parametrize("initiation", ["scaleway", "azure"])
def test_every_profile_renders_one_proposal_for_each_phase(initiation: Any) -> None:
    for profile in PROFILES:
        lines = [line.strip() for line in swanctl_conf(profile, initiation).splitlines()]
        assert f"proposals = {strongswan_ike(profile.ike)}" in lines
        assert f"esp_proposals = {strongswan_esp(profile.esp)}" in lines
        assert "version = 2" in lines


@pytest.mark.parametrize(
    ("initiation", "start", "tries"), [("scaleway", "start_action = start", 0), ("azure", "start_action = none", 1)]
)
def test_only_who_opens_the_tunnel_starts_it(initiation: Any, start: str, tries: int) -> None:
    text = swanctl_conf(STRONG, initiation)
    assert start in text
    assert f"keyingtries = {tries}\n" in text
    assert ("close_action = start" in text) is (initiation == "scaleway")


@pytest.mark.parametrize(("initiation", "opens"), [("scaleway", "true"), ("azure", "false")])
def test_the_scripts_know_their_interface_and_whether_they_open_the_tunnel(initiation: Any, opens: str) -> None:
    content, mode = machine_files(bridge(initiation=initiation), FIRST, passing())["/etc/default/tunnel"]
    said = dict(line.split("=") for line in content.splitlines())

    assert mode == "0644"
    assert said["OPENS"] == opens
    assert said["ADDRESS"] == "169.254.21.1/30"
    assert set(said) == {"INTERFACE", "INTERFACE_ID", "ADDRESS", "MTU", "OPENS"}


def test_our_side_renews_its_keys_before_azure_would() -> None:
    text = swanctl_conf(STRONG, "scaleway")
    ike, child = (int(value) for value in re.findall(r"^ +rekey_time = (\d+)s$", text, re.MULTILINE))
    assert ike * 1.1 < 28_800
    assert child < int(re.findall(r"life_time = (\d+)s", text)[0]) == 27_000


def test_udp_is_forced_since_the_hosts_groups_cannot_let_esp_in() -> None:
    assert "encap = yes\n" in swanctl_conf(STRONG, "scaleway")


@pytest.mark.slow
@given(st.text(min_size=1, max_size=80))
def test_a_key_of_any_characters_is_one_value_and_nothing_more(key: str) -> None:
    lines = psk_conf(key).splitlines()
    assert [line.strip() for line in lines[:2] + lines[3:]] == ["secrets {", "ike-azure {", "}", "}"]
    assert base64.b64decode(lines[2].strip().removeprefix("secret = 0s")).decode() == key


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        psk_conf("")


def test_a_key_is_in_its_own_text_only() -> None:
    encoded = base64.b64encode(PSK.encode()).decode()
    everything = cloud_init(bridge(), FIRST, passing()) + bridge_ends(ours=OURS, azure=AZURE, reserve=False)
    assert encoded in psk_conf(PSK)
    assert encoded not in everything
    assert "secret = 0s" not in everything.replace("secret = 0s[A-Za-z0-9+/=]*", "")  # what the script looks for


@pytest.mark.parametrize("address", ["198.51.100.10; reboot", "198.51.100.10\nazure=203.0.113.9", "", "gateway", "::1"])
def test_an_address_that_is_none_never_reaches_the_machine(address: str) -> None:
    with pytest.raises(ValueError, match="public address of the machine is"):
        bridge_ends(ours=address, azure=AZURE, reserve=False)


HOSTILE = ["10.0.0.0/8 accept; add rule", "10.0.0.0/8 ] then accept; if net ~ [ 0.0.0.0/0", "10.20.16.1/20", "apps", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_range_that_is_none_is_in_no_text(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        bird_conf(FIRST, asn=64_512, azure_asn=65_515, announced=(text,), accepted=(), propagation=True)
    with pytest.raises(ValueError, match=r".+"):
        nftables_conf(
            FIRST, announced=(text,), accepted=(ACCEPTED,), flows=[RangeFlow(text, ACCEPTED, "any")], propagation=True
        )


@pytest.mark.parametrize("port", ["22; accept", "22 }", "", "-22", "ssh", "２２", "22-x"])
def test_a_port_that_is_none_is_in_no_text(port: str) -> None:
    flow = RangeFlow(ANNOUNCED, ACCEPTED, "tcp", (port,))
    with pytest.raises(ValueError, match="not a port"):
        nftables_conf(FIRST, announced=(ANNOUNCED,), accepted=(ACCEPTED,), flows=[flow], propagation=True)


@pytest.mark.parametrize("side", ["announced", "accepted"])
def test_a_default_route_is_refused_in_both_directions(side: str) -> None:
    ranges = {"announced": (ANNOUNCED,), "accepted": (ACCEPTED,), side: ("0.0.0.0/0",)}
    with pytest.raises(ValueError, match="default route"):
        bird_conf(FIRST, asn=64_512, azure_asn=65_515, **ranges, propagation=True)


def test_bgp_exchanges_the_declared_prefixes_and_rejects_the_rest() -> None:
    text = bird_conf(
        FIRST, asn=64_600, azure_asn=65_516, announced=(ANNOUNCED,), accepted=(ACCEPTED,), propagation=True
    )
    come, go = text.split("filter to_azure {")
    assert f"if net ~ [ {ACCEPTED} ] then accept;\n  reject;" in come
    assert f"if net ~ [ {ANNOUNCED} ] then accept;\n  reject;" in go
    assert "local 169.254.21.1 as 64600;\n  neighbor 169.254.21.2 as 65516;" in text


def test_without_propagation_no_prefix_and_no_flow_is_in_any_text() -> None:
    files = machine_files(bridge(), FIRST, passing(propagation=False))
    for content, _ in files.values():
        assert ANNOUNCED not in content
        assert ACCEPTED not in content
    assert "accept" not in files["/etc/nftables.conf"][0].split("chain forward")[1].split("chain output")[0]


def test_a_flow_passes_in_its_own_direction_only() -> None:
    text = nftables_conf(FIRST, announced=(ANNOUNCED,), accepted=(ACCEPTED,), flows=(READS, FEEDS), propagation=True)
    rules = [line.strip() for line in text.splitlines() if "ct state new" in line]
    assert rules == [
        f'iifname != "ipsec0" oifname "ipsec0" ip saddr {ANNOUNCED} ip daddr {ACCEPTED} tcp dport {{ 5432 }} ct state new accept',
        f'iifname "ipsec0" oifname != "ipsec0" ip saddr {ACCEPTED} ip daddr {ANNOUNCED} '
        "tcp dport { 8000-8010, 9000 } ct state new accept",
    ]


@pytest.mark.parametrize("ends", [(ANNOUNCED, ANNOUNCED), ("10.20.99.0/24", ACCEPTED), (ACCEPTED, "10.0.0.0/8")])
def test_a_flow_that_no_route_carries_is_refused(ends: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="does not join"):
        nftables_conf(
            FIRST, announced=(ANNOUNCED,), accepted=(ACCEPTED,), flows=[RangeFlow(*ends, "any")], propagation=True
        )


def test_administration_comes_from_the_private_side_and_never_through_the_tunnel() -> None:
    flow = RangeFlow("10.20.0.0/24", "10.20.99.0/24", "tcp", ("22",))
    text = nftables_conf(FIRST, announced=(), accepted=(), flows=(), administration=(flow,), propagation=False)
    rule = 'iifname != "ipsec0" ip saddr 10.20.0.0/24 ip daddr 10.20.99.0/24 tcp dport { 22 } accept'
    assert rule in text.split("chain forward")[0]


def test_flows_of_the_estate_become_ranges_and_keep_neither_name_nor_reason() -> None:
    network = NetworkSpec(
        supernet="10.20.0.0/16",
        private_networks={"apps": PrivateNetworkSpec(purpose="platform", range=ANNOUNCED)},
        outside={"legacy": OutsideSpec(range=ACCEPTED, cloud="azure")},
    )
    flow = FlowSpec(source="apps", destination="legacy", ports=("5432",), reason="applications read the catalogue")
    assert range_flows(network, {"one": flow}) == (READS,)
    reworded = flow.model_copy(update={"reason": "said in other words"})
    assert range_flows(network, {"another": reworded}) == (READS,)


@pytest.mark.parametrize("chain", ["input", "forward", "output"])
def test_the_filter_drops_what_no_rule_names(chain: str) -> None:
    assert (
        f"hook {chain} priority filter; policy drop;"
        in machine_files(bridge(), FIRST, passing())["/etc/nftables.conf"][0]
    )


def test_two_machines_differ_by_their_tunnels_addresses_only() -> None:
    first, second = (machine_files(bridge(), tunnel, passing()) for tunnel in (FIRST, SECOND))
    assert {path for path in first if first[path] != second[path]} == {
        "/etc/nftables.conf",
        "/etc/bird/bird.conf",
        "/etc/default/tunnel",
    }


def test_the_setup_is_a_cloud_config_that_fits_into_the_hosts_limit() -> None:
    text = cloud_init(bridge(), FIRST, passing())
    document = yaml.safe_load(text)
    assert text.startswith("#cloud-config\n")
    assert len(text.encode()) < 127_998  # what the provider's schema accepts
    assert (document["ssh_pwauth"], document["swap"]) == (False, {"size": 0})
    assert document["packages"] == PACKAGES
    assert "strongswan" not in PACKAGES  # it would bring the older daemon beside the newer


def test_only_root_writes_what_is_set_up_and_no_file_is_open_to_others() -> None:
    for entry in yaml.safe_load(cloud_init(bridge(), FIRST, passing()))["write_files"]:
        assert entry["owner"] == "root:root"
        assert int(entry["permissions"][-1]) in {0, 4, 5}


def test_the_filter_is_on_before_any_daemon_starts() -> None:
    commands = [" ".join(words) for words in yaml.safe_load(cloud_init(bridge(), FIRST, passing()))["runcmd"]]
    assert commands.index("systemctl restart nftables.service") < commands.index("systemctl start tunnel-ends.service")
    assert commands.index("systemctl start tunnel-ends.service") < commands.index(
        "systemctl restart strongswan.service bird.service"
    )


@pytest.mark.parametrize("missing", ["machines", "azure"])
def test_a_bridge_without_both_ends_has_no_setup(missing: str) -> None:
    with pytest.raises(ValueError, match="transport: self-hosted"):
        cloud_init(bridge().model_copy(update={missing: None}), FIRST, passing())


@pytest.mark.parametrize(
    ("ours", "azure", "whose"), [("<nil>", "203.0.113.1", "machine"), ("203.0.113.1", "", "Azure")]
)
def test_an_address_that_no_cloud_gave_is_told_by_its_owner(ours: str, azure: str, whose: str) -> None:
    with pytest.raises(ValueError, match=rf"public address of .*{whose}.*no tunnel"):
        bridge_ends(ours=ours, azure=azure, reserve=False)
