"""Credentials that stand in commands and files by their place alone: after a tool's own flag, at the end of a line, in a block of YAML.

Sources: the manuals of the tools. What a flag is for hangs on the tool, so that each form begins with one; `-p 8080:80` of another
tool is no password.
"""

import re

from .table import Forms, Row

_KEPT = r"(?!-|/|\$|<|%|\{|\[secret\]|(?:env|file|fd|stdin):)"
"""What says where a credential is, or is no value."""
_WORD = r"(?P<quote>\\?['\"]?)" + _KEPT + r"[^\s'\"\\|;&]{3,}"
_NAMES = (
    r"(?:password|passwd|passphrase|secret|token|psk|credentials?|seed|otp|kubeconfig"
    r"|(?:secret|api|access|private|account|shared|auth|client|license|signing|encryption)[_-]?key)"
)


def _flag(tools: str, flags: str) -> str:
    """A value after one of the flags of some tools, in the same command."""
    return rf"(?P<keep>\b(?:{tools})\b[^\n|;]*?\s(?:{flags})){_WORD}"


COMMANDS = Forms(
    (
        Row("redis-cli valkey-cli", _flag("redis-cli|valkey-cli", r"-a\s+")),
        Row("ldap", _flag("ldap(?:search|add|modify|delete|passwd|whoami|compare)", r"-w\s*")),
        Row("mongo", _flag("mongo|mongosh|mongodump|mongorestore", r"-p\s*")),
        Row("login", _flag("(?:docker|podman|helm registry|az|oc|nerdctl|skopeo|oras|buildah)(?: acr)? login", r"-p\s*")),
        Row("keytool jarsigner", _flag("keytool|jarsigner", r"-(?:store|key|srcstore|deststore|new)pass\s+")),
        Row("7z zip rar", _flag("7z|7za|7zr|zip|unzip|unrar|rar", r"-[pP]\s*(?=\S*[\d!@#$%^&*+~])")),
        Row("ipmitool sqlcmd bcp mosquitto_ isql", _flag("ipmitool|sqlcmd|bcp|mosquitto_pub|mosquitto_sub|isql", r"-P\s+")),
        Row("snmp", _flag("snmp\\w+", r"-[AX]\s+")),
        Row("ssh-keygen", _flag("ssh-keygen", r"-[NP]\s+")),
        Row("useradd usermod", _flag("useradd|usermod", r"-p\s+")),
        Row("openssl", _flag("openssl", r"-pass(?:in|out)?\s+pass:")),
        Row("htpasswd", rf"(?P<keep>\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+){_WORD}"),
        Row("vault", rf"(?P<keep>\bvault\s+login\s+(?:-\S+\s+)*){_WORD}(?=\s*(?:$|[\n|;&'\"\\]))"),
        Row("sqlplus", r"(?P<keep>\bsqlplus\s+\S*?\w/)(?!/|\[secret\])[^\s'\"@]{3,}(?=@)"),
        Row("smbclient rpcclient smbget",
            r"(?P<keep>\b(?:smbclient|rpcclient|smbget)\b[^\n|;]*?\s-U\s*['\"]?[^\s%'\"]+%)(?!\[secret\])[^\s'\"]{3,}"),
        Row("echo", r"(?P<keep>\becho\s+(?:-\w+\s+)?)(?P<quote>['\"]?)(?!\$|\[secret\])[^\s'\"|]{3,}"
         r"(?=(?P=quote)\s*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:passwd\s+--stdin|kinit\b|cryptsetup\b|su\b|sudo\s+-S))"),
        Row("net",
            r"(?P<keep>\bnet1?\s+user\s+(?:\"[^\"]+\"|[^\s/\"]+)[ \t]+)(?!/|\*|\[secret\])"
            r"(?P<quote>\"?)[^\s/\"][^\s\"]{2,}", re.IGNORECASE),
        Row("net", r"(?P<keep>\bnet\s+use\s+[^\n]*?(?:\\\\\S+|/user:\S+)[ \t]+)(?!/|\*|\\|\[secret\])[^\s/\"]{3,}", re.IGNORECASE),
        Row("convertto-securestring", r"(?P<keep>\bConvertTo-SecureString\s+(?:-String\s+)?\(?(?P<quote>\\?['\"]))"
         r"(?!\$|\[secret\])[^'\"\\]{3,}(?=(?P=quote))", re.IGNORECASE),
        Row("enable", rf"(?P<keep>\benable\s+(?:secret|password)\s+(?:\d\s+)?)(?=\S*\d){_WORD}", re.IGNORECASE),
        Row("username", rf"(?P<keep>\busername\s+\S+\s+(?:secret|password)\s+(?:\d\s+)?){_WORD}", re.IGNORECASE),
        # a line of .pgpass: host, port, database, user, password
        Row(":", r"(?P<keep>(?:^|\\[nr]|\s)(?:\*|[\w.-]+):(?:\*|\d{2,5}):(?:\*|[A-Za-z_][\w-]*):(?:\*|[A-Za-z_][\w.@-]*):)"
         r"(?!\[secret\])[^\s:'\"]{3,}(?=\s|\\[nr]|['\"]|$)", re.MULTILINE),
        # a block of YAML under a name that says it
        Row("pass secret token psk credential seed otp kubeconfig key",
            rf"(?P<keep>(?<![\w.-])[\w.-]*?{_NAMES}['\"]?:[ \t]*[|>][-+0-9]*[ \t]*(?:\r?\n|\\n)[ \t]+)"
         r"(?!\[secret\]|-----)[^\s\\][^\n\\]{2,}", re.IGNORECASE),
        # seeds of one-time passwords, in base32
        Row("otp seed 2fa mfa",
            r"(?P<keep>\b\w*(?:otp|totp|seed|2fa|mfa)\w*['\"]?\s*[:=]\s*['\"]?)(?=[A-Z2-7]*[2-7]|[A-Z]{16})[A-Z2-7]{16,}=*", re.IGNORECASE),
    )
)  # fmt: skip
"""Forms of commands and files, each with what stays before the credential."""
