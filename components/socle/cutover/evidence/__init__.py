"""Evidence of a cut-over: records, ledgers, signatures, and what can be wrong with them."""

from .ledger import Entry, Head, Line, Unread, entries, entry, ledger_file, read_ledger, written
from .record import GENESIS, LEVELS, Level, Record, Value, record_from
from .signature import NAMESPACE, Signature, message, parse, verifies
from .signers import COLLECTOR, SIGNERS, Signer, signers_of
from .verify import CLOCK_SKEW, HARMLESS, Flaw, Found, Known, broken, signature_flaws, verify
from .writer import Draft, Moved, Sign, append, head_of, placed, record_signed

__all__ = [
    "CLOCK_SKEW",
    "COLLECTOR",
    "GENESIS",
    "HARMLESS",
    "LEVELS",
    "NAMESPACE",
    "SIGNERS",
    "Draft",
    "Entry",
    "Flaw",
    "Found",
    "Head",
    "Known",
    "Level",
    "Line",
    "Moved",
    "Record",
    "Sign",
    "Signature",
    "Signer",
    "Unread",
    "Value",
    "append",
    "broken",
    "entries",
    "entry",
    "head_of",
    "ledger_file",
    "message",
    "parse",
    "placed",
    "read_ledger",
    "record_from",
    "record_signed",
    "signature_flaws",
    "signers_of",
    "verifies",
    "verify",
    "written",
]
