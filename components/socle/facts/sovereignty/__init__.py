"""Who operates what a type stands for, whose law reaches them, and which open standard is behind it."""

from .operators import Law, Operator, operator_of
from .standards import STANDARDS, standard_of

__all__ = ["STANDARDS", "Law", "Operator", "operator_of", "standard_of"]
