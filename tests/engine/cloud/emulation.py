"""The emulated platform as servers on 127.0.0.1: its JSON API, Object Storage, and the proxy that leads there. Ports are free ones."""

import json
import tempfile
import threading
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from . import products  # noqa: F401 - registers what each product does
from .calls import view
from .faults import Fault, Faults
from .identities import seed
from .object_storage import TAKES_SECONDS, Buckets
from .proxy import start_proxy
from .store import Cloud


@dataclass(frozen=True)
class Call:
    """One call that was made, and what it was answered: a status, or the fault it met."""

    method: str
    path: str
    status: int | str


class Emulation:
    """A running platform. Use it as a context manager: what it listens on is closed at the end."""

    def __init__(self, polls: int = 0, invited: Iterable[str] = ()) -> None:
        self.lock = threading.RLock()
        self.cloud = Cloud(polls)
        seed(self.cloud, invited)
        self.faults, self.calls = Faults(), list[Call]()
        self.buckets = Buckets(self)
        self._folder = tempfile.TemporaryDirectory(prefix="socle-engine-")
        self.authority = Path(self._folder.name) / "authority.pem"
        self._api = _Server(("127.0.0.1", 0), _answering(self))
        self._proxy = start_proxy(self.authority, self.buckets.server, self.record)
        for server in (self._api, self._proxy):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for server in (self._api, self._proxy):
            server.shutdown()
            server.server_close()
        self.buckets.close()
        self._folder.cleanup()

    @property
    def api_url(self) -> str:
        """Where the JSON API answers."""
        return f"http://127.0.0.1:{self._api.server_address[1]}"

    @property
    def proxy_url(self) -> str:
        """The proxy through which Object Storage is reached, whatever name it is called by."""
        return f"http://127.0.0.1:{self._proxy.server_address[1]}"

    def record(self, method: str, path: str, status: int | str) -> None:
        """Note a call."""
        with self.lock:
            self.calls.append(Call(method, path, status))

    def order(self, *faults: Fault) -> None:
        """Let the next calls that match fail."""
        self.faults.ordered.extend(faults)

    def one(self, kind: str, **equal: Any) -> dict[str, Any]:
        """The one object of a kind with these values."""
        (found,) = self.cloud.all(kind, **equal)
        return found

    def vanish(self, kind: str, **equal: Any) -> None:
        """Delete an object behind the program's back."""
        with self.lock:
            self.cloud.drop(self.one(kind, **equal))

    def remove_bucket(self, name: str) -> None:
        """Delete a bucket with all that is in it."""
        self.buckets.remove(name)
        self.cloud.bucket_projects.pop(name, None)
        self.cloud.bucket_policies.pop(name, None)

    def held(self) -> set[str]:
        """Everything that is there, by kind and key: what is on its way out is not, nor what a project has by itself."""
        with self.lock:
            things = {
                f"{kind} {key}"
                for kind, items in self.cloud.stored.items()
                for key, item in items.items()
                if not item.get("deletion_requested_at") and kind not in ("vpc.Acl", "cockpit.AlertManager")
            }
            return things | {f"bucket {name}" for name in self.cloud.bucket_projects}

    def content(self) -> dict[str, Any]:
        """Every stored object as its callers see it."""
        with self.lock:
            return {kind: [view(item) for item in items.values()] for kind, items in self.cloud.stored.items() if items}


class _Server(ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 128


def _answering(emulation: Emulation) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            fault = emulation.faults.met(self.command, self.path)
            if self.command == "POST":
                time.sleep(TAKES_SECONDS)
            answer = None if fault and not fault.lost else _answer(emulation, self.command, self.path, raw)
            if fault:
                emulation.record(self.command, self.path, _named(fault))
                time.sleep(fault.hang_seconds)
                if fault.status is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                answer = fault.status, {"message": "an ordered fault", "type": "ordered"}
            else:
                assert answer
                emulation.record(self.command, self.path, answer[0])
            self.say(*answer)

        def say(self, status: int, body: Any) -> None:
            text = isinstance(body, bytes)
            data = b"" if status == 204 else body if text else json.dumps(body, default=str).encode()
            self.send_response(status)
            self.send_header("content-type", "text/plain" if text else "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            """Calls are recorded, not printed."""

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.serve)
    return Handler


def _answer(emulation: Emulation, method: str, path: str, raw: bytes) -> tuple[int, Any]:
    url = urlsplit(path)
    with emulation.lock:
        try:
            query = parse_qs(url.query, keep_blank_values=True)
            return emulation.cloud.handle(method, url.path, query, _body(raw))
        except Exception:  # a fault of the emulation must be seen in the engine's diagnostics
            return 500, {"message": "the emulation failed", "trace": traceback.format_exc()[-1500:]}


def _body(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {"_raw": raw.decode("utf-8", "replace")}


def _named(fault: Fault) -> str:
    return f"fault: {fault.status or ('hang' if fault.hang_seconds else 'closed')}"


def refusals(calls: Iterable[Call]) -> list[Call]:
    """The calls that explain a failure."""
    return [
        call for call in calls if isinstance(call.status, str) or call.status in (400, 403, 409, 412, 429, 500, 501)
    ]
