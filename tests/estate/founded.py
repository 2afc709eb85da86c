"""A sound estate on a foundation, as two files. Shared by the tests of what foundations may not say and of what they make."""

from pathlib import Path

from .written import edited, write

WITHOUT_IDS = edited(
    ("  projects:\n    platform: 11111111-1111-4111-8111-111111111111\n", ""),
    ("  deployer_application_id: 33333333-3333-4333-8333-333333333333\n", ""),
)
"""The estate gives no id that the foundation makes."""
FOUNDATION = """\
applications:
  deployer:
    reason: applies what was merged
    api_keys:
      pipeline: {issued_on: 2026-11-30, expires_on: 2027-05-29}
  archivist:
    reason: exports the audit trail
  loader:
    reason: deposits extracts of the database
groups:
  deployers:
    role: deployer
    applications: [deployer]
    layers: [platform]
    reason: one pipeline applies what was merged
  operators:
    role: platform-operator
    members: [44444444-4444-4444-8444-444444444411]
    condition: {from_ranges: [203.0.113.0/28]}
    reason: operators read what is deployed
  key-administrators:
    role: key-administrator
    members: [44444444-4444-4444-8444-444444444421]
    reason: keys are ruled by people who read no data
  readers:
    role: data-reader
    members: [44444444-4444-4444-8444-444444444441]
    reason: studies read their extracts
  archivists:
    role: log-writer
    applications: [archivist]
    reason: the audit trail is kept a year
  auditors:
    role: auditor
    members: [44444444-4444-4444-8444-444444444431]
    reason: the audit office reads who did what
  break-glass:
    role: break-glass
    members: [44444444-4444-4444-8444-444444444444]
    reason: somebody must be able to enter
    review_by: 2027-05-31
budget:
  euros: 1000
  alerts:
    half: {threshold_percent: 50, emails: [finance@acme.example]}
"""

EMERGENCY = """\
break_glass:
  key: {issued_on: 2026-11-30, expires_on: 2027-05-29}
  alarm:
    contacts: {desk: {email: securite@acme.example}}
    reference: console, audit trail, alert 1
    set_on: 2026-11-20
  drill:
    held_on: 2026-11-21
    valid_until: 2027-05-31
    alarm_came: true
    reference: DRILL-1
    claimed_by: Security office
"""
"""The part that gives the user of emergencies a sealed key, with its alarm and a drill."""


def write_founded(estates: Path, foundation: str = FOUNDATION, estate: str = WITHOUT_IDS, name: str = "acme") -> Path:
    """Write both files; the folder to load."""
    folder = write(estates, estate.replace("name: acme", f"name: {name}"), name)
    (folder / "foundation.yaml").write_text(foundation, encoding="utf-8")
    return folder


def founded(*edits: tuple[str, str]) -> str:
    """The sound foundation with pieces replaced, each of which stands there exactly once."""
    return edited(*edits, text=FOUNDATION)
