"""Rows of groups, networks, filters, private endpoints and private DNS as the fields of their specs."""

import ipaddress
from typing import Any, cast

from ..export import Row
from ..places import Places, Untyped, required, said

Fields = dict[str, Any]
"""A field that is left out is one that the row does not speak of; one that is None is one that it says Azure does not have."""


def plain(row: Row, _: Places) -> Fields:
    """A type that says nothing but that it is there."""
    del row
    return {}


def virtual_network(row: Row, _: Places) -> Fields:
    """Only IPv4: the tunnel between the clouds carries nothing else."""
    prefixes = row.at("properties", "addressSpace", "addressPrefixes")
    if not isinstance(prefixes, list):
        return {}
    ranges = [text for text in texts(prefixes) if _is_ipv4(text)]
    if not ranges:
        raise Untyped("it has no IPv4 range")
    return {"address_space": ranges}


def subnet(row: Row, places: Places) -> Fields:
    """A subnet with one IPv4 range."""
    single = row.at("properties", "addressPrefix")
    prefixes = texts(row.at("properties", "addressPrefixes")) or ([single] if single else [])
    ranges = [text for text in prefixes if _is_ipv4(text)]
    if prefixes and len(ranges) != 1:
        raise Untyped(f"it has {len(ranges)} IPv4 ranges, and a subnet of legacy.yaml has one")
    services = [row.inner(each).at("properties", "serviceName") for each in maps(row.at("properties", "delegations"))]
    return said(
        range=ranges[0] if ranges else None,
        security_group=places.entry(row.at("properties", "networkSecurityGroup", "id"), "security_groups"),
        delegated_to=services[0] if services else None,
    )


def security_rule(row: Row, _: Places) -> Fields:
    """A rule with one source and one destination; what is `*` is not written, since that is what a rule says without it.

    For the same reason a rule that leaves one of them unsaid cannot be written: it would let through more than it does.
    """
    return {
        **said(
            priority=row.at("properties", "priority"),
            direction=row.at("properties", "direction"),
            access=row.at("properties", "access"),
        ),
        "protocol": _narrowed(str(required(row.at("properties", "protocol"), "the protocol of a rule")).capitalize()),
        "source": _narrowed(_one_address(row, "source")),
        "source_ports": _narrowed(_ports(row, "source")),
        "destination": _narrowed(_one_address(row, "destination")),
        "destination_ports": _narrowed(_ports(row, "destination")),
    }


def _narrowed(value: Any) -> Any:
    return None if value in ("*", ["*"]) else value


def private_endpoint(row: Row, places: Places) -> Fields:
    """An endpoint with one connection; the tie to its zone comes as a row of its own."""
    connections = [
        *maps(row.at("properties", "privateLinkServiceConnections")),
        *maps(row.at("properties", "manualPrivateLinkServiceConnections")),
    ]
    if len(connections) > 1:
        raise Untyped(f"it has {len(connections)} connections, and an endpoint of legacy.yaml has one")
    connection = row.inner(required(connections[0] if connections else None, "what it leads to"))
    subnet_id = row.at("properties", "subnet", "id")
    return said(
        subnet=places.needed(places.subnet(subnet_id), subnet_id, "its subnet"),
        target=connection.at("properties", "privateLinkServiceId"),
        groups=texts(connection.at("properties", "groupIds")) or None,
    )


def dns_zone_group(row: Row, places: Places) -> Fields:
    """What ties an endpoint to one zone; becomes two fields of the endpoint."""
    configs = maps(required(row.at("properties", "privateDnsZoneConfigs"), "which zones a tie names"))
    zones = [row.inner(each).at("properties", "privateDnsZoneId") for each in configs]
    if len(zones) != 1:
        raise Untyped(f"it names {len(zones)} zones, and an endpoint of legacy.yaml has one")
    zone = required(zones[0], "which zone a tie names")
    group = None if row.id.name == "default" else row.id.name
    return {"dns_zone": places.needed(places.entry(zone, "dns_zones"), zone, "its zone"), "dns_zone_group": group}


def dns_link(row: Row, places: Places) -> Fields:
    """A network that sees a zone."""
    id_ = row.at("properties", "virtualNetwork", "id")
    return said(
        network=places.needed(places.entry(id_, "networks"), id_, "its network"),
        registration=boolean(row.at("properties", "registrationEnabled")),
    )


def dns_record(row: Row, _: Places) -> Fields:
    """A set of A records or a CNAME that a person wrote."""
    held = maps(row.at("properties", "aRecords"))
    addresses = [required(row.inner(each).at("ipv4Address"), "an address of a record") for each in held]
    alias = row.at("properties", "cnameRecord", "cname")
    return said(
        type=row.id.type.rsplit("/", 1)[1],
        ttl_seconds=row.at("properties", "ttl"),
        values=addresses or ([alias] if alias else None),
    )


def _one_address(row: Row, end: str) -> str:
    several = texts(row.at("properties", f"{end}AddressPrefixes"))
    groups = maps(row.at("properties", f"{end}ApplicationSecurityGroups"))
    single = row.at("properties", f"{end}AddressPrefix")
    if groups or len(several) > 1:
        raise Untyped(f"a rule names several addresses or groups as {end}, and a rule of legacy.yaml has one")
    return str(required(single or (several[0] if several else None), f"the {end} of a rule"))


def _ports(row: Row, end: str) -> list[str]:
    single = row.at("properties", f"{end}PortRange")
    several = texts(row.at("properties", f"{end}PortRanges")) or ([str(single)] if single else None)
    return required(several, f"the {end} ports of a rule")


def boolean(value: Any) -> bool | None:
    """What is said with yes or no; anything else says nothing."""
    return value if isinstance(value, bool) else None


def _is_ipv4(text: Any) -> bool:
    try:
        ipaddress.IPv4Network(text)
    except (ValueError, TypeError):
        return False
    return isinstance(text, str)


def maps(value: Any) -> list[dict[str, Any]]:
    """The mappings in a list."""
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]


def texts(value: Any) -> list[str]:
    """The texts in a list."""
    return [item for item in cast("list[Any]", value) if isinstance(item, str)] if isinstance(value, list) else []
