"""A sound estate whose cut-over moves one container by a mover cluster. Shared by what may not be written of one and by what it becomes."""

from pathlib import Path

from ..checkout import replaced
from .cut_over import CUTOVER, LEGACY, PLATFORM, write_cutover

MOVER = "55555555-5555-4555-8555-555555555509"
DIGEST = "sha256:" + "5f" * 32
STUDIES = """\
      cardio:
        application_id: 55555555-5555-4555-8555-555555555501
        reason: the cardiology study reads its extract
"""
TARGET_GRANT = f"""\
      mover:
        application_id: {MOVER}
        access: [read, write]
        reason: the mover writes what it copies, and reads it back
"""
MOVES = f"""\
  moves:
    data_class: health
    key: health
    client_encryption: sse-c
    grants:
      records:
        application_id: {MOVER}
        access: [read, write]
        reason: the mover notes what is finished
"""
SECRETS = """\
  move-source: {data_class: health, key: health, content: elsewhere}
  move-back: {data_class: health, key: health, content: elsewhere}
  move-target: {data_class: health, key: health, content: elsewhere}
  move-tls: {data_class: health, key: health, content: elsewhere}
  move-wave: {data_class: health, key: health, content: elsewhere}
  move-pull: {data_class: internal, key: logs, content: elsewhere}
"""
CLUSTERS = """\
clusters:
  main:
    data_class: health
    network: apps
    version: "1.34"
    control_plane: kapsule-dedicated-4
    upgrade_window: {day: sunday, hour: 3}
    admins:
      operations: {range: 203.0.113.0/28, reason: the operators' office}
    oidc: {issuer_url: "https://login.acme.example/realms/platform", client_id: kubernetes}
    pools:
      system: {node_type: POP2-2C-8G, zone: fr-par-1, nodes: 2}
baselines:
  main:
    namespaces:
      portal: {data_class: internal}
"""
ESTATE = (
    replaced(
        PLATFORM,
        (STUDIES, STUDIES + TARGET_GRANT),
        ("  results:\n", f"{MOVES}  results:\n"),
        ("registries:\n", f"{SECRETS}registries:\n"),
    )
    + CLUSTERS
)
MOVERS = f"""\
mover_clusters:
  raw:
    cluster: main
    dataset: studies.raw
    control: moves
    application_id: {MOVER}
    registry: images
    digest: {DIGEST}
    source_ranges: [10.100.4.0/28]
    store_ranges: [51.159.62.0/24]
    secrets: {{source: move-source, back: move-back, store: move-target, tls: move-tls}}
    workers: 3
"""
MOVING = CUTOVER + MOVERS


def write_moving(estates: Path, cutover: str = MOVING, estate: str = ESTATE) -> Path:
    """Write the four files; the folder to load."""
    return write_cutover(estates, cutover, LEGACY, estate)
