"""What the configuration of a stack may not say to a provider, whoever owns the credentials.

A stack file is text that many may propose; where calls go, and as whom, is for the provider and for the environment of the run.
"""

from collections.abc import Iterator, Mapping

from socle.facts import CREDENTIALS, redirected, redirects
from socle.messages import Refusal

from .azure import SETTINGS

PROVIDER_SETTINGS: dict[str, tuple[str, ...]] = {
    "scaleway": ("apiUrl", "endpoints", "s3UsePathStyle", "profile", "accessKey", "secretKey"),
    "azure-native": (
        "msiEndpoint", "oidcRequestUrl", "oidcRequestToken", "oidcToken", "oidcTokenFilePath", "disableInstanceDiscovery",
        "clientSecret", "clientCertificatePassword",
    ),
    "kubernetes": ("kubeconfig", "cluster", "context"),
}  # fmt: skip
"""By provider: what sends it elsewhere, or says who it is (schemas of the providers). Azure's account is asked beside it."""
_OFF = {"", "0", "false"}


def provider_refusals(config: Mapping[str, str]) -> Iterator[Refusal]:
    """Refuse settings that send a provider elsewhere, or that give it credentials: those come from the environment alone.

    Args:
        config: what the stack's configuration gives, by `provider:name`, as for the keys of `PROVIDER_SETTINGS`.
    """
    for key, value in config.items():
        provider, _, name = key.partition(":")
        sent = list(redirected(key, value))
        yield from sent
        if sent:
            continue
        if name.lower() in CREDENTIALS and value:
            yield Refusal(
                f"{key} is in the stack's configuration",
                "the resources could be made with credentials that nobody compared with the estate",
                "take it out, and set the variables of the run's environment",
                at=key,
            )
        elif redirects(name) and _unheld(provider, name) and value.lower() not in _OFF:
            yield Refusal(
                f"{key} is in the stack's configuration",
                "it decides where the provider goes, and nothing compares that with the estate",
                "take it out",
                at=key,
            )


def _unheld(provider: str, name: str) -> bool:
    """Whether nothing else holds a setting to the estate, or to this machine."""
    return name not in ("apiUrl", "endpoints", "s3UsePathStyle") and not (
        provider == "azure-native" and name in SETTINGS
    )
