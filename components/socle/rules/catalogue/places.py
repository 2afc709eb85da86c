"""Where things are, whether they are held, and where calls go: places in the European Union, protection, addresses of providers."""

from collections.abc import Iterator
from functools import cache

from socle.estate import Standing, standing_of
from socle.estate.legacy import LegacyResource, VaultSpec, is_store, short
from socle.facts import ENDPOINTS, HOST_PLACES, Operator, kind, operator_of, strangers
from socle.facts.scaleway import facts
from socle.messages import Said, Text, said
from socle.plan import Resource, loss

from ..context import Fact
from ..graph import Graph
from ..rule import Severity, Topic
from ..view import State, Unknown, View

PROVIDER = "pulumi:providers:scaleway"
AZURE = "pulumi:providers:azure-native"
KUBERNETES = "pulumi:providers:kubernetes"
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
    yield from _elsewhere(view, HOST_PLACES["region"])


@topic.on(
    "place-of-health-data", Severity.CRITICAL, "Health data is in Paris",
    why="The host's certificate for health data (HDS) ends at fr-par.",
    remedy="Use region fr-par, zones fr-par-1 to fr-par-3.", controls=("HDS 12", "Scaleway-HDS bucket"),
    about=_takes_place, when=View.holds_health,
)  # fmt: skip
def _health(view: View) -> Iterator[Text]:
    yield from _elsewhere(view, _HEALTH_REGION)


@topic.over_all(
    "health-data-under-european-law", Severity.CRITICAL, "Health data is under European law alone, or an authority has decided otherwise",
    why="A law from outside the Union can ask its host for it. An owner cannot waive a law: only a recorded decision of an authority, "
    "with its last day, is more than a known non-conformity.",
    remedy="Move it to a host that only European law reaches, or have an authority decide.",
    declared="Move it to the platform; where an authority has decided, record authority, reference and last day under derogations in "
    "cutover.yaml.",
    controls=("SREN 31",), needs=(Fact.ESTATE, Fact.DAY), law=True,
)  # fmt: skip
def _under_law(graph: Graph) -> Iterator[tuple[View | None, Text]]:
    unsaid: list[Text] = []
    for view in graph:
        operator = operator_of(view.resource.type)
        if not _is_a_thing(view.resource) or (operator and operator.law == "european"):
            continue
        try:
            held, store = _class_and_store(view, graph)
        except Unknown:
            held, store = "", view.resource.name
        known = kind(view.resource.type)
        if held.startswith("health") and (known is None or known.holds):
            yield from _standing(view, store, operator, graph)
        elif store and not held:
            unsaid.append(store)
    yield from _suppliers(graph, unsaid)
    unsaid += _not_in_a_plan(graph)
    if unsaid:
        raise Unknown(said("found.class_unsaid", stores=", ".join(map(str, unsaid))))


def _suppliers(graph: Graph, unsaid: list[Text]) -> Iterator[tuple[View | None, Text]]:
    """Who is declared to see health data under foreign law; of whom nobody has said law or sight, that is not decided."""
    for name, each in (graph.context.estate.suppliers if graph.context.estate else {}).items():
        if each.law == "foreign" and each.sees == "health":
            standing = said(f"standing.{Standing.NON_CONFORMITY}")
            yield None, said("found.foreign_supplier", entry=name, operator=each.operator, standing=standing)
        elif each.law != "european" and each.sees in (None, "health"):
            unsaid.append(f"suppliers.{name}")


def _not_in_a_plan(graph: Graph) -> Iterator[Text]:
    """Stores of the legacy estate without class that no program registers; of some stacks alone nobody can tell which those are."""
    estate = graph.context.estate if graph.context.declared else None
    seen = {found.key for view in graph if (found := graph.legacy(view.resource))}
    for each in estate.legacy.resources() if estate and estate.legacy else ():
        if _may_hold(each) and each.key not in seen and not getattr(each.spec, "data_class", None):
            yield short(each.key)


def _is_a_thing(resource: Resource) -> bool:
    """Whether a resource is something at a host: not a provider, a reference or what only a state has, nor inside a cluster."""
    return resource.custom and not resource.type.startswith(("pulumi:", "random:", "kubernetes:"))


def _class_and_store(view: View, graph: Graph) -> tuple[str, str]:
    """What it is declared to hold, and its name as derogations have it where it is a store of the legacy estate."""
    legacy = graph.legacy(view.resource)
    if legacy is None:
        return view.data_class(), ""
    return str(getattr(legacy.spec, "data_class", None) or ""), short(legacy.key) if _may_hold(legacy) else ""


def _may_hold(legacy: LegacyResource) -> bool:
    """Whether people's data may be in it; a vault has keys."""
    return is_store(legacy) and not isinstance(legacy.spec, VaultSpec)


def _standing(view: View, store: str, operator: Operator | None, graph: Graph) -> Iterator[tuple[View | None, Text]]:
    estate, day = graph.context.estate, graph.context.as_of
    decided = estate.cutover.derogations if estate and estate.cutover else {}
    standing = standing_of(decided, store, day)[0] if day and store else Standing.NON_CONFORMITY
    if not standing.allowed:
        host = operator.name if operator else said("found.host_unread")
        yield view, said("found.foreign_law", host=host, standing=said(f"standing.{standing}"))


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
