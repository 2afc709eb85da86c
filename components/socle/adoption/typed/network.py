"""Rows of groups, networks, filters, private endpoints and private DNS as the fields of their specs."""

import ipaddress
from typing import Any, cast

from ..export import Row
from ..places import Places, Untyped

Fields = dict[str, Any]


def plain(row: Row, _: Places) -> Fields:
    """A type that says nothing but that it is there."""
    del row
    return {}


def virtual_network(row: Row, _: Places) -> Fields:
    """Only IPv4: the tunnel between the clouds carries nothing else."""
    ranges = [text for text in _texts(row.at("properties", "addressSpace", "addressPrefixes")) if _is_ipv4(text)]
    if not ranges:
        raise Untyped("it has no IPv4 range")
    return {"address_space": ranges}


def subnet(row: Row, places: Places) -> Fields:
    """A subnet with one IPv4 range."""
    prefixes = _texts(row.at("properties", "addressPrefixes")) or [row.at("properties", "addressPrefix")]
    ranges = [text for text in prefixes if _is_ipv4(text)]
    if len(ranges) != 1:
        raise Untyped(f"it has {len(ranges)} IPv4 ranges, and a subnet of legacy.yaml has one")
    services = [
        Row(row.id, each, row.place).at("properties", "serviceName")
        for each in _maps(row.at("properties", "delegations"))
    ]
    return {
        "range": ranges[0],
        "security_group": places.entry(row.at("properties", "networkSecurityGroup", "id"), "security_groups"),
        "delegated_to": services[0] if services else None,
    }


def security_rule(row: Row, _: Places) -> Fields:
    """A rule with one source and one destination; what is `*` is not written, since that is what a rule says without it."""
    protocol = row.at("properties", "protocol")
    return {
        "priority": row.at("properties", "priority"),
        "direction": row.at("properties", "direction"),
        "access": row.at("properties", "access"),
        "protocol": _narrowed(str(protocol).capitalize() if protocol else "*"),
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
        *_maps(row.at("properties", "privateLinkServiceConnections")),
        *_maps(row.at("properties", "manualPrivateLinkServiceConnections")),
    ]
    if len(connections) != 1:
        raise Untyped(f"it has {len(connections)} connections, and an endpoint of legacy.yaml has one")
    connection = Row(row.id, connections[0], row.place)
    subnet_id = row.at("properties", "subnet", "id")
    return {
        "subnet": places.needed(places.subnet(subnet_id), "its subnet"),
        "target": connection.at("properties", "privateLinkServiceId"),
        "groups": _texts(connection.at("properties", "groupIds")),
    }


def dns_zone_group(row: Row, places: Places) -> Fields:
    """What ties an endpoint to one zone; becomes two fields of the endpoint."""
    zones = [
        Row(row.id, each, row.place).at("properties", "privateDnsZoneId")
        for each in _maps(row.at("properties", "privateDnsZoneConfigs"))
    ]
    if len(zones) != 1:
        raise Untyped(f"it names {len(zones)} zones, and an endpoint of legacy.yaml has one")
    group = None if row.id.name == "default" else row.id.name
    return {"dns_zone": places.needed(places.entry(zones[0], "dns_zones"), "its zone"), "dns_zone_group": group}


def dns_link(row: Row, places: Places) -> Fields:
    """A network that sees a zone."""
    network = places.entry(row.at("properties", "virtualNetwork", "id"), "networks")
    return {
        "network": places.needed(network, "its network"),
        "registration": bool(row.at("properties", "registrationEnabled")),
    }


def dns_record(row: Row, _: Places) -> Fields:
    """A set of A records or a CNAME that a person wrote."""
    addresses = [each.get("ipv4Address") for each in _maps(row.at("properties", "aRecords"))]
    alias = row.at("properties", "cnameRecord", "cname")
    return {
        "type": row.id.type.rsplit("/", 1)[1],
        "ttl_seconds": row.at("properties", "ttl"),
        "values": addresses or [alias],
    }


def _one_address(row: Row, end: str) -> str:
    several = _texts(row.at("properties", f"{end}AddressPrefixes"))
    groups = _maps(row.at("properties", f"{end}ApplicationSecurityGroups"))
    single = row.at("properties", f"{end}AddressPrefix")
    if groups or len(several) > 1:
        raise Untyped(f"a rule names several addresses or groups as {end}, and a rule of legacy.yaml has one")
    return str(single or (several[0] if several else "*"))


def _ports(row: Row, end: str) -> list[str]:
    return _texts(row.at("properties", f"{end}PortRanges")) or [str(row.at("properties", f"{end}PortRange") or "*")]


def _is_ipv4(text: Any) -> bool:
    try:
        ipaddress.IPv4Network(text)
    except (ValueError, TypeError):
        return False
    return isinstance(text, str)


def _maps(value: Any) -> list[dict[str, Any]]:
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]


def _texts(value: Any) -> list[str]:
    return [item for item in cast("list[Any]", value) if isinstance(item, str)] if isinstance(value, list) else []
