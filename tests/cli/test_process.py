"""The command in a process of its own: how it ends, what it writes to whom, how fast it starts."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.repository import begin

from .conftest import process, write

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from socle.cli import main; main()"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["--help"], 0), (["preview", "demo-a"], 0), (["check"], 1), (["preview", "demo-x"], 2)],
)
def test_the_exit_code_reaches_the_shell(project: Path, arguments: list[str], code: int) -> None:
    assert process(*arguments, cwd=project).returncode == code


def test_a_reader_that_leaves_is_no_error(project: Path) -> None:
    shell = f"'{sys.executable}' -c 'from socle.cli import main; main()' preview demo-a | head -1"
    said = subprocess.run(["bash", "-c", shell], cwd=project, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout == "demo-a\n"
    assert "Broken" not in said.stderr
    assert "Traceback" not in said.stderr


def test_a_reader_that_is_gone_is_no_error(project: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    said = subprocess.run(
        [*COMMAND, "--help"], cwd=project, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(writing)
    assert (said.returncode, said.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(project: Path) -> None:
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            [*COMMAND, "preview", "demo-a"],
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert said.returncode == 1
    assert "No space left on device" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_interrupt_ends_it_without_a_traceback(project: Path) -> None:
    write(
        project / "infra/__main__.py",
        "import sys, time\nprint('running', file=sys.stderr, flush=True)\ntime.sleep(1)\n",
    )
    run = subprocess.Popen(
        [*COMMAND, "preview", "demo-a"],
        cwd=project,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # A test run that is itself in the background inherits an ignored SIGINT, and so would the command.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    assert run.stderr is not None
    assert run.stderr.readline() == "running\n"
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "Traceback" not in err
    assert err.endswith("interrupted\n")


def test_an_interrupt_ends_the_capture_of_the_other_revision_too(project: Path, tmp_path: Path) -> None:
    """The program of the base says that it runs and sleeps for a minute; that of the working tree is done at once."""
    program = (project / "infra/__main__.py").read_text()
    said, temporary = tmp_path / "said", tmp_path / "temporary"
    temporary.mkdir()
    write(project / "infra/__main__.py", f"import pathlib, time\npathlib.Path({str(said)!r}).touch()\ntime.sleep(60)\n")
    begin(project)
    write(project / "infra/__main__.py", program)
    with subprocess.Popen(
        [*COMMAND, "preview", "demo-a", "--base", "HEAD"],
        cwd=project,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - as above
    ) as run:
        for _ in range(300):
            if said.exists():
                break
            time.sleep(0.1)
        assert said.exists()
        started = time.monotonic()
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert err.endswith("\ninterrupted\n")
    assert time.monotonic() - started < 20
    assert list(temporary.iterdir()) == []


def test_output_falls_back_to_ascii_where_the_encoding_has_no_tree(project: Path) -> None:
    program = (project / "infra/__main__.py").read_text()
    write(project / "infra/__main__.py", program.replace('"scratch"', '"étude"'))
    said = process("preview", "demo-a", cwd=project, PYTHONIOENCODING="ascii")
    assert said.returncode == 0
    assert said.stdout.isascii()
    assert "+-- Store studies" in said.stdout
    assert "\\xe9tude" in said.stdout


def test_a_pipe_gets_no_colour_no_wrapping_and_no_progress(project: Path) -> None:
    write(project / "infra/__main__.py", f"import time\ntime.sleep(1.2)\n{(project / 'infra/__main__.py').read_text()}")
    said = process("preview", "demo-a", cwd=project)
    assert "\x1b" not in said.stdout + said.stderr
    assert max(map(len, said.stdout.splitlines())) > 90


def in_a_terminal(arguments: list[str], cwd: Path, **environment: str) -> str:
    """What a terminal of 60 columns is sent."""
    primary, secondary = pty.openpty()
    variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "60", **environment}
    run = subprocess.Popen(
        [*COMMAND, *arguments], cwd=cwd, stdout=secondary, stderr=secondary, stdin=secondary, env=variables
    )
    os.close(secondary)
    said, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([primary], [], [], 0.1)[0]:
            try:
                more = os.read(primary, 65536)
            except OSError:  # the terminal has no other end any more
                break
            said += more
        elif run.poll() is not None:
            break
    run.wait(timeout=10)
    os.close(primary)
    return said.decode()


def test_a_terminal_gets_colour(project: Path) -> None:
    assert "\x1b[32mprotected\x1b[0m" in in_a_terminal(["preview", "demo-a"], project)


def test_no_color_is_respected(project: Path) -> None:
    said = in_a_terminal(["preview", "demo-a"], project, NO_COLOR="1")
    assert "[stateful, protected]" in said
    assert "\x1b[3" not in said


def test_a_terminal_sees_progress_when_it_takes_more_than_a_second(project: Path) -> None:
    write(project / "infra/__main__.py", "import time\n\ntime.sleep(2)\n")
    said = in_a_terminal(["preview", "demo-a"], project)
    assert "━━━" in said
    assert "0/1" in said


def test_help_does_not_wait_for_what_it_does_not_need() -> None:
    heavy = "{'pulumi', 'pulumiverse_scaleway', 'rich', 'socle.estate', 'socle.plan', 'grpc'}"
    script = f"import sys; import socle.cli.app; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout == "[]\n"


@pytest.mark.parametrize("arguments", [["check"], ["schema"], ["explain", "demo-a"]])
def test_only_a_preview_imports_a_cloud_sdk(project: Path, arguments: list[str]) -> None:
    script = "import sys, socle.cli.entry as entry; entry.run(); print(sorted({'pulumi', 'grpc'} & set(sys.modules)), file=sys.stderr)"
    said = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=project, capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stderr.endswith("[]\n")
