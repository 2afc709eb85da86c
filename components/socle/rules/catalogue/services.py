"""Other products of the host that answer on the Internet: registries, serverless code, models, messages, zones."""

from collections.abc import Iterator

from socle.messages import Text, said

from ..context import Fact
from ..opened import opened
from ..rule import Severity, Topic
from ..view import Unknown, View

REGISTRY = "scaleway:registry/namespace:Namespace"
CONTAINER = "scaleway:containers/container:Container"
FUNCTION = "scaleway:functions/function:Function"
NAMESPACES = ("scaleway:containers/namespace:Namespace", "scaleway:functions/namespace:Namespace")
MODEL = "scaleway:inference/deployment:Deployment"
METAL = ("scaleway:elasticmetal/server:Server", "scaleway:applesilicon/server:Server")
WAF = "scaleway:edgeservices/wafStage:WafStage"
HUB = "scaleway:iot/hub:Hub"
_ATTESTED = {REGISTRY: "container-registry", "scaleway:observability/source:Source": "cockpit"}
"""Products that the host publishes no conditions for health data of, in the words of an attestation."""

topic = Topic("services")


@topic.on(
    "registry-private", Severity.CRITICAL, "A registry is private", REGISTRY,
    why="Anybody could pull its images, with whatever is in them.",
    remedy="Leave is_public out.", controls=("SecNumCloud 9.7", "SOV-5"),
)  # fmt: skip
def _registry(view: View) -> Iterator[Text]:
    yield from (said("found.registry_public") for _ in opened(view))


@topic.on(
    "serverless-private", Severity.CRITICAL, "Serverless code asks who calls", CONTAINER, FUNCTION,
    why="The default, public, answers everybody.",
    remedy="Set privacy to private.", controls=("SecNumCloud 9.7", "CNIL SEC-RES"),
)  # fmt: skip
def _serverless(view: View) -> Iterator[Text]:
    yield from (said("found.answers_everybody") for _ in opened(view))


@topic.on(
    "serverless-https", Severity.MEDIUM, "Serverless code answers over HTTPS alone", CONTAINER, FUNCTION,
    why="The default, enabled, answers plain HTTP too.",
    remedy="Set http_option to redirected.", controls=("SecNumCloud 10.2",),
)  # fmt: skip
def _https(view: View) -> Iterator[Text]:
    only = view.value("httpsConnectionsOnly").value is True
    if not only and view.get("httpOption", default="enabled") != "redirected":
        yield said("found.answers_http")


@topic.on(
    "model-private", Severity.HIGH, "A model answers in a private network, to who is known", MODEL,
    why="What is asked of a model is data; a public endpoint, or one without authentication, takes it from anybody.",
    remedy="Give private_endpoint, and leave public_endpoint and disable_auth out.",
    controls=("CNIL SEC-RES", "SecNumCloud 9.7"),
)  # fmt: skip
def _model(view: View) -> Iterator[Text]:
    if view.get("publicEndpoint.isEnabled", default=view.has("publicEndpoint")):
        yield said("found.public_endpoint")
    for end in ("publicEndpoint", "privateEndpoint"):
        if view.on(f"{end}.disableAuth"):
            yield said("found.no_questions", end=end)


@topic.on(
    "metal-exempted", Severity.HIGH, "No machine of bare metal stands on the Internet", *METAL,
    why="These machines have public addresses that no filter of the host guards.",
    remedy="Use instances in a private network; else exempt the machine, with its own firewall as the reason.",
    controls=("CNIL SEC-RES", "SecNumCloud 13.2"),
)  # fmt: skip
def _metal(_view: View) -> Iterator[Text]:
    yield said("found.metal_public")


@topic.on(
    "waf-blocks", Severity.MEDIUM, "A firewall of web requests blocks", WAF,
    why="One that only logs, or is off, stops nothing.",
    remedy="Set mode to enable.", controls=("SecNumCloud 13.2",),
)  # fmt: skip
def _waf(view: View) -> Iterator[Text]:
    if view.get("mode", default="enable") != "enable":
        yield said("found.mode", name=view.text("mode"))


@topic.on(
    "hub-known-devices", Severity.MEDIUM, "A hub accepts devices that were declared", HUB,
    why="device_auto_provisioning lets any device join.",
    remedy="Leave device_auto_provisioning out.", controls=("SecNumCloud 9.2",),
)  # fmt: skip
def _hub(view: View) -> Iterator[Text]:
    if view.on("deviceAutoProvisioning"):
        yield said("found.any_device")


@topic.on(
    "service-health-attested", Severity.MEDIUM, "Health data in a registry or in logs is attested", *_ATTESTED,
    why="The host publishes no HDS conditions for these products; nothing shows that its certificate covers the data.",
    remedy="Add a valid attestation (scheme hds) to the estate, or keep health data out of images and logs.",
    controls=("HDS 12", "SREN 31"), needs=(Fact.ESTATE, Fact.DAY), when=View.holds_health,
)  # fmt: skip
def _attested(view: View) -> Iterator[Text]:
    region = view.text("region")
    if not region:
        raise Unknown("region")
    if not view.graph.context.attested("hds", _ATTESTED[view.type], region):
        yield said("found.not_attested", region=region)


RULES = topic.rules
