"""What fields of many specs name: a key, a private network, a reserved address, a cluster, a zone. Each said once, as a type."""

from socle.specs import Refers


def encrypts(what: str) -> Refers:
    """The value names the key that encrypts this; a part with a data class needs a key of the same.

    A part that names a key makes one secret, or as many as its `secret_count` says.
    """
    return Refers("keys", "there is no key {name}", f"the {what} could not be encrypted", what)


def attached(otherwise: str = "nothing could be attached to it") -> Refers:
    """The value names the private network that the part stands in."""
    return Refers("network.private_networks", "there is no private network {name}", otherwise, stands=True)


def knows(otherwise: str) -> Refers:
    """The value names a private network that the part has to do with, without standing in it."""
    return Refers("network.private_networks", "there is no private network {name}", otherwise)


ADDRESS = Refers("network.addresses", "there is no reserved address {name}", "the machine would answer somewhere else")
GROUP = Refers("foundation.groups", "there is no group {name} in the foundation", "nobody would get the access")
CLUSTER = Refers("clusters", "there is no cluster {name}", "the cluster layer would have nowhere to deploy it")


def joins() -> Refers:
    """The value names one end of a flow: a private network, or a range of others."""
    to = "network.private_networks"
    return Refers(to, "there is no network {name}", "the flow would open nothing", also="network.outside")


def of_legacy(part: str, inner: str = "") -> Refers:
    """The value names an entry of the legacy estate, or `<entry>.<inner>`, from inside of it."""
    return Refers(
        f"legacy.{part}",
        f"there is no {{name}} in {part}",
        "the resource would be described as tied to nothing",
        inner=inner,
    )


def in_zone(
    what: str = "{name} is", otherwise: str = "what is there would be in a place that nobody agreed to"
) -> Refers:
    """The value names a zone; `what` says who is there, in front of `not among the estate's zones`."""
    return Refers("scaleway.zones", f"{what} not among the estate's zones", otherwise)


IN_ZONE = in_zone()
