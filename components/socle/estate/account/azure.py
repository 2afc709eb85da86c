"""Whether the Azure credentials in use belong to the legacy estate.

The provider takes subscription and tenant from the stack's configuration, else from ARM_* variables, else from whoever is
logged in on the machine. Each is compared with the estate before anything is registered, as in `scaleway.py`.
"""

from collections.abc import Iterator, Mapping

from socle.messages import Refusal

from ..legacy import LegacySpec

SETTINGS = {
    "subscriptionId": "ARM_SUBSCRIPTION_ID",
    "tenantId": "ARM_TENANT_ID",
    "environment": "ARM_ENVIRONMENT",
    "metadataHost": "ARM_METADATA_HOSTNAME",
}
"""Keys of the provider's configuration (`azure-native:<key>`) and the variables that stand in for them (the provider's SDK)."""

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def azure_account_refusals(
    legacy: LegacySpec, environment: Mapping[str, str], config: Mapping[str, str], subscription_id: str = ""
) -> Iterator[Refusal]:
    """Refuse credentials of another directory or subscription, and another Azure than the public one.

    Args:
        config: what the stack's configuration says under `azure-native`, by the keys of `SETTINGS`.
        subscription_id: the subscription that is meant, where it is not that of the legacy estate (the bridge's).
    """
    given = {
        key: (f"azure-native:{key}", config[key]) if config.get(key) else (variable, environment.get(variable, ""))
        for key, variable in SETTINGS.items()
    }
    yield from _identity("subscriptionId", given, subscription_id or legacy.subscription_id, "subscription")
    yield from _identity("tenantId", given, legacy.tenant_id, "directory")
    if legacy.twin_of:
        yield from _into_the_original(given, legacy.twin_of)
    yield from _clouds(given)


def _identity(key: str, given: Mapping[str, tuple[str, str]], expected: str, what: str) -> Iterator[Refusal]:
    name, value = given[key]
    if not value.strip():
        yield Refusal(
            f"{name} is not set",
            f"the provider would take the {what} of whoever is logged in on this machine",
            f"set it to {expected}",
            at=name,
        )
    elif value.strip().lower() != expected:
        yield Refusal(
            f"{name} is not the {what} of the legacy estate, {expected}",
            "resources would be read, adopted or created in another body's or another team's Azure",
            f"use the credentials of {expected}, or deploy the estate that belongs to the ones in use",
            at=name,
        )


def _into_the_original(given: Mapping[str, tuple[str, str]], original: str) -> Iterator[Refusal]:
    name, value = given["subscriptionId"]
    if value.strip().lower() == original:
        yield Refusal(
            f"{name} is the subscription that this rehearsal imitates",
            "the twin would be made, and destroyed, among the real resources",
            "use the credentials of the rehearsal's own subscription",
            at=name,
        )


def _clouds(given: Mapping[str, tuple[str, str]]) -> Iterator[Refusal]:
    name, value = given["environment"]
    if value and value.lower() != "public":
        yield Refusal(
            f"{name} names another Azure than the public one",
            "credentials would be sent to it, and the ids of the estate mean nothing there",
            "unset it",
            at=name,
        )
    name, value = given["metadataHost"]
    if value and value.rsplit(":", 1)[0] not in _LOOPBACK and value not in _LOOPBACK:
        yield Refusal(
            f"{name} sends the provider to another host",
            "whoever answers there receives the credentials, and says where everything else is",
            "unset it; only an emulator on this machine is accepted",
            at=name,
        )
