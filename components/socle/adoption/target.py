"""Which subscription, tenant and region an export is adopted for; never guessed where it could mean two."""

from collections import Counter
from dataclasses import dataclass

from socle.messages import Refusal, Refused

from .export import Export, Row
from .file import LegacyFile


@dataclass(frozen=True)
class Target:
    """What is asked for, empty where it is left to the export; then what is adopted for."""

    subscription: str = ""
    tenant: str = ""
    location: str = ""


def target_of(file: LegacyFile, export: Export, wanted: Target) -> Target:
    """The file's own subscription, tenant and region; for a new file what was asked for, else what the export leaves no doubt of.

    Raises:
        Refused: the export has nothing of the subscription, names several and none was asked for, or is of another tenant.
    """
    rows = [row for row in export.rows if row.id.subscription]
    counts = Counter(row.id.subscription for row in rows)
    known = Target(file.spec.subscription_id, file.spec.tenant_id, file.spec.location) if file.spec else wanted
    listed = ", ".join(f"{subscription} ({count})" for subscription, count in counts.most_common())
    subscription = (known.subscription or (next(iter(counts)) if len(counts) == 1 else "")).lower()
    if not subscription:
        raise _refused(
            f"rows of {len(counts)} subscriptions: {listed}",
            "the wrong one could be adopted",
            "pass --subscription with yours",
        )
    if wanted.subscription and wanted.subscription.lower() != subscription:
        raise _refused(
            f"{file.path.name} is of the subscription {subscription}, and {wanted.subscription} was asked for",
            "resources of one subscription would be declared in another",
            "leave the option out, or give the other subscription an estate of its own",
        )
    if subscription not in counts:
        raise _refused(
            f"nothing in the export is of the subscription {subscription}; it has {listed or 'none'}",
            "everything that is declared would look as if it had vanished",
            "export that subscription",
        )
    own = [row for row in rows if row.id.subscription == subscription]
    return Target(subscription, _tenant(own, known.tenant), known.location or _location(own))


def _tenant(rows: list[Row], known: str) -> str:
    found = {str(row.at("tenantId")).lower() for row in rows if row.at("tenantId")}
    if known and found <= {known.lower()}:
        return known.lower()
    if len(found) == 1 and not known:
        return found.pop()
    if found:
        raise _refused(
            f"rows of the tenant {', '.join(sorted(found))}" + (f", and the estate's is {known}" if known else ""),
            "one subscription is in one tenant: the export is of another estate, or was edited",
            "export again with the account of the estate",
        )
    raise _refused("the export does not say its tenant", "credentials could not be checked against it", "pass --tenant")


def _location(rows: list[Row]) -> str:
    found = Counter(str(row.at("location")).replace(" ", "").lower() for row in rows if row.at("location"))
    del found["global"]
    return found.most_common(1)[0][0] if found else ""


def _refused(what: str, consequence: str, remedy: str) -> Refused:
    return Refused([Refusal(what, consequence, remedy, at="the export")])
