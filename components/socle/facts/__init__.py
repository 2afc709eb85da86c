"""What was measured or read of providers: data and look-ups, each with its source. Imports nothing of Socle but messages."""

from .azure import SPELLINGS, pulumi_token
from .lookup import kind, kinds, silent_inputs, usual
from .rows import Effect, Kind, Logic, Meter, Public, Silent, When, is_public

__all__ = [
    "SPELLINGS",
    "Effect",
    "Kind",
    "Logic",
    "Meter",
    "Public",
    "Silent",
    "When",
    "is_public",
    "kind",
    "kinds",
    "pulumi_token",
    "silent_inputs",
    "usual",
]
