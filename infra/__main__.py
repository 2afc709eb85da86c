"""The Pulumi program: which layer of which estate, checked against the stack and the credentials, then deployed.

Everything that can be refused is refused before the first registration.
"""

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pulumi
from pulumi.runtime.mocks import MockMonitor

from socle.cutover import Ledgers, Standing, forgotten, last_noted, standing, unbegun, uncommitted
from socle.estate import (
    LAYERS,
    PROVIDER_SETTINGS,
    SETTINGS,
    Declared,
    Estate,
    StackName,
    account_refusals,
    azure_account_refusals,
    beside,
    load,
    provider_refusals,
    stack_refusals,
)
from socle.estate.bridge import gateway_subscription
from socle.extras import ExtraMissing
from socle.messages import Refusal, Refused
from socle.project import texts_of

ESTATES = Path(__file__).resolve().parent.parent / "stacks" / "estates"


def main() -> None:
    config = pulumi.Config()
    name = StackName(config.require("estate"), config.require("layer"), config.get("space") or "")
    refuse(stack_refusals(pulumi.get_stack(), name))
    refuse(provider_refusals(provider_settings()))
    estate = declared(name.estate).estate
    if LAYERS[name.layer].by_hand:
        refuse(iter(beside(ESTATES / name.estate)))
    if an_engine_listens():
        refuse(credentials_of_another(name.layer, estate))
    waves = standing_of(estate, name.layer)
    layer = layer_of(name.layer)
    if waves.heads:
        Ledgers(waves)
    say_turns(waves, name.layer)
    layer.deploy(estate, waves.posture(estate.posture, name.layer))


def standing_of(estate: Estate, layer: str) -> Standing:
    """Where the waves of an estate stand, held against what this stack was deployed by last, the last commit, and what is desired."""
    folder = ESTATES / estate.name
    try:
        waves = standing(estate, folder)
    except ExtraMissing as missing:
        refuse(iter(missing.refusals))
        raise
    refuse(iter(waves.refusals))
    refuse(forgotten(waves, last_noted(), estate.name))
    refuse_unreviewed(estate, folder)
    refuse(unbegun(estate, folder, waves, layer))
    return waves


def refuse_unreviewed(estate: Estate, folder: Path) -> None:
    """Stop by a ledger that is ahead of the last commit as it may not be; where there is no checkout, say that nobody could see that."""
    waves = list(estate.cutover.waves) if estate.cutover else []
    committed = texts_of(folder, "HEAD", [f"cutover/{wave}.jsonl" for wave in waves]) if waves else {}
    if committed is None and an_engine_listens():
        pulumi.log.warn(
            "this is no git checkout: whether somebody has reviewed the ledgers of the cut-over is not known"
        )
    if committed is not None:
        refuse(uncommitted(estate, folder, {Path(name).stem: text for name, text in committed.items()}))


def say_turns(waves: Standing, layer: str) -> None:
    """Say of which steps this stack shows nothing yet: whoever deploys it early would believe that they are done."""
    for wave, before in waves.waiting(layer).items():
        pulumi.log.warn(
            f"the wave {wave} goes to {waves.positions[wave].stage}, and {layer} shows nothing of it before {', '.join(before)} is "
            "proven: deploy and record that first"
        )


def layer_of(layer: str) -> ModuleType:
    """The module of a layer; only the one that is deployed loads its SDKs, or says which it lacks."""
    try:
        return import_module(f"layers.{layer}")
    except ExtraMissing as missing:
        refuse(iter(missing.refusals))
        raise


def provider_settings() -> dict[str, str]:
    """What the stack's configuration says to providers of where they go and who they are, by `provider:name`."""
    given = {
        f"{provider}:{name}": pulumi.Config(provider).get(name)
        for provider, names in PROVIDER_SETTINGS.items()
        for name in names
    }
    return {key: value for key, value in given.items() if value}


def credentials_of_another(layer: str, estate: Estate) -> Iterator[Refusal]:
    """Why the credentials in use are not those of the clouds that a layer is deployed on."""
    clouds = LAYERS[layer].clouds
    if "azure" in clouds and estate.legacy:
        azure = pulumi.Config("azure-native")
        given = {key: azure.get(key) or "" for key in SETTINGS}
        subscription_id = gateway_subscription(estate.bridge, estate.legacy) if layer == "bridge" else ""
        yield from azure_account_refusals(estate.legacy, os.environ, given, subscription_id)
    if "scaleway" in clouds:
        yield from account_refusals(estate, os.environ)


def declared(name: str) -> Declared:
    """The estate of a stack, or a refusal without a traceback."""
    try:
        return load(ESTATES / name)
    except Refused as error:
        raise pulumi.RunError(_told("the estate is refused", error.refusals)) from None


def an_engine_listens() -> bool:
    """Whether registrations reach an engine and so could reach a cloud. A capture and Pulumi's mocks need no credentials."""
    return not isinstance(pulumi.runtime.settings.get_monitor(), MockMonitor)


def refuse(refusals: Iterator[Refusal]) -> None:
    """Stop with every refusal at once, before anything is registered."""
    found = list(refusals)
    if found:
        raise pulumi.RunError(_told("nothing was deployed", found))


def _told(heading: str, refusals: Iterable[Refusal]) -> str:
    return "\n".join([f"{heading}:", *(refusal.in_full() for refusal in refusals)])


main()
