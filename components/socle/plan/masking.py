"""What never enters a plan or a message.

Inputs that the provider itself treats as secrets, credentials given to a provider, texts that a program wrapped as secrets
wherever they turn up again, and what looks like a credential by its name or its form although nobody marked it.
"""

import json
import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote, quote_plus

from socle.facts import secret_inputs

from .credentials import PLAIN, without_credentials, without_forms
from .encoded import decoded_runs
from .model import SECRET, UNKNOWN
from .texts import texts_in

_PROVIDER = "pulumi:providers:"
_CREDENTIAL = re.compile(r"secret|password|passphrase|token|kubeconfig|accesskey|privatekey|credentials", re.IGNORECASE)
ATTRIBUTE = "_socle_secrets"
"""Where an error of a program carries what the program had wrapped as secrets."""


def masked(
    type_: str, inputs: dict[str, Any], additional: Iterable[str] = (), *, sealed: bool = False
) -> dict[str, Any]:
    """Inputs or outputs with those masked that the provider, or the option `additional_secret_outputs`, names as secret.

    What else looks like a credential is masked too, as one in plain.

    Args:
        sealed: the engine wrote them, and marked what is encrypted: a secret without its mark is one in plain.
    """
    known = frozenset(secret_inputs(type_))
    names = set(known)
    inside = {name.partition(".")[0] for name in names if "." in name}
    names |= {name for name in additional if name not in inside and not _says_itself(inputs, name)}
    for name in names:
        by_schema = name in known
        inputs = _without(inputs, tuple(name.split(".")), PLAIN if sealed and by_schema else SECRET)
    if type_.startswith(_PROVIDER):
        inputs = {name: _in_plain(value) if _CREDENTIAL.search(name) else value for name, value in inputs.items()}
    return cast("dict[str, Any]", without_credentials(inputs))


def _in_plain(value: Any) -> Any:
    """A credential that a provider is given: nothing encrypts it but a program that says so."""
    return value if value in (UNKNOWN, SECRET) else PLAIN


def _without(value: Any, steps: tuple[str, ...], mark: str) -> Any:
    """A value with what is at a path masked; the very value where nothing is."""
    if not steps:
        return _marked(value, mark)
    if isinstance(value, list):
        rows = cast("list[Any]", value)
        made = [_without(row, steps, mark) for row in rows]
        return rows if all(new is old for new, old in zip(made, rows, strict=True)) else made
    if not isinstance(value, dict) or steps[0] not in value:
        return value  # pyright: ignore[reportUnknownVariableType]
    fields = cast("dict[str, Any]", value)
    inner = _without(fields[steps[0]], steps[1:], mark)
    return fields if inner is fields[steps[0]] else {**fields, steps[0]: inner}


def _marked(value: Any, mark: str) -> Any:
    """What stands for a secret: what is marked already stays, and what says nothing cannot be read in plain."""
    if value in (UNKNOWN, SECRET, PLAIN):
        return value
    said = [text for text in texts_in(value) if text and text not in (UNKNOWN, SECRET)]
    return mark if said or not isinstance(value, str | dict | list) else SECRET


def _says_itself(inputs: dict[str, Any], name: str) -> bool:
    """Whether a program marked the secret parts of an input one by one; the engine shows the rest of it, and so do we."""
    return isinstance(inputs.get(name), dict | list) and SECRET in json.dumps(inputs[name])


def redacted(text: str, secrets: Collection[str] = ()) -> str:
    """A message without the given secrets, in whatever form they are written there, and without what looks like one."""
    told = sorted((each for each in secrets if each), key=len, reverse=True)
    for secret in told:
        for written in spellings(secret):
            text = text.replace(written, SECRET)
    if told:
        for start, end, inner in reversed(list(decoded_runs(text))):
            if any(secret in inner for secret in told):
                text = f"{text[:start]}{SECRET}{text[end:]}"
    return without_forms(text)


@lru_cache(maxsize=1024)
def spellings(secret: str) -> tuple[str, ...]:
    """How a secret may be written inside another text, the longest first."""
    found = {
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote_plus(secret),
        repr(secret)[1:-1],
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        secret.encode().hex(),
        secret.encode().hex().upper(),
        secret[::-1] if len(secret) > 11 else secret,
    }
    return tuple(sorted(found, key=len, reverse=True))


def told_of(error: BaseException | None) -> Collection[str]:
    """The secrets that the program of an error had wrapped."""
    return getattr(error, ATTRIBUTE, ())
