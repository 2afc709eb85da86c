"""Object Storage: encryption, versions, lock, and who is let in. Facts: the provider's schema and the host's documentation."""

from collections.abc import Iterator
from functools import partial

from socle.facts import is_group_of_everybody, is_public_list
from socle.messages import Said, Text, said

from ..context import Fact
from ..rule import Severity, Topic
from ..view import View, apart, over
from .bucket_policies import POLICY

BUCKET = "scaleway:object/bucket:Bucket"
ACL = "scaleway:object/bucketAcl:BucketAcl"
LOCK = "scaleway:object/bucketLockConfiguration:BucketLockConfiguration"
ENCRYPTION = "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
ITEM = "scaleway:object/item:Item"
WEBSITE = "scaleway:object/bucketWebsiteConfiguration:BucketWebsiteConfiguration"

topic = Topic("buckets")


@topic.on(
    "bucket-encrypted", Severity.HIGH, "A bucket encrypts by default", BUCKET,
    why="Objects written without a header of their own lie unencrypted, and deleting a key cannot erase them.",
    remedy="Add a BucketServerSideEncryptionConfiguration for the bucket.",
    declared="Name the entry of keys that encrypts the bucket.",
    controls=("SecNumCloud 10.1", "CNIL SEC-LOG", "SATRE 2.8"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _encrypted(view: View) -> Iterator[Text]:
    if not view.referring(ENCRYPTION, "bucket"):
        yield said("found.no_encryption")


@topic.on(
    "bucket-customer-key", Severity.HIGH, "A bucket is encrypted with a key of the customer", ENCRYPTION,
    why="With a key of the host, the host alone decides who can read, and no key can be withdrawn.",
    remedy="Set sse_algorithm to aws:kms, and kms_master_key_id to a symmetric key of Key Manager.",
    declared="Name the entry of keys that encrypts the bucket.",
    controls=("SecNumCloud 10.1", "SOV-3", "HDS 05"),
)  # fmt: skip
def _customer_key(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        chosen = row.text("applyServerSideEncryptionByDefault.sseAlgorithm")
        if chosen != "aws:kms":
            yield said("found.host_key", name=chosen or Said("found.no_algorithm"))
        elif not row.has("applyServerSideEncryptionByDefault.kmsMasterKeyId"):
            yield said("found.no_key")

    if not view.has("rules"):
        yield said("found.no_rule")
    yield from view.each("rules", judge)


@topic.on(
    "bucket-key-enabled", Severity.MEDIUM, "Encryption with Key Manager uses a bucket key", ENCRYPTION,
    why="The host refuses encryption with Key Manager without a bucket key (400, measured).",
    remedy="Set bucket_key_enabled to true.", controls=("SecNumCloud 10.1",),
)  # fmt: skip
def _bucket_key(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        if row.text("applyServerSideEncryptionByDefault.sseAlgorithm") == "aws:kms" and not row.get("bucketKeyEnabled"):
            yield said("found.no_bucket_key")

    yield from view.each("rules", judge)


@topic.on(
    "bucket-versioned", Severity.HIGH, "A bucket keeps versions", BUCKET,
    why="Without versions an overwritten or deleted object is gone.",
    remedy="Set versioning.enabled to true.",
    declared="Write versioning: true on the bucket.", controls=("SecNumCloud 12.5", "NIS2 21.2"),
)  # fmt: skip
def _versioned(view: View) -> Iterator[Text]:
    locked = view.value("objectLockEnabled").value is True
    if not locked and not view.on("versioning.enabled"):
        yield said("found.no_versions")


@topic.on(
    "bucket-lock-has-retention", Severity.MEDIUM, "A bucket with object lock says how long objects are kept", BUCKET,
    why="A lock without a default retention locks nothing that a program forgets to lock.",
    remedy="Add a BucketLockConfiguration with a default retention.",
    controls=("SecNumCloud 12.7", "EHDS 73"), needs=(Fact.GRAPH,),
    when=lambda view: view.on("objectLockEnabled"),
)  # fmt: skip
def _retention(view: View) -> Iterator[Text]:
    if not view.referring(LOCK, "bucket"):
        yield said("found.no_retention")


@topic.on(
    "bucket-lock-lasts", Severity.HIGH, "A lock of objects lasts half a year at least", LOCK,
    why="Logs and evidence are kept six months to a year (SecNumCloud 12.6, EHDS 73); a shorter lock lets them be erased.",
    remedy="Set default_retention to 180 days or more; 365 where access logs are kept.",
    declared="Write lock.days: 180 or more on the bucket.",
    controls=("SecNumCloud 12.6", "SecNumCloud 12.7", "EHDS 73"),
)  # fmt: skip
def _lasts(view: View) -> Iterator[Text]:
    days, years = (view.get(f"rule.defaultRetention.{unit}", default=0) for unit in ("days", "years"))
    if float(days) + 365 * float(years) < 180:
        yield said("found.locked_days", n=f"{days}") if not years else said("found.locked_years", n=f"{years}")


@topic.on(
    "bucket-acl-private", Severity.CRITICAL, "No access list opens a bucket", BUCKET, ACL,
    why="Anyone on the Internet, or anyone with an account at the host, could read.",
    remedy="Set acl to private, or remove it, and give rights by a bucket policy.",
    controls=("SecNumCloud 9.7", "Scaleway-HDS bucket", "EHDS 73"),
)  # fmt: skip
def _acl(view: View) -> Iterator[Text]:
    def named() -> Iterator[Text]:
        acl = view.text("acl")
        if is_public_list(acl):
            yield said("found.access_list", acl=acl)

    def group(grant: View) -> Iterator[Text]:
        uri = grant.value("grantee.uri").value
        listed = isinstance(uri, str) and is_group_of_everybody(uri)
        if listed or grant.text("grantee.type").lower() == "group":
            yield said("found.access_list_group")
        grant.text("grantee.uri")

    yield from apart(named, partial(view.each, "accessControlPolicy.grants", group))


@topic.on(
    "bucket-object-private", Severity.CRITICAL, "No object is public", ITEM,
    why="Anyone on the Internet could read the object, whatever the bucket's policy says.",
    remedy="Set visibility to private, or remove it.", controls=("SecNumCloud 9.7", "Scaleway-HDS bucket"),
)  # fmt: skip
def _object(view: View) -> Iterator[Text]:
    if view.text("visibility").startswith("public"):
        yield said("found.object_public")


@topic.on(
    "bucket-no-website", Severity.HIGH, "No bucket is served as a website", WEBSITE,
    why="A website answers whoever asks.",
    remedy="Serve public pages from a bucket of a project that holds nothing else, and exempt it.",
    controls=("SecNumCloud 9.7", "Scaleway-HDS bucket"),
)  # fmt: skip
def _website(_view: View) -> Iterator[Text]:
    yield said("found.website")


@topic.on(
    "bucket-has-policy", Severity.HIGH, "A bucket has a policy of its own", BUCKET,
    why="Without one, everybody with a right on Object Storage in the project can read it.",
    remedy="Add a BucketPolicy that names the deploying application, a break-glass user, and who may read or write.",
    controls=("SecNumCloud 9.3", "Scaleway-HDS bucket", "CNIL SEC-ESP"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _has_policy(view: View) -> Iterator[Text]:
    if not view.referring(POLICY, "bucket"):
        yield said("found.no_policy")


@topic.on(
    "bucket-health-keeps", Severity.HIGH, "A bucket of health data has no lifecycle rule", BUCKET,
    why="The host's conditions for health data (HDS) exclude lifecycle rules; they also delete without anybody deciding.",
    remedy="Remove lifecycle_rules.",
    declared="Leave expire_after_days out.", controls=("Scaleway-HDS bucket",),
    when=lambda view: view.holds_health() and view.type == BUCKET,
)  # fmt: skip
def _lifecycle(view: View) -> Iterator[Text]:
    if view.has("lifecycleRules"):
        yield said("found.lifecycle")


@topic.on(
    "bucket-expiry-not-soon", Severity.HIGH, "Nothing in a bucket expires within a week", BUCKET,
    why="A day is no time to notice a mistake: what expires is deleted by the host, and no one is asked.",
    remedy="Let objects expire after seven days at the earliest, or not at all.",
    declared="Write expire_after_days: 7 or more on the bucket, or leave it out.",
    controls=("SecNumCloud 12.5",),
)  # fmt: skip
def _expiry(view: View) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        days = row.get("expiration.days", default=None)
        if row.get("enabled", default=True) and days is not None and float(days) < 7:
            yield said("found.expires", n=f"{days}")

    yield from view.each("lifecycleRules", judge)


@topic.on(
    "bucket-expiry-ends-versions", Severity.MEDIUM, "What expires in a bucket that keeps versions is gone", BUCKET,
    why="Expiry takes the current version away and keeps it as an older one: it can be read and is billed, until a rule ends it too.",
    remedy="Add noncurrent_version_expiration to the rule, or say where it is written that older versions stay, and exempt it.",
    declared="Write expire_old_versions_after_days on the bucket, or exempt it with the reason why older versions stay.",
    controls=("SNDS-2024 5",),
)  # fmt: skip
def _old_versions(view: View) -> Iterator[Text]:
    if not (view.on("versioning.enabled") or view.on("objectLockEnabled")):
        return

    def judge(row: View) -> Iterator[Text]:
        ends = row.has("expiration.days") or row.has("expiration.date")
        if ends and row.get("enabled", default=True) and not row.has("noncurrentVersionExpiration"):
            yield said("found.old_versions")

    yield from view.each("lifecycleRules", judge)


@topic.on(
    "bucket-no-force-destroy", Severity.HIGH, "A bucket is not deleted with its content", BUCKET,
    why="force_destroy deletes every object with the bucket, those under a governance lock too.",
    remedy="Remove force_destroy.", controls=("SecNumCloud 12.5", "SecNumCloud 12.7"),
)  # fmt: skip
def _force(view: View) -> Iterator[Text]:
    if view.on("forceDestroy"):
        yield said("found.force_destroy")


@topic.on(
    "bucket-health-not-glacier", Severity.MEDIUM, "Health data stays out of the class GLACIER", ITEM, BUCKET,
    why="The host's conditions for health data (HDS) exclude the class GLACIER.",
    remedy="Use STANDARD or ONEZONE_IA.", controls=("Scaleway-HDS bucket",), when=View.holds_health,
)  # fmt: skip
def _glacier(view: View) -> Iterator[Text]:
    if view.text("storageClass") == "GLACIER":
        yield said("found.glacier")

    def judge(row: View) -> Iterator[Text]:
        if row.text("storageClass") == "GLACIER":
            yield said("found.moves_to_glacier")

    transitions = [each for rule in view.rows("lifecycleRules") for each in rule.rows("transitions")]
    yield from over(transitions, judge)


RULES = topic.rules
