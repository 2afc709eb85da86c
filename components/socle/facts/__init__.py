"""What was measured or read of providers: data and look-ups, each with its source. Imports nothing of Socle but messages."""

from .azure import SPELLINGS, pulumi_token

__all__ = ["SPELLINGS", "pulumi_token"]
