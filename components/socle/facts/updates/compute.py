"""What an update of a cluster, a pool or a machine would really do, where the preview calls it an update. Pure."""

from collections.abc import Iterator

from .warned import Inputs, Warned


def cluster_update(old: Inputs, new: Inputs) -> Iterator[Warned]:
    """Versions go up by one minor at a time (Kubernetes documentation, version skew policy); the host has no way back."""
    was, will = _minor(old), _minor(new)
    if was is not None and will is not None and will != was:
        if will < was:
            yield Warned(
                f"Kubernetes would go from 1.{was} back to 1.{will}: the host refuses that", f"write 1.{was}", host=True
            )
        elif will > was + 1:
            yield Warned(
                f"Kubernetes would go from 1.{was} to 1.{will}: the host upgrades one minor version at a time",
                f"write 1.{was + 1}",
                host=True,
            )
        else:
            yield Warned(
                f"Kubernetes goes from 1.{was} to 1.{will}, which cannot be taken back: every pool is upgraded node by node, "
                "within its max_surge and max_unavailable",
                refused=False,
            )
    if old.get("type") != new.get("type"):
        yield Warned("another control plane: the API server is away while it moves; workloads go on", refused=False)


def pool_update(old: Inputs, new: Inputs) -> Iterator[Warned]:
    """Nodes that go: the host chooses which."""
    for key in ("size", "maxSize"):
        was, will = old.get(key), new.get(key)
        if isinstance(was, int | float) and isinstance(will, int | float) and will < was and not _ignored(key, new):
            yield Warned(
                f"the pool shrinks from {int(was)} to {int(will)} nodes at the most: pods on those that go are evicted",
                refused=False,
            )
    if old.get("taints") != new.get("taints"):
        yield Warned("other taints, on running nodes too: NoExecute evicts pods that do not tolerate it", refused=False)


def server_update(old: Inputs, new: Inputs) -> Iterator[Warned]:
    """A machine that stops comes back without its volume."""
    if str(old.get("type", "")).upper() != str(new.get("type", "")).upper():
        yield Warned(
            "another machine type: the machine is stopped and started, and its volume stays closed until a token is handed over",
            refused=False,
        )


def _ignored(key: str, inputs: Inputs) -> bool:
    """The first size of a pool that scales itself means nothing later."""
    return key == "size" and inputs.get("autoscaling") is True


def _minor(inputs: Inputs) -> int | None:
    parts = str(inputs.get("version", "")).split(".")
    return int(parts[1]) if len(parts) >= 2 and parts[1].isdigit() else None
