"""Secrets: kept by Secret Manager, and in no plain place."""

import re
from collections.abc import Iterator
from typing import Any, cast

from socle.messages import Text, said
from socle.plan import found_in_plain, looks_secret

from ..context import Fact
from ..graph import Graph
from ..rule import Severity, Topic
from ..view import View

SECRET_TYPE = "scaleway:secrets/secret:Secret"  # noqa: S105 - a type token
_KEY_IDS = re.compile(r"\bSCW[A-Z0-9]{17}\b|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")
"""Ids of keys of clouds: no secret themselves, and nobody writes one down without the other."""
_ELSEWHERE = frozenset({"accessKey", "keyId"})
"""Where such an id stands on its own."""

topic = Topic("secrets")


def says_secret(text: str) -> bool:
    """Whether a text holds what looks like a credential; a secret that was already masked inside a text counts."""
    return looks_secret(text) or bool(_KEY_IDS.search(text))


@topic.on(
    "secret-not-in-plain", Severity.CRITICAL, "No input holds a credential in plain",
    why="A plain value is in the state, in logs and in every preview; only a secret is encrypted there.",
    remedy="Read it with require_secret, or keep it in Secret Manager.",
    controls=("SecNumCloud 10.5", "SATRE 2.8"), needs=(Fact.SECRETS,), written=True,
)  # fmt: skip
def _plain(view: View) -> Iterator[Text]:
    yield from (
        said("found.credential", path=path)
        for path in dict.fromkeys([*_in_plain(view.resource.inputs), *_answered(view)])
    )


def _answered(view: View) -> Iterator[str]:
    """What the cloud answered and the engine keeps: that of a component's children is told at the child."""
    return found_in_plain(view.resource.outputs)


def _in_plain(value: Any) -> Iterator[str]:
    yield from dict.fromkeys([*found_in_plain(value), *_with_key_ids(value, "")])


def _with_key_ids(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            if key not in _ELSEWHERE:
                yield from _with_key_ids(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _with_key_ids(inner, path)
    elif isinstance(value, str) and _KEY_IDS.search(value):
        yield path


@topic.over_all(
    "config-secret-encrypted", Severity.CRITICAL, "What a program reads as a secret is encrypted in its stack",
    why="require_secret hides a value from the state; the file of the stack shows it to whoever reads the repository.",
    remedy="Replace the secret, then run: pulumi config set --secret KEY.",
    controls=("SecNumCloud 10.5", "SATRE 2.8"), needs=(Fact.CONFIG,),
)  # fmt: skip
def _config(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    for plan in graph.plans:
        for key in plan.plain_secrets:
            yield None, said("found.plain_config", entry=key, stack=plan.stack)


@topic.over_all(
    "output-not-secret", Severity.HIGH, "No output of a stack holds a credential in plain",
    why="Whoever may read the stack's outputs, and every stack that refers to it, reads the credential.",
    remedy="Export Output.secret(...), or the id of the secret.", controls=("SecNumCloud 10.5",), needs=(Fact.SECRETS,),
)  # fmt: skip
def _outputs(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    for plan in graph.plans:
        for path in _in_plain(plan.outputs):
            yield None, said("found.plain_output", path=path, stack=plan.stack)


@topic.on(
    "secret-own-key", Severity.MEDIUM, "A secret is encrypted with a key of the customer", SECRET_TYPE,
    why="With a key of the host, no key can be withdrawn.",
    remedy="Set key_id to a key of Key Manager.",
    declared="Name the entry of keys that encrypts the secret.", controls=("SecNumCloud 10.5", "SOV-3"),
)  # fmt: skip
def _own_key(view: View) -> Iterator[Text]:
    if not view.has("keyId"):
        yield said("found.key_of_host")


@topic.on(
    "secret-protected", Severity.MEDIUM, "A secret cannot be deleted at the host", SECRET_TYPE,
    why="A deleted secret stops what reads it; the host refuses to delete a protected one (412).",
    remedy="Set protected to true.", controls=("SecNumCloud 10.5",),
)  # fmt: skip
def _protected(view: View) -> Iterator[Text]:
    if not view.on("protected"):
        yield said("found.host_deletes")


RULES = topic.rules
