"""Evidence of a cut-over: records, ledgers, signatures, and what can be wrong with them."""

from .kept import keep, keep_stamp, kept_ends, lock_of, stamp_of
from .ledger import Entry, Head, Line, Unread, entries, entry, ledger_file, lines_of, read_ledger, written
from .proposal import proposal_file, read_proposal, signed_by, write_proposal
from .record import GENESIS, LARGEST, LEVELS, Level, Record, Value, digest_of, record_from
from .signature import NAMESPACE, Signature, message, parse, verifies
from .signers import COLLECTOR, SIGNERS, Signer, signers_of
from .signing import Key, fitting, key_at, keys_here, ssh_sign
from .stamp import stamp_request, stamped_at
from .verify import CLOCK_SKEW, HARMLESS, Flaw, Found, Holder, Known, broken, signature_flaws, verify
from .writer import Draft, Moved, Sign, append, head_of, placed, record_signed

__all__ = [
    "CLOCK_SKEW",
    "COLLECTOR",
    "GENESIS",
    "HARMLESS",
    "LARGEST",
    "LEVELS",
    "NAMESPACE",
    "SIGNERS",
    "Draft",
    "Entry",
    "Flaw",
    "Found",
    "Head",
    "Holder",
    "Key",
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
    "digest_of",
    "entries",
    "entry",
    "fitting",
    "head_of",
    "keep",
    "keep_stamp",
    "kept_ends",
    "key_at",
    "keys_here",
    "ledger_file",
    "lines_of",
    "lock_of",
    "message",
    "parse",
    "placed",
    "proposal_file",
    "read_ledger",
    "read_proposal",
    "record_from",
    "record_signed",
    "signature_flaws",
    "signed_by",
    "signers_of",
    "ssh_sign",
    "stamp_of",
    "stamp_request",
    "stamped_at",
    "verifies",
    "verify",
    "write_proposal",
    "written",
]
