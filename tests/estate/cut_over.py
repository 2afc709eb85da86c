"""A sound estate with a bridge and a cut-over, as four files. Shared by what cut-overs may not say and by what follows from them."""

from pathlib import Path

from .bridged import BRIDGE, ESTATE, GROUP, write_bridge
from .bridged import LEGACY as _LEGACY

PLATFORM = ESTATE.replace(
    "buckets:\n",
    """\
databases:
  catalogue:
    data_class: internal
    key: logs
    engine: PostgreSQL-17
    node_type: DB-POP2-2C-8G
    network: data
    volume_gb: 100
    databases: {catalogue: {}, notes: {}}
secrets:
  portal: {data_class: internal, key: logs, description: signs the sessions of the portal}
registries:
  images: {description: images}
buckets:
  results:
    data_class: health
    key: health
    client_encryption: sse-c
""",
)
STORES = f"""\
storage_accounts:
  lake:
    id: {GROUP}/rg-net/providers/Microsoft.Storage/storageAccounts/lake
    containers:
      raw: {{data_class: health}}
      exports: {{data_class: internal}}
  archive:
    id: {GROUP}/rg-net/providers/Microsoft.Storage/storageAccounts/archive
    containers:
      audit: {{data_class: internal, immutability: {{days: 365, locked: true, until: 2027-09-30}}}}
databases:
  main:
    id: {GROUP}/rg-net/providers/Microsoft.DBforPostgreSQL/flexibleServers/main
    version: "16"
    sku: Standard_D4ds_v5
    tier: GeneralPurpose
    storage_gb: 512
    administrator: pgadmin
    databases:
      catalogue: {{data_class: internal}}
vaults:
  keys: {{id: {GROUP}/rg-net/providers/Microsoft.KeyVault/vaults/keys}}
log_workspaces:
  audit: {{id: {GROUP}/rg-net/providers/Microsoft.OperationalInsights/workspaces/audit}}
generic:
  images:
    id: {GROUP}/rg-net/providers/Microsoft.ContainerRegistry/registries/images
    type: Microsoft.ContainerRegistry/registries
"""
LEGACY = _LEGACY + STORES
OPERATIONS_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
QUALITY_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC"
DEPUTY_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD"
COLLECTOR_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF"
PRIVACY_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
CUTOVER = f"""\
waves:
  catalogue:
    reason: the catalogue goes first, since nobody is treated by it
    desired: frozen
    datasets:
      catalogue: {{database: main.catalogue, into: {{instance: catalogue, database: catalogue}}, reverse: replicate}}
      session-key: {{vault: keys, secrets: [portal]}}
      images: {{other: images, registry: images}}
    services: [catalogue]
    jobs:
      nightly: {{owner: data team, last_run: 2026-11-29, next_run: 2026-12-01, reason: copies the catalogue to the portal}}
    switch_by: 2027-02-01
  studies:
    reason: studies and what researchers have made of them
    datasets:
      raw:
        container: lake.raw
        bucket: studies
        reverse: replicate
        decision: {{reference: DEC-2026-7, decided_by: Direction, decided_on: 2026-10-01, valid_until: 2027-12-31}}
      exports: {{container: lake.exports, bucket: results}}
      audit: {{container: archive.audit, bucket: logs}}
    feeds:
      insurance: {{sender: Caisse nationale, contact: flux@caisse.example, reason: the monthly extract over SFTP}}
    open_work:
      cardio: {{holder: space cardio, until: 2027-01-31, reason: an analysis that is under way}}
    exports:
      april: {{holder: export committee, reason: results under review since April}}
    pinned:
      partner: {{holder: partner body, reason: an allow-list with the old address}}
    archives:
      audit: {{workspace: audit, keep_until: 2036-12-31}}
    deadlines:
      authorisation: {{day: 2027-12-21, reason: the authorisation that names the old host}}
    switch_by: 2027-03-01
    leave_by: 2027-10-01
    thresholds: {{unused_days: 21}}
approvers:
  operations:
    role: operations
    subject: 66666666-6666-4666-8666-666666666601
    key: {OPERATIONS_KEY}
    valid_from: 2026-11-01
    valid_until: 2027-10-31
  quality:
    role: quality
    subject: 66666666-6666-4666-8666-666666666602
    key: {QUALITY_KEY}
    valid_from: 2026-11-01
    valid_until: 2027-10-30
  deputy:
    role: quality
    subject: 66666666-6666-4666-8666-666666666603
    key: {DEPUTY_KEY}
    valid_from: 2026-11-01
    valid_until: 2027-10-29
    deputy_for: quality
  privacy:
    role: data-protection
    subject: 66666666-6666-4666-8666-666666666604
    key: {PRIVACY_KEY}
    valid_from: 2026-11-01
    valid_until: 2027-10-28
collectors:
  pipeline:
    purpose: deploys, and exports the state of the stacks
    levels: [deployed, declared]
    key: {COLLECTOR_KEY}
    valid_from: 2026-11-02
    valid_until: 2027-10-27
movers: [55555555-5555-4555-8555-555555555509]
"""


def write_cutover(
    estates: Path, cutover: str, legacy: str = LEGACY, estate: str = PLATFORM, bridge: str = BRIDGE
) -> Path:
    """Write the four files; the folder to load."""
    folder = write_bridge(estates, bridge, legacy, estate)
    (folder / "cutover.yaml").write_text(cutover)
    return folder
