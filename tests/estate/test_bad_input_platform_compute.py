"""Clusters, their baselines and instances written wrongly: each is refused at its line, with consequence and remedy.

Proves nothing about what the host itself would refuse beyond its documented limits.
"""

from pathlib import Path

import pytest

from .edited_case import Case, assert_refused, case
from .written import SOUND, edited, problems_of, write

COMPUTE = """\
clusters:
  main:
    data_class: health
    network: apps
    version: "1.34"
    control_plane: kapsule-dedicated-4
    admins:
      office: {range: 203.0.113.0/28, reason: the office of the operators}
    oidc:
      issuer_url: https://login.example.org/realms/platform
      client_id: kubernetes
    pools:
      apps:
        node_type: POP2-4C-16G
        zone: fr-par-1
        nodes: 3
        autoscale: {minimum: 2, maximum: 6}
        labels: {workload: apps}
baselines:
  main:
    readers: [everyone]
    namespaces:
      portal:
        data_class: internal
        quota: {cpu: "8", memory: 16Gi}
        container: {cpu: 100m, cpu_limit: "1"}
        readers: [portal-readers]
        operators: [portal-operators]
        flows:
          catalogue:
            direction: out
            range: 10.20.32.0/22
            ports: ["5432"]
            reason: the portal reads the catalogue
instances:
  pseudonymiser:
    data_class: health
    network: apps
    key: health
    zone: fr-par-1
    type: POP2-4C-16G
    volume: {size_gb: 100}
    flows:
      administration:
        direction: in
        range: 10.20.0.0/24
        ports: ["22"]
        reason: administrators operate it
"""
BASE = SOUND + COMPUTE


_POOL, _CLUSTER = "clusters.main.pools.apps", "clusters.main"
_PORTAL = "baselines.main.namespaces.portal"
_MACHINE = "instances.pseudonymiser"
_LAST = "        reason: administrators operate it\n"
_TYPE = "        node_type: POP2-4C-16G"
_ADMINS = "    admins:\n      office: {range: 203.0.113.0/28, reason: the office of the operators}\n"
_OIDC = "    oidc:\n      issuer_url: https://login.example.org/realms/platform\n      client_id: kubernetes\n"
_GROUPS = "        readers: [portal-readers]\n        operators: [portal-operators]\n"
_MORE_CLUSTERS = "".join(
    f'  more{index}: {{data_class: internal, network: apps, version: "1.34", control_plane: kapsule-dedicated-8, '
    f"pools: {{a: {{node_type: POP2-2C-8G, zone: fr-par-1, nodes: 1}}}}}}\n"
    for index in range(4)
)

CASES = [
    case(
        "health on a shared control plane",
        ("    control_plane: kapsule-dedicated-4", "    control_plane: kapsule # <-"),
        key=f"{_CLUSTER}.control_plane",
        said=("shared control plane", "dedicated control planes only", "kapsule-dedicated-4"),
    ),
    case(
        "health without an identity provider",
        (_OIDC, ""),
        ("  main:\n    data_class: health\n", "  main: # <-\n    data_class: health\n"),
        key=f"{_CLUSTER}.oidc",
        said=("without an identity provider", "no action could be traced", "declare oidc"),
        also=1,
    ),
    case(
        "an unknown control plane",
        ("    control_plane: kapsule-dedicated-4", "    control_plane: kapsule-dedicated-5 # <-"),
        key=f"{_CLUSTER}.control_plane",
        said=("kapsule-dedicated-5", "", "kapsule-dedicated-4"),
        also=1,
    ),
    case(
        "a patch version",
        ('    version: "1.34"', '    version: "1.34.2" # <-'),
        key=f"{_CLUSTER}.version",
        said=("1.34.2", "", "minor version, in quotes"),
        also=1,
    ),
    case(
        "a version that YAML reads as a number",
        ('    version: "1.34"', "    version: 1.34 # <-"),
        key=f"{_CLUSTER}.version",
        said=("1.34", "", "quotes"),
        also=1,
    ),
    case(
        "an API server open to the Internet",
        ("office: {range: 203.0.113.0/28,", "office: {range: 0.0.0.0/0,"),
        ("the office of the operators}", "the office of the operators} # <-"),
        key=f"{_CLUSTER}.admins.office.range",
        said=("the API server is open to 0.0.0.0/0", "large part of the Internet", "/24 or narrower"),
        also=2,
    ),
    case(
        "administrators from a private range",
        ("office: {range: 203.0.113.0/28,", "office: {range: 10.20.0.0/24,"),
        ("the office of the operators}", "the office of the operators} # <-"),
        key=f"{_CLUSTER}.admins.office.range",
        said=("10.20.0.0/24 is private", "would admit nobody", "the public address"),
        also=1,
    ),
    case(
        "a baseline for a cluster that nobody reaches",
        (_ADMINS, ""),
        ("clusters:\n  main:\n", "clusters:\n  main: # <-\n"),
        key=f"{_CLUSTER}.admins",
        said=("no source reaches the API server", "could not deploy into it", "an entry of admins"),
    ),
    case(
        "groups that Kubernetes reserves",
        ("      client_id: kubernetes\n", '      client_id: kubernetes\n      prefix: "system:" # <-\n'),
        key=f"{_CLUSTER}.oidc.prefix",
        said=("begin with system:", "would rule the cluster", "oidc:"),
        also=2,
    ),
    case(
        "an issuer without https",
        ("https://login.example.org/realms/platform", "http://login.example.org/realms/platform # <-"),
        key=f"{_CLUSTER}.oidc.issuer_url",
        said=("http://", "", "https address"),
        also=1,
    ),
    case(
        "a node type that may not hold health data",
        (_TYPE, "        node_type: PRO2-S # <-"),
        key=f"{_POOL}.node_type",
        said=("PRO2-S may not hold health data", "HDS scope", "POP2-4C-16G"),
    ),
    case(
        "a node type that does not exist",
        (_TYPE, "        node_type: POP2-4C-17G # <-"),
        key=f"{_POOL}.node_type",
        said=("there is no machine type POP2-4C-17G", "fail half-way", "POP2-4C-16G"),
    ),
    case(
        "a node type that the zone does not offer",
        (_TYPE, "        node_type: STANDARD3-X4C-16G # <-"),
        ("        zone: fr-par-1\n        nodes: 3", "        zone: fr-par-3\n        nodes: 3"),
        key=f"{_POOL}.node_type",
        said=("not offered in fr-par-3", "fail half-way", "fr-par-1, fr-par-2"),
    ),
    case(
        "a node too small for Kubernetes",
        (_TYPE, "        node_type: DEV1-S # <-"),
        ("  main:\n    data_class: health\n", "  main:\n    data_class: internal\n"),
        key=f"{_POOL}.node_type",
        said=("DEV1-S has too little memory", "refuse the pool", "POP2-2C-8G"),
        also=1,
    ),
    case(
        "a pool outside the estate's zones",
        ("        zone: fr-par-1\n        nodes: 3", "        zone: nl-ams-1 # <-\n        nodes: 3"),
        key=f"{_POOL}.zone",
        said=("nl-ams-1 is not among the estate's zones", "nobody agreed", "fr-par-1"),
    ),
    case(
        "a pool without nodes",
        ("        nodes: 3", "        nodes: 0 # <-"),
        key=f"{_POOL}.nodes",
        said=("0", "", "1"),
        also=1,
    ),
    case(
        "more nodes than the bounds allow",
        ("        nodes: 3", "        nodes: 9 # <-"),
        key=f"{_POOL}.nodes",
        said=("9 nodes, outside 2 to 6", "refuse the pool", "within the bounds"),
        also=1,
    ),
    case(
        "bounds upside down",
        ("        autoscale: {minimum: 2, maximum: 6}", "        autoscale: {minimum: 6, maximum: 2} # <-"),
        key=f"{_POOL}.autoscale.maximum",
        said=("at least 6 nodes and at most 2", "refuse the pool", "6 or more"),
        also=2,
    ),
    case(
        "an upgrade that may take no node away",
        ("        nodes: 3", "        nodes: 3\n        max_unavailable: 0 # <-"),
        key=f"{_POOL}.max_unavailable",
        said=("0", "", "1"),
        also=1,
    ),
    case(
        "a disk below the provider's range",
        ("        nodes: 3", "        nodes: 3\n        disk_gb: 10 # <-"),
        key=f"{_POOL}.disk_gb",
        said=("10", "", "20"),
        also=1,
    ),
    case(
        "a label that belongs to Kubernetes",
        ("        labels: {workload: apps}", "        labels: {kubernetes.io/os: windows} # <-"),
        key=f"{_POOL}.labels",
        said=("kubernetes.io/os belongs to Kubernetes", "overwrite", "workload"),
        also=1,
    ),
    case(
        "every pool on its way out",
        ("        nodes: 3", "        nodes: 3\n        retiring: true"),
        ("    pools:\n", "    pools: # <-\n"),
        key=f"{_CLUSTER}.pools",
        said=("every pool is retiring", "nothing could be scheduled", "takes over"),
        also=1,
    ),
    case(
        "nodes in a network without a way out",
        ("    network: apps\n    version", "    network: data # <-\n    version"),
        key=f"{_CLUSTER}.network",
        said=("data does not go out through the gateway", "could not reach their API server", "gateway.networks"),
    ),
    case(
        "nodes in no network",
        ("    network: apps\n    version", "    network: aps # <-\n    version"),
        key=f"{_CLUSTER}.network",
        said=("there is no private network aps", "nothing could be attached", "apps"),
    ),
    case(
        "more nodes than the network has room for",
        ("range: 10.20.16.0/20}", "range: 10.20.16.0/28} # <-"),
        ("        autoscale: {minimum: 2, maximum: 6}", "        autoscale: {minimum: 2, maximum: 60}"),
        key="network.private_networks.apps.range",
        said=("62 addresses are needed in 10.20.16.0/28, which has room for 11", "find none", "wider range"),
    ),
    case(
        "load balancers that find no address",
        ("range: 10.20.16.0/20}", "range: 10.20.16.0/28} # <-"),
        ('cpu: "8", memory: 16Gi', 'cpu: "8", memory: 16Gi, load_balancers: 4'),
        key="network.private_networks.apps.range",
        said=("12 addresses are needed", "find none", "declare fewer"),
    ),
    case(
        "more nodes than the pod range has room for",
        ("  supernet: 10.20.0.0/16", "  supernet: 10.20.0.0/16\n  pod_range: 100.64.0.0/22 # <-"),
        key="network.pod_range",
        said=(
            "7 nodes in main, and 100.64.0.0/22 has pod addresses for 4",
            "each node takes a /24",
            "wider network.pod_range",
        ),
    ),
    case(
        "a pod range smaller than one node takes",
        ("  supernet: 10.20.0.0/16", "  supernet: 10.20.0.0/16\n  pod_range: 100.64.0.0/25 # <-"),
        key="network.pod_range",
        said=("has pod addresses for 0", "each node takes a /24", "wider network.pod_range"),
    ),
    case(
        "a service range without a tenth address",
        ("  supernet: 10.20.0.0/16", "  supernet: 10.20.0.0/16\n  service_range: 10.32.0.0/29 # <-"),
        key="network.service_range",
        said=("a service range of /29", "answered at the tenth address", "from /12 to /28"),
    ),
    case(
        "a service range that Kubernetes does not take",
        ("  supernet: 10.20.0.0/16", "  supernet: 10.20.0.0/16\n  service_range: 10.128.0.0/11 # <-"),
        key="network.service_range",
        said=("a service range of /11", "a /12 at the most", "from /12 to /28"),
    ),
    case(
        "more dedicated control planes than an organisation takes",
        ("clusters:\n", "clusters: # <-\n"),
        ("baselines:\n", f"{_MORE_CLUSTERS}baselines:\n"),
        key="clusters",
        said=("5 dedicated control planes", "stop half-way", "ask the host for more"),
    ),
    case(
        "a public address for nodes",
        ("        nodes: 3", "        nodes: 3\n        public_ip: true # <-"),
        key=f"{_POOL}.public_ip",
        said=("public_ip", "", ""),
        also=1,
    ),
    case(
        "a baseline without a cluster",
        ("baselines:\n  main:\n", "baselines:\n  mian: # <-\n"),
        key="baselines.mian",
        said=("there is no cluster mian", "nowhere to deploy", "main"),
    ),
    case(
        "a namespace more sensitive than its cluster",
        ("  main:\n    data_class: health\n", "  main:\n    data_class: internal\n"),
        ("        data_class: internal\n        quota", "        data_class: health # <-\n        quota"),
        key=f"{_PORTAL}.data_class",
        said=("class health in a cluster of class internal", "not chosen for it", "raise the cluster's"),
    ),
    case(
        "groups that nobody can be a member of",
        (_OIDC, ""),
        ("  main:\n    data_class: health\n", "  main:\n    data_class: internal\n"),
        ("baselines:\n  main:\n", "baselines:\n  main: # <-\n"),
        key="baselines.main",
        said=("without an identity provider", "member", "oidc"),
    ),
    case(
        "Kubernetes' own namespace",
        ("      portal:\n", "      kube-system: # <-\n"),
        key="baselines.main.namespaces.kube-system",
        said=("Kubernetes' own namespace", "stop the cluster", "of your own"),
    ),
    case(
        "pods that may run as root next to health data",
        (
            "        data_class: internal\n        quota",
            "        data_class: health\n        pod_security: baseline # <-\n        pod_security_reason: an old application\n"
            "        quota",
        ),
        key=f"{_PORTAL}.pod_security",
        said=("class health under the standard baseline", "as root", "restricted"),
        also=1,
    ),
    case(
        "a weaker standard without a reason",
        ("        quota", "        pod_security: baseline\n        quota"),
        ("      portal:\n", "      portal: # <-\n"),
        key=f"{_PORTAL}.pod_security_reason",
        said=("without a reason", "nobody could say", "pod_security: restricted"),
        also=1,
    ),
    case(
        "privileged pods",
        ("        quota", "        pod_security: privileged # <-\n        quota"),
        key=f"{_PORTAL}.pod_security",
        said=("privileged", "", "restricted"),
        also=1,
    ),
    case(
        "a limit above the quota",
        ('        quota: {cpu: "8", memory: 16Gi}', "        quota: {cpu: 500m, memory: 16Gi}"),
        ('        container: {cpu: 100m, cpu_limit: "1"}', '        container: {cpu: 100m, cpu_limit: "1"} # <-'),
        key=f"{_PORTAL}.container.cpu_limit",
        said=("one container may have 1", "could start", "quota of 1 or more"),
        also=1,
    ),
    case(
        "more asked for than allowed",
        ('        container: {cpu: 100m, cpu_limit: "1"}', '        container: {cpu: "2", cpu_limit: "1"} # <-'),
        key=f"{_PORTAL}.container.cpu",
        said=("cpu 2 asked for and 1 at the most", "refuse every container", "cpu_limit: 2"),
        also=2,
    ),
    case(
        "a group with two roles",
        (_GROUPS, "        readers: [portal-operators]\n        operators: [portal-operators] # <-\n"),
        key=f"{_PORTAL}.operators",
        said=("both reads and operates", "take nothing away", "once"),
        also=1,
    ),
    case(
        "a flow to the whole Internet",
        ("            range: 10.20.32.0/22\n", "            range: 0.0.0.0/0 # <-\n"),
        key=f"{_PORTAL}.flows.catalogue.range",
        said=("a flow with 0.0.0.0/0", "undo what is closed otherwise", "the proxy"),
        also=1,
    ),
    case(
        "a flow with two other sides",
        ("            range: 10.20.32.0/22\n", "            range: 10.20.32.0/22\n            namespace: portal\n"),
        ("          catalogue:\n            direction", "          catalogue: # <-\n            direction"),
        key=f"{_PORTAL}.flows.catalogue",
        said=("either no other side or two", "unclear", "exactly one"),
        also=1,
    ),
    case(
        "a flow to no namespace",
        ("            range: 10.20.32.0/22\n", "            namespace: database # <-\n"),
        key=f"{_PORTAL}.flows.catalogue.namespace",
        said=("there is no namespace database", "open nothing", "portal"),
    ),
    case(
        "a machine of a family that may not hold health data",
        ("    type: POP2-4C-16G", "    type: GP1-S # <-"),
        key=f"{_MACHINE}.type",
        said=("GP1-S may not hold health data", "HDS scope", "POP2-4C-16G"),
    ),
    case(
        "a machine's key of another class",
        ("    key: health\n    zone", "    key: logs # <-\n    zone"),
        key=f"{_MACHINE}.key",
        said=("the key logs is of class internal", "could read the other", "class health"),
    ),
    case(
        "a machine in a network without a way out",
        ("    network: apps\n    key", "    network: admin # <-\n    key"),
        key=f"{_MACHINE}.network",
        said=("admin does not go out through the gateway", "key could not be fetched", "gateway.networks"),
    ),
    case(
        "an address of another network",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 100}\n    address: catalogue # <-"),
        key=f"{_MACHINE}.address",
        said=("catalogue is an address of data", "refuse to attach", "own network"),
    ),
    case(
        "an address that nobody reserved",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 100}\n    address: worker # <-"),
        key=f"{_MACHINE}.address",
        said=("there is no reserved address worker", "somewhere else", "catalogue"),
    ),
    case(
        "a volume below the host's smallest",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 4} # <-"),
        key=f"{_MACHINE}.volume.size_gb",
        said=("4", "", "5"),
    ),
    case(
        "a volume from a snapshot",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 100, snapshot: x} # <-"),
        key=f"{_MACHINE}.volume.snapshot",
        said=("snapshot", "", ""),
    ),
    case(
        "operations that the host does not offer",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 100, iops: 10000} # <-"),
        key=f"{_MACHINE}.volume.iops",
        said=("10000", "", "5000"),
    ),
    case(
        "data on the system's own folder",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 100, mount: /etc} # <-"),
        key=f"{_MACHINE}.volume.mount",
        said=("/etc", "", "/srv"),
    ),
    case(
        "a machine that anyone may call",
        ("        range: 10.20.0.0/24\n        ports", "        range: 0.0.0.0/0 # <-\n        ports"),
        key=f"{_MACHINE}.flows.administration.range",
        said=("anyone may connect", "open it to the Internet", "name the ranges"),
        also=1,
    ),
    case(
        "a system that the setup does not know",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 100}\n    image: windows_server_2022 # <-"),
        key=f"{_MACHINE}.image",
        said=("windows_server_2022", "", "a label of Debian or Ubuntu"),
    ),
    case(
        "a placement over two zones",
        ("    volume: {size_gb: 100}", "    volume: {size_gb: 100}\n    placement: pair"),
        (
            _LAST,
            f"{_LAST}  second:\n    data_class: health\n    network: apps\n    key: health\n    zone: fr-par-2\n"
            "    type: POP2-4C-16G\n    volume: {size_gb: 100}\n    placement: pair # <-\n",
        ),
        key="instances.second.placement",
        said=("the placement pair is in fr-par-1", "deployment would fail", "apart already"),
    ),
]


def test_the_estate_that_the_cases_spoil_is_sound(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, BASE)) == []


def test_there_are_enough_cases() -> None:
    assert len({each.id for each in CASES}) == len(CASES) >= 20


@pytest.mark.parametrize("bad", CASES, ids=lambda each: each.id)
def test_bad_compute_is_refused_where_and_why(bad: Case, tmp_path: Path) -> None:
    text = edited(*bad.edits, text=BASE)

    assert_refused(bad, text, problems_of(write(tmp_path, text)))
