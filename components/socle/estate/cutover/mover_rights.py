"""Whom a mover cluster is: an identity that may do its task and nothing else, and secrets of the class of what they open."""

from collections.abc import Collection, Iterator

from socle.messages import Refusal

from ..data_class import DataClass
from ..foundation import FoundationSpec
from ..platform import BucketSpec, Grant
from .dataset import DatasetSpec
from .moved import Around
from .mover import MoverClusterSpec


def identity_refusals(at: str, spec: MoverClusterSpec, target: str, estate: Around) -> Iterator[Refusal]:
    """An identity that may not do its task, or more than it."""
    movers = estate.cutover.movers if estate.cutover else ()
    if spec.application_id not in movers:
        yield Refusal(
            f"the application {spec.application_id} is not among movers",
            "while clients wait the platform would refuse what it writes",
            "add it to movers",
            at=f"{at}.application_id",
        )
    for name in dict.fromkeys((target, spec.control)):
        bucket = estate.buckets.get(name)
        folder = spec.folder if name == target else None
        if bucket and not any(_both(grant, folder) for grant in _of(bucket, spec.application_id)):
            yield Refusal(
                f"the mover may not both read and write in {name}/{folder or ''}",
                "its first shard would be refused: a bucket's policy denies whoever it does not name",
                f"add a grant to buckets.{name}: application_id, access [read, write], reason, and no prefix but the mover's folder",
                at=f"{at}.application_id",
            )
    groups = _groups(estate.foundation, spec.application_id)
    for name, role in groups.items():
        if role != "mover":
            yield Refusal(
                f"the mover is in the group {name} of role {role}",
                "who takes over one worker would have the rights of that role",
                "put its application into a group of role mover, and into no other",
                at=f"{at}.application_id",
            )
    yield from _excess(at, spec, target, estate, groups)


def _groups(foundation: FoundationSpec | None, application_id: str) -> dict[str, str]:
    """Groups that an application is in, with their roles; of one that the foundation makes, nobody knows the id before."""
    if foundation is None:
        return {}
    own = {name for name, each in foundation.applications.items() if each.existing == application_id}
    return {name: group.role for name, group in foundation.groups.items() if own & set(group.applications)}


def _excess(at: str, spec: MoverClusterSpec, target: str, estate: Around, groups: Collection[str]) -> Iterator[Refusal]:
    """What the identity may do beside its task. What another mover cluster lets the same identity do counts as well."""
    allowed = {target, spec.control}
    for name, bucket in estate.buckets.items():
        grouped = (grant for grant in bucket.grants.values() if grant.group in groups)
        for grant in (*_of(bucket, spec.application_id), *grouped):
            if name not in allowed:
                yield Refusal(
                    f"the mover may do {', '.join(grant.access)} in {name} too",
                    "who takes over one worker would have more than the dataset that it moves",
                    "give each mover cluster an application of its own, and take the grant away",
                    at=f"{at}.application_id",
                )
            elif "delete" in grant.access:
                yield Refusal(
                    f"the mover may delete in {name}",
                    "a copy deletes nothing; what is erased is erased by a person with a signed list",
                    "take delete out of the grant",
                    at=f"{at}.application_id",
                )


def _of(bucket: BucketSpec, application_id: str) -> Iterator[Grant]:
    return (grant for grant in bucket.grants.values() if grant.application_id == application_id)


def _both(grant: Grant, folder: str | None) -> bool:
    return {"read", "write"} <= set(grant.access) and grant.prefix in (None, folder)


def secret_refusals(
    at: str, spec: MoverClusterSpec, moved: DataClass | None, dataset: DatasetSpec, estate: Around
) -> Iterator[Refusal]:
    """Secrets of a lesser class, secrets that open nothing, and the one for the way back where it is missing or too much."""
    yield from _back(at, spec, dataset)
    for field, name in spec.secrets:
        secret = estate.secrets.get(name or "")
        if field != "registry" and secret and moved and secret.data_class.rank < moved.rank:
            yield Refusal(
                f"{name} opens what is of class {moved} and is a secret of class {secret.data_class}",
                "whoever may use the key of the lesser class could read what it opens",
                f"write data_class: {moved} on it, with a key of that class",
                at=f"{at}.secrets.{field}",
            )
        if secret and secret.content == "generated":
            yield Refusal(
                f"{name} is a generated password",
                "it opens no store, and a rotation would overwrite what does",
                "write content: elsewhere",
                at=f"{at}.secrets.{field}",
            )


def _back(at: str, spec: MoverClusterSpec, dataset: DatasetSpec) -> Iterator[Refusal]:
    if dataset.reverse == "replicate" and spec.secrets.back is None:
        yield Refusal(
            f"{spec.dataset} is replicated back, and nothing opens Azure for that",
            "what is written after the switch would not be there on the day of the way back",
            "write secrets.back, or reverse: restore-only on the dataset",
            at=f"{at}.secrets",
        )
    elif dataset.reverse != "replicate" and spec.secrets.back:
        yield Refusal(
            f"{spec.dataset} is not replicated back, and {spec.secrets.back} opens Azure for that",
            "what may write there would lie in Secret Manager for nothing",
            "remove it, or write reverse: replicate on the dataset",
            at=f"{at}.secrets.back",
        )
