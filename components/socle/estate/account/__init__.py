"""Whether the credentials in use, and the settings of providers, are those of the estate: asked before anything is registered."""

from .azure import SETTINGS, azure_account_refusals
from .providers import PROVIDER_SETTINGS, provider_refusals
from .scaleway import account_refusals

__all__ = ["PROVIDER_SETTINGS", "SETTINGS", "account_refusals", "azure_account_refusals", "provider_refusals"]
