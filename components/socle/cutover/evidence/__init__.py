"""Evidence of a cut-over: records, ledgers, signatures, and what can be wrong with them."""

from .ledger import Entry, Head, Line, Unread, entries, entry, ledger_file, read_ledger, written
from .record import GENESIS, LEVELS, Level, Record, Value, record_from
from .signature import NAMESPACE, Signature, message, parse, verifies
from .verify import CLOCK_SKEW, HARMLESS, ROLES, Flaw, Found, Known, broken, signature_flaws, verify

__all__ = [
    "CLOCK_SKEW",
    "GENESIS",
    "HARMLESS",
    "LEVELS",
    "NAMESPACE",
    "ROLES",
    "Entry",
    "Flaw",
    "Found",
    "Head",
    "Known",
    "Level",
    "Line",
    "Record",
    "Signature",
    "Unread",
    "Value",
    "broken",
    "entries",
    "entry",
    "ledger_file",
    "message",
    "parse",
    "read_ledger",
    "record_from",
    "signature_flaws",
    "verifies",
    "verify",
    "written",
]
