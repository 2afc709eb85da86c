"""A temporary git worktree of a commit, and the few questions to git that it needs. The person's own checkout stays untouched."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from socle.interrupts import Once, handled_by, undisturbed
from socle.messages import Place, Refusal, Refused
from socle.plan import redacted

_LAST_LINES = 12
_NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")
"""A folder of hooks inside the checkout would be that of the other revision, and run with all that the shell has."""

_EVERY_CORE = ("-c", "checkout.workers=0")
"""Files are written by as many processes as there are cores: half the time where a file system is slow (git 2.32 and later)."""

_EVERY_FILE = ("-c", "core.fsmonitor=false", "-c", "core.sparseCheckout=false")
"""Files that a program beside says are as they were, and those that a checkout leaves out, are looked at too."""

Done = subprocess.CompletedProcess[str]


@contextmanager
def checkout(top: Path, commit: str, env: Mapping[str, str]) -> Generator[Path]:
    """A temporary worktree of a commit, removed whatever happens, also when the process is asked to end.

    `env` is that of git: a capture beside it changes the process's own, and a program that starts in that moment could not (EFAULT).
    """
    with ends_by_exception(), _temporary("socle-base-") as made:
        folder = made / "tree"
        try:
            _git(top, env, *_NO_HOOKS, *_EVERY_CORE, "worktree", "add", "--detach", "--quiet", str(folder), commit)
            yield folder
        finally:
            with undisturbed():
                _asked(top, env, "worktree", "remove", "--force", "--force", str(folder))
                shutil.rmtree(folder, ignore_errors=True)
                _asked(
                    top, env, "worktree", "unlock", str(folder)
                )  # git locks one while it makes it, and prunes none that is locked
                _asked(top, env, "worktree", "prune")


@contextmanager
def _temporary(prefix: str) -> Generator[Path]:
    """A temporary folder that is gone at the end, also where somebody asks a second time to end."""
    made = tempfile.mkdtemp(prefix=prefix)
    try:
        yield Path(made).resolve()
    finally:
        with undisturbed():
            shutil.rmtree(made, ignore_errors=True)


def top_of(folder: Path) -> Path:
    """The top of the checkout that a folder is in."""
    done = _asked(folder, os.environ, "rev-parse", "--show-toplevel")
    if done.returncode != 0:
        raise refused(str(folder), "this is no git checkout, or there is no git", "run this in a clone, or use --state")
    return Path(done.stdout.strip()).resolve()


def commit_of(top: Path, revision: str) -> str:
    """The commit that a branch, a tag or a hash names."""
    done = _asked(top, os.environ, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if done.returncode != 0 or not done.stdout.strip():
        remedy = f"name a branch, a tag or a commit that is here; in a shallow clone: git fetch origin {revision}"
        raise refused(revision, "there is no such revision", remedy)
    return done.stdout.strip()


def changed_paths(top: Path, commit: str, always: Sequence[str]) -> list[str]:
    """The paths below the top that differ between a commit and the working tree, or that git does not know and does not ignore.

    Args:
        always: path specifications that count even where git ignores them.
    """
    others = ("ls-files", "--others", "-z")
    found = [*_differing(top, commit), _read(top, os.environ, *others, "--exclude-standard")]
    found += [_read(top, os.environ, *others, "--", *always)] if always else []
    return sorted({path for text in found for path in text.split("\0") if path})


def differs(top: Path, commit: str) -> bool:
    """Whether a file that git knows is not as a commit has it."""
    return any(_differing(top, commit))


def files_of(top: Path, commit: str) -> frozenset[Path]:
    """Every file that a commit has, by where it would be in the checkout."""
    return frozenset(
        top / name for name in _read(top, os.environ, "ls-tree", "-r", "--name-only", "-z", commit).split("\0") if name
    )


def _differing(top: Path, commit: str) -> Generator[str]:
    """The paths of files that are not as a commit has them, as git lists them: by the index of the checkout, and by a new one.

    An index can be told to leave a file out (`skip-worktree`, `assume-unchanged`), to ask another program, or not to look where size
    and time are the same. A new one knows nothing of a file, so that each is read, as it is and not as a filter gives it to git.
    """
    diff = ("diff", "--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", "-z", commit, "--")
    yield _read(top, os.environ, *diff)
    with ends_by_exception(), _temporary("socle-index-") as made:
        env = {**os.environ, "GIT_INDEX_FILE": str(made / "index")}
        _git(top, env, *_EVERY_FILE, "read-tree", commit)
        yield _read(top, env, *_EVERY_FILE, *_unfiltered(top), *diff)


def _unfiltered(top: Path) -> Generator[str]:
    """Options by which no program of this checkout says what a file holds, but for the one that keeps large files elsewhere."""
    found = _asked(top, os.environ, "config", "--null", "--get-regexp", r"^filter\..*\.(clean|process)$").stdout
    for entry in filter(None, found.split("\0")):
        key, _, command = entry.partition("\n")
        if not command.startswith("git-lfs "):
            yield from ("-c", f"{key}=", "-c", f"{key.rpartition('.')[0]}.required=false")


def text_of(top: Path, commit: str, path: str) -> str | None:
    """The text of a file in a commit; nothing where it is not there."""
    done = _asked(top, os.environ, "show", "--no-textconv", f"{commit}:{path}")
    return done.stdout.removeprefix("\ufeff") if done.returncode == 0 else None


def texts_of(folder: Path, revision: str, paths: Sequence[str]) -> dict[str, str] | None:
    """The texts of files in a revision, by their paths below a folder; without those that it has not. None where nobody can ask git.

    One process, however many there are. Nothing of it is asked of the index or the working tree.
    """
    git = shutil.which("git")
    names = "".join(f"{revision}:./{path}\n" for path in paths)
    if (
        git is None
        or not _asked(folder, os.environ, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").stdout
    ):
        return None
    done = subprocess.run(  # noqa: S603 - names of files of ours, on the standard input
        [git, "-C", str(folder), "cat-file", "--batch"], input=names.encode(), capture_output=True, check=False
    )
    return dict(_batched(done.stdout, paths))


def _batched(answer: bytes, paths: Sequence[str]) -> Generator[tuple[str, str]]:
    """What `git cat-file --batch` answers, one file behind the other: `<id> blob <size>` and the text, or `<name> missing`."""
    at = 0
    for path in paths:
        end = answer.index(b"\n", at)
        head = answer[at:end].split(b" ")
        at = end + 1
        if head[-1].isdigit():
            size = int(head[-1])
            if head[1] == b"blob":
                yield path, answer[at : at + size].decode("utf-8", errors="replace").removeprefix("\ufeff")
            at += size + 1


_running: set[subprocess.Popen[str]] = set()
"""The programs that a thread beside waits for."""


def run(command: Sequence[str], env: Mapping[str, str], folder: Path | None = None) -> Done:
    """Run a program to its end and keep what it said; its exit code is the caller's to judge."""
    with subprocess.Popen(  # noqa: S603 - programs of the project's own environment, never text of a plan
        list(command),
        env=dict(env),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C in a terminal asks us to end, and not what removes what is temporary
    ) as program:
        _running.add(program)
        try:
            out, err = program.communicate()
        except BaseException:
            _kill(program)
            raise
        finally:
            _running.discard(program)
    return Done(program.args, program.returncode, out, err)


def end_all() -> None:
    """End every program that is waited for: whoever asked for them no longer does. Removing what is temporary starts others."""
    for program in tuple(_running):
        _kill(program)


def _kill(program: subprocess.Popen[str]) -> None:
    """End a program and those that it started."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)


def _git(top: Path, env: Mapping[str, str], *arguments: str) -> None:
    _read(top, env, *arguments)


def _read(top: Path, env: Mapping[str, str], *arguments: str) -> str:
    done = _asked(top, env, *arguments)
    if done.returncode != 0:
        raise refused(str(top), f"git failed: {tail(done.stderr)}", "check the repository with git fsck")
    return done.stdout


def _asked(folder: Path, env: Mapping[str, str], *arguments: str) -> Done:
    git = shutil.which("git", path=env.get("PATH"))
    if git is None:
        raise refused(str(folder), "there is no git", "install git, or use --state")
    return run([git, "-C", str(folder), *arguments], env)


def refused(where: str, what: str, remedy: str, option: str = "--base") -> Refused:
    """What stands against a comparison with another revision."""
    return Refused([Refusal(what, "there is nothing to compare with", remedy, place=Place(where, key=option))])


def tail(text: str) -> str:
    """The last lines of what a program said, without what looks like a credential."""
    lines = [line for line in redacted(text).strip().splitlines() if line.strip()]
    return "\n".join(lines[-_LAST_LINES:])


@contextmanager
def ends_by_exception() -> Generator[None]:
    """A request to end, or Ctrl-C, becomes an exception for a while, so that what is temporary is removed first.

    Python drops an exception that falls into a destructor or a callback: then it is raised at the end. Only the main thread
    can take a signal; elsewhere this does nothing.
    """
    leave = Once(lambda number: KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number))
    before = handled_by(leave)
    try:
        yield
        if leave.asked:
            raise KeyboardInterrupt if leave.asked[0] == signal.SIGINT else SystemExit(128 + leave.asked[0])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
