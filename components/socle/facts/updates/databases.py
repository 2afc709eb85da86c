"""What an update of a database would really do, where the preview calls it an update. Pure."""

from collections.abc import Iterator

from .warned import Inputs, Warned

_SUCCESSOR = "declare a second entry in databases that succeeds this one, bring the data over, then remove this one"


def database_update(old: Inputs, new: Inputs, *, consented: bool) -> Iterator[Warned]:
    """`consented`: the estate allows another endpoint, with a reason and a date."""
    yield from _impossible(old, new)
    yield from _moved(old, new, consented=consented)
    yield from _interrupting(old, new)


def _impossible(old: Inputs, new: Inputs) -> Iterator[Warned]:
    """What the host refuses after the preview, or what the state could not follow."""
    size, smaller = _number(old, "volumeSizeInGb"), _number(new, "volumeSizeInGb")
    if size is not None and smaller is not None and smaller < size:
        yield Warned(
            f"the volume would shrink from {size} to {smaller} GB: the host refuses that", _SUCCESSOR, host=True
        )
    engine, other = _text(old, "engine"), _text(new, "engine")
    if engine.lower() != other.lower():
        yield Warned(
            f"the engine would change from {engine} to {other}: the host makes another instance and deletes this one, writes "
            "in between are lost, and the state goes on pointing at what is gone",
            _SUCCESSOR,
        )
    if old.get("isHaCluster") is True and new.get("isHaCluster") is not True:
        yield Warned(
            "the standby node would be removed: the host has no way back from high availability", "keep it", host=True
        )
    if old.get("encryptionAtRest") is True and new.get("encryptionAtRest") is not True:
        yield Warned("encryption at rest would be switched off: the host refuses that", "keep it", host=True)


def _moved(old: Inputs, new: Inputs, *, consented: bool) -> Iterator[Warned]:
    was, will = _endpoint(old), _endpoint(new)
    if was == will:
        return
    effect = "the endpoint would go and another come: every client loses its connection and its address"
    if consented:
        yield Warned(f"{effect}; network_move allows it", refused=False)
    else:
        yield Warned(effect, "put network and address back, or add network_move with a reason and a date")


def _interrupting(old: Inputs, new: Inputs) -> Iterator[Warned]:
    """What is allowed and felt."""
    if _text(old, "nodeType").lower() != _text(new, "nodeType").lower():
        yield Warned("another node type: connections break for a moment when the nodes change over", refused=False)
    if old.get("volumeType") != new.get("volumeType"):
        yield Warned("another volume type: the data is copied, and connections break when it is done", refused=False)
    if old.get("settings") != new.get("settings"):
        yield Warned("other settings: the engine may restart (max_connections and replication need it)", refused=False)
    kept, days = _number(old, "backupScheduleRetention"), _number(new, "backupScheduleRetention")
    if kept is not None and days is not None and days < kept:
        yield Warned(f"backups older than {days} days are deleted; so far {kept} days were kept", refused=False)


def _endpoint(inputs: Inputs) -> tuple[str, str]:
    """The bare id of the private network, and the pinned address or nothing."""
    place: Inputs = inputs.get("privateNetwork") or {}
    return str(place.get("pnId", "")).rpartition("/")[2], str(place.get("ipNet") or "")


def _number(inputs: Inputs, key: str) -> int | None:
    value = inputs.get(key)
    return int(value) if isinstance(value, int | float) else None


def _text(inputs: Inputs, key: str) -> str:
    return str(inputs.get(key, ""))
