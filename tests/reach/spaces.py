"""Many closed spaces at the size of the real platform: each has its VPC, networks, filter, gateway, database, machines, buckets."""

from socle.plan.model import Plan
from socle.reach.declared import Declared, Flow, Named

from .estates import PROJECT, Stack, answer, rule

RESOURCES_EACH = 40
"""A space of 150 in an estate of about 6,000 resources."""


def spaces(count: int) -> tuple[list[Plan], Declared]:
    """Plans of so many spaces, one stack each, and what they declare."""
    plans: list[Plan] = []
    flows: list[Flow] = []
    networks: list[Named] = []
    for number in range(count):
        stack, high, low = Stack(f"demo-space-{number}"), number // 64, number % 64 * 4
        work, data = f"10.{high}.{low}.0/24", f"10.{high}.{low + 1}.0/24"
        _space(stack, f"space-{number}", work, data)
        plans.append(stack.plan)
        flows.append(Flow(f"data-{number}", f"work-{number}", f"data-{number}", (work,), (data,), ports=("5432",)))
        flows.append(Flow(f"out-{number}", f"work-{number}", "internet", (work,), ("internet",), "any", what="way-out"))
        networks += [Named(f"work-{number}", work), Named(f"data-{number}", data)]
    return plans, Declared(tuple(flows), tuple(networks), estate="demo")


def _space(stack: Stack, name: str, work: str, data: str) -> None:
    vpc = stack.vpc(f"{name}-vpc")
    stack.filter(vpc, f"{name}-acl", [rule(work, data, 5432), answer(work, data, 5432)])
    inside, stores = stack.network(vpc, f"{name}-work", work), stack.network(vpc, f"{name}-data", data)
    stack.gateway(f"{name}-gateway", inside)
    stack.add("databases/instance:Instance", f"{name}-db", engine="PostgreSQL-17", privateNetwork={"pnId": stores.id})
    group = stack.add(
        "instance/securityGroup:SecurityGroup",
        f"{name}-guard",
        inboundDefaultPolicy="drop",
        outboundDefaultPolicy="drop",
    )
    for number in range(6):
        server = stack.add("instance/server:Server", f"{name}-server-{number}", securityGroupId=group.id)
        stack.add(
            "instance/privateNic:PrivateNic", f"{name}-nic-{number}", serverId=server.id, privateNetworkId=inside.id
        )
    number = 0
    while len(stack.resources) < RESOURCES_EACH:
        bucket = f"{name}-{number}"
        stack.add("object/bucket:Bucket", bucket, name=bucket)
        policy = f'{{"Statement": [{{"Effect": "Allow", "Principal": {{"SCW": "application_id:{PROJECT}"}}}}]}}'
        stack.add("object/bucketPolicy:BucketPolicy", f"{bucket}-policy", bucket=bucket, policy=policy)
        number += 1
