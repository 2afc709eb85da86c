"""Whether people have approved exactly this commit of a pull request on GitHub: exit code 0 if so, else 1 and one sentence.

What counts is the latest decision of each person who may write to the repository: an approval of exactly this commit, which is
still the head. The author's own does not count, nor does that of a bot; whoever asks for changes, of any commit, stops it.

Usage: `python ci/gate.py NUMBER SHA [APPROVALS]`, two by default, with REVIEW_TOKEN and the variables that GitHub Actions set.
On GitLab the protected environment of the deployment asks for approvals, and the merge request drops them when it changes.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from api import Failed, Forge, token

MAY_WRITE = ("admin", "maintain", "write")
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
            latest[str(user["login"])] = review
    author = (pull.get("user") or {}).get("login")
    found: list[str] = []
    for login, review in sorted(latest.items()):
        if login == author or review["state"] == "DISMISSED" or not _may_write(forge, repository, login):
            continue
        if review["state"] == "CHANGES_REQUESTED":
            raise Failed(f"{login} asks for changes: settle them, or dismiss the review")
        if review.get("commit_id") == sha:
            found.append(login)
    return found


def _may_write(forge: Forge, repository: str, login: str) -> bool:
    try:
        answer = forge.ask("GET", f"{repository}/collaborators/{login}/permission")
    except Failed as error:
        if error.status == 404:
            return False
        raise
    return answer.get("role_name") in MAY_WRITE or answer.get("permission") in MAY_WRITE


def main(arguments: list[str], env: Mapping[str, str]) -> int:
    """Ask, say who has approved, and give the exit code."""
    if not 2 <= len(arguments) <= 3 or not all(each.isdigit() for each in (arguments[0], *arguments[2:])):
        print(__doc__)  # noqa: T201
        return 2
    wanted = int(arguments[2]) if len(arguments) == 3 else 2
    try:
        own = token(env, "REVIEW_TOKEN")
        forge = Forge({"Authorization": f"Bearer {own}", "Accept": "application/vnd.github+json"})
        repository = f"{token(env, 'GITHUB_API_URL')}/repos/{token(env, 'GITHUB_REPOSITORY')}"
        found = approvals(forge, repository, int(arguments[0]), arguments[1])
    except (Failed, KeyError, TypeError, AttributeError) as error:
        said = error if isinstance(error, Failed) else "the platform's answer has another form than its API describes"
        print(f"gate: {said}", file=sys.stderr)  # noqa: T201
        return 1
    if len(found) < wanted:
        who = f" ({', '.join(found)})" if found else ""
        what = f"{len(found)} of {wanted} approvals of exactly {arguments[1][:10]}{who}"
        print(f"gate: {what}: {wanted} people who may write must approve it", file=sys.stderr)  # noqa: T201
        return 1
    print(f"approved by {', '.join(found)}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
