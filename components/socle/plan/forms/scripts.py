"""Credentials in scripts by what is done with them: typed at a prompt, piped into a tool, put into a variable, stored by a client.

Sources: the manuals of the tools and shells. As in `commands`, each form begins with what makes its value a credential.
"""

import re

from .table import Forms, Row

_KEPT = r"(?!-|/|\$|<|%|\{|\[secret\]|(?:env|file|fd|stdin):)"
_QUOTE = r"\\*['\"]"
_WORD = rf"(?P<quote>(?:{_QUOTE})?)" + _KEPT + r"[^\s'\"\\|;&)]{3,}"
_QUOTED = rf"(?P<quote>{_QUOTE})(?!\$|\[secret\])[^'\"\\\n]{{3,}}(?=(?P=quote))"
_NAMES = (
    r"(?:password|passwd|passphrase|pwd|secret|token|psk|credentials?|kubeconfig"
    r"|(?:secret|api|access|private|account|shared|auth|client|license|signing|encryption)[_-]?key)"
)
_SHORT = r"(?:cred|creds|pass|pw|mdp|pswd)"
"""Names that mean a credential where something is assigned to them, and are parts of other words elsewhere."""
_PART = r"(?:\w*_|(?-i:\w*[a-z0-9](?=[A-Z])))?"
"""What a short name may be the last word of."""
_NEAR = r"[^\n|;]{0,300}?"
"""Further on in the same command."""
_LINE = r"[^\n]{0,300}?"
_BEGINS = r"(?:^|[\n;\"]|\\n)[ \t]*"
_ENDS = r"[ \t]*;?(?:$|[\r\n;\"]|\\[nr])"
_SET = _BEGINS + r"(?:export[ \t]+|set[ \t]+|-[ \t]+)?"
_ASKING = r"docker|podman|nerdctl|skopeo|buildah|oras|helm|gpg2?|kinit|cryptsetup|passwd|smbpasswd|su|sudo|vault|pass|gh|glab|wg|htpasswd"
"""Tools that read a credential from their input."""
_READS = (
    r"(?:sudo\s+(?:-\S+\s+)*)?"
    rf"(?:(?:{_ASKING})\b{_NEAR}(?:--?password-stdin|--passphrase-fd[ =]0|--stdin|--with-token|--key-file[ =]-|-S\b)"
    r"|kinit\b|cryptsetup\b|passwd\b|smbpasswd\b|su\b|vault\s+login\s+-|pass\s+insert\b|wg\s+set\b)"
)
TYPED = re.compile(
    r"(?P<keep>(?:assw(?:or)?d|assphrase|asscode|\bword|\bpin\b|mot de passe)"
    r"(?:(?!\bsend)[^\0]){0,80}?(?:\b|(?<=\\[nr]))(?:exp_)?send(?:_?line)?[\s(]+(?:-(?:raw|h|s)\s+)*(?:--\s+)?)"
    rf"(?P<quote>(?:{_QUOTE})?)(?!\$|-|\[secret\])[^\s'\"\\]{{3,}}",
    re.IGNORECASE,
)
"""What `expect` and its like type when they are asked for a password. It comes before all other forms: they would take the prompt
for a name, and what is between the two for its value."""
PROMPTED = re.compile(r"expect|spawn", re.IGNORECASE)

SCRIPTS = Forms(
    (
        # piped into a tool, or given to it as a string
        Row("echo printf",
         rf"(?P<keep>\b(?:echo|printf)\s+(?:-\w+\s+)*(?:['\"]?%s(?:\\+n)?['\"]?\s+)?){_WORD}(?=\\*['\"]?\s*\|\s*{_READS})"),
        Row("<<<", rf"(?P<keep>\b(?:{_ASKING})\b{_NEAR}<<<\s*){_WORD}"),
        Row("<(", rf"(?P<keep>\b[\w-]*(?:key|pass\w*|secret|token|psk)\s+<\(\s*(?:echo|printf)\s+(?:-\w+\s+)*){_WORD}"),
        # put into a variable of a shell, of PowerShell, of Windows
        Row("$", rf"(?P<keep>\$(?:\w+:)?(?:\w*?{_NAMES}|{_PART}{_SHORT})\s*=\s*){_QUOTED}", re.IGNORECASE),
        Row("cred pass pw mdp pswd",
         rf"(?P<keep>{_SET}['\"]?(?:\w+_)?{_SHORT}['\"]?[ \t]*[:=][ \t]*){_QUOTED}", re.IGNORECASE),
        Row("cred pass pw mdp pswd",
         rf"(?P<keep>{_SET}(?:\w+_)?{_SHORT}(?:=|:[ \t]+))"
         rf"{_KEPT}(?=[^\s\\]*[\d!@#$%^&*+~])[^\s'\"\\;|&]{{3,}}(?={_ENDS})", re.IGNORECASE | re.MULTILINE),
        Row("$",
         rf"(?P<keep>\$(?:\w+:)?(?:\w*?{_NAMES}|{_PART}{_SHORT})\s*=\s*@\\*['\"](?:\r?\n|\\+n))(?!\[secret\])[^\n\\]{{3,}}", re.IGNORECASE),
        Row("env:",
         rf"(?P<keep>\b(?:Set|New)-Item\s+(?:-Path\s+)?['\"]?env:\\?\w*?{_NAMES}['\"]?\s+(?:-Value\s+)?){_WORD}", re.IGNORECASE),
        Row("setenvironmentvariable",
         rf"(?P<keep>\bSetEnvironmentVariable\(\s*{_QUOTE}\w*?{_NAMES}{_QUOTE}\s*,\s*){_QUOTED}", re.IGNORECASE),
        Row("setx", rf"(?P<keep>\bsetx\s+['\"]?(?:\w*?{_NAMES}|{_PART}{_SHORT})['\"]?\s+){_WORD}", re.IGNORECASE),
        Row("(", rf"(?P<keep>(?<![^\s'\"])-\w*(?:{_NAMES}|cred)\s+\(\s*){_QUOTED}", re.IGNORECASE),
        Row("password( passphrase( secret( token(",
         rf"(?P<keep>\b(?:set|change|with|use)_?(?:password|passphrase|secret|token)\(\s*){_QUOTED}", re.IGNORECASE),
        Row("convertto", rf"(?P<keep>\bConvertTo-SecureString\s+(?:-String\s+)?\(?){_WORD}(?=[^\n]*-AsPlainText)", re.IGNORECASE),
        Row("/pass: /rp psexec",
         rf"(?P<keep>\b(?:cmdkey\b{_LINE}/pass:|schtasks\b{_LINE}\s/rp\s+|psexec\b{_LINE}\s-p\s+)){_WORD}", re.IGNORECASE),
        # stored by a client, or made by a server's own tool
        Row("set",
         rf"(?P<keep>\b(?:configure|config)\s+set\s+(?:--\S+\s+)*[\w./:-]*?(?:{_NAMES}|_authToken)[\s=]+){_WORD}", re.IGNORECASE),
        Row("from-literal",
         rf"(?P<keep>\b(?:kubectl|oc)\b{_NEAR}\screate\s+secret\b{_NEAR}--from-literal[= ]['\"]?[\w.-]+=){_WORD}"),
        Row("vault", rf"(?P<keep>\bvault\s+(?:kv\s+(?:put|patch)|write)\s{_NEAR}\s[\w.-]+=)(?!@){_WORD}"),
        Row("rabbitmqctl", rf"(?P<keep>\brabbitmqctl\s+(?:-\S+\s+)*(?:add_user|change_password)\s+\S+\s+){_WORD}"),
        Row("wpa_passphrase createuser lftp",
         rf"(?P<keep>\bwpa_passphrase\s+\S+\s+|\bcreateUser\s+\S+\s+(?:MD5|SHA\S*)\s+|\blftp\b{_NEAR}\s-u\s+[^\s,]+,){_WORD}"),
        Row("openssl", rf"(?P<keep>\bopenssl\s+enc\b{_NEAR}\s-[kK]\s+){_WORD}"),
        Row("ipmitool mysqladmin",
         rf"(?P<keep>\bipmitool\b{_NEAR}\suser\s+set\s+password\s+\d+\s+|\bmysqladmin\b{_NEAR}\spassword\s+){_WORD}"),
        Row("--",
         rf"(?P<keep>(?<![^\s'\"])--(?:proxy|http|ftp)-(?:auth|user)[= ]['\"]?[^\s:'\"/]+:){_KEPT}"
         r"[^\s'\"/\\]{3,}(?=\\*['\"]?(?:[\s\\}]|$))"),
        Row("auth",
         rf"(?P<keep>{_BEGINS}AUTH[ \t]+(?:[\w.-]+[ \t]+)?)(?=[^\s\\]*\d)(?!\[secret\]|\$)[^\s'\"\\]{{3,}}(?={_ENDS})", re.MULTILINE),
        Row("set",
         rf"(?P<keep>{_BEGINS}set[ \t]+(?:[\w.-]+[ \t]+)*?(?:password|secret|psk|passphrase|pre-shared-key(?:[ \t]+ascii-text)?)[ \t]+)"
         rf"{_KEPT}(?=\S*\d)[^\s'\"\\;]{{3,}}(?={_ENDS})", re.MULTILINE),
        Row("tskey-", r"\btskey-[a-z]+-[A-Za-z0-9]{6,}(?:-[A-Za-z0-9]{6,})?"),
    ),
    times=16,
)  # fmt: skip
"""Forms of scripts, each with what stands before the credential and is kept."""
