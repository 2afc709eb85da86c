"""Profile files of a machine: what they would say to a deployment where no variable says it. Only hosts of theirs are repeated."""

import configparser
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

import yaml

from socle.estate import Estate
from socle.messages import said

from . import line
from .line import Line
from .machine import Machine, read
from .redirects import host_of

_ok, _wrong, _unknown = (partial(kind, "profiles") for kind in (line.ok, line.wrong, line.unknown))

_IDENTITIES = {
    "access_key": "SCW_ACCESS_KEY",
    "secret_key": "SCW_SECRET_KEY",
    "default_organization_id": "SCW_DEFAULT_ORGANIZATION_ID",
    "default_project_id": "SCW_DEFAULT_PROJECT_ID",
    "default_region": "SCW_DEFAULT_REGION",
    "default_zone": "SCW_DEFAULT_ZONE",
}
"""Keys of a profile, and the variables that win over them (scaleway-sdk-go, scw/config.go)."""
_SENT = {"api_url": ("SCW_API_URL", "api.scaleway.com"), "s3_endpoint": ("SCW_S3_ENDPOINT", "scw.cloud")}
_ENDPOINT = re.compile(r"endpoint_url\s*=\s*(\S+)")
_KEPT = ("credential_process", "role_arn", "sso_session", "sso_start_url", "aws_access_key_id", "ca_bundle")
"""Settings of an AWS profile that say who somebody is, or whom to trust."""


def profiles(machine: Machine, estates: list[Estate], clouds: frozenset[str]) -> Iterator[Line]:
    """What the profile files of a machine would do to deployments of some estates on some clouds."""
    if "scaleway" in clouds:
        yield from _scaleway(machine, estates)
        yield from _aws(machine)
    if "azure" in clouds:
        yield from _azure(machine, estates)


def _scaleway(machine: Machine, estates: list[Estate]) -> Iterator[Line]:
    named = machine.given("SCW_CONFIG_PATH")
    file = Path(named) if named else machine.folder("XDG_CONFIG_HOME", ".config") / "scw" / "config.yaml"
    text = read(file)
    if text == "":
        yield _ok("profile.none", file=str(file))
        return
    profile = _profile(text, machine.given("SCW_PROFILE")) if text else None
    if profile is None:
        yield _unknown("profile.unreadable", file=str(file))
        return
    found = [*_sent(profile, machine, file), *_who(profile, machine, file, estates)]
    yield from found or [_ok("profile.silent", file=str(file))]


def _profile(text: str, wanted: str) -> Mapping[str, Any] | None:
    """The profile that counts: the default one, and over it the active one."""
    try:
        document: Any = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if document is None:
        return {}
    if not isinstance(document, dict):
        return None
    value = cast("dict[str, Any]", document)
    named: Any = (value.get("profiles") or {}) if isinstance(value.get("profiles") or {}, dict) else None
    if named is None:
        return None
    active: Any = named.get(wanted or value.get("active_profile") or "") or {}
    return {**value, **active} if isinstance(active, dict) else None


def _sent(profile: Mapping[str, Any], machine: Machine, file: Path) -> Iterator[Line]:
    """Where it sends the provider."""
    for key, (variable, own) in _SENT.items():
        value = str(profile.get(key) or "")
        host = host_of(value)
        if not value or machine.given(variable):
            continue
        at_home = value.startswith("https://") and (host == own or str(host).endswith(f".{own}"))
        if not at_home:
            yield _wrong("profile.sent", file=str(file), setting=key, host=host or said("doctor.unreadable"))
    if str(profile.get("insecure") or "").lower() in ("true", "1"):
        yield _wrong("profile.insecure", file=str(file))


def _who(profile: Mapping[str, Any], machine: Machine, file: Path, estates: list[Estate]) -> Iterator[Line]:
    """Whose it makes a deployment, where no variable says it."""
    held = [key for key, variable in _IDENTITIES.items() if profile.get(key) and not machine.given(variable)]
    organizations = {estate.scaleway.organization_id for estate in estates}
    other = "default_organization_id" in held and str(profile["default_organization_id"]) not in organizations
    if other and organizations:
        yield _wrong("profile.organization", file=str(file))
    elif held:
        yield _unknown("profile.identity", file=str(file), keys=", ".join(held))


def _aws(machine: Machine) -> Iterator[Line]:
    """What signs calls to object storage, for the backend and the provider alike."""
    wanted = machine.given("AWS_PROFILE") or machine.given("AWS_DEFAULT_PROFILE") or "default"
    given = machine.given("AWS_ACCESS_KEY_ID") != ""
    files = {
        variable: Path(machine.given(variable)) if machine.given(variable) else machine.home / ".aws" / name
        for variable, name in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
    }
    for file in files.values():
        text = read(file)
        if text == "":
            yield _ok("profile.none", file=str(file))
            continue
        settings = _ini(text, wanted) if text else None
        if settings is None:
            yield _unknown("profile.unreadable", file=str(file))
            continue
        found = list(_aws_settings(settings, machine, file, given=given))
        yield from found or [_ok("profile.silent", file=str(file))]


def _aws_settings(settings: Mapping[str, str], machine: Machine, file: Path, *, given: bool) -> Iterator[Line]:
    overruled = machine.given("AWS_ENDPOINT_URL") or machine.given("AWS_ENDPOINT_URL_S3")
    ignored = machine.given("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").lower() == "true"
    texts = " ".join(f"{key} = {value}" for key, value in settings.items())
    for url in () if overruled or ignored else dict.fromkeys(_ENDPOINT.findall(texts)):
        host = str(host_of(url))
        if not (url.startswith("https://") and host.startswith("s3.") and host.endswith(".scw.cloud")):
            yield _wrong("profile.sent", file=str(file), setting="endpoint_url", host=host or said("doctor.unreadable"))
    held = [key for key in _KEPT if key in settings and not (given and key != "ca_bundle")]
    if held:
        yield _unknown("profile.identity", file=str(file), keys=", ".join(held))


def _ini(text: str, wanted: str) -> Mapping[str, str] | None:
    """The settings of a profile and of the services that it names; None where the file is none."""
    parser = configparser.ConfigParser(interpolation=None, strict=False, default_section="\0")
    try:
        parser.read_string(text)
    except configparser.Error:
        return None
    names = [name for name in (wanted, f"profile {wanted}") if parser.has_section(name)]
    settings = {key: value for name in names for key, value in parser.items(name)}
    services = f"services {settings.get('services', '')}"
    if parser.has_section(services):
        settings |= {f"{services}.{key}": value for key, value in parser.items(services)}
    return settings


def _azure(machine: Machine, estates: list[Estate]) -> Iterator[Line]:
    """Who is logged in with `az`, whom the provider takes where no variable says it."""
    folder = machine.folder("AZURE_CONFIG_DIR", ".azure")
    file, clouds = folder / "azureProfile.json", folder / "config"
    cloud = re.search(r"(?ms)^\[cloud\]\s*$.*?^name\s*=\s*(\S+)", read(clouds) or "")
    if cloud and cloud[1] != "AzureCloud":
        yield _wrong("profile.cloud", file=str(clouds))
    text = read(file)
    if text == "":
        yield _ok("profile.none", file=str(file))
        return
    try:
        every = json.loads(text or "-")["subscriptions"]
        chosen = [str(each["id"]).lower() for each in every if each.get("isDefault")]
    except (ValueError, KeyError, TypeError, AttributeError):
        yield _unknown("profile.unreadable", file=str(file))
        return
    if machine.given("ARM_SUBSCRIPTION_ID") or not chosen:
        yield _ok("profile.silent", file=str(file))
    elif not {estate.legacy.subscription_id for estate in estates if estate.legacy} & set(chosen):
        yield _wrong("profile.subscription", file=str(file))
    else:
        yield _unknown("profile.identity", file=str(file), keys="az login")
