"""What the platform answers when it refuses: the status and the body that its clients read."""

from typing import Any


class Refused(Exception):
    """An answer that ends a request."""

    def __init__(self, status: int, **body: Any) -> None:
        super().__init__(body.get("message"))
        self.status, self.body = status, body


def not_found(resource: str, ident: str = "") -> Refused:
    """404: there is no such object, or it is of another parent."""
    return Refused(404, type="not_found", message="resource is not found", resource=resource, resource_id=ident)


def invalid(argument: str, why: str) -> Refused:
    """400: an argument breaks a constraint. The provider does not retry it."""
    details = [{"argument_name": argument, "reason": "constraint", "help_message": why}]
    return Refused(400, type="invalid_arguments", message="invalid argument(s)", details=details)


def precondition(what: str, why: str) -> Refused:
    """412: protected, or still in use."""
    message = "precondition is not respected"
    return Refused(412, type="precondition_failed", message=message, precondition=what, help_message=why)


def conflict(resource: str, why: str) -> Refused:
    """409: the name or the address is taken."""
    return Refused(409, type="already_exists", message="resource already exists", resource=resource, help_message=why)


def over_quota(resource: str, limit: int) -> Refused:
    """403: as many as the organization may have."""
    details = [{"resource": resource, "quota": limit, "current": limit}]
    return Refused(403, type="quotas_exceeded", message="quota(s) exceeded", details=details)
