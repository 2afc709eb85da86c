"""Values of an export that look like credentials: found by the name they stand under or by their form, and told by path only.

An inventory is copied into a reviewed repository, so what is found here must never be. Too careful on purpose: a false alarm
costs a look, a missed key costs a rotation.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

_NAMES = re.compile(
    r"(password|passwd|pwd|passphrase|secret|secretvalue|connectionstring|accountkey|primarykey|secondarykey|sharedkey"
    r"|accesskey|apikey|authkey|masterkey|privatekey|sastoken|sasuri|token|instrumentationkey|clientsecret)s?[0-9]?$"
)
_HARMLESS = frozenset({"enabled", "disabled", "required", "notspecified", "microsoft.keyvault", "microsoft.storage"})
_FORMS = re.compile(
    r"AccountKey=|SharedAccessKey=|SharedAccessSignature|[?&]sig=|InstrumentationKey=|(?:password|pwd)\s*=\s*[^;\s]"
    r"|://[^/\s:@]+:[^/\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY|\beyJ[\w-]{10,}\.[\w-]{10,}\.|^[A-Za-z0-9+/]{86}==$",
    re.IGNORECASE,
)
"""Connection strings, shared access signatures, URLs with a password, private keys, web tokens, storage keys (64 bytes)."""


def is_credential(value: Any, name: str = "") -> bool:
    """Whether text looks like a credential, by its form or by the name it stands under."""
    if not isinstance(value, str) or len(value) < 8:
        return False
    if _FORMS.search(value):
        return True
    named = bool(_NAMES.search(re.sub(r"[^a-z0-9]", "", name.lower())))
    return named and value.lower() not in _HARMLESS and not value.startswith(("/subscriptions/", "https://"))


def credentials(value: Any, path: str = "", name: str = "") -> Iterator[str]:
    """Dotted paths of everything below a value that looks like a credential; never the value."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        label = str(members.get("name", "")) if "value" in members else ""
        for key, item in members.items():
            yield from credentials(item, f"{path}.{key}" if path else key, label if key == "value" and label else key)
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from credentials(item, f"{path}[{index}]", name)
    elif is_credential(value, name):
        yield path
