"""What a program is told by its environment: a variable may send it elsewhere, say whom it believes, or what it runs beside itself.

Sources: the manual of the dynamic linker (ld.so), the documentation of each interpreter and package manager, of OpenSSL, curl, git
and libpq, and of the SDKs that read an endpoint from their environment.
"""

import re
from ipaddress import ip_address, ip_network
from typing import Any

from ..effect import HARMLESS, NOT_KNOWN, Effects, Judge
from ..judges import by_key, is_public, texts_in
from ..usual import EXPOSES, INTERRUPTS, WEAKENS

_RUNS = re.compile(
    r"LD_\w+|DYLD_\w+|GCONV_PATH|NLSPATH|GLIBC_TUNABLES|PATH"
    r"|PYTHON(PATH|HOME|STARTUP|USERBASE|PLATLIBDIR|BREAKPOINT|EXECUTABLE|PYCACHEPREFIX)"
    r"|NODE_(OPTIONS|PATH|REPL_EXTERNAL_MODULE)|RUBY(OPT|LIB|SHELL)|GEM_(PATH|HOME)|BUNDLE_GEMFILE|PERL5?(OPT|LIB|DB)|PHPRC"
    r"|PHP_INI_SCAN_DIR|LUA_(C?PATH|INIT)\w*|_JAVA_OPTIONS|(JAVA_TOOL|JDK_JAVA|MAVEN|GRADLE|CATALINA)_OPT(ION)?S|CLASSPATH"
    r"|DOTNET_(STARTUP_HOOKS|ADDITIONAL_DEPS|SHARED_STORE|ROOT)|COR(ECLR)?_\w*PROFILER\w*|R_(PROFILE|ENVIRON|LIBS)\w*|JULIA_LOAD_PATH"
    r"|BASH_(ENV|FUNC\w*)|SHELLOPTS|PS4|PROMPT_COMMAND|OPENSSL_(CONF|MODULES|ENGINES)|GIT_(SSH|SSH_COMMAND|ASKPASS|EXTERNAL_DIFF"
    r"|PROXY_COMMAND|CONFIG\w*|EXEC_PATH|TEMPLATE_DIR|EDITOR|PAGER)|SSH_ASKPASS|PAGER|EDITOR|GUNICORN_CMD_ARGS|RUSTC_WRAPPER"
)
"""What makes a program load or run something beside itself, or search for it elsewhere."""
_SOURCES = re.compile(
    r"(PIP|UV|POETRY|PDM|NPM_CONFIG|YARN|PNPM|BUN|CARGO|CONDA|NUGET|BUNDLE)_\w*(INDEX|URL|REGISTRY|REGISTRIES|LINKS|HOST|MIRROR|SOURCE|CONFIG_FILE"
    r"|CHANNELS?|PROXY)\w*|GO(PROXY|SUMDB|NOSUMDB|NOSUMCHECK|PRIVATE|INSECURE|FLAGS|TOOLCHAIN)|DOCKER_(HOST|CONFIG|CONTEXT)"
    r"|KUBECONFIG|HOSTALIASES|RES_OPTIONS|LOCALDOMAIN|AWS_(CONFIG|SHARED_CREDENTIALS)_FILE|PGSERVICEFILE|PGSYSCONFDIR|PULUMI_\w+",
    re.IGNORECASE,
)
"""What says where code, names or settings are taken from."""
_LEADS = re.compile(
    r"(?:\w*_)?(?:HTTPS?|ALL|FTP|SOCKS5?|NO)?_?PROXY|\w*(?:HOST(?:S|NAME|ADDR)?|ENDPOINTS?|ADDR(?:ESS(?:ES)?)?|SERVERS?|BROKERS?|DOMAINS?|ORIGINS?|UPSTREAM"
    r"|REGISTRY|MIRROR|GATEWAY|URLS?|URI|DSN)\w*",
    re.IGNORECASE,
)
"""Names under which even a bare host says to whom a program speaks."""
_BELIEVES = re.compile(
    r"SSL_CERT_(FILE|DIR)|PGSSL\w*|REQUESTS_CA_BUNDLE|\w*_CA_(BUNDLE|FILE|PATH|CERTS?)|NODE_(TLS_REJECT_UNAUTHORIZED|EXTRA_CA_CERTS)"
    r"|PYTHONHTTPSVERIFY|GIT_SSL_\w+|\w*(INSECURE|SKIP_(TLS_|SSL_)?VERIFY|(SSL|TLS)_(NO_)?VERIFY|NO_VERIFY|DISABLE_(TLS|SSL|AUTH)|VERIFY_(SSL|TLS))"
    r"|SSLKEYLOGFILE|GODEBUG|FLASK_DEBUG|WERKZEUG_DEBUG_PIN",
    re.IGNORECASE,
)
"""What says whom a program believes, whether it asks at all, and who may read along."""
_VERIFIES = re.compile(
    r"PGSSLMODE=verify-(ca|full)"
    r"|(NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|(?!\w*(NO|SKIP)_)\w*(_VERIFY|VERIFY_(SSL|TLS)))=(1|true|yes|on)",
    re.IGNORECASE,
)
_SHELL_STARTS = "ENV"
"""What a POSIX shell reads before anything else where it is a path; programs say with it whether they are tried or used."""
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/\s@]*@)?(\[[0-9a-f:.]+\]|[^/\s:?#,;'\"]+)", re.IGNORECASE)
_BARE = re.compile(r"(?:^|[\s,;=])(\[[0-9a-f:.]+\]|[\w-]+(?:\.[\w-]+)+|[\w-]+)(?::\d+)?(?=$|[\s,;/])", re.IGNORECASE)
_INSIDE = (".internal", ".local", ".localhost", ".svc", ".priv", ".lan", ".home.arpa")
_OF_THE_HOST = (".scw.cloud", ".scaleway.com")
"""Where the host answers, and every customer of it: nobody knows whose thing it is there."""


def _hosts(name: str, value: Any) -> set[str]:
    """The hosts on the Internet that a value names; a bare name counts where the variable says so."""
    forms = (_HOST, _BARE) if _LEADS.fullmatch(name) else (_HOST,)
    found = {host.strip("[]").lower() for text in texts_in(value) for form in forms for host in form.findall(text)}
    return {host for host in found if _is_outside(host)}


def _is_outside(host: str) -> bool:
    try:
        return is_public(ip_network(ip_address(host)))
    except ValueError:
        return "." in host and not host.endswith((*_INSIDE, *_OF_THE_HOST))


def _variable(name: str, old: Any, new: Any) -> Effects:
    """One variable. What it is for, only the program knows; that it steers the program, its name or a host in it may say."""
    told = INTERRUPTS | NOT_KNOWN
    if _BELIEVES.fullmatch(name):
        return told | WEAKENS if new is None or not _VERIFIES.fullmatch(f"{name}={new}") else told
    if new is None:
        return told
    path = name == _SHELL_STARTS and "/" in str(new)
    if path or _RUNS.fullmatch(name) or _SOURCES.fullmatch(name) or _hosts(name, new) - _hosts(name, old):
        return told | EXPOSES
    return told


def _born(value: Any) -> Effects:
    told = by_key(_variable).born(value) - INTERRUPTS - HARMLESS
    return told or (HARMLESS if value == {} else NOT_KNOWN)


ENVIRONMENT = Judge(by_key(_variable).change, _born)
"""Of plain variables, and of those that nobody can read: there the name alone may say that it steers."""
