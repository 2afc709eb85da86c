"""What a run of a program can fail with, told without the traceback."""

from collections.abc import Iterator, Mapping


class ProgramFailed(Exception):
    """The program of a stack raised `__cause__`, at `line` of `file`, its own code (0: nobody knows which line). `sealed` are the
    keys of secrets that it had read stand-ins of."""

    def __init__(self, stack: str, file: str, line: int, sealed: tuple[str, ...] = ()) -> None:
        self.stack, self.file, self.line, self.sealed = stack, file, line, sealed
        super().__init__(f"the program of {stack} failed")


class CaptureFailed(Exception):
    """Some stacks have no plan, by stack, where only all of them would do."""

    def __init__(self, failures: Mapping[str, Exception]) -> None:
        self.failures = dict(failures)
        super().__init__(f"{', '.join(self.failures)} cannot be captured")


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and what led to it, the last first; also what was hidden by `raise ... from None`."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
