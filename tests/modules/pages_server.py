"""A real HTTP server on 127.0.0.1 with bundles and data, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class PagesServer(ThreadingHTTPServer):
    """Answers each path with its text, anything else with 404.

    Attributes:
        url: "http://127.0.0.1:PORT", without a slash at its end.
        asked: The paths that were asked for, in order, with their queries.
    """

    daemon_threads = True

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = dict(files)
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, PagesServer)
        server.asked.append(self.path)
        text = server.files.get(self.path.partition("?")[0])
        body = (text or "not here").encode()
        self.send_response(200 if text is not None else 404)
        self.send_header("Content-Type", "application/json" if "json" in self.path else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def pages_server(files: Mapping[str, str]) -> Iterator[PagesServer]:
    """Serve the files for as long as the block runs."""
    with PagesServer(files) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
