"""What hangs on what, how long a state lasts, and how many there may be: the platform's rules that are the same for all products."""

from ..store import Cloud, Life

IN_USE = "the resource is still in use: detach or delete what uses it first"
PER_SECRET, PER_VPC, PER_GATEWAY, PER_ACL, REPLICAS = 20, 100, 10, 255, 3
"""Versions of a secret, private networks of a VPC and of a gateway, rules of a network's filter, read replicas of a database."""

Cloud.limits = {
    "account.Project": 25,
    "iam.Policy": 50,
    "iam.Group": 50,
    "iam.User": 50,
    "iam.APIKey": 50,
    "iam.Application": 100,
    "rdb.Instance": 10,
    "secret.Secret": 250,
    "k8s.Cluster": 40,
    "vpc.VPC": 256,
    "vpcgw.Gateway": 50,
    "lb.Lb": 50,
}
"""Of one organization."""

Cloud.lives = {
    "rdb.Instance": Life("status", "provisioning", "ready", "deleting", "configuring"),
    "rdb.ReadReplica": Life("status", "provisioning", "ready", "deleting"),
    "rdb.Snapshot": Life("status", "creating", "ready", "deleting"),
    "k8s.Cluster": Life("status", "creating", "ready", "deleting", "updating"),
    "k8s.Pool": Life("status", "scaling", "ready", "deleting", "scaling"),
    "vpcgw.Gateway": Life("status", "allocating", "running", "deleting", "configuring"),
    "vpcgw.GatewayNetwork": Life("status", "created", "ready", "detaching", "configuring"),
    "s2s_vpn.VpnGateway": Life("status", "provisioning", "active", "deprovisioning"),
    "lb.Lb": Life("status", "to_create", "ready", "to_delete"),
    "registry.Namespace": Life("status", "", "ready", "deleting"),
    "block.Volume": Life("status", "creating", "available"),
    "block.Snapshot": Life("status", "creating", "available"),
    "instance.PrivateNetworkInterface": Life("status", "attaching", "available"),
    "cockpit.Exporter": Life("status", "creating", "ready"),
}

Cloud.blocks = {
    "vpc.VPC": [
        ("vpc.PrivateNetwork", "vpc_id", "VPC must be empty: it still has Private Networks"),
        ("vpc.VPCConnector", "vpc_id", IN_USE),
    ],
    "vpc.PrivateNetwork": [
        ("k8s.Cluster", "private_network_id", IN_USE),
        ("vpcgw.GatewayNetwork", "private_network_id", IN_USE),
        ("s2s_vpn.VpnGateway", "private_network_id", IN_USE),
        ("instance.PrivateNetworkInterface", "private_network_id", IN_USE),
        ("ipam.IP", "_busy", "Private Network still has attached resources"),
    ],
    "vpcgw.Gateway": [("vpcgw.GatewayNetwork", "gateway_id", IN_USE)],
    "vpcgw.IP": [("vpcgw.Gateway", "_ip", IN_USE)],
    "s2s_vpn.VpnGateway": [("s2s_vpn.Connection", "vpn_gateway_id", IN_USE)],
    "s2s_vpn.CustomerGateway": [("s2s_vpn.Connection", "customer_gateway_id", IN_USE)],
    "lb.Backend": [("lb.Frontend", "_backend", IN_USE)],
    "lb.Ip": [("lb.Lb", "_ip", IN_USE)],
    "rdb.Instance": [("rdb.ReadReplica", "instance_id", "the instance still has read replicas")],
    "instance.SecurityGroup": [("instance.Server", "_sg", IN_USE)],
    "block.Volume": [("instance.Server", "_root", IN_USE)],
}

Cloud.cascades = {
    "iam.Application": [("iam.APIKey", "application_id"), ("iam.Policy", "application_id")],
    "iam.User": [("iam.APIKey", "user_id")],
    "k8s.Cluster": [("k8s.Pool", "cluster_id")],
    "lb.Lb": [("lb.Backend", "lb_id"), ("lb.Frontend", "lb_id")],
    "rdb.Instance": [("rdb.User", "instance_id"), ("rdb.Database", "instance_id"), ("rdb.Privilege", "instance_id")],
    "vpcgw.Gateway": [("vpcgw.PatRule", "gateway_id")],
    "billing.Budget": [("billing.BudgetAlert", "_budget")],
    "domain.DNSZone": [("domain.Record", "_zone")],
}

Cloud.parents = {
    "vpc_id": "vpc.VPC",
    "private_network_id": "vpc.PrivateNetwork",
    "gateway_id": "vpcgw.Gateway",
    "target_vpc_id": "vpc.VPC",
    "vpn_gateway_id": "s2s_vpn.VpnGateway",
    "customer_gateway_id": "s2s_vpn.CustomerGateway",
    "cluster_id": "k8s.Cluster",
    "secret_id": "secret.Secret",
    "lb_id": "lb.Lb",
    "budget_id": "billing.Budget",
    "instance_id": "rdb.Instance",
    "application_id": "iam.Application",
    "group_id": "iam.Group",
    "project_id": "account.Project",
    "default_project_id": "account.Project",
}
