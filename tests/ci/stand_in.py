"""A stand-in of both platforms on this machine: comments with authors, labels, reviews, rights, and faults that a test orders."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SHA = "a" * 40
OLDER = "0" * 40
MARKER = "<!-- socle:review:socle -->"
REFS = {"base_sha": "b" * 40, "start_sha": "c" * 40, "head_sha": SHA}
"""What GitLab wants to know of a place in a difference."""
TOKENS = {"own": "github-actions[bot]", "lab": "project_3_bot", "other": "somebody"}
"""Whose each token is."""


@dataclass
class Fault:
    """An answer in place of the real one: once, for a method; `done` says that the request was carried out all the same."""

    method: str
    status: int
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: str = "{}"
    done: bool = False
    cut: bool = False


@dataclass
class Stand:
    """What the platform has, and what it was asked."""

    address: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    labels: list[str] = field(default_factory=list[str])
    reviews: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    rights: dict[str, str] = field(default_factory=dict[str, str])
    pull: dict[str, Any] = field(
        default_factory=lambda: {"state": "open", "head": {"sha": SHA}, "user": {"login": "author"}}
    )
    commits: list[dict[str, Any]] = field(default_factory=lambda: [{"author": {"login": "author"}, "committer": None}])
    changed: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])
    faults: list[Fault] = field(default_factory=list[Fault])
    asked: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    next_id: int = 1
    drips: float = 0.0
    """Seconds between two bytes of an answer; 0: it comes at once."""

    def comment(self, body: str, by: str = TOKENS["own"], **more: Any) -> dict[str, Any]:
        """A comment that is there."""
        made = {"id": self.next_id, "body": body, "user": {"login": by}, "author": {"username": by}, **more}
        self.next_id += 1
        self.comments.append(made)
        return made

    def review(self, by: str, state: str = "APPROVED", sha: str = SHA, kind: str = "User") -> None:
        """A review of the pull request, the newest so far."""
        self.reviews.append({"user": {"login": by, "type": kind}, "state": state, "commit_id": sha})

    def methods(self) -> list[str]:
        """What was asked of it, without reading."""
        return [method for method, _, _ in self.asked if method != "GET"]

    def bodies(self, by: str = TOKENS["own"]) -> list[str]:
        """The comments of one author."""
        return [each["body"] for each in self.comments if each["user"]["login"] == by]

    def answer(self, method: str, path: str, token: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and value of a request, which is carried out."""
        query = {name: int(values[0]) for name, values in parse_qs(urlsplit(path).query).items()}
        for known, route, answer in (
            ("GET", r"/user$", lambda _: (200, {"username": TOKENS[token]})),
            ("GET", r"/pulls/\d+/comments$", lambda _: (200, _page(self.at_lines(), query))),
            ("POST", r"/pulls/\d+/comments$", lambda _: self._at_line(body, body["path"], body["line"], token)),
            ("POST", r"/discussions$", lambda _: self._discussed(body, token)),
            ("DELETE", r"/(?:comments|notes)/(\d+)$", lambda id_: self._delete(int(id_), token)),
            ("GET", r"/(comments|notes)$", lambda _: (200, _page(self.comments, query))),
            ("POST", r"/(comments|notes)$", lambda _: (201, self.comment(body["body"], TOKENS[token]))),
            ("PATCH|PUT", r"/(?:comments|notes)/(\d+)$", lambda id_: self._edit(int(id_), token, body["body"])),
            ("GET", r"/reviews$", lambda _: (200, _page(self.reviews, query))),
            ("GET", r"/collaborators/(.+)/permission$", self._right),
            ("GET", r"/pulls/\d+$", lambda _: (200, self.pull)),
            ("GET", r"/pulls/\d+/commits$", lambda _: (200, _page(self.commits, query))),
            ("GET", r"/merge_requests/\d+$", lambda _: (200, {"sha": self.pull["head"]["sha"], "diff_refs": REFS})),
            ("GET", r"/labels$", lambda _: (200, _page([{"name": each} for each in self.labels], query))),
            ("POST", r"/labels$", lambda _: self._labelled([*self.labels, *body["labels"]])),
            ("DELETE", r"/labels/(.+)$", lambda name: self._labelled([x for x in self.labels if x != unquote(name)])),
            ("PUT", r"/merge_requests/\d+$", lambda _: self._relabel(body["add_labels"], body["remove_labels"])),
        ):
            found = re.search(route, urlsplit(path).path)
            if found and re.fullmatch(known, method):
                return answer(found[1] if found.groups() else "")
        return 404, {"message": "Not Found"}

    def at_lines(self) -> list[dict[str, Any]]:
        """The comments that stand at a line."""
        return [each for each in self.comments if "path" in each]

    def _at_line(self, body: dict[str, Any], path: str, line: int, token: str, **more: Any) -> tuple[int, Any]:
        if (path, line) not in self.changed:
            return 422, {"message": "line must be part of the diff"}
        return 201, self.comment(body["body"], TOKENS[token], path=path, line=line, **more)

    def _discussed(self, body: dict[str, Any], token: str) -> tuple[int, Any]:
        at = body["position"]
        if {name: at.get(name) for name in REFS} != REFS:
            return 400, {"message": "position is invalid"}
        return self._at_line(body, at["new_path"], at["new_line"], token, position=at)

    def _delete(self, number: int, token: str) -> tuple[int, Any]:
        [each] = [each for each in self.comments if each["id"] == number]
        if each["user"]["login"] != TOKENS[token]:
            return 403, {"message": "not yours"}
        self.comments.remove(each)
        return 204, {}

    def _edit(self, number: int, token: str, body: str) -> tuple[int, Any]:
        each = next((each for each in self.comments if each["id"] == number), None)
        if each is None:
            return 404, {"message": "Not Found"}
        if each["user"]["login"] != TOKENS[token]:
            return 403, {"message": "not yours"}
        each["body"] = body
        return 200, each

    def _right(self, login: str) -> tuple[int, Any]:
        right = self.rights.get(login)
        permission = {"maintain": "write", "triage": "read"}.get(str(right), right)
        return (200, {"permission": permission, "role_name": right}) if right else (404, {"message": "Not Found"})

    def _relabel(self, added: str, removed: str) -> tuple[int, Any]:
        return self._labelled([*(each for each in self.labels if each not in removed.split(",")), added])

    def _labelled(self, labels: list[str]) -> tuple[int, Any]:
        self.labels = labels
        return 200, {}


def _page(rows: list[Any], query: dict[str, int]) -> list[Any]:
    size, page = query["per_page"], query["page"]
    return rows[(page - 1) * size : page * size]


class _Handler(BaseHTTPRequestHandler):
    stand: Stand

    def _any(self) -> None:
        token = self.headers.get("PRIVATE-TOKEN") or self.headers.get("Authorization", "").removeprefix("Bearer ")
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        self.stand.asked.append((self.command, self.path, token))
        fault = next((each for each in self.stand.faults if each.method == self.command), None)
        if fault is None or fault.done:
            status, value = self.stand.answer(self.command, self.path, token, body)
        if fault is None:
            self._say(status, json.dumps(value), {})
            return
        self.stand.faults.remove(fault)
        if fault.cut:
            self.close_connection = True
            self.connection.close()
        else:
            self._say(fault.status, fault.body, fault.headers)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815 - the base class looks for these names

    def _say(self, status: int, text: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not self.stand.drips:
            self.wfile.write(text.encode())
            return
        with suppress(OSError):
            for _ in range(200):
                self.wfile.write(b" ")
                self.wfile.flush()
                threading.Event().wait(self.stand.drips)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nothing: a test reads `asked`."""


@contextmanager
def platform() -> Iterator[Stand]:
    """A stand-in that listens on the loopback."""
    stand = Stand()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("One", (_Handler,), {"stand": stand}))
    stand.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()


def github(stand: Stand, **more: str) -> dict[str, str]:
    """The variables of a job of GitHub Actions."""
    given = {"GITHUB_API_URL": stand.address, "GITHUB_REPOSITORY": "o/r", "REVIEW_NUMBER": "7", "REVIEW_SHA": SHA}
    return {**given, "REVIEW_TOKEN": "own", **more}


def gitlab(stand: Stand, **more: str) -> dict[str, str]:
    """The variables of a job of GitLab CI."""
    given = {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": stand.address,
        "CI_MERGE_REQUEST_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "9",
        "CI_COMMIT_SHA": SHA,
    }
    return {**given, "REVIEW_TOKEN": "lab", **more}
