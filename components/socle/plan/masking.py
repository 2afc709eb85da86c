"""What never enters a plan or a message, although nobody marked it as a secret.

Inputs that the provider itself treats as secrets, credentials given to a provider, texts that a program wrapped as secrets and
then put into an error, and what looks like a credential by its form alone.
"""

import json
import re
from collections.abc import Collection, Iterable
from typing import Any

from socle.facts.scaleway import facts

from .model import SECRET, UNKNOWN

_PROVIDER = "pulumi:providers:"
_CREDENTIAL = re.compile(r"secret|password|passphrase|token|kubeconfig|accesskey|privatekey|credentials", re.IGNORECASE)
_FORMS = re.compile(
    r"(?P<before>://[^/\s:@]+:)[^/\s@]+(?=@)"
    r"|(?P<named>\b(?:password|passwd|pwd|AccountKey|SharedAccessKey|sig)=)[^\s;&,'\"]+"
    r"|(?P<begin>-----BEGIN [A-Z ]*PRIVATE KEY-----)(?:.*?(?=-----END)|.*)",
    re.IGNORECASE | re.DOTALL,
)
"""An address with a password, a password by its name, a private key."""
ATTRIBUTE = "_socle_secrets"
"""Where an error of a program carries what the program had wrapped as secrets."""


def masked(type_: str, inputs: dict[str, Any], additional: Iterable[str] = ()) -> dict[str, Any]:
    """Inputs with those masked that the provider, or the option `additional_secret_outputs`, names as secret."""
    known = facts(type_)
    names = {*(known.secret_outputs if known else ()), *(name for name in additional if not _says_itself(inputs, name))}
    if type_.startswith(_PROVIDER):
        names |= {name for name in inputs if _CREDENTIAL.search(name)}
    if names.isdisjoint(inputs):
        return inputs
    return {name: SECRET if name in names and value != UNKNOWN else value for name, value in inputs.items()}


def _says_itself(inputs: dict[str, Any], name: str) -> bool:
    """Whether a program marked the secret parts of an input one by one; the engine shows the rest of it, and so do we."""
    return isinstance(inputs.get(name), dict | list) and SECRET in json.dumps(inputs[name])


def redacted(text: str, secrets: Collection[str] = ()) -> str:
    """A message without the given secrets and without what looks like one."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, SECRET)
    return _FORMS.sub(lambda found: f"{found['before'] or found['named'] or found['begin']}{SECRET}", text)


def told_of(error: BaseException | None) -> Collection[str]:
    """The secrets that the program of an error had wrapped."""
    return getattr(error, ATTRIBUTE, ())
