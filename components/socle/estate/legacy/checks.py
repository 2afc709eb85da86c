"""What no single entry of the legacy estate can know: references, subscriptions, what may be created, ids that meet twice.

Whether an entry may change since the last deployment is not asked here: see `freeze.py`.
"""

import ipaddress
from collections.abc import Iterator

from socle.messages import Refusal, each
from socle.specs import within

from .legacy import LegacyParts, LegacyResource
from .services import LockSpec

CREATABLE = (
    "Microsoft.Resources/resourceGroups",
    "Microsoft.Network/virtualNetworks",
    "Microsoft.Network/networkSecurityGroups",
    "Microsoft.Network/privateEndpoints",
    "Microsoft.Network/privateDnsZones",
    "Microsoft.Storage/storageAccounts",
    "Microsoft.DBforPostgreSQL/flexibleServers",
    "Microsoft.KeyVault/vaults",
    "Microsoft.Authorization/locks",
)
"""What a rehearsal needs a twin of; with their parts. Nothing else is ever created on Azure."""


def legacy_refusals(legacy: LegacyParts) -> Iterator[Refusal]:
    """Everything that contradicts itself across the entries of a legacy estate."""
    yield from each(_twin(legacy), _subscriptions(legacy), _created(legacy), _adopted(legacy), _twice(legacy))
    yield from each(within(legacy, "legacy"))


def beside_the_platform(legacy: LegacyParts, lifetime: str, supernet: str) -> Iterator[Refusal]:
    """What contradicts itself between the legacy estate and the platform beside it."""
    if legacy.twin_of and lifetime != "rehearsal":
        yield Refusal(
            "a twin in a permanent estate",
            "what a twin creates is not protected, and the freeze does not hold in it",
            "remove twin_of, or make the rehearsal an estate of its own with lifetime: rehearsal",
            at="legacy.twin_of",
        )
    ours = ipaddress.IPv4Network(supernet)
    for key, network in legacy.networks.items():
        for index, text in enumerate(network.address_space):
            if ours.overlaps(ipaddress.IPv4Network(text)):
                yield Refusal(
                    f"{text} overlaps the platform's {ours}",
                    "the tunnel between the clouds could not tell the two apart, and neither side would be reached",
                    "give the platform another supernet: the legacy network cannot move",
                    at=f"legacy.networks.{key}.address_space.{index}",
                )


def _twin(legacy: LegacyParts) -> Iterator[Refusal]:
    if legacy.twin_of == legacy.subscription_id:
        yield Refusal(
            "the twin is in the subscription that it imitates",
            "a rehearsal would be made, and destroyed, among the real resources",
            "give subscription_id a subscription of its own",
            at="twin_of",
        )
    others = dict(legacy.other_subscriptions)
    for name, subscription in others.items():
        if subscription == legacy.subscription_id:
            yield Refusal(
                f"{name} is the subscription of this estate itself",
                "what is in it could be taken for another team's",
                "remove it",
                at=f"other_subscriptions.{name}",
            )


def _subscriptions(legacy: LegacyParts) -> Iterator[Refusal]:
    known = {legacy.subscription_id, *legacy.other_subscriptions.values()}
    for resource in legacy.resources():
        subscription = resource.entry.arm.subscription
        if subscription not in known and resource.spec is resource.entry:
            yield Refusal(
                f"the resource is in the subscription {subscription}, which the estate does not name",
                "nobody could say whose it is, and a deployment there would not be checked",
                "name it in other_subscriptions, or correct the id",
                at=f"{resource.key}.id",
            )
        elif subscription != legacy.subscription_id and resource.mode != "observe":
            yield _foreign(resource, legacy)


def _foreign(resource: LegacyResource, legacy: LegacyParts) -> Refusal:
    return Refusal(
        f"mode {resource.mode} in another subscription than {legacy.subscription_id}",
        "the credentials are checked for one subscription only: another team's resource would be written",
        "write mode: observe, or give it an estate of its own",
        at=f"{resource.key}.mode",
    )


def _created(legacy: LegacyParts) -> Iterator[Refusal]:
    for resource in legacy.resources():
        if resource.mode != "create" or isinstance(resource.spec, LockSpec):
            continue
        if legacy.twin_of is None:
            yield Refusal(
                "mode create in the legacy estate",
                "the platform would grow the estate that it is there to replace",
                "write mode: adopt for what exists; a rehearsal names the subscription that it imitates as twin_of",
                at=f"{resource.key}.mode",
            )
        elif resource.entry.arm.type not in CREATABLE:
            yield Refusal(
                f"mode create for a {resource.entry.arm.type}",
                "a rehearsal needs networks, stores, databases and vaults only; the rest would cost and prove nothing",
                "remove it from the twin",
                at=f"{resource.key}.mode",
            )
        elif resource.spec is not resource.entry and resource.entry.mode != "create":
            yield Refusal(
                "a part is created in an entry that is not",
                "the twin would change what it did not make",
                "write mode: create on the entry, or observe the part",
                at=f"{resource.key}.mode",
            )


def _adopted(legacy: LegacyParts) -> Iterator[Refusal]:
    for resource in legacy.resources():
        if resource.mode == "adopt" and legacy.twin_of:
            yield Refusal(
                "mode adopt in a twin",
                "the freeze does not hold in a twin, so what is adopted could be deleted",
                "write mode: create for what the rehearsal makes, observe for what it finds",
                at=f"{resource.key}.mode",
            )


def _twice(legacy: LegacyParts) -> Iterator[Refusal]:
    first: dict[str, str] = {}
    for resource in legacy.resources():
        known = first.setdefault(resource.id.lower(), resource.key)
        if known != resource.key:
            yield Refusal(
                f"the resource stands already as {known} (Azure's ids do not depend on case)",
                "two entries would decide about one resource",
                "keep one",
                at=resource.key,
            )


class LegacySpec(LegacyParts):
    """The Azure estate that the platform replaces, or in a rehearsal a small twin of it."""

    def refusals(self) -> Iterator[Refusal]:
        yield from legacy_refusals(self)
