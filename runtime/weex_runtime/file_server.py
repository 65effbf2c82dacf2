"""A folder over HTTP on 127.0.0.1: bundles and data of demos and tests.

with FileServer("dist") as server:
    runtime.open(f"{server.url}index.js")
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from http.server import ThreadingHTTPServer

    from typing_extensions import Self


class FileServer:
    """Serves the files of a folder, in a thread of its own, between `start()` and `close()`.

    Args:
        folder: What is at the server's root.

    Attributes:
        requests: "GET /news.json" for each request, in the order of arrival.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = os.fspath(folder)
        self.requests: list[str] = []
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread

    @property
    def url(self) -> str:
        """The root, "http://127.0.0.1:49152/".

        Raises:
            RuntimeError: The server does not run.
        """
        if self._server is None:
            raise RuntimeError("FileServer has no address before start()")
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def start(self) -> None:
        """Listen on a free port.

        Raises:
            OSError: There is no such folder, or no port.
        """
        import threading
        from functools import partial
        from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

        if not os.path.isdir(self.folder):
            raise NotADirectoryError(f"cannot serve {self.folder!r}: it is no folder")
        requests = self.requests

        class Handler(SimpleHTTPRequestHandler):
            def log_request(self, code: object = "-", size: object = "-") -> None:
                requests.append(f"{self.command} {self.path}")

            def log_message(self, format: str, *args: object) -> None:
                """A file that is missing is the client's to tell."""

        handler = partial(Handler, directory=self.folder)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening; harmless when it does not run."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
