"""Who receives what, and whose code runs: exporters, alarms, providers sent elsewhere, images, and what machines start with."""

from collections.abc import Iterator
from typing import Any, cast

from socle.facts import address_parts, is_host_image, redirects
from socle.facts.effects import lets_root_in, run_at_start
from socle.messages import Said, Text, said
from socle.plan import SECRET, Resource

from .gains import UNDECIDED, Names, Reach, Reader, mark, named, objects, plainly, right, text, texts

_STARTED_WITH = ("cloudInit", "userData", "customData", "bootType", "value")
_OF_WHOM = ("projectId", "organizationId", "subscriptionId", "tenantId", "clientId", "defaultProjectId", "profile")


def address(value: Any) -> Text:
    """Host and path of an address, without credentials, query and fragment: who receives is no secret, a key is one."""
    given = text(value)
    if isinstance(given, Said):
        return given
    parts = address_parts(given)
    if parts is None:
        return UNDECIDED
    host = parts.netloc.rpartition("@")[2]
    return f"{host}{parts.path}" if host else given


def _exporter(resource: Resource, names: Names) -> Iterator[Reach]:
    receivers: list[Text] = [address(one.get("endpoint")) for one in objects(resource.inputs.get("otlpDestination"))]
    receivers += [
        address(one.get("endpoint") or "datadoghq") for one in objects(resource.inputs.get("datadogDestination"))
    ]
    for receiver in receivers or [UNDECIDED]:
        for product in texts(resource.inputs.get("exportedProducts")) or [UNDECIDED]:
            yield right(receiver, said("right.receives", what=plainly(product)), named(resource, "datasourceId", names))


def _alerts(resource: Resource, _names: Names) -> Iterator[Reach]:
    given = resource.inputs.get("contactPoints")
    if isinstance(given, str):
        yield right(UNDECIDED, Said("word.alarms"), resource.name)
    for contact in objects(given):
        for way in contact.values():
            for receiver in texts(way):
                yield right(receiver, Said("word.alarms"), resource.name)


def _budget_alerts(resource: Resource, _names: Names) -> Iterator[Reach]:
    for key in ("emailAddresses", "smsPhoneNumbers", "webhookUrls"):
        for receiver in texts(resource.inputs.get(key)):
            yield right(address(receiver) if key == "webhookUrls" else receiver, Said("word.alarms"), resource.name)


def _machine(resource: Resource, _names: Names) -> Iterator[Reach]:
    """Whoever made the image, and whoever wrote what a machine starts with, has code on it; a key in a tag enters as root."""
    image = resource.inputs.get("image") or resource.inputs.get("imageId") or resource.inputs.get("os")
    if isinstance(image, str) and not is_host_image(image):
        yield right(text(image), Said("word.code"), resource.name)
    for key in _STARTED_WITH:
        value = resource.inputs.get(key)
        if value not in (None, "", {}):
            yield right(f"{key} {mark(_run(value))}", Said("word.code"), resource.name)
    for tag in texts(resource.inputs.get("tags")):
        if isinstance(tag, str) and lets_root_in(tag):
            yield right(f"AUTHORIZED_KEY ({mark(tag)})", Said("word.enter"), resource.name)


def _run(value: Any) -> Any:
    """What is run, so that another comment is no other code."""
    if isinstance(value, dict):
        return {key: run_at_start(each) for key, each in cast("dict[str, Any]", value).items()}
    return run_at_start(value)


def provider(resource: Resource, _names: Names) -> Iterator[Reach]:
    """A provider's settings decide who receives its calls and credentials, and in whose name it acts."""
    for name, value in resource.inputs.items():
        if value in (None, ""):
            continue
        if redirects(name) and name.lower() not in ("kubeconfig", "profile"):
            for receiver in _addresses(value):
                yield right(receiver, Said("word.credentials"), resource.name, public=True)
        elif name in _OF_WHOM:
            yield right(resource.name, Said("word.acts_in"), text(value))
        elif isinstance(value, str) and SECRET in value:
            yield right(resource.name, Said("word.acts_with"), name)


def _addresses(value: Any) -> list[Text]:
    rows = [each for one in objects(value) for each in one.values()]
    return [address(each) for each in rows] or [address(value)]


def _mail(resource: Resource, _names: Names) -> Iterator[Reach]:
    """Where the mail, or the web hook, of a domain or a topic goes."""
    for key in ("url", "endpoint", "webhookUri", "destinations", "protocol"):
        for receiver in texts(resource.inputs.get(key)):
            yield right(address(receiver), Said("word.messages"), resource.name)


RECEIVERS: dict[str, Reader] = {
    "scaleway:autoscaling/instanceTemplate:InstanceTemplate": _machine,
    "scaleway:billing/budgetAlertNotification:BudgetAlertNotification": _budget_alerts,
    "scaleway:elasticmetal/server:Server": _machine,
    "scaleway:instance/server:Server": _machine,
    "scaleway:instance/userData:UserData": _machine,
    "scaleway:mnq/snsTopicSubscription:SnsTopicSubscription": _mail,
    "scaleway:observability/alertManager:AlertManager": _alerts,
    "scaleway:observability/exporter:Exporter": _exporter,
    "scaleway:tem/webhook:Webhook": _mail,
}
