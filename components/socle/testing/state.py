"""Pulumi's process-wide state, kept before a test and put back after it.

Pulumi is looked up among the modules that are loaded, never imported: a session without it pays nothing.
"""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

# Setting a field that was None makes the value its default in every other thread too (pulumi._utils.ContextProperty).
_DEFAULT = "_ContextProperty__default"


@contextmanager
def saved_state() -> Generator[None]:
    """Put back, at the end, everything that `set_mocks`, `set_config` and a program leave behind."""
    restore = _saved()
    try:
        yield
    finally:
        if restore is not None:
            restore()
        elif "pulumi.runtime.settings" in sys.modules:
            _pristine()


def _saved() -> Callable[[], None] | None:
    if "pulumi.runtime.settings" not in sys.modules:
        return None
    runtime, values = _modules()
    settings = runtime.SETTINGS
    # Through the descriptors: reading a field that holds a mapping gives the descriptor instead.
    members: list[Any] = list(cast("dict[str, Any]", vars(runtime.Settings)).values())
    descriptors = [member for member in members if hasattr(member, "fget")]
    fields = [(field, field.fget(), getattr(field, _DEFAULT, None)) for field in descriptors]
    outputs, rpcs = set(settings.outputs), list(settings.rpc_manager.rpcs)
    root, config, secrets = runtime.ROOT.get(), values.CONFIG.get(), values._SECRET_KEYS.get()
    config_before, secrets_before = dict(config), set(secrets)

    def restore() -> None:
        for field, value, default in fields:
            field.fset(value)
            setattr(field, _DEFAULT, default)
        settings.outputs = outputs
        settings.rpc_manager.clear()
        settings.rpc_manager.rpcs = rpcs
        runtime.ROOT.set(root)
        _refill(config, config_before)
        secrets.clear()
        secrets.update(secrets_before)
        values.CONFIG.set(config)
        values._SECRET_KEYS.set(secrets)

    return restore


def _modules() -> tuple[Any, Any]:
    return sys.modules["pulumi.runtime.settings"], sys.modules["pulumi.runtime.config"]


def _refill(config: dict[str, Any], before: dict[str, Any]) -> None:
    """`set_config` writes into the mapping itself, which may be the default of the whole process."""
    config.clear()
    config.update(before)


def _pristine() -> None:
    """Pulumi came in with this very test: back to how it is after its import."""
    runtime, values = _modules()
    runtime.configure(
        runtime.Settings(stack="stack", project="project", root_directory="root_directory", organization="organization")
    )
    runtime.ROOT.set(None)
    values.CONFIG.set({})
    values._SECRET_KEYS.set(set())
