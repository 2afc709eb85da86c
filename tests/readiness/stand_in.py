"""Stand-ins on the loopback for the host's API and its object storage: what they are asked is kept, and only reading is answered."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACCESS = "SCWAAAAAAAAAAAAAAAAA"
SECRET = "7f3c1e62-0b9d-4c55-9c1e-51a2b8e0d94f"


@dataclass
class StandIn:
    """What is answered, by path: a value, or a status. `seconds` is how far its clock is ahead."""

    answers: Mapping[str, Any]
    seconds: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    url: str = ""


@contextmanager
def listening(answers: Mapping[str, Any], seconds: int = 0) -> Iterator[StandIn]:
    """Answer on a port of the loopback."""
    stand_in = StandIn(answers, seconds)

    class Handler(BaseHTTPRequestHandler):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return formatdate((timestamp or time.time()) + stand_in.seconds, usegmt=True)

        def do_HEAD(self) -> None:
            self._answer(200, b"")

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            stand_in.asked.append((parts.path, parts.query))
            found = stand_in.answers.get(parts.path, 403)
            if isinstance(found, bytes):
                self._answer(200, found, "application/xml")
            elif parse_qs(parts.query).get("page", ["1"]) != ["1"]:
                self._answer(
                    200,
                    json.dumps({name: [] if isinstance(each, list) else each for name, each in found.items()}).encode(),
                )
            elif isinstance(found, int):
                self._answer(found, json.dumps({"message": f"no: {SECRET}", "type": "denied"}).encode())
            else:
                self._answer(200, json.dumps(found).encode())

        def _answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the library has it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
