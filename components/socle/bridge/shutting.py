"""A tunnel is shut before it is taken down: routes are withdrawn first, so that no traffic is lost on its way.

The order is propagation off, connections, gateways (Scaleway documentation, manage VPN connections). The engine keeps the last
two apart by itself; the first is a deployment of its own, which this holds.
"""

import pulumi


def shut_first(name: str, propagation: bool) -> pulumi.ResourceHookBinding | None:
    """Options of a connection whose removal is refused while routes pass through it. `name` must be unique in the stack.

    The hook is registered in every deployment, so that the one that closes the bridge may replace what an open one made. A
    plain `pulumi destroy` runs no program, so it is refused by the engine for as long as the bridge is open.
    """

    def before_delete(args: pulumi.ResourceHookArgs) -> None:
        if propagation:
            raise ValueError(
                f"{args.name} still carries routes: traffic on its way would be lost; deploy once with the bridge closed "
                "(route propagation off), then remove it"
            )

    hook = pulumi.ResourceHook(f"{name}-shut-first", before_delete)
    return pulumi.ResourceHookBinding(before_delete=[hook]) if propagation else None
