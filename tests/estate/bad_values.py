"""Values that do not fit their place, and keys that nobody knows."""

from .bad import Bad, bad, whole
from .written import SOUND

_UNDECIDED = "this would stay undecided"
_NO_EFFECT = "it would have no effect"
_ORDER = "identity would depend on the order"
_NAMELESS = "nothing could be made under this name"

_NETWORK = "network:\n  supernet: 10.20.0.0/16\n"
_PLATFORM = "    platform: 11111111-1111-4111-8111-111111111111"
_ORGANIZATION = "  organization_id: 22222222-2222-4222-8222-222222222222"
_GRANT = "        application_id: 55555555-5555-4555-8555-555555555501"

KEYS: list[Bad] = [
    bad(
        "an unknown key at the top",
        ("owner:", "ownner: x # <-\nowner:"),
        key="ownner",
        said=("ownner is not a known key", _NO_EFFECT, "did you mean owner?"),
    ),
    bad(
        "an unknown key with a dash",
        ("owner:", "name-prefix: x # <-\nowner:"),
        key="name-prefix",
        said=("not a known key", _NO_EFFECT, "did you mean name_prefix?"),
    ),
    bad(
        "an unknown key of the account",
        ("  hds_contract", "  hds_contrat: x # <-\n  hds_contract"),
        key="scaleway.hds_contrat",
        said=("hds_contrat is", _NO_EFFECT, "mean hds_contract?"),
    ),
    bad(
        "an unknown key of a bucket",
        ("    key: logs\n", "    key: logs\n    versionning: false # <-\n"),
        key="buckets.logs.versionning",
        said=("versionning is", _NO_EFFECT, "mean versioning?"),
    ),
    bad(
        "an unknown key deep down",
        ("days: 30}", "days: 30, moode: x} # <-"),
        key="buckets.logs.lock.moode",
        said=("moode is", _NO_EFFECT, "did you mean mode?"),
    ),
    bad(
        "a key of another section",
        ("keys:\n", "supernet: 10.20.0.0/16 # <-\nkeys:\n"),
        key="supernet",
        said=("supernet is not", _NO_EFFECT, "It belongs under network"),
    ),
    bad(
        "almost a key of another section",
        ("keys:\n", "private_network: {} # <-\nkeys:\n"),
        key="private_network",
        said=("private_network is", _NO_EFFECT, "did you mean private_networks? It belongs under network"),
    ),
    bad(
        "a key of the top below",
        ("    key: logs\n", "    key: logs\n    name_prefix: x # <-\n"),
        key="buckets.logs.name_prefix",
        said=("name_prefix is", _NO_EFFECT, "It belongs under the top of the file"),
    ),
    bad(
        "a key like no other",
        ("days: 30}", "days: 30, xyzzy: x} # <-"),
        key="buckets.logs.lock.xyzzy",
        said=("xyzzy is", _NO_EFFECT, "known keys here: mode, days"),
    ),
    bad(
        "the validator's own mark as a key",
        ("owner:", '"[key]": x # <-\nowner:'),
        key="[key]",
        said=("[key] is not a known key", _NO_EFFECT, "did you mean keys?"),
    ),
    bad(
        "the validator's own mark as a name",
        ("  logs: {data_class: internal}", '  logs: {data_class: internal}\n  "[key]": {data_class: open} # <-'),
        key="keys.[key]",
        said=("'[key]' is not a name", _NAMELESS, "write key"),
    ),
    bad(
        "the validator's own mark as the name of a wrong value",
        (_PLATFORM, f'{_PLATFORM}\n    "[key]": 5 # <-'),
        key="scaleway.projects.[key]",
        said=("5 is a number, not text", "project ids by layer", 'write it in quotes: "5"'),
        also=1,
    ),
    bad(
        "a missing key",
        ("owner: Agence publique\n", ""),
        key="owner",
        line=1,
        said=("owner is missing", "undecided: the body that answers", "add owner: plain letters"),
    ),
    bad(
        "a missing section",
        (_NETWORK, "other:\n  supernet: 10.20.0.0/16\n"),
        key="network",
        line=1,
        said=("network is missing", "undecided: the private network", "add network: keys and values (supernet,"),
        also=1,
    ),
    bad(
        "a missing choice",
        ("  logs: {data_class: internal}", "  logs: {} # <-"),
        key="keys.logs.data_class",
        said=("data_class is missing", "what the key protects", "one of open, internal, health, health-identifying"),
    ),
    bad(
        "a missing id",
        (_ORGANIZATION + "\n", ""),
        key="scaleway.organization_id",
        line=4,
        said=("organization_id is missing", "undecided: the organisation", "a bare UUID in lower case (such as 1111"),
    ),
    whole(
        "nothing but a name",
        "name: acme\n",
        key="owner",
        line=1,
        said=("owner is missing", "undecided", "add owner"),
        also=3,
    ),
]

NAMES: list[Bad] = [
    bad(
        "a name with capitals",
        ("  logs:\n", "  Logs_2: # <-\n"),
        key="buckets.Logs_2",
        said=("'Logs_2' is not a name in lower-case", _NAMELESS, "write logs-2"),
    ),
    bad(
        "a name with an accent",
        ("  partner: {", "  liaison-santé: # <-\n      {"),
        key="network.routes.liaison-santé",
        said=("is not a name", _NAMELESS, "write liaison-sante"),
    ),
    bad(
        "a name that begins with a digit",
        ("  catalogue: {", "  2catalogue: # <-\n      {"),
        key="network.addresses.2catalogue",
        said=("is not a name", _NAMELESS, "a letter first"),
    ),
    bad(
        "a name with a dot",
        ("  logs:\n", "  a.b: # <-\n"),
        key="buckets.a.b",
        said=("'a.b' is not a name", _NAMELESS, "write a-b"),
    ),
    bad(
        "a name of 41 letters",
        ("  logs:\n", f"  {'x' * 41}: # <-\n"),
        key=f"buckets.{'x' * 41}",
        said=("is not a name", _NAMELESS, "40 characters at the most"),
    ),
    bad(
        "an empty name",
        ("  partner: {", '  "": # <-\n      {'),
        key="network.routes.",
        said=("'' is not a name", _NAMELESS, "a letter first"),
    ),
    bad(
        "a quoted number as a name",
        ("  partner: {", '  "42": # <-\n      {'),
        key="network.routes.42",
        said=("'42' is not a name", _NAMELESS, "a letter first"),
    ),
    bad(
        "a name with a space",
        ("name_prefix: acme", "name_prefix: ac me # <-"),
        key="name_prefix",
        said=("'ac me' is not a name", "first part of every cloud name", "write ac-me"),
    ),
]

KINDS: list[Bad] = [
    bad(
        "a list where names give identity",
        ("  logs: {data_class: internal}", ""),
        ("keys:\n  health: {data_class: health, rotation_days: 90}", "keys: # <-\n  - {data_class: health}"),
        key="keys",
        said=("a list where named entries", _ORDER, "instead of a dash"),
    ),
    bad(
        "a list of networks",
        ("    azure: {", "    - {"),
        ("  outside:\n", "  outside: # <-\n"),
        key="network.outside",
        said=("a list where named entries", _ORDER, "name of its own"),
    ),
    bad(
        "a list where a section is",
        ("    zone: fr-par-1\n    networks: [apps]", "    - zone: fr-par-1"),
        ("  gateway:\n", "  gateway: # <-\n"),
        key="network.gateway",
        said=("a list where keys and values", _UNDECIDED, "remove the dashes"),
    ),
    bad(
        "an empty section",
        (_NETWORK, "network: # <-\nx:\n  supernet: 10.20.0.0/16\n"),
        key="network",
        said=("nothing is written here", _UNDECIDED, "write keys and values (supernet"),
        also=1,
    ),
    bad(
        "an empty map",
        ("  outside:\n    azure: {range: 10.100.0.0/16, cloud: azure}", "  outside: # <-"),
        key="network.outside",
        said=("nothing is written here", _UNDECIDED, "remove the key if the default"),
    ),
    bad(
        "null written out",
        ("name_prefix: acme", "name_prefix: null # <-"),
        key="name_prefix",
        said=("nothing is written here", _UNDECIDED, "write a name in lower-case"),
    ),
    bad(
        "a tilde",
        (
            "rotation_days: 90}",
            "data_class: ~} # <-",
        ),
        ("{data_class: health, data", "{data"),
        key="keys.health.data_class",
        said=("nothing is written here", _UNDECIDED, "one of open"),
        also=0,
    ),
    bad(
        "an empty list",
        ("networks: [apps]", "networks: [] # <-"),
        key="network.gateway.networks",
        said=("it is empty", _UNDECIDED, "write at least one"),
    ),
    bad(
        "no project at all",
        ("  projects:\n" + _PLATFORM, "  projects: {} # <-"),
        key="scaleway.projects",
        said=("it is empty", _UNDECIDED, "write at least one"),
    ),
    bad(
        "a word where a section is",
        ("  gateway:\n    zone: fr-par-1\n    networks: [apps]", "  gateway: fr-par-1 # <-"),
        key="network.gateway",
        said=("'fr-par-1' stands where keys and values (zone,", _UNDECIDED, "write keys on lines of their own"),
    ),
    bad(
        "a word where entries are",
        ("  outside:\n    azure: {range: 10.100.0.0/16, cloud: azure}", "  outside: none # <-"),
        key="network.outside",
        said=("'none' stands where named entries", _UNDECIDED, "write names on lines"),
    ),
    bad(
        "a word where a list is",
        ("networks: [apps]", "networks: apps # <-"),
        key="network.gateway.networks",
        said=("'apps' is not a list", _UNDECIDED, "in brackets: [apps]"),
    ),
    bad(
        "a map where a list is",
        ("networks: [apps]", "networks: {apps: true} # <-"),
        key="network.gateway.networks",
        said=("a map of keys and values where a list", _UNDECIDED, "[a, b]"),
    ),
    bad(
        "a map where a value is",
        ("name_prefix: acme", "name_prefix: {a: b} # <-"),
        key="name_prefix",
        said=("a map of keys and values where a single value", _UNDECIDED, "a name in lower-case"),
    ),
    bad(
        "a list where a value is",
        ("name_prefix: acme", "name_prefix: [acme] # <-"),
        key="name_prefix",
        said=("a list where a single value", _UNDECIDED, "a name in lower-case"),
    ),
    bad(
        "a number where text is",
        ("owner: Agence publique", "owner: 42 # <-"),
        key="owner",
        said=("42 is a number, not text", _UNDECIDED, 'in quotes: "42"'),
    ),
    bad(
        "a truth where text is",
        ("name_prefix: acme", "name_prefix: true # <-"),
        key="name_prefix",
        said=("true is true or false, not text", _UNDECIDED, '"true"'),
    ),
    bad(
        "a port without quotes",
        ('ports: ["5432"]', "ports: [443, 5432] # <-"),
        key="network.flows.apps-to-data.ports.0",
        said=("443 is a number, not text", _UNDECIDED, '"443"'),
        also=1,
    ),
]

NUMBERS: list[Bad] = [
    bad(
        "a quoted number",
        ("rotation_days: 90", 'rotation_days: "90"'),
        ("keys:\n  health: ", "keys:\n  # quoted\n  health: "),
        key="keys.health.rotation_days",
        line=35,
        said=("'90' is text, not a number", "days between rotations", "write 90 without quotes"),
    ),
    bad(
        "a decimal point",
        ("rotation_days: 90}", "rotation_days: 90.0} # <-"),
        key="keys.health.rotation_days",
        said=("90.0 has a decimal point", _UNDECIDED, "write 90"),
    ),
    bad(
        "half a day",
        ("rotation_days: 90}", "rotation_days: 0.5} # <-"),
        key="keys.health.rotation_days",
        said=("0.5 is not a whole number", _UNDECIDED, "1 to 365 days"),
    ),
    bad(
        "too many days",
        ("rotation_days: 90}", "rotation_days: 400} # <-"),
        key="keys.health.rotation_days",
        said=("400 is not a whole number, 1 to 365 days", _UNDECIDED, "1 to 365 days"),
    ),
    bad(
        "no days",
        ("days: 30}", "days: 0} # <-"),
        key="buckets.logs.lock.days",
        said=("0 is not a whole number, 1 to 36500 days", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "fewer than none",
        ("days: 30}", "days: -1} # <-"),
        key="buckets.logs.lock.days",
        said=("-1 is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "a number of forty digits",
        ("days: 30}", f"days: {'9' * 40}}} # <-"),
        key="buckets.logs.lock.days",
        said=("is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "a number of a thousand digits",
        ("days: 30}", f"days: {'9' * 1000}}} # <-"),
        key="buckets.logs.lock.days",
        said=("99... is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "a number in another base",
        ("days: 30}", "days: 0x1E} # <-"),
        key="buckets.logs.lock.days",
        said=("'0x1E' is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "a number with an underscore",
        ("days: 30}", "days: 1_000} # <-"),
        key="buckets.logs.lock.days",
        said=("'1_000' is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "a number in words",
        ("days: 30}", "days: a month} # <-"),
        key="buckets.logs.lock.days",
        said=("'a month' is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "infinity",
        ("days: 30}", "days: .inf} # <-"),
        key="buckets.logs.lock.days",
        said=("'.inf' is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "a truth where a number is",
        ("days: 30}", "days: true} # <-"),
        key="buckets.logs.lock.days",
        said=("true is not a whole number", _UNDECIDED, "1 to 36500"),
    ),
    bad(
        "yes",
        ("    key: logs\n", "    key: logs\n    versioning: yes # <-\n"),
        key="buckets.logs.versioning",
        said=("'yes' is not true or false", "whether overwritten", "write true"),
    ),
    bad(
        "Off",
        ("    key: logs\n", "    key: logs\n    versioning: Off # <-\n"),
        key="buckets.logs.versioning",
        said=("'Off' is not true or false", _UNDECIDED, "write false"),
    ),
    bad(
        "a capital",
        ("    key: logs\n", "    key: logs\n    versioning: True # <-\n"),
        key="buckets.logs.versioning",
        said=("'True' is not true or false", _UNDECIDED, "write true"),
    ),
    bad(
        "one for true",
        ("    key: logs\n", "    key: logs\n    versioning: 1 # <-\n"),
        key="buckets.logs.versioning",
        said=("1 is not true or false", _UNDECIDED, "write true"),
    ),
    bad(
        "perhaps",
        ("    key: logs\n", "    key: logs\n    versioning: perhaps # <-\n"),
        key="buckets.logs.versioning",
        said=("'perhaps' is not true or false", _UNDECIDED, "write true or false"),
    ),
]

WORDS: list[Bad] = [
    bad(
        "a choice with a typo",
        ("  logs: {data_class: internal}", "  logs: {data_class: internl} # <-"),
        key="keys.logs.data_class",
        said=("'internl' is not a choice", "what the key protects", "did you mean internal? write one of open"),
    ),
    bad(
        "a choice in capitals",
        ("zone: fr-par-1", "zone: FR-PAR-1 # <-"),
        key="network.gateway.zone",
        said=("'FR-PAR-1' is not a choice", _UNDECIDED, "did you mean fr-par-1?"),
    ),
    bad(
        "a choice of nobody",
        ("mode: governance", "mode: forever"),
        ("  logs:\n", "  # locked for ever\n  logs:\n"),
        key="buckets.logs.lock.mode",
        line=49,
        said=("'forever' is not a choice", _UNDECIDED, "one of governance, compliance"),
    ),
    bad(
        "a number as a choice",
        ("zone: fr-par-1", "zone: 1 # <-"),
        key="network.gateway.zone",
        said=("1 is not a choice", _UNDECIDED, "one of fr-par-1"),
    ),
    bad(
        "a choice in a list",
        ("zones: [fr-par-1, fr-par-2, fr-par-3]", "zones: [fr-par-1, fr-par-4] # <-"),
        key="scaleway.zones.1",
        said=("'fr-par-4' is not a choice", _UNDECIDED, "one of fr-par-1"),
    ),
    bad(
        "a UUID in capitals",
        (_GRANT, _GRANT.replace("555555555501", "55555555ABCD") + " # <-"),
        key="buckets.studies.grants.cardio.application_id",
        said=("is not a bare UUID", _UNDECIDED, "write 55555555-5555-4555-8555-55555555abcd"),
    ),
    bad(
        "Pulumi's form of an id",
        (_PLATFORM, "    platform: fr-par/11111111-1111-4111-8111-111111111111 # <-"),
        key="scaleway.projects.platform",
        said=("is not a bare UUID", _UNDECIDED, "write 11111111-1111-4111-8111-111111111111"),
    ),
    bad(
        "half a UUID",
        (_ORGANIZATION, "  organization_id: 22222222-2222 # <-"),
        key="scaleway.organization_id",
        said=("'22222222-2222' is not a bare UUID", _UNDECIDED, "write a bare UUID in lower case"),
    ),
    bad(
        "empty text",
        ("owner: Agence publique", 'owner: "" # <-'),
        key="owner",
        said=("'' is not plain letters", _UNDECIDED, "2 to 62 characters"),
    ),
    bad(
        "an owner with an accent",
        ("owner: Agence publique", "owner: Santé publique # <-"),
        key="owner",
        said=("'Santé publique' is not plain letters", "the body that answers", "write Sante publique"),
    ),
    bad(
        "a short reason",
        ("reason: applications read the catalogue", "reason: needed # <-"),
        key="network.flows.apps-to-data.reason",
        said=("'needed' has 6 characters", "why the flow exists", "10 to 300 characters"),
    ),
    bad(
        "a reason of spaces",
        ("reason: applications read the catalogue", 'reason: "             " # <-'),
        key="network.flows.apps-to-data.reason",
        said=("has 0 characters", _UNDECIDED, "10 to 300 characters"),
    ),
    bad(
        "a reason of a page",
        ("reason: applications read the catalogue", f"reason: {'because ' * 50} # <-"),
        key="network.flows.apps-to-data.reason",
        said=("... has 399 characters", _UNDECIDED, "10 to 300 characters"),
    ),
    bad(
        "a reason on two lines",
        ("reason: applications read the catalogue", 'reason: "applications read\\nthe catalogue" # <-'),
        key="network.flows.apps-to-data.reason",
        said=("is not text on one line", _UNDECIDED, "write applications read the catalogue"),
    ),
    bad(
        "a contract of spaces",
        ("hds_contract: HDS-2026-1", 'hds_contract: "     " # <-'),
        key="scaleway.hds_contract",
        said=("has 0 characters", "reference of the HDS contract", "3 to 200 characters"),
    ),
    bad(
        "a folder without a slash",
        ("        reason: the cardiology", "        prefix: cardio # <-\n        reason: the cardiology"),
        key="buckets.studies.grants.cardio.prefix",
        said=("'cardio' is not a folder that ends with a slash", _UNDECIDED, "without wildcards"),
    ),
    bad(
        "a folder with a wildcard",
        ("        reason: the cardiology", "        prefix: cardio/*/ # <-\n        reason: the cardiology"),
        key="buckets.studies.grants.cardio.prefix",
        said=("'cardio/*/' is not a folder", _UNDECIDED, "without wildcards"),
    ),
    bad(
        "a range of words",
        ("range: 10.20.0.0/24", "range: ten-twenty"),
        ("    admin: {", "    # words\n    admin: {"),
        key="network.private_networks.admin.range",
        line=16,
        said=("'ten-twenty' is not a range", "no network could be made", "write it as 10.20.0.0/22"),
    ),
    bad(
        "a range with host bits",
        ("range: 10.20.0.0/24}", "range: 10.20.0.7/24} # <-"),
        key="network.private_networks.admin.range",
        said=("10.20.0.7/24 is not the start of a range", "unclear which", "write 10.20.0.0/24"),
    ),
    bad(
        "a range without a size",
        ("range: 10.20.0.0/24}", "range: 10.20.0.0} # <-"),
        key="network.private_networks.admin.range",
        said=("10.20.0.0 is one address, not a range", "unclear how many", "10.20.0.0/24 is 256 addresses"),
    ),
    bad(
        "a range with a mask",
        ("range: 10.20.0.0/24}", "range: 10.20.0.0/255.255.255.0} # <-"),
        key="network.private_networks.admin.range",
        said=("is not the start of a range", "unclear which", "write 10.20.0.0/24"),
    ),
    bad(
        "an IPv6 range",
        ("range: 10.20.0.0/24}", 'range: "fd00::/64"} # <-'),
        key="network.private_networks.admin.range",
        said=("fd00::/64 is not an IPv4 range", "the provider gives IPv6", "write an IPv4 range"),
    ),
    bad(
        "an address with five parts",
        ("address: 10.20.32.10", "address: 10.20.32.10.1"),
        ("  addresses:\n", "  # wrong below\n  addresses:\n"),
        key="network.addresses.catalogue.address",
        line=33,
        said=("'10.20.32.10.1' is not an IPv4 address", "pinned", "10.20.8.10"),
    ),
    bad(
        "ports the wrong way round",
        ('ports: ["5432"]', 'ports: ["8010-8000"] # <-'),
        key="network.flows.apps-to-data.ports.0",
        said=("8010-8000 is not a range of ports", "match nothing", "the lower first"),
    ),
    bad(
        "a port that is too high",
        ('ports: ["5432"]', 'ports: ["70000"] # <-'),
        key="network.flows.apps-to-data.ports.0",
        said=("70000 is not a range of ports", "match nothing", "between 1 and 65535"),
    ),
    bad(
        "a port by its name",
        ('ports: ["5432"]', 'ports: ["postgres"] # <-'),
        key="network.flows.apps-to-data.ports.0",
        said=("'postgres' is not a port", "ports that answer", '"8000-8010"'),
    ),
    bad(
        "another name than the folder",
        ("name: acme\n", "name: other # <-\n"),
        key="name",
        said=("calls itself 'other' in the folder acme", "looked for under the other", "write name: acme, or rename"),
    ),
    whole(
        "an accent of its own",
        SOUND.replace("owner: Agence publique", 'owner: "Agence\\u0301publique"'),
        key="owner",
        line=2,
        said=("is not plain letters", _UNDECIDED, "write Agencepublique"),
    ),
]
