"""Where things are, whether they are held, and where calls go: places in the European Union, protection, addresses of providers."""

from collections.abc import Iterator
from functools import cache

from socle.facts import ENDPOINTS, strangers
from socle.facts.scaleway import facts
from socle.messages import Said, Text, said
from socle.plan import loss

from ..context import Fact
from ..rule import Severity, Topic
from ..view import State, View

PROVIDER = "pulumi:providers:scaleway"
AZURE = "pulumi:providers:azure-native"
KUBERNETES = "pulumi:providers:kubernetes"
_REGIONS = ("fr-par", "nl-ams", "pl-waw", "it-mil")
_HEALTH_REGION = "fr-par"

topic = Topic("places")


@cache
def _takes(type_: str, key: str) -> bool:
    known = facts(type_)
    return known is not None and key in known.inputs and not known.inputs[key].newer


def _takes_place(type_: str) -> bool:
    return _takes(type_, "region") or _takes(type_, "zone")


def _elsewhere(view: View, regions: str | tuple[str, ...]) -> Iterator[Text]:
    for key in ("region", "zone"):
        place = view.text(key)
        if place and not place.startswith(regions):
            yield said("found.place", entry=key, place=place)


@topic.on(
    "place-named", Severity.MEDIUM, "A resource names its region or zone",
    why="The environment of a run (SCW_DEFAULT_REGION, SCW_DEFAULT_ZONE) decides otherwise, whatever the provider was told.",
    remedy="Give region or zone.", controls=("SecNumCloud 19.2", "HDS 28"), about=_takes_place, written=True,
)  # fmt: skip
def _named(view: View) -> Iterator[Text]:
    if not (view.has("region") or view.has("zone")):
        yield said("found.no_place")


@topic.on(
    "project-named", Severity.MEDIUM, "A resource names its project",
    why="SCW_DEFAULT_PROJECT_ID in the shell of a run puts it into another project, where others have rights.",
    remedy="Give project_id.", controls=("SecNumCloud 9.7",), about=lambda type_: _takes(type_, "projectId"), written=True,
)  # fmt: skip
def _project(view: View) -> Iterator[Text]:
    if not view.has("projectId"):
        yield said("found.no_project")


@topic.on(
    "place-european", Severity.CRITICAL, "A resource is in a region of the European Union",
    why="Data may be kept and administered in the Union only.",
    remedy="Use fr-par, nl-ams or pl-waw.", controls=("SecNumCloud 19.2", "HDS 28", "SNDS-2024 3"),
    about=_takes_place,
)  # fmt: skip
def _european(view: View) -> Iterator[Text]:
    yield from _elsewhere(view, _REGIONS)


@topic.on(
    "place-of-health-data", Severity.CRITICAL, "Health data is in Paris",
    why="The host's certificate for health data (HDS) ends at fr-par.",
    remedy="Use region fr-par, zones fr-par-1 to fr-par-3.", controls=("HDS 12", "Scaleway-HDS bucket"),
    about=_takes_place, when=View.holds_health,
)  # fmt: skip
def _health(view: View) -> Iterator[Text]:
    yield from _elsewhere(view, _HEALTH_REGION)


@topic.on(
    "stateful-protected", Severity.HIGH, "What holds data is protected",
    why="Without protection one edit, or one destroy, deletes what a new resource would not have.",
    remedy="Give opts=ResourceOptions(protect=True).", controls=("SecNumCloud 12.5", "SecNumCloud 12.2"),
    needs=(Fact.PROTECT,), when=lambda view: bool(loss(view.resource)), written=True,
)  # fmt: skip
def _protected(view: View) -> Iterator[Text]:
    if not view.resource.protect:
        yield said("found.unprotected", lost=Said(f"loss.{loss(view.resource)}"))


@topic.on(
    "guard-retained", Severity.HIGH, "A guard whose removal opens a door is kept when it is taken out of the program",
    "scaleway:kubernetes/acl:Acl",
    "scaleway:object/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    why="Deleting the list of a control plane restores 0.0.0.0/0; deleting the encryption of a bucket writes on in plain.",
    remedy="Give opts=ResourceOptions(retain_on_delete=True), or protect it.",
    controls=("SecNumCloud 9.6", "SecNumCloud 10.1"), needs=(Fact.OPTIONS, Fact.PROTECT),
)  # fmt: skip
def _retained(view: View) -> Iterator[Text]:
    if not (view.resource.retain_on_delete or view.resource.protect):
        yield said("found.removal_opens")


@topic.on(
    "provider-calls-the-host", Severity.CRITICAL, "The provider sends its calls to the host", PROVIDER, AZURE,
    why="Its endpoints get every call, and the credentials with it: whoever owns the address has both.",
    remedy="Remove the addresses from the stack file and the program: the provider knows the host's own.",
    controls=("SecNumCloud 9.6", "SecNumCloud 10.5", "SOV-5"),
)  # fmt: skip
def _calls(view: View) -> Iterator[Text]:
    provider = view.type.rpartition(":")[2]
    for name in ENDPOINTS.get(provider, ()):
        for host in strangers(provider, name, view.get(name)):
            yield said("found.calls_to", host=host or Said("found.address_unsaid"))


@topic.on(
    "provider-no-plain-credentials", Severity.CRITICAL, "No credential of a provider is plain", PROVIDER, KUBERNETES,
    why="A plain credential is in the state and in every preview.",
    remedy="Take credentials from the environment of the run, or read them with require_secret.",
    controls=("SecNumCloud 10.5",), needs=(Fact.SECRETS,),
)  # fmt: skip
def _plain_credentials(view: View) -> Iterator[Text]:
    for key in ("secretKey", "accessKey", "kubeconfig", "token"):
        if view.value(key).state is State.KNOWN and view.has(key):
            yield said("found.plain", entry=key)


@topic.on(
    "provider-no-profile", Severity.HIGH, "A provider takes no profile of somebody's machine", PROVIDER,
    why="A profile decides organisation and credentials from a file that no review sees.",
    remedy="Remove profile.", controls=("SecNumCloud 12.2",),
)  # fmt: skip
def _profile(view: View) -> Iterator[Text]:
    if view.has("profile"):
        yield said("found.profile")


RULES = topic.rules
