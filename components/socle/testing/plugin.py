"""The pytest plugin: fixtures that capture a component or a program as a plan, and Pulumi's state put back after each test.

Pytest loads it in every session of an environment that has Socle, so it imports neither Pulumi nor a cloud SDK until a
test asks for a capture, and it leaves alone what a test module sets up for all its tests.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pytest

from .quiet import QuietImport
from .state import saved_state

if TYPE_CHECKING:
    from socle.plan import Plan
    from socle.rules import Context, Finding

Mode = Literal["preview", "up"]
_OUTPUT_TEXT = "PULUMI_ERROR_OUTPUT_STRING"
_SDK_IMPORT = QuietImport()
_RECORD = "--record-findings"


class CaptureComponent(Protocol):
    """What `capture_component` is: see there."""

    def __call__(
        self,
        make: Callable[[], Any],
        *,
        mode: Mode = "preview",
        stack: str = "test",
        project: str = "test",
        config: Mapping[str, Any] | None = None,
        secret_config: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> "Plan": ...


class CaptureProgram(Protocol):
    """What `capture_program` is: see there."""

    def __call__(
        self,
        program: Callable[[], Any] | str | Path,
        *,
        stack: str,
        project: str = "test",
        mode: Mode = "preview",
        config: Mapping[str, Any] | None = None,
        secret_config: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> "Plan": ...


class RecordedFindings(Protocol):
    """What `recorded_findings` is: see there."""

    def __call__(
        self, plans: "Plan | Iterable[Plan]", file: str | Path, *, context: "Context | None" = None
    ) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record-findings` writes the lists of `recorded_findings` anew."""
    parser.addoption(_RECORD, action="store_true", help="Write the recorded findings of plans anew.")


def pytest_configure(config: pytest.Config) -> None:
    """Make an f-string of an Output an error, and the SDK's warnings about itself silent, for this session."""
    if _OUTPUT_TEXT not in os.environ:
        os.environ[_OUTPUT_TEXT] = "true"
        config.add_cleanup(_forget_output_text)
    sys.meta_path.insert(0, _SDK_IMPORT)
    config.add_cleanup(_SDK_IMPORT.leave)


def _forget_output_text() -> None:
    os.environ.pop(_OUTPUT_TEXT, None)


@pytest.fixture(autouse=True)
def pulumi_state() -> Iterator[None]:
    """Put Pulumi's global state (mocks, stack, configuration, root resource) back to what it was before the test.

    Applies to every test by itself. What a test module sets up when it is imported stays for all its tests.
    """
    with saved_state():
        yield


@pytest.fixture
def capture_component() -> CaptureComponent:
    """Capture what a callable makes, usually one component, as a `socle.plan.Plan`.

    Takes `make`, and by keyword what `socle.plan.capture` takes: `mode` (`preview`), `stack` and `project` (`test`),
    `config`, `secret_config`, `prior`, `references`, `invokes`. Raises what `capture` raises: `socle.messages.Refused` for
    whatever the engine or the provider would refuse, or the component's own error.

        def test_a_bucket_is_protected(capture_component):
            plan = capture_component(lambda: PrivateBucket("studies", spec, tenancy=tenancy))
            assert plan.one("scaleway:object/bucket:Bucket").protect
    """
    return _component


@pytest.fixture
def capture_program() -> CaptureProgram:
    """Capture a whole program: its folder, its file, or a callable. Takes what `socle.plan.capture` takes."""
    return _program


@pytest.fixture(params=["preview", "up"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """Runs a test twice: in a preview, where ids are unknown, and after `up`, where they are known."""
    return request.param


@pytest.fixture
def recorded_findings(request: pytest.FixtureRequest) -> RecordedFindings:
    """Fail on what the rules find in plans and a recorded list does not have. The list stands beside the test.

    Takes a plan or several, the file of the list, and by keyword the `context` of `socle.testing.findings`.
    `pytest --record-findings` writes the list; a reason behind a line (two spaces and a #) is kept. What is found no longer is a warning.

        def test_nothing_new_is_broken(capture_program, recorded_findings):
            recorded_findings(capture_program("infra", stack="prod"), "findings.txt")
    """

    def hold(plans: "Plan | Iterable[Plan]", file: str | Path, *, context: "Context | None" = None) -> None:
        from .recorded import findings  # noqa: PLC0415 - only a session that judges pays for the rules

        _hold(
            findings(plans, context=context), request.path.parent / file, again=bool(request.config.getoption(_RECORD))
        )

    return hold


def _hold(found: "list[Finding]", recorded: Path, *, again: bool) -> None:
    from .recorded import new_findings, record  # noqa: PLC0415

    if again:
        record(found, recorded)
    elif new := new_findings(found, recorded):
        listed = "\n".join(new)
        pytest.fail(f"not in {recorded.name}:\n{listed}\nWhere it is meant: pytest {_RECORD}", pytrace=False)


def _component(
    make: Callable[[], Any], *, mode: Mode = "preview", stack: str = "test", project: str = "test", **more: Any
) -> "Plan":
    return _program(make, stack=stack, project=project, mode=mode, **more)


def _program(
    program: Callable[[], Any] | str | Path,
    *,
    stack: str,
    project: str = "test",
    mode: Mode = "preview",
    **more: Any,
) -> "Plan":
    from socle.capture import capture  # noqa: PLC0415 - only a session that captures pays for Pulumi

    return capture(program, stack=stack, project=project, mode=mode, **more)
