"""Edits of an estate, and what each would really do: data for the table in docs/reference/edits.md.

What the engine and Socle would answer is not written here: it is computed, by making each edit and comparing the two plans.
Only consequence, remedy and proof are words. The estate that is edited is docs/reference/edits/estate.yaml.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Edit:
    """One edit: `to` is written at `key` (nothing: the key is removed), and `more` with it where one value alone says nothing.

    `effect` is what really happens, `instead` what to do, `proof` how it is known.
    """

    key: str
    to: Any
    effect: str
    instead: str = ""
    proof: str = "provider"
    more: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def part(self) -> str:
        """The part of the estate that it belongs to."""
        return self.key.partition(".")[0]


PROOFS = {
    "provider": "the provider's schema and its own answers (Terraform provider 2.81)",
    "measured": "measured with the engine 3.260 and that provider against an emulated cloud",
    "host": "the host's documentation",
}
"""How the effect of an edit is known."""

_DB, _PN, _CLUSTER = "databases.catalogue", "network.private_networks", "clusters.main"
_SIDE_BY_SIDE = "a second entry that `succeeds` this one"
_NEW_POOL = "a pool under a new name, then `retiring: true` on this one"
_MACHINE = "instances.worker"
_REPLACEABLE = "`replaceable: true` first, in a deployment of its own"
_OWN_CHANGE = "take the protection off in a change of its own, once nothing depends on it"

EDITS: tuple[Edit, ...] = (
    Edit(
        "name_prefix",
        "other",
        "every cloud name changes: buckets and registries would be new and empty",
        "never change it",
    ),
    Edit(
        f"{_PN}.data.range",
        "10.20.40.0/22",
        "a network's range is its identity",
        "a second network, then move what is there",
    ),
    Edit(f"{_PN}.new", {"purpose": "services", "range": "10.20.44.0/22"}, "nothing else is touched"),
    Edit(f"{_PN}.spare", None, "the network goes, if nothing is attached", _OWN_CHANGE),
    Edit(f"{_PN}.spare.purpose", "services", "a tag, and which rules apply"),
    Edit(
        "network.flows.apps-to-data.ports",
        ["5432", "6432"],
        "the whole filter is sent again; a moment without effect is not known",
    ),
    Edit("network.flows.apps-to-data", None, "connections of this flow are dropped", proof="host"),
    Edit(
        "network.gateway",
        None,
        "nothing reaches the Internet any more, and the address is given back",
        proof="measured",
    ),
    Edit("network.gateway.type", "VPC-GW-M", "the gateway is upgraded in place; connections break"),
    Edit("network.gateway.zone", "fr-par-2", "another gateway with another address: allow-lists of others must change"),
    Edit("network.addresses.relay.address", "10.20.16.11", "the old reservation is given back"),
    Edit(
        "keys.internal.rotation_days", 30, "the next rotation comes earlier; old versions still decrypt", proof="host"
    ),
    Edit(
        "keys.internal.protection_level",
        "hsm",
        "another key, and all under the old one is lost in seven days",
        "a new key beside it",
    ),
    Edit("keys.other", None, "seven days later everything under the key is lost", _OWN_CHANGE, "host"),
    Edit("buckets.results.key", "other", "only new objects use the new key", "rewrite the objects", "host"),
    Edit("buckets.results.lock", {"days": 30}, "lock is chosen when a bucket is made", "a second bucket, then copy"),
    Edit(
        "buckets.evidence.lock.days",
        30,
        "new objects are locked for less; those that exist keep their date",
        proof="host",
    ),
    Edit("buckets.results.expire_after_days", 30, "objects older than that are deleted within a day", proof="host"),
    Edit("buckets.results", None, "the bucket and its objects", _OWN_CHANGE),
    Edit(f"{_DB}.node_type", "DB-PRO2-XS", "connections break when the nodes change over", proof="host"),
    Edit(f"{_DB}.volume_gb", 100, "the volume grows online", proof="host"),
    Edit(f"{_DB}.volume_gb", 20, "the host refuses, after the preview", _SIDE_BY_SIDE, "measured"),
    Edit(f"{_DB}.volume_type", "sbs_15k", "the data is copied; connections break at the end", proof="host"),
    Edit(
        f"{_DB}.engine",
        "PostgreSQL-17",
        "another instance under another id, this one deleted, writes in between lost; the state keeps the old id and the next "
        "refresh forgets databases and users",
        _SIDE_BY_SIDE,
        "measured",
    ),
    Edit(f"{_DB}.high_availability", False, "the host has no way back", "keep it", "host"),
    Edit(f"{_DB}.network", "spare", "the endpoint goes and another comes", "`network_move`, with a date", "measured"),
    Edit(
        f"{_DB}.address",
        "10.20.32.20",
        "the endpoint goes and another comes",
        "`network_move`, with a date",
        "measured",
    ),
    Edit(
        f"{_DB}.network",
        "spare",
        "the endpoint goes and another comes",
        proof="measured",
        more={f"{_DB}.network_move": {"reason": "databases get a network of their own", "until": "2027-03-31"}},
    ),
    Edit(f"{_DB}.settings", {"max_connections": 400}, "the engine restarts", proof="host"),
    Edit(f"{_DB}.backups", {"keep_days": 7}, "backups older than seven days are deleted", proof="host"),
    Edit(f"{_DB}.users.portal.rotation", 2, "the password changes; applications must read it again", proof="measured"),
    Edit(f"{_DB}.users.portal.access.catalogue", "readonly", "rights to write are taken away"),
    Edit(f"{_DB}.users", {}, "the user goes; its secret is protected", _OWN_CHANGE, "measured"),
    Edit(
        f"{_DB}.databases",
        {"articles": {}},
        "the old database and every table in it, and a new empty one",
        "rename it in SQL, then import it",
        "measured",
        {f"{_DB}.users": {}},
    ),
    Edit(f"{_DB}.read_replicas", {}, "the copy goes; whoever reads from it must read elsewhere"),
    Edit(_DB, None, "the instance with every database; automatic backups stay until their date", _OWN_CHANGE, "host"),
    Edit("registries.images", None, "every image", _OWN_CHANGE),
    Edit(
        "secrets.session.rotation",
        2,
        "a new version; the old one is destroyed",
        "`keep: 2` to leave the old one",
        "measured",
    ),
    Edit(
        "secrets.session.key",
        "other",
        "not known: the argument is too new to have been measured",
        "a second secret under the other key",
    ),
    Edit("secrets.session.keep", 3, "nothing, until the next rotations"),
    Edit("secrets.session", None, "the secret with its versions", _OWN_CHANGE, "measured"),
    Edit("observability.sources.audit.retention_days", 180, "what is older is deleted at once", proof="host"),
    Edit(
        "observability.sources.audit.type",
        "traces",
        "another store, and the old signals go",
        "a second store",
        "measured",
    ),
    Edit(
        "observability.tokens.collector.scopes",
        ["write-metrics"],
        "another token; the old one stops working",
        proof="measured",
    ),
    Edit("observability.contacts.on-call.email", "ops@example.org", "alerts go elsewhere"),
    Edit(f"{_CLUSTER}.version", "1.35", "control plane and pools are upgraded; it cannot be taken back", proof="host"),
    Edit(
        f"{_CLUSTER}.control_plane",
        "kapsule-dedicated-4",
        "the provider asks the host whether it can move in place",
        proof="measured",
    ),
    Edit(f"{_CLUSTER}.pools.apps.node_type", "POP2-8C-32G", "every node goes and others come", _NEW_POOL, "measured"),
    Edit(f"{_CLUSTER}.pools.apps.zone", "fr-par-2", "every node goes and others come", _NEW_POOL, "measured"),
    Edit(f"{_CLUSTER}.pools.apps.nodes", 4, "nodes are added", proof="measured"),
    Edit(
        f"{_CLUSTER}.pools.workers",
        {"node_type": "POP2-4C-16G", "zone": "fr-par-1", "nodes": 2},
        "a renamed pool is another pool: its nodes go",
        _NEW_POOL,
        "measured",
        {f"{_CLUSTER}.pools.apps": None},
    ),
    Edit(f"{_CLUSTER}.version", "1.36", "the host upgrades one minor version at a time", "1.35 first", "host"),
    Edit(f"{_CLUSTER}.version", "1.33", "the host has no way back", "keep it", "host"),
    Edit(
        f"{_CLUSTER}.network",
        "apps-2",
        "another cluster; the schema does not show it",
        "never change it",
        "measured",
        {
            f"{_PN}.apps-2": {"purpose": "platform", "range": "10.20.64.0/20"},
            "network.gateway.networks": ["apps", "apps-2"],
        },
    ),
    Edit(f"{_CLUSTER}.cni", "calico", "another cluster", "never change it", "measured"),
    Edit(
        f"{_CLUSTER}.admins",
        {"office": {"range": "203.0.113.0/28", "reason": "the office of the operators"}},
        "the access list is replaced as a whole, in place",
        proof="measured",
    ),
    Edit(f"{_CLUSTER}.pools.apps.disk_gb", 100, "every node goes and others come", _NEW_POOL, "measured"),
    Edit(f"{_CLUSTER}.pools.apps.nodes", 1, "a node goes, and its pods are evicted", proof="measured"),
    Edit(
        f"{_CLUSTER}.pools.batch.nodes",
        5,
        "nothing: it was only the first size of a pool that scales itself",
        proof="measured",
    ),
    Edit(f"{_CLUSTER}.pools.batch.autoscale.maximum", 3, "nodes above the new bound go", proof="measured"),
    Edit(
        f"{_CLUSTER}.pools.apps.retiring",
        True,
        "nothing new is scheduled there, and the pool may be removed",
        proof="measured",
    ),
    Edit(f"{_CLUSTER}.pools.batch", None, "its nodes go, with what runs on them", "`retiring: true` first", "measured"),
    Edit(_CLUSTER, None, "the cluster and what its workloads declared", _OWN_CHANGE),
    Edit(
        f"{_MACHINE}.type",
        "POP2-8C-32G",
        "the machine is stopped and started; its volume waits for a token",
        proof="measured",
    ),
    Edit(
        f"{_MACHINE}.image", "debian_bookworm", "another machine; the schema does not show it", _REPLACEABLE, "measured"
    ),
    Edit(
        f"{_MACHINE}.flows.administration.ports",
        ["22", "9100"],
        "cloud-init runs once, so the machine is replaced",
        _REPLACEABLE,
        "measured",
    ),
    Edit(
        f"{_MACHINE}.placement",
        "apart",
        "the provider refuses it on a running machine, so it is replaced",
        _REPLACEABLE,
        "measured",
    ),
    Edit(
        f"{_MACHINE}.zone",
        "fr-par-2",
        "another machine and another, empty volume",
        "a second machine, then copy",
        "measured",
    ),
    Edit(
        f"{_MACHINE}.volume.size_gb",
        100,
        "the volume grows; the file system follows at the next start",
        proof="measured",
    ),
    Edit(
        f"{_MACHINE}.volume.size_gb",
        20,
        "another, empty volume; the schema does not show it",
        "a second machine, then copy",
        "measured",
    ),
    Edit(f"{_MACHINE}.volume.iops", 15000, "in place", proof="measured"),
    Edit(
        f"{_MACHINE}.volume.mount",
        "/srv/other",
        "the machine is replaced; the volume stays and is mounted elsewhere",
        _REPLACEABLE,
        "measured",
    ),
    Edit(f"{_MACHINE}.replaceable", True, "the machine's protection goes; the volume's stays", proof="measured"),
    Edit(_MACHINE, None, "the machine, its volume and the place of its key", _OWN_CHANGE, "measured"),
)
