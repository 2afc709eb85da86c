"""Post a review as a comment, or update the one that is there, on GitLab or GitHub. Standard library only, nothing of a fork runs.

The first line of the review is a hidden marker; the comment that begins with it is the one to update. Usage:
`python ci/comment.py review.md`, with the variables that GitLab CI or GitHub Actions set, REVIEW_TOKEN, and on GitHub REVIEW_NUMBER.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

MOST_PAGES = 50
LONGEST = 65_000

Call = Callable[[str, str, dict[str, Any] | None], Any]
"""Method, URL, body: the parsed answer."""


@dataclass(frozen=True)
class Platform:
    """Where the comments of one merge request are, and how one of them is updated."""

    comments: str
    comment: str
    update: str
    headers: Mapping[str, str]


def platform(env: Mapping[str, str]) -> Platform:
    """The platform that runs this job."""
    token = env["REVIEW_TOKEN"]
    if env.get("GITLAB_CI"):
        request = f"projects/{env['CI_MERGE_REQUEST_PROJECT_ID']}/merge_requests/{env['CI_MERGE_REQUEST_IID']}"
        notes = f"{env['CI_API_V4_URL']}/{request}/notes"
        return Platform(notes, f"{notes}/{{id}}", "PUT", {"PRIVATE-TOKEN": token})
    issues = f"{env['GITHUB_API_URL']}/repos/{env['GITHUB_REPOSITORY']}/issues"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    return Platform(f"{issues}/{int(env['REVIEW_NUMBER'])}/comments", f"{issues}/comments/{{id}}", "PATCH", headers)


def post(text: str, where: Platform, call: Call) -> str:
    """Post or update; gives `created` or `updated`."""
    marker = text.split("\n", 1)[0]
    if not marker.startswith("<!-- socle:review:") or len(text) > LONGEST:
        raise SystemExit("this is no review, or longer than a comment may be: nothing was posted")
    found = existing(marker, where, call)
    if found is None:
        call("POST", where.comments, {"body": text})
        return "created"
    call(where.update, where.comment.format(id=found), {"body": text})
    return "updated"


def existing(marker: str, where: Platform, call: Call) -> int | None:
    """The comment that begins with the marker."""
    for page in range(1, MOST_PAGES):
        comments = call("GET", f"{where.comments}?per_page=100&page={page}", None)
        for comment in comments:
            if str(comment["body"]).split("\n", 1)[0].strip() == marker:
                return int(comment["id"])
        if len(comments) < 100:
            return None
    return None


def over_https(headers: Mapping[str, str]) -> Call:
    """Calls of the platform's API."""

    def call(method: str, url: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(url, data, {**headers, "Content-Type": "application/json"}, method=method)  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - the address is the platform's own
            return json.loads(answer.read())

    return call


if __name__ == "__main__":
    target = platform(os.environ)
    print(post(Path(sys.argv[1]).read_text(encoding="utf-8"), target, over_https(target.headers)))  # noqa: T201
