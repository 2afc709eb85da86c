"""The setup of a machine as a document. Proves what is written, not that an image obeys it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from socle.estate.data_class import DataClass
from socle.estate.platform.instances import DataVolumeSpec, InstanceFlowSpec, InstanceSpec
from socle.scaleway.cloud_init import cloud_init, firewall, volume_ids

VOLUME, SECRET = "77777777-7777-4777-8777-777777777777", "88888888-8888-4888-8888-888888888888"
FLOWS = {
    "ssh": InstanceFlowSpec(direction="in", range="10.20.0.0/24", ports=("22",), reason="administrators enter"),
    "store": InstanceFlowSpec(
        direction="out", range="10.20.32.0/22", ports=("5432", "8000-8010"), reason="reads the catalogue"
    ),
}


@pytest.fixture
def spec() -> InstanceSpec:
    return InstanceSpec(
        data_class=DataClass.HEALTH,
        network="apps",
        key="health",
        zone="fr-par-1",
        type="POP2-4C-16G",
        volume=DataVolumeSpec(size_gb=100, mount="/srv/studies"),
        flows=FLOWS,
    )


@pytest.fixture
def text(spec: InstanceSpec) -> str:
    return cloud_init(spec, region="fr-par")


@pytest.fixture
def document(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)


def written(document: dict[str, Any], path: str) -> str:
    return next(entry["content"] for entry in document["write_files"] if entry["path"] == path)


def test_it_is_a_cloud_config(text: str, document: dict[str, Any]) -> None:
    assert text.startswith("#cloud-config\n")
    assert {"write_files", "runcmd", "packages"} <= document.keys()


def test_it_fits_into_the_hosts_limit_for_user_data(text: str) -> None:
    assert len(text.encode()) < 127_998  # what the provider's schema accepts


def test_the_same_spec_gives_the_same_text(spec: InstanceSpec, text: str) -> None:
    turned = spec.model_copy(update={"flows": dict(reversed(spec.flows.items()))})
    assert cloud_init(turned, region="fr-par") == text


def test_the_ids_that_only_the_cloud_knows_are_apart() -> None:
    assert volume_ids(f"fr-par-1/{VOLUME}", f"fr-par/{SECRET}") == f"volume={VOLUME}\nsecret={SECRET}\n"


def test_the_volume_is_found_by_its_id_and_never_by_its_order(document: dict[str, Any]) -> None:
    script = written(document, "/usr/local/sbin/open-data-volume")
    assert "DEVICE=/dev/disk/by-id/scsi-0SCW_sbs_volume-$(uuid_of volume)\n" in script
    assert "/dev/sd" not in str(document)


def test_it_knows_where_the_key_is_and_not_the_key(text: str, document: dict[str, Any]) -> None:
    assert written(document, "/etc/data-volume") == (
        "MOUNT=/srv/studies\nREGION=fr-par\nIDS=http://169.254.42.42/user_data/data-volume\n"
    )
    for word in ("password", "SCW_SECRET_KEY", "BEGIN ", "token="):
        assert word not in text


def test_memory_never_reaches_a_disk(document: dict[str, Any]) -> None:
    assert document["swap"] == {"size": 0}
    assert "d /run/data-volume 0700 root root" in written(document, "/etc/tmpfiles.d/data-volume.conf")
    assert "LimitCORE=0" in written(document, "/etc/systemd/system/data-volume.service")


def test_nobody_signs_in_with_a_password(document: dict[str, Any]) -> None:
    assert document["ssh_pwauth"] is False
    assert "users" not in document
    assert "chpasswd" not in document


def test_time_comes_from_the_declared_servers(document: dict[str, Any]) -> None:
    assert document["ntp"] == {
        "enabled": True,
        "ntp_client": "chrony",
        "servers": ["ntp.obspm.fr", "ntp.univ-lyon1.fr"],
        "pools": [],
    }


def test_only_root_reads_and_runs_what_is_written(document: dict[str, Any]) -> None:
    modes = {entry["path"]: entry["permissions"] for entry in document["write_files"]}
    assert all(entry["owner"] == "root:root" for entry in document["write_files"])
    assert all(isinstance(mode, str) and int(mode[-1]) in {0, 4, 5} for mode in modes.values())
    assert modes["/etc/data-volume"] == modes["/etc/nftables.conf"] == "0600"


def test_the_filter_is_on_before_anything_waits_for_a_token(document: dict[str, Any]) -> None:
    commands = [" ".join(command) for command in document["runcmd"]]
    assert commands.index("systemctl restart nftables.service") < commands.index(
        "systemctl enable --now data-volume.path"
    )


@pytest.mark.parametrize("chain", ["input", "forward", "output"])
def test_the_filter_drops_what_no_flow_declares(spec: InstanceSpec, chain: str) -> None:
    assert f"hook {chain} priority filter; policy drop;" in firewall(spec)


def test_the_filter_lets_pass_what_the_flows_declare(spec: InstanceSpec) -> None:
    incoming, outgoing = firewall(spec).split("chain output")
    assert "ip saddr 10.20.0.0/24 tcp dport { 22 } accept" in incoming
    assert "ip daddr 10.20.32.0/22 tcp dport { 5432, 8000-8010 } accept" in outgoing
    assert "10.20.32.0/22" not in incoming


def test_only_root_and_the_installer_reach_the_web(spec: InstanceSpec) -> None:
    web = [line for line in firewall(spec).splitlines() if "443" in line]
    assert web == ['    tcp dport { 80, 443 } meta skuid { "root", "_apt" } accept']


def test_another_wording_or_order_does_not_change_the_setup(spec: InstanceSpec, text: str) -> None:
    reworded = {
        f"{'b' if key == 'ssh' else 'a'}-flow": flow.model_copy(update={"reason": "said in other words"})
        for key, flow in spec.flows.items()
    }
    assert cloud_init(spec.model_copy(update={"flows": reworded}), region="fr-par") == text


ADDRESSES = ("203.0.113.123", "198.51.100.123")


def test_time_is_asked_of_the_servers_alone_where_all_are_addresses(spec: InstanceSpec) -> None:
    known, mixed = (
        firewall(spec.model_copy(update={"time_servers": servers}))
        for servers in (ADDRESSES, (*ADDRESSES, "ntp.obspm.fr"))
    )

    assert "    ip daddr { 198.51.100.123, 203.0.113.123 } udp dport 123 accept" in known.splitlines()
    assert "    udp dport 123 accept" in mixed.splitlines()


def test_the_default_servers_leave_the_text_of_a_machine_as_it_was(spec: InstanceSpec) -> None:
    assert "    udp dport 123 accept" in firewall(spec).splitlines()


@pytest.mark.skipif(shutil.which("nft") is None, reason="nftables is not installed")
@pytest.mark.parametrize("servers", [ADDRESSES, ("ntp.obspm.fr",)])
def test_nftables_reads_the_filter(spec: InstanceSpec, tmp_path: Path, servers: tuple[str, ...]) -> None:
    file = tmp_path / "nftables.conf"
    file.write_text(firewall(spec.model_copy(update={"time_servers": servers})), "utf-8")
    ended = subprocess.run(["nft", "-c", "-f", file], capture_output=True, text=True, timeout=20, check=False)

    if "Operation not permitted" in ended.stderr:
        pytest.skip("nftables may not be asked here")
    assert ended.stderr == ""
