"""Address plans, flows and ways out that contradict themselves."""

from .bad import Bad, bad

_TWO_MACHINES = "the same address would mean two machines"
_FLOW = "    apps-to-data:\n      source: apps\n      destination: data\n"
_PORTS = '      ports: ["5432"]\n'
_APPS = "apps: {purpose: platform, range: 10.20.16.0/20}"
_MANY = ", ".join(f'"{port}"' for port in range(1, 129))


def _bastion(ranges: str, port: str = "") -> tuple[str, str]:
    return "    networks: [apps]\n", f"    networks: [apps]\n    bastion:\n      allowed_ranges: {ranges} # <-\n{port}"


def _another_flow(body: str) -> tuple[str, str]:
    return "  gateway:\n    zone", f"    again: {body} # <-\n  gateway:\n    zone"


def _route(destination: str) -> tuple[str, str]:
    return "destination: 192.168.40.0/24, next_hop: apps, reason: a partner behind an appliance}", (
        f"destination: {destination}, next_hop: apps, reason: a partner behind an appliance}} # <-"
    )


RANGES: list[Bad] = [
    bad(
        "ours over ours",
        ("range: 10.20.32.0/22}", "range: 10.20.16.0/22} # <-"),
        key="network.private_networks.data.range",
        said=("10.20.16.0/22 overlaps 10.20.16.0/20 of private_networks.apps.range", _TWO_MACHINES, "disjoint"),
        also=1,
    ),
    bad(
        "ours inside ours",
        (_APPS, "apps: {purpose: platform, range: 10.20.32.128/25}"),
        ("range: 10.20.32.0/22}", "range: 10.20.32.0/22} # <-"),
        key="network.private_networks.data.range",
        said=("overlaps 10.20.32.128/25", _TWO_MACHINES, "disjoint"),
    ),
    bad(
        "the same range twice",
        ("range: 10.20.32.0/22}", "range: 10.20.0.0/24} # <-"),
        key="network.private_networks.data.range",
        said=("overlaps 10.20.0.0/24 of private_networks.admin", _TWO_MACHINES, "disjoint"),
        also=1,
    ),
    bad(
        "ours over Azure's",
        ("range: 10.100.0.0/16, cloud: azure}", "range: 10.20.34.0/24, cloud: azure} # <-"),
        key="network.outside.azure.range",
        said=("overlaps 10.20.32.0/22 of private_networks.data", _TWO_MACHINES, "disjoint"),
        also=1,
    ),
    bad(
        "Azure's in the supernet",
        ("range: 10.100.0.0/16, cloud: azure}", "range: 10.20.128.0/24, cloud: azure} # <-"),
        key="network.outside.azure.range",
        said=("overlaps the supernet", _TWO_MACHINES, "outside the supernet"),
    ),
    bad(
        "two outside ranges",
        ("cloud: azure}\n", "cloud: azure}\n    office: {range: 10.100.8.0/24, cloud: office} # <-\n"),
        key="network.outside.office.range",
        said=("overlaps 10.100.0.0/16 of outside.azure", _TWO_MACHINES, "disjoint"),
    ),
    bad(
        "pods in the supernet",
        ("  supernet: 10.20.0.0/16\n", "  supernet: 10.20.0.0/16\n  pod_range: 10.20.64.0/18 # <-\n"),
        key="network.pod_range",
        said=("overlaps the supernet", _TWO_MACHINES, "outside the supernet"),
    ),
    bad(
        "pods over Azure's",
        ("  supernet: 10.20.0.0/16\n", "  supernet: 10.20.0.0/16\n  pod_range: 10.100.0.0/18 # <-\n"),
        key="network.pod_range",
        said=("overlaps 10.100.0.0/16 of outside.azure", _TWO_MACHINES, "disjoint"),
    ),
    bad(
        "services over pods",
        ("  supernet: 10.20.0.0/16\n", "  supernet: 10.20.0.0/16\n  service_range: 100.64.8.0/22 # <-\n"),
        key="network.service_range",
        said=("overlaps 100.64.0.0/15 of pod_range", _TWO_MACHINES, "disjoint"),
    ),
    bad(
        "Azure's over the default of services",
        ("range: 10.100.0.0/16, cloud: azure}", "range: 10.32.0.0/16, cloud: azure}"),
        key="network.service_range",
        line=12,
        said=("the default 10.32.0.0/20 overlaps 10.32.0.0/16 of outside.azure", _TWO_MACHINES, "disjoint"),
    ),
    bad(
        "public pods",
        ("  supernet: 10.20.0.0/16\n", "  supernet: 10.20.0.0/16\n  pod_range: 20.0.0.0/16 # <-\n"),
        key="network.pod_range",
        said=("20.0.0.0/16 is not private", "answer for addresses of others", "100.64.0.0/10"),
    ),
    bad(
        "the first address of the tunnels",
        ("range: 10.100.0.0/16, cloud: azure}", "range: 169.254.21.0/32, cloud: azure} # <-"),
        key="network.outside.azure.range",
        said=("overlaps 169.254.21.0-169.254.22.255", "VPN tunnels", "another range"),
    ),
    bad(
        "the last address of the tunnels",
        ("range: 10.100.0.0/16, cloud: azure}", "range: 169.254.22.255/32, cloud: azure} # <-"),
        key="network.outside.azure.range",
        said=("overlaps 169.254.21.0-169.254.22.255", "VPN tunnels", "another range"),
    ),
    bad(
        "outside the supernet",
        ("range: 10.20.32.0/22}", "range: 10.21.0.0/22} # <-"),
        key="network.private_networks.data.range",
        said=("10.21.0.0/22 is outside the supernet", "would miss it", "inside 10.20.0.0/16"),
        also=1,
    ),
    bad(
        "broader than the supernet",
        ("  supernet: 10.20.0.0/16", "  supernet: 10.20.32.0/24"),
        ("range: 10.20.32.0/22}", "range: 10.20.32.0/22} # <-"),
        key="network.private_networks.data.range",
        said=("10.20.32.0/22 is outside the supernet", "would miss it", "inside 10.20.32.0/24"),
        also=2,
    ),
    bad(
        "a public supernet",
        ("  supernet: 10.20.0.0/16", "  supernet: 20.0.0.0/8 # <-"),
        key="network.supernet",
        said=("20.0.0.0/8 is not private", "of the Internet", "10.0.0.0/8, 172.16.0.0/12"),
        also=3,
    ),
    bad(
        "a supernet of everything",
        ("  supernet: 10.20.0.0/16", "  supernet: 0.0.0.0/0 # <-"),
        key="network.supernet",
        said=("0.0.0.0/0 is not private", "of the Internet", "10.0.0.0/8"),
        also=5,
    ),
    bad(
        "a supernet of the machine itself",
        ("  supernet: 10.20.0.0/16", "  supernet: 127.0.0.0/8 # <-"),
        key="network.supernet",
        said=("127.0.0.0/8 is not private", "of the host itself", "10.0.0.0/8"),
        also=3,
    ),
    bad(
        "the shared addresses as supernet",
        ("  supernet: 10.20.0.0/16", "  supernet: 100.96.0.0/11 # <-"),
        key="network.supernet",
        said=("100.96.0.0/11 is not private", "of the host itself", "10.0.0.0/8"),
        also=3,
    ),
    bad(
        "a network of eight addresses",
        ("range: 10.20.0.0/24}", "range: 10.20.0.0/29} # <-"),
        key="network.private_networks.admin.range",
        said=("smaller than any network that the host offers", "the deployment would fail", "/28 or larger"),
    ),
    bad(
        "half the Internet outside",
        ("range: 10.100.0.0/16, cloud: azure}", "range: 128.0.0.0/1, cloud: azure} # <-"),
        key="network.outside.azure.range",
        said=("128.0.0.0/1 is a large part of the Internet", "to anyone", "/8 or narrower"),
        also=1,
    ),
]

ADDRESSES: list[Bad] = [
    bad(
        "an address of another network",
        ("address: 10.20.32.10, holder: catalogue database}", "address: 10.20.16.10, holder: catalogue database} # <-"),
        key="network.addresses.catalogue.address",
        said=("is not a usable address of data (10.20.32.0/22)", "refuse it", "from 10.20.32.2 to 10.20.35.253"),
    ),
    bad(
        "the address of a network",
        ("address: 10.20.32.10, holder: catalogue database}", "address: 10.20.32.0, holder: catalogue database} # <-"),
        key="network.addresses.catalogue.address",
        said=("10.20.32.0 is not a usable address", "first two and the last two", "from 10.20.32.2"),
    ),
    bad(
        "the second address",
        ("address: 10.20.32.10, holder: catalogue database}", "address: 10.20.32.1, holder: catalogue database} # <-"),
        key="network.addresses.catalogue.address",
        said=("10.20.32.1 is not a usable address", "first two and the last two", "from 10.20.32.2"),
    ),
    bad(
        "the broadcast address",
        (
            "address: 10.20.32.10, holder: catalogue database}",
            "address: 10.20.35.255, holder: catalogue database} # <-",
        ),
        key="network.addresses.catalogue.address",
        said=("10.20.35.255 is not a usable address", "first two and the last two", "to 10.20.35.253"),
    ),
    bad(
        "the last address but one",
        (
            "address: 10.20.32.10, holder: catalogue database}",
            "address: 10.20.35.254, holder: catalogue database} # <-",
        ),
        key="network.addresses.catalogue.address",
        said=("10.20.35.254 is not a usable", "last two", "to 10.20.35.253"),
    ),
    bad(
        "an address twice",
        (
            "holder: catalogue database}\n",
            "holder: catalogue database}\n    archive: {network: data, address: 10.20.32.10, holder: archive} # <-\n",
        ),
        key="network.addresses.archive.address",
        said=("10.20.32.10 is reserved for catalogue already", "only one of the two", "choose another"),
    ),
    bad(
        "an address of no network",
        (
            "{network: data, address: 10.20.32.10, holder: catalogue database}",
            "{network: date, address: 10.20.32.10, holder: catalogue database} # <-",
        ),
        key="network.addresses.catalogue.network",
        said=("there is no private network date", "could not be reserved", "did you mean data?"),
    ),
    bad(
        "an address outside",
        (
            "{network: data, address: 10.20.32.10, holder: catalogue database}",
            "{network: azure, address: 10.100.0.10, holder: legacy database} # <-",
        ),
        key="network.addresses.catalogue.network",
        said=("there is no private network azure", "could not be reserved", "write one of: admin, apps, data"),
    ),
]

FLOWS: list[Bad] = [
    bad(
        "a flow from nowhere",
        (_FLOW, _FLOW.replace("source: apps", "source: app # <-")),
        key="network.flows.apps-to-data.source",
        said=("there is no network app", "open nothing", "did you mean apps?"),
    ),
    bad(
        "a flow to nowhere",
        (_FLOW, _FLOW.replace("destination: data", "destination: lake # <-")),
        key="network.flows.apps-to-data.destination",
        said=("there is no network lake", "open nothing", "write one of: admin, apps, azure, data"),
    ),
    bad(
        "a flow to itself",
        (_FLOW, _FLOW.replace("destination: data", "destination: apps # <-")),
        key="network.flows.apps-to-data.destination",
        said=("from apps to itself", "does not act inside one private network", "remove it, or split"),
    ),
    bad(
        "a flow between others",
        ("cloud: azure}\n", "cloud: azure}\n    office: {range: 192.168.0.0/24, cloud: office}\n"),
        _another_flow("{source: azure, destination: office, ports: ['22'], reason: somebody asked for it}"),
        key="network.flows.again",
        said=("both azure and office are outside", "other people's traffic", "private network that is meant"),
    ),
    bad(
        "a flow without ports",
        (_FLOW + _PORTS, _FLOW.replace("apps-to-data:", "apps-to-data: # <-")),
        key="network.flows.apps-to-data.ports",
        said=("a tcp flow without ports", "every port would be open", 'ports: ["5432"]'),
    ),
    bad(
        "an empty list of ports",
        (_PORTS, "      ports: [] # <-\n"),
        key="network.flows.apps-to-data.ports",
        said=("a tcp flow without ports", "every port would be open", 'ports: ["5432"]'),
    ),
    bad(
        "ports of icmp",
        (_PORTS, '      protocol: icmp\n      ports: ["5432"] # <-\n'),
        key="network.flows.apps-to-data.ports",
        said=("ports on a flow of protocol icmp", "ignores them", "remove ports"),
    ),
    bad(
        "ports of any",
        (_PORTS, '      protocol: any\n      ports: ["5432"] # <-\n'),
        key="network.flows.apps-to-data.ports",
        said=("ports on a flow of protocol any", "ignores them", "protocol: tcp"),
    ),
    bad(
        "a protocol of nobody",
        (_PORTS, '      protocol: TCPP # <-\n      ports: ["5432"]\n'),
        key="network.flows.apps-to-data.protocol",
        said=("'TCPP' is not a choice", "undecided: the protocol of the connection", "did you mean tcp?"),
    ),
    bad(
        "a flow twice",
        _another_flow('{source: apps, destination: data, ports: ["5432"], reason: said before and again}'),
        key="network.flows.again",
        said=("apps-to-data opens the same ports already", "closing one of the two", "keep one"),
    ),
    bad(
        "a port inside a range",
        _another_flow('{source: apps, destination: data, ports: ["5000-6000"], reason: said before and again}'),
        key="network.flows.again",
        said=("apps-to-data opens the same ports already", "closing one of the two", "keep one"),
    ),
    bad(
        "every protocol and one",
        _another_flow("{source: apps, destination: data, protocol: any, reason: said before and again}"),
        key="network.flows.again",
        said=("apps-to-data opens the same ports already", "closing one of the two", "keep one"),
    ),
    bad(
        "a port twice in one flow",
        ("    apps-to-data:\n", "    apps-to-data: # <-\n"),
        (_PORTS, '      ports: ["5432", "5400-5500"]\n'),
        key="network.flows.apps-to-data",
        said=("it opens a port twice", "closing one of the two", "name each port once"),
    ),
    bad(
        "256 rules",
        (_PORTS, f"      ports: [{_MANY}]\n"),
        ("  flows:\n", "  flows: # <-\n"),
        key="network.flows",
        said=("the flows need 256 rules, and a VPC takes 255", "refuse the whole filter", "join ports into ranges"),
    ),
    bad(
        "a name that is ours and outside",
        ("    azure: {range: 10.100.0.0/16, cloud: azure}", "    data: {range: 10.100.0.0/16, cloud: azure} # <-"),
        key="network.outside.data",
        said=("data is both ours and outside", "could mean either", "rename one"),
    ),
]

WAYS_OUT: list[Bad] = [
    bad(
        "a gateway in a zone without",
        ("zone: fr-par-1", "zone: fr-par-3 # <-"),
        key="network.gateway.zone",
        said=("no public gateway is offered in fr-par-3", "fail half-way", "fr-par-1, fr-par-2"),
    ),
    bad(
        "a gateway in another region",
        ("zone: fr-par-1", "zone: nl-ams-1 # <-"),
        key="network.gateway.zone",
        said=("in nl-ams-1, which is not among the estate's zones", "nobody agreed to", "fr-par-1, fr-par-2"),
    ),
    bad(
        "data that goes out",
        ("networks: [apps]", "networks: [apps, data] # <-"),
        key="network.gateway.networks.1",
        said=("data is a network of purpose data", "could leave the platform", "platform or services"),
    ),
    bad(
        "administration that goes out",
        ("networks: [apps]", "networks: [admin] # <-"),
        key="network.gateway.networks.0",
        said=("admin is a network of purpose admin", "could leave the platform", "platform or services"),
    ),
    bad(
        "a network of nobody that goes out",
        ("networks: [apps]", "networks:\n      - apps\n      - apqs # <-"),
        key="network.gateway.networks.1",
        said=("there is no private network apqs", "nothing would go out", "did you mean apps?"),
    ),
    bad(
        "a network that goes out twice",
        ("networks: [apps]", "networks: [apps, apps] # <-"),
        key="network.gateway.networks.1",
        said=("apps is named twice", "only once", "name it once"),
    ),
    bad(
        "an open bastion",
        _bastion("[0.0.0.0/0]"),
        key="network.gateway.bastion.allowed_ranges.0",
        said=("open to 0.0.0.0/0", "large part of the Internet", "/24 or narrower"),
    ),
    bad(
        "a bastion open by halves",
        _bastion("[203.0.113.7/32, 128.0.0.0/1]"),
        key="network.gateway.bastion.allowed_ranges.1",
        said=("open to 128.0.0.0/1", "large part of the Internet", "/24 or narrower"),
    ),
    bad(
        "a bastion for private addresses",
        _bastion("[10.20.0.0/24]"),
        key="network.gateway.bastion.allowed_ranges.0",
        said=("10.20.0.0/24 is private", "admit nobody", "public address"),
    ),
    bad(
        "a bastion for nobody",
        _bastion("[]"),
        key="network.gateway.bastion.allowed_ranges",
        said=("it is empty", "public ranges that may connect", "at least one"),
    ),
    bad(
        "a bastion on the port of ssh",
        _bastion("[203.0.113.7/32]", "      port: 22\n"),
        key="network.gateway.bastion.port",
        line=31,
        said=("22 is not a whole number, 1024 to 59999", "TCP port of the bastion", "1024 to 59999"),
    ),
    bad(
        "a default route",
        _route("0.0.0.0/0"),
        key="network.routes.partner.destination",
        said=("a route for 0.0.0.0/0", "past the gateway", "/8 or narrower"),
    ),
    bad(
        "half a default route",
        _route("128.0.0.0/1"),
        key="network.routes.partner.destination",
        said=("a route for 128.0.0.0/1", "past the gateway", "/8 or narrower"),
    ),
    bad(
        "a route for ourselves",
        _route("10.20.32.0/24"),
        key="network.routes.partner.destination",
        said=("overlaps the supernet", "led out of it", "other side only"),
    ),
    bad(
        "a route for the pods",
        _route("100.64.0.0/16"),
        key="network.routes.partner.destination",
        said=("overlaps the addresses of pods", "led out of it", "other side only"),
    ),
    bad(
        "a route for the tunnels",
        _route("169.254.22.0/30"),
        key="network.routes.partner.destination",
        said=("overlaps the inside of the VPN tunnels", "led out of it", "other side only"),
    ),
    bad(
        "two routes for one range",
        (
            "  addresses:\n",
            "    again: {destination: 192.168.40.0/24, next_hop: data, reason: the other way round} # <-\n  addresses:\n",
        ),
        key="network.routes.again.destination",
        said=("partner routes 192.168.40.0/24 already", "which way", "keep one"),
    ),
]
