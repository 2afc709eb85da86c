"""Which resources hold something that a new one would not have: data, keys, secrets, or names that others rely on.

Networks, rules and identities are left out: deleting one interrupts, and declaring it again brings it back. So are the versions
of a secret and generated passwords: a rotation removes the oldest by design, and the secret that keeps them is here.
"""

import re

from .model import Resource

STATEFUL: dict[str, str] = {
    # Scaleway: type tokens of pulumiverse-scaleway 1.60
    "scaleway:block/snapshot:Snapshot": "the copy of a volume's data",
    "scaleway:block/volume:Volume": "the data on the volume",
    "scaleway:databases/database:Database": "every table in it",
    "scaleway:databases/databaseBackup:DatabaseBackup": "the backup",
    "scaleway:databases/instance:Instance": "every database on it, with its automatic backups",
    "scaleway:databases/serverlessDatabase:ServerlessDatabase": "every table in it",
    "scaleway:databases/snapshot:Snapshot": "the copy of an instance's data",
    "scaleway:datalab/datalab:Datalab": "the notebooks and data on its volume",
    "scaleway:datawarehouse/database:Database": "every table in it",
    "scaleway:datawarehouse/deployment:Deployment": "every database on it",
    "scaleway:domain/zone:Zone": "every record in it, and the names that others resolve",
    "scaleway:elasticmetal/server:Server": "its local disks",
    "scaleway:index/fileFilesystem:FileFilesystem": "every file on it",
    "scaleway:instance/image:Image": "the image that servers are made from",
    "scaleway:instance/server:Server": "its local disks, and its root volume with it",
    "scaleway:instance/snapshot:Snapshot": "the copy of a volume's data",
    "scaleway:instance/volume:Volume": "the data on the volume",
    "scaleway:kafka/cluster:Cluster": "the messages that nobody has read yet",
    "scaleway:keymanager/key:Key": "the key, and with it everything it encrypts",
    "scaleway:keymanager/keyMaterial:KeyMaterial": "the owner's key material, and with it everything it encrypts",
    "scaleway:kubernetes/cluster:Cluster": "what its workloads declared in it, and their volumes",
    "scaleway:mongodb/instance:Instance": "every database on it",
    "scaleway:mongodb/snapshot:Snapshot": "the copy of an instance's data",
    "scaleway:object/bucket:Bucket": "every object in it, and a name that anyone may then take",
    "scaleway:object/bucketLockConfiguration:BucketLockConfiguration": "the lock on objects written from then on",
    "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        "the encryption of objects written from then on"
    ),
    "scaleway:object/item:Item": "the object",
    "scaleway:observability/source:Source": "the logs, metrics or traces kept in it",
    "scaleway:opensearch/deployment:Deployment": "every index on it",
    "scaleway:redis/cluster:Cluster": "what is kept in memory only",
    "scaleway:registry/namespace:Namespace": "every image in it",
    "scaleway:secrets/secret:Secret": "the secret, with all its versions",
    # Azure: type tokens of pulumi-azure-native 3, without the API version that they may carry
    "azure-native:cognitiveservices:Account": "the models tuned in it",
    "azure-native:compute:Disk": "the data on the disk",
    "azure-native:compute:Gallery": "the images that machines are made from",
    "azure-native:compute:Snapshot": "the copy of a disk's data",
    "azure-native:compute:VirtualMachine": "its temporary disk, and the disks deleted with it",
    "azure-native:containerregistry:Registry": "every image in it",
    "azure-native:containerservice:ManagedCluster": "what its workloads declared in it, and their volumes",
    "azure-native:databricks:Workspace": "its notebooks, and the managed group with its storage",
    "azure-native:dbforpostgresql:Database": "every table in it",
    "azure-native:dbforpostgresql:Server": "every database on it, with its automatic backups",
    "azure-native:documentdb:DatabaseAccount": "every database in it",
    "azure-native:keyvault:Key": "the key, and with it everything it encrypts",
    "azure-native:keyvault:Secret": "the secret, with all its versions",
    "azure-native:keyvault:Vault": "every key and secret in it",
    "azure-native:machinelearningservices:Workspace": "its experiments and models",
    "azure-native:netapp:Volume": "every file on it",
    "azure-native:operationalinsights:Workspace": "the logs kept in it",
    "azure-native:recoveryservices:Vault": "every backup in it",
    "azure-native:resources:ResourceGroup": "everything in it: deleting a group deletes its content",
    "azure-native:sql:Database": "every table in it",
    "azure-native:sql:ManagedInstance": "every database on it",
    "azure-native:sql:Server": "every database on it",
    "azure-native:storage:Blob": "the object",
    "azure-native:storage:BlobContainer": "every object in it",
    "azure-native:storage:FileShare": "every file in it",
    "azure-native:storage:StorageAccount": "every container, share, queue and table in it",
    "azure-native:synapse:Workspace": "its pipelines, notebooks and pools",
    # Pulumi itself
}
"""What is lost with a resource, by type token."""

_API_VERSION = re.compile(r"/v[0-9]{8}(preview)?(?=:)")


def loss(resource: Resource) -> str:
    """What would be lost with a resource, in words; empty for one that holds nothing, or that is only read."""
    if not resource.custom or resource.external:
        return ""
    return STATEFUL.get(_API_VERSION.sub("", resource.type), "")
