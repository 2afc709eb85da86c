"""The networks of Scaleway as parts of the graph."""

from .gateways import read_gateways
from .machines import CLUSTER, read_machines
from .services import read_balancers, read_stores
from .tunnels import CONNECTION, gateways_alone, policies_of, read_routes, read_tunnels, wider_than
from .vpc import ACL, Vpcs, read_ingress, read_peerings, read_vpcs

__all__ = [
    "ACL",
    "CLUSTER",
    "CONNECTION",
    "Vpcs",
    "gateways_alone",
    "policies_of",
    "read_balancers",
    "read_gateways",
    "read_ingress",
    "read_machines",
    "read_peerings",
    "read_routes",
    "read_stores",
    "read_tunnels",
    "read_vpcs",
    "wider_than",
]
