"""A git repository for a test, by an author of its own: what a machine says of its user, or how it signs, changes nothing."""

import subprocess
from pathlib import Path

_WHO = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; what it answered, without the line's end."""
    done = subprocess.run(["git", *_WHO, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def begin(folder: Path, message: str = "base") -> None:
    """Make a folder a repository, whose branch `main` has one commit of all that is there."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", message)
