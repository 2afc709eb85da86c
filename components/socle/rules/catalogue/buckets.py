"""Object Storage: encryption, versions, lock, and who is let in. Facts: the provider's schema and the host's documentation."""

import json
from collections.abc import Iterator
from typing import Any

from ..context import Fact
from ..rule import Severity, Topic
from ..view import Unknown, View, over

BUCKET = "scaleway:object/bucket:Bucket"
POLICY = "scaleway:object/bucketPolicy:BucketPolicy"
ACL = "scaleway:object/bucketAcl:BucketAcl"
LOCK = "scaleway:object/bucketLockConfiguration:BucketLockConfiguration"
ENCRYPTION = "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
ITEM = "scaleway:object/item:Item"
WEBSITE = "scaleway:object/bucketWebsiteConfiguration:BucketWebsiteConfiguration"
_PUBLIC = ("public-read", "public-read-write", "authenticated-read")
_GROUPS = ("allusers", "authenticatedusers")

topic = Topic("buckets")


@topic.on(
    "bucket-encrypted", Severity.HIGH, "A bucket encrypts by default", BUCKET,
    why="Objects written without a header of their own lie unencrypted, and deleting a key cannot erase them.",
    remedy="Add a BucketServerSideEncryptionConfiguration for the bucket.",
    controls=("SecNumCloud 10.1", "CNIL SEC-LOG", "SATRE 2.8"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _encrypted(view: View) -> Iterator[str]:
    if not view.referring(ENCRYPTION, "bucket"):
        yield "no default encryption is configured"


@topic.on(
    "bucket-customer-key", Severity.HIGH, "A bucket is encrypted with a key of the customer", ENCRYPTION,
    why="With a key of the host, the host alone decides who can read, and no key can be withdrawn.",
    remedy="Set sse_algorithm to aws:kms, and kms_master_key_id to a symmetric key of Key Manager.",
    controls=("SecNumCloud 10.1", "SOV-3", "HDS 05"),
)  # fmt: skip
def _customer_key(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        chosen = row.text("applyServerSideEncryptionByDefault.sseAlgorithm")
        if chosen != "aws:kms":
            yield f"it is encrypted with {chosen or 'no algorithm'}, whose key the host holds"
        elif not row.has("applyServerSideEncryptionByDefault.kmsMasterKeyId"):
            yield "it names no key"

    if not view.has("rules"):
        yield "it has no rule"
    yield from over(view.rows("rules"), judge)


@topic.on(
    "bucket-key-enabled", Severity.MEDIUM, "Encryption with Key Manager uses a bucket key", ENCRYPTION,
    why="The host refuses encryption with Key Manager without a bucket key (400, measured).",
    remedy="Set bucket_key_enabled to true.", controls=("SecNumCloud 10.1",),
)  # fmt: skip
def _bucket_key(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        if row.text("applyServerSideEncryptionByDefault.sseAlgorithm") == "aws:kms" and not row.get("bucketKeyEnabled"):
            yield "bucket_key_enabled is not set"

    yield from over(view.rows("rules"), judge)


@topic.on(
    "bucket-versioned", Severity.HIGH, "A bucket keeps versions", BUCKET,
    why="Without versions an overwritten or deleted object is gone.",
    remedy="Set versioning.enabled to true.", controls=("SecNumCloud 12.5", "NIS2 21.2"),
)  # fmt: skip
def _versioned(view: View) -> Iterator[str]:
    locked = view.value("objectLockEnabled").value is True
    if not locked and view.get("versioning.enabled", default=False) is not True:
        yield "versioning is off"


@topic.on(
    "bucket-lock-has-retention", Severity.MEDIUM, "A bucket with object lock says how long objects are kept", BUCKET,
    why="A lock without a default retention locks nothing that a program forgets to lock.",
    remedy="Add a BucketLockConfiguration with a default retention.",
    controls=("SecNumCloud 12.7", "EHDS 73"), needs=(Fact.GRAPH,),
    when=lambda view: view.get("objectLockEnabled", default=False) is True,
)  # fmt: skip
def _retention(view: View) -> Iterator[str]:
    if not view.referring(LOCK, "bucket"):
        yield "the lock has no default retention"


@topic.on(
    "bucket-lock-lasts", Severity.HIGH, "A lock of objects lasts half a year at least", LOCK,
    why="Logs and evidence are kept six months to a year (SecNumCloud 12.6, EHDS 73); a shorter lock lets them be erased.",
    remedy="Set default_retention to 180 days or more; 365 where access logs are kept.",
    controls=("SecNumCloud 12.6", "SecNumCloud 12.7", "EHDS 73"),
)  # fmt: skip
def _lasts(view: View) -> Iterator[str]:
    days, years = (view.get(f"rule.defaultRetention.{unit}", default=0) for unit in ("days", "years"))
    if float(days) + 365 * float(years) < 180:
        yield f"objects are locked for {days} days" if not years else f"objects are locked for {years} years"


@topic.on(
    "bucket-acl-private", Severity.CRITICAL, "No access list opens a bucket", BUCKET, ACL,
    why="Anyone on the Internet, or anyone with an account at the host, could read.",
    remedy="Set acl to private, or remove it, and give rights by a bucket policy.",
    controls=("SecNumCloud 9.7", "Scaleway-HDS bucket", "EHDS 73"),
)  # fmt: skip
def _acl(view: View) -> Iterator[str]:
    acl = view.text("acl")
    if acl in _PUBLIC:
        yield f"its access list is {acl}"

    def judge(grant: View) -> Iterator[str]:
        who = grant.text("grantee.uri").lower()
        if any(group in who for group in _GROUPS) or grant.text("grantee.type").lower() == "group":
            yield "its access list grants to a group of everybody"

    yield from over(view.rows("accessControlPolicy.grants"), judge)


@topic.on(
    "bucket-object-private", Severity.CRITICAL, "No object is public", ITEM,
    why="Anyone on the Internet could read the object, whatever the bucket's policy says.",
    remedy="Set visibility to private, or remove it.", controls=("SecNumCloud 9.7", "Scaleway-HDS bucket"),
)  # fmt: skip
def _object(view: View) -> Iterator[str]:
    if view.text("visibility").startswith("public"):
        yield "the object is public"


@topic.on(
    "bucket-no-website", Severity.HIGH, "No bucket is served as a website", WEBSITE,
    why="A website answers whoever asks.",
    remedy="Serve public pages from a bucket of a project that holds nothing else, and exempt it.",
    controls=("SecNumCloud 9.7", "Scaleway-HDS bucket"),
)  # fmt: skip
def _website(_view: View) -> Iterator[str]:
    yield "the bucket is a public website"


@topic.on(
    "bucket-has-policy", Severity.HIGH, "A bucket has a policy of its own", BUCKET,
    why="Without one, everybody with a right on Object Storage in the project can read it.",
    remedy="Add a BucketPolicy that names the deploying application, a break-glass user, and who may read or write.",
    controls=("SecNumCloud 9.3", "Scaleway-HDS bucket", "CNIL SEC-ESP"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _has_policy(view: View) -> Iterator[str]:
    if not view.referring(POLICY, "bucket"):
        yield "it has no policy, so the rights of its project decide"


def _statements(view: View) -> list[View]:
    document: Any = view.json("policy")
    if not isinstance(document, dict):
        raise Unknown("policy")
    return view.inside({"rows": document.get("Statement")}).rows("rows")  # pyright: ignore[reportUnknownMemberType]


def _principals(statement: View, key: str = "Principal") -> list[str]:
    value: Any = statement.get(key)
    return statement.texts(f"{key}.SCW") if isinstance(value, dict) and "SCW" in value else (
        [json.dumps(value)] if isinstance(value, dict) else statement.texts(key)
    )  # fmt: skip


@topic.on(
    "bucket-policy-names-principals", Severity.CRITICAL, "A bucket's policy lets nobody in unnamed", POLICY,
    why="A principal * is everybody at the host, in every organisation.",
    remedy="Name users and applications by their ids.", controls=("SecNumCloud 9.3", "EHDS 73", "Scaleway-HDS bucket"),
)  # fmt: skip
def _wildcard(view: View) -> Iterator[str]:
    def judge(statement: View) -> Iterator[str]:
        if statement.get("Effect") == "Allow" and any("*" in each for each in _principals(statement)):
            yield "a statement allows everybody"

    yield from over(_statements(view), judge)


@topic.on(
    "bucket-policy-no-exceptions", Severity.CRITICAL, "A bucket's policy has no NotPrincipal, NotAction or NotResource",
    POLICY,
    why="They allow everything but what is listed: everybody else, every other action, every other bucket.",
    remedy="List what is allowed with Principal, Action and Resource.", controls=("SecNumCloud 9.3", "EHDS 73"),
)  # fmt: skip
def _exceptions(view: View) -> Iterator[str]:
    def judge(statement: View) -> Iterator[str]:
        if statement.get("Effect") == "Allow":
            yield from (
                f"a statement allows all but what {key} lists"
                for key in ("NotPrincipal", "NotAction", "NotResource")
                if statement.has(key)
            )

    yield from over(_statements(view), judge)


@topic.on(
    "bucket-policy-known-form", Severity.HIGH, "Principals of a bucket's policy are users or applications of the host",
    POLICY,
    why="The host reads user_id: and application_id: alone; another form is refused, or is somebody else's dialect.",
    remedy='Write {"SCW": ["user_id:<id>", "application_id:<id>"]}.', controls=("SecNumCloud 9.2", "SecNumCloud 9.3"),
)  # fmt: skip
def _known_form(view: View) -> Iterator[str]:
    def judge(statement: View) -> Iterator[str]:
        for each in _principals(statement):
            if each != "*" and not each.startswith(("user_id:", "application_id:")):
                yield f"a principal is neither a user nor an application: {each[:60]}"

    yield from over(_statements(view), judge)


@topic.on(
    "bucket-policy-actions-listed", Severity.MEDIUM, "A bucket's policy gives every action to few", POLICY,
    why="Whoever holds s3:* can rewrite the policy and unlock what is governed; the deployer and break-glass are enough.",
    remedy="List the actions that are needed: s3:GetObject, s3:PutObject, s3:ListBucket.",
    controls=("SecNumCloud 9.3", "CNIL SEC-HAB"),
)  # fmt: skip
def _actions(view: View) -> Iterator[str]:
    holders: set[str] = set()

    def judge(statement: View) -> Iterator[str]:
        if statement.get("Effect") == "Allow" and {"*", "s3:*"} & set(statement.texts("Action")):
            holders.update(_principals(statement))
        yield from ()

    yield from over(_statements(view), judge)
    if len(holders) > 2:
        yield f"{len(holders)} principals hold every action"


@topic.on(
    "bucket-health-keeps", Severity.HIGH, "A bucket of health data has no lifecycle rule", BUCKET,
    why="The host's conditions for health data (HDS) exclude lifecycle rules; they also delete without anybody deciding.",
    remedy="Remove lifecycle_rules.", controls=("Scaleway-HDS bucket",),
    when=lambda view: view.holds_health() and view.type == BUCKET,
)  # fmt: skip
def _lifecycle(view: View) -> Iterator[str]:
    if view.has("lifecycleRules"):
        yield "it has lifecycle rules"


@topic.on(
    "bucket-expiry-not-soon", Severity.HIGH, "Nothing in a bucket expires within a week", BUCKET,
    why="A day is no time to notice a mistake: what expires is deleted by the host, and no one is asked.",
    remedy="Let objects expire after seven days at the earliest, or not at all.",
    controls=("SecNumCloud 12.5",),
)  # fmt: skip
def _expiry(view: View) -> Iterator[str]:
    def judge(row: View) -> Iterator[str]:
        days = row.get("expiration.days", default=None)
        if row.get("enabled", default=True) and days is not None and float(days) < 7:
            yield f"objects expire after {days} days"

    yield from over(view.rows("lifecycleRules"), judge)


@topic.on(
    "bucket-no-force-destroy", Severity.HIGH, "A bucket is not deleted with its content", BUCKET,
    why="force_destroy deletes every object with the bucket, those under a governance lock too.",
    remedy="Remove force_destroy.", controls=("SecNumCloud 12.5", "SecNumCloud 12.7"),
)  # fmt: skip
def _force(view: View) -> Iterator[str]:
    if view.get("forceDestroy", default=False) is True:
        yield "force_destroy is set"


@topic.on(
    "bucket-health-not-glacier", Severity.MEDIUM, "Health data stays out of the class GLACIER", ITEM, BUCKET,
    why="The host's conditions for health data (HDS) exclude the class GLACIER.",
    remedy="Use STANDARD or ONEZONE_IA.", controls=("Scaleway-HDS bucket",), when=View.holds_health,
)  # fmt: skip
def _glacier(view: View) -> Iterator[str]:
    if view.text("storageClass") == "GLACIER":
        yield "its class is GLACIER"

    def judge(row: View) -> Iterator[str]:
        if row.text("storageClass") == "GLACIER":
            yield "a lifecycle rule moves objects to GLACIER"

    transitions = [each for rule in view.rows("lifecycleRules") for each in rule.rows("transitions")]
    yield from over(transitions, judge)


RULES = topic.rules
