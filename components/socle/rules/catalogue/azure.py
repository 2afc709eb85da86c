"""Azure, for the time of coexistence: what keeps the legacy estate closed and recoverable."""

from collections.abc import Iterator
from functools import partial

from socle.messages import Text, said

from ..opened import opened
from ..ranges import is_everybody
from ..rule import Severity, Topic
from ..view import Unknown, View, apart, over

STORAGE = "azure-native:storage:StorageAccount"
CONTAINER = "azure-native:storage:BlobContainer"
VAULT = "azure-native:keyvault:Vault"
POSTGRES = "azure-native:dbforpostgresql:Server"
GROUP = "azure-native:network:NetworkSecurityGroup"
SECURITY_RULE = "azure-native:network:SecurityRule"
WORKSPACE = "azure-native:operationalinsights:Workspace"

topic = Topic("azure")


@topic.on(
    "azure-blobs-private", Severity.CRITICAL, "No container of Azure is public", STORAGE, CONTAINER,
    why="Anybody on the Internet could read.",
    remedy="Set allow_blob_public_access to false, and public_access to None.", controls=("SecNumCloud 9.7", "EHDS 73"),
)  # fmt: skip
def _blobs(view: View) -> Iterator[Text]:
    if view.on("allowBlobPublicAccess"):
        yield said("found.containers_public")
    if view.get("publicAccess", default="None") not in ("None", ""):
        yield said("found.container_public")


@topic.on(
    "azure-store-closed", Severity.HIGH, "A store of Azure does not answer the Internet", STORAGE, VAULT,
    why="Azure's default answers every address.",
    remedy="Set public_network_access to Disabled, or the default action of its network rules to Deny.",
    controls=("CNIL SEC-RES", "SecNumCloud 13.2"),
)  # fmt: skip
def _closed(view: View) -> Iterator[Text]:
    yield from (said("found.answers_internet") for _ in opened(view))


@topic.on(
    "azure-tls", Severity.HIGH, "A storage account of Azure speaks TLS 1.2 alone", STORAGE,
    why="Older versions are broken.",
    remedy="Set minimum_tls_version to TLS1_2, and enable_https_traffic_only to true.", controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _tls(view: View) -> Iterator[Text]:
    yield from apart(
        lambda: [said("found.old_tls")] if view.text("minimumTlsVersion") not in ("TLS1_2", "TLS1_3") else [],
        lambda: [said("found.plain_http")] if not view.on("enableHttpsTrafficOnly", default=True) else [],
    )


@topic.on(
    "azure-vault-purge-protected", Severity.CRITICAL, "A vault of Azure cannot be purged", VAULT,
    why="A purged key makes what it encrypts unreadable for ever.",
    remedy="Set enable_purge_protection to true; it cannot be taken back.", controls=("SecNumCloud 10.5", "HDS 05"),
)  # fmt: skip
def _purge(view: View) -> Iterator[Text]:
    yield from apart(
        lambda: [said("found.purged")] if not any(view.is_on("properties.enablePurgeProtection")) else [],
        lambda: [said("found.deleted")] if not view.on("properties.enableSoftDelete", default=True) else [],
    )


@topic.on(
    "azure-database-private", Severity.HIGH, "A database of Azure answers in its network alone", POSTGRES,
    why="A public server answers every address that a firewall rule forgets.",
    remedy="Set network.public_network_access to Disabled, or delegate a subnet.",
    controls=("CNIL SEC-RES", "SecNumCloud 13.2"),
)  # fmt: skip
def _database(view: View) -> Iterator[Text]:
    delegated = view.has("network.delegatedSubnetResourceId")
    if not delegated and view.get("network.publicNetworkAccess", default="Enabled") != "Disabled":
        yield said("found.answers_internet")


def _anybody(source: str) -> bool:
    """Whether a source is everybody; a tag of Azure names a service, and is nobody in particular."""
    try:
        return is_everybody(source)
    except Unknown:
        return False


@topic.on(
    "azure-rule-no-everybody", Severity.HIGH, "No rule of Azure lets everybody in", GROUP, SECURITY_RULE,
    why="A rule for every source opens the port to the Internet.",
    remedy="Name the source.", controls=("SecNumCloud 13.2", "ReCyF 7"),
)  # fmt: skip
def _everybody(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        if row.text("access").lower() == "deny" or row.text("direction").lower() == "outbound":
            return
        one = ["sourceAddressPrefix"] if row.has("sourceAddressPrefix") else []
        parts = (partial(row.texts, key) for key in (*one, "sourceAddressPrefixes"))
        nobody = not (one or row.has("sourceAddressPrefixes") or row.has("sourceApplicationSecurityGroups"))
        if nobody or any(map(_anybody, apart(*parts))):
            port = row.value("destinationPortRange").value
            yield said("found.lets_everybody", port=str(port) if port else said("found.its_ports"))

    rows = [view] if view.type == SECURITY_RULE else view.rows("securityRules")
    yield from over(rows, judge)


@topic.on(
    "azure-logs-kept", Severity.MEDIUM, "Logs of Azure are kept half a year", WORKSPACE,
    why="An intrusion is found after months.", remedy="Set retention_in_days to 180 or more.",
    controls=("SecNumCloud 12.6", "CNIL SEC-JOU"),
)  # fmt: skip
def _logs(view: View) -> Iterator[Text]:
    days = float(view.get("retentionInDays", default=30))
    if days < 180:
        yield said("found.logs_days", n=f"{days:g}")


RULES = topic.rules
