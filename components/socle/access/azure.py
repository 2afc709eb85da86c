"""Rights and openings of the legacy estate on Azure, for the time of coexistence: roles, vaults, stores, filters, addresses, tunnels."""

from collections.abc import Iterator
from typing import Any

from socle.facts.effects import lets_outside
from socle.messages import Said, Text
from socle.plan import Resource

from .gains import (
    ANYONE,
    ANYWHERE,
    EVERYWHERE,
    UNDECIDED,
    Names,
    Reach,
    Reader,
    mark,
    named,
    objects,
    path,
    plainly,
    right,
    text,
    texts,
)
from .receivers import address


def _role_assignment(resource: Resource, names: Names) -> Iterator[Reach]:
    role = named(resource, "roleDefinitionId", names)
    yield right(named(resource, "principalId", names), role, named(resource, "scope", names))


def _role_definition(resource: Resource, _names: Names) -> Iterator[Reach]:
    for permission in objects(resource.inputs.get("permissions")):
        for key in ("actions", "dataActions"):
            for action in texts(permission.get(key)):
                yield right(text(resource.inputs.get("roleName") or resource.name), action, key)
    for scope in texts(resource.inputs.get("assignableScopes")):
        yield right(text(resource.inputs.get("roleName") or resource.name), Said("word.acts_in"), scope)


def _federated(resource: Resource, names: Names) -> Iterator[Reach]:
    """Whoever an issuer vouches for under a subject acts as an identity."""
    who = f"{plainly(text(resource.inputs.get('issuer')))} {plainly(text(resource.inputs.get('subject')))}"
    yield right(who, Said("word.identities"), named(resource, "resourceName", names))


def _vault(resource: Resource, _names: Names) -> Iterator[Reach]:
    for properties in objects(resource.inputs.get("properties")):
        yield from _policies(properties.get("accessPolicies"), resource.name)
        yield from _acls(properties, resource.name)


def _policies(given: Any, vault: Text) -> Iterator[Reach]:
    for policy in objects(given):
        for permissions in objects(policy.get("permissions")):
            for what, actions in permissions.items():
                for action in texts(actions):
                    yield right(text(policy.get("objectId")), action, f"{plainly(vault)}/{what}")


def _acls(properties: dict[str, Any], target: Text) -> Iterator[Reach]:
    """A firewall of a store: what it lets in by default, by address and by network."""
    for acls in (*objects(properties.get("networkAcls")), *objects(properties.get("networkRuleSet"))):
        if acls.get("defaultAction") != "Deny":
            yield path(ANYWHERE, Said("word.default_accept"), target, public=True)
        if acls.get("bypass") not in (None, "None"):
            yield path(text(acls.get("bypass")), Said("word.default_accept"), target)
        for rule in objects(acls.get("ipRules")):
            yield path(text(rule.get("value") or rule.get("iPAddressOrRange")), Said("word.public_endpoint"), target)
        for rule in objects(acls.get("virtualNetworkRules")):
            yield path(
                text(rule.get("id") or rule.get("virtualNetworkResourceId")), Said("word.public_endpoint"), target
            )


def _storage(resource: Resource, _names: Names) -> Iterator[Reach]:
    if resource.inputs.get("allowBlobPublicAccess") not in (None, False):
        yield right(ANYONE, Said("word.public_blobs"), resource.name, public=True)
    if resource.inputs.get("allowSharedKeyAccess") is True:
        yield right(Said("word.key_holders"), Said("word.admin"), resource.name)
    yield from _acls(resource.inputs, resource.name)


def _container(resource: Resource, names: Names) -> Iterator[Reach]:
    access = text(resource.inputs.get("publicAccess") or "None")
    if access != "None":
        yield right(ANYONE, access, f"{plainly(named(resource, 'accountName', names))}/{resource.name}", public=True)


def _rule(resource: Resource, names: Names) -> Iterator[Reach]:
    yield from _allowed(resource.inputs, named(resource, "networkSecurityGroupName", names))


def _group(resource: Resource, _names: Names) -> Iterator[Reach]:
    for rule in objects(resource.inputs.get("securityRules")):
        yield from _allowed(rule, resource.name)


def _allowed(rule: dict[str, Any], group: Text) -> Iterator[Reach]:
    if rule.get("access") == "Deny":
        return
    inbound = rule.get("direction") != "Outbound"
    end = "source" if inbound else "destination"
    ranges = texts(rule.get(f"{end}AddressPrefixes")) or [text(rule.get(f"{end}AddressPrefix", "*"))]
    ports = texts(rule.get("destinationPortRanges")) or [text(rule.get("destinationPortRange", "*"))]
    for other in ranges:
        for port in ports:
            action = f"{rule.get('protocol', '*')} {plainly(port)}"
            yield (
                path(other, action, group, public=lets_outside(plainly(other)))
                if inbound
                else path(group, action, ANYWHERE if other in EVERYWHERE else other)
            )


def _peering(resource: Resource, names: Names) -> Iterator[Reach]:
    own, other = named(resource, "virtualNetworkName", names), named(resource, "remoteVirtualNetwork", names)
    yield path(own, Said("word.peering"), other)
    for key in ("allowForwardedTraffic", "allowGatewayTransit", "useRemoteGateways"):
        if resource.inputs.get(key) not in (None, False):
            yield path(own, key, other)


def _firewall(resource: Resource, names: Names) -> Iterator[Reach]:
    """A range of addresses of a database. From zero to zero is every service of the cloud, whoever runs it."""
    low, high = text(resource.inputs.get("startIpAddress")), text(resource.inputs.get("endIpAddress"))
    wide = high == "255.255.255.255" or low == high == "0.0.0.0"  # noqa: S104 - an address, not a bind
    source = ANYWHERE if wide else f"{plainly(low)}-{plainly(high)}"
    yield path(source, Said("word.database"), named(resource, "serverName", names), public=wide)


def _endpoint(resource: Resource, _names: Names) -> Iterator[Reach]:
    """A server that says nothing of public access has it."""
    for network in objects(resource.inputs.get("network")) or [resource.inputs]:
        closed = network.get("publicNetworkAccess") == "Disabled" or "delegatedSubnetResourceId" in network
        if not closed:
            yield path(ANYWHERE, Said("word.public_endpoint"), resource.name, public=True)


def _cluster(resource: Resource, _names: Names) -> Iterator[Reach]:
    profiles = objects(resource.inputs.get("apiServerAccessProfile"))
    profile: dict[str, Any] = profiles[0] if profiles else {}
    if profile.get("enablePrivateCluster") is not True:
        for source in texts(profile.get("authorizedIPRanges")) or ["0.0.0.0/0"]:
            yield path(source, Said("word.kubernetes_api"), resource.name)
    if resource.inputs.get("disableLocalAccounts") is not True:
        yield right(Said("word.key_holders"), Said("word.admin"), resource.name)
    for aad in objects(resource.inputs.get("aadProfile")):
        for group in texts(aad.get("adminGroupObjectIDs")):
            yield right(group, Said("word.admin"), resource.name)


def _public_address(resource: Resource, _names: Names) -> Iterator[Reach]:
    yield path(ANYWHERE, Said("word.public_address"), resource.name)


def _card(resource: Resource, _names: Names) -> Iterator[Reach]:
    for configuration in objects(resource.inputs.get("ipConfigurations")):
        if configuration.get("publicIPAddress") is not None:
            yield path(ANYWHERE, Said("word.public_address"), resource.name, public=True)


def _route(resource: Resource, names: Names) -> Iterator[Reach]:
    table = named(resource, "routeTableName", names)
    for route in objects(resource.inputs.get("routes")) or [resource.inputs]:
        hop = f"{plainly(text(route.get('nextHopType')))} {route.get('nextHopIpAddress', '')}".strip()
        if "addressPrefix" in route:
            yield path(
                table if "routeTableName" in resource.inputs else resource.name, hop, text(route.get("addressPrefix"))
            )


def _remote_site(resource: Resource, _names: Names) -> Iterator[Reach]:
    for key in ("gatewayIpAddress", "fqdn"):
        if key in resource.inputs:
            yield path(text(resource.inputs[key]), Said("word.tunnel"), resource.name)
    for space in objects(resource.inputs.get("localNetworkAddressSpace")):
        for prefix in texts(space.get("addressPrefixes")):
            yield path(prefix, Said("word.tunnel"), resource.name)


def _connection(resource: Resource, _names: Names) -> Iterator[Reach]:
    ends = [resource.inputs.get(key) for key in ("localNetworkGateway2", "peer", "virtualNetworkGateway2")]
    for end in ends:
        for one in objects(end):
            yield path(text(one.get("id")), Said("word.tunnel"), resource.name)
        if isinstance(end, str):
            yield path(text(end), Said("word.tunnel"), resource.name)


def _machine(resource: Resource, _names: Names) -> Iterator[Reach]:
    for profile in objects(resource.inputs.get("osProfile")):
        if profile.get("customData"):
            yield right(f"customData {mark(profile['customData'])}", Said("word.code"), resource.name)
        for linux in objects(profile.get("linuxConfiguration")):
            for ssh in objects(linux.get("ssh")):
                for key in objects(ssh.get("publicKeys")):
                    yield right(
                        f"{plainly(text(key.get('path')))} ({mark(key.get('keyData'))})",
                        Said("word.enter"),
                        resource.name,
                    )
    for profile in objects(resource.inputs.get("storageProfile")):
        for image in objects(profile.get("imageReference")):
            maker = image.get("id") or "/".join(str(image.get(key, "")) for key in ("publisher", "offer", "sku"))
            yield right(text(maker), Said("word.code"), resource.name)


def _extension(resource: Resource, names: Names) -> Iterator[Reach]:
    what = "/".join(str(resource.inputs.get(key, "")) for key in ("publisher", "type"))
    yield right(f"{what} {mark(resource.inputs.get('settings'))}", Said("word.code"), named(resource, "vmName", names))


def _diagnostics(resource: Resource, _names: Names) -> Iterator[Reach]:
    for key in ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"):
        if resource.inputs.get(key):
            yield right(text(resource.inputs[key]), Said("word.logs"), text(resource.inputs.get("resourceUri")))


def _action_group(resource: Resource, _names: Names) -> Iterator[Reach]:
    for key, field in (
        ("emailReceivers", "emailAddress"),
        ("smsReceivers", "phoneNumber"),
        ("webhookReceivers", "serviceUri"),
    ):
        for receiver in objects(resource.inputs.get(key)):
            yield right(
                address(receiver.get(field)) if field == "serviceUri" else text(receiver.get(field)),
                Said("word.alarms"),
                resource.name,
            )


def _shared(resource: Resource, names: Names) -> Iterator[Reach]:
    """A rule of a bus or hub: whoever holds its key."""
    for action in texts(resource.inputs.get("rights")) or [UNDECIDED]:
        yield right(Said("word.key_holders"), action, named(resource, "namespaceName", names))


AZURE: dict[str, Reader] = {
    "azure-native:authorization:RoleAssignment": _role_assignment,
    "azure-native:authorization:RoleDefinition": _role_definition,
    "azure-native:compute:VirtualMachine": _machine,
    "azure-native:compute:VirtualMachineExtension": _extension,
    "azure-native:containerservice:ManagedCluster": _cluster,
    "azure-native:dbforpostgresql:FirewallRule": _firewall,
    "azure-native:dbforpostgresql:Server": _endpoint,
    "azure-native:eventhub:NamespaceAuthorizationRule": _shared,
    "azure-native:insights:ActionGroup": _action_group,
    "azure-native:insights:DiagnosticSetting": _diagnostics,
    "azure-native:keyvault:Vault": _vault,
    "azure-native:managedidentity:FederatedIdentityCredential": _federated,
    "azure-native:monitor:DiagnosticSetting": _diagnostics,
    "azure-native:network:LocalNetworkGateway": _remote_site,
    "azure-native:network:NetworkInterface": _card,
    "azure-native:network:NetworkSecurityGroup": _group,
    "azure-native:network:PublicIPAddress": _public_address,
    "azure-native:network:Route": _route,
    "azure-native:network:RouteTable": _route,
    "azure-native:network:SecurityRule": _rule,
    "azure-native:network:VirtualNetworkGatewayConnection": _connection,
    "azure-native:network:VirtualNetworkPeering": _peering,
    "azure-native:servicebus:NamespaceAuthorizationRule": _shared,
    "azure-native:sql:FirewallRule": _firewall,
    "azure-native:sql:Server": _endpoint,
    "azure-native:storage:BlobContainer": _container,
    "azure-native:storage:StorageAccount": _storage,
}
