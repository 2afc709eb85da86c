"""Simulated plugins for what is not emulated: Azure, Kubernetes, random values. `bin` holds what the engine starts.

Names of properties are those of the installed SDKs, so that a misspelt one fails as it would; values are not checked.
"""
