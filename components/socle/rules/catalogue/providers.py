"""Configuration of providers: where calls and credentials go."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from ..context import Fact
from ..rule import Severity, Topic
from ..view import State, View

PROVIDER = "pulumi:providers:scaleway"
KUBERNETES = "pulumi:providers:kubernetes"
_HOSTS = (".scaleway.com", ".scw.cloud")

topic = Topic("providers")


@topic.on(
    "provider-calls-the-host", Severity.CRITICAL, "The provider sends its calls to the host", PROVIDER,
    why="apiUrl and endpoints send every call, and the credentials with it, to whoever owns the address.",
    remedy="Remove apiUrl and endpoints from the stack file and the program.",
    controls=("SecNumCloud 9.6", "SecNumCloud 10.5", "SOV-5"),
)  # fmt: skip
def _host(view: View) -> Iterator[str]:
    addresses = [view.text("apiUrl")]
    endpoints: Any = view.json("endpoints") or {}
    if isinstance(endpoints, dict):
        addresses += [str(each) for each in cast("dict[str, Any]", endpoints).values()]
    for address in filter(None, addresses):
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
        if not f".{host}".endswith(_HOSTS) or address.startswith("http:"):
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
