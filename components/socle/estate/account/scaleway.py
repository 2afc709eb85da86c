"""Whether the credentials in use belong to the estate.

The provider lets SCW_* variables win over its own arguments, so a forgotten variable in a shell decides where a resource
lands. Here every variable that could redirect a deployment is compared with the estate before anything is registered.
What a profile file of the machine says cannot be seen from here; the variables that are needed leave it little to say.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from socle.messages import Refusal, each

from ..estate import Estate

REQUIRED = ("SCW_ACCESS_KEY", "SCW_SECRET_KEY", "SCW_DEFAULT_ORGANIZATION_ID", "SCW_DEFAULT_PROJECT_ID")
"""Without these the provider falls back on a profile of the machine, which nobody has reviewed."""

_UNREVIEWED = {
    "SCW_PROFILE": (
        "a profile of this machine could name another endpoint, or turn its checks off",
        "unset it, and set the estate's own credentials",
    ),
    "SCW_INSECURE": (
        "credentials and data would be sent without checking who receives them",
        "unset it",
    ),
}
_HARMLESS = {"", "0", "f", "false"}
"""What Go's strconv.ParseBool reads as false, in lower case."""
_IN = "platform"
"""The project that the layers deploy to. Where the foundation makes it, no file knows its id; what is made names its own anyway."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PLACE = re.compile(r"[a-z]{2}-[a-z]{3}(-[0-9])?")


def account_refusals(estate: Estate, environment: Mapping[str, str]) -> Iterator[Refusal]:
    """Refuse credentials of another organisation, project or region, and endpoints that are not the host's.

    A value is shown only where it cannot be a secret: a secret key is a UUID too, and can be pasted into any variable.
    """
    yield from each(_unset(environment), _unreviewed(environment), _identity(estate, environment))
    yield from _endpoints(estate, environment)


def _unset(environment: Mapping[str, str]) -> Iterator[Refusal]:
    for name in REQUIRED:
        if not environment.get(name, "").strip():
            yield Refusal(
                f"{name} is not set",
                "the provider would take it from a profile of this machine, perhaps of another account",
                "set it to the estate's own credentials",
                at=name,
            )


def _unreviewed(environment: Mapping[str, str]) -> Iterator[Refusal]:
    for name, (consequence, remedy) in _UNREVIEWED.items():
        if environment.get(name, "").strip().lower() not in _HARMLESS:
            yield Refusal(f"{name} is set", consequence, remedy, at=name)


def _identity(estate: Estate, environment: Mapping[str, str]) -> Iterator[Refusal]:
    scaleway = estate.scaleway
    expected: dict[str, tuple[str, ...]] = {
        "SCW_DEFAULT_ORGANIZATION_ID": (scaleway.organization_id,),
        "SCW_DEFAULT_PROJECT_ID": tuple(scaleway.projects.values()) if _IN in scaleway.projects else (),
        "SCW_DEFAULT_REGION": (scaleway.region,),
        "SCW_DEFAULT_ZONE": scaleway.zones,
    }
    for name, allowed in expected.items():
        value = environment.get(name)
        if value and allowed and value not in allowed:
            said = " or ".join(dict.fromkeys(allowed))
            yield Refusal(
                f"{name} is {value}, and the estate {estate.name} says {said}"
                if _PLACE.fullmatch(value)
                else f"{name} is another one, and the estate {estate.name} says {said}",
                "the deployment would go to the wrong account or place",
                f"use the credentials of {estate.name}, or correct the estate",
                at=name,
            )


def _endpoints(estate: Estate, environment: Mapping[str, str]) -> Iterator[Refusal]:
    storage = f"s3.{estate.scaleway.region}.scw.cloud"
    own = {
        "SCW_API_URL": "api.scaleway.com",
        "SCW_S3_ENDPOINT": storage,
        "AWS_ENDPOINT_URL": storage,
        "AWS_ENDPOINT_URL_S3": storage,
    }
    given = {name: _endpoint(environment[name]) for name in own if environment.get(name)}
    rehearsal = given.get("SCW_API_URL", ("", ""))[1] in _LOOPBACK
    for name, (scheme, host) in given.items():
        if (scheme, host) == ("https", own[name]) or (rehearsal and host in _LOOPBACK):
            continue
        plain = f"{scheme}://" if host == own[name] and scheme else ""
        yield Refusal(
            f"{name} points to {plain}{host or 'nothing readable'}",
            "the credentials and the data could be read by whoever answers there or listens on the way",
            f"unset it (the host's own is https://{own[name]}); a rehearsal without an account sets SCW_API_URL to a loopback address too",
            at=name,
        )


def _endpoint(url: str) -> tuple[str, str]:
    """Scheme and host; what else a URL carries may be a secret. Empty where it is none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "", ""
    named = host in _LOOPBACK or re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host)  # a key in its place has no dot
    return (parts.scheme, host) if named else ("", "")
