"""Keys, buckets, grants and the account: floors of the data classes and references between parts."""

from .bad import Bad, bad

_HEALTH_KEY = "  health: {data_class: health, rotation_days: 90}"
_STUDIES = "  studies:\n    data_class: health\n    key: health\n    client_encryption: sse-c\n"
_GRANT = "        application_id: 55555555-5555-4555-8555-555555555501\n        reason: the cardiology study reads its extract\n"
_SAME = "application_id: 55555555-5555-4555-8555-555555555501"
_OTHER = "55555555-5555-4555-8555-555555555502"
_MANY = "".join(f"  b{index}: {{data_class: internal, key: logs}}\n" for index in range(99))
_NETWORKS = "".join(f"    n{index}: {{purpose: data, range: 10.20.{128 + index}.0/24}}\n" for index in range(98))
_TEN_MORE = "".join(f"    s{index}: {{purpose: services, range: 10.20.{200 + index}.0/24}}\n" for index in range(10))


def _studies(old: str, new: str) -> tuple[str, str]:
    assert old in _STUDIES
    return _STUDIES, _STUDIES.replace(old, new)


def _again(body: str) -> tuple[str, str]:
    return _GRANT, f"{_GRANT}      again: {{{body}, reason: said before and again}} # <-\n"


CLASSES: list[Bad] = [
    bad(
        "health data that expires",
        _studies("sse-c\n", "sse-c\n    expire_after_days: 30 # <-\n"),
        key="buckets.studies.expire_after_days",
        said=("class health has a lifecycle rule", "HDS conditions forbid", "class internal"),
    ),
    bad(
        "health data without versions",
        _studies("sse-c\n", "sse-c\n    versioning: false # <-\n"),
        key="buckets.studies.versioning",
        said=("class health keeps no versions", "could not be recovered", "versioning: true"),
    ),
    bad(
        "internal data without versions",
        ("    lock: {mode: governance, days: 30}", "    versioning: false # <-"),
        key="buckets.logs.versioning",
        said=("class internal keeps no versions", "could not be recovered", "versioning: true"),
    ),
    bad(
        "health data in the clear",
        (_STUDIES, _STUDIES.replace("    client_encryption: sse-c\n", "").replace("studies:", "studies: # <-")),
        key="buckets.studies.client_encryption",
        said=("does not say how objects are encrypted", "own encryption alone", "sse-c or client-side"),
    ),
    bad(
        "a lock without versions",
        (
            "    data_class: internal\n    key: logs\n    lock: {mode: governance, days: 30}",
            "    data_class: open\n    key: open\n    versioning: false\n    lock: {days: 30} # <-",
        ),
        ("  logs: {data_class: internal}", "  open: {data_class: open}"),
        key="buckets.logs.lock",
        said=("object lock without versioning", "ignores the lock", "versioning: true, or remove lock"),
    ),
    bad(
        "objects that expire before their lock",
        (
            "    lock: {mode: governance, days: 30}",
            "    lock: {mode: governance, days: 30}\n    expire_after_days: 29 # <-",
        ),
        key="buckets.logs.expire_after_days",
        said=("expire after 29 days and are locked for 30", "fail on every object", "expire_after_days: 30 or more"),
    ),
    bad(
        "older versions that expire before their lock",
        (
            "    lock: {mode: governance, days: 30}",
            "    lock: {mode: governance, days: 30}\n    expire_old_versions_after_days: 29 # <-",
        ),
        key="buckets.logs.expire_old_versions_after_days",
        said=("older versions expire after 29 days and are locked for 30", "fail on every version", "days: 30 or more"),
    ),
    bad(
        "older versions that end in a bucket without any",
        (
            "    data_class: internal\n    key: logs\n    lock: {mode: governance, days: 30}",
            "    data_class: open\n    key: open\n    versioning: false\n    expire_old_versions_after_days: 9 # <-",
        ),
        ("  logs: {data_class: internal}", "  open: {data_class: open}"),
        key="buckets.logs.expire_old_versions_after_days",
        said=("in a bucket that keeps none", "would end nothing", "versioning: true, or remove it"),
    ),
    bad(
        "health data whose older versions expire",
        _studies("sse-c\n", "sse-c\n    expire_old_versions_after_days: 30 # <-\n"),
        key="buckets.studies.expire_old_versions_after_days",
        said=("class health has a lifecycle rule", "HDS conditions forbid", "class internal"),
    ),
    bad(
        "identifying data under the host's key",
        (_HEALTH_KEY, f"{_HEALTH_KEY}\n  names: {{data_class: health-identifying, rotation_days: null}} # <-"),
        key="keys.names.material",
        said=("class health-identifying has generated material", "the host alone", "material: external"),
    ),
    bad(
        "brought material that rotates",
        (_HEALTH_KEY, "  health: {data_class: health, material: external} # <-"),
        key="keys.health.rotation_days",
        said=("cannot rotate by itself", "refuse the rotation policy", "rotation_days: null"),
    ),
    bad(
        "no contract",
        ("  hds_contract: HDS-2026-1\n", ""),
        (_HEALTH_KEY, f"{_HEALTH_KEY} # <-"),
        key="keys.health.data_class",
        said=("class health without an HDS contract", "accepted its duties", "scaleway.hds_contract"),
        also=1,
    ),
    bad(
        "health data in a rehearsal",
        ("name_prefix: acme\n", "name_prefix: acme\nlifetime: rehearsal\n"),
        (_HEALTH_KEY, f"{_HEALTH_KEY} # <-"),
        key="keys.health.data_class",
        said=("class health in a rehearsal", "one command would delete it", "lifetime: permanent"),
        also=1,
    ),
    bad(
        "a compliance lock in a rehearsal",
        ("name_prefix: acme\n", "name_prefix: acme\nlifetime: rehearsal\n"),
        ("mode: governance, days: 30}", "mode: compliance, days: 30} # <-"),
        key="buckets.logs.lock.mode",
        said=("a compliance lock in a rehearsal", "could not be destroyed", "mode: governance"),
        also=2,
    ),
    bad(
        "health data in another region",
        ("  zones: [fr-par-1, fr-par-2, fr-par-3]", "  region: nl-ams\n  zones: [nl-ams-1]"),
        ("zone: fr-par-1", "zone: nl-ams-1"),
        (_HEALTH_KEY, f"{_HEALTH_KEY} # <-"),
        key="keys.health.data_class",
        said=("class health in nl-ams", "covers fr-par only", "move the estate to fr-par"),
        also=1,
    ),
]

REFERENCES: list[Bad] = [
    bad(
        "a key of nobody",
        _studies("key: health\n", "key: helth # <-\n"),
        key="buckets.studies.key",
        said=("there is no key helth", "could not be encrypted", "did you mean health?"),
    ),
    bad(
        "a key that resembles none",
        _studies("key: health\n", "key: main # <-\n"),
        key="buckets.studies.key",
        said=("there is no key main", "could not be encrypted", "write one of: health, logs"),
    ),
    bad(
        "a key of another class",
        _studies("key: health\n", "key: logs # <-\n"),
        key="buckets.studies.key",
        said=(
            "the key logs is of class internal and the bucket of class health",
            "could read the other",
            "a key of class health",
        ),
    ),
    bad(
        "a zone of another region",
        ("zones: [fr-par-1, fr-par-2, fr-par-3]", "zones: [fr-par-1, pl-waw-1] # <-"),
        key="scaleway.zones.1",
        said=("pl-waw-1 is not a zone of fr-par", "leave the region", "such as fr-par-1"),
    ),
    bad(
        "a zone twice",
        ("zones: [fr-par-1, fr-par-2, fr-par-3]", "zones: [fr-par-1, fr-par-1] # <-"),
        key="scaleway.zones.1",
        said=("fr-par-1 is named twice", "preferred", "name it once"),
    ),
    bad(
        "no project for the platform",
        ("  projects:\n    platform:", "  projects: # <-\n    spaces:"),
        key="scaleway.projects",
        said=("no project for the platform layer", "whatever project the shell names", "add platform: <project id>"),
    ),
    bad(
        "one identity for both",
        (
            "  break_glass_user_id: 44444444-4444-4444-8444-444444444444",
            "  break_glass_user_id: 33333333-3333-4333-8333-333333333333 # <-",
        ),
        key="scaleway.break_glass_user_id",
        said=("are the same identity", "losing one would lose both", "an IAM application and an IAM user"),
    ),
    bad(
        "a name that is too long",
        ("name_prefix: acme", f"name_prefix: {'a' * 40}"),
        ("  logs:\n    data", f"  {'b' * 23}: # <-\n    data"),
        key=f"buckets.{'b' * 23}",
        said=("has 64 characters", "S3 accepts 63", "shorten it or name_prefix"),
    ),
    bad(
        "a hundred and one buckets",
        ("buckets:\n", f"buckets: # <-\n{_MANY}"),
        key="buckets",
        said=("101 buckets, and an organisation takes 100", "stop half-way", "separate their users by prefix"),
    ),
    bad(
        "a hundred and one networks",
        (
            "    data: {purpose: data, range: 10.20.32.0/22}\n",
            f"    data: {{purpose: data, range: 10.20.32.0/22}}\n{_NETWORKS}",
        ),
        ("  private_networks:\n", "  private_networks: # <-\n"),
        key="network.private_networks",
        said=("101 private networks, and a VPC takes 100", "stop half-way", "split the estate"),
    ),
    bad(
        "eleven networks on the gateway",
        (
            "    data: {purpose: data, range: 10.20.32.0/22}\n",
            f"    data: {{purpose: data, range: 10.20.32.0/22}}\n{_TEN_MORE}",
        ),
        ("networks: [apps]", f"networks: [apps, {', '.join(f's{index}' for index in range(10))}] # <-"),
        key="network.gateway.networks",
        said=("11 networks on the gateway, and it takes 10", "stop half-way", "fewer networks"),
    ),
]

GRANTS: list[Bad] = [
    bad(
        "a grant for nobody",
        (_GRANT, _GRANT.replace("        application_id: 55555555-5555-4555-8555-555555555501\n", "")),
        ("      cardio:", "      cardio: # <-"),
        key="buckets.studies.grants.cardio",
        said=("names either no identity or two", "who would get the access", "exactly one of"),
    ),
    bad(
        "a grant for two",
        (_GRANT, f"{_GRANT}        user_id: {_OTHER}\n"),
        ("      cardio:", "      cardio: # <-"),
        key="buckets.studies.grants.cardio",
        said=("names either no identity or two", "who would get the access", "exactly one of"),
    ),
    bad(
        "an access twice",
        (_GRANT, f"{_GRANT}        access: [read, read] # <-\n"),
        key="buckets.studies.grants.cardio.access",
        said=("an access is named twice", "does not say what was meant", "each access once"),
    ),
    bad(
        "no access",
        (_GRANT, f"{_GRANT}        access: [] # <-\n"),
        key="buckets.studies.grants.cardio.access",
        said=("it is empty", "what it may do", "at least one"),
    ),
    bad(
        "an access of nobody",
        (_GRANT, f"{_GRANT}        access: [admin] # <-\n"),
        key="buckets.studies.grants.cardio.access.0",
        said=("'admin' is not a choice", "undecided", "one of read, write, delete"),
    ),
    bad(
        "a grant for the deployer",
        (_GRANT, _GRANT.replace("55555555-5555-4555-8555-555555555501", "33333333-3333-4333-8333-333333333333")),
        ("      cardio:", "      cardio: # <-"),
        key="buckets.studies.grants.cardio",
        said=("administers every bucket", "would not take the access away", "remove it"),
    ),
    bad(
        "a grant for the break-glass user",
        (
            _GRANT,
            _GRANT.replace(
                "application_id: 55555555-5555-4555-8555-555555555501", "user_id: 44444444-4444-4444-8444-444444444444"
            ),
        ),
        ("      cardio:", "      cardio: # <-"),
        key="buckets.studies.grants.cardio",
        said=("administers every bucket", "would not take the access away", "remove it"),
    ),
    bad(
        "a grant twice",
        _again("application_id: 55555555-5555-4555-8555-555555555501"),
        key="buckets.studies.grants.again",
        said=("cardio gives the same identity this access already", "would not take the access away", "keep one"),
    ),
    bad(
        "a grant inside another",
        _again("application_id: 55555555-5555-4555-8555-555555555501, prefix: cardio/2026/"),
        key="buckets.studies.grants.again",
        said=("cardio gives the same identity this access already", "take the access away", "keep one"),
    ),
    bad(
        "a broader grant later",
        (
            _GRANT,
            f"{_GRANT}      all: {{{_SAME}, access: [read, write], reason: said before and again}}\n",
        ),
        ("      cardio:", "      cardio: # <-"),
        key="buckets.studies.grants.cardio",
        said=("all gives the same identity", "take the access away", "keep one"),
    ),
]
