"""Keys of Key Manager: what protects them, when they turn, and what they are made of."""

from collections.abc import Iterator
from functools import reduce

from socle.messages import Said, Text, said

from ..graph import Graph
from ..rule import Severity, Topic
from ..view import State, Unknown, View
from .buckets import ENCRYPTION
from .secrets import SECRET_TYPE

KEY = "scaleway:keymanager/key:Key"
_ALGORITHMS = (
    "aes_256_gcm", "ec_p256_sha256", "ec_p384_sha384", "ml_kem_768", "ml_kem_1024", "ml_dsa_65", "ml_dsa_87",
)  # fmt: skip
_RSA_BITS = ("3072", "4096")
"""RSA of 2048 bits is admitted until 2030 only (ANSSI, RègleFactorisation); 3072 is advised."""

topic = Topic("keys")


@topic.on(
    "key-protected", Severity.CRITICAL, "A key cannot be deleted at the host by one call", KEY,
    why="What a deleted key encrypts can never be read again.",
    remedy="Leave unprotected out.", controls=("SecNumCloud 10.5", "HDS 05"),
)  # fmt: skip
def _protected(view: View) -> Iterator[Text]:
    if view.on("unprotected"):
        yield said("found.deleted_at_once")


@topic.on(
    "key-rotates", Severity.MEDIUM, "A key of the host turns within a year", KEY,
    why="What one key has encrypted grows for ever, and so does the worth of breaking it.",
    remedy="Set rotation_policy.rotation_period to 8760h0m0s or less.",
    declared="Write rotation_days: 365 or fewer on the key.", controls=("SecNumCloud 10.5", "ANSSI crypto"),
    when=lambda view: view.text("usage") == "symmetric_encryption"
    and view.get("origin", default="scaleway_kms") == "scaleway_kms",
)  # fmt: skip
def _rotates(view: View) -> Iterator[Text]:
    period = view.text("rotationPolicy.rotationPeriod")
    hours = period.partition("h")[0]
    if not period:
        yield said("found.never_turns")
    elif hours.isdigit() and int(hours) > 8760:
        yield said("found.turns", period=period)


@topic.on(
    "key-strong", Severity.HIGH, "A key is of an algorithm that ANSSI admits for long", KEY,
    why="Data must stay secret for decades; RSA of 2048 bits is admitted until 2030 only.",
    remedy="Use aes_256_gcm for data, ec_p384_sha384 or ml_dsa_65 for signatures.",
    controls=("ANSSI crypto", "SecNumCloud 10.1"),
)  # fmt: skip
def _strong(view: View) -> Iterator[Text]:
    algorithm = view.text("algorithm")
    if algorithm not in _ALGORITHMS and not (algorithm.startswith("rsa") and any(b in algorithm for b in _RSA_BITS)):
        yield said("found.algorithm", name=algorithm or Said("found.not_said"))


@topic.over_all(
    "key-one-class", Severity.HIGH, "A key encrypts data of one class",
    why="One key for two classes: withdrawing it for one takes the other, and whoever may use it reads both.",
    remedy="Declare a key for each data class.", controls=("SecNumCloud 10.1", "SNDS-2024 6", "CNIL SEC-PSE"),
)  # fmt: skip
def _one_class(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    classes: dict[str, dict[str, View]] = {}
    unknown: Unknown | None = None
    for view in graph.all(ENCRYPTION, SECRET_TYPE):
        try:
            for key in _keys_of(view):
                classes.setdefault(key, {}).setdefault(view.data_class(), view)
        except Unknown as error:
            unknown = error
    for key, found in sorted(classes.items()):
        named = sorted(each for each in found if each)
        if len(named) > 1:
            yield (
                found[named[-1]],
                said("found.key_classes", entry=key.rsplit("::", 1)[-1], classes=reduce(_and_of, named)),
            )
    if unknown:
        raise unknown


def _and_of(one: Text, other: Text) -> Text:
    return said("found.and_of", one=one, other=other)


def _keys_of(view: View) -> set[str]:
    """The keys that something is encrypted with: URNs, and ids of keys that no plan has."""
    urns = {u for k in ("keyId", "rules") for u in view.resource.property_dependencies.get(k, ()) if f"{KEY}::" in u}
    if urns:
        return urns
    values = [row.value("applyServerSideEncryptionByDefault.kmsMasterKeyId") for row in view.rows("rules")]
    named = [each.value for each in (*values, view.value("keyId")) if each.state is State.KNOWN]
    return {urn for each in named for urn in view.graph.named(each) or {each}}


@topic.on(
    "secret-not-fleeting", Severity.MEDIUM, "No secret deletes itself", SECRET_TYPE,
    why="A version that deletes itself is gone behind the program's back, and with it what it opens.",
    remedy="Leave ephemeral_policies out, or let them disable.", controls=("SecNumCloud 10.5",),
)  # fmt: skip
def _fleeting(view: View) -> Iterator[Text]:
    if any(row.text("action") == "delete" for row in view.rows("ephemeralPolicies")):
        yield said("found.versions_deleted")


RULES = topic.rules
