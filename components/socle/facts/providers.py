"""What a provider's configuration decides, wherever it stands: in a stack file, in Pulumi.yaml, or in a program.

Keys are those of the providers' schemas (pulumiverse-scaleway 1.60, pulumi-azure-native 3.20, pulumi-kubernetes 4.24).
"""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

from socle.messages import Refusal, choose

from .addresses import address_parts, host_in

MEASURED_WITH = {"pulumiverse-scaleway": "1.60.0"}
"""By distribution, the version that `resources.json` was measured with: another one may replace, default or ignore other inputs."""

REDIRECTING = frozenset(
    {
        "apiurl",
        "endpoint",
        "endpoints",
        "s3usepathstyle",
        "host",
        "kubeconfig",
        "cluster",
        "clusteridentifier",
        "context",
        "metadatahost",
        "environment",
        "msiendpoint",
        "profile",
        "proxyurl",
        "tlsservername",
        "oidctokenfilepath",
        "oidcrequesturl",
        "disableinstancediscovery",
    }
)
"""Settings of a provider, in lower case, that send it, and its credentials, somewhere else."""

CREDENTIALS = frozenset(
    {
        "accesskey",
        "secretkey",
        "clientid",
        "clientsecret",
        "clientcertificatepassword",
        "clientcertificatepath",
        "oidctoken",
        "oidcrequesttoken",
        "token",
        "password",
    }
)
"""Settings of a provider, in lower case, that say who it is."""

PLUGIN_SOURCE = "pluginDownloadURL"
"""The setting that says where the provider's own code comes from, which then runs with all credentials of the deployment."""

_PROVIDERS = frozenset({"scaleway", "azure-native", "kubernetes", "azuread", "azure"})
_SECRETS = CREDENTIALS - {"accesskey", "clientid", "clientcertificatepath"}
"""Those that give access by themselves; the others are names, which their hosts show."""

SETTINGS: dict[str, frozenset[str]] = {
    "scaleway": frozenset(
        {"accessKey", "apiUrl", "endpoints", "organizationId", "profile", "projectId", "region", "s3UsePathStyle", "secretKey", "zone"}
    ),
    "azure-native": frozenset(
        {
            "auxiliaryTenantIds", "clientCertificatePassword", "clientCertificatePath", "clientId", "clientSecret",
            "disableInstanceDiscovery", "disablePulumiPartnerId", "environment", "location", "metadataHost", "msiEndpoint",
            "oidcRequestToken", "oidcRequestUrl", "oidcToken", "oidcTokenFilePath", "partnerId", "subscriptionId", "tenantId",
            "useDefaultAzureCredential", "useMsi", "useOidc",
        }
    ),
    "kubernetes": frozenset(
        {
            "alwaysRender", "cluster", "clusterIdentifier", "context", "deleteUnreachable", "enableConfigMapMutable", "enablePatchForce",
            "enableSecretMutable", "enableServerSideApply", "helmReleaseSettings", "kubeClientSettings", "kubeconfig", "namespace",
            "renderYamlToDirectory", "skipUpdateUnreachable", "suppressDeprecationWarnings", "suppressHelmHookWarnings",
            "upsertExistingObjects",
        }
    ),
}  # fmt: skip
"""Every setting that a provider takes. What is not among them is read by nobody: the engine takes it without a word."""

HOST_PLACES: dict[str, tuple[str, ...]] = {
    "region": ("fr-par", "nl-ams", "pl-waw", "it-mil"),
    "zone": (
        "fr-par-1", "fr-par-2", "fr-par-3", "nl-ams-1", "nl-ams-2", "nl-ams-3", "pl-waw-1", "pl-waw-2", "pl-waw-3", "it-mil-1",
    ),
}  # fmt: skip
"""Where the host is, for programs of any kind; what an estate may choose is narrower."""

ENDPOINTS = {
    "scaleway": frozenset({"apiUrl", "endpoints"}),
    "azure-native": frozenset({"metadataHost", "msiEndpoint", "oidcRequestUrl"}),
}
"""By provider, the settings that hold addresses."""
_OWN = re.compile(r"https://(api\.scaleway\.com|s3\.[a-z]{2}-[a-z]{3}\.scw\.cloud)(:443)?/?")
"""The whole address, not its domain: whoever rents a bucket or a function of the host has a name in the same domain."""
_PUBLISHERS = re.compile(r"(github://api\.github\.com/(pulumi|pulumiverse)(/[\w.-]+)?)?")
"""Where the SDKs of this project take their providers from, and say so with every resource; an empty text is Pulumi's own place."""
_LOOPBACK = re.compile(r"(https?://)?(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?(/[a-z0-9./-]*)?")
"""Where an emulator on this machine answers."""


def redirects(name: str) -> bool:
    """Whether a setting of a provider sends it somewhere else."""
    return name.lower() in REDIRECTING


def plugin_source(url: str) -> str:
    """Where a provider's code comes from, if it is neither Pulumi nor those who publish for it; else empty."""
    return "" if _PUBLISHERS.fullmatch(url) else url


def unreadable_addresses(provider: str, name: str, value: Any) -> bool:
    """Whether a setting holds an address that no reader agrees on: the provider stops at it before it does anything."""
    return name in ENDPOINTS.get(provider, ()) and any(address_parts(text) is None for text in _addresses(value))


def strangers(provider: str, name: str, value: Any) -> list[str]:
    """The hosts that a setting sends a provider to, and that are neither its cloud's own nor this machine.

    An address that cannot be read is an empty text, and is not repeated: it may be a secret. Nothing for any other setting.

    Args:
        value: the setting as a stack file or a program gives it: a text, an object, or JSON text of one.
    """
    if name not in ENDPOINTS.get(provider, ()):
        return []
    strange = [text for text in _addresses(value) if not (_OWN.fullmatch(text) or _LOOPBACK.fullmatch(text))]
    return [_host(text) for text in strange]


def redirected(key: str, value: Any) -> Iterator[Refusal]:
    """Why a setting, by `provider:name`, is refused wherever it stands; nothing where it sends the provider to no stranger."""
    provider, _, name = key.partition(":")
    hosts = dict.fromkeys(strangers(provider, name, value))
    if hosts:
        yield Refusal(
            f"{key} sends the provider to {' and '.join(host or 'an address that cannot be read' for host in hosts)}",
            "whoever answers there receives every call, and the credentials with it",
            f"take {key} out: the provider knows the host's own addresses; only an emulator on this machine is accepted",
            at=key,
        )


def shown(key: str, value: Any) -> Iterator[Refusal]:
    """Why a credential of a provider, by `provider:name`, is refused where anybody reads it; its value is not repeated."""
    provider, _, name = key.partition(":")
    if provider in _PROVIDERS and name.lower() in _SECRETS and value not in (None, ""):
        yield Refusal(
            f"{key} is a credential and is written in plain text",
            "whoever reads the repository has it",
            f"replace the credential, then run: pulumi config set --secret {key}",
            at=key,
        )


def misspelt(key: str, value: Any) -> Iterator[Refusal]:
    """Why a setting, by `provider:name`, is refused that its provider does not have, or that names a place which the host does not have."""
    provider, _, name = key.partition(":")
    known = SETTINGS.get(provider)
    if known and name not in (*known, PLUGIN_SOURCE, "version"):
        yield Refusal(
            f"{name} is no setting of the provider {provider}",
            "nobody reads it, and what was meant would not happen",
            choose(name, known),
            at=key,
        )
    places = HOST_PLACES.get(name, ()) if provider == "scaleway" else ()
    if places and isinstance(value, str) and value and value not in places:
        yield Refusal(
            f"{value} is not a {name} of the host",
            "what names no place of its own would be made nowhere, and the deployment would fail half-way",
            choose(value, places),
            at=key,
        )


def _host(text: str) -> str:
    """The host of an address, and nothing else of it; empty where it has none: a key in its place has no dot."""
    host = host_in(text)
    return host if "." in host or ":" in host else ""


def _addresses(value: Any) -> Iterator[str]:
    """Every text in a value, also where it is JSON."""
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            yield ""
            return
    if isinstance(value, dict):
        for each in cast("dict[str, Any]", value).values():
            yield from _addresses(each)
    elif isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from _addresses(each)
    elif isinstance(value, str) and value:
        yield value
    elif value not in (None, ""):
        yield ""
