"""Calls of GitLab's or GitHub's API with a token: over https only, to one host only, again where the platform asks for patience.

Standard library only: nothing but this folder runs where the token is.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

LOOPBACK = "127.0.0.1"
MOST_PAGES = 50
PER_PAGE = 100
TIMEOUT_SECONDS = 30
WHOLE_SECONDS = 90.0
"""What one answer may take from its first byte to its last: one that drips would otherwise hold the job until it is ended."""
MOST_BYTES = 20_000_000
"""A page of a hundred comments of 65,000 characters is smaller than this."""
PATIENCE_SECONDS = (1.0, 2.0, 4.0, 8.0)
LONGEST_WAIT_SECONDS = 60.0
LONGEST_MESSAGE = 300


class Failed(Exception):
    """The platform did not do what was asked; the text is one sentence.

    `again` are the seconds after which another try may succeed; `status` is that of its answer, 0 where there was none.
    """

    def __init__(self, text: str, again: float | None = None, status: int = 0) -> None:
        super().__init__(text)
        self.again = again
        self.status = status

    @property
    def unheard(self) -> bool:
        """Whether the platform says that it did nothing."""
        return self.status in (403, 429, 503)


class _NotFollowed(HTTPRedirectHandler):
    """A redirect is an answer like any other: whoever it names would get the token."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass(frozen=True)
class Forge:
    """One platform as one identity. `headers` hold its token."""

    headers: Mapping[str, str] = field(repr=False)

    def ask(self, method: str, url: str, body: object = None) -> Any:
        """The parsed answer. What may have been made by a request of which the answer is lost is not asked for twice.

        Raises:
            Failed: in one sentence, without the token.
        """
        for pause in (*PATIENCE_SECONDS, None):
            try:
                return self._once(method, url, body)
            except Failed as error:
                if error.again is None or pause is None or (method == "POST" and not error.unheard):
                    raise
                time.sleep(min(max(error.again, pause), LONGEST_WAIT_SECONDS))
        raise AssertionError  # the last try has returned or raised

    def pages(self, url: str) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page.

        Raises:
            Failed: also where a page is no list, or where there are more pages than any merge request has.
        """
        for page in range(1, MOST_PAGES + 1):
            rows = self.ask("GET", f"{url}?per_page={PER_PAGE}&page={page}")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise Failed(f"{_place(url)} did not answer with a list: nothing can be told from it")
            yield from rows
            if len(rows) < PER_PAGE:
                return
        raise Failed(f"{_place(url)} has more than {MOST_PAGES * PER_PAGE} entries: they are not all read")

    def _once(self, method: str, url: str, body: object) -> Any:
        address = urlsplit(url)
        if address.scheme != "https" and address.hostname != LOOPBACK:
            raise Failed(f"{address.hostname} is not asked over https: the token would be readable on the way")
        data = None if body is None else json.dumps(body).encode()
        request = Request(url, data, {**self.headers, "Content-Type": "application/json"}, method=method)  # noqa: S310
        what = f"{method} {_place(url)}"
        try:
            with build_opener(_NotFollowed).open(request, timeout=TIMEOUT_SECONDS) as answer:
                text = _whole(answer, what)
        except HTTPError as error:
            with error:
                raise _refused(what, error) from None
        except (URLError, HTTPException, OSError) as error:
            raise Failed(f"{what}: no answer ({getattr(error, 'reason', error)})", again=0) from None
        try:
            return json.loads(text) if text.strip() else {}
        except ValueError:
            raise Failed(f"{what}: the answer is not JSON; is the API's address right?") from None


def _whole(answer: HTTPResponse, what: str) -> bytes:
    """An answer to its end, or a sentence where it has none.

    Raises:
        Failed: it is longer than any page, or takes longer than a job may wait.
    """
    until, parts, size = time.monotonic() + WHOLE_SECONDS, [b""], 0
    while part := answer.read1(1 << 16):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise Failed(f"{what}: the answer is longer than {MOST_BYTES:,} bytes: it is not read")
        if time.monotonic() > until:
            raise Failed(f"{what}: the answer has not ended after {WHOLE_SECONDS:.0f} seconds")
    return b"".join(parts)


def _refused(what: str, error: HTTPError) -> Failed:
    if 300 <= error.code < 400:
        elsewhere = urlsplit(error.headers.get("Location", "")).hostname or "nowhere"
        return Failed(f"{what} redirects to {elsewhere}: it is not followed, for the token would go there")
    said = _message(error)
    again = _again(error)
    text = f"{what}: the platform answered {error.code}{f', {said}' if said else ''}"
    return Failed(text, again, error.code)


def _again(error: HTTPError) -> float | None:
    """The seconds after which it may be asked again; GitHub says with 403, too, that it was asked too often."""
    after = error.headers.get("Retry-After")
    often = error.code == 403 and (after is not None or error.headers.get("X-RateLimit-Remaining") == "0")
    return _seconds(after) if often or error.code == 429 or error.code >= 500 else None


def _message(error: HTTPError) -> str:
    """What the platform says of it, on one line."""
    try:
        form = json.loads(error.read(10_000))
    except (ValueError, OSError, HTTPException):
        return ""
    said = (form.get("message") or form.get("error") or "") if isinstance(form, dict) else ""
    text = said if isinstance(said, str) else json.dumps(said)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_MESSAGE]


def _seconds(text: str | None) -> float:
    return float(text) if text and re.fullmatch("[0-9]{1,9}", text) else 0.0


def _place(url: str) -> str:
    return urlsplit(url).path


def token(env: Mapping[str, str], name: str) -> str:
    """A token from a variable.

    Raises:
        Failed: it is not there, or empty: the platform would answer for nobody, and say something else. Or it cannot be sent in one
            header; what it holds is not shown.
    """
    value = env.get(name, "").strip()
    if not value:
        raise Failed(f"{name} is empty: is this job in the environment that has it?")
    if not re.fullmatch("[!-~]+", value):
        raise Failed(f"{name} holds a space, a line or a letter that no token has: was more pasted than the token?")
    return value


def number(text: str) -> int:
    """The number of a merge request or a project.

    Raises:
        ValueError: it is none as the platforms write it.
    """
    if not re.fullmatch("[1-9][0-9]{0,17}", text):
        raise ValueError(f"{text[:80]!r} is no number")
    return int(text)


def commit(text: str) -> str:
    """The id of a commit, whole.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", text):
        raise ValueError(f"{text[:80]!r} is no commit")
    return text
