"""What admits objects to a cluster, answers in its place, or keeps its data, and what a change of it does.

Source: the Kubernetes documentation of admission webhooks, the aggregation layer, service account tokens and storage classes.
"""

from collections.abc import Mapping
from typing import Any

from ..effect import HARMLESS, NOT_KNOWN, Effect, Effects, Judge, TypeEffects
from ..judges import always, effects, ladder, members, objects_in, range_weighed, switch
from ..usual import EXPOSES, GRANTS, INTERRUPTS, REVOKES, WEAKENS

_E = Effect


def _webhooks_changed(old: Any, new: Any) -> Effects:
    """One that asks less, or lets pass what it cannot ask, guards less; one that asks elsewhere sends every object there."""
    was, will = ({str(hook.get("name")): hook for hook in objects_in(side)} for side in (old, new))
    told = NOT_KNOWN
    if was.keys() - will.keys():
        told |= WEAKENS
    for name, hook in will.items():
        before: Mapping[str, Any] = was.get(name, {})
        if hook.get("clientConfig") != before.get("clientConfig"):
            told |= EXPOSES
        asks = ("failurePolicy", "rules", "namespaceSelector", "objectSelector", "matchConditions", "matchPolicy")
        if name in was and any(hook.get(key) != before.get(key) for key in asks):
            told |= WEAKENS
    return told


_WEBHOOKS = Judge(_webhooks_changed, lambda hooks: _webhooks_changed(None, hooks))


def _admits(*, changes: bool) -> TypeEffects:
    """What the cluster asks before it takes an object. What may change objects may change who may do what."""
    return TypeEffects(
        {"webhooks": _WEBHOOKS},
        created=EXPOSES | INTERRUPTS if changes else GRANTS | INTERRUPTS,
        deleted=WEAKENS,
    )


def _token_of(inputs: Mapping[str, Any]) -> Effects:
    """A token of a service account that never ends, and what else a secret of the cluster is."""
    return GRANTS | WEAKENS if inputs.get("type") == "kubernetes.io/service-account-token" else NOT_KNOWN


_RECLAIM = ladder("delete", "recycle", "retain", up=HARMLESS, down=WEAKENS, default="delete")
_INSIDE = range_weighed(EXPOSES, GRANTS)

ADMISSION: dict[str, TypeEffects] = {
    "admissionregistration.k8s.io/v1:MutatingWebhookConfiguration": _admits(changes=True),
    "admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration": _admits(changes=False),
    "apiregistration.k8s.io/v1:APIService": TypeEffects(
        {
            "spec.insecureSkipTLSVerify": switch(on=EXPOSES, off=HARMLESS, at_birth=True),
            "spec.service": always(_E.EXPOSES),
            "spec.caBundle": always(_E.EXPOSES),
        },
        created=GRANTS | NOT_KNOWN,
        deleted=NOT_KNOWN,
    ),
    "apiextensions.k8s.io/v1:CustomResourceDefinition": TypeEffects(
        {"spec.conversion": always(_E.EXPOSES, born=EXPOSES)}, created=NOT_KNOWN, deleted=effects(_E.LOSES)
    ),
    "core/v1:Endpoints": TypeEffects(
        {"subsets": members(more=_INSIDE, fewer=REVOKES)}, created=NOT_KNOWN, deleted=NOT_KNOWN
    ),
    "discovery.k8s.io/v1:EndpointSlice": TypeEffects(
        {"endpoints": members(more=_INSIDE, fewer=REVOKES)}, created=NOT_KNOWN, deleted=NOT_KNOWN
    ),
    "core/v1:PersistentVolume": TypeEffects(
        {
            "spec.persistentVolumeReclaimPolicy": _RECLAIM,
            "spec.hostPath": always(_E.EXPOSES, born=EXPOSES),
        },
        created=NOT_KNOWN,
        deleted=NOT_KNOWN | effects(_E.LOSES),
    ),
    "core/v1:PersistentVolumeClaim": TypeEffects({}, created=NOT_KNOWN, deleted=effects(_E.LOSES)),
    "core/v1:Secret": TypeEffects(
        {"immutable": switch(on=NOT_KNOWN, off=NOT_KNOWN, at_birth=False)},
        created=_token_of,
        deleted=REVOKES | NOT_KNOWN,
    ),
    "networking.k8s.io/v1:Ingress": TypeEffects(
        {"spec.tls": members(more=NOT_KNOWN, fewer=WEAKENS)}, created=NOT_KNOWN, deleted=NOT_KNOWN
    ),
    "node.k8s.io/v1:RuntimeClass": TypeEffects(
        {"handler": always(_E.WEAKENS, _E.NOT_KNOWN, born=NOT_KNOWN)}, created=NOT_KNOWN, deleted=NOT_KNOWN
    ),
    "policy/v1:PodDisruptionBudget": TypeEffects({}, created=NOT_KNOWN, deleted=WEAKENS),
    "storage.k8s.io/v1:StorageClass": TypeEffects(
        {
            "reclaimPolicy": _RECLAIM,
            "parameters.encrypted": switch(on=HARMLESS, off=WEAKENS, at_birth=False),
            "provisioner": always(_E.NOT_KNOWN),
        },
        created=NOT_KNOWN,
        deleted=NOT_KNOWN,
    ),
}
"""By type token without its package. What none of these says is not known."""
