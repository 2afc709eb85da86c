"""The forms in which people have an inventory of Azure, each turned into rows or refused by its own name."""

from .form import (
    ENVELOPE,
    QUERY,
    TEMPLATE_OPTIONS,
    cut_at_a_depth,
    flattened,
    member,
    other_form,
    rows_of,
    speaks,
    table,
    with_ids,
)
from .template import Parameters, is_parameters, is_template, nested, parameters_of, template_rows, undecided

__all__ = [
    "ENVELOPE",
    "QUERY",
    "TEMPLATE_OPTIONS",
    "Parameters",
    "cut_at_a_depth",
    "flattened",
    "is_parameters",
    "is_template",
    "member",
    "nested",
    "other_form",
    "parameters_of",
    "rows_of",
    "speaks",
    "table",
    "template_rows",
    "undecided",
    "with_ids",
]
