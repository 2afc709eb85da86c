"""Pulumi's own resource types."""

from .rows import Kind

KINDS: tuple[Kind, ...] = (Kind("pulumi:pulumi:StackReference", meters=()),)
