"""The self-hosted tunnel with a real strongSwan, BIRD and nftables, in network namespaces; nothing leaves them.

Proves that what is rendered is accepted, comes up against the Azure policy of the same profile, survives a renewal of keys, and
lets pass what is declared. Does not prove Azure's gateway, systemd's order at a start, and the kernel's XFRM interface: packets
are encrypted in user space (see lab.py).
"""

from collections.abc import Iterator

import pytest

from socle.bridge.proposals import azure_policy
from socle.bridge.strongswan import MSS_BYTES
from socle.estate.bridge.vpn_profile import DOCUMENTED, STRONG, EspSpec, IkeSpec, VpnProfileSpec

from .bridges import ACCEPTED, ANNOUNCED, FIRST, OURS
from .lab import SERVICE, WORKLOAD, Lab, laboratory
from .namespaces import missing, until

if why := missing():
    pytest.skip(f"tunnels with a real strongSwan are not tried: {why}", allow_module_level=True)

TIMESTAMPS = 12
"""Bytes of the option that each segment carries beside its data (RFC 7323)."""
MIXED = VpnProfileSpec(
    ike=IkeSpec(encryption="aes128", integrity="sha256", group="ecp256"),
    esp=EspSpec(encryption="aes128gcm", pfs="modp2048"),
)


@pytest.fixture(scope="module")
def booted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with laboratory(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def lab(booted: Lab) -> Lab:
    booted.steady()
    return booted


def rekeyed(lab: Lab, what: str) -> bool:
    """Whether a forced renewal led to other keys."""
    before = lab.spis()
    lab.ours.run("swanctl", "--rekey", what, "azure", check=False)
    prefix = "spi-in=" if what == "--child" else "initiator-spi="
    return until(lambda: any(spi.startswith(prefix) for spi in lab.spis() - before), 4)


def test_the_tunnel_comes_up_and_answers(lab: Lab) -> None:
    sas = lab.ours.run("swanctl", "--list-sas")
    assert "TUNNEL-in-UDP, ESP:AES_GCM_16-256" in sas
    assert "AES_CBC-256/HMAC_SHA2_384_192/PRF_HMAC_SHA2_384/ECP_384" in sas
    assert lab.pings()


def test_it_survives_a_forced_renewal_of_both_phases(lab: Lab) -> None:
    assert rekeyed(lab, "--child")
    assert lab.pings()
    assert "ESP:AES_GCM_16_256/ECP_384" in lab.ours.log("charon")
    assert rekeyed(lab, "--ike")
    assert lab.pings()


@pytest.mark.parametrize("profile", [DOCUMENTED, MIXED], ids=["documented", "mixed"])
def test_another_profile_of_both_clouds_comes_up_and_is_renewed(lab: Lab, profile: VpnProfileSpec) -> None:
    lab.down()
    lab.ours_takes(profile)
    lab.azure_takes(azure_policy(profile))
    lab.told()
    assert lab.up()
    assert rekeyed(lab, "--child")
    assert rekeyed(lab, "--ike")
    assert lab.pings()


def test_another_pfs_at_the_other_end_comes_up_and_fails_at_the_first_renewal(lab: Lab) -> None:
    lab.down()
    lab.azure_takes(azure_policy(STRONG), esp="aes256gcm16-ecp256")
    lab.told()
    assert lab.up()
    assert lab.pings()
    assert not rekeyed(lab, "--child")
    assert "NO_PROPOSAL_CHOSEN" in lab.ours.log("charon")
    lab.down()  # or the failed renewal would be tried again in the tests that follow


def test_gcm_in_ike_is_refused_without_a_prf_and_meets_no_peer_that_names_one(lab: Lab) -> None:
    lab.down()
    assert "invalid value for: proposals" in lab.ours_takes(STRONG, ike="aes256gcm16-ecp384")
    assert "a PRF algorithm is mandatory" in lab.ours.log("charon")
    lab.ours_takes(STRONG)
    lab.azure_takes(azure_policy(STRONG), ike="aes256gcm16-prfsha384-ecp384")
    assert "does not open it" in lab.told()
    assert lab.spis() == set()
    lab.azure_takes(azure_policy(STRONG))


def test_exactly_the_accepted_prefixes_are_learned_and_exactly_the_announced_ones_are_told(lab: Lab) -> None:
    assert until(lambda: lab.routes(lab.azure) == {ANNOUNCED})
    assert lab.routes(lab.ours) == {ACCEPTED}  # and neither the default route, nor a part of it, nor another range
    updates = lab.ours.run("birdc", "show", "protocols", "all", "azure").split("Import updates:")[1].split()
    assert (updates[0], updates[2]) == ("4", "3")  # four were told, three filtered


def test_declared_flows_pass_and_no_others(lab: Lab) -> None:
    assert until(lambda: lab.routes(lab.azure) == {ANNOUNCED})
    assert until(lambda: lab.reaches(WORKLOAD, SERVICE, 5432))
    assert until(lambda: lab.reaches(SERVICE, WORKLOAD, 8005))
    assert until(lambda: lab.reaches(SERVICE, WORKLOAD, 9000))
    assert not lab.reaches(WORKLOAD, SERVICE, 22)
    assert not lab.reaches(SERVICE, WORKLOAD, 22)


def test_segments_fit_into_the_tunnel(lab: Lab) -> None:
    for ends in ((WORKLOAD, SERVICE, 5432), (SERVICE, WORKLOAD, 9000)):
        assert until(lambda ends=ends: lab.segment(*ends) > 0)
        assert lab.segment(*ends) == MSS_BYTES - TIMESTAMPS


def test_nothing_leaves_unencrypted_while_there_is_no_tunnel(lab: Lab) -> None:
    lab.down()
    lab.ours.run("birdc", "disable", "azure")
    try:
        assert until(lambda: lab.routes(lab.ours) == set())
        assert " dev public" in lab.ours.run("ip", "route", "get", SERVICE)  # where it would go
        assert not lab.reaches(WORKLOAD, SERVICE, 5432)
    finally:
        lab.ours.run("birdc", "enable", "azure")


def test_the_machine_itself_answers_nobody_but_the_tunnel(lab: Lab) -> None:
    assert not lab.reaches(FIRST.azure_address, FIRST.scaleway_address, 179)  # we open BGP, Azure never does
    lab.platform.shell("ip address add 10.20.99.77/24 dev card 2>/dev/null || true")
    assert not lab.platform.succeeds("ping", "-c", "1", "-W", "1", "10.20.99.2")
    assert not lab.azure.succeeds("ping", "-c", "1", "-W", "1", OURS)


def test_without_propagation_the_session_is_empty_and_no_packet_passes(lab: Lab) -> None:
    lab.ours_takes(STRONG, propagation=False)
    lab.told()
    assert until(lambda: lab.routes(lab.azure) == set())
    assert until(lambda: lab.routes(lab.ours) == set())
    assert lab.established()
    assert not lab.reaches(SERVICE, WORKLOAD, 9000)
    assert not lab.reaches(WORKLOAD, SERVICE, 5432)


def test_the_machine_in_reserve_is_the_longer_way(lab: Lab) -> None:
    def way() -> str:
        return lab.azure.run("birdc", "show", "route", "for", WORKLOAD, "all")

    assert until(lambda: "BGP.as_path: 64512\n" in way())
    assert "in reserve" in lab.told(reserve=True)
    assert until(lambda: "BGP.as_path: 64512 64512 64512\n" in way())
    assert "active" in lab.told(reserve=False)
    assert until(lambda: "BGP.as_path: 64512\n" in way())


def test_a_rotated_key_is_taken_without_ending_the_tunnel_and_opens_the_next(lab: Lab) -> None:
    before = lab.spis()
    assert "its key are loaded" in lab.told(psk="another key")
    assert lab.spis() == before
    assert lab.pings()
    lab.down()
    assert "does not open it" in lab.told(psk="another key")  # Azure still has the old one
    lab.azure_takes(azure_policy(STRONG), psk="another key")
    lab.told(psk="another key")
    assert lab.up()
    lab.azure_takes(azure_policy(STRONG))
    lab.told()


def test_a_filter_that_was_loaded_again_is_told_again_who_azure_is(lab: Lab) -> None:
    lab.ours.run("nft", "-f", "/etc/nftables.conf")
    assert "198.51.100.20" not in lab.ours.run("nft", "list", "set", "inet", "tunnel", "azure")
    lab.told()
    assert "198.51.100.20" in lab.ours.run("nft", "list", "set", "inet", "tunnel", "azure")


def test_the_key_is_readable_by_root_only_and_is_in_no_log(lab: Lab) -> None:
    from .bridges import PSK

    assert lab.ours.shell("stat -c %a /run/tunnel/psk.conf /run/tunnel/ends.conf").split() == ["600", "600"]
    secret = lab.ours.shell("sed -n 's/.*0s//p' /run/tunnel/psk.conf").strip()
    seen = lab.ours.log("charon") + lab.ours.log("bird") + lab.told() + lab.ours.run("swanctl", "--list-conns")
    assert secret
    assert secret not in seen
    assert PSK.split()[1] not in seen


def test_user_data_are_read_from_a_port_of_root(lab: Lab) -> None:
    url = "http://169.254.42.42/user_data/bridge-psk"
    assert not lab.ours.succeeds("curl", "--silent", "--fail", url)
    assert lab.ours.succeeds("curl", "--silent", "--fail", "--local-port", "1-1023", url)


@pytest.mark.parametrize("propagation", [True, False])
def test_every_rendered_file_is_accepted_by_what_reads_it(lab: Lab, propagation: bool) -> None:
    lab.ours_takes(STRONG, propagation=propagation)
    lab.ours.run("bird", "-p", "-c", "/etc/bird/bird.conf")
    lab.ours.run("nft", "-c", "-f", "/etc/nftables.conf")
    assert "azure: IKEv2" in lab.ours.run("swanctl", "--list-conns")
    lab.told()
