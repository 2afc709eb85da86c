"""A sound platform beside a legacy estate: every path is declared. Each test of a leak adds or changes one thing of it."""

from dataclasses import dataclass, replace
from typing import Any

from socle.plan.model import Plan, Resource
from socle.reach.build import model_of
from socle.reach.declared import Declared, Flow, Named
from socle.reach.outside import Outside
from socle.reach.proofs import Proofs, prove

from .estates import Stack, answer, rule

ADMIN, PLATFORM, DATA, SERVICES, TRANSIT = (
    "10.20.0.0/24", "10.20.16.0/20", "10.20.32.0/22", "10.20.40.0/22", "10.20.60.0/28"
)  # fmt: skip
LEGACY = "10.101.0.0/16"
RULES = [
    rule(PLATFORM, DATA, 5432),
    answer(PLATFORM, DATA, 5432),
    rule(ADMIN, PLATFORM, 443),
    answer(ADMIN, PLATFORM, 443),
    rule(LEGACY, DATA, 5432),
    answer(LEGACY, DATA, 5432),
]
GROUP = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network"
VNET = f"{GROUP}/virtualNetworks/vnet-data"


def flow(name: str, source: str, destination: str, *ports: str, **more: Any) -> Flow:
    return Flow(
        name, name.split("-to-", maxsplit=1)[0], name.split("-to-")[1], (source,), (destination,), ports=ports, **more
    )


DECLARED = Declared(
    flows=(
        flow("platform-to-data", PLATFORM, DATA, "5432"),
        flow("admin-to-data", ADMIN, DATA, "5432"),
        flow("services-to-data", SERVICES, DATA, "5432"),
        flow("admin-to-platform", ADMIN, PLATFORM, "443"),
        flow("legacy-to-data", LEGACY, DATA, "5432"),
        flow("platform-to-internet", PLATFORM, "internet", what="way-out", protocol="any"),
    ),
    networks=(
        Named("admin", ADMIN),
        Named("platform", PLATFORM),
        Named("data", DATA),
        Named("services", SERVICES),
        Named("transit", TRANSIT),
    ),
    outside=(Outside("legacy", (LEGACY,), "azure"),),
    estate="demo",
)


@dataclass
class Estate:
    """Two stacks that can still be added to, and what is in them by name."""

    platform: Stack
    legacy: Stack

    def __getitem__(self, name: str) -> Resource:
        return next(r for r in (*self.platform.resources, *self.legacy.resources) if r.name == name)

    def change(self, name: str, **inputs: Any) -> None:
        """Write other inputs at the same line; None takes one away."""
        for stack in (self.platform, self.legacy):
            for at, resource in enumerate(stack.resources):
                if resource.name == name:
                    kept = {key: value for key, value in {**resource.inputs, **inputs}.items() if value is not None}
                    stack.resources[at] = replace(resource, inputs=kept)

    def drop(self, name: str) -> None:
        """Take a resource away; later ones keep their lines."""
        self.platform.resources = [r for r in self.platform.resources if r.name != name]

    @property
    def plans(self) -> list[Plan]:
        return [self.platform.plan, self.legacy.plan]

    def proofs(self, declared: Declared = DECLARED) -> Proofs:
        return prove(model_of(self.plans, declared))


def sound() -> Estate:
    """The platform without a leak."""
    stack = Stack()
    vpc = stack.vpc("vpc", enableTransitivity=False)
    stack.filter(vpc, "acl", RULES)
    ranges = {"admin": ADMIN, "platform": PLATFORM, "data": DATA, "services": SERVICES, "transit": TRANSIT}
    networks = {name: stack.network(vpc, name, range_) for name, range_ in ranges.items()}
    stack.gateway("gateway", networks["platform"], bastionEnabled=False)
    _services(stack, networks)
    _tunnel(stack, networks["transit"])
    other = stack.vpc("research-vpc", enableTransitivity=False)
    stack.filter(other, "research-acl", [])
    stack.network(other, "research", "10.30.0.0/24")
    return Estate(stack, _legacy())


def _services(stack: Stack, networks: dict[str, Resource]) -> None:
    stack.add("databases/instance:Instance", "db", engine="PostgreSQL-17", privateNetwork={"pnId": networks["data"].id})
    guard = stack.add(
        "instance/securityGroup:SecurityGroup", "guard", inboundDefaultPolicy="drop", outboundDefaultPolicy="drop"
    )
    server = stack.add("instance/server:Server", "machine", securityGroupId=guard.id, enableDynamicIp=False)
    stack.add("instance/privateNic:PrivateNic", "card", serverId=server.id, privateNetworkId=networks["services"].id)
    cluster = stack.add(
        "kubernetes/cluster:Cluster",
        "cluster",
        privateNetworkId=networks["platform"].id,
        openIdConnectConfig={"issuerUrl": "https://login.example", "clientId": "k"},
    )
    stack.add("kubernetes/acl:Acl", "cluster-acl", clusterId=cluster.id, aclRules=[{"ip": "203.0.113.0/28"}])
    stack.add("kubernetes/pool:Pool", "pool", clusterId=cluster.id, publicIpDisabled=True, securityGroupId=guard.id)
    stack.add("registry/namespace:Namespace", "images", isPublic=False)
    stack.add("object/bucket:Bucket", "studies", name="studies")
    stack.add("object/bucketPolicy:BucketPolicy", "studies-policy", bucket="studies", policy=policy("application_id:a"))


def policy(principal: str) -> str:
    return f'{{"Statement": [{{"Effect": "Allow", "Principal": {{"SCW": "{principal}"}}, "Action": "s3:GetObject"}}]}}'


def _tunnel(stack: Stack, network: Resource) -> None:
    gateway = stack.add("s2svpn/gateway:Gateway", "vpn", privateNetworkId=network.id)
    policy_ = stack.add(
        "s2svpn/routingPolicy:RoutingPolicy", "routes", prefixFilterIns=[LEGACY], prefixFilterOuts=[DATA]
    )
    stack.add(
        "s2svpn/connection:Connection",
        "tunnel",
        vpnGatewayId=gateway.id,
        enableRoutePropagation=False,
        bgpConfigIpv4s=[{"routingPolicyId": policy_.id}],
    )


def _legacy() -> Stack:
    stack = Stack("demo-legacy", "demo/legacy.yaml")
    stack.add("azure-native:network:VirtualNetwork", "vnet", id=VNET, addressSpace={"addressPrefixes": [LEGACY]})
    group = stack.add(
        "azure-native:network:NetworkSecurityGroup",
        "nsg",
        id=f"{GROUP}/networkSecurityGroups/nsg",
        networkSecurityGroupName="nsg",
        resourceGroupName="rg",
        securityRules=[
            azure_rule("nodes", 200, "10.101.16.0/20", "5432"),
            azure_rule("deny", 4096, "*", "*", access="Deny"),
        ],
    )
    stack.add(
        "azure-native:network:Subnet",
        "subnet",
        id=f"{VNET}/subnets/snet-data",
        addressPrefix="10.101.1.0/24",
        defaultOutboundAccess=False,
        networkSecurityGroup={"id": group.id},
    )
    stack.add("azure-native:storage:StorageAccount", "lake", id="/subscriptions/s/lake", publicNetworkAccess="Disabled")
    stack.add(
        "azure-native:keyvault:Vault",
        "vault",
        id="/subscriptions/s/vault",
        properties={"publicNetworkAccess": "Disabled"},
    )
    return stack


def azure_rule(
    name: str, priority: int, source: str, port: str, *, access: str = "Allow", protocol: str = ""
) -> dict[str, Any]:
    return {
        "name": name,
        "priority": priority,
        "direction": "Inbound",
        "access": access,
        "protocol": protocol or ("Tcp" if access == "Allow" else "*"),
        "sourceAddressPrefix": source,
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": port,
    }
