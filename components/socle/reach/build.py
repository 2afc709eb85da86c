"""From the plans of all layers to one network, in the order in which its parts need each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from socle.plan import Plan

from .addresses import INTERNET, interval
from .azure import Azure, read_azure
from .declared import Declarations, Declared
from .endpoints import Endpoint, read_endpoints
from .graph import INTERNET_KEY, Network, Place
from .index import Index
from .lookup import Lookup
from .outside import read_outside
from .scaleway import (
    Vpcs,
    read_balancers,
    read_gateways,
    read_ingress,
    read_machines,
    read_peerings,
    read_routes,
    read_stores,
    read_tunnels,
    read_vpcs,
)


@dataclass
class Model:
    """The network of an estate, what it declares, and its endpoints on the Internet."""

    net: Network
    index: Index
    vpcs: Vpcs
    azure: Azure
    endpoints: list[Endpoint]
    declared: Declared
    declarations: Declarations
    starts: Lookup
    """Places that may open connections, by address; numbers are those of `starting`."""
    starting: list[Place]


def model_of(plans: Iterable[Plan], declared: Declared | None = None) -> Model:
    """Read the network out of plans. In mode `up` every reference can be followed; in a preview, dependencies are.

    Args:
        plans: the plans of every layer of one estate.
        declared: what the estate declares; nothing means that no path is declared.
    """
    declared = declared or Declared()
    net, index = Network(), Index(plans)
    net.add(Place(INTERNET_KEY, "internet", "internet", "elsewhere", INTERNET, names=("internet",), starts=True))
    read_outside(net, declared.outside)
    azure = read_azure(index, net)
    vpcs = read_vpcs(index, net)
    read_machines(vpcs)
    read_gateways(vpcs)
    read_stores(vpcs)
    read_balancers(vpcs)
    read_peerings(vpcs)
    read_ingress(vpcs)
    read_tunnels(vpcs)
    read_routes(vpcs)
    endpoints = read_endpoints(index, net)
    _name(net, declared)
    starting = list(net.starting())
    starts = Lookup((found, number) for number, place in enumerate(starting) for found in place.ranges)
    return Model(net, index, vpcs, azure, endpoints, declared, Declarations(declared.flows), starts, starting)


def _name(net: Network, declared: Declared) -> None:
    """Give networks the names that the estate has for them."""
    named = {interval(each.range): each for each in declared.networks}
    for key, place in net.places.items():
        found = named.get(place.ranges[0]) if place.kind == "network" and place.ranges else None
        if found and place.cloud == "scaleway":
            net.places[key] = replace(place, name=found.name, names=(found.name, *place.names), estate=found.where)
