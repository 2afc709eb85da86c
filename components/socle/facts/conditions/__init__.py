"""Conditions of IAM rules at the host: what an expression means for one request, and whether any request can meet it.

The host checks the form of an expression and nothing else (documentation of resource-level conditions, July 2026): what can never be
true is accepted, and a condition on a resource ends every listing. Both are said here, before anything is deployed.
"""

from .decide import Answer, Request, Resource, answer, possible, survives_listing
from .syntax import NotUnderstood, fields_of, parse
from .values import Absent

__all__ = [
    "Absent",
    "Answer",
    "NotUnderstood",
    "Request",
    "Resource",
    "answer",
    "fields_of",
    "parse",
    "possible",
    "survives_listing",
]
