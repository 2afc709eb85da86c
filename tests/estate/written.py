"""A small sound estate as a person writes it, and estates that differ from it in one place."""

from pathlib import Path

from socle.estate.load import load
from socle.messages import Refusal, Refused
from tests.checkout import replaced

MARK = "# <-"
"""Ends the line that a problem must name."""

SOUND = """\
name: acme
owner: Agence publique
name_prefix: acme
scaleway:
  organization_id: 22222222-2222-4222-8222-222222222222
  zones: [fr-par-1, fr-par-2, fr-par-3]
  projects:
    platform: 11111111-1111-4111-8111-111111111111
  deployer_application_id: 33333333-3333-4333-8333-333333333333
  break_glass_user_id: 44444444-4444-4444-8444-444444444444
  hds_contract: HDS-2026-1
network:
  supernet: 10.20.0.0/16
  private_networks:
    admin: {purpose: admin, range: 10.20.0.0/24}
    apps: {purpose: platform, range: 10.20.16.0/20}
    data: {purpose: data, range: 10.20.32.0/22}
  outside:
    azure: {range: 10.100.0.0/16, cloud: azure}
  flows:
    apps-to-data:
      source: apps
      destination: data
      ports: ["5432"]
      reason: applications read the catalogue
  gateway:
    zone: fr-par-1
    networks: [apps]
  routes:
    partner: {destination: 192.168.40.0/24, next_hop: apps, reason: a partner behind an appliance}
  addresses:
    catalogue: {network: data, address: 10.20.32.10, holder: catalogue database}
keys:
  health: {data_class: health, rotation_days: 90}
  logs: {data_class: internal}
buckets:
  studies:
    data_class: health
    key: health
    client_encryption: sse-c
    grants:
      cardio:
        application_id: 55555555-5555-4555-8555-555555555501
        reason: the cardiology study reads its extract
  logs:
    data_class: internal
    key: logs
    lock: {mode: governance, days: 30}
"""


def edited(*edits: tuple[str, str], text: str = SOUND) -> str:
    """The sound estate with pieces replaced, each of which stands there exactly once."""
    return replaced(text, *edits)


def marked_line(text: str) -> int:
    """The number of the one line that ends with the mark."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.endswith(MARK)]
    assert len(lines) == 1, f"{len(lines)} lines are marked"
    return lines[0]


def write(estates: Path, text: str | bytes, name: str = "acme") -> Path:
    """Write an estate's file; the folder to load."""
    folder = estates / name
    folder.mkdir(exist_ok=True)
    (folder / "estate.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def problems_of(folder: Path) -> list[Refusal]:
    """What is refused; empty for a sound estate."""
    try:
        load(folder)
    except Refused as refused:
        return list(refused.refusals)
    return []
