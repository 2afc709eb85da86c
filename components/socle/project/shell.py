"""What code of another revision may have of the shell that compares with it: a list of what is let through, and nothing else.

Whoever can put a commit into the repository chooses that code; a credential has more names than any list of what to hide.
"""

from collections.abc import Mapping

_LET_THROUGH = frozenset(
    {
        *("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP"),
        *("LANG", "LANGUAGE", "TZ", "TERM", "COLUMNS", "NO_COLOR"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
        *("PYTHONHASHSEED", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"),
        *("PULUMI_ERROR_OUTPUT_STRING", "SOURCE_DATE_EPOCH"),
    }
)
_OF_LANGUAGES = "LC_"
_FOR_INSTALLING = ("UV_", "XDG_", "PIP_")
_PROXIES = frozenset({"HOME", "NETRC", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"})


def without_credentials_of(environ: Mapping[str, str]) -> dict[str, str]:
    """What a program needs to start and to write text. The home folder is the caller's to give: that of a person has credentials."""
    return {name: value for name, value in environ.items() if name in _LET_THROUGH or name.startswith(_OF_LANGUAGES)}


def for_installing(environ: Mapping[str, str]) -> dict[str, str]:
    """The same with what reaches a package index. Only for a program of the environment itself that builds nothing."""
    more = {
        name: value for name, value in environ.items() if name.startswith(_FOR_INSTALLING) or name.upper() in _PROXIES
    }
    return without_credentials_of(environ) | more
