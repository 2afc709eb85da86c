"""What a changed file does to what is installed and started: settings of installers, requirements, and variables of a pipeline.

What is named here is dangerous; anything else in such a file is looked at, and only its comments and its order say nothing.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from socle.project import ChangedFile

from ..files import FileChange
from ..keys import differing, leaves
from ..verdict import Verdict

_STEERS = re.compile(
    r"build-system(\..+)?"
    r"|tool\.uv\.(index|index-url|extra-index-url|default-index|find-links|no-index|index-strategy|sources|override-dependencies"
    r"|exclude-dependencies|dependency-metadata|allow-insecure-host|keyring-provider|no-build-isolation|no-build-isolation-package"
    r"|build-constraint-dependencies|extra-build-dependencies|extra-build-variables|config-settings|config-settings-package|cache-dir"
    r"|python-install-mirror|pypy-install-mirror|python-downloads-json-url|no-verify-hashes|pip|workspace|build-backend"
    r"|allow-insecure-url|native-tls|system-certs|http-proxy|https-proxy|torch-backend|prerelease|preview|preview-features)(\..+)?"
    r"|tool\.(poetry\.source|pdm\.source|pdm\.resolution|pixi\.pypi-options|hatch\.envs|hatch\.build\.hooks|hatch\.metadata\.hooks)(\..+)?"
    r"|tool\.hatch\.build\.targets\.[^.]+\.hooks(\..+)?|tool\.setuptools\.cmdclass(\..+)?"
    r"|tool\.poetry\.(.+\.)?dependencies\.[^.]+\.(git|url|path|source)"
)
"""Keys of pyproject.toml that say where packages come from, which are put in place of others, or what runs while they are built.

Sources: the references of the settings of uv, Poetry, PDM and Hatch, and of `[build-system]` (PEP 517, PEP 518).
"""
_READ_BY_PEOPLE = re.compile(
    r"project\.(description|readme|keywords|classifiers|authors|maintainers|urls|license|license-files)(\..+)?"
)
_REQUIRES = re.compile(
    r"project\.(dependencies|optional-dependencies\..+)|dependency-groups\..+|tool\.uv\..*dependencies"
)
"""Keys of pyproject.toml that list requirements."""
_DIRECT = re.compile(r"@ *[\w+]+:|://|^(\.|/|~)|\.(whl|zip|tar\.gz)\b")
"""A requirement that names its file, and no version of an index."""
_OPTION = re.compile(r"--?[a-zA-Z]")
_STEERING_OPTION = re.compile(
    r"(?<![\w-])--(index-url|default-index|extra-index-url|find-links|trusted-host|allow-insecure-host|index-strategy"
    r"|no-build-isolation|keyring-provider|no-verify-hashes)(?![\w-])"
)
_HOLDING_OPTION = re.compile(r"(?<![\w-])--(?:frozen|locked|require-hashes)(?![\w-])")
"""Options by which no more is installed than what the lock file or a digest names."""
_VARIABLE = re.compile(
    r"\b((?:PIP|UV|POETRY|PDM|HATCH|PIPENV)_[A-Z][A-Z0-9_]*|PYTHON[A-Z_]+|VIRTUAL_ENV|LD_(?:PRELOAD|LIBRARY_PATH|AUDIT)|DYLD_[A-Z_]+"
    r"|PULUMI_(?:BACKEND_URL|HOME|ACCESS_TOKEN|PYTHON_CMD|CONFIG_PASSPHRASE(?:_FILE)?)|(?:HTTPS?|ALL|NO)_PROXY|(?:https?|all|no)_proxy"
    r"|(?:REQUESTS|CURL)_CA_BUNDLE|SSL_CERT_(?:FILE|DIR)|BASH_ENV|GIT_(?:SSH_COMMAND|CONFIG[A-Z0-9_]*|EXEC_PATH))\b"
)
"""Variables that say where packages and programs come from, what starts with them, and whom a connection trusts."""
_QUIET_VARIABLES = re.compile(
    r"PYTHON(UNBUFFERED|DONTWRITEBYTECODE|HASHSEED|UTF8|IOENCODING|FAULTHANDLER)"
    r"|PIP_(DISABLE_PIP_VERSION_CHECK|NO_INPUT|PROGRESS_BAR|NO_COLOR)|UV_(NO_PROGRESS|LINK_MODE|COMPILE_BYTECODE)"
)
"""Of those, the ones that only say how much is written, or how."""


def project_settings(file: ChangedFile, prefix: str = "") -> Iterator[FileChange]:
    """What changes in a pyproject.toml; in a uv.toml, whose keys stand below `prefix` there."""
    try:
        old, new = (dict(leaves(tomllib.loads(text or ""), prefix)) for text in (file.old, file.new))
    except ValueError:
        yield FileChange(file.path, "unreadable", Verdict.LOOK)
        return
    different = differing(old, new)
    steering = [key for key in different if _STEERS.fullmatch(key) or _brings_files(key, old.get(key), new.get(key))]
    for key in steering:
        yield FileChange(file.path, "install-source", Verdict.DANGEROUS, key)
    if not steering and any(key and not _READ_BY_PEOPLE.fullmatch(key) for key in different):
        yield FileChange(file.path, "dependencies", Verdict.LOOK)


def requirements(file: ChangedFile) -> Iterator[FileChange]:
    """What changes in a file of requirements: an option, a file in place of a version, or any other line."""
    old, new = (_lines(text or "") for text in (file.old, file.new))
    different = sorted(old ^ new)
    held = {line.split("--hash", 1)[0].strip() for line in old - new} & {
        line.split("--hash", 1)[0].strip() for line in new - old
    }
    for line in sorted(held):
        yield FileChange(file.path, "lock-contents", Verdict.DANGEROUS, line)
    steering = [line for line in different if _OPTION.match(line) or _DIRECT.search(line)]
    if steering:
        names = sorted({re.split(r"[=\s@]", line, maxsplit=1)[0] for line in steering})
        yield FileChange(file.path, "install-source", Verdict.DANGEROUS, ", ".join(names))
    elif different and not held:
        yield FileChange(file.path, "dependencies", Verdict.LOOK)


def steering_variables(file: ChangedFile) -> Iterator[FileChange]:
    """The variables and options of a pipeline, of which a line changes, that decide what is installed or started."""
    old, new = (_lines(text or "") for text in (file.old, file.new))
    held, holds = (Counter(_HOLDING_OPTION.findall(" ".join(lines))) for lines in (old, new))
    names = sorted({name for line in old ^ new for name in steering_in(line)} | (held - holds).keys())
    if names:
        yield FileChange(file.path, "start-variables", Verdict.DANGEROUS, ", ".join(names))


def steering_in(text: str) -> Iterator[str]:
    """The variables and options in a text that decide what is installed or started."""
    yield from (name for name in _VARIABLE.findall(text) if not _QUIET_VARIABLES.fullmatch(name))
    yield from (found[0] for found in _STEERING_OPTION.finditer(text))


def _brings_files(key: str, old: Any, new: Any) -> bool:
    """Whether a list of requirements names a file that it did not."""
    was, now = (
        {str(row) for row in cast("list[Any]", each)} if isinstance(each, list) else set[str]() for each in (old, new)
    )
    return bool(_REQUIRES.fullmatch(key)) and any(map(_DIRECT.search, now - was))


def _lines(text: str) -> frozenset[str]:
    return frozenset(rows(text))


def rows(text: str) -> list[str]:
    """The lines of a text without comments, and without what surrounds them."""
    joined = re.sub(r"\\\n\s*", " ", text)
    return [line for each in joined.splitlines() if (line := re.sub(r"(^|\s)#.*", "", each).strip())]
