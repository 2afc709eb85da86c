"""The Scaleway provider: every resource type with its inputs, and which of them are never sent."""

from .flat_names import current_type
from .schema import Input, ResourceFacts, facts, nested_type
from .silent import SILENT, silent_inputs

__all__ = ["SILENT", "Input", "ResourceFacts", "current_type", "facts", "nested_type", "silent_inputs"]
