"""The way into one cluster: a provider of its own, which never falls back on the kubeconfig of the machine that deploys."""

import pulumi
import pulumi_kubernetes as k8s

LEADS_NOWHERE = """\
apiVersion: v1
kind: Config
current-context: missing
clusters: [{name: missing, cluster: {server: "https://kubeconfig-missing.invalid"}}]
contexts: [{name: missing, context: {cluster: missing, user: missing}}]
users: [{name: missing, user: {}}]
"""
"""A kubeconfig whose server can never exist (RFC 2606), so that the error names what is missing."""


def never_ambient(kubeconfig: str | None) -> str:
    """The kubeconfig, or one that leads nowhere if it is empty: the platform is not deployed, or may not be entered."""
    return kubeconfig or LEADS_NOWHERE


def access(
    name: str, kubeconfig: pulumi.Input[str | None], cluster_id: pulumi.Input[str], parent: pulumi.Resource
) -> k8s.Provider:
    """A provider for the cluster alone. Changed credentials update it; only another cluster replaces it, and all that is in it."""
    return k8s.Provider(
        f"{name}-access",
        kubeconfig=pulumi.Output.secret(pulumi.Output.from_input(kubeconfig).apply(never_ambient)),
        cluster_identifier=cluster_id,  # the token may rotate: only another cluster replaces what is in it
        enable_server_side_apply=True,
        delete_unreachable=False,  # explicit, since the shell's PULUMI_K8S_* variables decide otherwise
        skip_update_unreachable=False,
        opts=pulumi.ResourceOptions(parent=parent),
    )
