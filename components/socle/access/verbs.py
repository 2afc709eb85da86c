"""What an action amounts to in five words: see, read, write, delete, manage. `verb_of` is the word for one action on a bucket, which a
review shows; `does` is all that an action of any kind gives, which the access matrix shows. Both read one table of a bucket's actions.

Seeing is lists, settings and names; reading is what is kept. What no table knows is not known, never nothing.
"""

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from socle.facts import Does, permission_sets, set_does
from socle.messages import Said, Text

Verb = Does
"""The five words."""
EVERYTHING = frozenset(Verb)

_S3 = "s3:"
_MANAGES = re.compile(
    r"s3:(\*|(Put|Delete)Bucket.*|Put(Lifecycle|Encryption)Configuration|Bypass.*|.*Acl)", re.IGNORECASE
)
_VERBS = (
    (Verb.READ, re.compile(r"s3:(Get|List|Head)", re.IGNORECASE)),
    (Verb.DELETE, re.compile(r"s3:Delete", re.IGNORECASE)),
    (Verb.WRITE, re.compile(r"s3:(Put|Abort|Restore|Upload|Copy)", re.IGNORECASE)),
)
_SAMPLES: Mapping[Verb, tuple[str, ...]] = {
    Verb.SEE: ("s3:ListBucket", "s3:GetBucketPolicy", "s3:GetObjectTagging", "s3:ListMultipartUploadParts"),
    Verb.READ: ("s3:GetObject", "s3:GetObjectVersion"),
    Verb.WRITE: ("s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload", "s3:RestoreObject"),
    Verb.DELETE: ("s3:DeleteObject", "s3:DeleteObjectVersion"),
    Verb.MANAGE: ("s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutLifecycleConfiguration", "s3:PutObjectAcl",
                  "s3:BypassGovernanceRetention"),
}  # fmt: skip
"""Actions that stand for what a pattern covers."""
_SEES = re.compile(
    r"s3:(List|Get(Bucket|Lifecycle|Encryption)|Get\w*(Tagging|Acl|Retention|LegalHold|Attributes))", re.IGNORECASE
)

_READS, _WRITES, _DELETES, _RULES = {Verb.SEE, Verb.READ}, {Verb.WRITE}, {Verb.DELETE}, {Verb.MANAGE}
_WORDS: dict[str, set[Verb]] = {
    # privileges of a managed database (provider schema, databases.Privilege)
    "readonly": _READS, "readwrite": _READS | _WRITES | _DELETES, "all": set(EVERYTHING),
    # verbs of the Kubernetes API, and permissions of a vault of Azure
    "get": _READS, "list": _READS, "watch": _READS, "create": _WRITES, "update": _WRITES, "patch": _WRITES, "set": _WRITES,
    "import": _WRITES, "delete": _DELETES, "deletecollection": _DELETES, "purge": _DELETES, "*": set(EVERYTHING),
    "bind": _RULES, "escalate": _RULES, "impersonate": _RULES, "recover": _RULES, "restore": _RULES, "backup": _READS,
    "encrypt": _WRITES, "wrapkey": _WRITES, "decrypt": _READS, "unwrapkey": _READS,
    # scopes of tokens of Cockpit, and of credentials of queues
    "querylogs": _READS, "querymetrics": _READS, "querytraces": _READS, "writelogs": _WRITES, "writemetrics": _WRITES,
    "writetraces": _WRITES, "setupalerts": _RULES, "setuplogsrules": _RULES, "setupmetricsrules": _RULES,
    "canreceive": _READS, "canpublish": _WRITES, "canmanage": _RULES,
    # rules of buses and hubs of Azure
    "listen": _READS, "send": _WRITES, "manage": set(EVERYTHING),
    # access lists of buckets, and of containers of blobs
    "read": _READS, "write": _WRITES | _DELETES, "read_acp": {Verb.SEE}, "write_acp": _RULES, "full_control": set(EVERYTHING),
    "public-read": _READS, "authenticated-read": _READS, "public-read-write": _READS | _WRITES | _DELETES,
    "blob": _READS, "container": _READS,
    # roles that a cluster has of itself
    "cluster-admin": set(EVERYTHING), "system:masters": set(EVERYTHING),
}  # fmt: skip
"""By the word of the product, in lower case."""
_SAID: dict[str, set[Verb]] = {
    "word.admin": set(EVERYTHING),
    "word.pull": _READS,
    "word.website": _READS,
    "word.public_blobs": _READS,
    "word.reads_secret": _READS,
}
_NOT_KNOWN = frozenset({"word.unknown", "word.unseen", "word.policy", "right.but"})
_KNOWN_SETS = frozenset(permission_sets())


def verb_of(action: Text) -> Text:
    """The word for one action on a bucket; anything else, and what is bound to a condition, keeps its own."""
    if isinstance(action, Said):
        inner = dict(action.values).get("action")
        if action.key != "right.if" or inner is None or isinstance(inner, int):
            return action
        return Said(
            action.key,
            tuple((k, verb_of(v) if k == "action" and not isinstance(v, int) else v) for k, v in action.values),
        )
    if not action.lower().startswith(_S3):
        return action
    if _MANAGES.fullmatch(action):
        return Said("verb.manage")
    return next((Said(f"verb.{word}") for word, form in _VERBS if form.match(action)), action)


def verbs(actions: Iterable[Text]) -> list[Text]:
    """The words for some actions, each once."""
    return list(dict.fromkeys(map(verb_of, actions)))


def condition_of(action: Text) -> tuple[Text, Text]:
    """An action without its condition, and the condition; empty where it holds always."""
    values = dict(action.values) if isinstance(action, Said) and action.key == "right.if" else {}
    inner, condition = values.get("action"), values.get("condition")
    if inner is None or condition is None or isinstance(inner, int) or isinstance(condition, int):
        return action, ""
    return inner, condition


def does(action: Text) -> frozenset[Verb] | None:
    """All that an action gives, whatever its condition; nothing where it is a right of another kind; None where it is not known."""
    bare, _ = condition_of(action)
    if isinstance(bare, Said):
        return None if bare.key in _NOT_KNOWN else frozenset(_SAID.get(bare.key, ()))
    if bare.lower().startswith(_S3):
        return _on_bucket(bare)
    if bare in _KNOWN_SETS:
        return set_does(bare)
    found = _WORDS.get(bare.lower())
    return None if found is None else frozenset(found)


def _on_bucket(action: str) -> frozenset[Verb] | None:
    """What an action on a bucket, or a pattern of some, covers."""
    if "*" in action or "?" in action:
        covered = {
            verb
            for verb, samples in _SAMPLES.items()
            if any(fnmatchcase(sample.lower(), action.lower()) for sample in samples)
        }
        return frozenset(covered) or None
    if _SEES.match(action):
        return frozenset({Verb.SEE})
    word = verb_of(action)
    return frozenset({Verb(word.key.removeprefix("verb."))}) if isinstance(word, Said) else None
