"""What a reader of values raises over a value that no cloud would take: a text for a number, an address that is none."""

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""Whoever judges many resources says of the one that it is not known, and goes on to the next."""
