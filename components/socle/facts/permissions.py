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
