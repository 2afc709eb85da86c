"""Network policies: everything is dropped in both directions, names may be looked up, declared flows may pass. Pure."""

from typing import Any

from socle.estate import PodFlowSpec

Manifest = dict[str, Any]


def default_deny(namespace: str) -> Manifest:
    """No traffic of any pod of the namespace, in either direction, inside the namespace neither."""
    return policy(namespace, "default-deny", {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})


def dns(namespace: str) -> Manifest:
    """Names: towards the cluster's own resolver, over both protocols, since long answers come over TCP."""
    ports = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    rule = {"to": [_in_namespace("kube-system")], "ports": ports}
    return policy(namespace, "dns", {"podSelector": {}, "policyTypes": ["Egress"], "egress": [rule]})


def flow_policy(namespace: str, key: str, flow: PodFlowSpec) -> Manifest:
    """One declared flow; its reason is an annotation."""
    other = _in_namespace(flow.namespace) if flow.namespace else {"ipBlock": {"cidr": flow.range}}
    ports = [_port(flow.protocol.upper(), ports) for ports in flow.ports]
    pods = {"matchLabels": dict(sorted(flow.pods.items()))} if flow.pods else {}
    if flow.direction == "in":
        spec = {"podSelector": pods, "policyTypes": ["Ingress"], "ingress": [{"from": [other], "ports": ports}]}
    else:
        spec = {"podSelector": pods, "policyTypes": ["Egress"], "egress": [{"to": [other], "ports": ports}]}
    made = policy(namespace, f"flow-{key}", spec)
    made["metadata"]["annotations"] = {"reason": flow.reason}
    return made


NO_EXTERNAL_IPS = "socle-no-external-ips"


def no_external_ips() -> dict[str, Manifest]:
    """No service takes an address that is not its own: with `externalIPs` whoever may write a service receives what others send there
    (CVE-2020-8554). No quota and no role can say so; the API server's own admission policies can, since Kubernetes 1.30.
    """
    rule = {
        "apiGroups": [""],
        "apiVersions": ["v1"],
        "operations": ["CREATE", "UPDATE"],
        "resources": ["services"],
    }
    check = {
        "expression": "!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0",
        "message": "externalIPs is refused: it takes traffic that is meant for others; ask for a load balancer",
    }
    api = {"apiVersion": "admissionregistration.k8s.io/v1"}
    admission = {"failurePolicy": "Fail", "matchConstraints": {"resourceRules": [rule]}, "validations": [check]}
    return {
        "no-external-ips": {
            **api,
            "kind": "ValidatingAdmissionPolicy",
            "metadata": {"name": NO_EXTERNAL_IPS},
            "spec": admission,
        },
        "no-external-ips-binding": {
            **api,
            "kind": "ValidatingAdmissionPolicyBinding",
            "metadata": {"name": NO_EXTERNAL_IPS},
            "spec": {"policyName": NO_EXTERNAL_IPS, "validationActions": ["Deny"]},
        },
    }


def _in_namespace(name: str) -> Manifest:
    """By the label that Kubernetes itself puts on every namespace and lets nobody change."""
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}


def _port(protocol: str, ports: str) -> Manifest:
    low, _, high = ports.partition("-")
    found: Manifest = {"protocol": protocol, "port": int(low)}
    return {**found, "endPort": int(high)} if high else found


def policy(namespace: str, name: str, spec: Manifest) -> Manifest:
    """A network policy of a namespace."""
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": spec,
    }
