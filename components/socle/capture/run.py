"""Capture: run a Pulumi program without an engine, a credential or the network, and get what it would register.

The program is unmodified and runs in this process, one capture at a time. What the engine adds is added, what it hides
is hidden, and what Pulumi's mocks accept in silence is refused. Only the engine deploys.
"""

import json
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from socle.messages import Refused
from socle.plan import Plan, in_order, scrubbed

from . import runtime
from .answers import Mode
from .environment import hidden_credentials, program_folder
from .monitor import CaptureMonitor, Invokes
from .prior import Prior
from .program import load_program
from .references import Outputs, References, Stack
from .watch import answered_directly, followed, known_instead, never_awaited, overheard, watched_config

_ONE_AT_A_TIME = threading.Lock()  # the environment and the import path belong to the whole process
_MODES = ("preview", "up")


def capture(
    program: Callable[[], Any] | str | Path,
    *,
    stack: str,
    project: str,
    config: Mapping[str, Any] | None = None,
    secret_config: Mapping[str, Any] | None = None,
    mode: Mode = "preview",
    prior: Mapping[str, Any] | str | Path | None = None,
    references: Mapping[str, Outputs] | None = None,
    invokes: Invokes | None = None,
    organization: str = "organization",
    root: str | Path | None = None,
) -> Plan:
    """Every resource that a program would register, as the engine would record it.

    Args:
        program: a callable (which may be async), a folder with a `__main__.py`, or a Python file.
        config: the stack's configuration, by full key (`socle:estate`) or by a key of the project itself; values that
            are not text are passed as JSON, as the engine does.
        secret_config: the same for secrets: `require_secret` gives a secret output.
        mode: `preview`: ids and computed properties are unknown. `up`: they are made up, deterministically, in the
            cloud's shape, so that references can be followed.
        prior: an exported state (`pulumi stack export`) or its path: what exists answers from it, as in the engine.
        references: the stacks that the program may refer to, by name: their plans, plain outputs, or `UNKNOWN_OUTPUTS`.
        invokes: results of provider functions, by token. A function without one answers unknown; in its direct form, with
            an object whose fields are unknown.
        organization: the first part of full stack names; `organization` on self-managed backends.
        root: the folder of Pulumi.yaml, to which source positions are relative; found upwards of the program if None.

    Raises:
        Refused: the program ran, but the engine or the provider would refuse some of its registrations.
        Refused: a coroutine of the program was never awaited, so that what stands in it is not registered.
        UnknownStackError: a stack reference has no answer.
        Exception: whatever the program itself raised, in its body or in an `apply`.
    """
    if mode not in _MODES:
        raise ValueError(f"mode: {mode!r} is neither preview nor up")
    loaded = load_program(program, root)
    before = Prior(prior)
    monitor = CaptureMonitor(
        stack=stack,
        project=project,
        root=str(loaded.root),
        mode=mode,
        prior=before,
        references=References(references, Stack(organization, project, stack), before),
        invokes=invokes,
    )
    ambient = runtime.Ambient(
        stack=stack,
        project=project,
        organization=organization,
        root=str(loaded.root),
        preview=mode == "preview",
        config=_texts(config, project) | _texts(secret_config, project),
        secret_keys=tuple(_texts(secret_config, project)),
    )
    with (
        _alone(),
        hidden_credentials(),
        program_folder(loaded.folder),
        overheard() as heard,
        watched_config(heard) as reads,
        answered_directly(),
        followed(loaded.root),
        never_awaited(loaded.root) as dropped,
    ):
        origins = _run(loaded.run, monitor, ambient, loaded.root)
    if dropped:
        raise Refused(dropped)
    if refused := monitor.refused():
        raise refused
    resources = [
        replace(resource, origin=origins[urn]) if urn in origins else resource
        for urn, resource in monitor.registered.items()
    ]
    plan = Plan(stack, project, in_order(resources), monitor.stack_outputs, plain_secrets=tuple(sorted(reads.plain)))
    return scrubbed(plan, heard.telling)


@contextmanager
def _alone() -> Generator[None]:
    runtime.refuse_nesting()
    with _ONE_AT_A_TIME:
        yield


def _run(program: Callable[[], Any], monitor: CaptureMonitor, ambient: runtime.Ambient, root: Path) -> dict[str, Any]:
    try:
        return dict(runtime.run(program, monitor, ambient))
    except Exception as error:
        if instead := known_instead(error, root):
            error.add_note(instead)
        if monitor.unanswered:
            error.add_note(
                f"no result was given for {', '.join(sorted(monitor.unanswered))}: pass invokes={{...}}, or --invokes FILE.json"
            )
        if refused := monitor.refused():
            error.add_note(str(refused))
        raise


def _texts(config: Mapping[str, Any] | None, project: str) -> dict[str, str]:
    return {
        key if ":" in key else f"{project}:{key}": value if isinstance(value, str) else json.dumps(value)
        for key, value in (config or {}).items()
    }
