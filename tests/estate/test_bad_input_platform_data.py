"""Databases, registries, secrets, observability, attestations and exemptions written wrongly: each is refused at its line.

Proves nothing about what the host itself would refuse beyond its documented limits.
"""

from pathlib import Path

import pytest

from .edited_case import Case, assert_refused, case
from .written import SOUND, edited, problems_of, write

DATA = """\
databases:
  catalogue:
    data_class: health
    key: health
    engine: PostgreSQL-17
    node_type: DB-POP2-4C-16G
    network: data
    volume_gb: 100
    settings: {work_mem: 64}
    databases:
      catalogue: {description: what data exists}
    users:
      portal: {access: {catalogue: all}}
  notes:
    data_class: internal
    key: logs
    engine: PostgreSQL-16
    node_type: DB-PRO2-XXS
    network: data
    volume_gb: 20
    databases: {notes: {}}
registries:
  images: {description: images of the platform}
secrets:
  session: {data_class: internal, key: logs, rotation: 3, keep: 2}
  partner: {data_class: internal, key: logs, content: given}
observability:
  key: logs
  sources:
    audit: {type: logs}
  tokens:
    collector:
      scopes: [write-logs]
      reason: the collector sends what workloads say
  contacts:
    desk: {email: security@example.org}
  exporters:
    siem:
      source_id: 77777777-7777-4777-8777-777777777777
      endpoint: https://otlp.siem.example/v1/logs
      country: FR
      operator_country: FR
      products: [rdb]
      reason: the ministry watches its databases
attestations:
  postgresql:
    scheme: hds
    product: managed-postgresql
    region: fr-par
    reference: HDS-2026-1, annex 4
    valid_until: 2027-12-31
    claimed_by: Security office
exemptions:
  evidence-lock:
    rule: bucket-lock
    resource: platform-bucket-logs-*
    reason: the lock starts with the next quarter
    owner: Security office
    granted_on: 2026-10-01
    expires_on: 2027-03-31
"""
BASE = SOUND + DATA


_HEALTH, _NOTES = "databases.catalogue", "databases.notes"
_SETTINGS = "    settings: {work_mem: 64}"
_NOTES_END = "    databases: {notes: {}}\n"
_HEALTH_HEAD = "    data_class: health\n    key: health\n    engine"
_ATTESTATION = DATA[DATA.index("attestations:") : DATA.index("exemptions:")]
_SIEM = "observability.exporters.siem"
_MANY = "".join(
    f"  more{index}: {{data_class: internal, key: logs, engine: PostgreSQL-17, node_type: DB-PRO2-XS, network: data, "
    "volume_gb: 10, databases: {a: {}}}\n"
    for index in range(9)
)


def _settings(text: str) -> tuple[str, str]:
    return _SETTINGS, f"    settings: {{{text}}} # <-"


CASES = [
    case(
        "health data without a claim",
        (_ATTESTATION, ""),
        (_HEALTH_HEAD, "    data_class: health # <-\n    key: health\n    engine"),
        key=f"{_HEALTH}.data_class",
        said=("managed-postgresql without an attestation", "publishes no HDS conditions", "scheme: hds"),
    ),
    case(
        "a claim about another region",
        ("    region: fr-par\n    reference", "    region: nl-ams\n    reference"),
        (_HEALTH_HEAD, "    data_class: health # <-\n    key: health\n    engine"),
        key=f"{_HEALTH}.data_class",
        said=("without an attestation", "publishes no HDS conditions", "region: fr-par"),
    ),
    case(
        "data that identifies people",
        (_HEALTH_HEAD, "    data_class: health-identifying # <-\n    key: health\n    engine"),
        key=f"{_HEALTH}.data_class",
        said=("a managed database of class health-identifying", "the host alone holds the key", "client-side"),
        also=1,
    ),
    case(
        "a key of another class",
        (_HEALTH_HEAD, "    data_class: health\n    key: logs # <-\n    engine"),
        key=f"{_HEALTH}.key",
        said=("the key logs is of class internal", "could read the other", "class health"),
    ),
    case(
        "a key that is not there",
        (_HEALTH_HEAD, "    data_class: health\n    key: helth # <-\n    engine"),
        key=f"{_HEALTH}.key",
        said=("no key helth", "could not be encrypted", "did you mean health?"),
    ),
    case(
        "health data on a family that is not eligible",
        ("    node_type: DB-POP2-4C-16G", "    node_type: DB-PRO2-S # <-"),
        key=f"{_HEALTH}.node_type",
        said=("class health on DB-PRO2-S", "HDS page excludes", "DB-POP2"),
    ),
    case(
        "a node type that does not exist",
        ("    node_type: DB-PRO2-XXS", "    node_type: DB-PRO2-XXXS # <-"),
        key=f"{_NOTES}.node_type",
        said=("DB-PRO2-XXXS is not a node type", "after the preview", "did you mean"),
    ),
    case(
        "a node type of the first generation",
        ("    node_type: DB-PRO2-XXS", "    node_type: DB-GP-XS # <-"),
        key=f"{_NOTES}.node_type",
        said=("DB-GP-XS is not a node type", "after the preview", "did you mean"),
    ),
    case(
        "a development node for good",
        ("    node_type: DB-PRO2-XXS", "    node_type: DB-DEV-S # <-"),
        key=f"{_NOTES}.node_type",
        said=("DB-DEV-S in a permanent estate", "SLA does not cover", "rehearsals and open data"),
    ),
    case(
        "an engine that cannot take part",
        ("    engine: PostgreSQL-16", "    engine: PostgreSQL-15 # <-"),
        key=f"{_NOTES}.engine",
        said=("PostgreSQL-15", "", "PostgreSQL-16"),
    ),
    case(
        "replication from an older engine",
        (
            "    engine: PostgreSQL-16\n",
            "    logical_replication: true # <-\n    engine: PostgreSQL-16\n",
        ),
        key=f"{_NOTES}.logical_replication",
        said=("logical replication from PostgreSQL-16", "only PostgreSQL-17", "its target needs no switch"),
    ),
    case(
        "a volume that is no multiple of 5",
        ("    volume_gb: 20", "    volume_gb: 23 # <-"),
        key=f"{_NOTES}.volume_gb",
        said=("23 GB", "multiples of 5", "write 25"),
    ),
    case(
        "a volume beyond the largest",
        ("    volume_gb: 20", "    volume_gb: 10005 # <-"),
        key=f"{_NOTES}.volume_gb",
        said=("10", "", "10"),
    ),
    case(
        "health data without a standby",
        ("    volume_gb: 100\n", "    volume_gb: 100\n    high_availability: false # <-\n"),
        key=f"{_HEALTH}.high_availability",
        said=("without a standby node", "stop every study", "high_availability: true"),
    ),
    case(
        "backups that go too early",
        ("    volume_gb: 100\n", "    volume_gb: 100\n    backups: {keep_days: 14} # <-\n"),
        key=f"{_HEALTH}.backups.keep_days",
        said=("keeps backups for 14 days", "could not be undone", "keep_days: 30"),
    ),
    case(
        "backups every second day",
        ("    volume_gb: 100\n", "    volume_gb: 100\n    backups: {every_hours: 48} # <-\n"),
        key=f"{_HEALTH}.backups.every_hours",
        said=("48", "", "24"),
    ),
    case(
        "health data without an audit log",
        ("    volume_gb: 100\n", '    volume_gb: 100\n    audit: "off" # <-\n'),
        key=f"{_HEALTH}.audit",
        said=("without an audit log", "who changed rights", "remove audit"),
    ),
    case(
        "health data in the logs of slow statements",
        ("    volume_gb: 100\n", "    volume_gb: 100\n    log_statements_slower_than_ms: 500 # <-\n"),
        key=f"{_HEALTH}.log_statements_slower_than_ms",
        said=("logs the text of slow statements", "would stay in the logs", "write -1"),
    ),
    case(
        "a setting that the host keeps for itself",
        _settings("log_connections: 1"),
        key=f"{_HEALTH}.settings.log_connections",
        said=("log_connections is not a setting", "once the instance exists", ""),
    ),
    case(
        "a misspelt setting",
        _settings("work_memory: 64"),
        key=f"{_HEALTH}.settings.work_memory",
        said=("work_memory is not a setting", "once the instance exists", "did you mean"),
    ),
    case(
        "a setting out of range",
        _settings("max_connections: 20"),
        key=f"{_HEALTH}.settings.max_connections",
        said=("max_connections is 20", "once the instance exists", "between 50 and 10,000"),
    ),
    case(
        "a switch where a number belongs",
        _settings("work_mem: true"),
        key=f"{_HEALTH}.settings.work_mem",
        said=("true", "", "number"),
    ),
    case(
        "a setting that a field decides",
        _settings("hot_standby_feedback: 1"),
        key=f"{_HEALTH}.settings.hot_standby_feedback",
        said=("decided elsewhere", "once the instance exists", "logical_replication"),
    ),
    case(
        "a database with a name of the host's",
        (_NOTES_END, "    databases: {rdb: {}} # <-\n"),
        key=f"{_NOTES}.databases.rdb",
        said=("rdb is a name", "take over something else", "choose another"),
    ),
    case(
        "a user with the administrator's name",
        (_NOTES_END, f"{_NOTES_END}    users: {{socle_admin: {{access: {{notes: all}}}}}} # <-\n"),
        key=f"{_NOTES}.users.socle_admin",
        said=("socle_admin is a name", "take over something else", "choose another"),
    ),
    case(
        "a user's name that needs quotes",
        (_NOTES_END, f"{_NOTES_END}    users: {{note-taker: {{access: {{notes: all}}}}}} # <-\n"),
        key=f"{_NOTES}.users.note-taker",
        said=("note-taker", "", "underscores"),
    ),
    case(
        "access to a database that is not there",
        (_NOTES_END, f"{_NOTES_END}    users: {{reader: {{access: {{note: readonly}}}}}} # <-\n"),
        key=f"{_NOTES}.users.reader.access.note",
        said=("reader has access to note", "could not be granted", "did you mean notes?"),
    ),
    case(
        "a permission that drifts",
        (_NOTES_END, f"{_NOTES_END}    users: {{writer: {{access: {{notes: readwrite}}}}}} # <-\n"),
        key=f"{_NOTES}.users.writer.access.notes",
        said=("readwrite", "", "all"),
    ),
    case(
        "a database among applications",
        ("    network: data\n    volume_gb: 20", "    network: apps # <-\n    volume_gb: 20"),
        key=f"{_NOTES}.network",
        said=("purpose platform", "all that is there could reach it", "purpose data"),
    ),
    case(
        "a network that is not there",
        ("    network: data\n    volume_gb: 20", "    network: dta # <-\n    volume_gb: 20"),
        key=f"{_NOTES}.network",
        said=("no private network dta", "nowhere to answer", "did you mean data?"),
    ),
    case(
        "an address of another network",
        ("    volume_gb: 20\n", "    volume_gb: 20\n    address: 10.20.16.10 # <-\n"),
        key=f"{_NOTES}.address",
        said=("10.20.16.10 cannot be an address", "answer nowhere", "choose one from 10.20.32.2"),
    ),
    case(
        "an address that is reserved",
        ("    volume_gb: 20\n", "    volume_gb: 20\n    address: 10.20.32.10 # <-\n"),
        key=f"{_NOTES}.address",
        said=("belongs to network.addresses.catalogue", "refuses to give it twice", "remove the reservation"),
    ),
    case(
        "one address for two databases",
        ("    volume_gb: 100\n", "    volume_gb: 100\n    address: 10.20.32.20\n"),
        ("    volume_gb: 20\n", "    volume_gb: 20\n    address: 10.20.32.20 # <-\n"),
        key=f"{_NOTES}.address",
        said=("belongs to databases.catalogue", "refuses to give it twice", "choose another"),
        also=1,
    ),
    case(
        "a public endpoint",
        ("    volume_gb: 20\n", "    volume_gb: 20\n    load_balancer: true # <-\n"),
        key=f"{_NOTES}.load_balancer",
        said=("load_balancer is not a known key", "no effect", ""),
    ),
    case(
        "encryption as a choice",
        ("    volume_gb: 20\n", "    volume_gb: 20\n    encryption_at_rest: false # <-\n"),
        key=f"{_NOTES}.encryption_at_rest",
        said=("encryption_at_rest", "no effect", ""),
    ),
    case(
        "a successor of nothing",
        (
            "    volume_gb: 20\n",
            "    volume_gb: 20\n    succeeds: {database: notess, reason: a newer engine by dump, until: 2027-01-31} # <-\n",
        ),
        key=f"{_NOTES}.succeeds.database",
        said=("notess, which is no other database", "where its data comes from", "remove succeeds"),
    ),
    case(
        "a successor of another class",
        (
            "    volume_gb: 20\n",
            "    volume_gb: 20\n    succeeds: {database: catalogue, reason: a newer engine by dump, until: 2027-01-31} # <-\n",
        ),
        key=f"{_NOTES}.succeeds.database",
        said=("with another data class or other databases", "under weaker rules", "data_class: health"),
        also=1,
    ),
    case(
        "more instances than an organisation takes",
        (_NOTES_END, f"{_NOTES_END}{_MANY}"),
        ("databases:\n  catalogue:\n", "databases: # <-\n  catalogue:\n"),
        key="databases",
        said=("11 database instances", "half-way", "several databases into one instance"),
    ),
    case(
        "a public registry",
        ("  images: {description: images of the platform}", "  images: {is_public: true} # <-"),
        key="registries.images.is_public",
        said=("is_public", "no effect", ""),
    ),
    case(
        "health data in images",
        ("  images: {description: images of the platform}", "  images: {data_class: health} # <-"),
        key="registries.images.data_class",
        said=("container-registry without an attestation", "publishes no HDS conditions", "container-registry"),
    ),
    case(
        "rotation of a value that is given",
        (
            "  partner: {data_class: internal, key: logs, content: given}",
            "  partner: {data_class: internal, key: logs, content: given, rotation: 2} # <-",
        ),
        key="secrets.partner.rotation",
        said=("whose content is given", "nothing would rotate", "content: generated"),
    ),
    case(
        "as many versions as the host takes",
        ("rotation: 3, keep: 2}", "rotation: 30, keep: 20} # <-"),
        key="secrets.session.keep",
        said=("20", "", "10"),
    ),
    case(
        "a secret's value in the estate",
        ("rotation: 3, keep: 2}", "value: not-here} # <-"),
        key="secrets.session.value",
        said=("value", "no effect", ""),
    ),
    case(
        "logs that go too early",
        ("    audit: {type: logs}", "    audit: {type: logs, retention_days: 90} # <-"),
        key="observability.sources.audit.retention_days",
        said=("logs of class internal are kept 90 days", "could no longer be shown", "180 or more"),
    ),
    case(
        "logs that stay longer than the host keeps them",
        ("    audit: {type: logs}", "    audit: {type: logs, retention_days: 400} # <-"),
        key="observability.sources.audit.retention_days",
        said=("400", "", "365"),
    ),
    case(
        "one token that writes and reads",
        ("      scopes: [write-logs]", "      scopes: [write-logs, query-logs] # <-"),
        key="observability.tokens.collector.scopes",
        said=("one token both writes and reads", "everything that was ever collected", "make two tokens"),
    ),
    case(
        "a token that may do nothing",
        ("      scopes: [write-logs]", "      scopes: [] # <-"),
        key="observability.tokens.collector.scopes",
        said=("empty", "", "at least one"),
    ),
    case(
        "a person's address",
        ("    desk: {email: security@example.org}", "    desk: {email: marie.curie@example.org} # <-"),
        key="observability.contacts.desk.email",
        said=("does not look like a functional mailbox", "lost with the person", "astreinte"),
    ),
    case(
        "an address that is none",
        ("    desk: {email: security@example.org}", "    desk: {email: security} # <-"),
        key="observability.contacts.desk.email",
        said=("security", "", "e-mail address"),
    ),
    case(
        "signals that leave Europe",
        ("      country: FR\n", "      country: US # <-\n"),
        key=f"{_SIEM}.country",
        said=("go to US", "under a law from outside", "in the Area"),
    ),
    case(
        "signals read by an operator from outside",
        ("      operator_country: FR", "      operator_country: US # <-"),
        key=f"{_SIEM}.operator_country",
        said=("go to US", "under a law from outside", "established there"),
    ),
    case(
        "an operator from outside under a European name",
        ("https://otlp.siem.example/v1/logs", "https://otlp.datadoghq.eu/v1/logs"),
        ("      operator_country: FR", "      operator_country: FR # <-"),
        key=f"{_SIEM}.operator_country",
        said=("belongs to an operator outside", "hide it from every report", "operator's country"),
    ),
    case(
        "an exporter in the clear",
        ("endpoint: https://otlp.siem.example/v1/logs", "endpoint: http://otlp.siem.example/v1/logs # <-"),
        key=f"{_SIEM}.endpoint",
        said=("http://otlp.siem.example", "", "https://"),
    ),
    case(
        "a user in an address",
        ("endpoint: https://otlp.siem.example/v1/logs", "endpoint: https://me@siem.example/v1 # <-"),
        key=f"{_SIEM}.endpoint",
        said=("me@", "", "without user"),
    ),
    case(
        "credentials in an address",
        ("endpoint: https://otlp.siem.example/v1/logs", "endpoint: https://me:secret@siem.example/v1 # <-"),
        key="",
        said=("a credential", "everybody who may read", "take it out"),
    ),
    case(
        "an exporter of everything",
        ("      products: [rdb]", "      products: [all] # <-"),
        key=f"{_SIEM}.products",
        said=("all products", "nobody having looked", "name the products"),
    ),
    case(
        "health data in exported signals",
        ("observability:\n  key: logs\n", "observability:\n  data_class: health\n  key: health\n"),
        ("    siem:\n", "    siem: # <-\n"),
        key=_SIEM,
        said=("an exporter of signals of class health", "leave the host that is certified", "internal"),
        also=1,
    ),
    case(
        "a claim about an unknown product",
        ("    product: managed-postgresql", "    product: managed-postgres # <-"),
        key="attestations.postgresql.product",
        said=("managed-postgres", "", "managed-postgresql"),
        also=1,
    ),
    case(
        "a claim without an end",
        ("    valid_until: 2027-12-31\n", ""),
        ("  postgresql:\n", "  postgresql: # <-\n"),
        key="attestations.postgresql.valid_until",
        said=("valid_until is missing", "stay undecided", "a date"),
        also=1,
    ),
    case(
        "a day that does not exist",
        ("    valid_until: 2027-12-31", "    valid_until: 2027-02-30 # <-"),
        key="attestations.postgresql.valid_until",
        said=("2027-02-30", "", "2027-01-31"),
        also=1,
    ),
    case(
        "two claims about one thing",
        ("exemptions:\n", f"{_ATTESTATION.partition(chr(10))[2].replace('postgresql:', 'again: # <-')}exemptions:\n"),
        key="attestations.again",
        said=("postgresql and again attest the same", "which of their dates holds", "keep the newer one"),
    ),
    case(
        "an exemption that ends before it begins",
        ("    expires_on: 2027-03-31", "    expires_on: 2026-09-30 # <-"),
        key="exemptions.evidence-lock.expires_on",
        said=("ends on 2026-09-30 and begins on 2026-10-01", "would never hold", "later expires_on"),
    ),
    case(
        "an exemption for good",
        ("    expires_on: 2027-03-31", "    expires_on: 2031-10-01 # <-"),
        key="exemptions.evidence-lock.expires_on",
        said=("1826 days", "before it has become the rule", "2027-10-02 at the latest"),
    ),
    case(
        "an exemption for everything",
        ("    resource: platform-bucket-logs-*", '    resource: "*" # <-'),
        key="exemptions.evidence-lock.resource",
        said=("*", "", "logical name"),
    ),
    case(
        "an exemption without a reason",
        ("    reason: the lock starts with the next quarter", "    reason: later # <-"),
        key="exemptions.evidence-lock.reason",
        said=("5 characters", "", "10 to 300"),
    ),
]


def test_the_estate_that_the_cases_spoil_is_sound(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, BASE)) == []


def test_there_are_enough_cases() -> None:
    assert len({each.id for each in CASES}) == len(CASES) >= 50


@pytest.mark.parametrize("bad", CASES, ids=lambda each: each.id)
def test_a_bad_service_is_refused_where_and_why(bad: Case, tmp_path: Path) -> None:
    text = edited(*bad.edits, text=BASE)

    assert_refused(bad, text, problems_of(write(tmp_path, text)))


def test_an_expired_claim_loads_and_does_not_hold(tmp_path: Path) -> None:
    """Time is an input of rules: the same file loads on every day."""
    text = edited(("    valid_until: 2027-12-31", "    valid_until: 2020-12-31"), text=BASE)
    assert problems_of(write(tmp_path, text)) == []
