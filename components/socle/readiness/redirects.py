"""Variables and profile files of a machine that send a deployment elsewhere, or make it somebody else's.

What the program compares with the estate itself (`SCW_*`, `ARM_*`) is asked in `account`. No value is repeated, hosts aside: a secret
can be pasted into any variable.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from socle.messages import Text, said

from . import line
from .line import Line
from .machine import Machine

_ok, _wrong, _unknown = (partial(kind, "environment") for kind in (line.ok, line.wrong, line.unknown))


@dataclass(frozen=True)
class Variable:
    """What a variable does to a deployment, by the key of its sentence, and to which cloud's. `certain`: whatever its value is."""

    does: str
    cloud: str = ""
    certain: bool = False


_PLUGIN, _ELSEWHERE, _PROFILE, _IDENTITY, _LOSES = "plugin", "elsewhere", "profile", "identity", "loses"

VARIABLES: Mapping[str, Variable] = {
    "PULUMI_DEBUG_PROVIDERS": Variable(_PLUGIN, certain=True),
    "PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES": Variable(_PLUGIN),
    "PULUMI_API": Variable(_ELSEWHERE),
    "PULUMI_STACK": Variable("stack"),
    "PULUMI_SKIP_CHECKPOINTS": Variable(_LOSES, certain=True),
    "PULUMI_DISABLE_VALIDATION": Variable(_LOSES),
    "PULUMI_CREDENTIALS_PATH": Variable(_PROFILE),
    "SCW_CONFIG_PATH": Variable(_PROFILE, "scaleway"),
    "SCW_S3_USE_PATH_STYLE": Variable("style", "scaleway"),
    "AWS_PROFILE": Variable(_PROFILE, "scaleway"),
    "AWS_DEFAULT_PROFILE": Variable(_PROFILE, "scaleway"),
    "AWS_CONFIG_FILE": Variable(_PROFILE, "scaleway"),
    "AWS_SHARED_CREDENTIALS_FILE": Variable(_PROFILE, "scaleway"),
    "AWS_CA_BUNDLE": Variable("trust", "scaleway"),
    "AWS_ROLE_ARN": Variable(_IDENTITY, "scaleway"),
    "AWS_WEB_IDENTITY_TOKEN_FILE": Variable(_IDENTITY, "scaleway"),
    "AWS_SESSION_TOKEN": Variable(_IDENTITY, "scaleway"),
    "ARM_MSI_ENDPOINT": Variable(_ELSEWHERE, "azure", certain=True),
    "ARM_OIDC_REQUEST_URL": Variable(_ELSEWHERE, "azure"),
    "ARM_OIDC_TOKEN_FILE_PATH": Variable(_IDENTITY, "azure"),
    "ARM_AUXILIARY_TENANT_IDS": Variable(_IDENTITY, "azure"),
    "ARM_DISABLE_INSTANCE_DISCOVERY": Variable("trust", "azure", certain=True),
    "ARM_USE_MSI": Variable(_IDENTITY, "azure"),
    "AZURE_CONFIG_DIR": Variable(_PROFILE, "azure"),
    "AZURE_AUTHORITY_HOST": Variable(_ELSEWHERE, "azure"),
    "AZURE_CLIENT_ID": Variable(_IDENTITY, "azure"),
    "AZURE_TENANT_ID": Variable(_IDENTITY, "azure"),
    "AZURE_SUBSCRIPTION_ID": Variable(_IDENTITY, "azure"),
    "AZURE_CLOUD": Variable(_ELSEWHERE, "azure"),
    "KUBECONFIG": Variable(_PROFILE, "kubernetes"),
    "HTTP_PROXY": Variable("proxy"),
    "HTTPS_PROXY": Variable("proxy"),
    "ALL_PROXY": Variable("proxy"),
    "SSL_CERT_FILE": Variable("trust"),
    "SSL_CERT_DIR": Variable("trust"),
    "REQUESTS_CA_BUNDLE": Variable("trust"),
    "SSLKEYLOGFILE": Variable("keylog", certain=True),
}
"""Variables by name (sources of the engine, of the providers' SDKs, and of Go's and Python's own HTTP)."""

SECRETS = frozenset(
    {
        "SCW_ACCESS_KEY", "SCW_SECRET_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ARM_CLIENT_SECRET",
        "ARM_CLIENT_CERTIFICATE_PASSWORD", "ARM_OIDC_TOKEN", "ARM_OIDC_REQUEST_TOKEN", "AZURE_CLIENT_SECRET", "PULUMI_ACCESS_TOKEN",
        "PULUMI_CONFIG_PASSPHRASE",
    }
)  # fmt: skip
"""Of which nothing is said but that they are set."""

_ASKED = frozenset(
    {
        "SCW_API_URL", "SCW_S3_ENDPOINT", "SCW_PROFILE", "SCW_INSECURE", "SCW_DEFAULT_ORGANIZATION_ID", "SCW_DEFAULT_PROJECT_ID",
        "SCW_DEFAULT_REGION", "SCW_DEFAULT_ZONE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "ARM_SUBSCRIPTION_ID", "ARM_TENANT_ID",
        "ARM_ENVIRONMENT", "ARM_METADATA_HOSTNAME", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE_FILE",
    }
)  # fmt: skip
"""Compared with the estate, or told, in a line of their own."""

_QUIET = frozenset(
    {
        "PULUMI_HOME", "PULUMI_SKIP_UPDATE_CHECK", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "PULUMI_IGNORE_AMBIENT_PLUGINS",
        "PULUMI_DISABLE_REGISTRY_RESOLVE", "PULUMI_PARALLEL", "PULUMI_PARALLEL_DIFF", "PULUMI_PARALLEL_ANALYZE",
        "PULUMI_SUPPRESS_NEO_LINK", "PULUMI_DIY_BACKEND_ZSTD", "PULUMI_DISABLE_JOURNALING", "PULUMI_PYTHON_CMD", "PULUMI_OPTION_COLOR",
        "PULUMI_NON_INTERACTIVE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_PAGER",
        "AWS_RESPONSE_CHECKSUM_VALIDATION", "AWS_EC2_METADATA_DISABLED", "ARM_CLIENT_ID", "ARM_USE_OIDC", "ARM_CLIENT_CERTIFICATE_PATH",
        "AZURE_CORE_OUTPUT", "AZURE_CORE_NO_COLOR", "AZURE_CORE_COLLECT_TELEMETRY",
    }
)  # fmt: skip
"""They decide how a deployment runs or is drawn, and not where it goes; or who deploys, which goes with the estate's own credentials."""

_FAMILIES = {"PULUMI_": "", "SCW_": "scaleway", "AWS_": "scaleway", "ARM_": "azure", "AZURE_": "azure"}
_OFF = {"", "0", "f", "false"}


def redirects(machine: Machine, clouds: frozenset[str]) -> Iterator[Line]:
    """What variables of a machine do to a deployment on some clouds; a family's variable that no table knows is told as that."""
    told = False
    for name in sorted(machine.environment):
        upper = name.upper()
        value = machine.given(name)
        known = VARIABLES.get(upper)
        if value.lower() in _OFF or upper in SECRETS | _ASKED | _QUIET:
            continue
        if known and known.cloud in (*clouds, ""):
            told = True
            yield (_wrong if known.certain else _unknown)(
                f"variable.{known.does}", name=name, host=host_of(value) or said("doctor.unshown")
            )
        elif known is None and any(upper.startswith(each) and of in (*clouds, "") for each, of in _FAMILIES.items()):
            told = True
            yield _unknown("variable.strange", name=name)
    held = sorted(name for name in SECRETS if machine.given(name))
    if held:
        yield _ok("variable.secrets", names=", ".join(held))
    if not told:
        yield _ok("variable.none")


def host_of(value: str) -> Text:
    """The host of an address, where it surely is one: a key in its place has no dot and no scheme."""
    try:
        parts = urlsplit(value)
        host = parts.hostname or "" if parts.scheme in ("http", "https", "socks5", "socks5h") else ""
    except ValueError:
        return ""
    if host == "localhost":
        return host
    try:
        return str(ip_address(host))
    except ValueError:
        return host if "." in host.strip(".") else ""
