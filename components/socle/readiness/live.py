"""What only the host can say, asked with the credentials of the environment: whose key it is, what it may do, quotas, versions, the time.

Read-only, and never sent to an endpoint that the program would refuse. What the caller's key may not read stays not known.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from socle.facts import scope_of
from socle.messages import Text, said

from .backend import StateBucket
from .machine import Machine

SECONDS = 20
"""How long the host may take to answer one question."""
_OWN = "https://api.scaleway.com"
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Bearer:
    """Whose key it is, until when, and what it may do.

    rights: permission sets, by project; those of the whole organisation under an empty name. None: its policies cannot be read.
    organization_id: empty where whoever bears it cannot be read.
    """

    owner: bool
    organization_id: str
    default_project_id: str
    expires_at: datetime | None
    rights: Mapping[str, frozenset[str]] | None


class Host:
    """The host's own API, by its SDK. Every answer is a value, or a text that says why there is none."""

    def __init__(self, machine: Machine, organization_id: str) -> None:
        self._machine = machine
        self._organization_id = organization_id
        self._url = machine.given("SCW_API_URL") or _OWN
        client = import_module("scaleway").Client(
            access_key=machine.given("SCW_ACCESS_KEY"),
            secret_key=machine.given("SCW_SECRET_KEY"),
            api_url=self._url,
            default_organization_id=organization_id,
        )
        self._iam: Any = import_module("scaleway.iam.v1alpha1").IamV1Alpha1API(client)

    def bearer(self) -> "Bearer | Text":
        """Whose key is in use."""
        return self._asked(self._bearer)

    def limits(self) -> "Mapping[str, int] | Text":
        """The organisation's quotas that have one number, by the name that the host shows."""
        return self._asked(
            lambda: {
                str(each.pretty_name).lower(): int(each.limit)
                for each in self._iam.list_quota_all(organization_id=self._organization_id)
                if each.limit is not None and not each.unlimited
            }
        )

    def owners(self) -> "tuple[int, int] | Text":
        """How many owners the organisation has, and how many of them have a second factor."""

        def counted() -> tuple[int, int]:
            found = [
                each
                for each in self._iam.list_users_all(organization_id=self._organization_id)
                if str(each.type_) == "owner"
            ]
            return len(found), sum(bool(each.mfa) for each in found)

        return self._asked(counted)

    def trail_exports(self, region: str) -> "int | Text":
        """How many exports of the audit trail there are."""
        trail: Any = import_module("scaleway.audit_trail.v1alpha1").AuditTrailV1Alpha1API(self._iam.client)
        return self._asked(
            lambda: len(trail.list_export_jobs_all(organization_id=self._organization_id, region=region))
        )

    def seconds_off(self) -> "int | Text":
        """How far the machine's clock is from the host's, in seconds: after it where that is more than zero."""
        import requests  # noqa: PLC0415 - of the SDK

        def asked() -> int:
            told = requests.head(self._url, timeout=SECONDS, allow_redirects=False).headers["Date"]
            return round((self._machine.now() - parsedate_to_datetime(told)).total_seconds())

        return self._asked(asked)

    def _bearer(self) -> Bearer:
        key = self._iam.get_api_key(access_key=self._machine.given("SCW_ACCESS_KEY"))
        owner, organization = False, ""
        of: dict[str, list[str]] = (
            {"application_ids": [key.application_id]} if key.application_id else {"user_ids": [key.user_id]}
        )
        try:
            if key.application_id:
                organization = str(self._iam.get_application(application_id=key.application_id).organization_id)
            else:
                user = self._iam.get_user(user_id=key.user_id)
                owner, organization = str(user.type_) == "owner", str(user.organization_id)
        except Exception as error:
            _unless_closed(error)
        expires = key.expires_at.astimezone(UTC) if key.expires_at else None
        return Bearer(owner, organization, str(key.default_project_id or ""), expires, self._rights(of))

    def _rights(self, of: Mapping[str, list[str]]) -> Mapping[str, frozenset[str]] | None:
        """Of its own policies and of those of its groups."""
        here: dict[str, Any] = {"organization_id": self._organization_id, "page_size": 100}
        try:
            groups = [each.id for each in self._iam.list_groups_all(**here, **of)]
            policies = [*self._iam.list_policies_all(**here, **of)]
            policies += self._iam.list_policies_all(**here, group_ids=groups) if groups else []
            rules = [rule for each in policies for rule in self._iam.list_rules_all(policy_id=each.id, page_size=100)]
        except Exception as error:
            _unless_closed(error)
            return None
        found: dict[str, set[str]] = {}
        for rule in rules:
            for place in rule.project_ids or ([""] if rule.organization_id else []):
                found.setdefault(place, set()).update(rule.permission_set_names or [])
        return {place: frozenset(names) for place, names in found.items()}

    def _asked(self, question: Callable[[], _Answer]) -> "_Answer | Text":
        return within(question)


def within(question: Callable[[], _Answer], seconds: float = SECONDS) -> "_Answer | Text":
    """An answer that comes in time, or why there is none. What the host says is not repeated: it could hold what was sent."""
    box: list[Any] = []

    def ask() -> None:
        try:
            box.append(question())
        except Exception as error:
            box.append(_why(error))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    return box[0] if box else said("doctor.why.late", seconds=round(seconds))


def can_ask() -> bool:
    """Whether the SDKs are there that ask the hosts: the extra `live`."""
    return all(find_spec(package) for package in ("scaleway", "boto3"))


def versioned(machine: Machine) -> "Callable[[StateBucket], bool | Text] | None":
    """Asks a bucket whether it keeps versions; None without credentials for it, or without the SDK."""
    opened = _storage(machine)
    if opened is None:
        return None

    def asked(bucket: StateBucket) -> "bool | Text":
        client = opened(bucket)
        return within(lambda: bool(client.get_bucket_versioning(Bucket=bucket.name).get("Status") == "Enabled"))

    return asked


def stored(machine: Machine) -> "Callable[[StateBucket, str], frozenset[str] | Text] | None":
    """Asks a bucket for the names of what is below a prefix; None as for `versioned`."""
    opened = _storage(machine)
    if opened is None:
        return None

    def asked(bucket: StateBucket, prefix: str) -> "frozenset[str] | Text":
        client = opened(bucket)

        def names() -> frozenset[str]:
            pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket.name, Prefix=prefix)
            return frozenset(str(each["Key"]) for page in pages for each in page.get("Contents", ()))

        return within(names)

    return asked


def _storage(machine: Machine) -> "Callable[[StateBucket], Any] | None":
    """The SDK of object storage with the credentials for the backend."""
    key, secret = machine.given("AWS_ACCESS_KEY_ID"), machine.given("AWS_SECRET_ACCESS_KEY")
    if not (key and secret and can_ask()):
        return None

    def opened(bucket: StateBucket) -> Any:
        boto3: Any = import_module("boto3")
        return boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret).client(
            "s3",
            endpoint_url=bucket.endpoint,
            region_name=bucket.region or "fr-par",
            config=import_module("botocore.config").Config(
                connect_timeout=SECONDS / 4,
                read_timeout=SECONDS / 2,
                retries={"max_attempts": 0},
                s3={"addressing_style": "path" if bucket.path_style else "auto"},
            ),
        )

    return opened


def missing(bearer: Bearer, needed: Iterable[str], project_id: str) -> list[str]:
    """Permission sets that a bearer lacks in a project, where the organisation's hold too. "All products" has none of the organisation."""
    rights = bearer.rights or {}
    held = rights.get("", frozenset[str]()) | rights.get(project_id, frozenset[str]())
    every = "AllProductsFullAccess" in held
    return sorted(name for name in set(needed) - held if not (every and scope_of(name) == "project"))


def _unless_closed(error: Exception) -> None:
    """Go on where the key may not read something; anything else ends the question."""
    if getattr(error, "status_code", None) not in (401, 403):
        raise error


def _why(error: Exception) -> Text:
    status = getattr(error, "status_code", None) or _status(error)
    if status in (401, 403):
        return said("doctor.why.closed")
    if status:
        return said("doctor.why.status", status=int(status))
    return said("doctor.why.unreached")


def _status(error: Exception) -> int:
    """Of a refusal of object storage (botocore's ClientError)."""
    answer = getattr(error, "response", None)
    found = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) if isinstance(answer, dict) else 0  # pyright: ignore
    return int(found)  # pyright: ignore[reportUnknownArgumentType]
