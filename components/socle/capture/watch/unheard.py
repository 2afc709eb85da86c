"""What nobody was asked for: results of provider functions in their direct form, while no engine is there to call them.

A program that calls `get_project(...)` goes on with plain values, and there are none. It gets an object of the function's type
whose fields are unknown outputs: passed on they are unknown, as on a first preview; decided on, they say what would be needed.
"""

import asyncio
import inspect
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, NoReturn
from unittest.mock import patch

import pulumi
from pulumi.output import UNKNOWN as UNKNOWN_VALUE
from pulumi.runtime.invoke import InvokeResult

from socle.plan import UNKNOWN


class NotAskedError(TypeError):
    """A program decides on something that only a provider's function can say."""


class Unheard(pulumi.Output[Any]):
    """One value that only a provider's function can say. SDKs test it before they keep it; nobody else may decide on it."""

    def __init__(self, path: str) -> None:
        super().__init__(set(), soon(UNKNOWN_VALUE), soon(False), soon(False))
        vars(self)["path"] = path

    def __getattr__(self, item: str) -> Any:
        if item.startswith("__"):
            raise AttributeError(item)
        return Unheard(f"{vars(self)['path']}.{item}")

    def __getitem__(self, key: Any) -> Any:
        return Unheard(f"{vars(self)['path']}[{key!r}]")

    def __call__(self, *_given: Any, **_named: Any) -> Any:
        return self

    def __bool__(self) -> bool:
        above = inspect.currentframe()
        asking = str(above.f_back.f_globals.get("__name__", "")) if above and above.f_back else ""
        return False if asking.startswith("pulumi") else self._refuse()

    def __iter__(self) -> NoReturn:
        self._refuse()

    def __contains__(self, _item: object) -> NoReturn:
        self._refuse()

    def __len__(self) -> int:
        return self._refuse()

    def __int__(self) -> NoReturn:
        self._refuse()

    def __eq__(self, other: object) -> bool:
        return self is other or self._refuse()

    def __hash__(self) -> int:
        return id(self)

    def __str__(self) -> str:
        return UNKNOWN

    def __format__(self, _form: str) -> str:
        return UNKNOWN

    def _refuse(self) -> NoReturn:
        path = vars(self)["path"]
        raise NotAskedError(
            f"the program decides on {path}, which only the provider can say; the form of the function that gives an output needs no answer"
        )


def soon(value: Any) -> Any:
    """A value that an output has already."""
    future: asyncio.Future[Any] = asyncio.get_event_loop().create_future()
    future.set_result(value)
    return future


def unheard(type_: type[Any] | None, token: str) -> Any:
    """A result of a function's type all of whose fields are unknown."""
    name = token.rsplit(":", 1)[-1]
    if type_ is None:
        return Unheard(name)
    found = object.__new__(type_)
    keep: Callable[[Any, str, Any], None] = vars(pulumi)["set"]  # the SDK leaves its first argument untyped
    for field in list(inspect.signature(type_.__init__).parameters)[1:]:
        keep(found, field, Unheard(f"{name}().{field}"))
    return found


@contextmanager
def answered_directly() -> Generator[None]:
    """While a program runs, functions in their direct form that nobody answers give unknown fields in place of nothing."""
    invoke: Callable[..., InvokeResult] = pulumi.runtime.invoke

    def answered(
        tok: str, props: Any, opts: Any = None, typ: type | None = None, package_ref: Any = None
    ) -> InvokeResult:
        result = invoke(tok, props, opts, typ, package_ref)
        if result.is_known and result.value is not None:
            return result
        return InvokeResult(unheard(typ, tok), is_known=False)

    with patch.object(pulumi.runtime, "invoke", answered):
        yield
