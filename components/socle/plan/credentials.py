"""What looks like a credential, by its name or by its form: one list for masking, for errors and for rules.

A form is a piece of text that is a credential wherever it stands. A name makes a credential of whatever stands under it.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import is_
from typing import Any, cast

from .encoded import decoded_runs
from .forms import COMMANDS, PROMPTED, SCRIPTS, TYPED, Forms, Row
from .model import SECRET, UNKNOWN

PLAIN = f"{SECRET} in plain"
"""What stands for a whole value that is a credential and that nobody marked as one."""

SEALED = "c2VhbGVkIGluIHRoZSBzdGFjayBjb25maWd1cmF0aW8="
"""What a program gets for a value that only `pulumi` can decrypt: base64 of 32 bytes, since it may be decoded as a key."""

_MOST_REMEMBERED = 8192
"""Texts and names that are remembered, so that a plan of many equal ones is searched once."""

_SECRETS_ID = r"(?!(?<=\bsecret[:=])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)"
"""A secret named alone beside a UUID: the id of one that is kept elsewhere."""
_VALUE = (
    _SECRETS_ID
    + r"(?![^\s'\"]*::)(?!:|\$|<|\{|\(|%|\*|\[secret\]|(?:true|false|null|none|yes|no|on|off|enabled|disabled)\b)"
)
_QUOTE = r"(?:\\*['\"])"
_NAMES_IN_TEXT = (
    r"(?:password|passwd|passphrase|passwort|pwd|(?<=[_-])pass|pgpass|mots?[_-]?de[_-]?passe|cl(?:[eé]|ef)[_-]?secr[eè]te"
    r"|secret|token|psk|credentials?|secret[_-]?access[_-]?key"
    r"|(?:secret|api|access|private|account|shared|shared[_-]?access|pre[_-]?shared|auth)[_-]?key)"
)
_WORDS = "pass pwd secr token psk credential key"
"""One of them stands in every one of these names."""
_DIRECTIVES = (
    r"bindpw|rootpw|masterauth|bind_?password"
    r"|(?:password|passwd|passphrase|psk|pwd|secret|token|(?:secret|api|access|private|account|shared|auth)[_-]?key)(?=[ \t]+\S*\d)"
)
"""Names of credentials in the files of servers that part a name and its value by a space; those of prose want a digit in the value."""
_WORDS_OF_DIRECTIVES = f"bindpw rootpw masterauth {_WORDS}"
_FORMS = Forms(
    (
        # an address with a password, or with a token in place of a user
        Row("://", r"(?P<keep>://[^/\s:@'\"]*:)(?!\d{1,5}[/\s]|\[secret\]@)[^\s'\"<>]+(?=@)"),
        Row("://", r"(?P<keep>://)[A-Za-z0-9_-]{20,}(?=@)"),
        Row("hooks.slack.com discord", r"(?P<keep>hooks\.slack\.com/services/|discord(?:app)?\.com/api/webhooks/\d+/)[\w/-]{8,}"),
        # private keys
        Row("private", r"(?P<keep>-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)(?!\[secret\])(?:.*?(?=-----END)|.*)", re.DOTALL),
        Row("private-lines", r"(?P<keep>Private-Lines: \d+)\s+[A-Za-z0-9+/=\s]+"),
        Row("age-secret-key-1", r"\bAGE-SECRET-KEY-1[A-Z0-9]{20,}"),
        # keys and tokens of clouds, forges and products, by their prefixes
        Row("ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat glrt gldt glsoat glsa",
            r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bgl(?:pat|rt|dt|soat|sa)[-_][A-Za-z0-9_-]{16,}"),
        Row("xox sk_ rk_ sk-", r"\bxox[abeprs]-[A-Za-z0-9-]{10,}|\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|\bsk-[A-Za-z0-9_-]{20,}"),
        Row("npm_ pypi- dckr_pat_ hf_",
            r"\bnpm_[A-Za-z0-9]{30,}|\bpypi-[A-Za-z0-9_-]{16,}|\bdckr_pat_[A-Za-z0-9_-]{16,}|\bhf_[A-Za-z0-9]{20,}"),
        # hashes of passwords, as crypt, htpasswd and directories write them: guessed at leisure by whoever has one
        Row("$", r"\$(?:2[abxy]?\$\d\d|apr1|argon2(?:id?|d)|scrypt|pbkdf2[\w-]*|y|gy|7|[156])\$[\w./$,=+-]{12,}"),
        Row("{sha {ssha {md5 {smd5 {crypt {pbkdf2",
            r"\{(?:S?(?:SHA|MD5)(?:256|384|512)?|CRYPT|PBKDF2[\w-]*)\}[A-Za-z0-9+/=$.]{8,}", re.IGNORECASE),
        Row("hvs. hvb. hvr. pul- aiza sg.",
            r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}|\bpul-[0-9a-f]{40}\b|\bAIza[0-9A-Za-z_-]{35}|\bSG\.[\w-]{16,}\.[\w-]{16,}"),
        Row("doo_v1_ dop_v1_ dor_v1_ atatt3 ya29.", r"\b(?:do[opr]_v1_[a-f0-9]{32,}|ATATT3[A-Za-z0-9_=-]{20,}|ya29\.[A-Za-z0-9_-]{20,})"),
        Row("7q~ 8q~", r"(?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{31,34}(?![\w~.-])"),
        Row("==", r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}=="),
        Row("eyj", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
        Row("bearer basic", r"(?P<keep>\b(?:bearer|basic)\s+)(?=[A-Za-z0-9._~+/-]*[\d+/=_])[A-Za-z0-9._~+/-]{12,}=*", re.IGNORECASE),
        # signed addresses
        Row("sig= x-amz-signature= x-amz-security-token= x-goog-signature=",
            r"(?P<keep>[?&;]?\b(?:sig|X-Amz-Signature|X-Amz-Security-Token|X-Goog-Signature)=)(?!\[secret\])[^\s&'\";,]{6,}",
         re.IGNORECASE),
        # a name and its value, as in configuration, code, commands and connection strings
        Row(_WORDS, rf"(?P<keep>{_NAMES_IN_TEXT}{_QUOTE}?\s*[:=]+>?\s*)(?P<quote>{_QUOTE}){_VALUE}(?:(?!(?P=quote)).){{3,}}(?=(?P=quote))",
         re.IGNORECASE),
        Row(_WORDS, rf"(?P<keep>{_NAMES_IN_TEXT}{_QUOTE}?\s*=\s*){_VALUE}[^\s'\";,&)\]}}]{{3,}}", re.IGNORECASE),
        Row(_WORDS, rf"(?P<keep>{_NAMES_IN_TEXT}{_QUOTE}?\s*:\s*){_VALUE}(?=[^\s'\";,]*[\d!@#$%^&*+~])[^\s'\";,}}\]]{{6,}}", re.IGNORECASE),
        Row(_WORDS,
            rf"(?P<keep>{_NAMES_IN_TEXT}{_QUOTE}?\s*:[ \t]+){_VALUE}[^\s'\";,}}\]\\]{{6,}}(?=[ \t]*(?:[\r\n}}]|\\[rn]|\Z))", re.IGNORECASE),
        # the same in XML, as elements and as the settings of .NET
        Row(_WORDS, rf"(?P<keep><(?:[\w.-]*[:_.-])?{_NAMES_IN_TEXT}>)(?!\[secret\]|\$)[^<\s][^<]{{2,}}(?=</)", re.IGNORECASE),
        Row("key=",
            rf"(?P<keep>\bkey={_QUOTE}[\w.:-]*?{_NAMES_IN_TEXT}{_QUOTE}\s+value={_QUOTE})(?!\[secret\]|\$)[^'\"\\]{{3,}}", re.IGNORECASE),
        Row("authorization", r"(?P<keep>\bauthorization\s*:\s*token\s+)(?!\[secret\]|\$)[^\s'\"]{6,}", re.IGNORECASE),
        Row("auth", rf"(?P<keep>{_QUOTE}auth{_QUOTE}\s*:\s*{_QUOTE})[A-Za-z0-9+/=]{{8,}}"),
        Row("identified password",
            r"(?P<keep>\b(?:identified\s+by|password)\s+(?P<quote>['\"]))(?!\[secret\])[^'\"]{3,}(?=(?P=quote))", re.IGNORECASE),
        Row("password requirepass sshpass",
            r"(?P<keep>\blogin\s+\S+\s+password\s+|\brequirepass\s+|\bsshpass\s+-p\s*)(?!\[secret\]|\$)\S{3,}", re.IGNORECASE),
        # a directive and its value on a line of its own
        Row(_WORDS_OF_DIRECTIVES,
            rf"(?P<keep>(?:^|\\[nr])[ \t]*(?:[\w.-]*?[_.-])?(?:{_DIRECTIVES})[ \t]+(?P<quote>{_QUOTE}?))(?!\$|<|\{{|%|\[secret\])"
         rf"[^\s'\"\\]{{3,}}(?=(?P=quote)[ \t]*(?:$|\\[nr]))", re.IGNORECASE | re.MULTILINE),
        Row(_WORDS, rf"(?P<keep>(?<![^\s'\"])--?[\w-]*{_NAMES_IN_TEXT}[ \t]+)(?!-|\$|<|\(|\[secret\])[^\s'\"]{{3,}}", re.IGNORECASE),
        Row("curl", r"(?P<keep>\bcurl\b[^\n|;]*?\s(?:-u|--user)\s+['\"]?[^\s:'\"]+:)(?!\[secret\]|\$)[^\s'\"]{3,}"),
        Row("chpasswd", r"(?P<keep>['\"\s]\w+:)(?!\[secret\]|\$)[^\s:'\"]{3,}(?=['\"]?\s*\|\s*(?:sudo\s+)?chpasswd)"),
        Row("mysql mariadb",
            r"(?P<keep>\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n|;]*?\s-p)(?!\[secret\]|\$|\s)[^\s'\"]{3,}"),
        # a line of cloud-init's `chpasswd` list, `user:password`; elsewhere a line of that form is an image and its tag
        Row("chpasswd",
            r"(?P<keep>(?:^|\\[nr])[ \t]*(?:-[ \t]*)?['\"]?[a-z_][\w.-]*:)(?![\s$]|\[secret\])[^\s:'\"\\]{3,}(?=['\"]?[ \t]*(?:$|\\[nr]))",
            re.MULTILINE),
    )
)  # fmt: skip
"""Forms of credentials, each with what stays before it. Prefixes are those that the issuers publish for secret scanning."""
_STRONG = re.compile(
    r"(?:password|passwd|passphrase|passwort|secret|token|credential|connection_?string|kubeconfig|key_?material"
    r"|sse_customer_key|secure_value|protected_settings|(?:secret|api|access|private|account|shared|pre_?shared|pairing)_?key)(?:_wo)?$"
    r"|(?:^|_)(?:pwd|(?:pg)?pass|psk|sas|sas_url|dsn)$|mots?_?de_?passe$|cl(?:e|ef)_?secrete$"
)
_MANY = re.compile(
    r"(?:passwords|secrets|tokens|credentials|connection_?strings|kubeconfigs|secret_environment_variables"
    r"|(?:secret|api|access|private|account|shared)_?keys)$"
)
_WEAK = re.compile(
    r"(?:^|_)(?:key|auth|pw|pin|salt|seed|cookie|session|signature|sig|hmac|otp|license|seal|cred|creds|private)$"
)
_NOT = re.compile(r"public_?key$|(?:partition|sort|object|index|label|tag|map)_key$")
_REFERENCE = re.compile(
    r"^(?:$|\$|<|\{\{|@Microsoft\.KeyVault|(?:/[\w.-]+){2,}/?$|file://|(?:true|false|null|none|enabled|disabled|optional|required)$"
    r"|[a-z]{2}-[a-z]{3}(?:-\d)?/[0-9a-f-]{36}$)",
    re.IGNORECASE,
)
"""A value that only says where the credential is, or that there is none."""
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|\d+$|[\w.-]+(?:/[\w.-]+)+$", re.IGNORECASE)


_PERMISSIONS = re.compile(
    r"(?:\*|all|get|list|set|delete|backup|restore|recover|purge|import|create|update|encrypt|decrypt|(?:un)?wrapkey|sign|verify"
    r"|release|rotate|[gs]etrotationpolicy|manage(?:contacts|issuers)|(?:get|list|set|delete)(?:issuers|sas)|regeneratekey|read|write)",
    re.IGNORECASE,
)
"""What a policy of a vault permits on its secrets and keys (Azure, `KeyVault.Permissions`): words, whatever they are listed under."""


def without_credentials(value: Any) -> Any:
    """A value with what looks like a credential replaced; the very value where there is none."""
    return _clean(value, "")


def found_in_plain(value: Any) -> Iterator[str]:
    """The paths at which a value holds, or held before it was masked, a credential that nobody marked as one."""
    yield from dict.fromkeys(_marked(without_credentials(value), ""))


def _marked(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            yield from _marked(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _marked(item, path)
    elif isinstance(value, str) and SECRET in value and value != SECRET:
        yield path


def looks_secret(text: str) -> bool:
    """Whether a text holds what looks like a credential; one that was already masked inside a text counts."""
    return (SECRET in text and text != SECRET) or without_forms(text) != text


def names_secret(name: str) -> bool:
    """Whether whatever stands under a name is a credential."""
    return bool(_STRONG.search(_words(name)))


@lru_cache(maxsize=_MOST_REMEMBERED)
def without_forms(text: str) -> str:
    """A text with every form of a credential replaced, encoded ones too."""
    text = text.replace(SEALED, SECRET)
    if PROMPTED.search(text):
        text = TYPED.sub(replaced, text)
    for forms in (_FORMS, COMMANDS, SCRIPTS):
        text = forms.without(text, replaced)
    for start, end, inner in reversed(list(decoded_runs(text))):
        if looks_secret(inner):
            text = f"{text[:start]}{SECRET}{text[end:]}"
    return text


def replaced(found: "re.Match[str]") -> str:
    """A form as it is said: what stays before it, and the mark."""
    groups = found.groupdict()
    quote = groups.get("quote") or ""
    keep = groups.get("keep") or ""
    return f"{keep}{'' if keep.endswith(quote) else quote}{SECRET}"


def _clean(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return _text(value, name)
    if isinstance(value, dict):
        return _object(cast("dict[str, Any]", value), name)
    if isinstance(value, list):
        return _list(cast("list[Any]", value), name)
    if isinstance(value, int | float) and not isinstance(value, bool) and names_secret(name):
        return PLAIN
    return value


def _object(value: dict[str, Any], name: str) -> dict[str, Any]:
    every = bool(_MANY.search(_words(name))) and not _named_only(value, name)
    paired = _paired(value)
    permissions = _words(name) == "permissions"
    made = {
        key: PLAIN
        if _holds(item) and (key in paired or every)
        else _list(cast("list[Any]", item), str(key), permissions=permissions)
        if isinstance(item, list)
        else _clean(item, str(key))
        for key, item in value.items()
    }
    if value.get("kind") == "Secret":
        made |= {key: _all(made[key]) for key in ("data", "stringData") if key in made}
    made = {without_forms(str(key)): item for key, item in made.items()}
    return value if all(key in made and made[key] is item for key, item in value.items()) else made


def _named_only(value: dict[str, Any], name: str) -> bool:
    """Whether a secret of Kubernetes is named and not given: what pulls an image is listed by its name alone."""
    return _words(name) == "image_pull_secrets" and value.keys() == {"name"}


def _all(value: Any) -> Any:
    """Every scalar of a secret of Kubernetes, wherever its manifest stands."""
    if not isinstance(value, dict):
        return PLAIN if _holds(value) else value
    return {key: PLAIN if _holds(item) else item for key, item in cast("dict[str, Any]", value).items()}


def _list(value: list[Any], name: str, *, permissions: bool = False) -> list[Any]:
    if permissions and all(isinstance(item, str) and _PERMISSIONS.fullmatch(item) for item in value):
        return value
    every = bool(_MANY.search(_words(name)) or _STRONG.search(_words(name)))
    made: list[Any] = []
    for index, item in enumerate(value):
        flag = value[index - 1] if index else None
        told = isinstance(flag, str) and flag.startswith("-") and names_secret(flag) and not str(item).startswith("-")
        made.append(PLAIN if _holds(item) and (every or told) else _clean(item, name))
    return value if all(map(is_, made, value)) else made


def _paired(value: dict[str, Any]) -> frozenset[str]:
    """The value of a pair of name and value, where the name says that it is a credential."""
    named = next((value[key] for key in ("name", "key", "Name", "Key") if isinstance(value.get(key), str)), "")
    told = (named and names_secret(named)) or value.get("isEncrypted") is True
    return frozenset({"value", "Value"} & value.keys()) if told else frozenset()


def _holds(value: Any) -> bool:
    """Whether a scalar says something itself."""
    if isinstance(value, str):
        return value not in (SECRET, PLAIN) and UNKNOWN not in value and not _REFERENCE.match(value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: str, name: str) -> str:
    if not _holds(value):
        return value if value in (SECRET, PLAIN) or value == UNKNOWN else _whole(value)
    words = _words(name)
    if words and not _NOT.search(words) and (_STRONG.search(words) or (_WEAK.search(words) and _random(value))):
        return value if SECRET in value else PLAIN
    return _whole(value)


def _whole(text: str) -> str:
    made = without_forms(text)
    return PLAIN if made == SECRET else text if made == text else made


def _random(text: str) -> bool:
    """Whether a text is one that a machine drew: long, without words, and of many different characters."""
    if len(text) < 16 or re.search(r"\s|://", text) or _ID.match(text) or text.startswith("ssh-"):
        return False
    kinds: tuple[Callable[[str], bool], ...] = (str.islower, str.isupper, str.isdigit)
    counts = Counter(text)
    entropy = -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
    return entropy > 3.3 and sum(any(kind(c) for c in text) for kind in kinds) > 1


@lru_cache(maxsize=_MOST_REMEMBERED)
def _words(name: str) -> str:
    """A name in lower case with its words parted: `sharedAccessKey` and `SHARED-ACCESS-KEY` are `shared_access_key`."""
    return re.sub(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_")
