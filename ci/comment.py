"""Post a review as a comment, or update the one that is there, on GitLab or GitHub. Standard library only, nothing of a fork runs.

One comment has several parts: the review of intent, and the engine's preview of each stack that was asked for. Posting one
part keeps the others of the same commit; those of an older commit are dropped, for they say nothing of this one.
Usage: `python ci/comment.py review.md [PART]`, with the variables that GitLab CI or GitHub Actions set, REVIEW_TOKEN, and on
GitHub REVIEW_NUMBER and REVIEW_SHA. PART is `intent`, or `engine-` and a stack.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

MOST_PAGES = 50
LONGEST = 65_000
GRAVITY = ("\N{NO ENTRY}", "\N{OCTAGONAL SIGN}", "\N{WARNING SIGN}", "\N{WHITE HEAVY CHECK MARK}")
"""How a verdict line begins, the worst first: the worst part comes first in a comment."""
PART = re.compile(r"^<!-- socle:part:(?P<name>[\w.-]+):(?P<sha>[0-9a-f]+) -->$", re.MULTILINE)
LEFT_OUT = "> Left out to stay within the size of a comment. The whole review is in the files of the pipeline."

Call = Callable[[str, str, dict[str, Any] | None], Any]
"""Method, URL, body: the parsed answer."""


@dataclass(frozen=True)
class Platform:
    """Where the comments of one merge request are, how one of them is updated, and which commit is reviewed."""

    comments: str
    comment: str
    update: str
    headers: Mapping[str, str]
    sha: str


@dataclass(frozen=True)
class Part:
    """One review within a comment, without the marker of the whole."""

    name: str
    sha: str
    text: str


def platform(env: Mapping[str, str]) -> Platform:
    """The platform that runs this job."""
    token = env["REVIEW_TOKEN"]
    if env.get("GITLAB_CI"):
        request = f"projects/{env['CI_MERGE_REQUEST_PROJECT_ID']}/merge_requests/{env['CI_MERGE_REQUEST_IID']}"
        notes = f"{env['CI_API_V4_URL']}/{request}/notes"
        sha = (
            env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or env["CI_COMMIT_SHA"]
        )  # the first one where results are merged
        return Platform(notes, f"{notes}/{{id}}", "PUT", {"PRIVATE-TOKEN": token}, sha)
    issues = f"{env['GITHUB_API_URL']}/repos/{env['GITHUB_REPOSITORY']}/issues"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    comments = f"{issues}/{int(env['REVIEW_NUMBER'])}/comments"
    return Platform(comments, f"{issues}/comments/{{id}}", "PATCH", headers, env["REVIEW_SHA"])


def post(text: str, where: Platform, call: Call, name: str = "intent") -> str:
    """Post or update one part; gives `created` or `updated`."""
    marker, _, body = text.partition("\n")
    if not marker.startswith("<!-- socle:review:") or len(text) > LONGEST:
        raise SystemExit("this is no review, or longer than a comment may be: nothing was posted")
    part = Part(name, where.sha, PART.sub("", body).strip())
    if not PART.fullmatch(head(part)):
        raise SystemExit("a part is `intent`, or `engine-` and a stack, of a commit: nothing was posted")
    found = existing(marker, where, call)
    if found is None:
        call("POST", where.comments, {"body": joined(marker, [part])})
        return "created"
    others = [p for p in parts(found["body"]) if p.name != name and p.sha == where.sha]
    call(where.update, where.comment.format(id=int(found["id"])), {"body": joined(marker, [*others, part])})
    return "updated"


def parts(body: str) -> list[Part]:
    """The parts of a comment. What stands before the first, and a comment without any, is dropped."""
    body = body.replace("\r\n", "\n")
    found = list(PART.finditer(body))
    ends = [match.start() for match in found[1:]] + [len(body)] * bool(found)
    return [Part(m["name"], m["sha"], _text(body[m.end() : end])) for m, end in zip(found, ends, strict=True)]


def joined(marker: str, found: list[Part]) -> str:
    """One comment of all parts, the worst first, each cut to its verdict where all would be too long."""
    ordered = sorted(found, key=lambda part: (_gravity(part), part.name != "intent", part.name))
    while len(text := _drawn(marker, ordered)) > LONGEST:
        longest = max(ordered, key=lambda part: len(part.text))
        ordered[ordered.index(longest)] = shortened(longest)
    return text


def shortened(part: Part) -> Part:
    """A part without its last folded section; without any, its verdict and why, alone."""
    text = part.text.removesuffix(LEFT_OUT).rstrip()
    start, end = text.rfind("\n<details>\n"), text.rfind("\n</details>")
    if start < 0 or end < start:
        verdict = "\n\n".join(text.split("\n\n", 2)[:2])
        return Part(part.name, part.sha, f"{verdict[:2000]}\n\n{LEFT_OUT}")
    kept = (text[:start].rstrip() + text[end + len("\n</details>") :]).rstrip()
    return Part(part.name, part.sha, f"{kept}\n\n{LEFT_OUT}")


def head(part: Part) -> str:
    """The hidden line that begins a part."""
    return f"<!-- socle:part:{part.name}:{part.sha} -->"


def existing(marker: str, where: Platform, call: Call) -> dict[str, Any] | None:
    """The comment that begins with the marker."""
    for page in range(1, MOST_PAGES):
        comments = call("GET", f"{where.comments}?per_page=100&page={page}", None)
        for comment in comments:
            if str(comment["body"]).split("\n", 1)[0].strip() == marker:
                return dict(comment)
        if len(comments) < 100:
            return None
    return None


def _drawn(marker: str, found: list[Part]) -> str:
    drawn = [f"{head(part)}\n<sub>{part.name} · {part.sha[:10]}</sub>\n\n{part.text}" for part in found]
    return "\n\n".join([marker, "\n\n---\n\n".join(drawn)]) + "\n"


def _text(raw: str) -> str:
    """A part as it was given: without the line that names it, and the rule that ends it."""
    return re.sub(r"\A\s*<sub>[^\n]*</sub>\n|\n\n---\s*\Z", "", raw).strip()


def _gravity(part: Part) -> int:
    line = next((line for line in part.text.splitlines() if line.startswith("## ")), "")
    return next((index for index, sign in enumerate(GRAVITY) if line.startswith(f"## {sign}")), 0)


def over_https(headers: Mapping[str, str]) -> Call:
    """Calls of the platform's API. A token is never sent in the clear, except to this machine."""

    def call(method: str, url: str, body: dict[str, Any] | None) -> Any:
        address = urlsplit(url)
        if address.scheme != "https" and address.hostname != "127.0.0.1":
            raise SystemExit(f"{address.hostname} is not asked over https: the token would be readable on the way")
        data = None if body is None else json.dumps(body).encode()
        request = Request(url, data, {**headers, "Content-Type": "application/json"}, method=method)  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - the address is the platform's own
            return json.loads(answer.read())

    return call


if __name__ == "__main__":
    target = platform(os.environ)
    given = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(post(given, target, over_https(target.headers), *sys.argv[2:3]))  # noqa: T201
