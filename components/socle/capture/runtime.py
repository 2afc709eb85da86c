"""One run of a program on Pulumi's own runtime, apart from everything else in this process.

The program runs in a thread with an event loop of its own, in a copy of the caller's context: Pulumi keeps its state in
context variables, so nothing leaks out of a run, and a run starts the same inside or outside a running event loop.
"""

import asyncio
import contextvars
import gc
import inspect
import logging
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from pulumi.runtime import settings as sdk_settings
from pulumi.runtime.config import set_all_config
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.stack import run_in_stack

from socle.origin import Origin
from socle.plan import redacted

from .references import answer_one_by_one
from .watch import of_ours

_LOG = logging.getLogger("socle.plan")
_LEVELS = {engine_pb2.INFO: logging.INFO, engine_pb2.WARNING: logging.WARNING, engine_pb2.ERROR: logging.ERROR}
_SDK_CALL = "pulumi.runtime._context"  # the module of the callables that wrap the SDK's own requests
_DEFAULT = "_ContextProperty__default"  # of pulumi._utils.ContextProperty, which has no public way to reset it
_LAST_SECONDS = 0.5
"""What a program has to end once it was asked to: one that sleeps, or goes round for ever, hears of nothing."""
_INSIDE = contextvars.ContextVar("socle_capture_inside", default=False)


@dataclass(frozen=True)
class Ambient:
    """What Pulumi tells a program about its deployment."""

    stack: str
    project: str
    organization: str
    root: str
    preview: bool
    config: dict[str, str]
    secret_keys: tuple[str, ...]


def run(program: Callable[[], Any], monitor: Any, ambient: Ambient) -> dict[str, Origin]:
    """Run a program to its end, with every registration and `apply` done.

    Returns:
        By URN, where in the estate a resource says it comes from (its attribute `origin`).

    Raises:
        BaseException: whatever the program raised, in its body or in an `apply`: the very object.
    """
    worker = _Worker(program, monitor, ambient)
    thread = threading.Thread(
        target=contextvars.copy_context().run, args=(worker.work,), name="socle-capture", daemon=True
    )
    with _collector_paused():
        thread.start()
        try:
            thread.join()
        except BaseException:
            worker.cancel()
            thread.join(_LAST_SECONDS)
            raise
    if worker.failure is not None:
        raise worker.failure
    return worker.origins


@contextmanager
def _collector_paused() -> Generator[None]:
    """Outputs live in cycles until the end of a run, and looking for garbage among them makes a run of 1,000 registrations
    a quarter slower per registration than one of 250; without it the cost is the same."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def refuse_nesting() -> None:
    """Two captures cannot run at once in one process, so a program cannot start one.

    Raises:
        RuntimeError: this is a program under capture.
    """
    if _INSIDE.get():
        raise RuntimeError(
            "a program under capture started a capture: the two would wait for each other for ever; "
            "capture the programs one after the other, and pass the first plan in references="
        )


class _Worker:
    """The run itself; `failure` and `origins` are read once the thread has ended."""

    def __init__(self, program: Callable[[], Any], monitor: Any, ambient: Ambient) -> None:
        self._program = program
        self._monitor = monitor
        self._ambient = ambient
        self._raised: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._resources: list[pulumi.Resource] = []
        self.failure: BaseException | None = None
        self.origins: dict[str, Origin] = {}

    def cancel(self) -> None:
        """Stop from another thread."""
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)

    def work(self) -> None:
        """Run in this thread; nothing is raised."""
        _INSIDE.set(True)
        defaults = _defaults()
        _configure(self._monitor, self._ambient)
        try:
            with asyncio.Runner() as runner:
                runner.get_loop().set_default_executor(_InPlace())
                # What is left over when a program fails is neither awaited nor reported: its failure is.
                runner.get_loop().set_exception_handler(lambda _loop, _context: None)
                runner.run(self._main())
        except BaseException as error:  # raised again by the thread that asked
            self.failure = self._raised or _unwrapped(error)
        finally:
            self._resources.clear()
            _restore_defaults(defaults)

    async def _main(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        await run_in_stack(self._body)
        for resource in self._resources:
            origin = _origin(resource)
            urn = await resource.urn.future() if origin else None
            if origin and urn:
                self.origins[urn] = origin

    async def _body(self) -> None:
        pulumi.runtime.register_stack_transformation(self._see)
        try:
            result = self._program()
            if inspect.isawaitable(result):
                await result
        except BaseException as error:
            self._raised = error
            raise

    def _see(self, args: pulumi.ResourceTransformationArgs) -> None:
        self._monitor.classes[args.type_] = type(args.resource)
        self._resources.append(args.resource)
        if isinstance(args.resource, pulumi.StackReference):
            answer_one_by_one(args.resource, self._monitor.referenced)


def _configure(monitor: Any, ambient: Ambient) -> None:
    sdk_settings.set_root_resource(None)  # type: ignore[arg-type]
    sdk_settings.configure(
        sdk_settings.Settings(
            project=ambient.project,
            stack=ambient.stack,
            organization=ambient.organization,
            root_directory=ambient.root,
            monitor=monitor,
            engine=_Engine(),
            dry_run=ambient.preview,
        )
    )
    set_all_config(ambient.config, list(ambient.secret_keys))


def _defaults() -> list[tuple[Any, Any]]:
    """Setting a field that was None makes the value its default in every other thread too: kept, to be put back."""
    fields = [field for field in vars(sdk_settings.Settings).values() if hasattr(field, _DEFAULT)]
    return [(field, getattr(field, _DEFAULT)) for field in fields]


def _restore_defaults(defaults: list[tuple[Any, Any]]) -> None:
    for field, value in defaults:
        setattr(field, _DEFAULT, value)


class _Engine:
    """Takes what a program logs; debug messages, several per registration, are dropped."""

    def Log(self, request: Any) -> Any:  # noqa: N802 - the name of Pulumi's call
        if request.severity in _LEVELS:
            _LOG.log(_LEVELS[request.severity], "%s", redacted(request.message))
        return empty_pb2.Empty()

    def RequirePulumiVersion(self, _request: Any) -> Any:  # noqa: N802 - the name of Pulumi's call
        return engine_pb2.RequirePulumiVersionResponse()


class _InPlace(ThreadPoolExecutor):
    """Runs the SDK's requests where they are made: the monitor answers at once, in the order of the program's loop."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if fn.__module__ != _SDK_CALL:
            return super().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # handed to whoever awaits it
            of_ours(error)
            future.set_exception(error)
        return future


def _origin(resource: pulumi.Resource) -> Origin | None:
    origin = getattr(resource, "origin", None)
    return origin if isinstance(origin, Origin) else None  # some clouds' resources have an output of this name


def _unwrapped(error: BaseException) -> BaseException:
    """The program's own exception, where the SDK wrapped it in another of its kind to say what it was doing."""
    context: list[str] = []
    seen = {id(error)}  # one that is raised from itself, or two from each other, have no end
    while (
        str(error).startswith("While processing ")
        and isinstance(error.__cause__, type(error))
        and id(error.__cause__) not in seen
    ):
        context.append(str(error).split("\n", 1)[0].split(", value ", 1)[0])
        error = error.__cause__
        seen.add(id(error))
    for line in context:
        error.add_note(line)
    if id(error.__cause__) in seen:
        error.__cause__ = None
    return error
