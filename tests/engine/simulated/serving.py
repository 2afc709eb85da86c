"""Serving a simulated provider on a free port of the loopback, for as long as whoever started it is there."""

import concurrent.futures
import os
import sys
import time

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from .provider import Provider

_LARGEST = 400 << 20  # bytes of one message, as the engine allows


def serve(provider: Provider) -> None:
    """Serve on a free port of the loopback until whoever started this is gone."""
    options = [("grpc.max_receive_message_length", _LARGEST)]
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=8), options=options)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    parent = os.getppid()
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while os.getppid() == parent:
        time.sleep(1)
