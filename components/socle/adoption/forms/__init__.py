"""The forms in which people have an inventory of Azure, each turned into rows or refused by its own name."""

from .form import ENVELOPE, QUERY, TEMPLATE_OPTIONS, cut_at_a_depth, member, other_form, rows_of, speaks, table
from .template import Parameters, is_parameters, is_template, parameters_of, template_rows

__all__ = [
    "ENVELOPE",
    "QUERY",
    "TEMPLATE_OPTIONS",
    "Parameters",
    "cut_at_a_depth",
    "is_parameters",
    "is_template",
    "member",
    "other_form",
    "parameters_of",
    "rows_of",
    "speaks",
    "table",
    "template_rows",
]
