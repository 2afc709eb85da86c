"""Secrets: kept by Secret Manager, and in no plain place."""

import re
from collections.abc import Iterator
from typing import Any, cast

from socle.plan import SECRET, UNKNOWN

from ..context import Fact
from ..graph import Graph
from ..rule import Severity, Topic
from ..view import View

SECRET_TYPE = "scaleway:secrets/secret:Secret"  # noqa: S105 - a type token
_FORMS = re.compile(
    r"://[^/\s:@]+:[^/\s:@$]{3,}@"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bSCW[A-Z0-9]{17}\b"
    r"|\bAKIA[A-Z0-9]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}"
    r"|\b(?:password|passwd|pwd|secret_?key|api_?key|AccountKey|SharedAccessKey|access_?token|auth_?token)"
    r"\s*[=:]\s*['\"]?(?!\$|<|\{|/|\*)[^\s'\";,&]{6,}",
    re.IGNORECASE,
)
"""Forms of credentials: an address with a password, a private key, keys of clouds and forges, a token, a password by its name."""
_NAMES = re.compile(
    r"(password|passwd|secretkey|secret_key|apikey|api_key|privatekey|private_key|connectionstring)$", re.IGNORECASE
)
_QUIET = frozenset({"keyId", "secretId", "kmsMasterKeyId", "publicKey", "sshKeyIds"})

topic = Topic("secrets")


def says_secret(text: str) -> bool:
    """Whether a text holds what looks like a credential; a secret that was already masked inside a text counts."""
    return (SECRET in text and text != SECRET) or bool(_FORMS.search(text))


@topic.on(
    "secret-not-in-plain", Severity.CRITICAL, "No input holds a credential in plain",
    why="A plain value is in the state, in logs and in every preview; only a secret is encrypted there.",
    remedy="Read it with require_secret, or keep it in Secret Manager.",
    controls=("SecNumCloud 10.5", "SATRE 2.8"), needs=(Fact.SECRETS,), written=True,
)  # fmt: skip
def _plain(view: View) -> Iterator[str]:
    yield from (f"{path} holds what looks like a credential" for path in _plain_in(view.inputs, ""))


def _plain_in(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            if key not in _QUIET:
                yield from _plain_in(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _plain_in(inner, path)
    elif isinstance(value, str) and _is_plain(value) and (says_secret(value) or _NAMES.search(path)):
        yield path


def _is_plain(value: str) -> bool:
    return value not in ("", SECRET) and UNKNOWN not in value


@topic.over_all(
    "output-not-secret", Severity.HIGH, "No output of a stack holds a credential in plain",
    why="Whoever may read the stack's outputs, and every stack that refers to it, reads the credential.",
    remedy="Export Output.secret(...), or the id of the secret.", controls=("SecNumCloud 10.5",), needs=(Fact.SECRETS,),
)  # fmt: skip
def _outputs(graph: Graph) -> Iterator[tuple[View | None, str]]:
    for plan in graph.plans:
        for path in _plain_in(plan.outputs, ""):
            yield None, f"the output {path} of {plan.stack} holds what looks like a credential"


@topic.on(
    "secret-own-key", Severity.MEDIUM, "A secret is encrypted with a key of the customer", SECRET_TYPE,
    why="With a key of the host, no key can be withdrawn.",
    remedy="Set key_id to a key of Key Manager.", controls=("SecNumCloud 10.5", "SOV-3"),
)  # fmt: skip
def _own_key(view: View) -> Iterator[str]:
    if not view.has("keyId"):
        yield "it is encrypted with a key of the host"


@topic.on(
    "secret-protected", Severity.MEDIUM, "A secret cannot be deleted at the host", SECRET_TYPE,
    why="A deleted secret stops what reads it; the host refuses to delete a protected one (412).",
    remedy="Set protected to true.", controls=("SecNumCloud 10.5",),
)  # fmt: skip
def _protected(view: View) -> Iterator[str]:
    if view.get("protected", default=False) is not True:
        yield "the host would delete it"


RULES = topic.rules
