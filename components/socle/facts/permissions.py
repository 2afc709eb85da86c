"""What single permissions amount to: permission sets of IAM by what they give, and actions on a bucket that end what guards it.

Source: the host's documentation of permission sets (20 March 2026), read as kinds. A set that it does not list may give anything.
"""

import re
from enum import StrEnum

from .permission_sets import permission_sets


class Gives(StrEnum):
    """What a permission set amounts to beyond its product."""

    EVERYTHING = "everything"
    """Every product, or every project with its rights."""
    IDENTITIES = "identities"
    """Users, applications, groups or policies: whoever rules them can give oneself anything."""
    CLUSTERS = "clusters"
    """Any action inside every cluster."""
    TRAIL = "trail"
    """The end of the record of who did what."""
    GUARDS = "guards"
    """Policies of buckets, which say who may read them."""
    KEYS = "keys"
    """Keys: their making, change and deletion."""
    DATA = "data"
    """Reading what is kept."""


_SETS: tuple[tuple[str, frozenset[Gives]], ...] = (
    (r"AllProductsFullAccess", frozenset({Gives.EVERYTHING, Gives.KEYS, Gives.DATA, Gives.GUARDS, Gives.CLUSTERS})),
    (r"OrganizationManager", frozenset({Gives.EVERYTHING, Gives.IDENTITIES})),
    (r"IAM(Application|User|Group|Policy)?Manager", frozenset({Gives.IDENTITIES})),
    (r"KubernetesSystemMastersGroupAccess", frozenset({Gives.CLUSTERS})),
    (r"AuditTrail(ExportDelete|FullAccess)", frozenset({Gives.TRAIL})),
    (r"ObjectStorageFullAccess", frozenset({Gives.GUARDS, Gives.DATA})),
    (r"ObjectStorageBucketPolicyFullAccess", frozenset({Gives.GUARDS})),
    (r"KeyManager(FullAccess|Key(Write|Delete|Create))", frozenset({Gives.KEYS})),
    (
        r"ObjectStorage(ReadOnly|ObjectsRead)|AllProductsReadOnly|SecretManager(FullAccess|SecretAccess)|"
        r"(RelationalDatabases|Redis|MongoDB|SearchDB|DataWarehouse|KafkaCluster|FileStorage|BlockStorage)\w+|"
        r"ServerlessSQLDatabase\w+|DistributedDataLab\w+",
        frozenset({Gives.DATA}),
    ),
)
_KNOWN = frozenset(name.lower() for name in permission_sets())

RULING_ACTIONS = ("s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutObjectAcl")
"""Actions on a bucket with which one may let in anybody, oneself first."""
UNLOCKING_ACTIONS = (
    "s3:BypassGovernanceRetention",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
    "s3:PutEncryptionConfiguration",
)
"""Actions that end what guards objects."""


def gives(permission_set: str) -> frozenset[Gives] | None:
    """What a permission set amounts to, nothing in particular where that is its product alone; None where it is not known."""
    found = next(
        (found for form, found in _SETS if re.fullmatch(form, permission_set, re.IGNORECASE)), frozenset[Gives]()
    )
    return found if permission_set.lower() in _KNOWN else None


class Does(StrEnum):
    """What whoever holds a right may do with a thing. Seeing is lists, settings and names; reading is what is kept."""

    SEE = "see"
    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    MANAGE = "manage"


_ALL = frozenset(Does)
_DOES: tuple[tuple[str, frozenset[Does]], ...] = (
    (r"ObjectStorageBucketPolicyFullAccess", frozenset({Does.MANAGE})),
    (r"AuditTrail(ExportRead|ReadOnly)|ObservabilityReadOnly|BillingReadOnly", frozenset({Does.SEE, Does.READ})),
    (r"AuditTrailExportDelete", frozenset({Does.DELETE})),
    (r"\w+(FullAccess|Manager)|KubernetesSystemMastersGroupAccess|ServerlessSQLDatabaseReadWrite", _ALL),
    (
        r"\w+ReadOnly|ObjectStorageBucketsRead|Instances(Image|Ip|Server)(Read|List)|KeyManagerKeyVerify",
        frozenset({Does.SEE}),
    ),
    (r"ObjectStorageObjectsRead|SecretManagerSecretAccess|KeyManagerKeyDecrypt", frozenset({Does.READ})),
    (
        r"ObjectStorageObjectsWrite|SecretManagerSecret(Create|Write)|Instances(Image|Ip)(Create|Write)|KeyManagerKey(Encrypt|Sign)|"
        r"KubernetesExternalNodeRegister",
        frozenset({Does.WRITE}),
    ),
    (
        r"ObjectStorage(Objects|Buckets)Delete|(KeyManagerKey|SecretManagerSecret)Delete|Instances(Image|Ip)Delete",
        frozenset({Does.DELETE}),
    ),
    (
        r"ObjectStorageBucketsWrite|KeyManagerKey(Create|Write|Restore)|SecretManagerSecretRestore|"
        r"InstancesServer(Start|Stop|SerialConsoleAccess)",
        frozenset({Does.MANAGE}),
    ),
    (
        r"(Containers|Functions)PrivateAccess|GenerativeApisModelAccess|ObservabilityGrafanaEditor",
        frozenset({Does.READ, Does.WRITE}),
    ),
    (r"ServerlessSQLDatabaseDataReadWrite", frozenset({Does.READ, Does.WRITE, Does.DELETE})),
)
"""The first that matches holds. Keys: whoever encrypts or signs writes, whoever decrypts reads, whoever makes or changes one manages."""


def set_does(permission_set: str) -> frozenset[Does] | None:
    """What whoever holds a permission set may do; a set that sees a product whose content it gives reads too. None where not known."""
    found = next((found for form, found in _DOES if re.fullmatch(form, permission_set)), None)
    given = gives(permission_set)
    if found is None or given is None:
        return None
    return found | {Does.READ} if Gives.DATA in given else found
