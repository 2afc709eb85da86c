"""Machines: addresses, filters, images, and what is written into them at the first start."""

import re
from collections.abc import Iterator

from socle.facts import is_host_image
from socle.messages import Text, said

from ..context import Fact
from ..opened import opened
from ..ranges import is_everybody
from ..rule import Severity, Topic
from ..view import State, Unknown, View, over
from .secrets import says_secret

SERVER = "scaleway:instance/server:Server"
GROUP = "scaleway:instance/securityGroup:SecurityGroup"
RULES_OF_GROUP = "scaleway:instance/securityGroupRules:SecurityGroupRules"
IMAGE = "scaleway:instance/image:Image"
TEMPLATE = "scaleway:autoscaling/instanceTemplate:InstanceTemplate"
METAL = "scaleway:elasticmetal/server:Server"
USER_DATA = "scaleway:instance/userData:UserData"
_UUID = re.compile(r"([a-z]{2}-[a-z]{3}-[0-9]/)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)

topic = Topic("machines")


@topic.on(
    "server-private", Severity.HIGH, "A machine has no public address", SERVER, TEMPLATE,
    why="A public address makes the security group the only guard between the machine and the Internet.",
    remedy="Remove ip_id, ip_ids and enable_dynamic_ip; reach it by a gateway.",
    controls=("CNIL SEC-RES", "SecNumCloud 13.2"),
)  # fmt: skip
def _private(view: View) -> Iterator[Text]:
    yield from (said("found.public_address") for _ in opened(view))


@topic.on(
    "server-security-group", Severity.MEDIUM, "A machine has a security group of its own", SERVER,
    why="Without one, it is in the project's default group, which lets everything in.",
    remedy="Set security_group_id.", controls=("SecNumCloud 13.2",),
)  # fmt: skip
def _own_group(view: View) -> Iterator[Text]:
    if not view.has("securityGroupId"):
        yield said("found.default_group")


@topic.on(
    "server-image-known", Severity.HIGH, "A machine starts from an image of the host", SERVER, TEMPLATE,
    why="An image by id may be anybody's, and holds whatever its maker put into it.",
    remedy="Name an image of the host by its label, such as ubuntu_noble; exempt an image that was built and checked here.",
    declared="Write image with a label of the host, such as ubuntu_noble.",
    controls=("SOV-5", "SecNumCloud 12.2"), needs=(Fact.GRAPH,),
)  # fmt: skip
def _image(view: View) -> Iterator[Text]:
    key = "imageId" if view.type == TEMPLATE else "image"
    from_plan = any(f"::{IMAGE}::" in f"::{urn}" for urn in view.resource.property_dependencies.get(key, ()))
    if view.value(key).state is State.UNKNOWN and from_plan:
        return
    image = view.text(key)
    named = [view.graph.view(urn) for urn in view.graph.named(image)]
    if not image or is_host_image(image) or any(map(_is_made_here, named)):
        return
    if not _UUID.match(image):
        raise Unknown(said("found.image_label", name=image))
    yield said("found.image_unknown", name=image)


def _is_made_here(view: View | None) -> bool:
    return view is not None and view.type == IMAGE and not view.resource.external


@topic.on(
    "image-private", Severity.CRITICAL, "An image is not public", IMAGE,
    why="Anybody at the host could start it and read its disk.",
    remedy="Remove public.", controls=("SecNumCloud 9.7",),
)  # fmt: skip
def _image_private(view: View) -> Iterator[Text]:
    if view.on("public"):
        yield said("found.image_public")


@topic.on(
    "user-data-without-secrets", Severity.CRITICAL, "What a machine is started with holds no secret",
    SERVER, USER_DATA, TEMPLATE, METAL,
    why="User data is readable by every process on the machine, and by everybody who may see the machine at the host.",
    remedy="Keep the secret in Secret Manager, and let the machine fetch it.",
    controls=("SecNumCloud 10.5", "SATRE 2.8"),
)  # fmt: skip
def _user_data(view: View) -> Iterator[Text]:
    for key in ("cloudInit", "userData", "value"):
        found = view.value(key)
        texts = found.value.values() if isinstance(found.value, dict) else [found.value]  # pyright: ignore
        if any(isinstance(text, str) and says_secret(text) for text in texts):  # pyright: ignore
            yield said("found.holds_secret", entry=key)


def _is_everybody(source: str) -> list[bool]:
    return [is_everybody(source)]


def _open(view: View, key: str) -> Iterator[Text]:
    def judge(row: View) -> Iterator[Text]:
        if row.text("action").lower() == "drop":
            return
        sources = row.texts("ipRanges") if row.has("ipRanges") else iter([row.text("ipRange") or row.text("ip")])
        if any(over(sources, _is_everybody)):
            port = row.value("port").value or row.value("portRange").value
            yield said("found.accepts_everybody", port=str(port) if port else said("found.every_port"))

    yield from view.each(key, judge)


@topic.on(
    "security-group-drops-in", Severity.HIGH, "A security group drops what comes in", GROUP,
    why="The provider's default accepts everything.",
    remedy="Set inbound_default_policy to drop and list what is needed.",
    controls=("SecNumCloud 13.2", "ReCyF 7", "SATRE 2.2"),
)  # fmt: skip
def _drops(view: View) -> Iterator[Text]:
    if view.get("inboundDefaultPolicy", default="accept") != "drop":
        yield said("found.accepts_in")


@topic.on(
    "security-group-no-everybody", Severity.HIGH, "No rule of a security group lets everybody in", GROUP, RULES_OF_GROUP,
    why="A rule for every address opens the port to the Internet as soon as the machine has a public address.",
    remedy="Name the ranges that may connect.", controls=("SecNumCloud 13.2", "ReCyF 7"),
)  # fmt: skip
def _everybody(view: View) -> Iterator[Text]:
    yield from _open(view, "inboundRules")


@topic.on(
    "security-group-drops-out", Severity.MEDIUM, "A security group of health data drops what goes out", GROUP,
    why="Data leaves where nothing stops it.",
    remedy="Set outbound_default_policy to drop and list where the machine may connect.",
    controls=("SecNumCloud 12.14", "EHDS 73", "SATRE 2.2"), when=View.holds_health,
)  # fmt: skip
def _out(view: View) -> Iterator[Text]:
    if view.get("outboundDefaultPolicy", default="accept") != "drop":
        yield said("found.lets_out")


@topic.on(
    "security-group-stateful", Severity.MEDIUM, "A security group keeps state", GROUP,
    why="Without state every answer needs a rule, and each such rule lets strangers in from a chosen source port.",
    remedy="Remove stateful, or set it to true.", controls=("SecNumCloud 13.2",),
)  # fmt: skip
def _stateful(view: View) -> Iterator[Text]:
    if not view.on("stateful", default=True):
        yield said("found.no_state")


RULES = topic.rules
