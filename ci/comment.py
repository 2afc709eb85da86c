"""Post a review as a comment, or update the one that is there, on GitLab or GitHub. Nothing of a change runs.

One comment has several parts: the review of intent, and the engine's preview of each stack that was asked for. Posting one
part keeps the others of the same commit; those of an older commit are dropped, for they say nothing of this one. Only a comment
that this token's own identity wrote is ever read or updated. Where there is no review, the part says that it failed: the verdict
of an older commit must not stand, and that of a commit that is not the newest any more is not posted.

Usage: `python ci/comment.py review.md [PART] [--label] [--lines review.json]`, with the variables that GitLab CI or GitHub Actions
set, REVIEW_TOKEN, and on GitHub REVIEW_NUMBER and REVIEW_SHA, and REVIEW_AUTHOR where the token is not that of the workflow. PART is
`intent`, or `engine-` and a stack. With `--label` the merge request gets the worst verdict as its label, with `--lines` each cause
of the review is said at the line that is changed, too.
"""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent))
import lines
from api import Failed, Forge, commit, number, token

LONGEST = 65_000
LONGEST_LETTER = 4  # bytes of UTF-8
GRAVITY = ("\N{NO ENTRY}", "\N{OCTAGONAL SIGN}", "\N{WARNING SIGN}", "\N{WHITE HEAVY CHECK MARK}")
"""How a verdict line begins, the worst first: the worst part comes first in a comment."""
LABELS = ("socle::refused", "socle::dangerous", "socle::look", "socle::no-risk")
"""The label of each; on GitLab names with `::` exclude each other."""
MARKER = re.compile(r"<!-- socle:review:[\w .-]+ -->")
PART = re.compile(r"^<!-- socle:part:(?P<name>[\w.-]+):(?P<sha>[0-9a-f]+) -->$", re.MULTILINE)
NAME = re.compile(r"intent|engine-[\w.-]+")
QUICK_ACTION = re.compile(r"^(\s*)/(?=\w)", re.MULTILINE)
"""A line that GitLab would carry out with the rights of the token, such as `/close`."""
LEFT_OUT = "> Left out to stay within the size of a comment. The whole review is in the files of the pipeline."
WORKFLOWS_OWN = "github-actions[bot]"
NO_VERDICT = f"""## {GRAVITY[0]} No verdict

**The review of this commit failed, and what was said of an older one does not count. The pipeline's job says why.**"""

TWICE = "_This review was written twice; the other one is kept up to date._"


@dataclass(frozen=True)
class Platform:
    """Where the comments of one merge request are, how one is updated, who wrote our own, and which commit is reviewed.

    `request` is the address of the merge request itself.
    """

    comments: str
    comment: str
    update: str
    forge: Forge
    sha: str
    author: str
    labels: str
    request: str


class NoReview(Failed):
    """What was given to post is no review of this project."""


@dataclass(frozen=True)
class Part:
    """One review within a comment, without the marker of the whole."""

    name: str
    sha: str
    text: str


def platform(env: Mapping[str, str]) -> Platform:
    """The platform that runs this job.

    Raises:
        Failed: a variable is missing or empty, or the platform does not say whose the token is.
    """
    own = token(env, "REVIEW_TOKEN")
    try:
        if env.get("GITLAB_CI"):
            forge = Forge({"PRIVATE-TOKEN": own})
            project, iid = number(env["CI_MERGE_REQUEST_PROJECT_ID"]), number(env["CI_MERGE_REQUEST_IID"])
            request = f"{env['CI_API_V4_URL']}/projects/{project}/merge_requests/{iid}"
            # the first one where results are merged
            sha = commit(env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or env["CI_COMMIT_SHA"])
            author = _whose(forge, env["CI_API_V4_URL"])
            return Platform(f"{request}/notes", f"{request}/notes/{{id}}", "PUT", forge, sha, author, request, request)
        forge = Forge({"Authorization": f"Bearer {own}", "Accept": "application/vnd.github+json"})
        repository = f"{env['GITHUB_API_URL']}/repos/{env['GITHUB_REPOSITORY']}"
        issues, pull = f"{repository}/issues", number(env["REVIEW_NUMBER"])
        return Platform(
            comments=f"{issues}/{pull}/comments",
            comment=f"{issues}/comments/{{id}}",
            update="PATCH",
            forge=forge,
            sha=commit(env["REVIEW_SHA"]),
            author=env.get("REVIEW_AUTHOR") or WORKFLOWS_OWN,
            labels=f"{issues}/{pull}/labels",
            request=f"{repository}/pulls/{pull}",
        )
    except KeyError as error:
        raise Failed(f"{error.args[0]} is not set: is this a job of a merge request?") from None
    except ValueError as error:
        raise Failed(f"a variable of the merge request is not what it must be: {error}") from None


def _whose(forge: Forge, api: str) -> str:
    user = forge.ask("GET", f"{api}/user")
    name = user.get("username") if isinstance(user, dict) else None
    if not isinstance(name, str) or not name:
        raise Failed("the platform does not say whose the token is, so no comment can be told to be its own")
    return name


@dataclass(frozen=True)
class Posted:
    """What was done, `created` or `updated`, and all parts of the comment as it is now."""

    done: str
    parts: list[Part]


def post(text: str, where: Platform, name: str = "intent") -> Posted:
    """Post or update one part.

    Raises:
        NoReview: the text is no review, or is longer than a comment may be.
        Failed: the platform refuses.
    """
    marker, _, body = text.replace("\r\n", "\n").partition("\n")
    if not MARKER.fullmatch(marker.strip()) or len(text) > LONGEST:
        raise NoReview("this is no review, or longer than a comment may be: it was not posted")
    return _put(marker.strip(), Part(name, where.sha, visible(body).strip()), where)


def visible(body: str) -> str:
    """A review without what hides: no comment that would swallow what follows, and so no marker, however the text is cut later.

    No line of it is an order to the platform either.
    """
    return QUICK_ACTION.sub(r"\1&#47;", body.replace("<!--", "&lt;!--"))


def _put(marker: str, part: Part, where: Platform) -> Posted:
    found = existing(marker, where)
    _newest(where)
    if not found:
        try:
            where.forge.ask("POST", where.comments, {"body": joined(marker, [part])})
        except Failed as error:
            found = existing(marker, where) if error.again is not None else []
            if not found:
                raise
        else:
            return Posted("created", [part])
    first, *more = found
    others = [p for p in parts(str(first["body"])) if p.name != part.name and p.sha == where.sha]
    everything = [*others, part]
    try:
        _write(where, first, joined(marker, everything))
    except Failed as error:
        if error.status != 404:
            raise
        # whoever may has deleted it meanwhile, and the verdict is still to be said
        where.forge.ask("POST", where.comments, {"body": joined(marker, everything)})
    for each in more:  # two jobs that wrote at once; what the second said of an older commit must not stand
        _write(where, each, TWICE)
    return Posted("updated", everything)


def _write(where: Platform, comment: Mapping[str, Any], text: str) -> None:
    where.forge.ask(where.update, where.comment.format(id=int(comment["id"])), {"body": text})


def _newest(where: Platform) -> None:
    """Raises:
    Failed: the merge request has moved on: a verdict of this commit would take the place of one of the newer.
    """
    answer = where.forge.ask("GET", where.request)
    if not isinstance(answer, dict):
        raise Failed("the platform does not say which commit is the newest, so nothing was posted")
    newest = answer.get("sha") or (answer.get("head") or {}).get("sha")
    if newest != where.sha:
        raise Failed(
            f"{where.sha[:10]} is not the newest commit any more: the review of {str(newest)[:10]} is the one to post"
        )


def parts(body: str) -> list[Part]:
    """The parts of a comment. What stands before the first, and a comment without any, is dropped."""
    body = body.replace("\r\n", "\n")
    found = list(PART.finditer(body))
    ends = [match.start() for match in found[1:]] + [len(body)] * bool(found)
    return [Part(m["name"], m["sha"], _text(body[m.end() : end])) for m, end in zip(found, ends, strict=True)]


def joined(marker: str, found: list[Part]) -> str:
    """One comment of all parts, the worst first, each cut to its verdict where all would be too long."""
    ordered = sorted(found, key=lambda part: (gravity(part), part.name != "intent", part.name))
    while len(text := _drawn(marker, ordered)) > LONGEST:
        longest = max(ordered, key=lambda part: len(part.text))
        cut = shortened(longest)
        if len(cut.text) >= len(longest.text):
            raise Failed("the parts together are longer than a comment may be, even cut to their verdicts")
        ordered[ordered.index(longest)] = cut
    return text


def shortened(part: Part) -> Part:
    """A part without its last folded section; without any, its verdict and why, alone."""
    text = part.text.removesuffix(LEFT_OUT).rstrip()
    start, end = text.rfind("\n<details>\n"), text.rfind("\n</details>")
    if start < 0 or end < start:
        verdict = "\n\n".join(text.split("\n\n", 2)[:2])
        return Part(part.name, part.sha, f"{verdict[:2000]}\n\n{LEFT_OUT}")
    kept = (text[:start].rstrip() + text[end + len("\n</details>") :]).rstrip()
    return Part(part.name, part.sha, visible(f"{kept}\n\n{LEFT_OUT}"))


def head(part: Part) -> str:
    """The hidden line that begins a part."""
    return f"<!-- socle:part:{part.name}:{part.sha} -->"


def existing(marker: str, where: Platform) -> list[dict[str, Any]]:
    """The comments that this identity wrote, and that begin with the marker: one, or two where two jobs wrote at once.

    Anybody can write the marker, and nobody the author.
    """
    return [
        comment
        for comment in where.forge.pages(where.comments)
        if lines.author_of(comment) == where.author
        and not comment.get("system")
        and str(comment.get("body")).split("\n", 1)[0].strip() == marker
    ]


def label(where: Platform, found: list[Part]) -> str:
    """Give the merge request the label of its worst part, and take the others away; gives the label."""
    now = LABELS[min(gravity(part) for part in found)]
    others = [each for each in LABELS if each != now]
    if where.update == "PUT":
        where.forge.ask("PUT", where.labels, {"add_labels": now, "remove_labels": ",".join(others)})
        return now
    there = {row.get("name") for row in where.forge.pages(where.labels)}
    for each in others:
        if each in there:
            where.forge.ask("DELETE", f"{where.labels}/{quote(each, safe='')}")
    if now not in there:
        where.forge.ask("POST", where.labels, {"labels": [now]})
    return now


def gravity(part: Part) -> int:
    """The place of a part's verdict in `GRAVITY`; what has none is as bad as the worst."""
    line = next((line for line in part.text.splitlines() if line.startswith("## ")), "")
    return next((index for index, sign in enumerate(GRAVITY) if line.startswith(f"## {sign}")), 0)


def marker_of(project: Path) -> str:
    """The first line of every review of the project in a folder."""
    named = re.search(r"^name:\s*[\"']?([\w.-]+)", (project / "Pulumi.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    if named is None:
        raise Failed("Pulumi.yaml here has no name: run this in the project")
    return f"<!-- socle:review:{named[1]} -->"


def _drawn(marker: str, found: list[Part]) -> str:
    drawn = [f"{head(part)}\n<sub>{part.name} · {part.sha[:10]}</sub>\n\n{part.text}" for part in found]
    return "\n\n".join([marker, "\n\n---\n\n".join(drawn)]) + "\n"


def _text(raw: str) -> str:
    """A part as it was given: without the line that names it, and the rule that ends it."""
    return re.sub(r"\A\s*<sub>[^\n]*</sub>\n|\n\n---\s*\Z", "", raw).strip()


def _read(file: Path) -> str:
    """A review as it was written.

    Raises:
        NoReview: there is none: no file, a link or in a folder that is one, not UTF-8, or larger than any comment.
    """
    if any(each.is_symlink() for each in (file, *file.parents)) or not file.is_file():
        raise NoReview(f"{file} is not there")
    if file.stat().st_size > LONGEST * LONGEST_LETTER:
        raise NoReview(f"{file} is longer than a comment may be")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise NoReview(f"{file} is not UTF-8") from None


def _posted(file: Path, where: Platform, name: str) -> tuple[Posted, int]:
    """A review in its part, or that there is none; with the exit code."""
    try:
        return post(_read(file), where, name), 0
    except NoReview as error:
        print(f"comment: {error}", file=sys.stderr)  # noqa: T201
    made = _put(marker_of(Path()), Part(name, where.sha, NO_VERDICT), where)
    return Posted(f"{made.done}: there is no verdict of this commit", made.parts), 1


def main(arguments: list[str], env: Mapping[str, str]) -> int:
    """Post what is asked for; the exit code: 0 posted, 1 not, or only that there is no verdict, 2 wrong use."""
    at_lines = next((Path(file) for option, file in pairwise(arguments) if option == "--lines"), None)
    given = [each for each in arguments if each not in ("--label", "--lines", str(at_lines))]
    if not 1 <= len(given) <= 2 or given[0] in ("-h", "--help"):
        print(__doc__)  # noqa: T201
        return 0 if given[:1] in (["-h"], ["--help"]) else 2
    name = given[1] if len(given) == 2 else "intent"
    if not NAME.fullmatch(name):
        print("comment: a part is `intent`, or `engine-` and a stack: nothing was posted", file=sys.stderr)  # noqa: T201
        return 1
    try:
        where = platform(env)
        made, code = _posted(Path(given[0]), where, name)
        labelled = f", {label(where, made.parts)}" if "--label" in arguments else ""
        told = f", {lines.tell(at_lines, where)}" if at_lines and not code else ""
        print(f"{made.done}{labelled}{told}")  # noqa: T201
    except (Failed, OSError) as error:
        print(f"comment: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
