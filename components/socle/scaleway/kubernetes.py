"""Managed Kubernetes on private nodes.

Left out on purpose: load balancers (the cluster's own controller makes and removes them), nodes with public addresses, and what
is inside the cluster (`socle.kubernetes`, a layer of its own, so that a broken API server never blocks this one).
"""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumiverse_scaleway import instance, kubernetes

from socle.estate import KubernetesSpec, OidcSpec, PoolSpec
from socle.facts.updates import cluster_update, pool_update

from .component import Component
from .tenancy import Tenancy
from .update_guard import guarded
from .wiring import network_refusals


class KubernetesCluster(Component):
    """A cluster whose nodes have no public address and whose API server only declared sources reach.

    The API server's endpoint is public at this host, whatever is done (Scaleway documentation, private clusters), so its access
    list is the only door; deleting the list would open it to everyone, so it is never deleted but goes with the cluster.
    Cluster and pools are protected: changes of network, plugin, node type, zone or disk replace, and the engine refuses them.
    A pool is replaced by declaring another beside it; `retiring` lifts its protection and keeps new pods away.

    Args:
        cluster_name: the name that the cloud shows, and the first part of its security groups' names.
        private_network_id: the network of the nodes; another one replaces the cluster.
        pod_range: addresses of pods, for instance `100.64.0.0/15`; another one replaces the cluster.
        service_range: addresses of services; another one replaces the cluster.
        egress: the way out of the private network; nodes made before it would never become ready.

    Raises:
        ValueError: `egress` is empty.
    """

    cluster_id: pulumi.Output[str]
    """`<region>/<uuid>`."""
    kubeconfig: pulumi.Output[str | None]
    """Secret: the administrator's access. Nothing if the deploying identity may not read it."""

    def __init__(
        self,
        name: str,
        spec: KubernetesSpec,
        *,
        tenancy: Tenancy,
        cluster_name: str,
        private_network_id: pulumi.Input[str],
        pod_range: str,
        service_range: str,
        egress: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if not egress:
            raise ValueError(
                f"{name}: egress is empty: nodes without a public address reach their API server through the gateway only, "
                "so the pools would never become ready; pass Network.egress"
            )
        super().__init__(name, spec, tenancy, opts, wiring=network_refusals(private_network_id, spec.network))
        self._name, self._cloud_name = name, cluster_name

        cluster = kubernetes.Cluster(
            f"{name}-cluster",
            name=cluster_name,
            type=spec.control_plane,
            version=spec.version,
            auto_upgrade=kubernetes.ClusterAutoUpgradeArgs(
                enable=True,  # the provider takes a minor version only together with this
                maintenance_window_day=spec.upgrade_window.day,
                maintenance_window_start_hour=spec.upgrade_window.hour,
            ),
            upgrade_pools=True,
            cni=spec.cni,
            private_network_id=private_network_id,
            pod_cidr=pod_range,
            service_cidr=service_range,
            open_id_connect_config=_oidc(spec.oidc),
            delete_additional_resources=False,  # true would take the private network and every volume along
            tags=tenancy.tag_list(**{"data-class": spec.data_class}),
            project_id=tenancy.project_id,
            region=tenancy.region,
            # The provider replaces on another network by its own plan logic, which its schema does not show.
            opts=self.child(
                kubernetes.Cluster,
                stateful=True,
                loud=("privateNetworkId",),
                hooks=guarded(f"{name}-cluster", cluster_update),
            ),
        )
        before = [self._access(spec, cluster), *egress]  # the door is closed before anything runs behind it
        groups = {zone: self._security_group(zone) for zone in sorted({pool.zone for pool in spec.pools.values()})}
        for key, pool in spec.pools.items():
            self._pool(key, pool, cluster, groups[pool.zone], before)
        self.cluster_id = cluster.id
        self.kubeconfig = pulumi.Output.secret(cluster.kubeconfigs.apply(_config_file))
        self.register_outputs({"cluster_id": self.cluster_id})

    def _access(self, spec: KubernetesSpec, cluster: kubernetes.Cluster) -> kubernetes.Acl:
        return kubernetes.Acl(
            f"{self._name}-access",
            cluster_id=cluster.id,
            no_ip_allowed=None if spec.admins else True,
            acl_rules=[
                kubernetes.AclAclRuleArgs(ip=source.range, description=f"{key}: {source.reason}"[:_DESCRIPTION])
                for key, source in sorted(spec.admins.items())
            ]
            or None,
            region=self.tenancy.region,
            opts=self.child(kubernetes.Acl, retain_on_delete=True),  # its deletion restores 0.0.0.0/0
        )

    def _security_group(self, zone: str) -> instance.SecurityGroup:
        """Nothing comes in, even if a node were given a public address. The filter between networks is the VPC's."""
        return instance.SecurityGroup(
            f"{self._name}-nodes-{zone}",
            name=f"{self._cloud_name}-nodes-{zone}",
            inbound_default_policy="drop",
            outbound_default_policy="accept",  # nodes call registries and their API server
            stateful=True,
            enable_default_security=True,  # no mail goes out
            tags=self.tenancy.tag_list(),
            project_id=self.tenancy.project_id,
            zone=zone,
            opts=self.child(instance.SecurityGroup),
        )

    def _pool(
        self,
        key: str,
        pool: PoolSpec,
        cluster: kubernetes.Cluster,
        group: instance.SecurityGroup,
        before: list[pulumi.Resource],
    ) -> None:
        kubernetes.Pool(
            f"{self._name}-pool-{key}",
            cluster_id=cluster.id,
            name=key,  # unique in the cluster: a pool replaced in place is deleted first, so replace by another name
            node_type=pool.node_type,
            zone=pool.zone,
            size=pool.nodes,
            autoscaling=pool.autoscale is not None,
            min_size=pool.autoscale.minimum if pool.autoscale else None,
            max_size=pool.autoscale.maximum if pool.autoscale else None,
            autohealing=True,
            public_ip_disabled=True,
            security_group_id=group.id,
            root_volume_type=pool.disk,
            root_volume_size_in_gb=pool.disk_gb,
            upgrade_policy=kubernetes.PoolUpgradePolicyArgs(
                max_surge=pool.max_surge, max_unavailable=pool.max_unavailable
            ),
            labels=dict(sorted(pool.labels.items())) or None,
            taints=_taints(pool) or None,
            tags=self.tenancy.tag_list(),
            region=self.tenancy.region,
            opts=self._pool_options(key, pool, before),
        )

    def _pool_options(self, key: str, pool: PoolSpec, before: list[pulumi.Resource]) -> pulumi.ResourceOptions:
        more: dict[str, Any] = {
            "depends_on": before,
            "delete_before_replace": True,
            "hooks": guarded(f"{self._name}-pool-{key}", pool_update),
        }
        if pool.autoscale:
            more["ignore_changes"] = ["size"]  # the provider sends no size to a pool that scales itself
        return self.child(kubernetes.Pool, stateful=not pool.retiring, **more)


RETIRING = "retiring"
"""The taint of a pool on its way out."""

_DESCRIPTION = 255
"""Longest text that we send: the API's limit is not documented, and other products stop at 255."""


def _taints(pool: PoolSpec) -> list[kubernetes.PoolTaintArgs]:
    taints = [
        kubernetes.PoolTaintArgs(key=key, value=taint.value, effect=taint.effect)
        for key, taint in sorted(pool.taints.items())
    ]
    if pool.retiring:
        taints.append(kubernetes.PoolTaintArgs(key=RETIRING, value="true", effect="NoSchedule"))
    return taints


def _oidc(spec: OidcSpec | None) -> kubernetes.ClusterOpenIdConnectConfigArgs | None:
    if spec is None:
        return None
    return kubernetes.ClusterOpenIdConnectConfigArgs(
        issuer_url=spec.issuer_url,
        client_id=spec.client_id,
        username_claim=spec.username_claim,
        username_prefix=spec.prefix,
        groups_claims=[spec.groups_claim],
        groups_prefix=spec.prefix,
    )


def _config_file(kubeconfigs: Sequence[Any] | None) -> str | None:
    """The file of the only entry. The provider leaves the list empty when the host answers 403, and warns."""
    return kubeconfigs[0].config_file if kubeconfigs else None
