"""A program as plain data: every resource that it would register. Costs no import of Pulumi."""

from .credentials import PLAIN, SEALED, found_in_plain, looks_secret, without_credentials
from .deployed import read_deployed
from .holds import loss
from .json import PlanFormatError, from_json
from .masking import ATTRIBUTE, masked, redacted, told_of
from .model import SECRET, STACK_TYPE, UNKNOWN, Plan, Resource, in_order, triggers
from .parts import parts_of
from .property_paths import Path, contains, dotted, parse, render
from .rows import is_urn, waits_for
from .scrubbing import scrubbed
from .several import Plans, plans_from_json, plans_to_json
from .state import (
    SECRET_SIGNATURE,
    SIGNATURE,
    load,
    pending_of,
    plain_inputs,
    read_preview,
    read_resource,
    read_state,
    state_rows,
    unfinished,
    unread_of,
)
from .texts import said_in, scalars_in, texts_in
from .urns import AliasSpec, default_provider_urn, make_urn, name_of, resolve_aliases, type_of

__all__ = [
    "ATTRIBUTE",
    "PLAIN",
    "SEALED",
    "SECRET",
    "SECRET_SIGNATURE",
    "SIGNATURE",
    "STACK_TYPE",
    "UNKNOWN",
    "AliasSpec",
    "Path",
    "Plan",
    "PlanFormatError",
    "Plans",
    "Resource",
    "contains",
    "default_provider_urn",
    "dotted",
    "found_in_plain",
    "from_json",
    "in_order",
    "is_urn",
    "load",
    "looks_secret",
    "loss",
    "make_urn",
    "masked",
    "name_of",
    "parse",
    "parts_of",
    "pending_of",
    "plain_inputs",
    "plans_from_json",
    "plans_to_json",
    "read_deployed",
    "read_preview",
    "read_resource",
    "read_state",
    "redacted",
    "render",
    "resolve_aliases",
    "said_in",
    "scalars_in",
    "scrubbed",
    "state_rows",
    "texts_in",
    "told_of",
    "triggers",
    "type_of",
    "unfinished",
    "unread_of",
    "waits_for",
    "without_credentials",
]
