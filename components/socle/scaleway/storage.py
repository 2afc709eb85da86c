"""Private object storage.

Left out on purpose: public access of any kind, and copies to another region (the host's HDS scope ends at fr-par).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import pulumi
from pulumiverse_scaleway import object as storage

from socle.estate import BucketSpec
from socle.messages import Refusal

from .bucket_policy import bucket_policy, granted
from .component import Component
from .tenancy import Tenancy
from .wiring import key_refusals

_S3_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
"""Without dots, which would break the certificate of the bucket's own address."""


class PrivateBucket(Component):
    """A bucket encrypted with a customer's key and closed to everyone who is not named.

    A bucket policy on Scaleway denies whoever it leaves out, the deploying identity included, so `administrators` must name
    the deployer and a break-glass user. The bucket's encryption is never removed: deleting the key is how data is erased.

    Args:
        key_id: the bare UUID of a symmetric key (`KeyRing.bare_id`).
        administrators: principals such as `application_id:<uuid>` and `user_id:<uuid>`, both kinds at least once.
        members: the principals of each group that a grant names.

    Raises:
        Refused: the bucket's name is none that S3 takes or none of the tenancy's, or the key is known to be another's.
        ValueError: `administrators` lacks an application or a user: a lost identity would lock everyone out.
        KeyError: a grant names a group that is not among `members`.
    """

    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        spec: BucketSpec,
        *,
        tenancy: Tenancy,
        bucket_name: str,
        key_id: pulumi.Input[str],
        administrators: Sequence[pulumi.Input[str]],
        members: Mapping[str, pulumi.Input[Sequence[pulumi.Input[str]]]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        open_to = granted(spec, tenancy.posture.platform.movers) if tenancy.read_only else spec
        policy = _policy(bucket_name, open_to, administrators, members or {})
        super().__init__(
            name,
            spec,
            tenancy,
            opts,
            wiring=[
                *name_refusals(bucket_name, tenancy.name_prefix),
                *key_refusals(key_id, spec.key, spec.data_class),
            ],
        )

        bucket = storage.Bucket(
            f"{name}-bucket",
            name=bucket_name,  # identity: another name is another bucket, and the data stays in the old one
            versioning=storage.BucketVersioningArgs(enabled=spec.versioning),
            object_lock_enabled=spec.lock is not None,
            lifecycle_rules=_expiry(spec),
            tags=_tags(spec, tenancy),
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(storage.Bucket, stateful=True),
        )
        storage.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.name,
            rules=[_encrypted_with(key_id)],
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(storage.BucketServerSideEncryptionConfiguration, stateful=True, retain_on_delete=True),
        )
        storage.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.name,
            policy=policy,
            project_id=tenancy.project_id,
            region=tenancy.region,
            opts=self.child(storage.BucketPolicy),
        )
        if spec.lock:
            storage.BucketLockConfiguration(
                f"{name}-lock",
                bucket=bucket.name,
                rule=_locked_for(spec.lock.mode, spec.lock.days),
                project_id=tenancy.project_id,
                region=tenancy.region,
                opts=self.child(storage.BucketLockConfiguration, stateful=True),
            )

        self.name = bucket.name
        self.register_outputs({"name": self.name})


def _policy(
    bucket_name: str,
    spec: BucketSpec,
    administrators: Sequence[pulumi.Input[str]],
    members: Mapping[str, pulumi.Input[Sequence[pulumi.Input[str]]]],
) -> pulumi.Input[str]:
    """The text of the policy; once all principals are known, where another resource makes some of them."""
    named = {grant.group: members[grant.group] for grant in spec.grants.values() if grant.group}
    known = [each for each in administrators if isinstance(each, str)]
    if len(known) == len(administrators) and not named:
        return bucket_policy(bucket_name, spec, known)
    return pulumi.Output.all(administrators=list(administrators), members=named).apply(
        lambda found: bucket_policy(bucket_name, spec, found["administrators"], found["members"])
    )


def name_refusals(bucket_name: str, prefix: str) -> Iterator[Refusal]:
    """What S3 refuses of a bucket's name, and a name that is not the tenancy's: names are unique at the host."""
    if not _S3_NAME.fullmatch(bucket_name):
        yield Refusal(
            f"{bucket_name} has {len(bucket_name)} characters and is no name for a bucket",
            "S3 takes 3 to 63 small letters, digits and hyphens, so the deployment would fail",
            "write such a name, by Tenancy.cloud_name",
            at="bucket_name",
        )
    if not bucket_name.startswith(f"{prefix}-"):
        yield Refusal(
            f"the bucket {bucket_name} does not begin with {prefix}-",
            "names are unique at the host, so it could be taken, and nobody would see whose it is",
            "make it by Tenancy.cloud_name",
            at="bucket_name",
        )


def _encrypted_with(key_id: pulumi.Input[str]) -> storage.BucketServerSideEncryptionConfigurationRuleArgs:
    default = storage.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
        sse_algorithm="aws:kms", kms_master_key_id=key_id
    )
    return storage.BucketServerSideEncryptionConfigurationRuleArgs(
        bucket_key_enabled=True,  # the API refuses aws:kms without it
        apply_server_side_encryption_by_default=default,
    )


def _locked_for(mode: str, days: int) -> storage.BucketLockConfigurationRuleArgs:
    retention = storage.BucketLockConfigurationRuleDefaultRetentionArgs(mode=mode.upper(), days=days)
    return storage.BucketLockConfigurationRuleArgs(default_retention=retention)


def _expiry(spec: BucketSpec) -> list[storage.BucketLifecycleRuleArgs] | None:
    """One rule: of the current version, of older ones, or of both. Without the second, older versions stay for ever."""
    days, older = spec.expire_after_days, spec.expire_old_versions_after_days
    if days is None and older is None:
        return None
    return [
        storage.BucketLifecycleRuleArgs(
            id="expire",
            enabled=True,
            expiration=None if days is None else storage.BucketLifecycleRuleExpirationArgs(days=days),
            noncurrent_version_expiration=None
            if older is None
            else storage.BucketLifecycleRuleNoncurrentVersionExpirationArgs(noncurrent_days=older),
        )
    ]


def _tags(spec: BucketSpec, tenancy: Tenancy) -> dict[str, str]:
    client = {"client-encryption": spec.client_encryption} if spec.client_encryption else {}
    return {**tenancy.tags, "data-class": spec.data_class.value, **client}
