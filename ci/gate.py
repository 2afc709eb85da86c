"""Whether people have approved exactly this commit of a pull request on GitHub: exit code 0 if so, else 1 and one sentence.

What counts is the latest decision of each person who may write to the repository: an approval of exactly this commit, which is
still the head. The author's own does not count, nor that of whoever wrote one of the commits, nor that of a bot; whoever asks for
changes, of any commit, stops it. A commit of which the platform knows no author tells of nobody: let it ask for an approval of the
latest push besides.

Usage: `python ci/gate.py NUMBER SHA [APPROVALS]`, two by default, with REVIEW_TOKEN and the variables that GitHub Actions set.
On GitLab the protected environment of the deployment asks for approvals, and the merge request drops them when it changes.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from api import Failed, Forge, commit, number, token

MAY_WRITE = ("admin", "write")
"""The permission, whatever a role is called that has it; that of maintainers is write."""
MOST_COMMITS = 250
"""GitHub lists no more of a pull request."""
DECISIONS = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")


def approvals(forge: Forge, repository: str, number: int, sha: str) -> list[str]:
    """Who has approved the commit.

    Args:
        repository: the address of the repository in the API.

    Raises:
        Failed: the commit is not the head, or somebody who may write asks for changes; or the platform refuses.
    """
    pull = forge.ask("GET", f"{repository}/pulls/{number}")
    if pull.get("state") != "open":
        raise Failed(f"pull request {number} is not open: there is nothing to run for it")
    if pull["head"]["sha"] != sha:
        raise Failed(
            f"{sha[:10]} is not the head of pull request {number} any more: approve and run {pull['head']['sha'][:10]}"
        )
    latest: dict[str, dict[str, Any]] = {}
    for review in forge.pages(f"{repository}/pulls/{number}/reviews"):  # in the order in which they were given
        user = review.get("user") or {}
        if review.get("state") in DECISIONS and user.get("type", "User") == "User" and user.get("login"):
            latest[str(user["login"]).casefold()] = review
    own = {_login(pull, "user"), *_writers(forge, repository, number)}
    found: list[str] = []
    for _, review in sorted(latest.items()):
        login = str(review["user"]["login"])
        if review["state"] == "DISMISSED" or not _may_write(forge, repository, login):
            continue
        if review["state"] == "CHANGES_REQUESTED":
            raise Failed(f"{login} asks for changes: settle them, or dismiss the review")
        if review.get("commit_id") == sha and login.casefold() not in own:
            found.append(login)
    return found


def _writers(forge: Forge, repository: str, number: int) -> set[str]:
    """Who wrote a commit of the pull request: an approval of theirs would be of their own work."""
    commits = list(forge.pages(f"{repository}/pulls/{number}/commits"))
    if len(commits) >= MOST_COMMITS:
        raise Failed(
            f"pull request {number} has {MOST_COMMITS} commits or more: who wrote them is not all told; split it"
        )
    return {_login(each, by) for each in commits for by in ("author", "committer")}


def _login(row: Mapping[str, Any], by: str) -> str:
    return str((row.get(by) or {}).get("login") or "").casefold()


def _may_write(forge: Forge, repository: str, login: str) -> bool:
    try:
        answer = forge.ask("GET", f"{repository}/collaborators/{login}/permission")
    except Failed as error:
        if error.status == 404:
            return False
        raise
    return answer.get("permission") in MAY_WRITE


def main(arguments: list[str], env: Mapping[str, str]) -> int:
    """Ask, say who has approved, and give the exit code."""
    try:
        pull, sha = number(arguments[0]), commit(arguments[1])
        [wanted] = [number(each) for each in arguments[2:]] or [2]
    except (ValueError, IndexError):
        print(__doc__)  # noqa: T201
        return 2
    try:
        own = token(env, "REVIEW_TOKEN")
        forge = Forge({"Authorization": f"Bearer {own}", "Accept": "application/vnd.github+json"})
        repository = f"{token(env, 'GITHUB_API_URL')}/repos/{token(env, 'GITHUB_REPOSITORY')}"
        found = approvals(forge, repository, pull, sha)
    except (Failed, KeyError, TypeError, AttributeError) as error:
        said = error if isinstance(error, Failed) else "the platform's answer has another form than its API describes"
        print(f"gate: {said}", file=sys.stderr)  # noqa: T201
        return 1
    if len(found) < wanted:
        who = f" ({', '.join(found)})" if found else ""
        what = f"{len(found)} of {wanted} approvals of exactly {sha[:10]}{who}"
        print(f"gate: {what}: {wanted} people who may write must approve it", file=sys.stderr)  # noqa: T201
        return 1
    print(f"approved by {', '.join(found)}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
