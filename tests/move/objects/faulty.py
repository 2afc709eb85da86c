"""A way to a server that breaks: what passes is counted, and a fault may cut a connection or answer in the server's place."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

METHODS = (b"GET ", b"PUT ", b"POST", b"HEAD", b"DELE")
EXPIRED = (
    b"HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nContent-Length: 67\r\nConnection: close\r\n\r\n"
    b"<Error><Code>ExpiredToken</Code><Message>expired</Message></Error>\n"
)


class Faulty:
    """Forwards to a port of the loopback. `fault` is asked with each piece from the client and its number; what it gives is answered

    in the server's place, and the connection ends; empty: it ends without an answer.
    """

    def __init__(self, port: int) -> None:
        self.fault: Callable[[bytes, int], bytes | None] = lambda _piece, _number: None
        self.requests = 0
        self._target, self._server = port, socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._server.accept()[0],), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", self._target)) as server:
            threading.Thread(target=_pour, args=(server, client), daemon=True).start()
            while piece := client.recv(65536):
                self.requests += piece.startswith(METHODS)
                answer = self.fault(piece, self.requests)
                if answer is not None:
                    client.sendall(answer)
                    return
                server.sendall(piece)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
