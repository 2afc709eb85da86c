"""Configuration of providers: where calls and credentials go."""

from collections.abc import Iterator

from socle.facts import ENDPOINTS, strangers

from ..context import Fact
from ..rule import Severity, Topic
from ..view import State, View

PROVIDER = "pulumi:providers:scaleway"
AZURE = "pulumi:providers:azure-native"
KUBERNETES = "pulumi:providers:kubernetes"

topic = Topic("providers")


@topic.on(
    "provider-calls-the-host", Severity.CRITICAL, "The provider sends its calls to the host", PROVIDER, AZURE,
    why="Its endpoints get every call, and the credentials with it: whoever owns the address has both.",
    remedy="Remove the addresses from the stack file and the program: the provider knows the host's own.",
    controls=("SecNumCloud 9.6", "SecNumCloud 10.5", "SOV-5"),
)  # fmt: skip
def _host(view: View) -> Iterator[str]:
    provider = view.type.rpartition(":")[2]
    for name in ENDPOINTS.get(provider, ()):
        for host in strangers(provider, name, view.get(name)):
            yield f"calls go to {host or 'an address that is not said'}"


@topic.on(
    "provider-no-plain-credentials", Severity.CRITICAL, "No credential of a provider is plain", PROVIDER, KUBERNETES,
    why="A plain credential is in the state and in every preview.",
    remedy="Take credentials from the environment of the run, or read them with require_secret.",
    controls=("SecNumCloud 10.5",), needs=(Fact.SECRETS,),
)  # fmt: skip
def _plain(view: View) -> Iterator[str]:
    for key in ("secretKey", "accessKey", "kubeconfig", "token"):
        if view.value(key).state is State.KNOWN and view.has(key):
            yield f"{key} is plain"


@topic.on(
    "provider-no-profile", Severity.HIGH, "A provider takes no profile of somebody's machine", PROVIDER,
    why="A profile decides organisation and credentials from a file that no review sees.",
    remedy="Remove profile.", controls=("SecNumCloud 12.2",),
)  # fmt: skip
def _profile(view: View) -> Iterator[str]:
    if view.has("profile"):
        yield "it uses the profile of a machine"


RULES = topic.rules
