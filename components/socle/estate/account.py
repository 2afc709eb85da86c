"""Whether the credentials in use belong to the estate.

The provider lets SCW_* variables win over its own arguments, so a forgotten variable in a shell decides where a resource
lands. Here every variable that could redirect a deployment is compared with the estate before anything is registered.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from .estate import Estate
from .refusal import Refusal

REQUIRED = ("SCW_ACCESS_KEY", "SCW_SECRET_KEY", "SCW_DEFAULT_ORGANIZATION_ID", "SCW_DEFAULT_PROJECT_ID")
"""Without these the provider falls back on a profile of the machine, which nobody has reviewed."""

_ENDPOINTS = {
    "SCW_API_URL": "api.scaleway.com",
    "SCW_S3_ENDPOINT": "scw.cloud",
    "AWS_ENDPOINT_URL": "scw.cloud",
    "AWS_ENDPOINT_URL_S3": "scw.cloud",
}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def account_refusals(estate: Estate, environment: Mapping[str, str]) -> Iterator[Refusal]:
    """Refuse credentials of another organisation, project or region, and endpoints that are not the host's.

    Values of the environment are named but never printed when they could be secret.
    """
    for name in REQUIRED:
        if not environment.get(name):
            yield Refusal(
                f"{name} is not set",
                "the provider would take it from a profile of this machine, perhaps of another account",
                "set it to the estate's own credentials",
                at=name,
            )
    yield from _identity(estate, environment)
    yield from _endpoints(environment)


def _identity(estate: Estate, environment: Mapping[str, str]) -> Iterator[Refusal]:
    scaleway = estate.scaleway
    expected: dict[str, tuple[str, ...]] = {
        "SCW_DEFAULT_ORGANIZATION_ID": (scaleway.organization_id,),
        "SCW_DEFAULT_PROJECT_ID": tuple(scaleway.projects.values()),
        "SCW_DEFAULT_REGION": (scaleway.region,),
        "SCW_DEFAULT_ZONE": scaleway.zones,
    }
    for name, allowed in expected.items():
        value = environment.get(name)
        if value and value not in allowed:
            yield Refusal(
                f"{name} is {value}, and the estate {estate.name} says {' or '.join(allowed)}",
                "the deployment would go to the wrong account or place",
                f"use the credentials of {estate.name}, or correct the estate",
                at=name,
            )


def _endpoints(environment: Mapping[str, str]) -> Iterator[Refusal]:
    hosts = {name: urlsplit(environment[name]).hostname or "" for name in _ENDPOINTS if environment.get(name)}
    rehearsal = hosts.get("SCW_API_URL") in _LOOPBACK
    for name, host in hosts.items():
        own = _ENDPOINTS[name]
        if host == own or host.endswith(f".{own}") or (rehearsal and host in _LOOPBACK):
            continue
        yield Refusal(
            f"{name} points to {host or 'nothing readable'}",
            "the credentials and the data would be sent to a machine that is not the host's",
            f"unset it (the host's own is {own}); a rehearsal sets SCW_API_URL to a loopback address too",
            at=name,
        )
