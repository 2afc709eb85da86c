"""Credentials that stand in commands and files by their place alone: after a tool's own flag, at the end of a line, in a block of YAML.

Sources: the manuals of the tools. What a flag is for hangs on the tool, so that each form begins with one; `-p 8080:80` of another
tool is no password.
"""

import re

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


COMMANDS = tuple(
    re.compile(text, flags)
    for text, flags in (
        (_flag("redis-cli|valkey-cli", r"-a\s+"), 0),
        (_flag("ldap(?:search|add|modify|delete|passwd|whoami|compare)", r"-w\s*"), 0),
        (_flag("mongo|mongosh|mongodump|mongorestore", r"-p\s*"), 0),
        (_flag("(?:docker|podman|helm registry|az|oc|nerdctl|skopeo|oras|buildah)(?: acr)? login", r"-p\s*"), 0),
        (_flag("keytool|jarsigner", r"-(?:store|key|srcstore|deststore|new)pass\s+"), 0),
        (_flag("7z|7za|7zr|zip|unzip|unrar|rar", r"-[pP]\s*(?=\S*[\d!@#$%^&*+~])"), 0),
        (_flag("ipmitool|sqlcmd|bcp|mosquitto_pub|mosquitto_sub|isql", r"-P\s+"), 0),
        (_flag("snmp\\w+", r"-[AX]\s+"), 0),
        (_flag("ssh-keygen", r"-[NP]\s+"), 0),
        (_flag("useradd|usermod", r"-p\s+"), 0),
        (_flag("openssl", r"-pass(?:in|out)?\s+pass:"), 0),
        (rf"(?P<keep>\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+){_WORD}", 0),
        (rf"(?P<keep>\bvault\s+login\s+(?:-\S+\s+)*){_WORD}(?=\s*(?:$|[\n|;&'\"\\]))", 0),
        (r"(?P<keep>\bsqlplus\s+\S*?\w/)(?!/|\[secret\])[^\s'\"@]{3,}(?=@)", 0),
        (r"(?P<keep>\b(?:smbclient|rpcclient|smbget)\b[^\n|;]*?\s-U\s*['\"]?[^\s%'\"]+%)(?!\[secret\])[^\s'\"]{3,}", 0),
        (r"(?P<keep>\becho\s+(?:-\w+\s+)?)(?P<quote>['\"]?)(?!\$|\[secret\])[^\s'\"|]{3,}"
         r"(?=(?P=quote)\s*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:passwd\s+--stdin|kinit\b|cryptsetup\b|su\b|sudo\s+-S))", 0),
        (r"(?P<keep>\bnet1?\s+user\s+(?:\"[^\"]+\"|[^\s/\"]+)[ \t]+)(?!/|\*|\[secret\])(?P<quote>\"?)[^\s/\"][^\s\"]{2,}", re.IGNORECASE),
        (r"(?P<keep>\bnet\s+use\s+[^\n]*?(?:\\\\\S+|/user:\S+)[ \t]+)(?!/|\*|\\|\[secret\])[^\s/\"]{3,}", re.IGNORECASE),
        (r"(?P<keep>\bConvertTo-SecureString\s+(?:-String\s+)?\(?(?P<quote>\\?['\"]))"
         r"(?!\$|\[secret\])[^'\"\\]{3,}(?=(?P=quote))", re.IGNORECASE),
        (rf"(?P<keep>\benable\s+(?:secret|password)\s+(?:\d\s+)?)(?=\S*\d){_WORD}", re.IGNORECASE),
        (rf"(?P<keep>\busername\s+\S+\s+(?:secret|password)\s+(?:\d\s+)?){_WORD}", re.IGNORECASE),
        # a line of .pgpass: host, port, database, user, password
        (r"(?P<keep>(?:^|\\[nr]|\s)(?:\*|[\w.-]+):(?:\*|\d{2,5}):(?:\*|[A-Za-z_][\w-]*):(?:\*|[A-Za-z_][\w.@-]*):)"
         r"(?!\[secret\])[^\s:'\"]{3,}(?=\s|\\[nr]|['\"]|$)", re.MULTILINE),
        # a block of YAML under a name that says it
        (rf"(?P<keep>(?<![\w.-])[\w.-]*?{_NAMES}['\"]?:[ \t]*[|>][-+0-9]*[ \t]*(?:\r?\n|\\n)[ \t]+)"
         r"(?!\[secret\]|-----)[^\s\\][^\n\\]{2,}", re.IGNORECASE),
        # seeds of one-time passwords, in base32
        (r"(?P<keep>\b\w*(?:otp|totp|seed|2fa|mfa)\w*['\"]?\s*[:=]\s*['\"]?)(?=[A-Z2-7]*[2-7]|[A-Z]{16})[A-Z2-7]{16,}=*", re.IGNORECASE),
    )
)  # fmt: skip
"""Forms of commands and files, each with what stays before the credential."""
HINT = re.compile(
    r"-cli|ldap|mongo|login|keytool|jarsigner|7z|zip|rar\b|ipmi|sqlcmd|bcp|mosquitto|isql|snmp|ssh-keygen|user|openssl|htpasswd|sqlplus"
    r"|smb|rpcclient|echo|net |SecureString|enable|:[|>]|: *[|>]|otp|seed|2fa|mfa|:\*:|:\d{2,5}:",
    re.IGNORECASE,
)
"""What every one of these forms has; a text without it is passed over."""
