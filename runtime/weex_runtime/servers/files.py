"""An HTTP server on 127.0.0.1 for the bundles and data in a folder.

with FileServer("dist") as server:
    runtime.open(f"{server.url}index.js")
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from weex_runtime.servers.http_listener import LoopbackHttpServer

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler


class FileServer(LoopbackHttpServer):
    """Serves the files of a folder.

    Args:
        folder: The root of the server.

    Attributes:
        requests: "GET /news.json" for each request, in the order of arrival.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        super().__init__()
        self.folder = os.fspath(folder)
        self.requests: list[str] = []

    def start(self) -> None:
        """Listen on a free port.

        Raises:
            OSError: The folder does not exist, or no port is available.
        """
        if not os.path.isdir(self.folder):
            raise NotADirectoryError(f"cannot serve {self.folder!r}: expected the path of a folder")
        super().start()

    def _handler(self) -> Callable[..., BaseHTTPRequestHandler]:
        from functools import partial
        from http.server import SimpleHTTPRequestHandler

        requests = self.requests

        class Handler(SimpleHTTPRequestHandler):
            def log_request(self, code: object = "-", size: object = "-") -> None:
                requests.append(f"{self.command} {self.path}")

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing. `requests` records the requests, and the client reports errors."""

        return partial(Handler, directory=self.folder)
