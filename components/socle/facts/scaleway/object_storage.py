"""Object storage: buckets with their settings, and objects."""

from ..rows import Kind, Logic, Meter, Quota

KINDS: tuple[Kind, ...] = (
    Kind(
        "scaleway:object/bucket:Bucket",
        standard="S3",
        holds="every object in it, and a name that anyone may then take",
        product="object-storage",
        id="{region}/{name}",
        computed={"apiEndpoint": "https://s3.{region}.scw.cloud", "endpoint": "https://{name}.s3.{region}.scw.cloud"},
        meters=(
            Meter(
                "stored_gb", "GB-month", usage="stored_gb", by={"region": "fr-par"}, key={"storageClass": "STANDARD"}
            ),
            Meter(
                "internet egress",
                "GB",
                usage="egress_gb",
                key={"meter": "internet egress", "tier": "over 75 GB per month"},
            ),
        ),
        quota=Quota(100, "buckets", "join buckets and separate their users by prefix"),
        band="stores",
    ),
    Kind(
        "scaleway:object/bucketAcl:BucketAcl",
        standard="S3",
        product="object-storage",
        id="{region}/{bucket}/{acl}",
        meters=(),
    ),
    Kind(
        "scaleway:object/bucketLockConfiguration:BucketLockConfiguration",
        standard="S3",
        holds="the lock on objects written from then on",
        product="object-storage",
        logic=(
            Logic(
                "region",
                "ignored",
                "the provider's own Diff answers no change, although its schema has the replace flag",
            ),
        ),
        id="{region}/{bucket}",
        meters=(),
    ),
    Kind(
        "scaleway:object/bucketPolicy:BucketPolicy",
        standard="S3",
        product="object-storage",
        id="{region}/{bucket}",
        meters=(),
    ),
    Kind(
        "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        standard="S3",
        holds="the encryption of objects written from then on",
        product="object-storage",
        id="{region}/{bucket}",
        meters=(),
    ),
    Kind(
        "scaleway:object/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
        standard="S3",
        product="object-storage",
        id="{region}/{bucket}",
    ),
    Kind(
        "scaleway:object/item:Item",
        standard="S3",
        holds="the object",
        product="object-storage",
        id="{region}/{bucket}/{key}",
    ),
)
