"""The permission sets of the host: their names, and whether one is given over the organisation or in projects.

Source: Scaleway documentation, permission sets, March 2026. A name that is not here was added later, or is misspelt: of what scope it
is, is not known.
"""

import re
from typing import Literal

Scope = Literal["organization", "project"]

_ORGANIZATION = """
AbuseTicketManager AuditTrailExportDelete AuditTrailExportRead AuditTrailFullAccess AuditTrailReadOnly BillingManager BillingReadOnly
EnvironmentalImpactReadOnly IAMApplicationManager IAMApplicationReadOnly IAMGroupManager IAMGroupReadOnly IAMManager IAMPolicyManager
IAMPolicyReadOnly IAMReadOnly IAMUserManager IAMUserReadOnly NotificationManagerFullAccess NotificationManagerReadOnly
OrganizationManager OrganizationReadOnly ProjectManager ProjectReadOnly SupportTicketManager SupportTicketReadOnly
"""

_BOTH_WAYS = """
AllProducts AppleSilicon Autoscaling BlockStorage ContainerRegistry Containers DataWarehouse Dedibox DistributedDataLab DomainsDNS
EdgeServices ElasticMetal FileStorage Functions IPAM Inference Instances Interlink InterlinkPartner IoT KafkaCluster KeyManager
Kubernetes LoadBalancers Mailbox MessagingAndQueuing MongoDB ObjectStorage Observability PrivateNetworks QaaS Redis
RelationalDatabases SSHKeys SearchDB SecretManager ServerlessJobs ServerlessSQLDatabase SiteToSiteVPN TransactionalEmail VPC VPCGateway
WebHosting
"""
"""Products with a set that reads and one that may do everything: `<product>ReadOnly`, `<product>FullAccess`."""

_PROJECT = """
ContainersPrivateAccess DediboxConsoleFullAccess FunctionsPrivateAccess GenerativeApisFullAccess GenerativeApisModelAccess
InstancesImageCreate InstancesImageDelete InstancesImageRead InstancesImageWrite InstancesIpCreate InstancesIpDelete InstancesIpRead
InstancesIpWrite InstancesServerSerialConsoleAccess InstancesServerStart InstancesServerStop InstancesServerRead InstancesServerList
KeyManagerKeyCreate KeyManagerKeyDecrypt KeyManagerKeyDelete KeyManagerKeyEncrypt KeyManagerKeyRestore KeyManagerKeySign
KeyManagerKeyVerify KeyManagerKeyWrite KubernetesExternalNodeRegister KubernetesSystemMastersGroupAccess
ObjectStorageBucketPolicyFullAccess ObjectStorageBucketsDelete ObjectStorageBucketsRead ObjectStorageBucketsWrite
ObjectStorageObjectsDelete ObjectStorageObjectsRead ObjectStorageObjectsWrite ObservabilityGrafanaEditor
SecretManagerSecretAccess SecretManagerSecretCreate SecretManagerSecretDelete SecretManagerSecretRestore SecretManagerSecretWrite
ServerlessSQLDatabaseDataReadWrite ServerlessSQLDatabaseReadWrite
"""

_SCOPES: dict[str, Scope] = {
    **dict.fromkeys(_ORGANIZATION.split(), "organization"),
    **{f"{product}{kind}": "project" for product in _BOTH_WAYS.split() for kind in ("ReadOnly", "FullAccess")},
    **dict.fromkeys(_PROJECT.split(), "project"),
}

_PRODUCTS = tuple(sorted(_BOTH_WAYS.split(), key=len, reverse=True))
_OF_A_PRODUCT = re.compile(
    r"(?P<product>[A-Z]\w*?)(ReadOnly|FullAccess|Manager|Export(Read|Delete)|PrivateAccess|ModelAccess)"
)

_ON_RESOURCES = ("IAM", "KeyManager", "SecretManager")
"""Products that say which resource a call is for (documentation, products supporting resource-level conditions, July 2026)."""


def scope_of(permission_set: str) -> Scope | None:
    """Whether a permission set is given over the organisation or in projects; None where that is not known.

    One rule takes sets of one scope only: the API refuses the rest, at `up` alone.
    """
    return _SCOPES.get(permission_set)


def permission_sets() -> tuple[str, ...]:
    """Every permission set that is known, sorted."""
    return tuple(sorted(_SCOPES))


def product_of(permission_set: str) -> str | None:
    """The product of the host that a permission set is about, in the host's own word; None where that is not known."""
    if permission_set not in _SCOPES:
        return None
    product = next((each for each in _PRODUCTS if permission_set.startswith(each)), None)
    if product:
        return product
    found = _OF_A_PRODUCT.match(permission_set)
    return "IAM" if permission_set.startswith("IAM") else found["product"] if found else None


def takes_resource_conditions(permission_set: str) -> bool:
    """Whether a condition on a resource means anything to the calls that a permission set allows."""
    return permission_set.startswith(_ON_RESOURCES)
